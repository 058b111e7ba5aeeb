"""Shares of families in bootstrap resamples: exact, or at their limit in large surveys."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..arrays import Bools, Floats
from ..passes import LARGE, tally


def resampled(rows: Bools, many: int, rng: Any) -> Floats:
    """Shares of families in each group of ``rows`` (families x groups), in ``many`` resamples.

    Past ``LARGE`` families a resample is drawn from its limit, the normal law of mean p and
    covariance (P - p p') / n, where P_ab is the share of families in both groups: one pass instead
    of ``many``. P. Bickel, D. Freedman (1981), Annals of Statistics 9, 1196-1217.

    >>> rows = np.arange(60_000)[:, None] % 4 < [1, 2]
    >>> resampled(rows, 100, np.random.RandomState(0)).mean(axis=0).round(2).tolist()
    [0.25, 0.5]
    """
    if len(rows) > LARGE:
        return _limit(rows, many, rng)
    even = np.full(len(rows), 1 / len(rows))
    draws = rng.multinomial(len(rows), even, size=many)
    return np.asarray(draws @ rows.astype(float) / len(rows))


def _limit(rows: Bools, many: int, rng: Any) -> Floats:
    both = tally(rows, rows) / len(rows)
    mean = np.diag(both)
    values, vectors = np.linalg.eigh((both - np.outer(mean, mean)) / len(rows))
    spread = vectors * np.sqrt(np.maximum(values, 0.0))
    drawn = rng.standard_normal((many, len(mean))) @ spread.T
    return np.asarray(np.clip(mean + drawn, 0.0, 1.0))
