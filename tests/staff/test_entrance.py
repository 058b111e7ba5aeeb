"""Entering, leaving, joining."""

from __future__ import annotations

from collections.abc import Callable

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from diagnosis.accounts import FAILURES, make_invitation
from diagnosis.instance import Instance
from tests.pages import check_page
from tests.staff.conftest import NAME, PASSWORD


def test_a_member_enters_and_leaves(member: FlaskClient) -> None:
    page = member.get("/staff/")
    check_page(page)
    assert NAME in page.text
    cookie = member.get_cookie("session")
    assert cookie is not None
    assert cookie.http_only
    assert cookie.expires is None
    assert member.post("/staff/logout").status_code == 302
    assert member.get("/staff/").status_code == 302


def test_a_wrong_password_is_answered_kindly(member: FlaskClient, client: FlaskClient) -> None:
    client.post("/staff/logout")
    response = client.post("/staff/login", data={"name": NAME, "password": "autre chose"})
    assert response.status_code == 422
    check_page(response)
    assert "ne vont pas ensemble" in response.text
    unknown = client.post("/staff/login", data={"name": "personne", "password": "autre chose"})
    assert "ne vont pas ensemble" in unknown.text


def test_a_blank_form_says_what_to_write(client: FlaskClient) -> None:
    response = client.post("/staff/login", data={})
    assert response.status_code == 422
    assert "Écrivez votre nom." in response.text
    assert "This field" not in response.text


def test_after_five_failures_one_waits(client: FlaskClient, member: FlaskClient) -> None:
    client.post("/staff/logout")
    for _ in range(FAILURES):
        client.post("/staff/login", data={"name": NAME, "password": "autre chose"})
    response = client.post("/staff/login", data={"name": NAME, "password": PASSWORD})
    assert response.status_code == 429
    assert int(response.headers["Retry-After"]) > 0
    check_page(response)
    assert "Attendez" in response.text


def test_an_invitation_makes_an_account_once(
    client: FlaskClient, instance: Instance, page: Callable[..., TestResponse]
) -> None:
    path = f"/staff/invitation/{make_invitation(instance.store)}"
    page(path)
    short = client.post(path, data={"name": "paul", "password": "court"})
    assert short.status_code == 422
    assert "10 signes" in short.text
    joined = client.post(path, data={"name": "paul", "password": PASSWORD})
    assert joined.status_code == 302
    assert client.get("/staff/").status_code == 200
    page(path, 410)
    assert client.post(path, data={"name": "luc", "password": PASSWORD}).status_code == 410
    assert instance.store.user("luc") is None


def test_a_taken_name_is_said_at_the_field(member: FlaskClient, instance: Instance) -> None:
    path = f"/staff/invitation/{make_invitation(instance.store)}"
    response = member.post(path, data={"name": NAME, "password": PASSWORD})
    assert response.status_code == 422
    check_page(response)
    assert "déjà pris" in response.text


def test_a_member_invites(member: FlaskClient) -> None:
    response = member.post("/staff/invitations")
    check_page(response)
    path = response.text.split("<code>")[1].split("</code>")[0].removeprefix("http://localhost")
    check_page(member.get(path))


def test_a_member_removed_is_out(member: FlaskClient, instance: Instance) -> None:
    with member.session_transaction() as session:
        session["_user_id"] = "personne"
    assert member.get("/staff/").status_code == 302
