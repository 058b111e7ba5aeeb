"""The report as frozen dataclasses: the programme of workshops."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .needs import STRICT, Answer, Cell


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
