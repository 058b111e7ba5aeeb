"""The page of a vote is a family's page: its limit, its order, its languages, and no network."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from diagnosis.model import Session
from tests.browser.answering import post, until
from tests.browser.test_accessibility import violations

THEMES = ("cafe_parents", "arrivee_bebe", "nourrir_bebe", "premiers_repas", "papas", "jouer")


@pytest.fixture
def open_session(server):
    """Open a session, and give the address of its vote; what it holds is asked for by its code."""
    opened = []

    def give(code):
        instance = server.open()
        instance.store.add_session(Session(code, "stains", THEMES))
        instance.store.close()
        opened.append(code)
        return f"{server.address}/vote/{code}"

    yield give
    for code in opened:
        close(server, code)


def close(server, code):
    instance = server.open()
    instance.store.save_session(Session(code, "stains", THEMES, open=False))
    instance.store.close()


def votes(server, code):
    instance = server.open()
    try:
        return instance.store.votes(code)
    finally:
        instance.store.close()


def shown(page):
    return page.locator("[name=themes]").evaluate_all("all => all.map((one) => one.value)")


@pytest.mark.parametrize(("language", "code"), [("fr", "BBBB"), ("ar", "BBBC"), ("ta", "BBBD")])
def test_a_vote_arrives_and_is_changed(phone, server, open_session, language, code):
    page = phone()
    page.goto(f"{open_session(code)}?lang={language}")
    expect(page.locator("#chosen")).to_have_text("0 / 3")
    for theme in THEMES[:3]:
        page.check(f"[value={theme}]")
    expect(page.locator("#chosen")).to_have_text("3 / 3")
    page.locator(f"[value={THEMES[3]}]").click()
    assert page.locator("[name=themes]:checked").count() == 3
    assert "3" in page.inner_text("#error")
    box = page.locator("#send").bounding_box()
    assert box["y"] + box["height"] <= page.viewport_size["height"], "the button stays in sight"
    assert violations(page) == []
    page.click("#send")
    expect(page.locator("#arrived")).to_be_visible()
    expect(page.locator("#arrived")).to_be_focused()
    assert page.locator("#choices li").count() == 3
    assert violations(page) == []
    page.click("#change")
    page.uncheck(f"[value={THEMES[0]}]")
    page.click("#send")
    expect(page.locator("#arrived")).to_be_visible()
    (kept,) = votes(server, code)
    assert (set(kept.themes), kept.language) == (set(THEMES[1:3]), language)
    assert page.context.cookies() == []


def test_nothing_chosen_is_told(phone, open_session):
    page = phone()
    page.goto(open_session("BBCC"))
    page.click("#send")
    expect(page.locator("#error")).to_have_text("Choisissez un atelier au moins.")


@pytest.mark.parametrize("javascript", [True, False])
def test_another_language_keeps_the_choices_and_their_order(
    phone, server, open_session, javascript
):
    page = phone(javascript=javascript)
    code = "BBDD" if javascript else "BBDF"
    page.goto(f"{open_session(code)}?lang=fr")
    page.check(f"[value={THEMES[1]}]")
    order = shown(page)
    post(page, "button[lang=ar]")
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert shown(page) == order
    assert page.is_checked(f"[value={THEMES[1]}]")
    page.check(f"[value={THEMES[2]}]")
    if javascript:
        page.click("#send")
        expect(page.locator("#arrived")).to_be_visible()
    else:
        post(page, "#send")
    (kept,) = votes(server, code)
    assert (set(kept.themes), kept.language) == (set(THEMES[1:3]), "ar")


@pytest.mark.parametrize(("language", "code"), [("fr", "BBFF"), ("ar", "BBFG"), ("ta", "BBFH")])
def test_a_vote_without_network_waits_and_leaves_by_itself(
    phone, server, open_session, language, code
):
    page = phone()
    page.goto(f"{open_session(code)}?lang={language}")
    page.check(f"[value={THEMES[0]}]")
    page.context.set_offline(True)
    page.click("#send")
    expect(page.locator("#kept")).to_be_visible()
    expect(page.locator("#waiting")).to_be_visible()
    (entry,) = page.evaluate("outbox.entries()")
    assert set(entry) == {"id", "to", "key", "sealed", "state"}
    assert THEMES[0] not in str(entry)
    assert votes(server, code) == []
    page.context.set_offline(False)
    expect(page.locator("#arrived")).to_be_visible(timeout=20000)
    expect(page.locator("#kept")).to_be_hidden()
    assert [set(vote.themes) for vote in votes(server, code)] == [{THEMES[0]}]
    assert page.evaluate("outbox.entries()") == []


def pause(server, code, paused):
    instance = server.open()
    instance.store.save_session(Session(code, "stains", THEMES, paused=paused))
    instance.store.close()


@pytest.mark.parametrize(("language", "code"), [("fr", "BBKK"), ("ar", "BBKL")])
def test_a_vote_sent_during_a_pause_waits_and_leaves_when_it_goes_on(
    phone, server, open_session, language, code
):
    page = phone()
    page.goto(f"{open_session(code)}?lang={language}")
    expect(page.locator("#paused")).to_be_hidden()
    page.check(f"[value={THEMES[0]}]")
    pause(server, code, True)
    page.click("#send")
    expect(page.locator("#held")).to_be_visible()
    expect(page.locator("#kept")).to_be_hidden()
    expect(page.locator("#paused")).to_be_visible(timeout=8000)
    assert violations(page) == []
    assert votes(server, code) == []
    pause(server, code, False)
    expect(page.locator("#arrived")).to_be_visible(timeout=20000)
    expect(page.locator("#paused")).to_be_hidden()
    assert [set(vote.themes) for vote in votes(server, code)] == [{THEMES[0]}]
    assert page.evaluate("outbox.entries()") == []


def test_a_vote_that_waited_leaves_with_another_page(phone, server, open_session):
    page = phone()
    page.goto(f"{server.address}/q/stains?lang=fr")
    until(page, "Boolean(navigator.serviceWorker.controller)")
    page.goto(open_session("BBGG"))
    page.check(f"[value={THEMES[0]}]")
    page.context.set_offline(True)
    page.click("#send")
    expect(page.locator("#kept")).to_be_visible()
    page.context.set_offline(False)
    page.goto(f"{server.address}/q/stains?lang=fr")
    until(page, "outbox.entries().then((all) => all.length === 0)")
    assert len(votes(server, "BBGG")) == 1


def test_a_vote_that_comes_too_late_says_so_and_is_dropped(phone, server, open_session):
    page = phone()
    page.goto(open_session("BBHH"))
    page.check(f"[value={THEMES[0]}]")
    page.context.set_offline(True)
    page.click("#send")
    expect(page.locator("#kept")).to_be_visible()
    close(server, "BBHH")
    page.context.set_offline(False)
    expect(page.locator("#live")).to_be_visible(timeout=20000)
    expect(page.locator("#arrived")).to_be_hidden()
    page.goto(f"{server.address}/q/stains?lang=fr")
    until(page, "outbox.entries().then((all) => all.length === 0)")
    assert votes(server, "BBHH") == []


def test_a_phone_that_may_keep_nothing_votes_all_the_same(phone, server, open_session):
    page = phone()
    page.add_init_script("indexedDB.open = () => { throw new Error('no'); }")
    page.goto(open_session("BBJJ"))
    page.check(f"[value={THEMES[0]}]")
    post(page, "#send")
    assert page.inner_text("h1") == "Merci, votre vote est arrivé."
    assert len(votes(server, "BBJJ")) == 1
