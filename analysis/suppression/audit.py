"""What a reader can work out: how far sums of counts are known under all that is told of them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, milp

from ..arrays import Bools, Floats, Ints

ROUNDS = 3


def recovered(
    counts: Ints, most: Ints, told: npt.ArrayLike, sought: npt.ArrayLike, need: Ints
) -> Bools:
    """Tell which sums of counts whoever reads the told sums knows too closely.

    Parameters
    ----------
    counts : array of int, shape (counts,)
        The true numbers of families.
    most : array of int, shape (counts,)
        What each count cannot exceed, supposed known.
    told : array of bool, shape (sums told, counts)
        The counts that make up each published sum.
    sought : array of bool, shape (sums sought, counts)
    need : array of int, shape (sums sought,)
        Width of the range in which each sum must stay possible.

    Returns
    -------
    array of bool, shape (sums sought,)
        True where all whole counts that agree with what is told keep the sum in a shorter range.

    Notes
    -----
    Possible counts are found by integer programming, first in random directions; two of them far
    enough from one another prove the doubt. What is left is bounded one sum at a time.

    References
    ----------
    A. Hundepool et al. (2012), Statistical Disclosure Control, ch. 4: audit by bounds.

    Examples
    --------
    Two groups of which the total is told: telling the first gives the second away.

    >>> counts, most, both = np.array([30, 4]), np.array([50, 50]), np.array([[1, 1]])
    >>> recovered(counts, most, both, [[0, 1]], np.array([3]))
    array([False])
    >>> recovered(counts, most, [[1, 1], [1, 0]], [[0, 1]], np.array([3]))
    array([ True])
    """
    lines, aims = np.asarray(told, dtype=float), np.asarray(sought, dtype=float)
    low = high = aims @ counts
    rng = np.random.default_rng(0)
    for _ in range(ROUNDS):
        if not (high - low < need).any():
            break
        way = rng.choice([-1.0, 1.0], len(aims)) * rng.random(len(aims)) * (high - low < need)
        found = aims @ _possible(way @ aims, lines, counts, most)
        low, high = np.minimum(low, found), np.maximum(high, found)
    for at in np.flatnonzero(high - low < need):
        for sign in (1.0, -1.0):
            if high[at] - low[at] < need[at]:
                found = aims @ _possible(sign * aims[at], lines, counts, most)
                low, high = np.minimum(low, found), np.maximum(high, found)
    return np.asarray(high - low < need)


def _possible(aim: Floats, lines: Floats, counts: Ints, most: Ints) -> Ints:
    """Give whole counts that agree with what is told, of least ``aim``; the true ones if none."""
    values = lines @ counts
    found = milp(
        aim,
        integrality=np.ones(len(counts)),
        bounds=Bounds(0, most),
        constraints=LinearConstraint(lines, values, values),
    )
    point = counts if found.x is None else np.round(found.x).astype(np.intp)
    return point if np.allclose(lines @ point, values) else counts
