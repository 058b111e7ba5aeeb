"""The team's home and its menu: one line on a phone, by finger or key, without script."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import enter
from tests.browser.test_accessibility import violations

PLACES = ("/staff/", "/staff/campaigns/stains", "/staff/campaigns/stains/sessions")
LINE = 70  # CSS pixels that a header of one line of touch targets takes at most


def test_the_menu_is_one_line_and_opens_by_a_key_without_script(server, phone):
    page = phone(javascript=False)
    enter(page, server)
    for language in ("fr", "en"):
        for place in PLACES:
            page.goto(f"{server.address}{place}?lang={language}")
            assert page.locator(".masthead").bounding_box()["height"] <= LINE, (place, language)
            assert page.get_by_role("button", name="Se déconnecter").count() == 0
    page.goto(f"{server.address}/staff/campaigns/stains/sessions?lang=fr")
    expect(page.locator(".menu summary")).to_contain_text("Décider ensemble")
    page.locator(".menu summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Recueillir")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/staff/campaigns/stains")
    page.locator(".brand").click()
    page.wait_for_url("**/staff/")
    expect(page.locator("h1")).to_have_text("Cette semaine")


@pytest.mark.parametrize("width", [360, 1280])
def test_the_home_is_accessible_and_wide_screens_show_the_whole_menu(server, phone, width):
    page = phone(width=width)
    enter(page, server)
    page.goto(f"{server.address}/staff/campaigns/stains")
    assert page.get_by_role("link", name="Restituer").is_visible() == (width > 1000)
    assert page.locator(".account button").is_visible() == (width > 1000)
    for place in PLACES[:2]:
        page.goto(server.address + place)
        page.evaluate("document.querySelectorAll('main details').forEach((one) => one.open = true)")
        assert violations(page) == []
