"""An administrator on a phone: sets the second factor up, then looks after the team."""

from __future__ import annotations

import re

import pytest
from pyotp import TOTP

from diagnosis.accounts import ADMINISTRATOR, add_user, grants_of
from tests.browser.answering import post
from tests.browser.conftest import PASSWORD
from tests.browser.test_accessibility import violations

PAGES = ("team", "team/member?member=amina", "account", "journal", "campaigns/stains/reason")


@pytest.fixture
def zohra(server):
    """The name of an administrator who has no second factor yet."""
    instance = server.open()
    if instance.store.user("zohra") is None:
        add_user(instance.store, "zohra", PASSWORD, grants_of(ADMINISTRATOR))
    instance.store.close()
    return "zohra"


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_from_the_first_code_to_the_journal(phone, server, zohra):
    page = phone()
    page.goto(f"{server.address}/staff/login?next=/staff/team")
    page.fill("#name", zohra)
    page.fill("#password", PASSWORD)
    post(page, "main button")
    page.wait_for_url("**/staff/second-step**")
    assert violations(page) == []
    assert fits(page)
    assert page.locator(".qr svg").bounding_box()["width"] > 100
    secret = page.locator("main code").inner_text().replace(" ", "")
    page.fill("#code", TOTP(secret).now())
    post(page, "main button")
    codes = page.locator("main code").all_inner_texts()
    assert len(codes) == 10
    assert all(re.fullmatch(r"\w{4}-\w{4}-\w{4}", code) for code in codes)
    assert violations(page) == []
    page.click("main .actions a")
    page.wait_for_url("**/staff/team")
    for name in PAGES:
        page.goto(f"{server.address}/staff/{name}")
        page.evaluate(
            "document.querySelectorAll('details').forEach((fold) => { fold.open = true; })"
        )
        assert violations(page) == [], name
        assert fits(page), name
    page.goto(f"{server.address}/staff/")
    page.click(".menu summary")
    post(page, ".account button")
    page.fill("#name", zohra)
    page.fill("#password", PASSWORD)
    post(page, "main button")
    assert violations(page) == []
    page.fill("#code", codes[0])
    post(page, "main button")
    page.wait_for_url("**/staff/")
