"""Weeks of a column of dates: the order of day and month is decided once, for the whole column."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from enum import Enum
from zoneinfo import ZoneInfo

ISO_WEEK = re.compile(r"(\d{4})-?W(0[1-9]|[1-4]\d|5[0-3])")
YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d\d?)\2(\d\d?)(?!\d)")
# Days since 1899-12-30, as Excel keeps a date: those of 2000 to 2099.
SERIAL = re.compile(r"(3[6-9]\d{3}|[4-6]\d{4}|7[0-2]\d{3}|730[0-4]\d)(?:[.,]\d+)?")
EXCEL = date(1899, 12, 30)
# Two-digit years before it are none of an answer's: « 26-01-05 » begins with its year.
OLDEST = 20
# « lundi 5 janvier 2026 », « Mon Jan 05 2026 ».
WEEKDAY = re.compile(r"\A[^\W\d]{3,9}\.?,? (?=\d\d?(?:er)? [^\W\d]|[^\W\d]{3,9}\.? \d)")
YEAR_LAST = re.compile(r"(\d\d?)([-/.])(\d\d?)\2(\d{4}|\d\d)(?!\d)")
NAMED = re.compile(r"(\d\d?)(?:er)?[ -]([^\W\d]{3,9})\.?,?[ -](\d{4})(?!\d)", re.IGNORECASE)
NAMED_FIRST = re.compile(r"([^\W\d]{3,9})\.? (\d\d?),? (\d{4})(?!\d)", re.IGNORECASE)
CLOCK = re.compile(r"(\d\d?)[:h](\d\d)(?::(\d\d)(?:[.,]\d+)?)?\s*(?:([ap])\.?m\.?)?", re.IGNORECASE)
ZONE = re.compile(r"(?:(Z|UTC|GMT)|(?=[+-]))\s*(?:([+-])(\d\d?):?(\d\d)?)?", re.IGNORECASE)
# The campaign's families live there: a week is the one of their calendar.
HOME = ZoneInfo("Europe/Paris")
MONTHS = ["jan", "fev", "mar", "avr", "mai", "jui", "jul", "aou", "sep", "oct", "nov", "dec"]
OTHER_MONTHS = {"feb": 2, "apr": 4, "may": 5, "jun": 6, "aug": 8, "juin": 6, "juil": 7, "fév": 2}
OTHER_MONTHS |= {"aoû": 8, "déc": 12}


class Order(Enum):
    """How ``1/5/2026`` is read in a column."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


@dataclass(frozen=True)
class Dates:
    """How a column writes its dates.

    Not ``proved``, it may be either; ``guessed`` where no cell says which and none speaks against
    the French one; ``clash`` holds one cell of each order where the column has both. ``serial``
    where every cell is a number of days, as Excel keeps them.
    """

    order: Order = Order.DAY_FIRST
    proved: bool = True
    guessed: bool = False
    clash: tuple[str, ...] = ()
    serial: bool = False

    def week(self, text: str) -> str | None:
        """ISO week of a date in Europe/Paris, or the week written; None when it is neither.

        >>> Dates().week("2026-01-04T23:30:00Z"), Dates(Order.MONTH_FIRST).week("1/20/2026")
        ('2026-W02', '2026-W04')
        """
        if found := ISO_WEEK.fullmatch(text.strip()):
            return f"{found[1]}-W{found[2]}"
        try:
            day = self._day(WEEKDAY.sub("", text.strip()))
        except (ValueError, OverflowError):
            return None
        if day is None:
            return None
        year, week, _ = day.isocalendar()
        return f"{year:04d}-W{week:02d}"

    def _day(self, text: str) -> date | None:
        if self.serial and SERIAL.fullmatch(text):
            return EXCEL + timedelta(days=int(re.split("[.,]", text)[0]))
        parts, rest = self._parts(text)
        if parts is None:
            return None
        year, month, day = parts
        return _at_home(date(year + 2000 * (year < 100), month, day), rest)

    def _parts(self, text: str) -> tuple[tuple[int, int, int] | None, str]:
        if found := YEAR_FIRST.match(text):
            return (int(found[1]), int(found[3]), int(found[4])), text[found.end() :]
        if found := YEAR_LAST.match(text):
            first, second, year = int(found[1]), int(found[3]), int(found[4])
            if _is_year_first(found):
                return (first, second, year), text[found.end() :]
            back = (second, first) if self.order is Order.DAY_FIRST else (first, second)
            return (year, *back), text[found.end() :]
        if found := NAMED.match(text):
            return (int(found[3]), _month(found[2]), int(found[1])), text[found.end() :]
        if found := NAMED_FIRST.match(text):
            return (int(found[3]), _month(found[1]), int(found[2])), text[found.end() :]
        return None, text


