"""The only bridge: storage -> answers table and its codebook -> analysis.

Nothing above this room sees an answers table, nothing below it knows what answers mean. It reads
the store, hands plain data to :mod:`analysis` and gives back aggregates. It never imports Flask.
"""

from analysis.rules import K
from diagnosis.dataset.ballots import opinion_files
from diagnosis.dataset.bridge import evidence_of
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
from diagnosis.dataset.source import Source
from diagnosis.dataset.states import State, report_files, state_of, try_margins
from diagnosis.dataset.tables import codebook_of, table_of, translations_of
from diagnosis.dataset.texts import Text, labels_of, quality_of, texts_of, with_suggestions

__all__ = [
    "AnalysisSettings",
    "Change",
    "InputFiles",
    "K",
    "Source",
    "State",
    "Text",
    "analyse_files",
    "change_settings",
    "check_limits",
    "codebook_of",
    "evidence_of",
    "import_polygons",
    "labels_of",
    "opinion_files",
    "quality_of",
    "report_files",
    "settings_of",
    "signature_of",
    "simulate",
    "state_of",
    "table_of",
    "texts_of",
    "translations_of",
    "try_margins",
    "with_suggestions",
]
