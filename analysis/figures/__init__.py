"""Pictures of a published report.

In: sections that passed the door.
Out: figures as data for the drawing library.
Never: a number that is not in the report."""

from .canvas import ACCENT, CONFIG, INK, LINE, QUIET, SOFT
from .figures import FIGURES, figure, figures
from .labels import PLACES, PLOT, among, box_of, meet
from .need_map import voronoi
from .paper_map import PaperMap, paper_map
from .static import svg

__all__ = [
    "ACCENT",
    "CONFIG",
    "FIGURES",
    "INK",
    "LINE",
    "PLACES",
    "PLOT",
    "PaperMap",
    "QUIET",
    "SOFT",
    "among",
    "box_of",
    "figure",
    "figures",
    "meet",
    "paper_map",
    "svg",
    "voronoi",
]
