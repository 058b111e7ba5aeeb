"""What a session asks, as questions with a few choices: for phones, for cards, for counting.

Knows no page. A card held up has four sides, so a question with more choices has no cards.
"""

from __future__ import annotations

import hashlib
import hmac
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from flask_babel import gettext as _

from diagnosis.answers import Reason, RefusedError
from diagnosis.languages import SOURCE
from diagnosis.model import DOTS, N_, PAIRS, STATEMENTS, Session, State, Statement, Vote
from diagnosis.questionnaire import Theme
from diagnosis.sessions.ballot import check_open, proposed
from diagnosis.storage import Storage

AGREE, DISAGREE, PASS = "agree", "disagree", "pass"
# In words and pictures, in the order of the sides of a card.
OPINIONS = {
    AGREE: (N_("D’accord"), "facile"),
    DISAGREE: (N_("Pas d’accord"), "difficile"),
    PASS: (N_("Je passe"), "passe"),
}
SIDES = 4
# Each takes some seconds; four themes make six pairs, ten would make forty-five.
MOST_PAIRS = 10


@dataclass(frozen=True)
class Choice:
    """One thing to choose; ``label`` is in the language of the page."""

    name: str
    label: str
    picture: str = ""


@dataclass(frozen=True)
class Question:
    """One thing asked; ``draft`` where nobody has read the translation of ``label`` yet."""

    name: str
    label: str
    choices: tuple[Choice, ...]
    draft: bool = False
    language: str = SOURCE


def questions_of(
    session: Session,
    catalogue: Mapping[str, Theme],
    statements: Sequence[Statement],
    language: str,
    order: str = "",
) -> list[Question]:
    """Questions of a session, in words of the language that is spoken now.

    Parameters
    ----------
    catalogue : themes by name.
    statements : all those of the session.
    language : in which statements are read, where they are translated.
    order : what each participant has another of: her pairs are drawn by it; empty for the room.
    """
    themes = proposed(session, catalogue)
    if session.ask.kind == STATEMENTS:
        return [_opinion(one, language) for one in let_in(statements)]
    if session.ask.kind == PAIRS:
        return [_pair(*pair) for pair in _drawn(list(combinations(themes, 2)), order)]
    if session.ask.kind == DOTS:
        return [Question(DOTS, str(_("Quel atelier choisissez-vous\u202f?")), _choices(*themes))]
    return []


def let_in(statements: Sequence[Statement]) -> list[Statement]:
    """Statements that a room votes on: those let in that no other stands for."""
    return [one for one in statements if one.state is State.IN and not one.into]


def fits_cards(questions: Sequence[Question]) -> bool:
    """Whether families can answer with a card of four sides."""
    return bool(questions) and all(len(one.choices) <= SIDES for one in questions)


def keep_cards(
    store: Storage,
    key: str,
    session: Session,
    question: Question,
    read: Mapping[int, str],
) -> None:
    """Keep what cards said of a question: each is one vote; read again, it is replaced.

    Parameters
    ----------
    key : by which this instance signs ballots.
    read : the choice by number of card; an empty one takes back what was read by mistake.

    Raises
    ------
    RefusedError
        The vote is over or paused, or a choice is none of the question's.
    """
    check_open(session)
    known = {"", *(choice.name for choice in question.choices)}
    if not set(read.values()) <= known or not fits_cards([question]):
        raise RefusedError(
            Reason.INVALID, N_("Cette page ne marche pas ici. Ouvrez-la de nouveau.")
        )
    for number, choice in read.items():
        id = _card_id(key, session.code, number)
        dots = (choice,) if question.name == DOTS and choice else ()
        answers = {} if question.name == DOTS else {question.name: choice}
        store.save_vote(Vote(id, session.code, "", dots, "", answers), session.people, adds=True)


def cards_kept(
    store: Storage, key: str, session: Session, question: Question, most: int
) -> list[int]:
    """Numbers of cards, up to `most`, of which a session has the answer to a question."""
    answered = {
        vote.id: vote.themes if question.name == DOTS else vote.answers.get(question.name)
        for vote in store.votes(session.code)
    }
    numbers = range(1, most + 1)
    return [number for number in numbers if answered.get(_card_id(key, session.code, number))]


def _card_id(key: str, code: str, number: int) -> str:
    said = f"card {code} {number}".encode()
    digest = hmac.new(key.encode(), said, hashlib.sha256).digest()
    return str(uuid.UUID(bytes=digest[:16], version=4))


def _opinion(statement: Statement, language: str) -> Question:
    told = statement.told_in(language)
    choices = tuple(Choice(name, str(_(label)), at) for name, (label, at) in OPINIONS.items())
    if told is None:
        return Question(statement.id, statement.text, choices, language=statement.language)
    return Question(statement.id, told.text, choices, not told.read, language)


def _pair(one: Theme, other: Theme) -> Question:
    label, picture = OPINIONS[PASS]
    choices = (*_choices(one, other), Choice(PASS, str(_(label)), picture))
    name = f"{one.name} {other.name}"
    return Question(name, str(_("Lequel vous aiderait le plus\u202f?")), choices)


def _choices(*themes: Theme) -> tuple[Choice, ...]:
    return tuple(Choice(theme.name, str(_(theme.label)), theme.picture) for theme in themes)


def _drawn(pairs: list[tuple[Theme, Theme]], order: str) -> list[tuple[Theme, Theme]]:
    """As many pairs as a person can judge; another draw for each participant."""

    def place(pair: tuple[Theme, Theme]) -> bytes:
        return hashlib.sha256(f"{order} {pair[0].name} {pair[1].name}".encode()).digest()

    return sorted(pairs, key=place)[:MOST_PAIRS]


def every_choice(session: Session, statements: Sequence[Statement]) -> dict[str, list[str]]:
    """The choices of each question that a vote of this session may answer, by name.

    A statement that was merged or taken out since a phone read it is one of them: her answer is
    kept, and counted where the statement stands.
    """
    if session.ask.kind == STATEMENTS:
        return {one.id: list(OPINIONS) for one in statements if one.state is not State.NEW}
    if session.ask.kind == PAIRS:
        pairs = combinations(session.themes, 2)
        return {f"{one} {other}": [one, other, PASS] for one, other in pairs}
    return {}
