"""What a hostile form does to the pages of accounts: a clear answer, never an error of ours."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from diagnosis.instance import Instance
from diagnosis.staff.forms import CONTROL
from tests.conftest import add_campaign
from tests.pages import check_page

HOSTILE = (
    *("", "\0", "\x1b[2J", "\u202eabc", "'; DROP TABLE users --", "<script>", "%s%(x)s"),
    *("9" * 5000, "é" * 300, "../../x", "\r\nSet-Cookie: a=b", b"\xed\xa0\x80", b"\xff\xfe"),
)
FORMS = {
    "/staff/login": ("name", "password"),
    "/staff/invitation/x": ("name", "password"),
    "/staff/second-step": ("code",),
    "/staff/second-step/first": ("code",),
    "/staff/account/password": ("current", "password"),
    "/staff/account/factor/remove": ("sure",),
    "/staff/team/invitations": ("role", "campaigns"),
    "/staff/team/invitations/x/remove": ("token_hash",),
    "/staff/team/member/role?member=amina": ("role", "campaigns"),
    "/staff/team/member/role": ("member",),
    "/staff/team/member/reset": ("member",),
    "/staff/team/member/remove": ("member", "sure"),
    "/staff/campaigns/stains/reason": ("reason", "next"),
}


@pytest.mark.parametrize("path", FORMS)
def test_a_hostile_form_gets_a_clear_answer(
    zohra: FlaskClient, member: FlaskClient, instance: Instance, path: str
) -> None:
    add_campaign(instance)
    before = instance.store.users()
    for value in HOSTILE:
        sent = dict.fromkeys(FORMS[path], value)
        answer = zohra.post(path, data=sent, content_type="application/x-www-form-urlencoded")
        assert answer.status_code in (200, 302, 400, 404, 410, 422, 429), (path, value)
        if answer.status_code == 422 and not (isinstance(value, str) and CONTROL.search(value)):
            check_page(answer)
    kept = {user.name for user in instance.store.users()}
    assert kept == {user.name for user in before}


def test_a_hostile_token_or_cookie_opens_nothing(client: FlaskClient) -> None:
    for value in ("x", "é", "\0", "x" * 5000):
        assert client.get(f"/staff/invitation/{value}").status_code in (404, 410)
        with client.session_transaction() as session:
            session["visit"] = value
        assert client.get("/staff/").status_code == 302
