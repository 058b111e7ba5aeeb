"""« Emporter les données »: one page, files for who may read; rows for who has the right."""

from __future__ import annotations

import csv
import io

import pytest

from analysis.disclosure import K
from diagnosis import dataset
from diagnosis.accounts import COORDINATOR
from diagnosis.planners import away
from tests.conftest import add_campaign
from tests.entering import enter_as
from tests.pages import check_page, parse, text

FAMILIES = 40
HERE = "/planning/demo/away"
NUMBERS = (*away.NUMBERS, *away.MAPS, *away.CODEBOOKS)


@pytest.fixture
def lived(instance):
    campaign = add_campaign(instance, "demo", fictitious=True)
    dataset.simulate(instance, campaign, FAMILIES, seed=3)
    return campaign


def lines(answer) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))


def test_every_file_of_the_page_is_there_and_named__ok(lived, client, page):
    html = parse(page(HERE).text)
    asked = [link.get("href") for link in html.iter("{http://www.w3.org/1999/xhtml}a")]
    files = [address for address in asked if address and address.startswith(f"{HERE}/")]
    assert files == [f"{HERE}/numbers.{kind}" for kind in NUMBERS]
    for address in files:
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert "attachment" in answer.headers["Content-Disposition"]
        assert answer.headers["Cache-Control"] == "no-store"
        assert len(answer.data) > 500
    assert "Une ligne par famille" not in text(html)


def test_the_diagnosis_leads_there__ok(lived, page):
    assert f'href="{HERE}"' in page("/planning/demo").text


def test_rows_want_the_right_and_a_reason_and_are_noted__ok(lived, app, instance):
    for role in ("planner", "facilitator"):
        client = enter_as(app.test_client(), instance.store, role, role)
        assert client.get(f"{HERE}/families.csv").status_code == 403
        assert "families.csv" not in client.get(HERE).text
    client = enter_as(app.test_client(), instance.store, "bo", COORDINATOR)
    assert "families.csv" in client.get(HERE).text
    first = client.get(f"{HERE}/families.csv")
    assert first.location.startswith("/staff/campaigns/demo/reason")
    client.post(first.location, data={"reason": "Un mémoire sur le sommeil"})
    answer = client.get(f"{HERE}/families.csv")
    assert len(lines(answer)) == FAMILIES
    noted = [(entry.who, entry.what, entry.detail) for entry in instance.store.entries()]
    assert ("bo", "exported", "rows csv") in noted
    assert ("bo", "raw answers read", "Un mémoire sur le sommeil") in noted


def test_nobody_takes_rows_where_planning_is_open_to_all__error(lived, client):
    assert client.get(f"{HERE}/numbers.csv").status_code == 200
    assert "/staff/login" in client.get(f"{HERE}/families.csv").location


def test_too_few_families_take_nothing_away__error(instance, client, app):
    campaign = add_campaign(instance, "demo", fictitious=True)
    dataset.simulate(instance, campaign, K - 1, seed=3)
    answer = client.get(f"{HERE}/numbers.csv")
    assert answer.status_code == 409
    assert f"Moins de {K} familles" in text(check_page(answer))


def test_too_many_rows_are_for_the_command__error(lived, app, instance, monkeypatch):
    monkeypatch.setattr(away, "MOST_ROWS", FAMILIES - 1)
    client = enter_as(app.test_client(), instance.store, "bo", COORDINATOR)
    client.post("/staff/campaigns/demo/reason", data={"reason": "Un mémoire"})
    answer = client.get(f"{HERE}/families.csv")
    assert answer.status_code == 409
    assert "diagnosis export demo --rows" in text(check_page(answer))
