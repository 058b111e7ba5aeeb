"""The records of a room that says what it thinks: sessions, statements, votes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

# Votes kept apart: more than there are people in the room; sent by the dozen at once.
OVER, FLOOD = "over", "flood"
# How a room is asked: dots on themes, two themes at a time, agree or disagree, wish cards.
DOTS, PAIRS, STATEMENTS, WISHES = "dots", "pairs", "statements", "wishes"


@dataclass(frozen=True)
class Ask:
    """How a room is asked in one session.

    ``dots`` is how many each person has, ``stacked`` whether several may lie on one theme.
    ``hidden`` results are not on the big screen until they are revealed. ``stickers`` counts those
    that ``stuck`` people put on a wall, by theme.
    """

    kind: str = DOTS
    dots: int = 3
    stacked: bool = False
    hidden: bool = False
    stickers: Mapping[str, int] = field(default_factory=dict)
    stuck: int = 0


@dataclass(frozen=True)
class Session:
    """A concertation session: one step of a room that votes, with a code of its own.

    ``people`` is how many are in the room, as the team says (0: nobody said). ``counted`` names
    the kinds of votes kept apart that the team counts all the same. ``first`` is the code of the
    session that this one votes again on, after discussion; no ballot of one names one of the other.
    ``day`` is that of its opening (None before it was kept). While ``paused``, no vote is taken.
    ``run`` is the code of the session that the room began with, empty for that one; a step that is
    prepared is ``waiting``, neither open nor closed.
    """

    code: str
    campaign: str
    themes: tuple[str, ...]
    open: bool = True
    people: int = 0
    counted: tuple[str, ...] = ()
    first: str | None = None
    day: date | None = None
    paused: bool = False
    run: str = ""
    waiting: bool = False
    ask: Ask = Ask()

    @property
    def began_with(self) -> str:
        """The code under which the whole room votes, from its first step to its last."""
        return self.run or self.code

    @property
    def closed(self) -> bool:
        """Whether its voting has ended."""
        return not self.open and not self.waiting

    def counted_among(self, votes: Sequence[Vote]) -> list[Vote]:
        """The votes that count: not those kept apart, unless the room has place or it was said."""
        kinds = {"", *self.counted}
        if sum(vote.apart in ("", OVER) for vote in votes) <= self.people:
            kinds.add(OVER)
        return [vote for vote in votes if vote.apart in kinds]


@dataclass(frozen=True)
class Vote:
    """What one participant says in one session; ``id`` is a random UUID of her page.

    ``themes`` holds her dots, a theme once for each dot; ``answers`` what she says of each question
    (a statement, a pair). ``apart`` says why it is kept apart from those that count: `OVER`,
    `FLOOD` or nothing. ``language`` is empty for a card held up, which has none.
    """

    id: str
    session: str
    language: str
    themes: tuple[str, ...] = ()
    apart: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)


class State(StrEnum):
    """Whether a room reads a statement: it waits for the facilitator, is let in, or is not."""

    NEW = "new"
    IN = "in"
    OUT = "out"


@dataclass(frozen=True)
class Translation:
    """A statement in another language; ``read`` once somebody who speaks it said it is right."""

    text: str
    read: bool = False


@dataclass(frozen=True)
class Statement:
    """A sentence that a room votes on, or a wish that a participant wrote.

    ``language`` is that of ``text``; ``translations`` are by language. ``into`` names the statement
    that says the same, which stands for it. ``number`` is its place among those that the team
    wrote; what participants write has none, so that no order tells who was quick.
    """

    id: str
    session: str
    language: str
    text: str
    state: State = State.IN
    number: int = 0
    into: str = ""
    translations: Mapping[str, Translation] = field(default_factory=dict)

    def told_in(self, language: str) -> Translation | None:
        """The statement in a language, None where nobody translated it yet."""
        own = Translation(self.text, read=True)
        return own if language == self.language else self.translations.get(language)
