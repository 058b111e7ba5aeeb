"""Reading a report: what is told first, where each number comes from, its pictures.

In: a `Report` that passed the door.
Out: its findings in order, the lineage of its numbers, its figures drawn.
Never: a count of its own; statistics, learning: a page that shows a report starts without them.
"""

from .lineage import lineage
from .pictures import Picture, picture, pictures, standing_alone
from .reading import FIRST_ASKED, Reading, gap_finding, need_shown, source_of

__all__ = [
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
]
