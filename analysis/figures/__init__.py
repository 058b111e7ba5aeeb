"""Pictures of a published report.

In: sections that passed the door.
Out: figures as data for the drawing library.
Never: a number that is not in the report."""

from .canvas import ACCENT, CONFIG, INK, LINE, QUIET, SOFT
from .figures import answer_label, figures, profile_title
from .labels import PLACES, PLOT, _meet, among, box_of
from .need_map import _cells

__all__ = [
    "ACCENT",
    "CONFIG",
    "INK",
    "LINE",
    "PLACES",
    "PLOT",
    "QUIET",
    "SOFT",
    "_cells",
    "_meet",
    "among",
    "answer_label",
    "box_of",
    "figures",
    "profile_title",
]
