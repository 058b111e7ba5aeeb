"""A close that can be undone: for ten minutes, by one of two facilitators, with its votes."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from diagnosis import dataset
from diagnosis.accounts import Action
from diagnosis.instance import Instance
from diagnosis.model import OVER, Campaign, Session, Vote
from diagnosis.sessions.undoing import may_reopen, note_close
from tests.pages import check_page, text
from tests.sessions.conftest import THEMES
from tests.sessions.test_votes import ballot_in, body

PAGE = "/staff/sessions/KWRT"
CLOSE, REOPEN = f"{PAGE}/close", f"{PAGE}/reopen"


@pytest.fixture
def closed(member: FlaskClient, instance: Instance, session: Session) -> Session:
    """The session of the room, with two votes, just closed."""
    for _ in range(2):
        instance.store.save_vote(Vote(str(uuid.uuid4()), "KWRT", "fr", THEMES[:1]))
    instance.store.save_session(replace(session, people=9))
    assert member.post(CLOSE, data={"people": "9", "over": "y"}).status_code == 302
    return kept(instance)


def kept(instance: Instance, code: str = "KWRT") -> Session:
    found = instance.store.session(code)
    assert found is not None
    return found


def seen(page: str) -> str:
    found = re.search(r'name="seen"[^>]* value="([0-9a-f]{16})"', page)
    assert found
    return found[1]


def later(instance: Instance, monkeypatch: pytest.MonkeyPatch, minutes: float) -> None:
    now: datetime = instance.now() + timedelta(minutes=minutes)
    monkeypatch.setattr(Instance, "now", lambda self: now)


def test_a_close_is_undone_with_its_votes__ok(
    member: FlaskClient, instance: Instance, closed: Session, page: Callable[..., TestResponse]
) -> None:
    assert closed == replace(closed, open=False, counted=(OVER,))
    votes = instance.store.votes("KWRT")
    assert "Rouvrir le vote" in page(PAGE).text
    assert member.post(REOPEN, data={"seen": seen(page(PAGE).text)}).location == PAGE
    assert kept(instance) == replace(closed, open=True, counted=())
    assert instance.store.votes("KWRT") == votes
    assert "2 personnes ont voté." in page(PAGE).text
    last = instance.store.last_entry()
    assert last is not None
    assert (last.what, last.about, last.detail) == (Action.REOPENED, closed.campaign, "KWRT")


def test_what_the_diagnosis_reads_follows__ok(
    member: FlaskClient, instance: Instance, campaign: Campaign, closed: Session
) -> None:
    def read() -> list[int]:
        sessions = dataset.evidence_of(instance.store, campaign).sessions
        return [session.participants for session in sessions]

    assert read() == [2]
    stamp = instance.store.stamp(campaign.name)
    member.post(REOPEN)
    assert read() == []
    assert instance.store.stamp(campaign.name) != stamp
    member.post(CLOSE, data={"people": "9"})
    assert read() == [2]


def test_a_vote_after_the_close_is_told_and_counts_after_the_reopening__ok(
    member: FlaskClient, client: FlaskClient, instance: Instance, session: Session
) -> None:
    ballot = ballot_in(client.get("/vote/KWRT").text)
    member.post(CLOSE, data={"people": "9"})
    late = client.post("/vote/KWRT", data=body(ballot, THEMES[0]))
    assert late.status_code == 410
    assert "Ce vote est terminé" in text(check_page(late))
    assert instance.store.votes("KWRT") == []
    member.post(REOPEN)
    assert client.post("/vote/KWRT", data=body(ballot, THEMES[0])).status_code == 200
    assert len(instance.store.votes("KWRT")) == 1


@pytest.mark.parametrize(("minutes", "may"), [(9.9, True), (10, False), (120, False)])
def test_ten_minutes_and_no_longer__ok(
    member: FlaskClient,
    instance: Instance,
    closed: Session,
    page: Callable[..., TestResponse],
    monkeypatch: pytest.MonkeyPatch,
    minutes: float,
    may: bool,
) -> None:
    later(instance, monkeypatch, minutes)
    assert may_reopen(instance.store, closed, instance.now()) is may
    if not may:
        refused = member.post(REOPEN)
        assert refused.status_code == 409
        assert "trop tard" in text(check_page(refused))
        assert kept(instance) == closed


def test_what_counts_is_changed_later_without_a_new_delay__ok(
    member: FlaskClient,
    instance: Instance,
    closed: Session,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    later(instance, monkeypatch, 8)
    member.post(CLOSE, data={"people": "8"})
    later(instance, monkeypatch, 8)
    assert not may_reopen(instance.store, kept(instance), instance.now())


def test_the_next_close_of_the_campaign_ends_it__error(
    member: FlaskClient, instance: Instance, closed: Session
) -> None:
    instance.store.add_session(Session("BCDF", closed.campaign, THEMES))
    assert may_reopen(instance.store, closed, instance.now())
    note_close(instance.store, replace(closed, campaign="autre"), instance.now())
    assert may_reopen(instance.store, closed, instance.now()), "of another campaign"
    member.post("/staff/sessions/BCDF/close", data={"people": "9"})
    assert member.post(REOPEN).status_code == 409
    assert member.post("/staff/sessions/BCDF/reopen").status_code == 302


def test_a_session_never_closed_here_is_not_reopened__error(
    member: FlaskClient, instance: Instance, session: Session
) -> None:
    instance.store.save_session(replace(session, open=False))
    assert member.post(REOPEN).status_code == 409
    assert member.post("/staff/sessions/ZZZZ/reopen").status_code == 404


def test_two_facilitators_reopen_and_one_line_is_written__ok(
    member: FlaskClient, instance: Instance, closed: Session, page: Callable[..., TestResponse]
) -> None:
    read = seen(page(PAGE).text)
    for _ in range(2):
        assert member.post(REOPEN, data={"seen": read}).status_code == 302
    lines = [line for line in instance.store.entries() if line.what == Action.REOPENED]
    assert len(lines) == 1
    assert "déjà ouvert" in page(PAGE).text


def test_whoever_reopens_late_is_told_that_what_counts_has_changed__error(
    member: FlaskClient, instance: Instance, closed: Session, page: Callable[..., TestResponse]
) -> None:
    read = seen(page(PAGE).text)
    member.post(CLOSE, data={"people": "12"})
    changed = kept(instance)
    refused = member.post(REOPEN, data={"seen": read})
    assert refused.status_code == 409
    assert "Quelqu’un d’autre a changé ce qui compte" in text(check_page(refused))
    assert kept(instance) == changed
    assert member.post(REOPEN, data={"seen": seen(refused.text)}).status_code == 302


def test_whoever_says_what_counts_late_does_not_close_a_vote_that_was_reopened__error(
    member: FlaskClient, instance: Instance, closed: Session, page: Callable[..., TestResponse]
) -> None:
    sent = {"people": "9", "over": "y", "shut": "y", "seen": seen(page(CLOSE).text)}
    assert 'name="shut" type="hidden" value="y"' in page(CLOSE).text
    member.post(REOPEN)
    told = member.post(CLOSE, data=sent)
    assert told.status_code == 409
    shown = text(check_page(told))
    assert "Quelqu’un d’autre a enregistré" in shown
    assert "rouvert" in shown
    assert kept(instance).open
    again = {**sent, "seen": seen(told.text), "shut": ""}
    assert member.post(CLOSE, data=again).status_code == 302
    assert not kept(instance).open
