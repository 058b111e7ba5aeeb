"""The sheet of a closed session: what it says, in which languages, and what it must not say."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from diagnosis.instance import Instance
from diagnosis.model import Campaign, Session, Vote, Workshop
from tests.conftest import add_campaign
from tests.sessions.conftest import THEMES

SHEET = "/staff/sessions/KWRT/record"


@pytest.fixture
def closed(instance: Instance, session: Session) -> Session:
    """A closed session of thirteen voters, the last of whom voted in Tamil."""
    for number in range(13):
        language = "ta" if number == 12 else "fr"
        instance.store.save_vote(Vote(str(uuid.uuid4()), "KWRT", language, THEMES[:1]))
    found = replace(session, open=False, people=20, day=date(2026, 11, 21))
    instance.store.save_session(found)
    return found


def test_it_says_what_was_chosen_by_how_many_and_when__ok(
    member: FlaskClient, closed: Session, page: Callable[..., TestResponse]
) -> None:
    shown = page(f"{SHEET}?chosen=1&tongue=ar&tongue=ta").text
    for words in (
        "20 personnes sont venues.",
        "Ont voté\u00a0: 13.",
        "21 novembre 2026",
        "Ce que l’on a décidé ensemble",
        "ما قررناه معًا",
        "عدد الحاضرين: 20.",
        "traduction non relue",
    ):
        assert words in shown
    assert 'lang="ar" dir="rtl"' in shown
    assert 'lang="ta" dir="ltr"' in shown
    assert '<td class="n">13</td>' in shown
    assert "Premier vote" not in shown
    assert "Données fictives" not in shown


@pytest.mark.parametrize(
    ("asked", "tongues"),
    [
        ("", ["fr", "ar", "en"]),
        ("?chosen=1", ["fr"]),
        ("?chosen=1&tongue=ta", ["fr", "ta"]),
        ("?chosen=1&tongue=ta&tongue=ar&tongue=tr", ["fr", "ar", "ta"]),
        ("?chosen=1&tongue=snk&tongue=zz&tongue=fr", ["fr"]),
    ],
)
def test_french_and_two_written_languages_at_most__ok(
    member: FlaskClient,
    closed: Session,
    page: Callable[..., TestResponse],
    asked: str,
    tongues: list[str],
) -> None:
    title = re.search(r"<h2>(.*?)</h2>", page(SHEET + asked).text, re.S)
    assert title
    assert re.findall(r'lang="([^"]+)"', title[1]) == tongues


def test_the_languages_of_the_votes_choose_nothing__error(
    member: FlaskClient, instance: Instance, closed: Session, page: Callable[..., TestResponse]
) -> None:
    shown = page(SHEET).text
    for _ in range(30):
        instance.store.save_vote(Vote(str(uuid.uuid4()), "KWRT", "ta", ()))
    assert set(re.findall(r'lang="([^"]+)"', page(SHEET).text)) == set(
        re.findall(r'lang="([^"]+)"', shown)
    )


def test_what_moved_and_what_is_planned_stand_on_it__ok(
    member: FlaskClient, instance: Instance, closed: Session, page: Callable[..., TestResponse]
) -> None:
    second = Session("BCDF", closed.campaign, THEMES, open=False, people=20, first="KWRT")
    instance.store.add_session(second)
    for _ in range(11):
        instance.store.save_vote(Vote(str(uuid.uuid4()), "BCDF", "fr", THEMES[1:2]))
    today = instance.today()
    for days, theme in ((3, THEMES[1]), (-3, THEMES[1]), (3, "papas")):
        work = Workshop(0, closed.campaign, theme, today + timedelta(days=days), "cabane", "fr")
        instance.store.add_workshop(work)
    shown = page("/staff/sessions/BCDF/record").text
    assert "Premier vote" in shown
    assert '<td class="step">\u221213</td>' in shown
    assert '<td class="step">+11</td>' in shown
    assert shown.count('class="planned"') == 1


def test_an_open_session_has_no_sheet_a_small_one_says_keep_it__ok(
    member: FlaskClient, instance: Instance, session: Session, page: Callable[..., TestResponse]
) -> None:
    assert member.get(SHEET).location == "/staff/sessions/KWRT"
    assert member.get("/staff/sessions/ZZZZ/record").status_code == 404
    instance.store.save_session(replace(session, open=False))
    assert "gardez cette feuille dans la salle" in page(SHEET).text


def test_invented_data_are_marked_on_paper__ok(
    member: FlaskClient, instance: Instance, page: Callable[..., TestResponse]
) -> None:
    campaign: Campaign = add_campaign(instance, "fictive", fictitious=True)
    instance.store.add_session(Session("BCDF", campaign.name, THEMES, open=False))
    shown = page("/staff/sessions/BCDF/record").text
    assert '<p class="mark">' in shown
