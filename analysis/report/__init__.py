"""The diagnosis as a whole: every section in order, its sentences, its method and its pages.

In: a table of answers, its codebook and what staff entered.
Out: a `Diagnosis`, aggregates that passed the door, as JSON and as a printable page.
Never: a count of its own; a number that did not pass the door."""

from .diagnose import Diagnosis, assign_profiles, diagnose, schema, write_report
from .page import CELL, _cell, _count, _items, _paragraph, _safe, _section, _table

__all__ = [
    "CELL",
    "Diagnosis",
    "_cell",
    "_count",
    "_items",
    "_paragraph",
    "_safe",
    "_section",
    "_table",
    "assign_profiles",
    "diagnose",
    "schema",
    "write_report",
]
