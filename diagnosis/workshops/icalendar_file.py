"""Test workshops as an iCalendar file (RFC 5545), in hours of Paris. Knows no page.

The text depends on the workshops alone: asked twice, it is the same to the byte.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from icalendar import (
    Calendar,
    Component,
    Event,
    Timezone,
    TimezoneDaylight,
    TimezoneStandard,
)

from diagnosis.activity import PARIS, beginning, ending
from diagnosis.model import Campaign, Workshop

# A workshop whose end was not said lasts as long as most.
USUAL = timedelta(hours=2)
# A domain that nobody can own (RFC 2606): what comes before it is already unique.
DOMAIN = "diagnosis.invalid"
# Directive 2000/84/EC: summer time begins and ends at 1 h UTC, on these Sundays, for good. Rules
# and not lists of days, which some clients pass over; hours of the clock before it moves.
WINTER, SUMMER = timedelta(hours=1), timedelta(hours=2)


def calendar_text(
    campaign: Campaign,
    workshops: Sequence[Workshop],
    themes: Mapping[str, Any],
    places: Mapping[str, Any],
) -> bytes:
    """The workshops of a campaign as an iCalendar file.

    Parameters
    ----------
    themes, places : what their names are called.
    """
    book = Calendar()
    book.add("prodid", "-//diagnosis//test workshops//FR")
    book.add("version", "2.0")
    book.add("method", "PUBLISH")
    book.add("x-wr-calname", campaign.title)
    book.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    if any(one.begins for one in workshops):
        book.add_component(_paris())
    for workshop in workshops:
        book.add_component(_event(workshop, themes, places))
    return bytes(book.to_ical())


def _paris() -> Timezone:
    """The hours of Paris, for clients that do not know them by name."""
    zone = Timezone()
    zone.add("tzid", str(PARIS))
    zone.add_component(_half(TimezoneDaylight(), "CEST", datetime(1996, 3, 31, 2), WINTER, SUMMER))
    zone.add_component(_half(TimezoneStandard(), "CET", datetime(1996, 10, 27, 3), SUMMER, WINTER))
    return zone


def _half(
    half: Component, name: str, first: datetime, before: timedelta, after: timedelta
) -> Component:
    half.add("tzname", name)
    half.add("dtstart", first)
    half.add("rrule", {"freq": "yearly", "bymonth": first.month, "byday": "-1su"})
    half.add("tzoffsetfrom", before)
    half.add("tzoffsetto", after)
    return half


def _event(workshop: Workshop, themes: Mapping[str, Any], places: Mapping[str, Any]) -> Event:
    event = Event()
    event.add("uid", f"workshop-{workshop.id}-{workshop.campaign}@{DOMAIN}")
    # When the file was made is nobody's business, and would change it every minute.
    event.add("dtstamp", datetime.combine(workshop.day, datetime.min.time(), UTC))
    event.add("summary", str(themes.get(workshop.theme, workshop.theme)))
    event.add("location", str(places.get(workshop.place, workshop.place)))
    if workshop.aim:
        event.add("description", workshop.aim)
    begins, ends = beginning(workshop), ending(workshop)
    if begins is None:
        event.add("dtstart", workshop.day)
        event.add("dtend", workshop.day + timedelta(days=1))
    else:
        event.add("dtstart", begins)
        last = ends or (begins.astimezone(UTC) + USUAL).astimezone(PARIS)
        event.add("dtend", last)
    return event
