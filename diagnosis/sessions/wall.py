"""What a room has said so far, beside its dots: opinions, pairs, cards; what the screen shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from diagnosis.dataset import opinions_kept
from diagnosis.languages import SOURCE
from diagnosis.model import PAIRS, STATEMENTS, WISHES, Session, State, Statement
from diagnosis.questionnaire import Theme
from diagnosis.sessions.opinions import Opinion, opinions_of, widest_agreement
from diagnosis.sessions.pairs import Strength, strengths
from diagnosis.sessions.questions import Question, let_in, questions_of
from diagnosis.storage import Storage
from diagnosis.web import campaign_or_404, instance


@dataclass(frozen=True)
class Wall:
    """What hangs on the wall of a room.

    ``shown`` is the question that the screen shows now, with what was said of it if it is one of
    statements; ``groups`` what the analysis said last of groups of opinion.
    """

    opinions: Sequence[Opinion] = ()
    widest: str = ""
    groups: dict[str, Any] = field(default_factory=dict)
    pairs: Sequence[tuple[Theme, Strength]] = ()
    cards: Sequence[Statement] = ()
    waiting: int = 0
    questions: Sequence[Question] = ()
    shown: Question | None = None

    @property
    def place(self) -> int:
        """The number of the question shown, from 1; 0 when none is."""
        return self.questions.index(self.shown) + 1 if self.shown else 0

    @property
    def said(self) -> Opinion | None:
        """What was said of the statement shown."""
        name = self.shown.name if self.shown else ""
        return next((one for one in self.opinions if one.statement.id == name), None)

    @property
    def surely(self) -> list[tuple[Theme, Strength]]:
        """Themes whose place is sure, the first one first."""
        found = [pair for pair in self.pairs if pair[1].place]
        return sorted(found, key=lambda pair: pair[1].place or 0)


def wall_of(session: Session) -> Wall:
    """What hangs on the wall of a session, in the language that is spoken now."""
    store = instance().store
    kind = session.ask.kind
    if kind == WISHES:
        there = store.statements(session.code)
        waiting = sum(one.state is State.NEW for one in there)
        return Wall(cards=let_in(there), waiting=waiting)
    if kind not in (STATEMENTS, PAIRS):
        return Wall()
    catalogue = instance().themes(campaign_or_404(session.campaign))
    statements = store.statements(session.code)
    questions = questions_of(session, catalogue, statements, SOURCE)
    name = shown_name(store, session)
    shown = next((one for one in questions if one.name == name), None)
    votes = session.counted_among(store.votes(session.code))
    if kind == PAIRS:
        known = [one for one in session.themes if one in catalogue]
        found = [(catalogue[one.name], one) for one in strengths(known, votes, session.closed)]
        return Wall(pairs=found, questions=questions, shown=shown)
    opinions = opinions_of(statements, votes)
    groups = opinions_kept(store, session.code)
    return Wall(opinions, widest_agreement(opinions), groups, questions=questions, shown=shown)


def shown_name(store: Storage, session: Session) -> str:
    """The name of the question that the big screen shows; empty where it shows all."""
    return str(store.get(_name(session)) or "")


def show_question(store: Storage, session: Session, name: str) -> None:
    """Show a question on the big screen, or all of them where it has no name."""
    if name:
        store.put(_name(session), name)
    else:
        store.remove(_name(session))


def _name(session: Session) -> str:
    return f"shown {session.code}"
