"""Statements that tell a group from the others, and statements that nearly all share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ..arrays import Floats, Ints
from ..disclosure import BASE, Share
from .ballots import Tally
from .told import AGREE, DISAGREE

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
    """Test whether more than half gave an answer.

    Parameters
    ----------
    n, seen : array of int
        People who gave the answer, people who voted (passing included).
    blur : float
        Variance of a told count around the true one.

    Returns
    -------
    array of float
        Normal deviates 2 √(N+1) ((n+1)/(N+1) - 1/2), with one vote added to both counts; less
        when counts are blurred.

    Examples
    --------
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
    """Test whether a group gave an answer more often than the rest.

    Parameters
    ----------
    n, seen, n_rest, seen_rest : array of int
        People who gave the answer and people who voted, in the group and in all other groups.
    blur : tuple of float
        Variance of the told counts of the group, and of those of all others.

    Returns
    -------
    array of float
        Normal deviates of the two-proportion test, with one vote added to every count; 0 where
        everybody gave the answer.

    Examples
    --------
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

    Parameters
    ----------
    statement : int
        Its position.
    direction : str
        ``agree`` or ``disagree``.
    n, N : int
        People of the group who answered so, people of the group who voted.
    share : float
        Smoothed share (n + 1) / (N + 2).
    test : float
        Deviate of the share against one half.
    repness : float
        Smoothed share in the group over smoothed share in all other groups.
    repness_test : float
        Deviate of the difference between the group and all others.
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
    """Find the statements that represent each group, the most representative first.

    Parameters
    ----------
    groups : Tally
        Counts of shape (groups, statements).
    least : int
        A statement seen by fewer people, in the group or in the others, says nothing.
    blur : float
        Variance of a told count around the true one.

    Returns
    -------
    list of list of Representative
        At most five in each group.
    """
    enough = np.minimum(groups.seen, _rest(groups.seen)) >= least
    found = [_entries(groups, answer, blur) for answer in (AGREE, DISAGREE)]
    kept = [
        [max(pair, key=lambda entry: entry.repness_test) for pair in zip(*lines, strict=True)]
        for lines in zip(*found, strict=True)
    ]
    return [
        _best([entry for entry, told in zip(line, enough[at], strict=True) if told])
        for at, line in enumerate(kept)
    ]


def _best(entries: list[Representative]) -> list[Representative]:
    passing = [entry for entry in entries if entry.significant]
    return sorted(passing, key=lambda entry: -entry.rank)[:MOST]


def _rest(counts: Ints) -> Ints:
    return np.asarray(counts.sum(axis=0) - counts)


def _entries(groups: Tally, answer: str, blur: float) -> list[list[Representative]]:
    n, seen = groups.of(answer), groups.seen
    n_rest, seen_rest = _rest(n), _rest(seen)
    share = smoothed(n, seen)
    numbers = (
        *(n, seen, share, share_test(n, seen, blur), share / smoothed(n_rest, seen_rest)),
        difference_test(n, seen, n_rest, seen_rest, (blur, (len(n) - 1) * blur)),
    )
    return [
        [
            Representative(at, answer, int(line[0]), int(line[1]), *map(float, line[2:]))
            for at, line in enumerate(zip(*lines, strict=True))
        ]
        for lines in zip(*numbers, strict=True)
    ]


@dataclass(frozen=True)
class Agreement:
    """A statement on which most participants answer alike.

    Parameters
    ----------
    statement : int
        Its position.
    direction : str
        ``agree`` or ``disagree``.
    share, test : float
        Told share, deviate of the share against one half.
    """

    statement: int
    direction: str
    share: float
    test: float


def agreements(shares: Mapping[int, Share], answer: str) -> list[Agreement]:
    """Statements that most people answer alike, by decreasing told share.

    Parameters
    ----------
    shares : mapping of int to Share
        Told share of the answer, by place of the statement.
    answer : str
        ``agree`` or ``disagree``.

    Returns
    -------
    list of Agreement
        At most five.

    Examples
    --------
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