def dates_of(texts: Iterable[str], latest: date, order: Order | None = None) -> Dates:
    """How a column writes its dates, from all its cells.

    Parameters
    ----------
    texts : of the column's cells.
    latest : no answer is later: of two readings, one in the future is none.
    order : what the mapping says, where it does.

    Notes
    -----
    Where nothing proves an order, day first: it is what French tools write. A clock of twelve
    hours beside it proves nothing, but makes that a guess (``proved`` is false).
    """
    texts = [text for text in texts if text]
    if order is not None:
        return Dates(order)
    if texts and all(map(SERIAL.fullmatch, texts)):
        return Dates(serial=True)
    only: dict[Order, str] = {}
    open_cells, twelve = 0, False
    for text in dict.fromkeys(texts):
        found = YEAR_LAST.match(text)
        if found is None or _is_year_first(found):
            continue
        clock = CLOCK.search(text, found.end())
        twelve = twelve or bool(clock and clock[4])
        fits = [one for one in Order if _fits(found, one, latest)]
        open_cells += len(fits) == 2 and found[1] != found[3]
        if len(fits) == 1:
            only.setdefault(fits[0], text)
    if len(only) == 2:
        return Dates(proved=False, clash=tuple(only[one] for one in Order))
    if only:
        return Dates(next(iter(only)))
    return Dates(proved=not (open_cells and twelve), guessed=bool(open_cells))


def last_day(week: str) -> date:
    """The Sunday of an ISO week."""
    year, number = week.split("-W")
    return date.fromisocalendar(int(year), int(number), 7)


def _is_year_first(found: re.Match[str]) -> bool:
    return int(found[4]) < OLDEST <= int(found[1])


def _fits(found: re.Match[str], order: Order, latest: date) -> bool:
    first, second, year = int(found[1]), int(found[3]), int(found[4])
    day, month = (first, second) if order is Order.DAY_FIRST else (second, first)
    try:
        return date(year + 2000 * (year < 100), month, day) <= latest
    except ValueError:
        return False


def _month(name: str) -> int:
    low = name.casefold()
    for known in (low[:4], low[:3]):
        if known in OTHER_MONTHS:
            return OTHER_MONTHS[known]
    if low[:3] not in MONTHS:
        raise ValueError(name)
    return MONTHS.index(low[:3]) + 1


def _at_home(day: date, rest: str) -> date:
    """The day in Europe/Paris, where the clock says how far from there it is."""
    clock = CLOCK.search(rest)
    if clock is None:
        return day
    zone = ZONE.search(rest, clock.end())
    if zone is None or not zone[0]:
        return day
    hour = int(clock[1])
    if clock[4]:
        hour = hour % 12 + 12 * (clock[4].casefold() == "p")
    away = timedelta(hours=int(zone[3] or 0), minutes=int(zone[4] or 0))
    offset = timezone(-away if zone[2] == "-" else away)
    at = datetime.combine(day, time(hour, int(clock[2]), int(clock[3] or 0)), offset)
    return at.astimezone(HOME).date()
