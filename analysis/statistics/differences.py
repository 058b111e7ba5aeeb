"""Differences between two shares: interval, evidence, and what many comparisons do to both."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.stats import norm

from ..arrays import Bools, Floats

FALSE = 0.05
WIDEST_Z = 40.0
Pairs = tuple[Floats, Floats, Floats, Floats]


class Differences(NamedTuple):
    """Differences p₁ − p₂ with bounds, each of shape (comparisons,).

    ``low``, ``high`` are at 95 % each; ``far_low``, ``far_high`` allow for the number of
    comparisons; ``differs`` tells where the groups differ, false discoveries held at 5 %.
    """

    difference: Floats
    low: Floats
    high: Floats
    far_low: Floats
    far_high: Floats
    differs: Bools

    def told(self, at: int) -> dict[str, Any]:
        """Give the numbers of one comparison, by the names they have in a report."""
        return {
            "difference": self.difference[at],
            "low": self.low[at],
            "high": self.high[at],
            "adjusted_low": self.far_low[at],
            "adjusted_high": self.far_high[at],
        }


def newcombe(
    n1: npt.ArrayLike, N1: npt.ArrayLike, n2: npt.ArrayLike, N2: npt.ArrayLike,  # noqa: N803
    z: npt.ArrayLike,
) -> tuple[Floats, Floats]:  # fmt: skip
    """Hybrid score interval of the difference of two independent shares.

    Parameters
    ----------
    n1, N1, n2, N2 : array of int, shape (comparisons,)
        Families counted and families, in the first and the second group (N > 0).
    z : float or array of float
        Normal quantile of the level (1.96 for 95 %).

    Returns
    -------
    tuple of array of float
        Low and high bounds of p₁ − p₂, between −1 and 1.

    References
    ----------
    R. G. Newcombe (1998), Statistics in Medicine 17, 873-890, method 10.

    Examples
    --------
    >>> [round(float(bound), 4) for bound in newcombe(56, 70, 48, 80, 1.959964)]
    [0.0524, 0.3339]
    """
    p1, low1, high1 = _wilson(n1, N1, z)
    p2, low2, high2 = _wilson(n2, N2, z)
    gap = p1 - p2
    low = gap - np.sqrt((p1 - low1) ** 2 + (high2 - p2) ** 2)
    high = gap + np.sqrt((high1 - p1) ** 2 + (p2 - low2) ** 2)
    return np.asarray(low), np.asarray(high)


def _wilson(
    n: npt.ArrayLike, base: npt.ArrayLike, z: npt.ArrayLike
) -> tuple[Floats, Floats, Floats]:
    size, square = np.asarray(base, dtype=float), np.asarray(z, dtype=float) ** 2
    share = np.asarray(n, dtype=float) / size
    centre = share + square / (2 * size)
    spread = np.sqrt(square * (share * (1 - share) + square / (4 * size)) / size)
    scale = 1 + square / size
    return share, (centre - spread) / scale, (centre + spread) / scale


def differences(
    n1: npt.ArrayLike,
    N1: npt.ArrayLike,
    n2: npt.ArrayLike,
    N2: npt.ArrayLike,  # noqa: N803
) -> Differences:
    """Compare many pairs of shares, false discoveries held at 5 %.

    Parameters
    ----------
    n1, N1, n2, N2 : array of int, shape (comparisons,)

    Returns
    -------
    Differences

    Notes
    -----
    The p-value of a pair is one minus the level at which its interval would touch 0, so that
    interval and conclusion never contradict each other. The R discoveries of Benjamini and
    Hochberg among m pairs have intervals at level 1 − 0.05 R/m: among them at most 5 % are
    expected to miss (Benjamini and Yekutieli), where Bonferroni's would be longer to promise
    that none does, which nobody asks of a list of leads. With no discovery, R counts as 1.

    References
    ----------
    Y. Benjamini, Y. Hochberg (1995), Journal of the Royal Statistical Society B 57, 289-300.
    Y. Benjamini, D. Yekutieli (2005), Journal of the American Statistical Association 100, 71-81.

    Examples
    --------
    >>> found = differences([56, 40], [70, 80], [48, 42], [80, 80])
    >>> found.differs
    array([ True, False])
    """
    floats = (np.asarray(values, dtype=float) for values in (n1, N1, n2, N2))
    pairs: Pairs = (next(floats), next(floats), next(floats), next(floats))
    gap = pairs[0] / pairs[1] - pairs[2] / pairs[3]
    chances = 2 * norm.sf(_touching(pairs))
    differs, many = discoveries(chances)
    far = float(norm.isf(FALSE * max(many, 1) / (2 * max(len(gap), 1))))
    near = newcombe(*pairs, float(norm.isf(FALSE / 2)))
    return Differences(gap, *near, *newcombe(*pairs, far), differs)


def _touching(pairs: Pairs) -> Floats:
    """Give the z at which each interval touches 0; 0 for equal shares."""
    gap = pairs[0] / pairs[1] - pairs[2] / pairs[3]
    low, high = np.zeros(len(gap)), np.full(len(gap), WIDEST_Z)
    for _ in range(60):
        middle = (low + high) / 2
        below, above = newcombe(*pairs, middle)
        apart = (below > 0) | (above < 0)
        low, high = np.where(apart, middle, low), np.where(apart, high, middle)
    return low


def discoveries(chances: Floats, level: float = FALSE) -> tuple[Bools, int]:
    """Tell which p-values are discoveries of Benjamini and Hochberg, and how many there are.

    >>> found, many = discoveries(np.array([0.01, 0.04, 0.02, 0.6]))
    >>> found.tolist(), many
    ([True, False, True, False], 2)
    """
    ranked = np.sort(chances)
    passed = np.flatnonzero(ranked <= level * (np.arange(len(ranked)) + 1) / max(len(ranked), 1))
    many = int(passed[-1]) + 1 if len(passed) else 0
    return chances <= (ranked[many - 1] if many else -1.0), many
