"""Test workshops: planned, held, told by counts alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from diagnosis.dataset import evidence_of
from diagnosis.instance import Instance
from diagnosis.model import Campaign, Workshop
from diagnosis.questionnaire import Questionnaire
from diagnosis.workshops import evaluations
from tests.conftest import add_campaign
from tests.pages import check_page

PLAN = {"theme": "cafe_parents", "day": "2026-12-01", "place": "cabane", "language": "ar"}
NEW = "/staff/campaigns/stains/workshops/new"


@pytest.fixture
def workshop(instance: Instance, campaign: Campaign) -> Workshop:
    planned = Workshop(0, campaign.name, "cafe_parents", date(2026, 12, 1), "cabane", "ar", True)
    return instance.store.add_workshop(planned)


def test_a_workshop_is_planned(
    member: FlaskClient,
    instance: Instance,
    campaign: Campaign,
    page: Callable[..., TestResponse],
) -> None:
    assert "Aucun atelier test" in page("/staff/campaigns/stains/workshops").text
    assert '<option selected value="massage">' in page(NEW + "?theme=massage").text
    assert member.post(NEW, data={**PLAN, "childcare": "y"}).status_code == 302
    [kept] = instance.store.workshops(campaign.name)
    assert (kept.theme, kept.day, kept.place) == ("cafe_parents", date(2026, 12, 1), "cabane")
    assert kept.childcare
    assert not kept.held
    text = page("/staff/campaigns/stains/workshops").text
    assert "1 atelier prévu" in text
    assert "1er décembre 2026, à la Cabane" in text


@pytest.mark.parametrize(
    "changes", [{"day": ""}, {"day": "demain"}, {"theme": "x"}, {"place": "x"}, {"language": "x"}]
)
def test_a_wrong_plan_is_refused_in_french__error(
    member: FlaskClient, instance: Instance, campaign: Campaign, changes: dict[str, str]
) -> None:
    response = member.post(NEW, data={**PLAN, **changes})
    assert response.status_code == 422
    check_page(response)
    assert "Not a valid" not in response.text
    assert instance.store.workshops(campaign.name) == []


def test_a_plan_begins_with_what_the_programme_suggests(
    member: FlaskClient,
    campaign: Campaign,
    diagnosis: Any,
    page: Callable[..., TestResponse],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    diagnosis.programme.sessions[0].theme = "massage"
    state = SimpleNamespace(records=diagnosis)
    monkeypatch.setattr(evaluations, "state_of", lambda *_: state)
    text = page(NEW + "?theme=massage").text
    for value in ("massage", "cabane", "ar"):
        assert f'<option selected value="{value}">' in text
    assert "checked" in text
    assert f"{NEW}?theme=massage" in page("/staff/campaigns/stains/workshops").text


def test_without_a_place_question_the_place_is_written(
    member: FlaskClient,
    instance: Instance,
    campaign: Campaign,
    page: Callable[..., TestResponse],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert [*instance.questionnaire(campaign).places][:2] == ["pmi", "cabane"]
    monkeypatch.setattr(Questionnaire, "places", {})
    assert '<input id="place"' in page(NEW).text
    assert member.post(NEW, data={**PLAN, "place": " "}).status_code == 422
    assert member.post(NEW, data={**PLAN, "place": "Salle des fêtes"}).status_code == 302
    assert "Salle des fêtes" in page("/staff/campaigns/stains/workshops").text


def test_a_plan_changes(
    member: FlaskClient, instance: Instance, workshop: Workshop, page: Callable[..., TestResponse]
) -> None:
    edit = f"/staff/workshops/{workshop.id}/edit"
    assert 'value="2026-12-01"' in page(edit).text
    assert member.post(edit, data={**PLAN, "day": "2026-12-08"}).status_code == 302
    changed = instance.store.workshop(workshop.id)
    assert changed is not None
    assert changed.day == date(2026, 12, 8)
    assert not changed.childcare
    assert member.post(edit, data={**PLAN, "day": ""}).status_code == 422


def test_what_was_held_is_told_by_counts_and_read_by_the_diagnosis(
    member: FlaskClient,
    instance: Instance,
    campaign: Campaign,
    workshop: Workshop,
    page: Callable[..., TestResponse],
) -> None:
    address = f"/staff/workshops/{workshop.id}"
    before = instance.store.stamp(campaign.name)
    page(address)
    counts = {"attended": "8", "happy": "6", "neutral": "2", "unhappy": "0"}
    assert member.post(address, data=counts).status_code == 302
    held = instance.store.workshop(workshop.id)
    assert held is not None
    assert held.held
    assert (held.attended, held.happy, held.neutral, held.unhappy) == (8, 6, 2, 0)
    assert instance.store.stamp(campaign.name) != before
    [outcome] = evidence_of(instance.store, campaign).workshops
    assert outcome.attended == 8
    assert "1 tenu" in page("/staff/campaigns/stains/workshops").text
    assert 'value="8"' in page(address).text


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"unhappy": "3"}, "9\u00a0visages pour 8\u00a0familles"),
        ({"attended": ""}, "0 s’il n’y en a pas"),
        ({"attended": "-1"}, "de 0 à 1000"),
        ({"happy": "beaucoup"}, "entier|nombre"),
    ],
)
def test_impossible_counts_are_said_kindly__error(
    member: FlaskClient,
    instance: Instance,
    workshop: Workshop,
    changes: dict[str, str],
    message: str,
) -> None:
    counts = {"attended": "8", "happy": "4", "neutral": "2", "unhappy": "0", **changes}
    response = member.post(f"/staff/workshops/{workshop.id}", data=counts)
    assert response.status_code == 422
    check_page(response)
    assert any(part in response.text for part in message.split("|"))
    assert "Not a valid" not in response.text
    kept = instance.store.workshop(workshop.id)
    assert kept is not None
    assert not kept.held


def test_what_does_not_exist_is_not_found(member: FlaskClient) -> None:
    for path in ("/staff/workshops/9", "/staff/workshops/9/edit", "/staff/workshops/x"):
        assert member.get(path).status_code == 404
    assert member.post("/staff/workshops/9", data={}).status_code == 404
    assert member.get("/staff/campaigns/nowhere/workshops").status_code == 404


def test_the_express_questionnaire_has_places_too(
    member: FlaskClient, instance: Instance, page: Callable[..., TestResponse]
) -> None:
    add_campaign(instance, "rue", questionnaire="express")
    assert "à la PMI" in page("/staff/campaigns/rue/workshops/new").text
