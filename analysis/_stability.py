"""Do profiles come back when families are drawn again?"""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn.utils import check_random_state

from ._em import best_fit, posterior
from ._encoding import Floats, Ints
from ._latent import LatentClasses

RESAMPLES = 30
KEPT, CLEAR = 0.5, 0.75
LEAST, HOPELESS = 8, 0.12


def stability_of(model: LatentClasses, seed: int) -> list[float]:
    """Mean Jaccard likeness of each class with its nearest in bootstrap refits.

    Stops early when a class clearly does not come back. Under 0.5 a class is held to dissolve,
    over 0.75 to be clear: C. Hennig (2007), Computational Statistics and Data Analysis 52, 258-271.
    """
    rng = check_random_state(seed)
    likeness: list[Floats] = []
    for _ in range(RESAMPLES):
        likeness.append(_again(model, rng))
        if len(likeness) >= LEAST and np.mean(likeness, axis=0).min() < KEPT - HOPELESS:
            break
    return [float(value) for value in np.mean(likeness, axis=0)]


def _again(model: LatentClasses, rng: Any) -> Floats:
    """Fit again on families drawn with replacement, and compare."""
    job, labels, classes = model._job, model.labels_, model.n_clusters_
    even = np.full(len(labels), 1 / len(labels))
    weights = rng.multinomial(len(labels), even).astype(float)
    fit = best_fit(job, weights, classes, 3, 40, 1e-4, rng)
    drawn = weights > 0
    again = posterior(job.Z[drawn], fit.model)[0].argmax(axis=1)
    return _jaccard(labels[drawn], again, classes)


def _jaccard(one: Ints, two: Ints, classes: int) -> Floats:
    table = np.zeros((classes, classes))
    np.add.at(table, (one, two), 1)
    union = table.sum(axis=1)[:, None] + table.sum(axis=0) - table
    return np.asarray((table / np.maximum(union, 1)).max(axis=1))
