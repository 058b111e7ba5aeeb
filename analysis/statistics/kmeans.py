"""K-means of people gathered on a few points, and how apart its groups are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.spatial.distance import cdist
from sklearn.cluster import KMeans

from ..arrays import Floats, Ints
from ..passes import one_thread

# Points at most, about; and cells of the grid on each axis at least.
BASES, FEWEST_PARTS = 256, 8
# Steps of k-means: a start that has not settled then hardly moves.
STEPS = 50


@dataclass(frozen=True)
class Cloud:
    """Places gathered on a few points (points x axes).

    ``masses`` are the people on each point, ``of`` the point of each place.
    """

    points: Floats
    masses: Floats
    of: Ints


def gather(places: Floats, weights: Floats) -> Cloud:
    """Gather near places, so that the search for groups costs the same for 100 and 5 000 people.

    Few distinct places are kept as they are; many are gathered by the cells of a grid, each told by
    the mean of its people.

    >>> gather(np.array([[1.0], [1.0], [2.0]]), np.ones(3)).masses.tolist()
    [2.0, 1.0]
    """
    of = _numbered(places.round(9))
    if of.max(initial=0) >= BASES:
        of = _numbered(_cells(places))
    masses = np.bincount(of, weights)
    sums = np.column_stack([np.bincount(of, weights * axis) for axis in places.T])
    return Cloud(np.asarray(sums / masses[:, None]), np.asarray(masses, dtype=float), of)


def _numbered(rows: Floats) -> Ints:
    return np.asarray(np.unique(rows, axis=0, return_inverse=True)[1], dtype=np.intp)


def _cells(places: Floats) -> Floats:
    """Cut three deviations on each side of the centre in even parts; the last ones are open."""
    parts = max(FEWEST_PARTS, int(BASES ** (1 / places.shape[1])))
    spread = np.maximum(places.std(axis=0), 1e-12)
    steps = np.floor((places - places.mean(axis=0)) / spread * parts / 6 + parts / 2)
    return np.asarray(np.clip(steps, 0, parts - 1))


def split(cloud: Cloud, count: int, starts: int, rng: Any) -> Ints:
    """Group of each point, for ``count`` groups of least inertia (at most as many as points).

    >>> cloud = gather(np.array([[0.0], [1.0], [10.0]]), np.ones(3))
    >>> labels = split(cloud, 2, 3, np.random.RandomState(0))
    >>> bool(labels[0] == labels[1] != labels[2])
    True
    """
    search = KMeans(count, n_init=starts, max_iter=STEPS, random_state=rng)
    with one_thread():
        return np.asarray(search.fit(cloud.points, sample_weight=cloud.masses).labels_)


def silhouette(cloud: Cloud, labels: Ints) -> float:
    """Mean silhouette of the people of a cloud, whose points have at least two groups.

    That of scikit-learn has no weights, and would compare every two people.

    References
    ----------
    P. J. Rousseeuw (1987), Journal of Computational and Applied Mathematics 20, 53-65.

    Examples
    --------
    >>> cloud = gather(np.array([[0.0], [1.0], [10.0], [10.0]]), np.ones(4))
    >>> round(silhouette(cloud, np.array([0, 0, 1])), 4)
    0.9472
    """
    members = (labels[:, None] == np.arange(labels.max() + 1)) * cloud.masses[:, None]
    sizes, sums = members.sum(axis=0), cdist(cloud.points, cloud.points) @ members
    own = np.arange(len(labels)), labels
    inner = sums[own] / np.maximum(sizes[labels] - 1, 1)
    means = sums / np.maximum(sizes, 1e-12)
    means[own] = np.inf
    outer = means.min(axis=1)
    width = (outer - inner) / np.maximum(np.maximum(outer, inner), 1e-12)
    return float(np.average(np.where(sizes[labels] > 1, width, 0.0), weights=cloud.masses))
