"""Statements that tell a group from the others, and statements that nearly all share."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..arrays import Floats, Ints
from .ballots import Tally

SIGNIFICANT = 1.2816
MOST = 5
AGREE, DISAGREE = "agree", "disagree"


def smoothed(n: Ints, seen: Ints) -> Floats:
    """Share of an answer, drawn towards one half by one vote on each side.

    >>> smoothed(np.array([3]), np.array([4])).round(4).tolist()
    [0.6667]
    """
    return np.asarray((n + 1) / (seen + 2))


def share_test(n: Ints, seen: Ints) -> Floats:
    """Test whether more than half gave an answer.

    Parameters
    ----------
    n, seen : array of int
        People who gave the answer, people who voted (passing included).

    Returns
    -------
    array of float
        Normal deviates 2 √(N+1) ((n+1)/(N+1) - 1/2), with one vote added to both counts.

    Examples
    --------
    >>> share_test(np.array([8, 2]), np.array([8, 8])).round(4).tolist()
    [3.0, -1.0]
    """
    return np.asarray(2 * np.sqrt(seen + 1) * ((n + 1) / (seen + 1) - 0.5))


def difference_test(n: Ints, seen: Ints, n_rest: Ints, seen_rest: Ints) -> Floats:
    """Test whether a group gave an answer more often than the rest.

    Parameters
    ----------
    n, seen, n_rest, seen_rest : array of int
        People who gave the answer and people who voted, in the group and in all other groups.

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
    n, seen, n_rest, seen_rest = n + 1, seen + 1, n_rest + 1, seen_rest + 1
    pooled = (n + n_rest) / (seen + seen_rest)
    spread = np.sqrt(pooled * (1 - pooled).clip(min=0) * (1 / seen + 1 / seen_rest))
    return np.asarray((n / seen - n_rest / seen_rest) / np.where(spread > 0, spread, np.inf))


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


def representatives(groups: Tally, least: int) -> list[list[Representative]]:
    """Find the statements that represent each group, the most representative first.

    Parameters
    ----------
    groups : Tally
        Counts of shape (groups, statements).
    least : int
        A statement seen by fewer people, in the group or in the others, says nothing.

    Returns
    -------
    list of list of Representative
        At most five in each group.
    """
    enough = np.minimum(groups.seen, _rest(groups.seen)) >= least
    found = [_entries(groups, answer) for answer in (AGREE, DISAGREE)]
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


def _entries(groups: Tally, answer: str) -> list[list[Representative]]:
    n, seen = groups.of(answer), groups.seen
    n_rest, seen_rest = _rest(n), _rest(seen)
    share = smoothed(n, seen)
    numbers = (
        *(n, seen, share, share_test(n, seen), share / smoothed(n_rest, seen_rest)),
        difference_test(n, seen, n_rest, seen_rest),
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
        Smoothed share, deviate of the share against one half.
    """

    statement: int
    direction: str
    share: float
    test: float


def agreements(everyone: Tally, answer: str, least: int) -> list[Agreement]:
    """Find the statements that most people answer alike, by decreasing share x test.

    Parameters
    ----------
    everyone : Tally
        Counts of shape (statements,).
    answer : str
        ``agree`` or ``disagree``.
    least : int
        Statements seen by fewer people are passed over.

    Returns
    -------
    list of Agreement
        At most five.

    Examples
    --------
    >>> votes = Tally(np.array([18, 3]), np.array([1, 9]), np.array([1, 8]))
    >>> [found.statement for found in agreements(votes, "agree", 8)]
    [0]
    """
    n, seen = everyone.of(answer), everyone.seen
    share, test = smoothed(n, seen), share_test(n, seen)
    kept = np.flatnonzero((share > 0.5) & (test > SIGNIFICANT) & (seen >= least))
    found = [Agreement(int(at), answer, float(share[at]), float(test[at])) for at in kept]
    return sorted(found, key=lambda entry: -entry.share * entry.test)[:MOST]


def group_aware(groups: Tally) -> Floats:
    """Group-aware consensus of each statement: product over groups of the smoothed agreement.

    >>> votes = Tally(np.array([[8], [4]]), np.array([[0], [4]]), np.array([[0], [0]]))
    >>> group_aware(votes).tolist()
    [0.45]
    """
    return np.asarray(smoothed(groups.agree, groups.seen).prod(axis=0))


def shared_by_groups(groups: Tally, least: int) -> list[int]:
    """Give the statements that most people of every group agree with, best first, at most five."""
    if not len(groups.agree):
        return []
    likely = (smoothed(groups.agree, groups.seen) > 0.5) & (groups.seen >= least)
    values = group_aware(groups)
    kept = np.flatnonzero(likely.all(axis=0))
    return [int(at) for at in kept[np.argsort(-values[kept], kind="stable")][:MOST]]
