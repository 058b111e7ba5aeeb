"""What may be told: the one door between counts and their readers.

In: counts with what they mean.
Out: numbers that single nobody out.
Never: an exact count of families, save the total."""

from .door import (
    BASE,
    EVERYBODY,
    JEFFREYS,
    POOL,
    Door,
    Meaning,
    Prior,
    Share,
    Told,
    meaning,
    publish,
    towards,
)
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
    "BASE",
    "EVERYBODY",
    "Told",
    "publish",
    "Cell",
    "Count",
    "Derived",
    "Door",
    "Gate",
    "Group",
    "JEFFREYS",
    "K",
    "POOL",
    "Meaning",
    "Prior",
    "SPREAD",
    "Share",
    "alone",
    "crossing",
    "groups",
    "margin",
    "meaning",
    "nested",
    "one_way",
    "primary",
    "shown",
    "small",
    "towards",
]
