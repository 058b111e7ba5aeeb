"""Statements that tell a group from the others, and statements that nearly all share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ..arrays import Floats, Ints
from ..disclosure import BASE, Share
from .ballots import AGREE, DISAGREE, Tally

# One-sided 90 %, as in Polis.
SIGNIFICANT = 1.2816
# Statements of a list: what people read at one go.
MOST = 5
# Variance of a told count around the true one, offsets being uniform.
BLUR = (BASE**2 - 1) / 6


def smoothed(n: Ints, seen: Ints) -> Floats:
    """Share of an answer, drawn towards one half by one vote on each side.

    >>> smoothed(np.array([3]), np.array([4])).round(4).tolist()
    [0.6667]
    """
    return np.asarray((n + 1) / (seen + 2))


def share_test(n: Ints, seen: Ints, blur: float = 0.0) -> Floats:
    """Normal deviate of « more than half gave an answer », one vote being added to both counts.

    ``blur`` is the variance of a told count around the true one.

    >>> share_test(np.array([8, 2]), np.array([8, 8])).round(4).tolist()
    [3.0, -1.0]
    """
    share = (n + 1) / (seen + 1)
    return np.asarray((share - 0.5) / np.sqrt(0.25 / (seen + 1) + _blurred(share, seen, blur)))


def _blurred(share: Floats, seen: Ints, blur: float) -> Floats:
    """Variance that blurred counts add to a share."""
    return np.asarray(blur * (1 + share**2) / (seen + 1) ** 2)


def difference_test(
    n: Ints, seen: Ints, n_rest: Ints, seen_rest: Ints, blur: tuple[float, float] = (0.0, 0.0)
) -> Floats:
    """Normal deviate of « the group gave an answer more often than the rest ».

    One vote is added to every count; 0 where everybody gave the answer. ``blur`` is the variance
    of the told counts of the group, and of those of all others.

    >>> difference_test(*(np.array([x]) for x in (9, 10, 3, 15))).round(4).tolist()
    [3.3678]
    """
    one, two = (n + 1) / (seen + 1), (n_rest + 1) / (seen_rest + 1)
    pooled = (n + n_rest + 2) / (seen + seen_rest + 2)
    variance = pooled * (1 - pooled).clip(min=0) * (1 / (seen + 1) + 1 / (seen_rest + 1))
    variance = variance + _blurred(one, seen, blur[0]) + _blurred(two, seen_rest, blur[1])
    return np.asarray((one - two) / np.sqrt(np.where(variance > 0, variance, np.inf)))


@dataclass(frozen=True)
class Representative:
    """A statement by which a group is told from the others.

    Of the group, ``n`` people answered ``direction`` (``agree`` or ``disagree``) and ``N`` voted on
    the statement of this position. ``share`` is smoothed, (n + 1) / (N + 2), and ``test`` its
    deviate against one half; ``repness`` is its ratio to the share in all other groups, and
    ``repness_test`` the deviate of their difference.
    """

    statement: int
    direction: str
    n: int
    N: int
    share: float
    test: float
    repness: float
    repness_test: float

    @property
    def significant(self) -> bool:
        """Both tests pass at 90 %, one-sided."""
        return min(self.test, self.repness_test) > SIGNIFICANT

    @property
    def rank(self) -> float:
        """What representative statements are ordered by: the product of the four statistics."""
        return self.share * self.test * self.repness * self.repness_test


def representatives(groups: Tally, least: int, blur: float = 0.0) -> list[list[Representative]]:
    """Statements that represent each group, the most representative first, at most five.

    A statement seen by fewer than ``least`` people, in the group or in the others, says nothing;
    ``blur`` is the variance of a told count around the true one.
    """
    enough = np.minimum(groups.seen, _rest(groups.seen)) >= least
    ways = [_entries(groups, answer, blur) for answer in (AGREE, DISAGREE)]
    found = []
    for at, seen in enumerate(enough):
        pairs = zip(*(entries[at] for entries in ways), strict=True)
        best = [max(pair, key=lambda entry: entry.repness_test) for pair in pairs]
        kept = [entry for entry in best if seen[entry.statement] and entry.significant]
        found.append(sorted(kept, key=lambda entry: -entry.rank)[:MOST])
    return found


def _rest(counts: Ints) -> Ints:
    return np.asarray(counts.sum(axis=0) - counts)


def _entries(groups: Tally, answer: str, blur: float) -> list[list[Representative]]:
    n, seen = groups.of(answer), groups.seen
    n_rest, seen_rest = _rest(n), _rest(seen)
    share = smoothed(n, seen)
    test, repness = share_test(n, seen, blur), share / smoothed(n_rest, seen_rest)
    apart = difference_test(n, seen, n_rest, seen_rest, (blur, (len(n) - 1) * blur))
    numbers = np.stack([n, seen, share, test, repness, apart], axis=2)
    return [
        [
            Representative(at, answer, int(yes), int(base), *rest)
            for at, (yes, base, *rest) in enumerate(line)
        ]
        for line in numbers.tolist()
    ]


@dataclass(frozen=True)
class Agreement:
    """A statement that most participants answer alike: its position, the answer, its told share.

    ``test`` is the deviate of the share against one half.
    """

    statement: int
    direction: str
    share: float
    test: float


def agreements(shares: Mapping[int, Share], answer: str) -> list[Agreement]:
    """Statements that most people answer alike, by decreasing told share, at most five.

    >>> from analysis.disclosure import Told
    >>> shares = {0: Share(Told(45), Told(50)), 1: Share(Told(25), Told(50))}
    >>> [found.statement for found in agreements(shares, "agree")]
    [0]
    """
    found = [Agreement(at, answer, share.value, _half_test(share)) for at, share in shares.items()]
    kept = [entry for entry in found if entry.share > 0.5 and entry.test > SIGNIFICANT]
    return sorted(kept, key=lambda entry: -entry.share)[:MOST]


def _half_test(share: Share) -> float:
    n, seen = np.array([share.yes.n]), np.array([share.of])
    return float(share_test(np.minimum(n, seen), seen, BLUR)[0])


def group_aware(groups: Tally) -> Floats:
    """Group-aware consensus of each statement: product over groups of the smoothed agreement.

    >>> votes = Tally(np.array([[8], [4]]), np.array([[0], [4]]), np.array([[0], [0]]))
    >>> group_aware(votes).tolist()
    [0.45]
    """
    return np.asarray(smoothed(groups.agree, groups.seen).prod(axis=0))


def shared_by_groups(groups: Tally, least: int, blur: float = 0.0) -> list[int]:
    """Statements with which surely most people of every group agree, best first, at most five."""
    if not len(groups.agree):
        return []
    sure = share_test(groups.agree, groups.seen, blur) > SIGNIFICANT
    values = group_aware(groups)
    kept = np.flatnonzero((sure & (groups.seen >= least)).all(axis=0))
    return [int(at) for at in kept[np.argsort(-values[kept], kind="stable")][:MOST]]
