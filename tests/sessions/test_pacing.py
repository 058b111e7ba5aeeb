"""A countdown on the big screen, and a vote that pauses: phones are told, nothing sent is lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from diagnosis.instance import Instance
from diagnosis.model import Session
from diagnosis.sessions.timing import hold_timer, resume_timer, start_timer, timer_of
from tests.pages import check_page, text
from tests.sessions.conftest import THEMES
from tests.sessions.test_votes import ballot_in, body, size

PAGE = "/staff/sessions/KWRT"
JSON = {"Accept": "application/json"}


@pytest.fixture
def paused(member: FlaskClient, session: Session) -> FlaskClient:
    """The browser of a member who has paused the vote."""
    assert member.post(f"{PAGE}/pause", data={"pause": "1"}).location == PAGE
    return member


def test_phones_are_told_kindly_and_nothing_is_stored__ok(
    client: FlaskClient, instance: Instance, session: Session, member: FlaskClient
) -> None:
    ballot = ballot_in(client.get("/vote/KWRT").text)
    member.post(f"{PAGE}/pause", data={"pause": "1"})
    assert client.get("/vote/KWRT/now", headers=JSON).json == {"open": True, "paused": True}
    sent = client.post("/vote/KWRT", data=body(ballot, *THEMES[:2], language="ar"))
    assert sent.status_code == 503
    html = check_page(sent)
    assert html.get("dir") == "rtl"
    assert sent.text.count(" checked") == 2
    assert ballot_in(sent.text) == ballot
    assert instance.store.votes("KWRT") == []
    member.post(f"{PAGE}/pause", data={"pause": "0"})
    assert client.post("/vote/KWRT", data=body(ballot, *THEMES[:2])).status_code == 200
    assert len(instance.store.votes("KWRT")) == 1


def test_whoever_opens_the_page_during_a_pause_reads_it__ok(
    paused: FlaskClient, page: Callable[..., TestResponse]
) -> None:
    assert "Il reprend bientôt" in text(check_page(page("/vote/KWRT")))
    assert "Il reprend bientôt" in page("/vote/KWRT/now").text
    assert "Reprendre le vote" in page(PAGE).text
    assert "Le vote est en pause." in page(f"{PAGE}/screen").text


def test_an_unchanged_poll_stays_small__ok(client: FlaskClient, paused: FlaskClient) -> None:
    first = client.get("/vote/KWRT/now", headers=JSON)
    again = client.get("/vote/KWRT/now", headers={**JSON, "If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert size(again) <= 300


def test_a_close_ends_the_pause_and_a_closed_session_has_none__ok(
    paused: FlaskClient, instance: Instance, session: Session
) -> None:
    paused.post(f"{PAGE}/close", data={"people": "9"})
    paused.post(f"{PAGE}/pause", data={"pause": "1"})
    assert instance.store.session("KWRT") == replace(session, open=False, people=9)


def test_a_countdown_runs_waits_and_goes_on__ok(instance: Instance) -> None:
    store, now = instance.store, datetime(2026, 11, 30, 10, 0).astimezone()
    start_timer(store, "KWRT", 3, now)
    ends = timer_of(store, "KWRT")["ends"]
    assert ends == int(now.timestamp()) + 180
    hold_timer(store, "KWRT", now + timedelta(seconds=50))
    assert timer_of(store, "KWRT") == {"left": 130}
    resume_timer(store, "KWRT", now + timedelta(seconds=500))
    assert timer_of(store, "KWRT") == {"ends": ends + 450}
    start_timer(store, "KWRT", 0, now)
    assert timer_of(store, "KWRT") == {}
    hold_timer(store, "KWRT", now)
    resume_timer(store, "KWRT", now)
    assert timer_of(store, "KWRT") == {}


def test_the_screen_hears_of_the_countdown__ok(
    member: FlaskClient, instance: Instance, session: Session, page: Callable[..., TestResponse]
) -> None:
    assert member.post(f"{PAGE}/timer", data={"minutes": "5"}).location == PAGE
    live = member.get(f"{PAGE}/counts", headers=JSON).json
    assert live is not None
    assert live["timer"] == timer_of(instance.store, "KWRT")
    assert f'data-ends="{live["timer"]["ends"]}"' in page(f"{PAGE}/screen").text
    member.post(f"{PAGE}/pause", data={"pause": "1"})
    live = member.get(f"{PAGE}/counts", headers=JSON).json
    assert live is not None
    assert live["paused"] is True
    assert 290 <= live["timer"]["left"] <= 300
    member.post(f"{PAGE}/close", data={"people": "9"})
    assert timer_of(instance.store, "KWRT") == {}


@pytest.mark.parametrize("minutes", ["", "1", "-5", "9999", "x"])
def test_another_countdown_is_refused__error(
    member: FlaskClient, instance: Instance, session: Session, minutes: str
) -> None:
    assert member.post(f"{PAGE}/timer", data={"minutes": minutes}).status_code == 400
    assert timer_of(instance.store, "KWRT") == {}
