"""The diagnosis as a whole: every section in order, its sentences, its method and its pages.

In: a table of answers, its codebook and what staff entered.
Out: a `Diagnosis`, aggregates that passed the door, as JSON and as a printable page.
Never: a count of its own; a number that did not pass the door, but in the restricted file.
"""

from ..model import (
    Answer,
    Cell,
    Gaps,
    InZone,
    Maps,
    Need,
    NeedMap,
    Question,
    Report,
    Session,
    Theme,
    Zone,
    schema,
    typed,
)
from .diagnose import Diagnosis, assign_profiles, diagnose, write_report
from .lineage import lineage
from .pictures import Picture, picture, pictures, standing_alone
from .reading import FIRST_ASKED, Reading, gap_finding, need_shown, source_of
from .restricted import restricted_tables
from .sentences import needs_title

__all__ = [
    "Answer",
    "FIRST_ASKED",
    "Picture",
    "Reading",
    "gap_finding",
    "lineage",
    "need_shown",
    "picture",
    "pictures",
    "source_of",
    "standing_alone",
    "typed",
    "Cell",
    "Diagnosis",
    "Gaps",
    "InZone",
    "Maps",
    "Need",
    "NeedMap",
    "Question",
    "Report",
    "Session",
    "Theme",
    "Zone",
    "assign_profiles",
    "diagnose",
    "needs_title",
    "restricted_tables",
    "schema",
    "write_report",
]
