"""The words every room shares: frozen records without behaviour of their own.

Nothing here knows where a record is stored, how it is shown or what it means. The words are
those of the glossary in ``docs/glossary.md``: one word per thing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any

Answer = str | int | list[str]
Answers = dict[str, Answer]

CHANNELS = ("phone", "kiosk", "street", "workshop", "paper")


@dataclass(frozen=True)
class Response:
    """One completed questionnaire by one family.

    ``week`` is the ISO week of arrival ("2026-W47"): no finer time is kept. ``shown`` holds, per
    question whose choices were drawn or shuffled, the choices the family saw, in order.
    """

    id: str
    campaign: str
    version: str
    language: str
    channel: str
    assisted: bool
    week: str
    answers: Mapping[str, Answer]
    shown: Mapping[str, list[str]] = field(default_factory=dict)


class Outcome(Enum):
    """What became of a response handed to the storage."""

    CREATED = "created"
    SAME = "same"
    CONFLICT = "conflict"


@dataclass(frozen=True)
class Campaign:
    """A collection: site, questionnaire version, dates, languages and channels."""

    name: str
    title: str
    site: str
    questionnaire: str
    version: str
    languages: tuple[str, ...]
    channels: tuple[str, ...]
    opens: date
    closes: date | None = None
    fictitious: bool = False

    def is_open(self, today: date) -> bool:
        """Say whether families may answer on that day, both ends included."""
        return self.opens <= today and (self.closes is None or today <= self.closes)


@dataclass(frozen=True)
class User:
    """A member of the team; ``password_hash`` is argon2, empty until the invitation is used."""

    name: str
    password_hash: str


@dataclass(frozen=True)
class Session:
    """A concertation session: participants of a room vote on the themes proposed."""

    code: str
    campaign: str
    themes: tuple[str, ...]
    open: bool = True


@dataclass(frozen=True)
class Vote:
    """The choices of one participant in one session; ``id`` is a random UUID of her page."""

    id: str
    session: str
    language: str
    themes: tuple[str, ...]


@dataclass(frozen=True)
class Workshop:
    """A test workshop: planned with a theme, then held and evaluated by counts alone."""

    id: int
    campaign: str
    theme: str
    day: date
    place: str
    language: str
    childcare: bool = False
    held: bool = False
    attended: int = 0
    happy: int = 0
    neutral: int = 0
    unhappy: int = 0


@dataclass(frozen=True)
class Problem:
    """Something wrong in a file: where, why, and what to do about it."""

    code: str
    place: str
    cause: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.place}\u00a0: {self.cause} → {self.remedy} [{self.code}]"


class DiagnosisError(Exception):
    """Base of every error raised on purpose; its text is one sentence with cause and remedy."""


class ProblemsError(DiagnosisError):
    """Several problems found in files, reported together."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


@dataclass(frozen=True)
class Message:
    """A sentence to translate late: its French source and the values it holds."""

    text: str
    values: Mapping[str, Any] = field(default_factory=dict)
