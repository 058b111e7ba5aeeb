"""Which needs families name, of whom and where.

In: a survey.
Out: shares of each need with intervals, by zone and by group, and where support is lacking.
Never: a sentence of its own about what is first; `report.sentences` owns superlatives.
"""

from .gaps import gaps_section
from .needs import needs_section
from .participation import participation
from .support import HALF, lacking
from .unmet import unmet
from .zones import beside, ground_of, zones_section

__all__ = [
    "HALF",
    "beside",
    "gaps_section",
    "ground_of",
    "lacking",
    "needs_section",
    "participation",
    "unmet",
    "zones_section",
]
