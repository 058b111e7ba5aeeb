"""The API: told numbers alone, by a key of the site, described by what it answers."""

from __future__ import annotations

from datetime import date

import hypothesis
import pytest
import schemathesis

from analysis.disclosure import BASE, K
from diagnosis import dataset
from diagnosis.accounts import api_keys, make_api_key, remove_api_key
from diagnosis.api import doors
from diagnosis.app import open_instance
from diagnosis.config import Settings
from tests.conftest import add_campaign, application_of

FAMILIES = 143
DAY = date(2026, 11, 30)
SECTIONS = ("needs", "answers", "sectors", "themes", "programme", "method")

PATHS = ("/api/v1/campaigns", *(f"/api/v1/campaigns/{{campaign}}/{name}" for name in SECTIONS))


@pytest.fixture(scope="module")
def lived(tmp_path_factory):
    settings = Settings(data=tmp_path_factory.mktemp("api"))
    instance = open_instance(settings)
    campaign = add_campaign(instance, "demo", fictitious=True)
    dataset.simulate(instance, campaign, FAMILIES, seed=3)
    add_campaign(instance, "ten", title="Dix familles", fictitious=True)
    dataset.simulate(instance, instance.store.campaign("ten"), K - 1, seed=1)
    other = next(site.name for site in instance.library.sites if site.name != "stains")
    add_campaign(instance, "elsewhere", site=other)
    yield instance, application_of(settings, instance)
    instance.store.close()


@pytest.fixture
def ask(lived):
    """Ask with a key of Stains."""
    instance, app = lived
    secret, made = make_api_key(instance.store, "stains", "tableau de bord", DAY)
    client = app.test_client()

    def fetch(address: str, **headers: str):
        given = {"Authorization": f"Bearer {secret}", **headers}
        return client.get(f"/api/v1{address}", headers=given)

    yield fetch
    remove_api_key(instance.store, made.id)


def cells(found) -> list[dict]:
    """Every told cell in an answer."""
    if isinstance(found, list):
        return [cell for one in found for cell in cells(one)]
    if not isinstance(found, dict):
        return []
    return [found] if "words" in found else [cell for one in found.values() for cell in cells(one)]


def test_campaigns_are_those_of_the_keys_site__ok(ask):
    found = ask("/campaigns").json["campaigns"]
    assert {one["name"] for one in found} == {"demo", "ten"}
    assert ask("/campaigns/elsewhere/needs").status_code == 404


def test_numbers_are_those_of_the_report_and_told__ok(ask, lived):
    instance = lived[0]
    report = dataset.state_of(instance, instance.store.campaign("demo")).records
    told = ask("/campaigns/demo/needs").json
    assert told["state"]["families"] == FAMILIES
    assert [need["name"] for need in told["needs"]] == [n.name for n in report.needs.domains]
    first, cell = told["needs"][0]["families"], report.needs.domains[0].cell
    assert (first["n"], first["N"], first["share"]) == (cell.n, cell.N, cell.share)
    assert first["low"] <= first["share"] <= first["high"]
    all_cells = [c for section in SECTIONS for c in cells(ask(f"/campaigns/demo/{section}").json)]
    assert len(all_cells) > 200
    assert not [c for c in all_cells if c["n"] % BASE or (c["N"] % BASE and c["N"] != FAMILIES)]
    assert not [c for c in all_cells if not c["n"] and c["share"] is not None]


@pytest.mark.parametrize("section", SECTIONS)
def test_a_group_of_ten_tells_no_number__ok(ask, section):
    told = ask(f"/campaigns/ten/{section}").json
    assert told["state"] is None
    assert told["message"]
    assert cells(told) == []


@pytest.mark.parametrize("given", ["", "Bearer ", "Bearer x", "Basic eDp5", "bearer é"])
def test_without_a_key_nothing_is_told__error(lived, given):
    answer = lived[1].test_client().get("/api/v1/campaigns", headers={"Authorization": given})
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert answer.json["error"] == "unknown_key"


def test_a_key_that_is_taken_back_opens_nothing__ok(lived):
    instance, app = lived
    secret, made = make_api_key(instance.store, "stains", "un essai", DAY)
    assert secret not in str(instance.store.get("api-keys"))
    given = {"Authorization": f"Bearer {secret}"}
    assert app.test_client().get("/api/v1/campaigns", headers=given).status_code == 200
    assert remove_api_key(instance.store, made.id) == made
    assert app.test_client().get("/api/v1/campaigns", headers=given).status_code == 401
    assert remove_api_key(instance.store, made.id) is None
    assert made not in api_keys(instance.store)


def test_what_has_not_changed_is_not_sent_again__ok(ask):
    first = ask("/campaigns/demo/needs")
    assert first.headers["Cache-Control"] == "private, no-cache"
    again = ask("/campaigns/demo/needs", **{"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert ask("/campaigns/demo/themes").headers["ETag"] != first.headers["ETag"]


def test_too_many_requests_wait__error(ask, lived, monkeypatch):
    monkeypatch.setitem(lived[0].memory, "api", doors.Counts(2))
    assert [ask("/campaigns").status_code for _ in range(3)] == [200, 200, 429]
    assert 0 < int(ask("/campaigns").headers["Retry-After"]) <= doors.MINUTE


@pytest.mark.parametrize("address", ["/nowhere", "/campaigns/nowhere/needs", "/campaigns/demo/x"])
def test_an_unknown_address_answers_a_program__error(ask, address):
    answer = ask(address)
    assert answer.status_code == 404
    assert answer.json["error"] == "not_found"


def test_a_store_in_trouble_is_said_to_a_program__error(ask, lived, monkeypatch):
    def gone(*args):
        raise dataset.PendingError("demo")

    monkeypatch.setattr(dataset, "state_of", gone)
    answer = ask("/campaigns/demo/needs")
    assert answer.status_code == 503
    assert answer.json["error"] == "unavailable"
    assert int(answer.headers["Retry-After"]) > 0


def test_the_description_needs_no_key_and_names_every_section__ok(lived):
    described = lived[1].test_client().get("/openapi/v1.json").json
    assert set(described["paths"]) == set(PATHS)
    assert {method for path in described["paths"].values() for method in path} == {"get"}


@pytest.fixture(scope="module")
def described(lived):
    return schemathesis.openapi.from_wsgi("/openapi/v1.json", lived[1])


@pytest.fixture(scope="module")
def key(lived):
    secret, made = make_api_key(lived[0].store, "stains", "schemathesis", DAY)
    lived[0].memory["api"] = doors.Counts(10**9)
    yield {"Authorization": f"Bearer {secret}"}
    remove_api_key(lived[0].store, made.id)
    del lived[0].memory["api"]


@pytest.mark.parametrize("path", PATHS)
def test_schemathesis_finds_nothing(described, key, path):
    @hypothesis.given(case=described[path]["GET"].as_strategy())
    @hypothesis.settings(max_examples=15, derandomize=True)
    def answers_as_it_is_described(case) -> None:
        case.call_and_validate(headers=key)
        # A name drawn is no campaign's: what is told is looked at too.
        for name in ("demo", "ten") if case.path_parameters else ():
            case.path_parameters["campaign"] = name
            case.call_and_validate(headers=key)

    answers_as_it_is_described()
