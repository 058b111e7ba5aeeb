"""What passed the door, as it is kept, written and laid out: the same bytes for the same findings.

In: a report.
Out: files, all or none; Jinja partials that pages and paper share.
Never: a computation."""

from .cells import about, count, families, part, people, told, weighted
from .files import Published, write_all
from .pages import FILTERS, LOADER, render, sheet
from .strips import spread, strip

__all__ = [
    "FILTERS",
    "LOADER",
    "Published",
    "about",
    "count",
    "families",
    "part",
    "people",
    "render",
    "sheet",
    "spread",
    "strip",
    "told",
    "weighted",
    "write_all",
]
