"""Days and hours of a test workshop: hours of Paris, that exist, within reach. Knows no page."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from diagnosis.model import Workshop

PARIS = ZoneInfo("Europe/Paris")
# A workshop of last year may still be written down; nobody plans three years ahead.
PAST, AHEAD = timedelta(days=366), timedelta(days=731)


def within_reach(today: date) -> tuple[date, date]:
    """First and last day that a workshop may have.

    Examples
    --------
    >>> [str(day) for day in within_reach(date(2026, 11, 30))]
    ['2025-11-29', '2028-11-30']
    """
    return today - PAST, today + AHEAD


def happens(local: datetime) -> bool:
    """Whether clocks in Paris ever show this hour: the change to summer time leaves one out.

    Examples
    --------
    >>> happens(datetime(2027, 3, 28, 2, 30)), happens(datetime(2027, 3, 28, 3, 30))
    (False, True)
    """
    there = local.replace(tzinfo=PARIS)
    return there.astimezone(UTC).astimezone(PARIS).replace(tzinfo=None) == local


def beginning(workshop: Workshop) -> datetime | None:
    """When a workshop begins, in Paris; None where no hour was said."""
    if workshop.begins is None:
        return None
    return datetime.combine(workshop.day, workshop.begins, PARIS)


def ending(workshop: Workshop) -> datetime | None:
    """When a workshop ends, in Paris; None where no hour was said."""
    return datetime.combine(workshop.day, workshop.ends, PARIS) if workshop.ends else None


def lasting(workshop: Workshop) -> timedelta | None:
    """How long it really lasts, the change of clocks included.

    Examples
    --------
    >>> from datetime import time
    >>> night = Workshop(1, "c", "t", date(2027, 3, 28), "p", "fr",
    ...                  begins=time(1), ends=time(4))
    >>> print(lasting(night))
    2:00:00
    """
    begin, end = beginning(workshop), ending(workshop)
    return end.astimezone(UTC) - begin.astimezone(UTC) if begin and end else None
