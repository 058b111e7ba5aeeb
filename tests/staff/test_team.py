"""The page of the team: invitations, roles, resets, removals."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from diagnosis.accounts import ADMINISTRATOR, grants_of
from diagnosis.instance import Instance
from diagnosis.model import Campaign
from diagnosis.storage import Grant
from tests.entering import PASSWORD, enter_as, log_in
from tests.pages import check_page

PAUL = {"member": "paul"}


def shown_address(response: TestResponse) -> str:
    found = re.search(r"<code>http://localhost(/staff/invitation/[^<]+)</code>", response.text)
    assert found
    return found[1]


@pytest.fixture
def paul(app: Flask, instance: Instance) -> FlaskClient:
    """The browser of a facilitator."""
    return enter_as(app.test_client(), instance.store, "paul", "facilitator")


def test_the_page_lists_members_and_invitations(
    zohra: FlaskClient, paul: FlaskClient, campaign: Campaign
) -> None:
    zohra.post("/staff/team/invitations", data={"role": "planner", "campaigns": ["stains"]})
    page = zohra.get("/staff/team")
    check_page(page)
    assert "pilotage, pour stains" in page.text
    for words in ("zohra", "paul", "animation", "administration", "jusqu’au"):
        assert words in page.text


def test_somebody_invited_has_the_role_of_the_invitation(
    app: Flask, zohra: FlaskClient, instance: Instance, campaign: Campaign
) -> None:
    sent = {"role": "planner", "campaigns": ["stains"]}
    made = zohra.post("/staff/team/invitations", data=sent)
    check_page(made)
    joined = app.test_client().post(shown_address(made), data={"name": "luc", "password": PASSWORD})
    assert joined.status_code == 302
    luc = instance.store.user("luc")
    assert luc
    assert luc.grants == (Grant("planner", "campaign:stains"),)


def test_an_invitation_taken_back_opens_nothing(app: Flask, zohra: FlaskClient) -> None:
    made = shown_address(zohra.post("/staff/team/invitations", data={"role": "planner"}))
    back = re.search(
        r'action="(/staff/team/invitations/\w+/remove)"', zohra.get("/staff/team").text
    )
    assert back
    assert zohra.post(back[1]).status_code == 302
    assert "n’attend" in zohra.get("/staff/team").text
    assert app.test_client().get(made).status_code == 410


def test_an_administrator_everywhere_or_nowhere(zohra: FlaskClient, campaign: Campaign) -> None:
    sent = {"role": ADMINISTRATOR, "campaigns": ["stains"]}
    refused = zohra.post("/staff/team/invitations", data=sent)
    assert refused.status_code == 422
    check_page(refused)
    assert "ne se limite pas" in refused.text
    assert zohra.post("/staff/team/invitations", data={"role": "queen"}).status_code == 422


def test_a_member_gets_another_role_at_once(
    zohra: FlaskClient, paul: FlaskClient, campaign: Campaign
) -> None:
    check_page(zohra.get("/staff/team/member?member=paul"))
    assert paul.get("/staff/campaigns/stains/sessions").status_code == 200
    given = zohra.post("/staff/team/member/role?member=paul", data={"role": "translator"})
    assert given.status_code == 302
    assert paul.get("/staff/campaigns/stains/sessions").status_code == 403


def test_the_last_administrator_keeps_the_role(zohra: FlaskClient) -> None:
    for path, sent in (("role", {"role": "planner"}), ("remove", {"sure": "y"})):
        refused = zohra.post(f"/staff/team/member/{path}?member=zohra", data=sent)
        assert refused.status_code == 422
        check_page(refused)
        assert "dernière personne qui administre" in refused.text


def test_a_removal_is_confirmed_then_closes_all(zohra: FlaskClient, paul: FlaskClient) -> None:
    unsure = zohra.post("/staff/team/member/remove", data=PAUL)
    assert unsure.status_code == 422
    check_page(unsure)
    assert paul.get("/staff/").status_code == 200
    assert zohra.post("/staff/team/member/remove", data={**PAUL, "sure": "y"}).status_code == 302
    assert paul.get("/staff/").status_code == 302
    assert log_in(paul, "paul").status_code == 422
    assert zohra.get("/staff/team/member?member=paul").status_code == 404


def test_another_password_is_chosen_by_the_member_alone(
    zohra: FlaskClient, paul: FlaskClient, instance: Instance
) -> None:
    before = instance.store.user("paul")
    made = zohra.post("/staff/team/member/reset", data=PAUL)
    check_page(made)
    assert "Nouveau mot de passe pour paul" in made.text
    assert instance.store.user("paul") == before
    new = "cinq mots pris au hasard"
    assert paul.post(shown_address(made), data={"password": new}).status_code == 302
    paul.post("/staff/logout")
    assert log_in(paul, "paul", new).status_code == 302


def test_what_happens_in_the_team_is_written_down(
    zohra: FlaskClient, paul: FlaskClient, instance: Instance
) -> None:
    zohra.post("/staff/team/invitations", data={"role": "planner"})
    zohra.post("/staff/team/member/role?member=paul", data={"role": "translator"})
    zohra.post("/staff/team/member/reset", data=PAUL)
    zohra.post("/staff/team/member/remove", data={**PAUL, "sure": "y"})
    written = [(e.who, e.what, e.about, e.detail) for e in instance.store.entries()]
    assert [line for line in written if line[0] == "zohra"][-4:] == [
        ("zohra", "invited", "", "planner *"),
        ("zohra", "role given", "paul", "translator *"),
        ("zohra", "password reset asked", "paul", ""),
        ("zohra", "member removed", "paul", ""),
    ]


def test_two_administrators_may_part(zohra: FlaskClient, instance: Instance) -> None:
    zohra.post("/staff/team/invitations", data={"role": ADMINISTRATOR})
    [invited] = instance.store.invitations()
    assert invited.grants == grants_of(ADMINISTRATOR)
