"""The few sessions that together answer most families, within the limits that staff set.

In: the demand for each theme, and limits on sessions, moments, places, languages and money.
Out: a programme with what it covers, the distance to the best one, and alternatives.
Never: a decision; people choose."""

from .bound import priced_bound, solve, upper_bound
from .cover import choose, collapse, covering, fits, score, shortfall, swaps, total
from .limits import Limits
from .offers import Offer, abilities, answered_by, could_come, market, within
from .programme import NOTHING, programme

__all__ = [
    "Limits",
    "NOTHING",
    "Offer",
    "abilities",
    "answered_by",
    "choose",
    "collapse",
    "could_come",
    "covering",
    "fits",
    "market",
    "priced_bound",
    "programme",
    "score",
    "shortfall",
    "solve",
    "swaps",
    "total",
    "upper_bound",
    "within",
]
