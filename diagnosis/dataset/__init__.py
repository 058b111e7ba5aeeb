"""The only bridge to the analysis: what comes in are the store's answers and the team's settings.

They go to :mod:`analysis` as plain tables and codebooks; what goes out are aggregates and reports,
for the pages and the command line. It must never hand on an answers table, and never know a page.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from analysis.model import Need, Profile, Profiles, Report
from analysis.rules import K
from diagnosis.dataset.decided import decided_sessions, opinions_kept
from diagnosis.dataset.grounds import asked_today, grounds_in, grounds_today
from diagnosis.dataset.heard import (
    Beside,
    NonUsers,
    Stop,
    away_answers,
    beside_margins,
    missed,
    non_users,
    stops,
)
from diagnosis.dataset.settings import (
    AnalysisSettings,
    Change,
    change_settings,
    check_limits,
    part_of,
    settings_of,
    signature_of,
)
from diagnosis.dataset.shown import (
    PendingError,
    State,
    news,
    report_shown,
    show_state,
    state_of,
    troubles_shown,
)
from diagnosis.dataset.source import Source
from diagnosis.dataset.told_cells import Told, told_cell
from diagnosis.dataset.unread import asks_texts, unread_texts

if TYPE_CHECKING:
    from diagnosis.dataset.ballots import opinion_files
    from diagnosis.dataset.bridge import evidence_of
    from diagnosis.dataset.drafts import codebook_draft
    from diagnosis.dataset.fictitious import simulate
    from diagnosis.dataset.fictitious_year import invent_year
    from diagnosis.dataset.files import analyse_files
    from diagnosis.dataset.inputs import InputFiles
    from diagnosis.dataset.polygons import import_polygons
    from diagnosis.dataset.room_opinions import publish_opinions, room_opinions
    from diagnosis.dataset.states import report_files, try_margins
    from diagnosis.dataset.tables import codebook_of, table_of, translations_of
    from diagnosis.dataset.taking_away import push_told, take_away
    from diagnosis.dataset.texts import Text, labels_of, quality_of, texts_of, with_suggestions

__all__ = [
    "asked_today",
    "AnalysisSettings",
    "Beside",
    "Change",
    "InputFiles",
    "K",
    "Need",
    "NonUsers",
    "PendingError",
    "Profile",
    "Profiles",
    "Report",
    "Source",
    "State",
    "Stop",
    "Text",
    "Told",
    "analyse_files",
    "asks_texts",
    "away_answers",
    "beside_margins",
    "change_settings",
    "check_limits",
    "codebook_draft",
    "codebook_of",
    "decided_sessions",
    "evidence_of",
    "grounds_in",
    "grounds_today",
    "import_polygons",
    "invent_year",
    "labels_of",
    "missed",
    "news",
    "non_users",
    "opinion_files",
    "opinions_kept",
    "publish_opinions",
    "push_told",
    "quality_of",
    "report_files",
    "report_shown",
    "room_opinions",
    "part_of",
    "settings_of",
    "show_state",
    "signature_of",
    "simulate",
    "state_of",
    "stops",
    "table_of",
    "take_away",
    "texts_of",
    "told_cell",
    "translations_of",
    "troubles_shown",
    "try_margins",
    "unread_texts",
    "with_suggestions",
]

# Modules that compute, loaded when they are first asked for: a process that shows never does.
_COMPUTING = {
    "ballots": ("opinion_files",),
    "bridge": ("evidence_of",),
    "drafts": ("codebook_draft",),
    "fictitious": ("simulate",),
    "fictitious_year": ("invent_year",),
    "files": ("analyse_files",),
    "inputs": ("InputFiles",),
    "polygons": ("import_polygons",),
    "room_opinions": ("publish_opinions", "room_opinions"),
    "states": ("report_files", "try_margins"),
    "taking_away": ("push_told", "take_away"),
    "tables": ("codebook_of", "table_of", "translations_of"),
    "texts": ("Text", "labels_of", "quality_of", "texts_of", "with_suggestions"),
}
_MODULES = {name: module for module, names in _COMPUTING.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
