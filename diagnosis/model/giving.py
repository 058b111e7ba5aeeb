"""What is given back to families, and the numbers that a choice stood on the day it was made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from diagnosis.model.records import N_

KINDS = ("done", "planned", "declined")
# As families read and hear them.
ANSWERS = {
    "done": N_("Nous l’avons fait"),
    "planned": N_("Nous allons le faire"),
    "declined": N_("Nous ne pouvons pas le faire"),
}


@dataclass(frozen=True)
class Told:
    """A share as it was told: families told among families told, its interval at 95 %."""

    n: int
    N: int
    low: float
    high: float


@dataclass(frozen=True)
class Grounds:
    """The told numbers of a theme on the day of a choice: frozen, whatever comes after.

    ``state`` is the day of the published state that they come from, of ``families`` in all.
    ``votes`` of ``participants`` are None where the theme was not put to the vote of enough
    people; the theme stood between the places ``first`` and ``last`` of ``themes``.
    """

    day: date
    state: date | None
    families: int
    needed: Told | None
    wished: Told | None
    votes: int | None
    participants: int | None
    first: int
    last: int
    themes: int


@dataclass(frozen=True)
class Asked:
    """What was told of a need on the day of an answer: frozen, whatever comes after.

    ``state`` is the day of the published state, of ``families`` in all; ``told`` is None where the
    need was not told.
    """

    state: date
    families: int
    told: Told | None


@dataclass(frozen=True)
class Step:
    """A dated line of what followed."""

    day: date
    text: str


@dataclass(frozen=True)
class Given:
    """« Vous avez dit → nous avons fait », for one need.

    ``kind`` is one of `KINDS`; ``text`` is French, ``words`` the same by language, where somebody
    wrote it. ``workshop`` is the number of the workshop that it speaks of, 0 for none. Families
    read it from the day ``published`` until the day ``withdrawn``. ``asked`` holds the told numbers
    of the day it was written, None before the first published state.
    """

    number: int
    need: str
    kind: str
    text: str
    day: date
    workshop: int = 0
    words: Mapping[str, str] = field(default_factory=dict)
    follow: tuple[Step, ...] = ()
    published: date | None = None
    withdrawn: date | None = None
    asked: Asked | None = None

    @property
    def is_read(self) -> bool:
        """Whether families read it now."""
        return self.published is not None and self.withdrawn is None


def preview_name(campaign: str) -> str:
    """The value of the store that holds the secret end of a campaign's preview."""
    return f"preview {campaign}"


def grounds_of(data: Mapping[str, Any] | None) -> Grounds | None:
    """Read grounds as they are kept."""
    if not data:
        return None
    told = {name: Told(**data[name]) if data[name] else None for name in ("needed", "wished")}
    state = date.fromisoformat(data["state"]) if data["state"] else None
    return Grounds(**{**data, **told, "day": date.fromisoformat(data["day"]), "state": state})


def given_of(data: Mapping[str, Any]) -> Given:
    """Read what is given back as it is kept."""
    days = {
        name: date.fromisoformat(data[name]) if data[name] else None
        for name in ("published", "withdrawn")
    }
    steps = tuple(Step(date.fromisoformat(one["day"]), one["text"]) for one in data["follow"])
    known = {**data, **days, "day": date.fromisoformat(data["day"]), "follow": steps}
    return Given(**{**known, "asked": _asked_of(data.get("asked"))})


def _asked_of(data: Mapping[str, Any] | None) -> Asked | None:
    if not data:
        return None
    told = Told(**data["told"]) if data["told"] else None
    return Asked(date.fromisoformat(data["state"]), data["families"], told)
