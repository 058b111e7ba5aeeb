"""Partial pooling: shares of small groups drawn towards the whole, as much as chance calls for."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.special import betaincinv, betaln

from ..arrays import Floats
from .intervals import LEVEL

LEAST_GROUPS = 3
STEPS = 60


class Pooled(NamedTuple):
    """Pooled shares with their bounds, each of shape (groups,)."""

    share: Floats
    low: Floats
    high: Floats


def pool(n: npt.ArrayLike, base: npt.ArrayLike, level: float = LEVEL) -> Pooled | None:
    """Pool the shares of several groups by an empirical Bayes beta-binomial model.

    Parameters
    ----------
    n, base : array of int, shape (groups,)
        Families counted and families of each group, published ones only: the prior is learnt
        from nothing else.
    level : float
        Level of the intervals, between 0 and 1.

    Returns
    -------
    Pooled or None
        None under three groups, or when nobody or everybody is counted: how much groups differ
        cannot be learnt then.

    Notes
    -----
    Group shares follow Beta(Mμ, M(1 − μ)), with μ the overall share. The precision M is weighed
    by its marginal likelihood and not set at its maximum: with a few groups the maximum is often
    infinite, which would make all groups equal and their intervals far too short (the method of
    moments does the same when its variance is negative). B = N₀ / (N₀ + M), the part of its own
    share that a group of median size N₀ keeps, is uniform beforehand. The variance of a pooled
    share adds those of the group given M, of M, and of μ; bounds are those of the Beta
    distribution of that mean and variance.

    References
    ----------
    J. C. Kleinman (1973), Journal of the American Statistical Association 68, 46-54 (model).
    C. N. Morris (1983), Journal of the American Statistical Association 78, 47-55 (variance).
    M. J. Daniels (1999), Canadian Journal of Statistics 27, 567-578 (uniform shrinkage).

    Examples
    --------
    >>> found = pool([15, 30, 12], [20, 90, 40])
    >>> found.share.round(2)
    array([0.6 , 0.34, 0.32])
    """
    counts, sizes = np.asarray(n, dtype=float), np.asarray(base, dtype=float)
    if len(counts) < LEAST_GROUPS or counts.sum() in (0, sizes.sum()):
        return None
    mean = counts.sum() / sizes.sum()
    kept = (np.arange(STEPS) + 0.5) / STEPS
    precision = float(np.median(sizes)) * (1 - kept) / kept
    spread = _overall(mean, sizes, precision)
    chances = _chances(counts, sizes, precision * mean, precision * (1 - mean), spread)
    total = precision + sizes[:, None]
    given = (precision * mean + counts[:, None]) / total
    share = given @ chances
    lent = (precision / total) ** 2 * spread
    variance = (given * (1 - given) / (total + 1) + lent + given**2) @ chances - share**2
    size = np.maximum(share * (1 - share) / variance - 1, 1e-6)
    tail = (1 - level) / 2
    low, high = (betaincinv(share * size, (1 - share) * size, at) for at in (tail, 1 - tail))
    return Pooled(share, low, high)


def _overall(mean: float, sizes: Floats, precision: Floats) -> Floats:
    """Give the variance of the overall share for each precision."""
    inflated = 1 + (sizes[:, None] - 1) / (precision + 1)
    return np.asarray(
        mean * (1 - mean) * (sizes[:, None] * inflated).sum(axis=0) / sizes.sum() ** 2
    )


def _chances(counts: Floats, sizes: Floats, a: Floats, b: Floats, spread: Floats) -> Floats:
    """Weigh each precision by the marginal likelihood of all counts.

    The overall share is integrated out (Laplace): set at its estimate, it would make the
    groups look more alike than they are.
    """
    rest = (sizes - counts)[:, None]
    logs = (betaln(a + counts[:, None], b + rest) - betaln(a, b)).sum(axis=0)
    logs += np.log(spread) / 2
    likelihood = np.exp(logs - logs.max())
    return np.asarray(likelihood / likelihood.sum())
