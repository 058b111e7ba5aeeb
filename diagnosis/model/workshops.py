"""Test workshops as records: planned, counted on the day, judged, decided on; never a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from diagnosis.model.giving import Grounds, grounds_of

# What a workshop is; the last two go from place to place, or sit around a table.
FORMATS = ("workshop", "walk", "conversation")
MOST_STOPS = 20
# Whom it is for, by the counter of the day that says how many of them came.
PUBLICS = (
    "everyone",
    "without_pmi",
    "first_time",
    "fathers",
    "language",
    "child_0_1",
    "child_1_3",
    "child_3_6",
)
# What is counted on the day, in the order of the page: families, adults, children by age in
# years, then which of the families. Languages are counted as ``language:TAG``.
FAMILIES = "families"
ADULTS = ("mothers", "fathers", "other_adults")
CHILDREN = ("child_0_1", "child_1_3", "child_3_6", "child_older")
AMONG = ("first_time", "without_pmi", "oriented")
COUNTERS = (FAMILIES, *ADULTS, *CHILDREN, *AMONG)
SPEAKS = "language:"
FACES = ("happy", "neutral", "unhappy")
DECISIONS = ("keep", "adapt", "stop")


@dataclass(frozen=True)
class Stop:
    """A place of a walk, or a subject around a table: what was seen or said, what is proposed."""

    place: str
    seen: str = ""
    proposed: str = ""

    @property
    def is_noted(self) -> bool:
        """Whether anything was written down there."""
        return bool(self.seen or self.proposed)


@dataclass(frozen=True)
class DayTally:
    """What one phone counted on the day, and noted of a walk; ``step`` grows with each touch."""

    step: int
    counts: Mapping[str, int]
    stops: tuple[Stop, ...] = ()


@dataclass(frozen=True)
class Workshop:
    """A test workshop: planned with a theme, then held and evaluated by counts alone.

    ``begins`` and ``ends`` are hours of Paris. ``happy``, ``neutral`` and ``unhappy`` were typed by
    the team (stickers, faces shown); ``faces`` came by the code at the door, by the random id of
    a page. ``tallies`` holds what each phone counted, by a random name that the phone drew.
    ``hours`` are hours of work of the team, ``cost`` is in euros. ``over`` says that there are more
    faces than families, and that the team knows. A ``removed`` one is told nowhere until it is
    put back. ``why`` holds the told numbers of the day it was planned, ``then`` those of the day
    that something was decided of it. ``key`` makes the addresses of its day; another one ends
    those before.
    """

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
    format: str = FORMATS[0]
    aim: str = ""
    public: str = PUBLICS[0]
    begins: time | None = None
    ends: time | None = None
    interpreter: bool = False
    partner: str = ""
    capacity: int = 0
    stops: tuple[Stop, ...] = ()
    tallies: Mapping[str, DayTally] = field(default_factory=dict)
    faces: Mapping[str, str] = field(default_factory=dict)
    over: bool = False
    observed: str = ""
    proposed: str = ""
    note: str = ""
    hours: float = 0.0
    cost: float = 0.0
    decision: str = ""
    reason: str = ""
    decided: date | None = None
    removed: bool = False
    key: str = ""
    why: Grounds | None = None
    then: Grounds | None = None

    @property
    def phoned(self) -> tuple[Stop, ...]:
        """What phones noted, each stop once."""
        return tuple(dict.fromkeys(stop for one in self.tallies.values() for stop in one.stops))

    @property
    def told_stops(self) -> tuple[Stop, ...]:
        """The stops as the team wrote them down; until it has, as phones noted them."""
        if not self.phoned or any(stop.is_noted for stop in self.stops):
            return self.stops
        there = {stop.place for stop in self.phoned}
        return (*self.phoned, *(stop for stop in self.stops if stop.place not in there))

    @property
    def counted(self) -> dict[str, int]:
        """The sum of what the phones counted, by counter."""
        total: dict[str, int] = {}
        for tally in self.tallies.values():
            for name, count in tally.counts.items():
                total[name] = total.get(name, 0) + count
        return total

    def faces_of(self, face: str) -> int:
        """How many faces of a kind, typed by the team or sent by the code at the door."""
        return int(getattr(self, face)) + sum(one == face for one in self.faces.values())

    @property
    def all_faces(self) -> int:
        """How many faces were shown in all."""
        return sum(map(self.faces_of, FACES))


def workshop_of(data: Mapping[str, Any]) -> Workshop:
    """Read a workshop as it is kept: days, hours and counts are text and plain data.

    What an earlier version kept has fewer fields and means the same.
    """
    known = {name: value for name, value in data.items() if name in Workshop.__dataclass_fields__}
    for name in ("begins", "ends"):
        known[name] = time.fromisoformat(str(known[name])) if known.get(name) else None
    for name in ("day", "decided"):
        known[name] = _day(known.get(name))
    for name in ("why", "then"):
        known[name] = grounds_of(known.get(name))
    tallies = known.get("tallies")
    known["stops"] = tuple(map(_stop, known.get("stops") or ()))
    known["tallies"] = {
        device: DayTally(one["step"], one["counts"], tuple(map(_stop, one.get("stops") or ())))
        for device, one in (tallies.items() if isinstance(tallies, Mapping) else ())
    }
    return Workshop(**known)


def _stop(kept: Any) -> Stop:
    """Read a stop; an earlier version kept its place alone."""
    return Stop(kept) if isinstance(kept, str) else Stop(**kept)


def _day(text: object) -> date | None:
    return datetime.fromisoformat(str(text)).date() if text else None
