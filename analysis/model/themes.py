"""The report as frozen dataclasses: factor map, profiles, themes, programme and texts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .needs import STRICT, Answer, Cell


@dataclass(frozen=True)
class Point:
    """An answer on the factor map; coordinates are told no finer than counts."""

    variable: str
    variable_label: str
    category: str
    label: str
    x: float
    y: float
    contribution: list[float]
    cos2: float
    supplementary: bool
    cell: Cell
    __pydantic_config__ = STRICT


@dataclass(frozen=True)
class Axes:
    """The factor map: shares of inertia of each axis, and its points."""

    message: str
    eigenvalues: list[float]
    inertia: list[float]
    benzecri: list[float]
    greenacre: list[float]
    points: list[Point]
    __pydantic_config__ = STRICT


@dataclass(frozen=True)
class TypicalAnswer:
    """An answer given more or less often in a profile; ``v_test`` in standard deviations."""

    variable: str
    variable_label: str
    category: str
    label: str
    single: bool
    direction: Literal["more", "less"]
    v_test: float
    lift: float | None
    cell: Cell
    __pydantic_config__ = STRICT


@dataclass(frozen=True)
class Profile:
    """Families that answer alike; bounds of its share are those over resamples."""

    id: str
    name: str
    staff_name: str
    merged: int
    sentence: str
    small: bool
    cell: Cell
    share_low: float | None
    share_high: float | None
    stability: float | None
    x: float
    y: float
    typical: list[TypicalAnswer]
    __pydantic_config__ = STRICT

    @property
    def known(self) -> bool:
        """Whether some answer distinguishes it, so that it can be found again the next time."""
        return bool(self.typical)


@dataclass(frozen=True)
class Profiles:
    """``clear`` is true when profiles are separate and stable."""

    message: str
    clear: bool
    items: list[Profile]
    notes: list[str]
    __pydantic_config__ = STRICT


@dataclass(frozen=True)
class Named:
    """A code and its words."""

    name: str
    label: str
    __pydantic_config__ = STRICT


@dataclass(frozen=True)
class Decided:
    """Votes and test workshops of a theme; null under the least number of people."""

    put: bool
    votes: int | None
    participants: int | None
    weight: float
    workshops_held: int
    attended: int | None
    feedback: int | None
    usefulness: float | None
    sentence: str
    __pydantic_config__ = STRICT


@dataclass(frozen=True)
class Theme:
    """A workshop theme: needed, wished and decided side by side, and its place."""

    name: str
    label: str
    domains: list[str]
    main: str
    further: list[str]
    format: str
    audiences: list[Named]
    constraints: list[str]
    partner: str
    public: Cell | None
    needed: Cell | None
    also: Cell | None
    wished: Cell | None
    decided: Decided
    score: float
    low: float
    high: float
    rank: int
    rank_low: int
    rank_high: int
    may_be_first: bool
    rank_survey: int
    move: int
    top_share: float
    steadiness: str
    why: str
    __pydantic_config__ = STRICT


@dataclass(frozen=True)
class Themes:
    """Themes in order, and the needs that are the main one of none."""

    message: str
    sentence: str
    items: list[Theme]
    unanswered: list[Answer]
    cautions: list[str]
    __pydantic_config__ = STRICT


@dataclass(frozen=True)
class Session:
    """A session of the programme: what it adds, and what all cover up to it.

    ``among`` says whose answers are the moments, places and languages: of the families that the
    session answers, or of all when these are too few to be described.
    """

    order: int
    theme: str
    label: str
    format: str
    constraints: list[str]
    partner: str
    adds: Cell
    covered: Cell
    among: Literal["session", "all"]
    slot: list[Answer]
    place: list[Answer]
    languages: list[Answer]
    needs_to_come: list[Answer]
    interpreter: bool
    childcare: bool
    cost: float
    why: str
    __pydantic_config__ = STRICT


@dataclass(frozen=True)
class LeftOut:
    """A theme that is not proposed, and why; ``feedback`` of people who tried it."""

    theme: str
    label: str
    feedback: int | None
    usefulness: float | None
    sentence: str
    __pydantic_config__ = STRICT


@dataclass(frozen=True)
class Reached:
    """Families of a profile, or of those who do not come today, that the programme answers."""

    kind: Literal["profile", "non_users"]
    name: str
    cell: Cell
    __pydantic_config__ = STRICT


@dataclass(frozen=True)
class Offer:
    """A theme at a moment and a place; empty texts when none was set."""

    theme: str
    label: str
    slot: str
    place: str
    __pydantic_config__ = STRICT


@dataclass(frozen=True)
class Alternative:
    """A programme one session away: ``gap`` of families lost, as a share."""

    leaves: Offer
    comes: Offer
    cell: Cell
    gap: float
    sentence: str
    __pydantic_config__ = STRICT


@dataclass(frozen=True)
class Optimum:
    """How far the best possible programme can be, as a share of it."""

    proven: bool
    gap: float
    sentence: str
    __pydantic_config__ = STRICT


@dataclass(frozen=True)
class Programme:
    """The sessions, the families that they cover together, and how far the best can be."""

    message: str
    sessions: list[Session]
    covered: Cell | None
    limits: list[str]
    left_out: list[LeftOut]
    groups: list[Reached]
    alternatives: list[Alternative]
    optimum: Optimum | None
    __pydantic_config__ = STRICT


@dataclass(frozen=True)
class Term:
    """A term that comes back."""

    term: str
    cell: Cell
    __pydantic_config__ = STRICT


@dataclass(frozen=True)
class Topics:
    """Terms of one language, among ``count`` texts."""

    language: str
    label: str
    count: int
    terms: list[Term]
    __pydantic_config__ = STRICT


@dataclass(frozen=True)
class Texts:
    """A free question: texts, texts read by staff, codes decided, topics."""

    name: str
    label: str
    count: int
    length: str
    read: int
    codes: list[Answer]
    topics: list[Topics]
    __pydantic_config__ = STRICT


@dataclass(frozen=True)
class Verbatims:
    """Free texts; none is ever published."""

    message: str
    variables: list[Texts]
    __pydantic_config__ = STRICT
