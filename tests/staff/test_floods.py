"""Floods of responses: said calmly, decided by groups, reversible, written down."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from diagnosis.instance import Instance
from diagnosis.model import ALIKE, BURST, Campaign, Response, Sound
from diagnosis.staff.floods import in_words
from tests.conftest import VERSION
from tests.entering import enter_as
from tests.pages import check_page
from tests.staff.conftest import give_reason

ROOM = "/staff/campaigns/stains"
FLOODS = f"{ROOM}/floods"
SAME = {"A1": "papa", "A3": 2, "B1": ["moral", "sommeil"], "E2": "Je m’appelle Zelba"}
Page = Callable[..., TestResponse]


def flat(response: TestResponse) -> str:
    return re.sub(r"[\s\u00a0\u202f]+", " ", unescape(response.text))


def keep(instance: Instance, count: int, apart: str = "", **changes) -> list[str]:
    """Keep responses as they would have come in a flood."""
    sent = {"language": "fr", "channel": "phone", "assisted": False, "week": "2026-W47"}
    made = [
        Response(
            str(uuid.uuid4()), "stains", VERSION, answers=changes.get("answers", SAME), apart=apart,
            **sent | {name: changes[name] for name in sent.keys() & changes.keys()},
        )
        for _ in range(count)
    ]  # fmt: skip
    instance.store.add_responses(made)
    return [one.id for one in made]


def other(number: int) -> dict:
    return {"A1": "maman", "A3": number}


@pytest.fixture
def flood(member: FlaskClient, instance: Instance, campaign: Campaign) -> None:
    """Twelve of the same, and three of a crowd; the member has said why she reads."""
    keep(instance, 12, ALIKE)
    for number in range(3):
        keep(instance, 1, BURST, answers=other(number), language="ta", week="2026-W48")
    keep(instance, 2, answers={"A1": "papi_mamie"})
    give_reason(member, campaign.name)


def test_without_a_sign_nothing_is_said(
    member: FlaskClient, instance: Instance, page: Page, campaign
):
    keep(instance, 9)
    assert "floods" not in page(ROOM).text
    give_reason(member, "stains")
    assert "Rien n’attend de décision." in flat(page(FLOODS))


def test_the_page_of_the_campaign_says_it_and_counts_what_counts(flood, page: Page):
    shown = flat(page(ROOM))
    assert "À regarder : 12 réponses identiques et 3 réponses arrivées d’un coup." in shown
    assert "12 sont gardées à part." in shown
    assert "5 réponses reçues" in shown
    assert FLOODS in shown


def test_who_may_not_read_answers_hears_of_it_and_reads_none(
    app: Flask, instance: Instance, flood
) -> None:
    amina = enter_as(app.test_client(), instance.store, "paul", "facilitator")
    shown = amina.get(ROOM)
    assert "À regarder" in shown.text
    assert FLOODS not in shown.text
    assert amina.get(FLOODS).status_code == 403


def test_a_reason_is_asked_first(app: Flask, instance: Instance, flood) -> None:
    zoe = enter_as(app.test_client(), instance.store, "zoe")
    for address in (FLOODS, f"{FLOODS}/2026-W48-phone/count"):
        assert "/reason" in zoe.get(address).location
    assert zoe.post(f"{FLOODS}/2026-W48-phone/apart").status_code == 302
    assert instance.store.count_responses("stains") == 5


def test_a_group_is_shown_by_what_it_shares_and_no_more(flood, page: Page):
    shown = flat(page(FLOODS))
    assert "du 16 au 22 novembre" in shown
    assert "Téléphone de la famille (12)" in shown
    assert "Français (12)" in shown
    assert "Besoin de parler" not in shown
    assert "Zelba" not in shown
    assert "Ce que toutes répondent" in shown
    # Three who speak Tamil would be known by it.
    assert "தமிழ்" not in shown
    assert "Toutes les langues ensemble (3)" in shown


def decide(member: FlaskClient, page: Page, label: str, sign: str) -> None:
    """Press a button of a group, then confirm."""
    addresses = re.findall(rf'href="({FLOODS}/[^"]*/{label})"', page(FLOODS).text)
    (address,) = [one for one in addresses if ("W" in one) == (sign == BURST)]
    check_page(member.get(address))
    assert member.post(address).location == FLOODS


def test_a_decision_is_confirmed_written_down_and_undone(
    flood, member: FlaskClient, instance: Instance, page: Page
) -> None:
    decide(member, page, "count", ALIKE)
    assert instance.store.count_responses("stains") == 17
    assert "À regarder : 3 réponses arrivées d’un coup." in flat(page(ROOM))
    decide(member, page, "apart", BURST)
    assert instance.store.count_responses("stains") == 14
    shown = page(ROOM)
    assert "À regarder" not in shown.text
    assert FLOODS in shown.text, "it can still be changed"
    decide(member, page, "apart", ALIKE)
    decide(member, page, "count", BURST)
    assert instance.store.count_responses("stains") == 5
    lines = [(line.what, line.about, line.detail) for line in instance.store.entries()]
    assert [line[0] for line in lines[-4:]] == [
        "responses counted", "responses kept apart", "responses kept apart", "responses counted",
    ]  # fmt: skip
    assert lines[-1][1:] == ("stains", "3 burst 2026-W48-phone")
    assert lines[-2][2].startswith("12 alike ")


def test_the_journal_says_it_in_words(flood, zohra: FlaskClient, member, page: Page):
    decide(member, page, "count", ALIKE)
    assert "Réponses comptées" in zohra.get("/staff/journal").text


def test_more_of_a_group_that_was_put_apart_waits_again(
    flood, member: FlaskClient, instance: Instance, page: Page
) -> None:
    decide(member, page, "apart", ALIKE)
    decide(member, page, "count", BURST)
    assert "À regarder" not in page(ROOM).text
    keep(instance, 1)
    assert "À regarder : 13 réponses identiques. 12 sont gardées à part." in flat(page(ROOM))


def test_a_few_like_those_that_count_wait_for_nobody(
    flood, member: FlaskClient, instance: Instance, page: Page
) -> None:
    decide(member, page, "count", ALIKE)
    decide(member, page, "count", BURST)
    keep(instance, 3)
    assert "À regarder" not in page(ROOM).text


def test_many_groups_come_by_pages(flood, instance: Instance, page: Page):
    for number in range(20):
        keep(instance, 1, BURST, answers=other(number), week=f"2026-W{10 + number}")
    first = page(FLOODS)
    assert first.text.count("<h2>") == 20
    assert f"{FLOODS}?from=20" in first.text
    last = page(f"{FLOODS}?from=20")
    assert last.text.count("<h2>") == 2
    assert "Les groupes suivants" not in last.text
    for asked in ("-3", "x", "9" * 40):
        page(f"{FLOODS}?from={asked}")


@pytest.mark.parametrize("key", ["x", "2026-W01-phone", "0123456789abcdef"])
def test_a_group_that_is_gone__error(flood, member: FlaskClient, key: str):
    for method in ("GET", "POST"):
        assert member.open(f"{FLOODS}/{key}/count", method=method).status_code == 404
    assert member.get(f"{FLOODS}/2026-W48-phone/other").status_code == 404


def test_answers_are_worded_as_families_read_them(instance: Instance, campaign: Campaign):
    asked = instance.questionnaire(campaign)
    said = dict(in_words({"gone": 1, "A3": 2, "B1": ["moral", "x"]}, asked))
    labels = {question.name: question for question in asked.questions}
    moral = next(choice.label for choice in labels["B1"].choices if choice.name == "moral")
    assert said == {labels["A3"].label: "2", labels["B1"].label: f"{moral} et x", "gone": "1"}


def test_planners_and_voices_know_only_what_counts(flood, instance: Instance, page: Page):
    for number in range(12):
        keep(instance, 1, answers=other(number))
    assert "17 familles" in flat(page("/planning/"))
    spoken = Response(
        str(uuid.uuid4()), "stains", VERSION, "fr", "phone", False, "2026-W47", SAME, apart=ALIKE,
        voices={"E1": Sound("audio/webm", b"\x1aE\xdf\xa3")},
    )  # fmt: skip
    instance.store.add_response(spoken)
    assert "à écrire" not in page(ROOM).text
    instance.store.set_apart("stains", [spoken.id], ALIKE, counted=True)
    assert "1 réponse parlée à écrire" in flat(page(ROOM))
