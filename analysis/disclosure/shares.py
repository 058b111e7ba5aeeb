"""Told counts and shares: what each may be, the sample and the rounding held together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.special import gammaln

from ..arrays import Floats
from ..rules import BASE
from ..statistics import LEVEL

# Families: what the whole weighs when the share of a group is drawn towards it.
POOL = 12.0
# Families: of fewer, the ratio of two told counts is off by five points and more.
COARSE = 60
# Points of the grid on which a posterior is summed; 0.1 point of share at n = 20.
GRID = 257

Prior = tuple[float, float]
# Jeffreys: the interval of a share keeps its level at both ends.
JEFFREYS: Prior = (0.5, 0.5)


@dataclass(frozen=True)
class Told:
    """A told count of families; the true one lies within ``BASE - 1`` of it.

    ``roundings`` is how many told counts it was worked out of.

    >>> Told(15).bounds, str(Told(0))
    ((11, 19), 'moins de 5')
    """

    n: int
    roundings: int = 1

    @property
    def bounds(self) -> tuple[int, int]:
        """The least and the most families that it may be."""
        far = self.roundings * (BASE - 1)
        return max(0, self.n - far), self.n + far

    def chances(self, counts: npt.NDArray[Any]) -> Floats:
        """P(told | count) of whoever does not hold the secret: offsets are uniform."""
        one = 1 - np.abs(np.arange(1 - BASE, BASE)) / BASE
        law = one
        for _ in range(self.roundings - 1):
            law = np.convolve(law, one) / BASE
        far = len(law) // 2
        return np.asarray(np.interp(counts - self.n, np.arange(-far - 1, far + 2), [0, *law, 0]))

    def less(self, part: Told) -> Told:
        """The families of this count that are not in a part of it."""
        return Told(max(0, self.n - part.n), self.roundings + part.roundings)

    def __str__(self) -> str:
        return f"environ {self.n}" if self.n else f"moins de {BASE}"


@dataclass(frozen=True)
class Share:
    """Families told among families told, with what both may be.

    Parameters
    ----------
    yes, base : Told
    size : int, optional
        The exact base, of the whole survey only.
    prior : tuple of float
        Beta prior of the share.

    Notes
    -----
    The posterior is a mixture of beta laws over the counts that the told ones may be, so that
    one interval holds the sample and the rounding together.
    """

    yes: Told
    base: Told
    size: int | None = None
    prior: Prior = JEFFREYS

    @property
    def of(self) -> int:
        """The families of the base, as told."""
        return self.base.n if self.size is None else self.size

    @property
    def value(self) -> float:
        """The told share; the mean of what it may be where told counts are too coarse."""
        if self.size is not None or (self.prior == JEFFREYS and self.base.n >= COARSE):
            return min(1.0, self.yes.n / max(self.of, 1))
        shares, weights = self.posterior
        return float(shares @ weights)

    @property
    def posterior(self) -> tuple[Floats, Floats]:
        """Shares and their weights, which sum to 1."""
        return _posterior(self.yes, self.base, self.size, self.prior)

    @property
    def interval(self) -> tuple[float, float]:
        """Bounds at ``LEVEL``, the told share between them."""
        shares, weights = self.posterior
        total = np.cumsum(weights) - weights / 2
        tail = (1 - LEVEL) / 2
        low, high = np.interp([tail, 1 - tail], total, shares).tolist()
        low = low if self.yes.n else 0.0
        return min(low, self.value), max(high, self.value)

    def without(self, part: Share) -> Share:
        """The share of the other families, from told numbers: no count of its own is told."""
        return Share(self.yes.less(part.yes), Told(self.of).less(part.base), None, self.prior)

    def draws(self, many: int, rng: np.random.RandomState) -> Floats:
        """Shares that it may be, drawn from told numbers only."""
        shares, weights = self.posterior
        return np.asarray(rng.choice(shares, size=many, p=weights))

    def cell(self) -> dict[str, Any]:
        """The cell of a report: ``n`` and ``N`` told, ``share``, ``low`` and ``high``."""
        low, high = self.interval
        return {
            "n": min(self.yes.n, self.of),
            "N": self.of,
            "share": round(self.value, 4),
            "low": round(low, 4),
            "high": round(high, 4),
        }


# Told counts are multiples of one base: many cells of a report are the same share.
@lru_cache(maxsize=4096)
def _posterior(yes: Told, base: Told, size: int | None, prior: Prior) -> tuple[Floats, Floats]:
    counts, bases, chances = _pairs(yes, base, size)
    a, b = prior
    shares = np.sin(_grid(counts, bases, a, b)) ** 2
    log_p, log_q = np.log(shares), np.log1p(-shares)
    # A binomial law is its centre times powers of the odds and of q: one exponential for each.
    odds, count, many = log_p - log_q, counts.mean(), bases.mean()
    powers = np.exp((counts - count)[:, None] * odds)
    fails = np.exp((bases - many)[:, None] * log_q)
    likelihood = count * odds + many * log_q + np.log(((chances.T @ powers) * fails).sum(axis=0))
    # In the arcsine of its root a share has no infinite density at 0 nor at 1.
    logs = likelihood + np.maximum(a - 0.5, 0) * log_p + np.maximum(b - 0.5, 0) * log_q
    density = np.exp(logs - logs.max())
    return shares, density / density.sum()


def _pairs(yes: Told, base: Told, size: int | None) -> tuple[Floats, Floats, Floats]:
    """Counts and bases that the told ones may be, and the weight of each pair."""
    low, high = yes.bounds
    least, most = (size, size) if size is not None else base.bounds
    # No base is under what is counted in it; one worked out of other told counts may seem so.
    least, most = max(least, low), max(most, low)
    bases = np.arange(max(1, least), max(1, most) + 1, dtype=float)
    counts = np.arange(low, max(low, min(high, bases[-1])) + 1, dtype=float)
    fails = bases - counts[:, None]
    weights = yes.chances(counts)[:, None] * (base.chances(bases) if size is None else 1.0)
    weights = np.where(fails >= 0, weights, 0.0)
    weights = weights if weights.any() else np.where(fails >= 0, 1.0, 0.0)
    ways = gammaln(bases + 1) - gammaln(counts + 1)[:, None] - gammaln(np.maximum(fails, 0) + 1)
    return counts, bases, weights * np.exp(ways - ways.max())


def _grid(counts: Floats, bases: Floats, a: float, b: float) -> Floats:
    """Angles around what the shares may be, eight standard deviations each way."""
    least = (counts.min() + a) / (bases.max() + a + b)
    most = (counts.max() + a) / (max(bases.min(), counts.max()) + a + b)
    far = 4.0 / np.sqrt(bases.min() + a + b)
    low = max(0.0, np.arcsin(np.sqrt(least)) - far)
    high = min(np.pi / 2, np.arcsin(np.sqrt(most)) + far)
    edges = np.linspace(low, high, GRID + 1)
    return np.asarray((edges[1:] + edges[:-1]) / 2)


def towards(whole: Share, many: int, weight: float = POOL) -> Prior:
    """Prior that draws the share of a group towards that of the whole.

    Only the families of the whole that are not of the group count: the group's own would else
    count twice, and intervals be too narrow (at 20 families those at 95 % held 85 %).

    Parameters
    ----------
    whole : Share
    many : int
        Families of the group, as told.
    weight : float
        Families that the whole weighs.

    Examples
    --------
    >>> towards(Share(Told(30), Told(60), 60), 15)
    (4.5, 4.5)
    """
    weight = max(weight * max(1 - many / max(whole.of, 1), 0.0), 1.0)
    share = min(max(whole.value, 0.02), 0.98)
    return weight * share, weight * (1 - share)


def pooled(share: Share, whole: Share) -> Share:
    """The share of a small group, drawn towards that of the whole."""
    return replace(share, prior=towards(whole, share.of))
