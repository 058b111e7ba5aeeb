"""Which needs families name, of whom and where.

In: a survey.
Out: shares of each need with intervals, by zone and by group, and where support is lacking.
Never: a sentence of its own about what is first; `report.sentences` owns superlatives."""

from .gaps import compared, gaps
from .needs import need_cells, needs
from .participation import participation
from .support import FEW, HALF, lacked, lacking, support_of
from .unmet import unmet
from .zones import maps, told_places

__all__ = [
    "FEW",
    "HALF",
    "compared",
    "gaps",
    "lacked",
    "lacking",
    "maps",
    "need_cells",
    "needs",
    "participation",
    "support_of",
    "told_places",
    "unmet",
]
