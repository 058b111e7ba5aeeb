"""The plan of a test workshop: days and hours that exist, what was kept before, taking it back."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, time

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from diagnosis.dataset import evidence_of
from diagnosis.instance import Instance
from diagnosis.model import Campaign, Workshop
from diagnosis.model.workshops import Stop, workshop_of
from tests.pages import check_page

NEW = "/staff/campaigns/stains/workshops/new"
PLAN = {
    "theme": "cafe_parents",
    "day": "2026-12-15",
    "begins": "14:00",
    "ends": "16:00",
    "place": "cabane",
    "language": "ar",
    "public": "without_pmi",
    "format": "walk",
    "aim": "Savoir si l’après-midi convient",
    "partner": "PMI",
    "capacity": "12",
    "stops": "la place\n\n le marché ",
    "interpreter": "y",
}


def only(instance: Instance) -> Workshop:
    [kept] = instance.store.workshops("stains")
    return kept


def test_a_plan_keeps_all_that_was_said(
    member: FlaskClient, instance: Instance, campaign: Campaign, page: Callable[..., TestResponse]
) -> None:
    assert member.post(NEW, data=PLAN).status_code == 302
    kept = only(instance)
    assert (kept.begins, kept.ends, kept.capacity) == (time(14), time(16), 12)
    assert kept.stops == (Stop("la place"), Stop("le marché"))
    assert (kept.interpreter, kept.childcare, kept.format) == (True, False, "walk")
    text = page(f"/staff/workshops/{kept.id}").text
    for said in ("15 décembre 2026 de 14:00 à 16:00", "Marche exploratoire", "le marché"):
        assert said in text
    edit = page(f"/staff/workshops/{kept.id}/edit").text
    assert 'value="14:00"' in edit
    assert "la place\nle marché" in edit
    assert 'value="12"' in edit


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"day": "1998-03-02"}, "vérifiez l’année"),
        ({"day": "2126-03-02"}, "vérifiez l’année"),
        ({"day": "2027-02-30"}, "Ce jour n’existe pas"),
        ({"ends": "13:59"}, "La fin vient avant le début"),
        ({"ends": "14:00"}, "La fin vient avant le début"),
        ({"begins": ""}, "aussi l’heure de début"),
        ({"begins": "25:00"}, "Cette heure n’existe pas"),
        ({"day": "2027-03-28", "begins": "02:30", "ends": "04:00"}, "on change d’heure"),
        ({"capacity": "-1"}, "de 0 à 1000"),
        ({"capacity": "9" * 400}, "trop grand"),
        ({"public": "x"}, ""),
        ({"stops": "a\n" * 21}, "20 étapes au plus"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_written_is_lost__error(
    member: FlaskClient,
    instance: Instance,
    campaign: Campaign,
    changes: dict[str, str],
    said: str,
) -> None:
    response = member.post(NEW, data={**PLAN, **changes})
    assert response.status_code == 422
    check_page(response)
    assert said in response.text
    assert PLAN["aim"] in response.text
    assert instance.store.workshops("stains") == []


def test_a_workshop_kept_by_an_earlier_version_means_the_same(
    instance: Instance, campaign: Campaign
) -> None:
    text = (
        '{"id": 3, "campaign": "stains", "theme": "cafe_parents", "day": "2026-10-01", "place": '
        '"cabane", "language": "ar", "childcare": true, "held": true, "attended": 8, "happy": 6, '
        '"neutral": 2, "unhappy": 0}'
    )
    old = workshop_of(json.loads(text))
    assert (old.day, old.attended, old.happy, old.childcare) == (date(2026, 10, 1), 8, 6, True)
    assert workshop_of({**json.loads(text), "stops": ["la place"]}).stops == (Stop("la place"),)
    assert (old.begins, old.decision, old.tallies, old.removed) == (None, "", {}, False)
    instance.store.add_workshop(old)
    [outcome] = evidence_of(instance.store, campaign).workshops
    assert (outcome.attended, outcome.happy, outcome.neutral, outcome.unhappy) == (8, 6, 2, 0)


def test_what_was_removed_by_mistake_comes_back_whole(
    member: FlaskClient, instance: Instance, campaign: Campaign, page: Callable[..., TestResponse]
) -> None:
    member.post(NEW, data=PLAN)
    id = only(instance).id
    counts = {"attended": "8", "happy": "6", "neutral": "2", "unhappy": "0"}
    member.post(f"/staff/workshops/{id}", data=counts)
    before = only(instance)
    assert member.post(f"/staff/workshops/{id}/remove").status_code == 302
    assert instance.store.workshops("stains") == []
    assert evidence_of(instance.store, campaign).workshops == []
    assert member.get(f"/staff/workshops/{id}").status_code == 404
    assert "Rétablir" in page("/staff/campaigns/stains/workshops").text
    assert member.post(f"/staff/workshops/{id}/restore").status_code == 302
    assert only(instance) == before
    assert len(evidence_of(instance.store, campaign).workshops) == 1


def test_a_day_gone_by_waits_to_be_noted(
    member: FlaskClient, instance: Instance, campaign: Campaign, page: Callable[..., TestResponse]
) -> None:
    gone = date.fromordinal(instance.today().toordinal() - 3)
    instance.store.add_workshop(Workshop(0, "stains", "cafe_parents", gone, "cabane", "ar"))
    text = page("/staff/campaigns/stains/workshops").text
    assert "À noter" in text
    assert "Prévus" not in text


def test_two_facilitators_on_one_workshop_lose_nothing(
    member: FlaskClient, instance: Instance, campaign: Campaign, page: Callable[..., TestResponse]
) -> None:
    member.post(NEW, data=PLAN)
    edit = f"/staff/workshops/{only(instance).id}/edit"
    seen = page(edit).text.partition('name="seen"')[2].partition('value="')[2].partition('"')[0]
    assert member.post(edit, data={**PLAN, "seen": seen, "partner": "Caf"}).status_code == 302
    second = member.post(edit, data={**PLAN, "seen": seen, "ends": "17:00"})
    assert second.status_code == 409
    for both in ("17:00", "16:00", "Caf", "PMI"):
        assert both in second.text
    assert only(instance).partner == "Caf"
