"""Rules of suppression, on their way out."""

from .audit import recovered
from .digits import Fineness, discreet, fineness, free_answers, placed, placed_step
from .joint import hide_jointly
from .linked import Compared, Groups, distinct, free, linked
from .nesting import Packed, Parts, is_told, nearest, packed, subtractable, touching, with_groups
from .successive import subtraction
from .tables import Crossings, in_doubt

__all__ = [
    "Compared",
    "Crossings",
    "Fineness",
    "Groups",
    "Packed",
    "Parts",
    "discreet",
    "distinct",
    "fineness",
    "free",
    "free_answers",
    "hide_jointly",
    "in_doubt",
    "is_told",
    "linked",
    "nearest",
    "packed",
    "placed",
    "placed_step",
    "recovered",
    "subtractable",
    "subtraction",
    "touching",
    "with_groups",
]
