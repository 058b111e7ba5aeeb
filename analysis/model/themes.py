"""The report as frozen dataclasses: factor map, profiles, themes and texts."""

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
