"""Told counts and shares: what each may be, the sample and the rounding held together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.special import gammaln

from ..arrays import Floats
from ..statistics import LEVEL

# Families: counts are told to the nearest multiple; Statistics Canada rounds to the same base.
BASE = 5
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

    ``roundings`` is 2 for the difference of two told counts.

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
        law = one if self.roundings == 1 else np.convolve(one, one) / BASE
        far = len(law) // 2
        return np.asarray(np.interp(counts - self.n, np.arange(-far - 1, far + 2), [0, *law, 0]))

    def less(self, part: Told) -> Told:
        """The families of this count that are not in a part of it."""
        return Told(max(0, self.n - part.n), 2)

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

    @cached_property
    def posterior(self) -> tuple[Floats, Floats]:
        """Shares and their weights, which sum to 1."""
        counts, bases, chances = self._counts()
        a, b = self.prior
        angle = _grid(counts, bases, a, b)
        shares = np.sin(angle) ** 2
        # In the arcsine of its root a share has no infinite density at 0 nor at 1.
        with np.errstate(divide="ignore"):
            yes, no = np.log(shares), np.log1p(-shares)
        prior = np.maximum(a - 0.5, 0) * _finite(yes) + np.maximum(b - 0.5, 0) * _finite(no)
        logs = (
            counts[:, None] * _finite(yes)
            + (bases - counts)[:, None] * _finite(no)
            + (gammaln(bases + 1) - gammaln(counts + 1) - gammaln(bases - counts + 1))[:, None]
        )
        likelihood = chances @ np.exp(logs - logs.max())
        density = likelihood * np.exp(prior - prior.max())
        return shares, density / density.sum()

    def _counts(self) -> tuple[Floats, Floats, Floats]:
        low, high = self.yes.bounds
        least, most = self.base.bounds
        bases = [self.size] if self.size is not None else range(max(1, least), most + 1)
        pairs = [(c, m) for m in bases for c in range(low, min(high, m) + 1)] or [(0, 1)]
        counts, sizes = np.array(pairs, dtype=float).T
        chances = self.yes.chances(counts)
        if self.size is None:
            chances = chances * self.base.chances(sizes)
        return counts, sizes, chances if chances.sum() else np.ones(len(counts))

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


def _grid(counts: Floats, bases: Floats, a: float, b: float) -> Floats:
    """Angles around what the shares may be, eight standard deviations each way."""
    centres = np.arcsin(np.sqrt((counts + a) / (bases + a + b)))
    far = 4.0 / np.sqrt(bases.min() + a + b)
    low, high = max(0.0, centres.min() - far), min(np.pi / 2, centres.max() + far)
    edges = np.linspace(low, high, GRID + 1)
    return np.asarray((edges[1:] + edges[:-1]) / 2)


def _finite(logs: Floats) -> Floats:
    return np.asarray(np.maximum(logs, -700.0))


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
