"""Raking: weights that bring the families who answered to known margins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from ..arrays import Bools, Floats, Ints
from ..errors import AnalysisError

BOUNDS = (0.3, 3.0)
TOLERANCE = 1e-9
MOST_ROUNDS = 2000
MOST_TRIMS = 50


class Dimension(NamedTuple):
    """One margin: the group of each family (-1 when unknown) and the share wanted of each group.

    The shares add up to 1 over the families whose group is known.
    """

    name: str
    codes: Ints
    shares: Floats


@dataclass(frozen=True)
class Raked:
    """Weights of mean 1, and how they were reached.

    ``extreme`` tells whose weight had to be trimmed, ``rounds`` how many passes over the margins
    it took, ``gap`` how far (in share) the farthest margin still is.
    """

    weights: Floats
    extreme: Bools
    rounds: int
    gap: float


def rake(
    base: Floats, dimensions: Sequence[Dimension], bounds: tuple[float, float] = BOUNDS
) -> Raked:
    """Adjust weights to several margins in turn, then keep them within bounds.

    Parameters
    ----------
    base : array of float, shape (families,)
        Weights to start from, above 0.
    dimensions : sequence of Dimension
        A family of unknown group keeps its weight for that margin: the families that are known
        keep their total, and so the unknown keep their share.
    bounds : tuple of float
        Least and greatest weight, as multiples of the mean.

    Returns
    -------
    Raked

    Raises
    ------
    AnalysisError
        When the margins contradict one another, so that no weights meet them all.

    References
    ----------
    W. E. Deming, F. F. Stephan (1940), Annals of Mathematical Statistics 11, 427-444.
    J.-C. Deville, C.-E. Särndal, O. Sautory (1993), Journal of the American Statistical
    Association 88, 1013-1020.

    Examples
    --------
    Three users and one non-user of the PMI, in a neighbourhood where each is a half.

    >>> use = Dimension("pmi", np.array([0, 0, 0, 1]), np.array([0.5, 0.5]))
    >>> rake(np.ones(4), [use]).weights.round(3)
    array([0.667, 0.667, 0.667, 2.   ])
    """
    start = base / base.mean()
    free, rounds = _fitted(start, dimensions)
    outside = (free < bounds[0]) | (free > bounds[1])
    extreme = outside if dimensions else np.zeros(len(base), dtype=bool)
    weights = free
    if extreme.any():
        weights = _within(free, dimensions, bounds)
    return Raked(weights, extreme, rounds, farthest(weights, dimensions))


def _fitted(weights: Floats, dimensions: Sequence[Dimension]) -> tuple[Floats, int]:
    for rounds in range(MOST_ROUNDS):
        if farthest(weights, dimensions) <= TOLERANCE:
            return weights / weights.mean(), rounds
        for dimension in dimensions:
            weights = _scaled(weights, dimension)
    raise AnalysisError(
        "Les marges se contredisent : aucun poids ne les atteint toutes "
        f"(variables : {', '.join(dict.fromkeys(d.name for d in dimensions))}). "
        "Retirer une marge, ou regrouper des catégories rares."
    )


def _within(
    weights: Floats, dimensions: Sequence[Dimension], bounds: tuple[float, float]
) -> Floats:
    """Trim and rake in turn; the last word is the bounds'."""
    trimmed = trim(weights, bounds)
    for _ in range(MOST_TRIMS):
        for dimension in dimensions:
            weights = _scaled(trimmed, dimension)
            trimmed = trim(weights, bounds)
        if farthest(trimmed, dimensions) <= TOLERANCE:
            break
    return trimmed


def trim(weights: Floats, bounds: tuple[float, float]) -> Floats:
    """Bring weights within bounds, as multiples of their mean, which becomes 1.

    All weights (above 0) are scaled together before the cut, so that the mean is 1 after it.

    >>> trim(np.array([1.0, 1.0, 1.0, 13.0]), (0.3, 3.0)).round(3)
    array([0.333, 0.333, 0.333, 3.   ])
    """
    low, high = 0.0, bounds[1] / float(weights.min())
    for _ in range(100):
        middle = (low + high) / 2
        mean = float(np.clip(weights * middle, *bounds).mean())
        low, high = (middle, high) if mean < 1 else (low, middle)
    return np.asarray(np.clip(weights * high, *bounds))


def _scaled(weights: Floats, dimension: Dimension) -> Floats:
    known = dimension.codes >= 0
    sums = _sums(weights, dimension)
    factors = np.divide(dimension.shares * sums.sum(), sums, out=np.ones(len(sums)), where=sums > 0)
    return np.where(known, weights * factors[np.where(known, dimension.codes, 0)], weights)


def _sums(weights: Floats, dimension: Dimension) -> Floats:
    known = dimension.codes >= 0
    return np.bincount(
        dimension.codes[known], weights=weights[known], minlength=len(dimension.shares)
    ).astype(float)


def farthest(weights: Floats, dimensions: Sequence[Dimension]) -> float:
    """Give the largest distance between a share wanted and the share reached, 0 to 1."""
    gaps = [0.0]
    for dimension in dimensions:
        sums = _sums(weights, dimension)
        gaps.append(float(np.abs(sums / sums.sum() - dimension.shares).max()))
    return max(gaps)


def kish(weights: Floats) -> tuple[float, float]:
    """Give the effective number of families and the design effect of unequal weights.

    Parameters
    ----------
    weights : array of float, shape (families,)

    Returns
    -------
    tuple of float
        (Σw)² / Σw², and the number of families divided by it (1 or more).

    References
    ----------
    L. Kish (1965), Survey Sampling, Wiley, section 11.7.

    Examples
    --------
    >>> kish(np.array([1.0, 1.0, 2.0]))
    (2.6666666666666665, 1.125)
    """
    effective = float(weights.sum() ** 2 / (weights**2).sum())
    return effective, len(weights) / effective
