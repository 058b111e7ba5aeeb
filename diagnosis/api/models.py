"""What the API tells, as pydantic models, from which its description is generated."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Share = Annotated[float, Field(ge=0, le=1)]


class Told(BaseModel):
    """A part of an answer: nothing that is not declared."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Refusal(Told):
    """Why there is no answer."""

    error: str
    message: str


class Cell(Told):
    """Families among families. Counts are rounded to 5: 0 stands for 0 to 4."""

    n: Annotated[int, Field(ge=0, description="Families, rounded to 5; 0: fewer than 5.")]
    N: Annotated[int, Field(ge=0, description="Among how many, rounded to 5.")]
    share: Annotated[Share | None, Field(description="Null when its group is too small.")]
    low: Annotated[Share, Field(description="Lower bound, 95 %: rounding and sample together.")]
    high: Annotated[Share, Field(description="Upper bound.")]
    words: Annotated[str, Field(description="The families in French words, as pages say it.")]


class State(Told):
    """The published state that every number is of; it changes when enough families came."""

    day: date
    families: Annotated[int, Field(ge=0, description="Families it counts, exactly.")]


class Campaign(Told):
    """A collection of answers."""

    name: str
    title: str
    site: str
    opens: date
    closes: date | None
    fictitious: Annotated[bool, Field(description="Invented families: no number is real.")]


class Campaigns(Told):
    """Those of the key's site."""

    campaigns: list[Campaign]


class Page(Told):
    """What every answer about a campaign begins with.

    ``message`` is empty, or says in French why there are no numbers.
    """

    campaign: str
    fictitious: bool
    state: Annotated[State | None, Field(description="Null before the first state.")]
    message: str


class Need(Told):
    """A need domain; ``place`` says whether it is surely in that half."""

    name: str
    label: str
    families: Cell
    first: Annotated[Cell | None, Field(description="Families for whom it comes first.")]
    place: Annotated[str, Field(pattern="^(high|low|)$")]


class Needs(Page):
    """Needs, the most often named first as far as told numbers go."""

    order: Annotated[str, Field(description="What can be said of the first ones, in French.")]
    needs: list[Need]


class Answer(Told):
    """One answer to a question."""

    name: str
    label: str
    families: Cell


class Question(Told):
    """A question and what was answered."""

    name: str
    label: str
    type: str
    answers: list[Answer]


class Answers(Page):
    """Every question."""

    questions: list[Question]


class InZone(Told):
    """A need in a zone; ``side`` of the whole where they can be told apart."""

    need: str
    families: Cell
    side: Annotated[str, Field(pattern="^(above|below|)$")]


class Zone(Told):
    """Sectors described together."""

    name: str
    label: str
    sectors: list[str]
    families: Cell
    needs: list[InZone]


class Sectors(Page):
    """Zones, of twenty families at least."""

    zones: list[Zone]


class Theme(Told):
    """A workshop theme: needed, wished and decided, and its place with its bounds."""

    name: str
    label: str
    rank: int
    rank_low: int
    rank_high: int
    score: float
    needed: Cell | None
    wished: Cell | None
    votes: Annotated[int | None, Field(description="Of people in rooms, exactly.")]
    participants: int | None


class Themes(Page):
    """Themes, the first ones first."""

    themes: list[Theme]


class Session(Told):
    """A session of the programme; ``covered`` by all sessions up to it."""

    order: int
    theme: str
    label: str
    adds: Cell
    covered: Cell
    why: str


class Programme(Page):
    """Sessions that answer most families together."""

    sessions: list[Session]


class Method(Page):
    """How the numbers were made, and what they cannot say."""

    rounding: str
    limit: str
    base: Annotated[int, Field(description="Counts are multiples of it.")]
    k: Annotated[int, Field(description="The smallest group that is described.")]
    weights: str
    versions: dict[str, str]
    warnings: list[str]
    limits: list[str]
