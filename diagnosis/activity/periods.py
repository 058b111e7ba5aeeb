"""Years and quarters of a workshop's day: a day of Paris belongs to one, whatever the clock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time

from diagnosis.model import Workshop

MONTHS = 3


@dataclass(frozen=True, order=True)
class Quarter:
    """A quarter of a calendar year, from 1 to 4.

    Examples
    --------
    >>> Quarter.of(date(2026, 3, 31)), Quarter.of(date(2026, 4, 1))
    (Quarter(year=2026, number=1), Quarter(year=2026, number=2))
    """

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Quarter:
        """The quarter of a day."""
        return cls(day.year, (day.month - 1) // MONTHS + 1)


def quarters(year: int) -> list[Quarter]:
    """The four quarters of a year."""
    return [Quarter(year, number) for number in range(1, 12 // MONTHS + 1)]


def of_year(workshops: Iterable[Workshop], year: int) -> list[Workshop]:
    """The workshops of a calendar year that nobody removed, in the order of their days."""
    found = (one for one in workshops if one.day.year == year and not one.removed)
    return sorted(found, key=lambda one: (one.day, one.begins or time.min, one.id))
