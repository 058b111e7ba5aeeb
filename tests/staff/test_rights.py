"""Rights: each route declares one, roles are held to it, pages offer what one may do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from diagnosis.accounts import ADMINISTRATOR, ROLES, Right, add_user, begin_visit, grants_of
from diagnosis.instance import Instance
from diagnosis.model import Campaign, Session, Workshop
from diagnosis.staff.guard import OPEN
from diagnosis.web import needed
from tests.conftest import add_campaign
from tests.entering import PASSWORD, enter_as
from tests.pages import check_page
from tests.staff.test_guard import WITHOUT_PREFIX, address

OWN = {  # what every member may do, whatever their role
    "staff.index",
    "staff.logout",
    "staff.account",
    "staff.change_password",
    "staff.remove_factor",
    "staff.leave_everywhere",
    "staff.second_step",
    "staff.check_code",
    "staff.first_code",
}
REASON = {"staff.texts", "staff.add_code", "staff.remove_code", "staff.text", "staff.decide"}
REASON |= {"staff.next_text", "staff.floods", "staff.flood", "staff.decide_flood"}
REASON |= {"staff.spoken", "staff.listen", "staff.transcribe"}
REASON |= {"planners.take_rows"}


def closed(app: Flask) -> Iterator[str]:
    """Endpoints behind the doors."""
    for rule in app.url_map.iter_rules():
        if WITHOUT_PREFIX.match(rule.rule) and rule.endpoint not in OPEN:
            yield rule.endpoint


def test_every_route_behind_the_doors_declares_its_right(app: Flask) -> None:
    with app.app_context():
        undeclared = {endpoint for endpoint in closed(app) if needed(endpoint) is None}
        assert undeclared == set()
        free = {e for e in closed(app) if (asked := needed(e)) and asked.right is None}
        assert free == OWN
        gated = {e for e in closed(app) if (asked := needed(e)) and asked.reason}
        assert gated == REASON


def test_a_route_that_forgot_its_right_stays_closed(app: Flask, instance: Instance) -> None:
    app.add_url_rule("/staff/forgotten", view_func=lambda: "open")
    assert (
        enter_as(app.test_client(), instance.store, "amina").get("/staff/forgotten").status_code
        == 403
    )


@pytest.mark.parametrize("role", ROLES)
def test_a_role_opens_what_the_table_says_and_nothing_else(
    app: Flask, instance: Instance, campaign: Campaign, role: str
) -> None:
    instance.open_planning = False
    add_user(instance.store, "amina", PASSWORD, grants_of(role))
    client = app.test_client()
    for rule in app.url_map.iter_rules():
        if not WITHOUT_PREFIX.match(rule.rule) or rule.endpoint in OPEN | OWN:
            continue
        with app.app_context():
            asked = needed(rule.endpoint)
        assert asked
        for method in (rule.methods or set()) & {"GET", "POST"}:
            with client.session_transaction() as session:
                session["visit"] = begin_visit(instance.store, "amina", instance.now())
            status = client.open(address(rule), method=method).status_code
            assert (status == 403) == (asked.right not in ROLES[role]), (rule.rule, method)


@pytest.fixture
def two(instance: Instance, campaign: Campaign) -> None:
    """Another campaign beside the first, each with a session and a workshop."""
    add_campaign(instance, "lilas", title="Les Lilas")
    for code, name in (("KWRT", "stains"), ("BCDF", "lilas")):
        instance.store.add_session(Session(code, name, ("massage",)))
        instance.store.add_workshop(Workshop(0, name, "massage", instance.today(), "cabane", "fr"))


def test_a_role_limited_to_a_campaign_sees_no_other(
    app: Flask, instance: Instance, two: None
) -> None:
    instance.open_planning = False
    client = enter_as(app.test_client(), instance.store, "amina", "coordinator", "lilas")
    home = client.get("/staff/")
    check_page(home)
    assert "Les Lilas" in home.text
    assert "/staff/campaigns/stains" not in home.text
    assert "/staff/campaigns/new" not in home.text
    assert "/planning/stains" not in client.get("/planning/").text
    for path, other in (
        ("/staff/campaigns/lilas", "/staff/campaigns/stains"),
        ("/staff/sessions/bcdf", "/staff/sessions/kwrt"),
        ("/staff/workshops/2", "/staff/workshops/1"),
        ("/planning/lilas", "/planning/stains"),
    ):
        assert client.get(path).status_code == 200, path
        assert client.get(other).status_code == 403, other
    for path in ("/staff/campaigns/new", "/staff/sessions/none", "/staff/workshops/99"):
        assert client.get(path).status_code == 403, path


def test_a_refusal_says_why_and_whom_to_ask(app: Flask, instance: Instance) -> None:
    add_user(instance.store, "zohra", PASSWORD, grants_of(ADMINISTRATOR))
    client = enter_as(app.test_client(), instance.store, "paul", "facilitator")
    page = client.get("/staff/team")
    assert page.status_code == 403
    check_page(page)
    assert "Votre rôle (animation) n’ouvre pas cette page" in page.text
    assert "zohra" in page.text
    asked = client.get("/staff/team", headers={"Accept": "application/json"})
    assert asked.status_code == 403
    assert asked.json
    assert "animation" in asked.json["message"]


@pytest.mark.parametrize("role", ROLES)
def test_pages_offer_only_what_opens(
    app: Flask, instance: Instance, campaign: Campaign, role: str
) -> None:
    instance.second_factor = False
    client = enter_as(app.test_client(), instance.store, "amina", role)
    instance.open_planning = False
    instance.store.add_session(Session("KWRT", campaign.name, ("massage",)))
    starts = {
        Right.FOLLOW_CAMPAIGNS: f"/staff/campaigns/{campaign.name}",
        Right.READ_DIAGNOSIS: f"/planning/{campaign.name}",
    }
    waiting = ["/staff/", *(path for right, path in starts.items() if right in ROLES[role])]
    seen = set[str]()
    while waiting:
        page = waiting.pop()
        seen.add(page)
        shown = client.get(page, follow_redirects=True)
        assert shown.status_code == 200, page
        if shown.mimetype != "text/html":
            continue
        found = re.findall(r'href="(/(?:staff|planning)[^"#]*)"', shown.text)
        links = {link for link in map(unescape, found) if "lang=" not in link}
        waiting += [link for link in links - seen - set(waiting) if "/staff/voices/" not in link]
    assert len(seen) > 4


def test_a_planner_arrives_at_the_diagnosis(app: Flask, instance: Instance) -> None:
    client = enter_as(app.test_client(), instance.store, "paul", "planner")
    assert client.get("/staff/").headers["Location"] == "/planning/"


def test_raw_answers_ask_why_once_a_visit_and_campaign(
    member: FlaskClient, instance: Instance, two: None
) -> None:
    asked = member.get("/staff/campaigns/stains/texts")
    assert asked.status_code == 302
    reason = asked.headers["Location"]
    assert reason == "/staff/campaigns/stains/reason?next=/staff/campaigns/stains/texts"
    check_page(member.get(reason))
    short = member.post(reason, data={"reason": "voir"})
    assert short.status_code == 422
    check_page(short)
    given = member.post(reason, data={"reason": "Coder les textes avant la réunion"})
    assert given.headers["Location"] == "/staff/campaigns/stains/texts"
    for path in ("texts", "voices"):
        assert member.get(f"/staff/campaigns/stains/{path}").status_code == 200
    assert member.get("/staff/campaigns/lilas/texts").status_code == 302
    [line] = [line for line in instance.store.entries() if line.what == "raw answers read"]
    assert (line.who, line.about) == ("amina", "stains")
    assert line.detail == "Coder les textes avant la réunion"
    member.post("/staff/logout")
    member.post("/staff/login", data={"name": "amina", "password": PASSWORD})
    assert member.get("/staff/campaigns/stains/texts").status_code == 302
