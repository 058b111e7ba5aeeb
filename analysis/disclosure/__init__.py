"""What may be told: the one door between counts and their readers.

In: counts with what they mean.
Out: numbers that single nobody out.
Never: an exact count of families, save the total."""

from .coarse import step_of, to_step
from .door import FLOOR, JEFFREYS, Door, Meaning, Prior, Share, Told, meaning, publish, towards
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
from .groups import Group, groups
from .margins import margin, shown

__all__ = [
    "Cell",
    "Count",
    "Derived",
    "Door",
    "FLOOR",
    "Gate",
    "Group",
    "JEFFREYS",
    "K",
    "Meaning",
    "Prior",
    "SPREAD",
    "Share",
    "Told",
    "alone",
    "crossing",
    "groups",
    "margin",
    "meaning",
    "nested",
    "one_way",
    "primary",
    "publish",
    "shown",
    "small",
    "step_of",
    "to_step",
    "towards",
]
