"""The only bridge to the analysis: what comes in are the store's answers and the team's settings.

They go to :mod:`analysis` as plain tables and codebooks; what goes out are aggregates and reports,
for the pages and the command line. It must never hand on an answers table, and never know a page.
"""

from analysis.model import Need, Profile, Profiles, Report
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
    part_of,
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
    "Need",
    "Profile",
    "Profiles",
    "Report",
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
    "part_of",
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
