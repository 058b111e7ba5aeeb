"""Votes as the door tells them: what every sentence, rank and drawing of opinions is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..disclosure import (
    EVERYBODY,
    FLOOR,
    JEFFREYS,
    Door,
    Meaning,
    Prior,
    Share,
    Told,
    meaning,
    towards,
)
from .ballots import AGREE, ANSWERS, DISAGREE, Tally


@dataclass(frozen=True)
class Votes:
    """Votes of some people on one statement; no share when those who saw it are too few."""

    seen: Told
    shares: dict[str, Share]

    @property
    def described(self) -> bool:
        """True when enough people saw the statement for their votes to be told."""
        return bool(self.shares)

    def counts(self) -> tuple[int, int, int]:
        """Told counts: who agree, who disagree, who saw; none where they are not told."""
        if not self.described:
            return 0, 0, 0
        seen = self.shares[AGREE].of
        agree, disagree = (min(self.shares[answer].yes.n, seen) for answer in (AGREE, DISAGREE))
        return agree, disagree, seen


@dataclass(frozen=True)
class ToldVotes:
    """Votes of everybody by statement, then of each group by statement."""

    everyone: list[Votes]
    groups: list[list[Votes]]

    def tally(self) -> Tally:
        """Told counts by group and statement; none where they are not told."""
        counts = [[votes.counts() for votes in line] for line in self.groups]
        cube = np.array(counts, dtype=np.intp).reshape(len(counts), len(self.everyone), 3)
        agree, disagree, seen = np.moveaxis(cube, 2, 0)
        # Told counts do not add up: passes are what is left, for the base to be the told one.
        return Tally(agree, disagree, seen - agree - disagree)


def group_meaning(at: int) -> Meaning:
    """What the people of a group are called at the door."""
    return meaning(("groupe", letter(at)))


def letter(at: int) -> str:
    """Name of a group.

    >>> letter(1)
    'B'
    """
    return chr(ord("A") + at)


def tell(door: Door, names: Sequence[str], everyone: Tally, groups: Tally) -> ToldVotes:
    """Pass all counts of votes through the door, by name of statement.

    Shares of a group of few people are drawn towards those of everybody.
    """
    whole = [_votes(door, name, _at(everyone, at)) for at, name in enumerate(names)]
    parts = [
        [
            _votes(door, name, _at(groups, (group, at)), group_meaning(group), whole[at])
            for at, name in enumerate(names)
        ]
        for group in range(len(groups.agree))
    ]
    return ToldVotes(whole, parts)


def _at(counts: Tally, place: int | tuple[int, int]) -> dict[str, int]:
    return {answer: int(counts.of(answer)[place]) for answer in ANSWERS}


def _votes(
    door: Door, name: str, counts: dict[str, int], people: Meaning = EVERYBODY,
    whole: Votes | None = None,
) -> Votes:  # fmt: skip
    seen = sum(counts.values())
    within = people | {(f"énoncé {name}", "vu")}
    told = door.told(within, seen)
    if not door.is_described(np.ones(seen, dtype=bool)):
        return Votes(told, {})
    shares = {
        answer: share(
            door, people | {(f"énoncé {name}", answer)}, n, within, seen,
            _prior(told, whole, answer),
        )
        for answer, n in counts.items()
    }  # fmt: skip
    return Votes(told, shares)


def _prior(seen: Told, whole: Votes | None, answer: str) -> Prior:
    if whole is None or not whole.described or seen.n >= FLOOR:
        return JEFFREYS
    return towards(whole.shares[answer], seen.n)


def share(
    door: Door, of: Meaning, n: int, within: Meaning, base: int, prior: Prior = JEFFREYS
) -> Share:
    """Share of ``n`` people among ``base``, as :meth:`analysis.disclosure.Door.share` tells it."""
    size = door.size if base == door.size else None
    return Share(door.told(of | within, n), door.told(within, base), size, prior)


def described(votes: Sequence[Votes], answer: str) -> dict[int, Share]:
    """Shares of one answer by place of the statement, where they are told."""
    return {at: line.shares[answer] for at, line in enumerate(votes) if line.described}
