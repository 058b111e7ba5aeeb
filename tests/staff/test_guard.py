"""The doors: closed unless named, no cookie for families, no form from another site."""

from __future__ import annotations

import re
import uuid

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from diagnosis.instance import Instance
from diagnosis.model import Campaign, Session
from diagnosis.staff.guard import safe_next
from tests.entering import PASSWORD
from tests.sessions.test_votes import ballot_in
from tests.staff.conftest import NAME

PUBLIC = {
    "static",
    "_health",
    # Closed by a key of their own (tests/api); the description says no number.
    "api.campaigns",
    "api.needs",
    "api.answers",
    "api.sectors",
    "api.themes",
    "api.programme",
    "api.method",
    "openapi_openapi",
    "families.home",
    "families.privacy",
    "families.accessibility",
    "families.questionnaire",
    "families.respond",
    "families.thanks",
    "families.withdraw",
    "families.after",
    "families.open_after",
    "families.given_preview",
    "families.news",
    "families.erase",
    "families.words",
    "families.pictures",
    "families.campaign_pictures",
    "families.kiosk",
    "families.service_worker",
    "families.family_script",
    "families.kiosk_manifest",
    "families.prepare_kiosk",
    "families.kiosk_contact",
    "families.results",
    "families.button_words",
    "families.voice",
    "families.machine_voice",
    "families.sounds",
    # Secret addresses of one device each.
    "openrosa.forms",
    "openrosa.form",
    "openrosa.manifest",
    "openrosa.media",
    "openrosa.may_send",
    "openrosa.receive",
    "sessions.type_code",
    "sessions.ballot",
    "sessions.now",
    "sessions.vote",
    "sessions.keep_read_cards",
    "sessions.session_script",
    "workshops.workshop_script",
    # Secret addresses of one workshop, and of the calendar of one campaign.
    "workshops.day",
    "workshops.day_worker",
    "workshops.keep_tally",
    "workshops.faces",
    "workshops.shared_faces",
    "workshops.keep_face",
    "workshops.keep_shared_face",
    "workshops.kiosk_faces",
    "workshops.keep_kiosk_face",
    "workshops.kiosk_workshops",
    "workshops.feed",
    "staff.login",
    "staff.enter",
    "staff.invitation",
    "staff.accept",
    "staff.take",
    "staff.begin_take",
    "staff.save_take",
    "staff.close_take",
}
WITHOUT_PREFIX = re.compile(r"^/(staff|planning)(/|$)")


def address(rule: Rule) -> str:
    """Fill in a rule: 1 for a number, the first of a list, x for any other name."""
    path = re.sub(r"<int:\w+>", "1", rule.rule)
    path = re.sub(r"<any\((\w+)[^)]*\):\w+>", r"\1", path)
    return re.sub(r"<[^>]+>", "x", path)


def test_every_route_is_public_by_name_or_closed(closed_app: Flask) -> None:
    client = closed_app.test_client()
    for rule in closed_app.url_map.iter_rules():
        if not WITHOUT_PREFIX.match(rule.rule):
            continue
        if rule.endpoint in PUBLIC:
            continue
        for method in (rule.methods or set()) & {"GET", "POST"}:
            response = client.open(address(rule), method=method)
            assert response.status_code == 302, (rule.rule, method)
            assert "/staff/login" in response.headers["Location"]
            asked = client.open(
                address(rule), method=method, headers={"Accept": "application/json"}
            )
            assert asked.status_code == 401, (rule.rule, method)


def test_no_route_outside_is_unlisted(closed_app: Flask) -> None:
    outside = {
        rule.endpoint
        for rule in closed_app.url_map.iter_rules()
        if not WITHOUT_PREFIX.match(rule.rule)
    }
    assert outside - PUBLIC == set()


@pytest.mark.parametrize("path", ["/staff", "/staff/nowhere", "/planning", "/planning/nowhere"])
def test_an_unknown_address_inside_is_closed_too(closed_app: Flask, path: str) -> None:
    assert closed_app.test_client().get(path).status_code in (302, 308)


def test_planning_opens_when_the_instance_says_so(
    closed_app: Flask, instance: Instance, campaign: Campaign
) -> None:
    client = closed_app.test_client()
    assert client.get(f"/planning/{campaign.name}").status_code == 302
    instance.open_planning = True
    open_page = client.get(f"/planning/{campaign.name}")
    assert open_page.status_code == 200
    assert "Set-Cookie" not in open_page.headers
    assert client.get("/staff/").status_code == 302


def test_family_pages_never_set_a_cookie(
    closed_app: Flask, instance: Instance, campaign: Campaign
) -> None:
    instance.store.add_session(Session("KWRT", campaign.name, ("cafe_parents", "massage")))
    client = closed_app.test_client()
    ballot = ballot_in(client.get("/vote/KWRT").text)
    body = {"ballot": ballot, "language": "fr", "themes": "cafe_parents"}
    answers = {"id": str(uuid.uuid4()), "language": "fr", "A1": "maman"}
    for response in (
        client.get("/"),
        client.get(f"/q/{campaign.name}?lang=ar"),
        client.get(f"/kiosk/{campaign.name}"),
        client.get("/privacy"),
        client.get("/vote"),
        client.get("/vote/KWRT"),
        client.post("/vote/KWRT", data=body),
        client.post(f"/q/{campaign.name}/responses", data=answers),
        client.get(f"/q/{campaign.name}/withdraw"),
        client.post(f"/q/{campaign.name}/withdraw", data={"code": "chat"}),
        client.get(f"/q/{campaign.name}/after"),
        client.get(f"/words/ar/news/{campaign.name}.json"),
        client.get("/words/ar.json"),
        client.get("/nowhere"),
    ):
        assert response.status_code in (200, 201, 404), response.request.path
        assert "Set-Cookie" not in response.headers, response.request.path
        assert "Cookie" not in response.headers.get("Vary", ""), response.request.path


def test_a_form_of_the_team_needs_its_token(closed_app: Flask, instance: Instance) -> None:
    client = closed_app.test_client()
    sent = {"name": NAME, "password": PASSWORD}
    refused = client.post("/staff/login", data=sent)
    assert refused.status_code == 400
    assert "rechargez" in refused.text
    found = re.search(
        r'name="csrf_token" type="hidden" value="([^"]+)"', client.get("/staff/login").text
    )
    assert found
    # Over https too: our pages send no referrer.
    token = {"csrf_token": found[1]}
    assert client.post("/staff/login", data={**sent, **token}).status_code == 422
    secure = client.post("/staff/login", data={**sent, **token}, base_url="https://localhost")
    assert secure.status_code in (400, 422)
    assert "referrer" not in secure.text.lower()


@pytest.mark.parametrize(
    "elsewhere",
    [
        None,
        "",
        "https://elsewhere.example/staff/",
        "//elsewhere.example/staff/",
        "/\\elsewhere.example/staff/",
        "\\\\elsewhere.example/staff/",
        "/q/stains",
        "staff/",
    ],
)
def test_entering_never_leads_elsewhere(elsewhere: str | None) -> None:
    assert safe_next(elsewhere) == "/staff/"


def test_entering_leads_back(client: FlaskClient, member: FlaskClient) -> None:
    data = {"name": NAME, "password": PASSWORD}
    response = client.post("/staff/login?next=/staff/campaigns/new", data=data)
    assert response.headers["Location"] == "/staff/campaigns/new"
