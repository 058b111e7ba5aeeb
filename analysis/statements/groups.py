"""Opinion groups: people who vote alike, kept only when chance would not make them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.utils import check_random_state

from ..arrays import Bools, Floats, Ints
from ..profiles import CLEAR, KEPT, jaccard
from ..statistics import Cloud, gather, silhouette, split
from .hidden_votes import helps, losses_by_number
from .map import AXES, Ready, axes_beyond_chance

MOST_GROUPS = AXES + 1
MAP = 2
STARTS, FEW_STARTS = 10, 3
# Bootstrap resamples of the participants.
RESAMPLES = 30
CLOUDS, CLOUD, LEVEL = 39, 500, 0.05
# Why there is no group, as the report says it.
ALONE = "les votes ne sont pas plus liés entre eux que par hasard"
SMALL = "l'un d'eux compterait toujours trop peu de personnes"
USELESS = "savoir qui vote comme qui n'aide pas à prévoir les votes"
CROWDED = "trop peu de personnes ont assez voté pour en former deux"
UNSTABLE = "ils changent quand on tire au hasard d'autres participants"
Proposals = dict[int, tuple[float, Ints]]


@dataclass(frozen=True)
class Grouping:
    """Opinion groups, by decreasing size.

    ``labels`` is the group of each participant, -1 for none; ``centres`` (groups x 2) the mean
    place of each on the map, ``stability`` its bootstrap Jaccard likeness. ``separated`` is true
    when the silhouette is beyond what one even cloud would give. ``reason`` says, in French, why
    there is no group.
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


def find_groups(matrix: Floats, placed: Bools, least: int, seed: int) -> Grouping:
    """Look for 2 to 5 groups of ``least`` participants at least, among those who voted enough.

    The number of groups has the best silhouette among those of ``least`` people each; it is
    then reduced until its last group helps to guess hidden votes and every group comes back in
    bootstrap resamples.
    """
    rng = check_random_state(seed)
    axes = axes_beyond_chance(matrix, rng)
    if not axes:
        return no_groups(len(matrix), ALONE)
    ready = Ready.of(matrix)
    places = ready.places(np.ones(len(matrix)))
    cloud = gather(places[placed, :axes], np.ones(int(placed.sum())))
    proposals = _proposals(cloud, least, rng)
    reason = USELESS if proposals else SMALL
    best = max(proposals, key=lambda count: proposals[count][0], default=0)
    for count in (count for count in sorted(proposals, reverse=True) if count <= best):
        if not helps(losses_by_number(matrix, placed, (1, count - 1, count), axes, rng), count):
            continue
        reason = UNSTABLE
        inside = proposals[count][1][cloud.of]
        stability = stability_of(ready, placed, inside, axes, rng)
        if min(stability) >= KEPT:
            beyond = _beyond_one_cloud(places[placed, :axes], count, proposals[count][0], rng)
            return _ordered(places, placed, inside, stability, proposals[count][0], beyond)
    return no_groups(len(matrix), reason)


def no_groups(people: int, reason: str) -> Grouping:
    """Nobody is in a group, and why."""
    return Grouping(np.full(people, -1), np.zeros((0, MAP)), reason=reason)


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


def _proposals(cloud: Cloud, least: int, rng: Any) -> Proposals:
    """Silhouette and groups for each number of groups that leaves none under ``least``."""
    kept = {}
    for count in range(2, min(MOST_GROUPS, len(cloud.points)) + 1):
        labels = split(cloud, count, STARTS, rng)
        if np.bincount(labels, cloud.masses, count).min() >= least:
            kept[count] = (silhouette(cloud, labels), labels)
    return kept


def stability_of(ready: Ready, placed: Bools, inside: Ints, axes: int, rng: Any) -> Floats:
    """Mean Jaccard likeness of each group with its nearest when participants are drawn again.

    ``inside`` is the group of each placed participant, from 0, in any partition to put to the test.
    """
    likeness = [_again(ready, placed, inside, axes, rng) for _ in range(RESAMPLES)]
    return np.asarray(np.mean(likeness, axis=0))


def _again(ready: Ready, placed: Bools, inside: Ints, axes: int, rng: Any) -> Floats:
    count = int(inside.max()) + 1
    people = len(placed)
    weights = rng.multinomial(people, np.full(people, 1 / people)).astype(float)
    drawn = placed & (weights > 0)
    places = ready.places(weights)[drawn, :axes]
    cloud = gather(places, weights[drawn])
    if len(cloud.points) < count:
        return np.zeros(count)
    again = split(cloud, count, FEW_STARTS, rng)[cloud.of]
    return jaccard(inside[drawn[placed]], again, count)


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
