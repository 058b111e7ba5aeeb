"""What passed the door, as it is kept and written: the same bytes for the same findings.

In: a report.
Out: files, all or none.
Never: a computation."""

from .files import Published, write_all
from .html_parts import CELL, cell, count, items, paragraph, safe, section, table

__all__ = [
    "CELL",
    "Published",
    "cell",
    "count",
    "items",
    "paragraph",
    "safe",
    "section",
    "table",
    "write_all",
]
