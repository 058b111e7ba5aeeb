"""Order before numbers: what can be said of ranks from draws of shares."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..arrays import Bools, Floats
from .intervals import LEVEL


class Ranks(NamedTuple):
    """What survives of an order.

    ``first`` (things,) is how often each is first; ``among`` the smallest set that holds the first
    one in ``LEVEL`` of draws; ``sure_high``, ``sure_low`` are surely in the upper or lower half.
    """

    first: Floats
    among: Bools
    sure_high: Bools
    sure_low: Bools


def ranks_of(draws: Floats) -> Ranks:
    """Rank things from draws of what they may be (draws x things).

    >>> rng = np.random.RandomState(0)
    >>> found = ranks_of(rng.normal([3.0, 0.2, 0.0, -3.0], 0.5, (2000, 4)))
    >>> found.among.tolist(), found.sure_high.tolist()
    ([True, False, False, False], [True, False, False, False])
    """
    many = draws.shape[1]
    first = np.bincount(draws.argmax(axis=1), minlength=many) / len(draws)
    order = np.argsort(-first, kind="stable")
    held = np.searchsorted(np.cumsum(first[order]), LEVEL - 1e-12) + 1
    among = np.zeros(many, dtype=bool)
    among[order[:held]] = True
    place = np.argsort(np.argsort(-draws, axis=1, kind="stable"), axis=1)
    upper = (place < many / 2).mean(axis=0)
    return Ranks(first, among, upper >= LEVEL, upper <= 1 - LEVEL)
