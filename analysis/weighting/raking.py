"""Raking: weights that bring the families who answered to known margins."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from ..arrays import Bools, Floats, Ints
from ..errors import AnalysisError

# Least and greatest weight, as multiples of the mean.
BOUNDS = (0.3, 3.0)
# Share by which a margin may be missed.
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


class Raked(NamedTuple):
    """Weights of mean 1, whose had to be trimmed, and how far (in share) the farthest margin is."""

    weights: Floats
    extreme: Bools
    gap: float


def rake(base: Floats, dimensions: Sequence[Dimension]) -> Raked:
    """Adjust weights (families,) to several margins in turn, then keep them within ``BOUNDS``.

    A family of unknown group keeps its weight for that margin. Sources: W. E. Deming, F. F. Stephan
    (1940), Annals of Mathematical Statistics 11, 427-444; J.-C. Deville, C.-E. Särndal, O. Sautory
    (1993), Journal of the American Statistical Association 88, 1013-1020.

    Raises
    ------
    AnalysisError
        When the margins contradict one another, so that no weights meet them all.

    Examples
    --------
    Three users and one non-user of the PMI, in a neighbourhood where each is a half.

    >>> use = Dimension("pmi", np.array([0, 0, 0, 1]), np.array([0.5, 0.5]))
    >>> rake(np.ones(4), [use]).weights.round(3)
    array([0.667, 0.667, 0.667, 2.   ])
    """
    weights = _fitted(base / base.mean(), dimensions)
    low, high = BOUNDS
    extreme = ((weights < low) | (weights > high)) & bool(dimensions)
    if extreme.any():
        weights = _within(weights, dimensions)
    return Raked(weights, extreme, farthest(weights, dimensions))


def _fitted(weights: Floats, dimensions: Sequence[Dimension]) -> Floats:
    for _ in range(MOST_ROUNDS):
        if farthest(weights, dimensions) <= TOLERANCE:
            return np.asarray(weights / weights.mean())
        for dimension in dimensions:
            weights = _scaled(weights, dimension)
    raise AnalysisError(
        "Les marges se contredisent : aucun poids ne les atteint toutes "
        f"(variables : {', '.join(dict.fromkeys(d.name for d in dimensions))}). "
        "Retirer une marge, ou regrouper des catégories rares."
    )


def _within(weights: Floats, dimensions: Sequence[Dimension]) -> Floats:
    """Trim and rake in turn; the last word is the bounds'."""
    trimmed = trim(weights)
    for _ in range(MOST_TRIMS):
        for dimension in dimensions:
            trimmed = trim(_scaled(trimmed, dimension))
        if farthest(trimmed, dimensions) <= TOLERANCE:
            break
    return trimmed


def trim(weights: Floats) -> Floats:
    """Bring weights (above 0) within ``BOUNDS``, scaled together so that their mean is 1 after it.

    >>> trim(np.array([1.0, 1.0, 1.0, 13.0])).round(3)
    array([0.333, 0.333, 0.333, 3.   ])
    """
    low, high = 0.0, BOUNDS[1] / float(weights.min())
    for _ in range(100):
        middle = (low + high) / 2
        mean = float(np.clip(weights * middle, *BOUNDS).mean())
        low, high = (middle, high) if mean < 1 else (low, middle)
    return np.asarray(np.clip(weights * high, *BOUNDS))


def _scaled(weights: Floats, dimension: Dimension) -> Floats:
    known = dimension.codes >= 0
    sums = _sums(weights, dimension)
    factors = np.divide(dimension.shares * sums.sum(), sums, out=np.ones(len(sums)), where=sums > 0)
    return np.where(known, weights * factors[np.where(known, dimension.codes, 0)], weights)


def _sums(weights: Floats, dimension: Dimension) -> Floats:
    known = dimension.codes >= 0
    sums = np.bincount(dimension.codes[known], weights[known], len(dimension.shares))
    return np.asarray(sums, dtype=float)


def farthest(weights: Floats, dimensions: Sequence[Dimension]) -> float:
    """Largest distance between a share wanted and the share reached, 0 to 1."""
    sums = [(_sums(weights, dimension), dimension.shares) for dimension in dimensions]
    return max([0.0, *(float(np.abs(have / have.sum() - want).max()) for have, want in sums)])


def kish(weights: Floats) -> tuple[float, float]:
    """Effective number of families, (Σw)² / Σw², and the design effect of unequal weights.

    Source: L. Kish (1965), Survey Sampling, Wiley, section 11.7.

    >>> kish(np.array([1.0, 1.0, 2.0]))
    (2.6666666666666665, 1.125)
    """
    effective = float(weights.sum() ** 2 / (weights**2).sum())
    return effective, len(weights) / effective
