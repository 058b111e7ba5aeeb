"""Days as French writes them."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date


def long_day(day: date) -> str:
    """Write a day in French.

    Examples
    --------
    >>> long_day(date(2026, 12, 1))
    '1er décembre 2026'
    """
    text = format_date(day, "long", locale="fr")
    return "1er" + text[1:] if day.day == 1 else text
