"""The few sessions that together answer most families, within the limits that staff set.

In: the demand for each theme, and limits on sessions, moments, places, languages and money.
Out: a programme with what it covers, the distance to the best one, and alternatives.
Never: a decision; people choose."""

from .bound import priced_bound, solve, upper_bound
from .cover import choose, collapse, covering, fits, score, shortfall, swaps, total
from .limits import Limits
from .offers import market
from .programme import NOTHING, section

__all__ = [
    "Limits",
    "NOTHING",
    "choose",
    "collapse",
    "covering",
    "fits",
    "market",
    "priced_bound",
    "score",
    "section",
    "shortfall",
    "solve",
    "swaps",
    "total",
    "upper_bound",
]
