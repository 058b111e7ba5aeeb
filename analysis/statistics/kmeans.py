"""K-means of people gathered on a few points: many starts at once, without threads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.spatial.distance import cdist

from ..arrays import Floats, Ints

BASES, FEWEST_PARTS = 256, 8
STEPS = 50


@dataclass(frozen=True)
class Cloud:
    """Places gathered on a few points.

    Parameters
    ----------
    points : array of float, shape (points, axes)
    masses : array of float, shape (points,)
        People on each point.
    of : array of int, shape (places,)
        Point of each place.
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
    """Number equal rows alike, in their order."""
    of = np.zeros(len(rows), dtype=np.intp)
    for axis in rows.T:
        values, rank = np.unique(axis, return_inverse=True)
        of = np.unique(of * len(values) + rank, return_inverse=True)[1]
    return of


def _cells(places: Floats) -> Floats:
    """Cut three deviations on each side of the centre in even parts; the last ones are open."""
    parts = max(FEWEST_PARTS, int(BASES ** (1 / places.shape[1])))
    spread = np.maximum(places.std(axis=0), 1e-12)
    steps = np.floor((places - places.mean(axis=0)) / spread * parts / 6 + parts / 2)
    return np.asarray(np.clip(steps, 0, parts - 1))


def split(cloud: Cloud, count: int, starts: int, rng: Any) -> Ints:
    """Cut the points of a cloud in groups of least inertia.

    Parameters
    ----------
    cloud : Cloud
        At least ``count`` points.
    count, starts : int
    rng : RandomState

    Returns
    -------
    array of int, shape (points,)

    Examples
    --------
    >>> cloud = gather(np.array([[0.0], [1.0], [10.0]]), np.ones(3))
    >>> labels = split(cloud, 2, 3, np.random.RandomState(0))
    >>> bool(labels[0] == labels[1] != labels[2])
    True
    """
    heads = np.array([_spread_out(cloud, count, rng) for _ in range(starts)])
    labels = np.zeros((starts, len(cloud.points)), dtype=np.intp)
    for _ in range(STEPS):
        near = _gaps(cloud, heads).argmin(axis=2)
        if (near == labels).all():
            break
        labels, heads = near, _means(cloud, near, heads)
    inertia = _gaps(cloud, heads).min(axis=2) @ cloud.masses
    return np.asarray(labels[inertia.argmin()])


def _gaps(cloud: Cloud, heads: Floats) -> Floats:
    """Squared distances, shape (starts, points, groups)."""
    own, theirs = (cloud.points**2).sum(axis=1), (heads**2).sum(axis=2)
    crossed = cloud.points @ heads.transpose(0, 2, 1)
    return np.asarray(own[:, None] + theirs[:, None, :] - 2 * crossed)


def _means(cloud: Cloud, near: Ints, heads: Floats) -> Floats:
    members = (near[:, None, :] == np.arange(heads.shape[1])[:, None]) * cloud.masses
    sizes = members.sum(axis=2)[:, :, None]
    means = members @ cloud.points / np.maximum(sizes, 1e-12)
    return np.where(sizes > 0, means, heads)


def _spread_out(cloud: Cloud, count: int, rng: Any) -> Floats:
    """Draw first centres far from each other (k-means++, Arthur and Vassilvitskii, 2007)."""
    chosen: list[int] = []
    gaps = np.ones(len(cloud.points))
    for _ in range(count):
        heavy = np.cumsum(gaps * cloud.masses)
        chosen.append(min(int(np.searchsorted(heavy, rng.rand() * heavy[-1])), len(gaps) - 1))
        latest = ((cloud.points - cloud.points[chosen[-1]]) ** 2).sum(axis=1)
        gaps = latest if len(chosen) == 1 else np.minimum(gaps, latest)
    return np.asarray(cloud.points[chosen])


def silhouette(cloud: Cloud, labels: Ints) -> float:
    """Mean silhouette of the people of a cloud.

    Parameters
    ----------
    cloud : Cloud
    labels : array of int, shape (points,)
        At least two groups.

    Returns
    -------
    float
        Between -1 and 1. Source: P. J. Rousseeuw (1987), Journal of Computational and
        Applied Mathematics 20, 53-65.

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
