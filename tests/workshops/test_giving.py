"""Giving back: what was said and what became of it, as families read it, withdrawn too; the log."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from diagnosis.dataset import grounds, grounds_in
from diagnosis.instance import Instance
from diagnosis.model import Campaign, Workshop
from diagnosis.model.giving import Grounds, Told
from tests.pages import check_page

HERE = "/staff/campaigns/stains/given"
LINE = {
    "need": "sommeil",
    "kind": "planned",
    "text": "Un atelier sommeil ouvre en janvier.",
    "day": "2026-12-01",
    "workshop": "0",
    "follow": "12/01/2027 La salle est réservée.",
    "words_ar": "ورشة عن النوم في يناير.",
}


@pytest.fixture
def line(member: FlaskClient, instance: Instance, campaign: Campaign) -> dict[str, str]:
    instance.store.save_campaign(replace(campaign, languages=("fr", "ar", "ta")))
    assert member.post(HERE + "/new", data=LINE).status_code == 302
    return LINE


def read(member: FlaskClient, language: str) -> str:
    response = member.get(f"/q/stains/after?lang={language}")
    check_page(response)
    return response.text


def test_families_read_it_once_published_each_in_their_language(
    member: FlaskClient, line: dict[str, str], page: Callable[..., TestResponse]
) -> None:
    assert "Pas encore publié" in page(HERE).text
    assert line["text"] not in read(member, "fr")
    assert member.post(HERE + "/1/publish", data={"publish": "1"}).status_code == 302
    assert line["text"] in read(member, "fr")
    assert "La salle est réservée." in read(member, "fr")
    arabic = read(member, "ar")
    assert f'<bdi lang="ar">{line["words_ar"]}</bdi>' in arabic
    assert line["text"] not in arabic
    # Without words of its own, a language shows the French sentence, and says that it is.
    assert f'<bdi lang="fr">{line["text"]}</bdi>' in read(member, "ta")


def test_a_decision_withdrawn_is_read_no_more_and_not_lost(
    member: FlaskClient, line: dict[str, str], page: Callable[..., TestResponse]
) -> None:
    member.post(HERE + "/1/publish", data={"publish": "1"})
    member.post(HERE + "/1/publish", data={"publish": "0"})
    assert line["text"] not in read(member, "fr")
    text = page(HERE).text
    assert "Retiré le" in text
    assert line["text"] in text
    member.post(HERE + "/1/publish", data={"publish": "1"})
    assert line["text"] in read(member, "fr")


def test_lines_stand_in_the_order_chosen(
    member: FlaskClient, instance: Instance, line: dict[str, str]
) -> None:
    for text in ("Deux.", "Trois."):
        member.post(HERE + "/new", data={**line, "text": text})
    member.post(HERE + "/3/up")
    member.post(HERE + "/3/up")
    member.post(HERE + "/3/up")
    assert [one.number for one in instance.store.given("stains")] == [3, 1, 2]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"text": " "}, "la phrase que les familles liront"),
        ({"text": "x" * 141}, "140 signes"),
        ({"text": "Appelez le 06 12 34 56 78"}, "téléphone"),
        ({"day": "2027-02-30"}, "Ce jour n’existe pas"),
        ({"follow": "bientôt"}, "Une ligne par suite"),
        ({"follow": "31/02/2027 Rien"}, "Une ligne par suite"),
        ({"need": "x"}, ""),
        ({"workshop": "99"}, ""),
    ],
)
def test_what_cannot_be_is_refused__error(
    member: FlaskClient,
    instance: Instance,
    campaign: Campaign,
    changes: dict[str, str],
    said: str,
) -> None:
    response = member.post(HERE + "/new", data={**LINE, **changes})
    assert response.status_code == 422
    check_page(response)
    assert said in response.text
    assert instance.store.given("stains") == []


def test_two_who_write_one_line_lose_nothing(
    member: FlaskClient, instance: Instance, line: dict[str, str], page: Callable[..., TestResponse]
) -> None:
    text = page(HERE + "/1").text
    seen = text.partition('name="seen"')[2].partition('value="')[2].partition('"')[0]
    first = {**line, "seen": seen, "text": "La première."}
    assert member.post(HERE + "/1", data=first).status_code == 302
    second = member.post(HERE + "/1", data={**line, "seen": seen, "text": "La seconde."})
    assert second.status_code == 409
    assert "La première." in second.text
    assert "La seconde." in second.text
    assert member.get(HERE + "/9").status_code == 404


def state_of(needed: int, day: date) -> Any:
    cell = SimpleNamespace(n=needed, N=60, low=0.2, high=0.5)
    decided = SimpleNamespace(votes=12, participants=20)
    theme = SimpleNamespace(
        name="massage", needed=cell, wished=None, decided=decided, rank_low=1, rank_high=4
    )
    records = SimpleNamespace(themes=SimpleNamespace(items=[theme] * 3))
    return SimpleNamespace(day=day, families=61, records=records)


def test_why_this_workshop_has_its_answer_a_year_later(
    member: FlaskClient,
    instance: Instance,
    campaign: Campaign,
    page: Callable[..., TestResponse],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    frozen = grounds_in(state_of(25, date(2026, 11, 20)), "massage", date(2026, 11, 30))
    assert frozen == Grounds(
        date(2026, 11, 30), date(2026, 11, 20), 61, Told(25, 60, 0.2, 0.5), None, 12, 20, 1, 4, 3
    )
    day = date(2026, 12, 15)
    plan = Workshop(0, "stains", "massage", day, "cabane", "ar", why=frozen, held=True)
    id = instance.store.add_workshop(plan).id
    # A year later other numbers are told: the decision to stop has those, the choice its own.
    later = state_of(5, date(2027, 11, 20))
    monkeypatch.setattr(grounds, "state_of", lambda *_, **__: later)
    counts = {"attended": "2", "happy": "0", "neutral": "0", "unhappy": "2"}
    sent = {**counts, "decision": "stop", "reason": "Presque personne"}
    assert member.post(f"/staff/workshops/{id}", data=sent).status_code == 302
    text = page("/staff/campaigns/stains/decisions").text
    for said in ("25 familles sur 60", "5 familles sur 60", "20 novembre 2026", "20 novembre 2027"):
        assert said in text
    assert "Presque personne" in text
    assert "25 familles sur 60" in page(f"/staff/workshops/{id}").text
    kept = instance.store.workshop(id)
    assert kept is not None
    assert kept.why == frozen


def test_before_the_first_state_nothing_is_claimed(
    member: FlaskClient, instance: Instance, campaign: Campaign, page: Callable[..., TestResponse]
) -> None:
    assert "Aucune décision" in page("/staff/campaigns/stains/decisions").text
    assert grounds_in(SimpleNamespace(day=None), "massage", date(2026, 11, 30)) is None
