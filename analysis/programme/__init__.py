"""The few sessions that together answer most families, within the limits that staff set.

In: the demand for each theme, and limits on sessions, moments, places, languages and money.
Out: a programme with what it covers, the distance to the best one, and alternatives.
Never: a decision; people choose."""

from .bound import solve, upper_bound
from .cover import choose, covering, swaps
from .limits import Limits
from .offers import market
from .programme import NOTHING, section

__all__ = [
    "Limits",
    "NOTHING",
    "choose",
    "covering",
    "market",
    "section",
    "solve",
    "swaps",
    "upper_bound",
]
