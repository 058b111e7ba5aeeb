"""The only bridge: storage -> answers table and its codebook -> analysis.

Nothing above this room sees an answers table, nothing below it knows what answers mean. It reads
the store, hands plain data to :mod:`analysis` and gives back aggregates. It never imports Flask.
"""

from diagnosis.dataset.ballots import opinion_files
from diagnosis.dataset.bridge import (
    Source,
    diagnosis_of,
    evidence_of,
    published_of,
    report_files,
    troubles_of,
    try_margins,
)
from diagnosis.dataset.fictitious import simulate
from diagnosis.dataset.files import analyse_files
from diagnosis.dataset.inputs import InputFiles
from diagnosis.dataset.polygons import import_polygons
from diagnosis.dataset.settings import (
    AnalysisSettings,
    Change,
    change_settings,
    check_limits,
    settings_of,
    signature_of,
)
from diagnosis.dataset.tables import codebook_of, table_of

__all__ = [
    "AnalysisSettings",
    "Change",
    "InputFiles",
    "Source",
    "analyse_files",
    "change_settings",
    "check_limits",
    "codebook_of",
    "diagnosis_of",
    "evidence_of",
    "import_polygons",
    "opinion_files",
    "published_of",
    "report_files",
    "settings_of",
    "signature_of",
    "simulate",
    "table_of",
    "troubles_of",
    "try_margins",
]
