"""Intervals of shares and of their differences, and what many comparisons do to them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from scipy.stats import false_discovery_control, norm

from ..arrays import Bools, Floats

# Of every interval told.
LEVEL = 0.95
# Expected share of false discoveries among those told.
FALSE = 0.05
# Shares on a grid with their weights, which sum to 1.
Posterior = tuple[Floats, Floats]


def wilson(n: float, N: float) -> tuple[float, float]:  # noqa: N803
    """Wilson score interval, at 95 %, of the share n / N; N, above 0, may be an effective number.

    E. B. Wilson (1927), Journal of the American Statistical Association 22, 209-212.

    >>> [round(bound, 4) for bound in wilson(10, 50)]
    [0.1124, 0.3304]
    """
    z = float(norm.ppf(0.5 + LEVEL / 2))
    share = n / N
    centre = share + z * z / (2 * N)
    spread = z * float(np.sqrt(share * (1 - share) / N + z * z / (4 * N * N)))
    scale = 1 + z * z / N
    return max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale)


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
    """Compare the first and the second group of each pair, false discoveries held at 5 %.

    A p-value is twice the chance that the sign is wrong. The R discoveries among m pairs have
    intervals at level 1 − 0.05 R/m: among them at most 5 % are expected to miss. A pair differs
    when it is a discovery and its interval leaves 0 out, so that both never contradict each other.

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
    found = discoveries(2 * np.minimum(above, 1 - above))
    many, of = max(int(found.sum()), 1), max(len(found), 1)
    gap = np.array([_mean(a) - _mean(b) for a, b in zip(ones, twos, strict=True)])
    low, high = _bounds(ones, twos, FALSE)
    far_low, far_high = _bounds(ones, twos, FALSE * many / of)
    apart = (far_low > 0) | (far_high < 0)
    return Differences(gap, low, high, far_low, far_high, np.asarray(found & apart))


def discoveries(chances: Floats) -> Bools:
    """Which p-values are discoveries of Benjamini and Hochberg.

    >>> discoveries(np.array([0.01, 0.04, 0.02, 0.6])).tolist()
    [True, False, True, False]
    """
    return np.asarray(false_discovery_control(chances) <= FALSE)


def _mean(posterior: Posterior) -> float:
    shares, weights = posterior
    return float(shares @ weights)


def _bounds(
    ones: Sequence[Posterior], twos: Sequence[Posterior], outside: float
) -> tuple[Floats, Floats]:
    bounds = [_hybrid(one, two, outside / 2) for one, two in zip(ones, twos, strict=True)]
    low, high = np.array(bounds).reshape(-1, 2).T
    return low, high


def _hybrid(one: Posterior, two: Posterior, tail: float) -> tuple[float, float]:
    """Interval of a difference: those of two shares put together by their squares."""
    (p1, low1, high1), (p2, low2, high2) = (_interval(share, tail) for share in (one, two))
    gap = p1 - p2
    low = gap - np.hypot(p1 - low1, high2 - p2)
    return float(low), float(gap + np.hypot(high1 - p1, p2 - low2))


def _interval(posterior: Posterior, tail: float) -> tuple[float, float, float]:
    """Mean of a posterior, and the shares under which it has ``tail`` and 1 - ``tail``."""
    shares, weights = posterior
    low, high = np.interp([tail, 1 - tail], np.cumsum(weights) - weights / 2, shares)
    return _mean(posterior), float(low), float(high)
