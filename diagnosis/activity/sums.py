"""Sums over workshops: presences, hours and faces, each with the sessions that counted it.

A family, a mother or a child who came three times is three presences: nothing here knows people.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from diagnosis.activity.hours import lasting
from diagnosis.activity.weighing import Usefulness, usefulness_among
from diagnosis.model import Workshop
from diagnosis.model.workshops import ADULTS, CHILDREN, COUNTERS, FAMILIES

# Sums over counters of a day: all adults, all children.
ADULT, CHILD = "adults", "children"
TOGETHER = {ADULT: ADULTS, CHILD: CHILDREN}


@dataclass(frozen=True)
class Count:
    """A sum of presences, over the ``sessions`` on whose day it was counted."""

    total: int = 0
    sessions: int = 0
    most: int = 0


@dataclass(frozen=True)
class Sums:
    """What some workshops amount to.

    ``planned`` are all, ``held`` those whose team said how they went, ``unnoted`` those whose day
    is past and of which nobody did, ``coming`` the others. All that follows is of held ones.
    ``minutes`` are those open to families, over ``timed`` sessions whose hours are known;
    ``families`` are presences; ``counts`` are by counter, with `ADULT` and `CHILD`; ``work`` is in
    hours of the team, ``cost`` in euros.
    """

    planned: int = 0
    held: int = 0
    unnoted: int = 0
    coming: int = 0
    minutes: int = 0
    timed: int = 0
    families: int = 0
    counts: Mapping[str, Count] = field(default_factory=dict)
    happy: int = 0
    faces: int = 0
    work: float = 0.0
    cost: float = 0.0

    def count(self, name: str) -> Count:
        """A count of a counter; of no session where nobody counted it."""
        return self.counts.get(name, Count())

    @cached_property
    def usefulness(self) -> Usefulness | None:
        """The share of content faces of all these sessions; None where nobody showed one."""
        return usefulness_among(self.happy, self.faces)


def sums_of(workshops: Iterable[Workshop], today: date) -> Sums:
    """Add up workshops.

    Examples
    --------
    >>> from datetime import time
    >>> one = Workshop(1, "c", "t", date(2026, 12, 1), "p", "fr", held=True, attended=8,
    ...                begins=time(10), ends=time(11, 30))
    >>> found = sums_of([one], date(2026, 12, 2))
    >>> found.held, found.minutes, found.families, found.count("mothers").sessions
    (1, 90, 8, 0)
    """
    listed = list(workshops)
    held = [one for one in listed if one.held]
    lengths = [length for length in map(lasting, held) if length is not None]
    past = sum(one.day < today for one in listed if not one.held)
    return Sums(
        planned=len(listed),
        held=len(held),
        unnoted=past,
        coming=len(listed) - len(held) - past,
        minutes=int(sum(lengths, timedelta()) / timedelta(minutes=1)),
        timed=len(lengths),
        families=sum(one.attended for one in held),
        counts=_counts(held),
        happy=sum(one.faces_of("happy") for one in held),
        faces=sum(one.all_faces for one in held),
        work=sum(one.hours for one in held),
        cost=sum(one.cost for one in held),
    )


def _counts(held: Iterable[Workshop]) -> dict[str, Count]:
    """Sums by counter: what no phone counted on a day is no zero of that day."""
    days = [one.counted for one in held]
    names = sorted({name for day in days for name in day} - {FAMILIES})
    order = [*(name for name in COUNTERS if name in names), *(set(names) - set(COUNTERS))]
    found = {name: _count(day.get(name, 0) for day in days) for name in order}
    for name, parts in TOGETHER.items():
        found[name] = _count(sum(day.get(part, 0) for part in parts) for day in days)
    return {name: count for name, count in found.items() if count.sessions}


def _count(totals: Iterable[int]) -> Count:
    counted = [total for total in totals if total]
    return Count(sum(counted), len(counted), max(counted, default=0))
