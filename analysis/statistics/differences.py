"""Differences between shares: interval, evidence, and what many comparisons do to both."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from ..arrays import Bools, Floats

FALSE = 0.05
# Shares on a grid with their weights, which sum to 1.
Posterior = tuple[Floats, Floats]


class Differences(NamedTuple):
    """Differences p₁ − p₂ with bounds, each of shape (comparisons,).

    ``low``, ``high`` are at 95 % each; ``far_low``, ``far_high`` allow for the number of
    comparisons; ``differs`` says where the groups differ, false discoveries held at 5 %.
    """

    difference: Floats
    low: Floats
    high: Floats
    far_low: Floats
    far_high: Floats
    differs: Bools

    def numbers(self, at: int) -> dict[str, Any]:
        """The numbers of one comparison, by the names they have in a report."""
        return {
            "difference": self.difference[at],
            "low": self.low[at],
            "high": self.high[at],
            "adjusted_low": self.far_low[at],
            "adjusted_high": self.far_high[at],
        }


def quantile(posterior: Posterior, chance: float) -> float:
    """Share under which a posterior has this much of its weight.

    >>> round(quantile((np.linspace(0, 1, 101), np.full(101, 1 / 101)), 0.25), 2)
    0.25
    """
    shares, weights = posterior
    return float(np.interp(chance, np.cumsum(weights) - weights / 2, shares))


def chance_above(one: Posterior, two: Posterior) -> float:
    """Chance that the first share is above the second; ties count half.

    >>> chance_above((np.array([0.5]), np.ones(1)), (np.array([0.2, 0.8]), np.array([0.9, 0.1])))
    0.9
    """
    (shares, weights), (others, theirs) = one, two
    below = np.concatenate(([0.0], np.cumsum(theirs)))
    left = below[np.searchsorted(others, shares, "left")]
    right = below[np.searchsorted(others, shares, "right")]
    return min(float(weights @ (left + right)) / 2, 1.0)


def differences(ones: Sequence[Posterior], twos: Sequence[Posterior]) -> Differences:
    """Compare many pairs of shares, false discoveries held at 5 %.

    Parameters
    ----------
    ones, twos : sequence of Posterior
        The first and the second group of each pair.

    Returns
    -------
    Differences

    Notes
    -----
    A p-value is twice the chance that the sign is wrong. The R discoveries of Benjamini and
    Hochberg among m pairs have intervals at level 1 − 0.05 R/m: among them at most 5 % are
    expected to miss (Benjamini and Yekutieli). A pair differs when it is a discovery and its
    interval leaves 0 out, so that interval and conclusion never contradict each other. Intervals
    are hybrid (MOVER): those of two shares put together by their squares.

    References
    ----------
    R. G. Newcombe (1998), Statistics in Medicine 17, 873-890, method 10 (hybrid interval).
    Y. Benjamini, Y. Hochberg (1995), Journal of the Royal Statistical Society B 57, 289-300.
    Y. Benjamini, D. Yekutieli (2005), Journal of the American Statistical Association 100, 71-81.

    Examples
    --------
    >>> grid = np.linspace(0.001, 0.999, 999)
    >>> def law(n, base):
    ...     weights = np.exp(n * np.log(grid) + (base - n) * np.log1p(-grid))
    ...     return grid, weights / weights.sum()
    >>> differences([law(56, 70), law(40, 80)], [law(48, 80), law(42, 80)]).differs
    array([ True, False])
    """
    above = np.array([chance_above(a, b) for a, b in zip(ones, twos, strict=True)])
    found, many = discoveries(2 * np.minimum(above, 1 - above))
    gap = np.array([_mean(a) - _mean(b) for a, b in zip(ones, twos, strict=True)])
    low, high = _bounds(ones, twos, FALSE)
    far_low, far_high = _bounds(ones, twos, FALSE * max(many, 1) / max(len(gap), 1))
    apart = (far_low > 0) | (far_high < 0)
    return Differences(gap, low, high, far_low, far_high, np.asarray(found & apart))


def _mean(posterior: Posterior) -> float:
    shares, weights = posterior
    return float(shares @ weights)


def _bounds(
    ones: Sequence[Posterior], twos: Sequence[Posterior], outside: float
) -> tuple[Floats, Floats]:
    bounds = np.array(
        [_hybrid(one, two, outside / 2) for one, two in zip(ones, twos, strict=True)]
    ).reshape(-1, 2)
    return bounds[:, 0], bounds[:, 1]


def _hybrid(one: Posterior, two: Posterior, tail: float) -> tuple[float, float]:
    p1, p2 = _mean(one), _mean(two)
    low1, high1 = quantile(one, tail), quantile(one, 1 - tail)
    low2, high2 = quantile(two, tail), quantile(two, 1 - tail)
    gap = p1 - p2
    low = gap - np.hypot(p1 - low1, high2 - p2)
    return float(low), float(gap + np.hypot(high1 - p1, p2 - low2))


def discoveries(chances: Floats, level: float = FALSE) -> tuple[Bools, int]:
    """Which p-values are discoveries of Benjamini and Hochberg, and how many there are.

    >>> found, many = discoveries(np.array([0.01, 0.04, 0.02, 0.6]))
    >>> found.tolist(), many
    ([True, False, True, False], 2)
    """
    ranked = np.sort(chances)
    passed = np.flatnonzero(ranked <= level * (np.arange(len(ranked)) + 1) / max(len(ranked), 1))
    many = int(passed[-1]) + 1 if len(passed) else 0
    return chances <= (ranked[many - 1] if many else -1.0), many
