"""What may be told: the one door between counts and their readers.

In: counts with what they mean.
Out: told counts and shares, within 4 families of the true ones; groups that may be described.
Never: an exact count of families, save the total.
"""

from ..rules import BASE, FLOOR, K
from .coarse import step_of, to_step
from .door import EVERYBODY, Door, Meaning, meaning, new_secret, publish
from .groups import Group, groups, zones
from .shares import JEFFREYS, Prior, Share, Told, pooled, towards
from .states import awaited, is_due, record_keys

__all__ = [
    "BASE",
    "Door",
    "EVERYBODY",
    "FLOOR",
    "Group",
    "JEFFREYS",
    "K",
    "Meaning",
    "Prior",
    "Share",
    "Told",
    "awaited",
    "groups",
    "is_due",
    "meaning",
    "new_secret",
    "pooled",
    "publish",
    "record_keys",
    "step_of",
    "to_step",
    "towards",
    "zones",
]
