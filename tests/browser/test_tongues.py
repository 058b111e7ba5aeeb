"""The language is a door: asked first by a code on a wall, changed on every screen."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.answering import SENT, answer, answer_all, here, pass_to, until

CARDS = "all => all.map((one) => one.value)"
TILE = "#languages button[lang={}]"


def begin(page: Page, server, asked: str) -> Page:
    page.goto(f"{server.address}/q/stains?{asked}")
    page.click("#start")
    return page


def change(page: Page, language: str, screen: str) -> None:
    """Touch the bar, then a tile; the same screen comes back in that language."""
    page.click(".tongue")
    assert here(page) == "languages"
    page.click(TILE.format(language))
    page.wait_for_url(f"**lang={language}**")
    page.wait_for_selector(f"#{screen}.here")


@pytest.mark.parametrize("way", ["channel=phone", "channel=street", "channel=phone&assisted=1"])
@pytest.mark.parametrize(("first", "then"), [("fr", "ar"), ("ar", "ta"), ("ta", "snk")])
def test_a_change_at_the_drawn_cards_keeps_them_and_their_order(phone, server, way, first, then):
    page = begin(phone(), server, f"lang={first}&{way}")
    answer(page, "A1", "maman")
    answer(page, "A2", "a1", "m0_5")
    answer(page, "B1", "moral")
    pass_to(page, "E1")
    shown = page.locator("#E1 .card:visible input")
    drawn = shown.evaluate_all(CARDS)
    needs = page.locator("#B1 input").evaluate_all(CARDS)
    shown.nth(1).check()
    length = page.evaluate("history.length")
    change(page, then, "E1")
    assert shown.evaluate_all(CARDS) == drawn
    assert page.locator("#B1 input").evaluate_all(CARDS) == needs
    assert page.locator("#E1 :checked").evaluate_all(CARDS) == [drawn[1]]
    assert page.is_checked("#A1 input[value=maman]")
    assert all(part in page.url for part in way.split("&"))
    assert "maman" not in page.url
    assert page.evaluate("history.length") <= length + 1, "no former language behind this page"
    kept = page.evaluate("sessionStorage.draft || ''")
    assert (kept == "") is (way != "channel=phone"), "a shared device keeps nothing"
    assert '"over":true' not in kept


def test_a_change_at_the_summary_sends_what_was_answered_before(phone, server):
    page = begin(phone(), server, "lang=fr&channel=street")
    page.go_back()
    page.goto(f"{server.address}/q/stains?lang=fr&channel=street")
    answer_all(page, A1="papa", E2="Un mot")
    change(page, "ar", "summary")
    assert "Un mot" in page.inner_text("#answers")
    page.click("#send")
    page.wait_for_selector(SENT)
    assert page.evaluate("sessionStorage.draft || ''") == ""


def test_the_tiles_lead_back_to_where_one_was(phone, server):
    page = begin(phone(), server, "lang=fr")
    page.click(".tongue")
    expect(page.locator("#languages h2")).to_be_focused()
    expect(page.locator("#foot")).to_be_hidden()
    page.click("#back")
    assert here(page) == "A1"
    page.click(".tongue")
    page.click(".tongue")
    assert here(page) == "A1", "the same control closes what it opened"
    page.click(".tongue")
    page.go_back()
    page.wait_for_selector("#A1.here")
    page.locator(".tongue").focus()
    page.keyboard.press("Enter")
    assert here(page) == "languages"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#languages') !== null")


def test_from_the_welcome_the_names_of_other_languages_lead_to_them(phone, server):
    page = phone()
    page.goto(f"{server.address}/q/stains?lang=fr")
    assert "العربية" in page.inner_text(".tongues")
    page.click(".tongues")
    page.click(TILE.format("ur"))
    page.wait_for_url("**lang=ur**")
    expect(page.locator("#start")).to_be_visible()
    font = page.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily")
    assert "nastaliq" in font.lower()


def test_the_quick_exit_leaves_nothing_of_a_change(phone, server):
    page = begin(phone(), server, "lang=fr")
    answer(page, "A1", "maman")
    change(page, "ar", "A2")
    page.evaluate("document.querySelector('.exit').href = '/privacy'")
    page.click(".exit")
    page.wait_for_url("**/privacy")
    assert page.evaluate("Boolean(sessionStorage.draft)") is False


def test_thanks_are_read_in_another_language_and_never_asked_again(phone, server):
    page = phone()
    page.goto(f"{server.address}/q/stains?lang=fr&channel=street")
    answer_all(page, A1="maman")
    page.click("#send")
    page.wait_for_selector(SENT)
    page.click(".tongue")
    page.click(TILE.format("ta"))
    page.wait_for_url("**/thanks?lang=ta**")
    assert page.get_attribute("html", "lang") == "ta"
    assert "channel=street" in page.url
    assert page.locator(".numbers li").count() >= 7
    page.click("#languages a[lang=ar]")
    page.wait_for_url("**/thanks?lang=ar**")


def test_a_code_on_the_screen_is_not_left_for_another_language(phone, server):
    page = phone()
    page.goto(f"{server.address}/q/stains?lang=fr&channel=phone")
    expect(page.locator(".tongue")).to_be_visible()
    answer_all(page, A1="maman")
    page.click("#send")
    page.wait_for_selector("#code:visible")
    expect(page.locator(".tongue")).to_be_hidden()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_code_on_a_wall_asks_for_the_language_first(phone, server, javascript):
    page = phone(javascript)
    page.goto(f"{server.address}/q/stains?channel=street&door=1")
    assert page.locator("#languages a").count() == 14
    box = page.locator("#languages a").first.bounding_box()
    assert box["height"] >= 72
    page.click("#languages a[lang=ta]")
    page.wait_for_url("**lang=ta&channel=street")
    assert page.get_attribute("html", "lang") == "ta"


def test_a_page_kept_here_does_not_take_the_place_of_the_door(phone, server):
    page = phone()
    page.goto(f"{server.address}/q/stains?lang=ar&channel=phone")
    until(page, "Boolean(navigator.serviceWorker.controller)")
    until(page, "caches.open('pages').then((c) => c.keys()).then((k) => k.length >= 2)")
    page.goto(f"{server.address}/q/stains?door=1")
    assert page.locator("#languages a").count() == 14
    keys = "caches.open('pages').then((c) => c.keys()).then((all) => all.map((one) => one.url))"
    assert not [address for address in page.evaluate(keys) if "null" in address]
    page.context.set_offline(True)
    page.goto(f"{server.address}/q/stains?door=1")
    expect(page.locator("#start")).to_be_visible()


@pytest.mark.parametrize("tag", ["ar", "ta", "fr"])
def test_without_javascript_a_tile_at_the_end_keeps_what_is_answered(phone, server, tag):
    page = phone(javascript=False)
    page.goto(f"{server.address}/q/stains?lang=fr&channel=street")
    page.check("#A1 input[value=maman]")
    page.check("#B1 input[value=liens]")
    page.fill("#E2-field", "Un mot")
    page.click(".tongue")
    assert page.url.endswith("#languages")
    with page.expect_navigation():
        page.click(TILE.format(tag))
    assert page.get_attribute("html", "lang") == tag
    assert page.is_checked("#A1 input[value=maman]")
    assert page.is_checked("#B1 input[value=liens]")
    assert page.input_value("#E2-field") == "Un mot"
    assert page.input_value("[name=channel]") == "street"
    assert "maman" not in page.url


def test_a_key_in_a_field_does_not_change_the_language(phone, server):
    """The first button of a form is the one that a key presses: it is « Suivant »."""
    page = phone(javascript=False)
    page.goto(f"{server.address}/q/stains?lang=fr")
    page.focus("#A1 input[value=maman]")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.get_attribute("html", "lang") == "fr"
    assert page.locator("[name=id]").count() == 1


def test_a_tablet_hands_over_and_forgets(phone, server):
    page = begin(phone(width=768, height=1024), server, "lang=fr&channel=kiosk")
    answer(page, "A1", "papa")
    page.click(".tongue")
    page.click(TILE.format("ar"))
    page.wait_for_selector("html[lang=ar] #A2.here")
    assert page.is_checked("#A1 input[value=papa]")
    assert page.evaluate("sessionStorage.draft || ''") == ""
    page.reload()
    page.wait_for_selector("#start:visible")
    assert not page.is_checked("#A1 input[value=papa]")
