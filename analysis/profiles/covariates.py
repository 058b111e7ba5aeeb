"""Shares of classes that depend on covariates: which families are more often in which class.

All is held for several models at once: the first axis of every array of parameters.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.special import log_softmax

from ..arrays import Floats, Ints

# Precision of the log-odds: a normal prior of standard deviation 1 draws them towards none.
PULL = 1.0


class Slopes(NamedTuple):
    """Log-odds of classes: a constant, then one for each 0/1 column of covariates.

    ``columns`` (q,) index the 0/1 columns; ``odds`` (models x classes x (1 + q)).
    """

    columns: Ints
    odds: Floats


def seed_slopes(columns: Ints, models: int, classes: int) -> Slopes:
    """Start with covariates that change nothing."""
    return Slopes(columns, np.zeros((models, classes, 1 + len(columns))))


def log_shares_by(Z: Floats, slopes: Slopes) -> Floats:  # noqa: N803
    """Log share of each class for each family (models x classes x families)."""
    return np.asarray(log_softmax(slopes.odds @ _marks(Z, slopes).T, axis=1))


def moved(Z: Floats, by_class: Floats, slopes: Slopes) -> Slopes:  # noqa: N803
    """One step up of the penalised likelihood, never down, from chances of classes times weights.

    Newton's step under a bound of the curvature: D. Böhning (1992), Annals of the Institute of
    Statistical Mathematics 44, 197-200.
    """
    marks, total = _marks(Z, slopes), by_class.sum(axis=1, dtype=float)
    meant = np.exp(log_shares_by(Z, slopes)) * total[:, None]
    slope = (by_class - meant) @ marks - PULL * slopes.odds
    bound = 0.5 * np.einsum("mi,ij,ik->mjk", total, marks, marks, optimize=True)
    bound += PULL * np.eye(marks.shape[1])
    step = np.linalg.solve(bound, slope.transpose(0, 2, 1)).transpose(0, 2, 1)
    return slopes._replace(odds=slopes.odds + step)


def pull(slopes: Slopes) -> Floats:
    """Log prior of each model, up to a constant."""
    return np.asarray(-0.5 * PULL * (slopes.odds**2).sum(axis=(1, 2)))


def _marks(Z: Floats, slopes: Slopes) -> Floats:  # noqa: N803
    return np.column_stack([np.ones(len(Z)), Z[:, slopes.columns]])
