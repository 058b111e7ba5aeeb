"""What may be told: the one door between counts and their readers.

In: counts with what they mean.
Out: told counts and shares, within 4 families of the true ones; groups that may be described.
Never: an exact count of families, save the total.
"""

from .door import (
    BASE,
    EVERYBODY,
    FLOOR,
    JEFFREYS,
    K,
    POOL,
    Door,
    Meaning,
    Prior,
    Share,
    Told,
    meaning,
    new_secret,
    publish,
    towards,
)
from .groups import REST, Group, groups, zones
from .states import is_due, record_keys

__all__ = [
    "BASE",
    "EVERYBODY",
    "FLOOR",
    "JEFFREYS",
    "K",
    "POOL",
    "REST",
    "Door",
    "Group",
    "Meaning",
    "Prior",
    "Share",
    "Told",
    "groups",
    "is_due",
    "meaning",
    "new_secret",
    "publish",
    "record_keys",
    "step_of",
    "to_part",
    "to_step",
    "towards",
    "zones",
]
