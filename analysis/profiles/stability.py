"""Do profiles come back when families are drawn again, and how large are they then?"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from scipy.optimize import linear_sum_assignment
from sklearn.utils import check_random_state

from ..arrays import Floats, Ints
from .em import Model, Task, best_fit, posterior
from .latent import LatentClasses, sampled

RESAMPLES = 30
REFITS = 200
KEPT, CLEAR = 0.5, 0.75
BACK, MOST_ASKED, NOISE = 0.4, 0.72, 12.5
LEAST, HOPELESS = 8, 0.12
BOUNDS = (2.5, 97.5)


class Again(NamedTuple):
    """Of each class: mean Jaccard likeness, and the bounds of its share over the resamples.

    ``asked`` is the likeness under which a class is given up.
    """

    likeness: list[float]
    shares: list[tuple[float, float]]
    asked: tuple[float, ...] = ()

    @property
    def all_back(self) -> bool:
        """Whether no class is to be given up."""
        return all(a >= b for a, b in zip(self.likeness, self.asked, strict=False))


class _Drawn(NamedTuple):
    """One resample: likeness and share of each class."""

    likeness: Floats
    share: Floats


def stability_of(model: LatentClasses, seed: int) -> Again:
    """Refit on bootstrap resamples, of 5 000 families at most, and compare.

    The likeness is that of each class with its nearest one. Stops early when a class clearly does
    not come back (see :func:`asked_of`). Over 0.75 a class is held to be clear, under 0.5 to
    dissolve: C. Hennig (2007), Computational Statistics and Data Analysis 52, 258-271. The share
    of a class is that of the class of the resample that is matched with it, so that its bounds
    hold the doubt about who belongs to it, too.
    """
    rng = check_random_state(seed)
    rows = sampled(len(model.labels_), rng)
    job = model._job._replace(Z=model._job.Z[rows])
    asked = asked_of(len(rows), _certainty(job, model))
    found = _again(job, model.labels_[rows], model.n_clusters_, LEAST, rng)
    if (np.mean([one.likeness for one in found], axis=0) >= asked - HOPELESS).all():
        found += _again(job, model.labels_[rows], model.n_clusters_, REFITS - LEAST, rng)
    likeness = np.mean([one.likeness for one in found], axis=0)
    low, high = np.percentile([one.share for one in found], BOUNDS, axis=0)
    shares = [(float(a), float(b)) for a, b in zip(low, high, strict=True)]
    return Again(likeness.tolist(), shares, tuple(asked.tolist()))


def asked_of(rows: int, certainty: Floats) -> Floats:
    """Likeness asked of classes, from the mean highest probability of their families.

    Two draws of a class whose families belong to it with probability c are alike by c / (2 - c) at
    best. Of that, a part is asked that grows as chance fades (one over the root of the number of
    families): held-out likelihood vouches for classes of few families already, while with many
    it also finds classes within a profile, which do not come back.

    >>> asked_of(150, np.array([0.9])).round(2), asked_of(2000, np.array([1.0, 0.9])).round(2)
    (array([0.33]), array([0.72, 0.59]))
    """
    part = np.clip(1 - NOISE / np.sqrt(rows), BACK, MOST_ASKED)
    return np.asarray(part * certainty / (2 - certainty))


def _certainty(job: Task, model: LatentClasses) -> Floats:
    chances = posterior(job.Z, model._model)[0][0]
    labels, highest = chances.argmax(axis=1), chances.max(axis=1)
    sizes = np.bincount(labels, minlength=model.n_clusters_)
    return np.asarray(np.bincount(labels, highest, model.n_clusters_) / np.maximum(sizes, 1))


def _again(job: Task, labels: Ints, classes: int, times: int, rng: Any) -> list[_Drawn]:
    """Fit again on families drawn with replacement, and compare."""
    even = np.full(len(labels), 1 / len(labels))
    weights = rng.multinomial(len(labels), even, size=times).astype(float)
    fit = best_fit(job, weights, classes, 3, 40, 1e-4, rng, 1)
    return [
        _drawn(job, labels, mine, fit.model.take(np.array([at])), classes)
        for at, mine in enumerate(weights)
    ]


def _drawn(job: Task, labels: Ints, weights: Floats, model: Model, classes: int) -> _Drawn:
    drawn = weights > 0
    again = posterior(job.Z[drawn], model)[0][0].argmax(axis=1)
    both = np.zeros((classes, classes))
    np.add.at(both, (labels[drawn], again), weights[drawn])
    match = linear_sum_assignment(-both)[1]
    share = both.sum(axis=0)[match] / both.sum()
    return _Drawn(_jaccard(labels[drawn], again, classes), share)


def _jaccard(one: Ints, two: Ints, classes: int) -> Floats:
    table = np.zeros((classes, classes))
    np.add.at(table, (one, two), 1)
    union = table.sum(axis=1)[:, None] + table.sum(axis=0) - table
    return np.asarray((table / np.maximum(union, 1)).max(axis=1))
