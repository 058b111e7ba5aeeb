"""How long a questionnaire takes, by its words and touches: what pages and posters say."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from diagnosis.questionnaire.definition import Question, Questionnaire

# Words that an adult reads in a minute, in silence (Brysbaert 2019, doi 10.1016/j.jml.2019.104047).
# Who reads slowly takes longer; who recognises the picture of a choice reads less of it.
WORDS_A_MINUTE = 238
# Minutes of a touch: a second and a half, our assumption.
TOUCH = 1.5 / 60
# Needs that a family names, where it may name several: our assumption; one choice elsewhere.
NEEDS = 3


@dataclass(frozen=True)
class Effort:
    """Screens to see, touches to give, French words to read."""

    screens: int
    touches: int
    words: int

    @property
    def minutes(self) -> int:
        """Whole minutes, rounded up; no more than a tenth of one is known."""
        return math.ceil(round(self.words / WORDS_A_MINUTE + self.touches * TOUCH, 1))

    def __sub__(self, other: Effort) -> Effort:
        """What remains of the whole after a part."""
        return Effort(
            self.screens - other.screens, self.touches - other.touches, self.words - other.words
        )


@dataclass(frozen=True)
class Efforts:
    """What the core and the whole of a questionnaire ask."""

    core: Effort
    whole: Effort

    @property
    def rest(self) -> Effort:
        """What going on after the core asks."""
        return self.whole - self.core


def effort_of(questionnaire: Questionnaire) -> Efforts:
    """Reckon what the core of a questionnaire and the whole of it ask, every question counted."""
    notice = sum(_words(sentence.label) for sentence in questionnaire.welcome)
    return Efforts(
        *(_effort(notice, part) for part in (questionnaire.core, questionnaire.questions))
    )


def _effort(notice: int, questions: Iterable[Question]) -> Effort:
    """With the first screen and the last: one touch begins, one sends."""
    asked = list(questions)
    return Effort(
        screens=len(asked) + 2,
        touches=sum(map(_touches, asked)) + 2,
        words=notice + sum(map(_read, asked)),
    )


def _touches(question: Question) -> int:
    """A touch of an only answer leads on; several, and what is written, end with a button."""
    if question.takes_several:
        return 1 + (NEEDS if question.role == "need" else 1)
    return 1


def _read(question: Question) -> int:
    choices = sum(_words(choice.label) for choice in question.choices)
    many = len(question.choices)
    shown = many
    if question.choice_filter:
        # Offered again among those chosen before.
        shown = NEEDS
    if question.draw:
        shown = question.draw.cards + question.draw.random
    part = min(1.0, shown / many) if many else 0
    return _words(question.label) + _words(question.hint) + round(choices * part)


def _words(text: str) -> int:
    return sum(any(letter.isalnum() for letter in word) for word in text.split())
