"""Do profiles come back when families are drawn again, and how large are they then?"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from scipy.optimize import linear_sum_assignment
from sklearn.utils import check_random_state

from ..arrays import Floats, Ints
from .em import Model, Task, best_fit, posterior
from .latent import LatentClasses

# Resamples: of opinion groups, and of profiles.
# Bootstrap refits at most.
REFITS = 200
# Likeness under which a group is given up, and from which it is clear: Hennig (2007).
KEPT, CLEAR = 0.5, 0.75
# Likeness asked of profiles that are no doubt: least, most, and how chance lowers it.
BACK, MOST_ASKED, NOISE = 0.4, 0.72, 12.5
# First resamples, and how far under what is asked they stop.
LEAST, HOPELESS = 8, 0.12
# Percents of the resamples.
BOUNDS = (2.5, 97.5)


class Again(NamedTuple):
    """Of each class: mean Jaccard likeness, bounds of its share in resamples, likeness asked."""

    likeness: list[float]
    shares: list[tuple[float, float]]
    asked: tuple[float, ...] = ()

    @property
    def all_back(self) -> bool:
        """Whether no class is to be given up."""
        return all(np.greater_equal(self.likeness, self.asked))


def stability_of(model: LatentClasses, seed: int) -> Again:
    """Refit on bootstrap resamples, and compare.

    The likeness is that of each class with its nearest one (C. Hennig, 2007, Computational
    Statistics and Data Analysis 52, 258-271); resamples stop early when a class clearly does not
    come back. The share of a class is that of the class of the resample matched with it, so that
    its bounds hold the doubt about who belongs to it, too.
    """
    job, labels, classes = model._job, model.labels_, model.n_clusters_
    rng, asked = check_random_state(seed), asked_of(len(labels), _certainty(model))
    likeness, share = _again(job, labels, classes, LEAST, rng)
    if (likeness.mean(axis=0) >= asked - HOPELESS).all():
        more = _again(job, labels, classes, REFITS - LEAST, rng)
        likeness, share = np.concatenate([likeness, more[0]]), np.concatenate([share, more[1]])
    low, high = np.percentile(share, BOUNDS, axis=0).tolist()
    bounds = list(zip(low, high, strict=True))
    return Again(likeness.mean(axis=0).tolist(), bounds, tuple(asked.tolist()))


def asked_of(rows: int, certainty: Floats) -> Floats:
    """Likeness asked of classes, from the mean highest probability of their families.

    Two draws of a class whose families belong to it with probability c are alike by c / (2 - c) at
    best; a part of that is asked, which grows as chance fades: docs/methods/profiles.md.

    >>> asked_of(150, np.array([0.9])).round(2), asked_of(2000, np.array([1.0, 0.9])).round(2)
    (array([0.33]), array([0.72, 0.59]))
    """
    part = np.clip(1 - NOISE / np.sqrt(rows), BACK, MOST_ASKED)
    return np.asarray(part * certainty / (2 - certainty))


def _certainty(model: LatentClasses) -> Floats:
    """Mean highest probability of the families of each class."""
    highest = posterior(model._job.Z, model._model)[0][0].max(axis=1)
    sizes = np.bincount(model.labels_, minlength=model.n_clusters_)
    return np.asarray(np.bincount(model.labels_, highest, len(sizes)) / np.maximum(sizes, 1))


def _again(job: Task, labels: Ints, classes: int, times: int, rng: Any) -> tuple[Floats, Floats]:
    """Likeness and share of each class (times x classes) in families drawn with replacement."""
    even = np.full(len(labels), 1 / len(labels))
    weights = rng.multinomial(len(labels), even, size=times).astype(float)
    fit = best_fit(job, weights, classes, 3, 40, 1e-4, rng, 1)
    found = [
        _drawn(job, labels, mine, fit.model.take(np.array([at])), classes)
        for at, mine in enumerate(weights)
    ]
    likeness, share = zip(*found, strict=True)
    return np.array(likeness), np.array(share)


def _drawn(
    job: Task, labels: Ints, weights: Floats, model: Model, classes: int
) -> tuple[Floats, Floats]:
    drawn = weights > 0
    again = posterior(job.Z[drawn], model)[0][0].argmax(axis=1)
    both = _crossed(labels[drawn], again, classes, weights[drawn])
    match = linear_sum_assignment(both, maximize=True)[1]
    share = both.sum(axis=0)[match] / both.sum()
    return jaccard(labels[drawn], again, classes), share


def jaccard(one: Ints, two: Ints, classes: int) -> Floats:
    """Likeness of each group of a partition with its nearest group of another."""
    both = _crossed(one, two, classes)
    union = both.sum(axis=1)[:, None] + both.sum(axis=0) - both
    return np.asarray((both / np.maximum(union, 1)).max(axis=1))


def _crossed(one: Ints, two: Ints, classes: int, weights: Floats | None = None) -> Floats:
    counts = np.bincount(one * classes + two, weights, classes**2)
    return np.asarray(counts, dtype=float).reshape(classes, classes)
