"""Cards of workshops that invented families see, and those they pick."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping, Sequence, Set
from typing import Any

from diagnosis.questionnaire import Choice, Library, Question

Raw = Mapping[str, Any]
Public = Sequence[Mapping[str, Sequence[str]]]
Publics = Mapping[str, Public]
# Log-odds that a card is picked: at all, for the need it answers first and further, for the need
# that comes first, for its public and for no public of the family. Invented, as the story is.
PICKED, MAIN, FURTHER, FIRST, PUBLIC, STRANGER = -1.2, 1.9, 0.8, 0.8, 0.3, -1.2


def publics_of(library: Library) -> Publics:
    """Rules of the publics of each theme; a rule of no condition is for everyone."""
    publics = library.catalogue.audiences
    return {
        theme.name: [publics[name].any_of for name in theme.audiences]
        for theme in library.catalogue.themes
    }


def cards_of(question: Question, raw: Raw, rng: random.Random) -> list[str]:
    """Draw the cards as the browser does: those of the needs named, then some at random."""
    draw = question.draw
    if draw is None:
        return []
    needs = set(raw.get(draw.by) or ())
    choices = rng.sample(question.choices, len(question.choices))
    choices.sort(key=lambda choice: -len(needs.intersection(choice.domains)))
    fitting = [c.name for c in choices if needs.intersection(c.domains)][: draw.cards]
    others = [c.name for c in choices if c.name not in fitting]
    wanted = draw.random if needs else draw.random + draw.cards
    kept = fitting + rng.sample(others, min(wanted, len(others)))
    rng.shuffle(kept)
    return kept


def picked(
    question: Question, raw: Raw, first: Set[str], cards: Sequence[str], publics: Publics,
    rng: random.Random,
) -> list[str]:  # fmt: skip
    """Pick the cards that the family is keen on: at least one, at most those it may."""
    needs = set(raw.get(question.draw.by) or ()) if question.draw else set()
    luck = [rng.random() for _ in question.choices]
    keen = {
        choice.name: _keen(choice, needs, first, publics.get(choice.name), raw)
        + math.log(chance / (1 - chance))
        for choice, chance in zip(question.choices, luck, strict=True)
        if choice.name in cards and 0 < chance < 1
    }
    order = sorted(keen, key=lambda name: -keen[name])
    many = max(1, sum(number > 0 for number in keen.values()))
    return order[: min(many, question.max_selected or many)]


def _keen(
    choice: Choice, needs: Set[str], first: Set[str], public: Public | None, raw: Raw
) -> float:
    """Log-odds that a family picks a card: its needs first, then whether the card is for it."""
    main, further = set(choice.domains[:1]), set(choice.domains[1:])
    number = PICKED + (MAIN if main & needs else FURTHER if further & needs else 0.0)
    number += FIRST if main & first else 0.0
    if public is None:
        return number
    return number + (PUBLIC if any(_meets(rule, raw) for rule in public) else STRANGER)


def _meets(rule: Mapping[str, Sequence[str]], raw: Raw) -> bool:
    return not rule or any(set(wanted) & set(raw.get(name, ())) for name, wanted in rule.items())
