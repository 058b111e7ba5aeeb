"""What may be told: the one door between counts and their readers.

In: counts with what they mean.
Out: numbers that single nobody out.
Never: an exact count of families, save the total."""

from .gate import (
    SPREAD,
    Cell,
    Count,
    Derived,
    Gate,
    K,
    alone,
    crossing,
    nested,
    one_way,
    primary,
    small,
)
from .margins import margin, shown

__all__ = [
    "Cell",
    "Count",
    "Derived",
    "Gate",
    "K",
    "SPREAD",
    "alone",
    "crossing",
    "margin",
    "nested",
    "one_way",
    "primary",
    "shown",
    "small",
]
