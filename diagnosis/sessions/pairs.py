"""Themes compared two at a time: how strong each is, and which places are sure.

The model is that of Bradley and Terry (1952), fitted by the iteration of Hunter (2004, *MM
algorithms for generalized Bradley-Terry models*) with half a win and half a loss against an
average theme, so that a theme never beaten has a strength too (Caron and Doucet, 2012). A library
would bring arrays to the processes that serve pages, for the twenty lines below.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from diagnosis.model import Vote

Wins = Counter[tuple[str, str]]
# What one person answered: the pair, and what she prefers.
Said = tuple[tuple[str, str], ...]
# The estimate stands still before; which of two is stronger is settled after a few rounds.
ROUNDS, FEW_ROUNDS = 2000, 40
ENOUGH = 1e-6
# Votes drawn again so many times: a place is told when it holds in nineteen draws of twenty.
DRAWS = 200
SURE = 0.95
# Fewer voters drawn again are the same few: they always agree with themselves.
LEAST_VOTERS = 10
PRIOR = 0.5


@dataclass(frozen=True)
class Strength:
    """A theme among those compared.

    ``share`` is the chance that it is preferred to an average theme, in percent; ``won`` of
    ``compared`` pairs. ``place`` is None where votes of as many other people could change it.
    """

    name: str
    share: int
    won: int
    compared: int
    place: int | None


def strengths(themes: Sequence[str], votes: Sequence[Vote], places: bool = True) -> list[Strength]:
    """The themes, the strongest first.

    Parameters
    ----------
    votes : that count; their answers name the theme preferred of each pair, or neither.
    places : whether to say which places are sure; while a room votes none is.
    """
    said = tuple(tuple(vote.answers.items()) for vote in votes)
    wins = _wins(said)
    fitted = fit(themes, wins)
    order = sorted(themes, key=lambda name: -fitted[name])
    above = _above(tuple(themes), said) if places else Counter[tuple[str, str]]()
    return [
        Strength(
            name,
            round(100 * fitted[name] / (1 + fitted[name])),
            sum(count for (best, _), count in wins.items() if best == name),
            sum(count for pair, count in wins.items() if name in pair),
            _place(name, themes, above),
        )
        for name in order
    ]


def fit(themes: Sequence[str], wins: Wins, rounds: int = ROUNDS) -> dict[str, float]:
    """Strength of each theme, where that of an average one is 1.

    Examples
    --------
    >>> found = fit(["a", "b"], Counter({("a", "b"): 3, ("b", "a"): 1}))
    >>> found["a"] > 1 > found["b"]
    True
    """
    strength = dict.fromkeys(themes, 1.0)
    won = {name: PRIOR + sum(n for (best, _), n in wins.items() if best == name) for name in themes}
    met = {
        (one, other): wins[one, other] + wins[other, one]
        for one in themes
        for other in themes
        if one != other
    }
    for _ in range(rounds):
        before = dict(strength)
        for one in themes:
            faced = 2 * PRIOR / (strength[one] + 1)
            faced += sum(
                met[one, other] / (strength[one] + strength[other])
                for other in themes
                if other != one
            )
            strength[one] = won[one] / faced
        if max(abs(strength[name] - before[name]) for name in themes) < ENOUGH:
            break
    return strength


def _wins(said: Sequence[Said]) -> Wins:
    wins: Wins = Counter()
    for answers in said:
        for pair, best in answers:
            one, _, other = pair.partition(" ")
            if best in (one, other):
                wins[best, other if best == one else one] += 1
    return wins


@lru_cache(maxsize=32)
def _above(themes: tuple[str, ...], said: tuple[Said, ...]) -> Counter[tuple[str, str]]:
    """In how many draws of as many voters one theme is stronger than another."""
    found: Counter[tuple[str, str]] = Counter()
    # The same votes say the same each time that the page is opened.
    draw = random.Random(len(said))  # noqa: S311 - no secret
    for _ in range(DRAWS if len(said) >= LEAST_VOTERS else 0):
        fitted = fit(themes, _wins(draw.choices(said, k=len(said))), FEW_ROUNDS)
        found.update((a, b) for a in themes for b in themes if fitted[a] > fitted[b])
    return found


def _place(name: str, themes: Sequence[str], above: Counter[tuple[str, str]]) -> int | None:
    others = [other for other in themes if other != name]
    behind = [above[name, other] >= SURE * DRAWS for other in others]
    before = [above[other, name] >= SURE * DRAWS for other in others]
    return 1 + sum(before) if sum(behind) + sum(before) == len(others) else None
