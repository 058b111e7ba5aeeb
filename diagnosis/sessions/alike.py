"""Statements that may say the same: proposed for merging, never merged by themselves."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from diagnosis.languages import SOURCE
from diagnosis.model import Statement

# Likeness (Dice, 1945) of the three-letter pieces of two sentences; under it they share a word or
# two. Set on pairs of French sentences in `tests/sessions/test_said.py`.
LEAST = 0.55
MOST_SHOWN = 5


@dataclass(frozen=True)
class Alike:
    """Two statements that may say the same; ``likeness`` from 0 to 1."""

    one: Statement
    other: Statement
    likeness: float


def alike_statements(found: Sequence[Statement]) -> list[Alike]:
    """Pairs of statements that may say the same, the most alike first.

    They are compared in French where both are told in it, else in the language of both.
    """
    pairs = [
        Alike(one, other, likeness)
        for one, other in combinations(found, 2)
        if (likeness := _likeness(one, other)) >= LEAST
    ]
    return sorted(pairs, key=lambda pair: -pair.likeness)[:MOST_SHOWN]


def _likeness(one: Statement, other: Statement) -> float:
    for tag in (SOURCE, one.language):
        mine, yours = one.told_in(tag), other.told_in(tag)
        if mine and yours:
            return _dice(_pieces(mine.text), _pieces(yours.text))
    return 0.0


def _pieces(text: str) -> set[str]:
    """Three-letter pieces of each word, without accents or case.

    Examples
    --------
    >>> sorted(_pieces("L’été"))
    [' et', ' l ', 'ete', 'te ']
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(
        one if one.isalnum() else " " for one in plain if not unicodedata.combining(one)
    )
    words = [f" {word} " for word in letters.split()]
    return {word[at : at + 3] for word in words for at in range(len(word) - 2)}


def _dice(one: set[str], other: set[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0
