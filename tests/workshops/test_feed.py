"""The calendar: a feed that a strict parser reads, behind a secret address, cheap to ask again."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical
from flask.testing import FlaskClient
from icalendar import Calendar
from werkzeug.test import TestResponse

from diagnosis.instance import Instance
from diagnosis.model import Campaign, Workshop

PAGE = "/staff/campaigns/stains/calendar"
HELD = Workshop(0, "stains", "cafe_parents", date(2026, 12, 15), "cabane", "ar")


@pytest.fixture
def address(member: FlaskClient, campaign: Campaign) -> str:
    assert member.post(PAGE).status_code == 302
    found = re.search(r"/calendar/stains/[0-9a-f]{32}\.ics", member.get(PAGE).text)
    assert found
    return found[0]


def test_hours_are_those_of_paris_winter_and_summer(
    client: FlaskClient, instance: Instance, address: str
) -> None:
    add = instance.store.add_workshop
    add(replace(HELD, begins=time(14), ends=time(16), aim="Un but; une, virgule\\"))
    add(replace(HELD, day=date(2027, 7, 1), begins=time(14)))
    add(replace(HELD, day=date(2027, 3, 28), begins=time(1), ends=time(4)))
    add(HELD)
    add(replace(HELD, removed=True))
    answer = client.get(address)
    assert answer.mimetype == "text/calendar"
    assert all(len(line) <= 75 for line in answer.data.split(b"\r\n"))
    book = Calendar.from_ical(answer.data)
    assert not book.errors
    events = list(book.walk("VEVENT"))
    assert len(events) == 4
    spans = {
        (event.decoded("dtstart"), event.decoded("dtend"))
        for event in events
        if isinstance(event.decoded("dtstart"), datetime)
    }
    told = {tuple(moment.astimezone(UTC) for moment in span) for span in spans}
    assert told == {
        (datetime(2026, 12, 15, 13, tzinfo=UTC), datetime(2026, 12, 15, 15, tzinfo=UTC)),
        (datetime(2027, 7, 1, 12, tzinfo=UTC), datetime(2027, 7, 1, 14, tzinfo=UTC)),
        (datetime(2027, 3, 28, 0, tzinfo=UTC), datetime(2027, 3, 28, 2, tzinfo=UTC)),
    }
    assert [zone["tzid"] for zone in book.walk("VTIMEZONE")] == ["Europe/Paris"]
    # A client that only reads the zone's own rules, and knows no Paris.
    zone = tzical(io.StringIO(answer.text)).get("Europe/Paris")
    for moment in (
        datetime(2026, 12, 15, 14),
        datetime(2027, 7, 1, 14),
        datetime(2027, 3, 28, 1),
        datetime(2027, 3, 28, 4),
        datetime(2027, 10, 31, 1),
        datetime(2027, 10, 31, 4),
    ):
        paris = moment.replace(tzinfo=ZoneInfo("Europe/Paris"))
        assert moment.replace(tzinfo=zone).utcoffset() == paris.utcoffset(), moment
    assert len({str(event["uid"]) for event in events}) == 4
    assert "Café des parents" in str(events[0]["summary"])


def test_a_client_that_asks_every_minute_is_told_that_nothing_changed(
    client: FlaskClient, instance: Instance, address: str
) -> None:
    instance.store.add_workshop(HELD)
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    instance.store.add_workshop(replace(HELD, day=date(2026, 12, 16)))
    changed = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200


def test_the_address_is_secret_and_can_be_renewed__error(
    member: FlaskClient, instance: Instance, address: str
) -> None:
    assert member.get("/calendar/stains/.ics").status_code == 404
    assert member.get(f"/calendar/stains/{'0' * 32}.ics").status_code == 404
    assert member.get("/calendar/elsewhere/" + address.rpartition("/")[2]).status_code == 404
    member.post(PAGE)
    assert member.get(address).status_code == 404


def test_an_empty_calendar_is_one(client: FlaskClient, address: str) -> None:
    assert not list(Calendar.from_ical(client.get(address).data).walk("VEVENT"))


def test_the_page_tells_months(
    member: FlaskClient, instance: Instance, campaign: Campaign, page: Callable[..., TestResponse]
) -> None:
    assert "Aucun atelier" in page(PAGE).text
    instance.store.add_workshop(HELD)
    assert "Décembre 2026" in page(PAGE).text


@pytest.mark.parametrize("tongue", ["fr", "ar", "ta", "zh-Hans", "snk"])
def test_a_flyer_speaks_a_language_of_the_campaign(
    member: FlaskClient,
    instance: Instance,
    campaign: Campaign,
    page: Callable[..., TestResponse],
    tongue: str,
) -> None:
    instance.store.save_campaign(replace(campaign, languages=("fr", tongue)))
    plan = replace(HELD, begins=time(14), ends=time(16), childcare=True, interpreter=True)
    id = instance.store.add_workshop(plan).id
    text = page(f"/staff/workshops/{id}/flyer?tongue={tongue}").text
    sheet = text.partition("<article")[2].partition("</article>")[0]
    assert "mardi 15 décembre 2026" in sheet
    assert "de 14 h à 16 h" in sheet
    written = tongue not in ("fr", "snk")
    assert ("traduction non relue" in sheet.lower()) == written
    assert ("<small" in sheet) == written
    assert member.get(f"/staff/workshops/{id}/flyer?tongue=xx").status_code == 404
