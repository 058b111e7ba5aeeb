"""Opinion groups: people who vote alike, kept only when chance would not make them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.linalg import eigh
from sklearn.utils import check_random_state

from ._ballots import Bools, Floats, Ints
from ._kmeans import Cloud, gather, silhouette, split
from ._stability import CLEAR, KEPT, RESAMPLES, _jaccard

MOST_GROUPS = 5
AXES, MAP = MOST_GROUPS - 1, 2
STARTS, FEW_STARTS = 10, 3
SHUFFLES, CHANCE, SAMPLE = 99, 0.01, 1000
CLOUDS, CLOUD, LEVEL = 39, 500, 0.05
ALONE, SMALL, CROWDED, UNSTABLE = "alone", "small", "crowded", "unstable"


@dataclass(frozen=True)
class Grouping:
    """Opinion groups, by decreasing size.

    Parameters
    ----------
    labels : array of int, shape (participants,)
        Group of each participant, -1 for none.
    centres : array of float, shape (groups, 2)
        Mean place of each group on the map.
    stability : tuple of float
        Bootstrap Jaccard likeness of each group.
    silhouette : float
    separated : bool
        The silhouette is beyond what one even cloud would give.
    reason : str
        Why there is no group: ``alone``, ``small``, ``crowded`` or ``unstable``;
        empty with groups.
    """

    labels: Ints
    centres: Floats
    stability: tuple[float, ...] = ()
    silhouette: float = 0.0
    separated: bool = False
    reason: str = ""

    @property
    def count(self) -> int:
        """Number of groups."""
        return len(self.centres)

    @property
    def clear(self) -> bool:
        """Groups come back very alike and there are few people between them."""
        return self.separated and min(self.stability, default=0.0) >= CLEAR


def find_groups(matrix: Floats, placed: Bools, k: int, seed: int) -> Grouping:
    """Look for 2 to 5 groups of ``k`` placed participants at least.

    Parameters
    ----------
    matrix : array of float, shape (participants, statements)
        1, -1, 0 or NaN.
    placed : array of bool, shape (participants,)
        Participants who voted enough to be in a group.
    k : int
    seed : int

    Returns
    -------
    Grouping

    Notes
    -----
    The number of groups has the best silhouette among those whose groups hold ``k`` people; it is
    then reduced until every group comes back in bootstrap resamples.
    """
    rng = check_random_state(seed)
    axes = _axes_beyond_chance(matrix, rng)
    if not axes:
        return no_groups(len(matrix), ALONE)
    ready = _Ready.of(matrix)
    places = ready.places(np.ones(len(matrix)))
    cloud = gather(places[placed, :axes], np.ones(int(placed.sum())))
    proposals = _proposals(cloud, k, rng)
    for count in _downwards(proposals):
        inside = proposals[count][1][cloud.of]
        stability = _stability(ready, placed, inside, axes, rng)
        if min(stability) >= KEPT:
            beyond = _beyond_one_cloud(places[placed, :axes], count, proposals[count][0], rng)
            return _ordered(places, placed, inside, stability, proposals[count][0], beyond)
    return no_groups(len(matrix), UNSTABLE if proposals else SMALL)


def no_groups(people: int, reason: str) -> Grouping:
    """Say that nobody is in a group, and why."""
    return Grouping(np.full(people, -1), np.zeros((0, MAP)), reason=reason)


def _downwards(proposals: dict[int, tuple[float, Ints]]) -> list[int]:
    best = max(proposals, key=lambda count: proposals[count][0], default=0)
    return [count for count in sorted(proposals, reverse=True) if count <= best]


def _ordered(
    places: Floats, placed: Bools, inside: Ints, stability: Floats, silhouette: float, beyond: bool
) -> Grouping:
    sizes = np.bincount(inside)
    order = np.argsort(-sizes, kind="stable")
    labels = np.full(len(places), -1)
    labels[placed] = np.argsort(order)[inside]
    centres = np.array([places[labels == at, :MAP].mean(axis=0) for at in range(len(order))])
    kept = tuple(float(stability[at]) for at in order)
    return Grouping(labels, centres, kept, silhouette, beyond)


def project(matrix: Floats, weights: Floats) -> Floats:
    """Place participants on the first principal components of their votes.

    A missing vote counts as the mean of its statement, so it moves nobody; participants who voted
    on few statements are moved away from the centre by √(statements / votes) to make up for it.

    Parameters
    ----------
    matrix : array of float, shape (participants, statements)
    weights : array of float, shape (participants,)
        How many times each participant counts in the components.

    Returns
    -------
    array of float, shape (participants, 4)
        The first two are those of the map.

    Examples
    --------
    >>> votes = np.array([[1.0, 1.0], [-1.0, -1.0], [1.0, np.nan]])
    >>> project(votes, np.ones(3)).round(2)[:, 0].tolist()
    [1.16, -1.66, 0.72]
    """
    return _Ready.of(matrix).places(weights)


@dataclass(frozen=True)
class _Ready:
    """Votes with missing ones at zero, where they are known, and the scale of each participant."""

    filled: Floats
    known: Floats
    scale: Floats

    @classmethod
    def of(cls, matrix: Floats) -> _Ready:
        known = np.isfinite(matrix).astype(float)
        asked = known.any(axis=0).sum()
        scale = np.sqrt(asked / np.maximum(known.sum(axis=1), 1))
        return cls(np.nan_to_num(matrix), known, scale)

    def centred(self, weights: Floats) -> Floats:
        means = weights @ self.filled / np.maximum(weights @ self.known, 1e-12)
        return np.asarray(self.filled - self.known * means)

    def places(self, weights: Floats) -> Floats:
        centred = self.centred(weights)
        spread = (centred * weights[:, None]).T @ centred
        most = len(spread) - 1
        axes = eigh(spread, subset_by_index=[max(most + 1 - AXES, 0), most])[1][:, ::-1]
        heads = axes[np.abs(axes).argmax(axis=0), np.arange(axes.shape[1])]
        places = centred @ (axes * np.where(heads < 0, -1, 1)) * self.scale[:, None]
        return np.pad(places, ((0, 0), (0, AXES - places.shape[1])))


def _axes_beyond_chance(matrix: Floats, rng: Any) -> int:
    """Count the leading axes (0 to 4) that votes shuffled within each statement do not equal.

    A sample of participants is enough, and shuffling moves no mean: centring is done once.
    """
    if len(matrix) > SAMPLE:
        matrix = matrix[rng.choice(len(matrix), SAMPLE, replace=False)]
    ready = _Ready.of(matrix)
    centred = ready.centred(np.ones(len(matrix)))
    known = [np.flatnonzero(column) for column in ready.known.T]
    mine = _inertia(centred)
    above = sum(_inertia(_shuffled(centred, known, rng)) >= mine * (1 - 1e-9)
                for _ in range(SHUFFLES))  # fmt: skip
    chance = (above + np.ones(len(mine))) / (SHUFFLES + 1) > CHANCE
    return int(chance.argmax()) if chance.any() else len(mine)


def _shuffled(centred: Floats, known: list[Ints], rng: Any) -> Floats:
    shuffled = centred.copy()
    for at, rows in enumerate(known):
        shuffled[rows, at] = centred[rng.permutation(rows), at]
    return shuffled


def _inertia(centred: Floats) -> Floats:
    return np.asarray(np.linalg.eigvalsh(centred.T @ centred)[::-1][:AXES])


def _proposals(cloud: Cloud, k: int, rng: Any) -> dict[int, tuple[float, Ints]]:
    """Silhouette and groups for each number of groups that leaves none under ``k``."""
    kept = {}
    for count in range(2, min(MOST_GROUPS, len(cloud.points)) + 1):
        labels = split(cloud, count, STARTS, rng)
        if np.bincount(labels, cloud.masses, count).min() >= k:
            kept[count] = (silhouette(cloud, labels), labels)
    return kept


def _stability(ready: _Ready, placed: Bools, inside: Ints, axes: int, rng: Any) -> Floats:
    """Mean Jaccard likeness of each group with its nearest when participants are drawn again."""
    likeness = [_again(ready, placed, inside, axes, rng) for _ in range(RESAMPLES)]
    return np.asarray(np.mean(likeness, axis=0))


def _again(ready: _Ready, placed: Bools, inside: Ints, axes: int, rng: Any) -> Floats:
    count = int(inside.max()) + 1
    people = len(placed)
    weights = rng.multinomial(people, np.full(people, 1 / people)).astype(float)
    drawn = placed & (weights > 0)
    places = ready.places(weights)[drawn, :axes]
    cloud = gather(places, weights[drawn])
    if len(cloud.points) < count:
        return np.zeros(count)
    again = split(cloud, count, FEW_STARTS, rng)[cloud.of]
    return _jaccard(inside[drawn[placed]], again, count)


def _beyond_one_cloud(places: Floats, count: int, mine: float, rng: Any) -> bool:
    """Compare the silhouette with those of single clouds, even and of the same spread.

    Any cloud can be cut in parts that come back: only what is beyond it tells of groups apart.
    An even cloud is the null of R. Tibshirani, G. Walther, T. Hastie (2001), Journal of the Royal
    Statistical Society B 63, 411-423; a normal one took a continuous opinion for groups.
    """
    rows, spread = min(len(places), CLOUD), places.std(axis=0)
    above = 0
    for _ in range(CLOUDS):
        cloud = gather(rng.uniform(-1, 1, (rows, len(spread))) * spread, np.ones(rows))
        above += silhouette(cloud, split(cloud, count, FEW_STARTS, rng)) >= mine
    return (above + 1) / (CLOUDS + 1) <= LEVEL
