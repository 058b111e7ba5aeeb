"""The second step of entering: owed by administrators, offered to others."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyotp import TOTP

from diagnosis.accounts import ADMINISTRATOR, FAILURES, add_user, grants_of
from diagnosis.instance import Instance
from tests.entering import PASSWORD, log_in, secret_shown, set_up
from tests.pages import check_page

STEP = "/staff/second-step"


@pytest.fixture
def entering(client: FlaskClient, instance: Instance) -> FlaskClient:
    """An administrator whose password was right."""
    add_user(instance.store, "zohra", PASSWORD, grants_of(ADMINISTRATOR))
    assert log_in(client, "zohra").headers["Location"] == STEP
    return client


def later(instance: Instance, monkeypatch: pytest.MonkeyPatch, **ago: int) -> None:
    """Let some time go by."""
    now = instance.now() + timedelta(**ago)
    monkeypatch.setattr(instance, "now", lambda: now)


def test_an_administrator_without_it_sees_nothing_but_how_to_set_it_up(
    entering: FlaskClient,
) -> None:
    for path in ("/staff/", "/staff/team", "/staff/account", "/planning/x/report.json"):
        if path.startswith("/staff"):
            assert entering.get(path).headers["Location"].startswith(STEP)
    page = entering.get(STEP)
    check_page(page)
    assert "<svg" in page.text
    assert secret_shown(entering) == secret_shown(entering), "a page read again keeps its key"
    wrong = entering.post(f"{STEP}/first", data={"code": "000000"})
    assert wrong.status_code == 422
    check_page(wrong)
    recovery = set_up(entering)
    check_page(recovery)
    assert len(re.findall(r"<code>[a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4}</code>", recovery.text)) == 10
    assert entering.get("/staff/team").status_code == 200
    assert entering.post(f"{STEP}/first", data={"code": "000000"}).status_code == 302


def test_the_code_is_asked_at_each_entrance(
    app: Flask, entering: FlaskClient, instance: Instance, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = secret_shown(entering)
    set_up(entering)
    later(instance, monkeypatch, minutes=5)
    other = app.test_client()
    assert log_in(other, "zohra").headers["Location"] == STEP
    check_page(other.get(STEP))
    assert other.get("/staff/team").status_code == 302
    refused = other.post(STEP, data={"code": "000000"})
    assert refused.status_code == 422
    check_page(refused)
    code = TOTP(secret).at(instance.now())
    assert other.post(f"{STEP}?next=/staff/team", data={"code": code}).location == "/staff/team"
    assert other.get("/staff/team").status_code == 200
    third = app.test_client()
    log_in(third, "zohra")
    assert third.post(STEP, data={"code": code}).status_code == 422, "a code serves once"


def test_codes_are_slowed_and_not_for_a_known_device(
    app: Flask, entering: FlaskClient, instance: Instance
) -> None:
    found = set_up(entering)
    recovery = re.findall(r"<code>([a-z0-9-]{14})</code>", found.text)
    thief = app.test_client()
    log_in(thief, "zohra")
    for _ in range(FAILURES):
        thief.post(STEP, data={"code": "000000"})
    slowed = thief.post(STEP, data={"code": recovery[0]})
    assert slowed.status_code == 429
    check_page(slowed)
    entering.post("/staff/logout")
    log_in(entering, "zohra")
    assert entering.post(STEP, data={"code": recovery[0]}).status_code == 302


def test_a_half_open_visit_ends_by_itself(
    entering: FlaskClient, instance: Instance, monkeypatch: pytest.MonkeyPatch
) -> None:
    later(instance, monkeypatch, minutes=16)
    assert "/staff/login" in entering.get(STEP).headers["Location"]


def test_the_second_factor_is_offered_to_every_member(member: FlaskClient) -> None:
    account = member.get("/staff/account")
    check_page(account)
    assert STEP in account.text
    assert set_up(member).status_code == 200
    assert "codes de secours" in member.get("/staff/account").text
    member.post("/staff/logout")
    assert log_in(member, "amina").headers["Location"] == STEP


def test_it_is_set_up_anew_by_whoever_has_entered(entering: FlaskClient) -> None:
    first = secret_shown(entering)
    set_up(entering)
    assert entering.post("/staff/account/factor/remove").status_code == 422
    sent = {"sure": "y"}
    assert entering.post("/staff/account/factor/remove", data=sent).status_code == 302
    assert secret_shown(entering) != first


def test_an_instance_for_a_look_may_waive_it(client: FlaskClient, instance: Instance) -> None:
    instance.second_factor = False
    add_user(instance.store, "zohra", PASSWORD, grants_of(ADMINISTRATOR))
    assert log_in(client, "zohra").headers["Location"] == "/staff/"
    assert client.get("/staff/team").status_code == 200
