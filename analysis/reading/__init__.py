"""Reading a report: what is told first, where each number comes from.

In: a `Report` that passed the door.
Out: its findings in order, the lineage of its numbers.
Never: a count of its own; statistics, drawing: a page that shows a report starts without them.
"""

from .lineage import lineage
from .reading import FIRST_ASKED, Reading, gap_finding, need_shown, source_of

__all__ = [
    "FIRST_ASKED",
    "Reading",
    "gap_finding",
    "lineage",
    "need_shown",
    "source_of",
]
