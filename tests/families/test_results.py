"""The public results: families read what they said, in their language."""

from __future__ import annotations

import uuid
from datetime import date

import pytest

from analysis.model import Cell, Need
from diagnosis.families.results import most_named
from diagnosis.model import Response, Workshop
from tests.conftest import LANGUAGES
from tests.pages import XHTML, parse, text


def keep(instance, campaign, count, answers):
    instance.store.add_responses(
        [
            Response(
                str(uuid.uuid4()), campaign.name, campaign.version, "fr", "phone", False,
                "2026-W47", answers,
            )
            for _ in range(count)
        ]
    )  # fmt: skip


def plan(instance, campaign, **changes):
    values = {"id": 0, "campaign": campaign.name, "theme": "papas", "day": date(2026, 12, 5)}
    more = {"place": "square Béranger", "language": "ta", "childcare": True}
    return instance.store.add_workshop(Workshop(**{**values, **more, **changes}))


def test_unknown_campaign__error(client):
    assert client.get("/results/none").status_code == 404


def test_needs_as_families_out_of_families__ok(instance, campaign, page):
    keep(instance, campaign, 30, {"B1": ["sommeil"]})
    keep(instance, campaign, 20, {"B1": ["ecrans"]})
    response = page(f"/results/{campaign.name}?lang=fr")
    assert "50 familles ont répondu" in response.text
    assert "arrondis à 5 près" in response.text
    assert "femmes" not in response.text
    meters = list(parse(response.text).iter(f"{XHTML}meter"))
    told = [int(meter.get("value")) for meter in meters]
    assert all(n % 5 == 0 and abs(n - count) < 5 for n, count in zip(told, (30, 20), strict=True))
    assert all(meter.get("max") == "50" for meter in meters)
    assert f"{told[0]} familles sur 50" in response.text
    assert all(meter.get("aria-label") for meter in meters)
    assert " style=" not in response.text


def test_families_and_planners_see_one_state__ok(instance, campaign, page):
    keep(instance, campaign, 30, {"B1": ["sommeil"]})
    assert "30 familles ont répondu" in page(f"/planning/{campaign.name}").text
    keep(instance, campaign, 10, {"B1": ["ecrans"]})
    assert "30 familles ont répondu" in page(f"/results/{campaign.name}?lang=fr").text
    keep(instance, campaign, 1, {"B1": ["ecrans"]})
    assert "41 familles ont répondu" in page(f"/results/{campaign.name}?lang=fr").text
    assert "41 familles ont répondu" in page(f"/planning/{campaign.name}").text


def test_not_enough_families_yet__ok(instance, campaign, page):
    keep(instance, campaign, 10, {"B1": ["sommeil"]})
    told = page(f"/results/{campaign.name}?lang=fr").text
    assert "Pas encore assez de réponses" in told
    assert "sommeil" not in told


def test_what_was_decided_and_what_happened__ok(instance, campaign, page):
    plan(instance, campaign)
    plan(instance, campaign, theme="jouer", held=True, attended=14, day=date(2026, 11, 7))
    plan(instance, campaign, theme="maison", held=True, attended=4, day=date(2026, 11, 8))
    told = text(parse(page(f"/results/{campaign.name}?lang=fr").text))
    decided, held = told.split("Ce qui a eu lieu")
    assert "Papas du quartier" in decided
    assert "5 décembre 2026" in decided
    assert "square Béranger" in decided
    assert "தமிழ்" in decided
    assert "On garde vos autres enfants" in decided
    assert "14 personnes sont venues" in held
    assert "4 personnes sont venues" not in held.replace("14 personnes", "")


def test_a_place_of_the_list_is_told_in_words__ok(instance, campaign, page):
    plan(instance, campaign, place="square")
    assert "au square" in text(parse(page(f"/results/{campaign.name}?lang=fr").text))
    told = text(parse(page(f"/results/{campaign.name}?lang=ar").text))
    assert "square" not in told
    assert instance.languages.catalogue("ar").gettext("au square") in told


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_language_of_the_campaign__ok(instance, campaign, page, tag):
    keep(instance, campaign, 30, {"B1": ["sommeil"]})
    plan(instance, campaign)
    html = parse(page(f"/results/{campaign.name}?lang={tag}").text)
    root = html if html.get("lang") else html.find(f"{XHTML}html")
    assert root.get("lang") == instance.languages[tag].written
    assert root.get("dir") == ("rtl" if tag in ("ar", "ur") else "ltr")


def test_the_results_link_back_to_the_questionnaire__ok(campaign, page):
    assert f'href="/q/{campaign.name}?lang=fr"' in page(f"/results/{campaign.name}?lang=fr").text


def test_needs_that_rounding_cannot_part_are_all_among_the_most_named__ok():
    def need(name, n):
        return Need(name, name, Cell(n, 60, n / 60, 0.0, 1.0), None, None, None, None, "")

    counts = (40, 30, 30, 20, 20, 15, 15, 10, 5, 0)
    domains = [need(str(at), n) for at, n in enumerate(counts)]
    assert [entry.cell.n for entry in most_named(domains, 5)] == [40, 30, 30, 20, 20, 15, 15, 10]
    assert most_named([], 5) == []
