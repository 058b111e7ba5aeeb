"""Entering, leaving, joining; what a copied cookie and a stranger's tries can do."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from diagnosis.accounts import (
    FAILURES,
    INVITATION_DAYS,
    add_user,
    make_invitation,
    make_reset,
    remove_user,
)
from diagnosis.instance import Instance
from tests.entering import PASSWORD, log_in
from tests.pages import check_page
from tests.staff.conftest import NAME

HOME = "/staff/"


def copied(app: Flask, client: FlaskClient) -> FlaskClient:
    """Another browser that holds a copy of the cookie."""
    cookie, other = client.get_cookie("session"), app.test_client()
    assert cookie
    other.set_cookie("session", cookie.value)
    return other


def test_a_member_enters_and_leaves(member: FlaskClient) -> None:
    page = member.get(HOME)
    check_page(page)
    assert NAME in page.text
    cookie = member.get_cookie("session")
    assert cookie is not None
    assert cookie.http_only
    assert cookie.same_site == "Strict"
    assert cookie.expires is None
    assert member.post("/staff/logout").status_code == 302
    assert member.get(HOME).status_code == 302


def test_a_copied_cookie_is_dead_once_its_owner_left(app: Flask, member: FlaskClient) -> None:
    thief = copied(app, member)
    assert thief.get(HOME).status_code == 200
    member.post("/staff/logout")
    assert thief.get(HOME).status_code == 302


def test_leaving_everywhere_ends_all_visits(app: Flask, member: FlaskClient) -> None:
    phone = app.test_client()
    log_in(phone, NAME)
    assert phone.get(HOME).status_code == 200
    assert member.post("/staff/account/leave").status_code == 302
    assert {client.get(HOME).status_code for client in (phone, member)} == {302}


def test_a_member_removed_is_out_at_once(member: FlaskClient, instance: Instance) -> None:
    remove_user(instance.store, NAME)
    assert member.get(HOME).status_code == 302


def test_a_visit_ends_after_twelve_hours(
    member: FlaskClient, instance: Instance, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = instance.now()
    monkeypatch.setattr(instance, "now", lambda: now + timedelta(hours=11, minutes=59))
    assert member.get(HOME).status_code == 200
    monkeypatch.setattr(instance, "now", lambda: now + timedelta(hours=12, minutes=1))
    assert member.get(HOME).status_code == 302


def test_a_forged_cookie_opens_nothing(member: FlaskClient) -> None:
    with member.session_transaction() as session:
        session["visit"] = "x" * 32
    assert member.get(HOME).status_code == 302


def test_changing_a_password_closes_the_other_devices(app: Flask, member: FlaskClient) -> None:
    phone, new = app.test_client(), "cinq mots pris au hasard"
    log_in(phone, NAME)
    wrong = member.post("/staff/account/password", data={"current": "?", "password": new})
    assert wrong.status_code == 422
    check_page(wrong)
    assert "pas votre mot de passe actuel" in wrong.text
    sent = {"current": PASSWORD, "password": new}
    assert member.post("/staff/account/password", data=sent).status_code == 302
    check_page(member.get("/staff/account"))
    assert phone.get(HOME).status_code == 302
    assert log_in(phone, NAME).status_code == 422
    assert log_in(phone, NAME, new).status_code == 302


def test_a_wrong_password_is_answered_kindly(member: FlaskClient, client: FlaskClient) -> None:
    client.post("/staff/logout")
    response = log_in(client, NAME, "autre chose")
    assert response.status_code == 422
    check_page(response)
    assert "ne vont pas ensemble" in response.text
    assert "ne vont pas ensemble" in log_in(client, "personne", "autre chose").text


def test_a_blank_form_says_what_to_write(client: FlaskClient) -> None:
    response = client.post("/staff/login", data={})
    assert response.status_code == 422
    assert "Écrivez votre nom." in response.text
    assert "This field" not in response.text


def test_after_five_failures_a_stranger_waits(client: FlaskClient, instance: Instance) -> None:
    add_user(instance.store, NAME, PASSWORD)
    for _ in range(FAILURES):
        assert log_in(client, NAME, "autre chose").status_code == 422
    response = log_in(client, NAME)
    assert response.status_code == 429
    assert int(response.headers["Retry-After"]) > 0
    check_page(response)
    assert "Attendez" in response.text


def test_ten_tries_at_once_pass_five(app: Flask, instance: Instance) -> None:
    add_user(instance.store, NAME, PASSWORD)
    clients = [app.test_client() for _ in range(10)]
    with ThreadPoolExecutor(10) as pool:
        answers = pool.map(lambda client: log_in(client, NAME, "autre chose"), clients)
        found = [answer.status_code for answer in answers]
    # Who finds the line of costly work full is told 503; never are more than five looked at.
    assert set(found) <= {422, 429, 503}
    assert 0 < found.count(422) <= FAILURES


def test_a_reset_opens_where_tries_are_slowed(client: FlaskClient, instance: Instance) -> None:
    add_user(instance.store, NAME, PASSWORD)
    for _ in range(FAILURES + 1):
        log_in(client, NAME, "autre chose")
    path = f"/staff/invitation/{make_reset(instance.store, instance.today(), NAME)}"
    assert client.post(path, data={"password": PASSWORD}).headers["Location"] == HOME
    assert client.get(HOME).status_code == 200


def test_nobody_locks_a_known_device_out(app: Flask, member: FlaskClient) -> None:
    member.post("/staff/logout")
    stranger = app.test_client()
    for _ in range(FAILURES):
        log_in(stranger, NAME, "autre chose")
    assert log_in(stranger, NAME).status_code == 429
    assert log_in(member, NAME).status_code == 302


def test_a_known_device_has_its_own_counter(app: Flask, member: FlaskClient) -> None:
    member.post("/staff/logout")
    for _ in range(FAILURES):
        log_in(member, NAME, "autre chose")
    assert log_in(member, NAME).status_code == 429
    assert log_in(app.test_client(), NAME).status_code == 302


def test_a_device_cookie_that_we_did_not_sign_is_no_known_device(
    app: Flask, member: FlaskClient
) -> None:
    [cookie] = [c for c in member._cookies.values() if c.key.startswith("device-")]  # type: ignore[attr-defined]
    assert cookie.http_only
    assert cookie.path == "/staff"
    forger = app.test_client()
    for at in range(FAILURES + 1):
        forger.set_cookie(cookie.key, f"forged{at}.{'0' * 64}", path="/staff")
        answer = log_in(forger, NAME, "autre chose")
    assert answer.status_code == 429


def test_an_invitation_makes_an_account_once(
    client: FlaskClient, instance: Instance, page: Callable[..., TestResponse]
) -> None:
    path = f"/staff/invitation/{make_invitation(instance.store, instance.today())}"
    page(path)
    short = client.post(path, data={"name": "paul", "password": "court"})
    assert short.status_code == 422
    assert "10 signes" in short.text
    joined = client.post(path, data={"name": "paul", "password": PASSWORD})
    assert joined.status_code == 302
    assert client.get(HOME).status_code == 200
    page(path, 410)
    assert client.post(path, data={"name": "luc", "password": PASSWORD}).status_code == 410
    assert instance.store.user("luc") is None


def test_an_invitation_ends_after_seven_days(
    client: FlaskClient, instance: Instance, page: Callable[..., TestResponse]
) -> None:
    today = instance.today()
    last = make_invitation(instance.store, today - timedelta(INVITATION_DAYS))
    page(f"/staff/invitation/{last}")
    page(f"/staff/invitation/{make_invitation(instance.store, today - timedelta(8))}", 410)


def test_a_taken_name_is_said_at_the_field(member: FlaskClient, instance: Instance) -> None:
    path = f"/staff/invitation/{make_invitation(instance.store, instance.today())}"
    response = member.post(path, data={"name": NAME, "password": PASSWORD})
    assert response.status_code == 422
    check_page(response)
    assert "déjà pris" in response.text


def test_a_reset_gives_another_password_and_closes_all(
    app: Flask, member: FlaskClient, instance: Instance
) -> None:
    path = f"/staff/invitation/{make_reset(instance.store, instance.today(), NAME)}"
    stranger, new = app.test_client(), "cinq mots pris au hasard"
    check_page(stranger.get(path))
    assert stranger.post(path, data={"password": "court"}).status_code == 422
    assert stranger.post(path, data={"password": new}).status_code == 302
    assert member.get(HOME).status_code == 302
    assert stranger.post(path, data={"password": new}).status_code == 410
    assert log_in(member, NAME).status_code == 422
    assert log_in(member, NAME, new).status_code == 302
