"""A test workshop from its plan to what families read of it: a day offline, one thumb, faces."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, time
from time import monotonic

import pytest
from playwright.sync_api import expect

from diagnosis.model import Workshop
from diagnosis.workshops.keys import new_key, token_of
from tests.browser.answering import post
from tests.browser.conftest import enter
from tests.browser.test_accessibility import violations

# What a facilitator counts as a small workshop ends: eight families, who they are, their languages.
DAY = {
    "families": 8,
    "mothers": 6,
    "fathers": 2,
    "child_0_1": 3,
    "child_1_3": 5,
    "first_time": 4,
    "without_pmi": 3,
    "language:ar": 4,
    "oriented": 2,
}
# A thumb that looks, moves and touches; MacKenzie measures 0.2 to 0.4 s a key by thumb.
TOUCH, MOVE = 0.4, 1.5


@pytest.fixture(scope="module")
def server(make_server):
    """A server of its own: what is planned there is told to families, whom other tests read."""
    return make_server()


@pytest.fixture
def desk(phone, server):
    """A member's browser."""
    page = phone(width=1280, height=900)
    enter(page, server)
    return page


@pytest.fixture
def instance(server):
    """What the server keeps."""
    opened = server.open()
    yield opened
    opened.store.close()


@pytest.fixture
def workshop(instance):
    """A workshop of today."""
    store = instance.store
    # Not the theme of the one that is planned by hand: it is looked for by its name.
    plan = Workshop(0, "stains", "papas", instance.today(), "cabane", "ar", key=new_key())
    return store.add_workshop(plan)


def taps(page):
    """Count a day with one thumb; give how many touches and moves it took."""
    touches = 0
    for name, count in DAY.items():
        for _ in range(count):
            page.click(f"[data-counter='{name}'] .more")
            touches += 1
    return touches, len(DAY)


def test_a_day_offline_with_one_thumb_then_the_same_count_once(phone, server, instance, workshop):
    page = phone()
    address = server.address + "/day/" + token_of(workshop.key, "day", workshop.id)
    page.goto(address)
    expect(page.locator("#ready")).to_be_visible(timeout=20000)
    page.context.set_offline(True)
    page.reload()
    touches, moves = taps(page)
    assert touches * TOUCH + moves * MOVE <= 60, (touches, moves)
    page.click("[data-counter='oriented'] .less")
    expect(page.locator("[data-counter='child_older'] .less")).to_be_disabled()
    expect(page.locator("#state")).to_contain_text("Pas de réseau", timeout=8000)
    assert instance.store.workshop(workshop.id).tallies == {}
    # Closed and opened again without network: nothing is lost.
    page.reload()
    expect(page.locator("[data-counter='families'] output")).to_have_text("8")
    page.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("#state")).to_have_text("Envoyé.", timeout=20000)
    kept = instance.store.workshop(workshop.id)
    assert kept.counted == {**DAY, "oriented": 1}
    page.reload()
    page.click("[data-counter='families'] .more")
    expect(page.locator("#sum")).to_contain_text("9", timeout=8000)
    kept = instance.store.workshop(workshop.id)
    assert (kept.counted["families"], len(kept.tallies)) == (9, 1)
    assert not violations(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_two_phones_add_up(phone, server, workshop):
    address = server.address + "/day/" + token_of(workshop.key, "day", workshop.id)
    one, other = phone(), phone()
    for page, count in ((one, 2), (other, 3)):
        page.goto(address)
        for _ in range(count):
            page.click("[data-counter='families'] .more")
        expect(page.locator("#state")).to_have_text("Envoyé.", timeout=8000)
    expect(other.locator("#sum")).to_contain_text("5")


def test_from_the_plan_to_what_families_read_in_arabic(phone, server, instance, desk):
    campaign = f"{server.address}/staff/campaigns/stains"
    desk.goto(f"{campaign}/workshops/new?theme=massage")
    desk.fill("#day", instance.today().isoformat())
    desk.fill("#begins", "14:00")
    desk.fill("#ends", "16:00")
    desk.check("#childcare")
    post(desk, "form.sheet button.strong")
    desk.click("text=Massage")
    assert not violations(desk)
    desk.click("text=Feuille à distribuer")
    assert not violations(desk)
    desk.go_back()
    desk.click("text=Le jour : compter".replace(" :", "\u00a0:"))
    faces = desk.locator(".address a").nth(1).get_attribute("href")
    assert not violations(desk)

    for face in ("happy", "happy", "unhappy"):
        family = phone(javascript=False)
        family.goto(f"{faces}?lang=ar")
        family.click(f"button[value={face}]")
        family.wait_for_selector(".notice")
    desk.goto(f"{faces}/shared")
    desk.click("button[value=neutral]")
    started = monotonic()
    desk.wait_for_selector("button[value=happy]", timeout=15000)
    assert monotonic() - started < 15

    planned = instance.store.workshops("stains")
    (workshop,) = [one for one in planned if one.theme == "massage"]
    desk.goto(f"{server.address}/staff/workshops/{workshop.id}")
    for field, value in {"attended": 6, "happy": 0, "neutral": 0, "unhappy": 0}.items():
        desk.fill(f"#{field}", str(value))
    desk.select_option("#decision", "adapt")
    desk.fill("#reason", "Plus tard le soir, quand les pères sont là.")
    post(desk, "form.sheet button.strong")
    desk.goto(f"{server.address}/staff/workshops/{workshop.id}")
    expect(desk.locator("main")).to_contain_text("2 visages contents sur 4")
    expect(desk.locator("main")).to_contain_text("On ne peut pas conclure.")
    desk.goto(f"{campaign}/decisions")
    expect(desk.locator("main")).to_contain_text("Adapter")

    desk.goto(f"{campaign}/given/new")
    desk.select_option("#need", "liens")
    desk.fill("#text", "Le massage recommence en janvier, le soir.")
    desk.fill("#words_ar", "يعود التدليك في يناير، مساءً.")
    post(desk, "form.sheet button.strong")
    post(desk, "text=Publier")
    family = phone(javascript=False)
    family.goto(f"{server.address}/q/stains/after?lang=ar")
    expect(family.locator("html")).to_have_attribute("dir", "rtl")
    line = family.locator("bdi[lang=ar]", has_text="يعود التدليك")
    expect(line).to_have_count(1)
    desk.goto(f"{campaign}/given")
    assert not violations(desk)
    post(desk, "text=Retirer")
    family.reload()
    expect(line).to_have_count(0)


def test_a_flyer_is_one_sheet_in_every_language(server, desk, instance):
    known = instance.languages.tags
    campaign = instance.store.campaign("stains")
    instance.store.save_campaign(replace(campaign, languages=tuple(known)))
    themes = instance.library.catalogue.themes
    # The theme with the most to say, all that can be promised, both hours.
    longest = max(themes, key=lambda theme: len(theme.label)).name
    plan = Workshop(
        0, "stains", longest, date(2027, 9, 22), "cabane", "snk", True, begins=time(9, 30),
        ends=time(11, 45), interpreter=True,
    )  # fmt: skip
    id = instance.store.add_workshop(plan).id
    try:
        for tag in known:
            desk.goto(f"{server.address}/staff/workshops/{id}/flyer?tongue={tag}")
            sheets = desk.pdf(prefer_css_page_size=True)
            assert len(re.findall(rb"/Type /Page\b(?!s)", sheets)) == 1, tag
    finally:
        instance.store.save_campaign(campaign)
