"""Do profiles come back when families are drawn again?"""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn.utils import check_random_state

from ._em import Model, Task, best_fit, posterior
from ._encoding import Bools, Floats, Ints
from ._latent import LatentClasses

RESAMPLES = 30
KEPT, CLEAR = 0.5, 0.75
BACK = 0.4
LEAST, HOPELESS = 8, 0.12


def stability_of(model: LatentClasses, seed: int) -> list[float]:
    """Mean Jaccard likeness of each class with its nearest in bootstrap refits.

    Stops early when a class clearly does not come back. Over 0.75 a class is held to be clear,
    under 0.5 to dissolve: C. Hennig (2007), Computational Statistics and Data Analysis 52,
    258-271. Held-out likelihood vouches for the number already: a class is given up under
    ``BACK`` only.
    """
    rng = check_random_state(seed)
    likeness = _again(model, LEAST, rng)
    if np.mean(likeness, axis=0).min() >= BACK - HOPELESS:
        likeness += _again(model, RESAMPLES - LEAST, rng)
    return [float(value) for value in np.mean(likeness, axis=0)]


def _again(model: LatentClasses, times: int, rng: Any) -> list[Floats]:
    """Fit again on families drawn with replacement, and compare."""
    job, labels, classes = model._job, model.labels_, model.n_clusters_
    even = np.full(len(labels), 1 / len(labels))
    weights = rng.multinomial(len(labels), even, size=times).astype(float)
    fit = best_fit(job, weights, classes, 3, 40, 1e-4, rng)
    return [
        _likeness(job, labels, mine > 0, fit.model.take(np.array([at])))
        for at, mine in enumerate(weights)
    ]


def _likeness(job: Task, labels: Ints, drawn: Bools, model: Model) -> Floats:
    again = posterior(job.Z[drawn], model)[0][0].argmax(axis=1)
    return _jaccard(labels[drawn], again, model.share.shape[1])


def _jaccard(one: Ints, two: Ints, classes: int) -> Floats:
    table = np.zeros((classes, classes))
    np.add.at(table, (one, two), 1)
    union = table.sum(axis=1)[:, None] + table.sum(axis=0) - table
    return np.asarray((table / np.maximum(union, 1)).max(axis=1))
