"""A test workshop from its plan to what families read of it: a day offline, one thumb, faces."""

from __future__ import annotations

import json
import re
import urllib.request
from dataclasses import replace
from datetime import date, time

import pytest
from playwright.sync_api import expect

from diagnosis.answers import make_kiosk
from diagnosis.app import create_app
from diagnosis.config import read_settings
from diagnosis.model import Workshop
from diagnosis.model.giving import Given
from diagnosis.planners import publish
from diagnosis.workshops.keys import new_key, token_of
from tests.browser.answering import post
from tests.browser.conftest import enter
from tests.browser.test_accessibility import violations
from tests.browser.test_planning import FOCUS, LEFT, REACHED

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
KIND = "document.activeElement.type"
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


def order(server):
    """What the published state of now says of each theme, and the programme's themes."""
    with urllib.request.urlopen(f"{server.address}/planning/stains/report.json") as answer:
        found = json.load(answer)
    decided = {item["name"]: item["decided"] for item in found["themes"]["items"]}
    return decided, [session["theme"] for session in found["programme"]["sessions"]]


def publish_now(server):
    """What the process that publishes does, which this server has not."""
    settings = read_settings(server.folder)
    opened = server.open()
    publish(create_app(settings, opened), opened, opened.store.campaign("stains"))
    opened.store.close()


def count_offline(phone, address, capfd):
    """The day on a phone without network, with one thumb; what it took is printed."""
    page = phone()
    page.goto(address)
    expect(page.locator("#ready")).to_be_visible(timeout=20000)
    page.context.set_offline(True)
    touches, moves = taps(page)
    thumb = touches * TOUCH + moves * MOVE
    with capfd.disabled():
        print(f"\na day: {touches} touches on {moves} lines, {thumb:.0f} s of thumb")
    assert thumb <= 60
    page.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("#state")).to_have_text("Envoyé.", timeout=20000)


def touch_at_kiosk(phone, server, instance, title):
    """A family that leaves touches a wrong face of the tablet, takes it back, touches another."""
    code = make_kiosk(instance.store, "stains", "PMI du Clos", "4821")[1]
    page = phone(width=768, height=1024)
    page.goto(f"{server.address}/kiosk/stains#{code}")
    page.locator("#kiosk-faces a", has_text=title).click()
    expect(page.locator("button[value=happy]")).to_be_visible()
    assert not violations(page)
    page.click("button[value=happy]")
    page.click("text=Changer de visage")
    page.click("button[value=unhappy]")
    # The page of thanks goes by itself: axe looks at it where it stays (`family`, below).
    page.wait_for_selector("button[value=happy]", timeout=40000)
    page.click("text=Votre avis")
    expect(page.locator("#kiosk-tiles")).to_be_visible()


def test_from_the_programme_to_what_families_read_in_arabic(phone, server, instance, desk, capfd):
    campaign = f"{server.address}/staff/campaigns/stains"
    _, before = order(server)
    desk.goto(f"{campaign}/workshops")
    offer = desk.locator(".offer").first
    title = offer.locator("span").inner_text()
    offer.locator("a").click()
    desk.fill("#day", instance.today().isoformat())
    desk.fill("#begins", "14:00")
    desk.fill("#ends", "16:00")
    desk.check("#childcare")
    post(desk, "form.sheet button.strong")
    (workshop,) = [one for one in instance.store.workshops("stains") if one.theme == before[0]]
    page = f"{server.address}/staff/workshops/{workshop.id}"
    desk.goto(page)
    expect(desk.locator("main")).to_contain_text("Pourquoi cet atelier")
    desk.click("text=Feuille à distribuer")
    assert not violations(desk)
    desk.go_back()
    desk.click("text=Le jour : compter".replace(" :", "\u00a0:"))
    day, faces = (desk.locator(".address a").nth(at).get_attribute("href") for at in (0, 1))
    assert not violations(desk)

    count_offline(phone, day, capfd)
    for face, scripts in (("unhappy", False), ("neutral", False), ("unhappy", True)):
        family = phone(javascript=scripts)
        family.goto(f"{faces}?lang=ar")
        family.click(f"button[value={face}]")
        family.wait_for_selector(".notice")
    assert not violations(family)
    touch_at_kiosk(phone, server, instance, title)

    desk.goto(page)
    expect(desk.locator("#attended")).to_have_value("8")
    for field, value in {"attended": 14, "happy": 0, "neutral": 0, "unhappy": 9}.items():
        desk.fill(f"#{field}", str(value))
    desk.select_option("#decision", "adapt")
    desk.fill("#reason", "Plus tard le soir, quand les pères sont là.")
    post(desk, "form.sheet button.strong")
    desk.goto(page)
    expect(desk.locator("main")).to_contain_text("0 visages contents sur 13")
    expect(desk.locator("main")).to_contain_text("Pas utile à la plupart.")
    publish_now(server)
    decided, after = order(server)
    assert "adapter" in decided[before[0]]["sentence"]
    assert before[0] not in after

    desk.goto(f"{campaign}/given/new?need=liens")
    desk.fill("#text", "L’atelier recommence en janvier, le soir.")
    desk.fill("#words_ar", "تعود الورشة في يناير، مساءً.")
    post(desk, "form.sheet button.strong")
    preview = desk.locator("a", has_text="Aperçu").nth(1).get_attribute("href")
    family = phone(javascript=False)
    family.goto(f"{server.address}{preview.partition('?')[0]}?lang=ar")
    line = family.locator("bdi[lang=ar]", has_text="تعود الورشة")
    expect(line).to_be_visible()
    assert not violations(desk)
    post(desk, "button:text-is('Publier')")
    family.goto(f"{server.address}/q/stains/after?lang=ar")
    expect(family.locator("html")).to_have_attribute("dir", "rtl")
    expect(line).to_be_visible()

    # A year later, each choice still has the numbers of its day.
    desk.goto(f"{campaign}/decisions")
    for said in ("Essayer", "Adapter", "Nous l’avons fait"):
        expect(desk.locator("main")).to_contain_text(said)
    assert desk.locator("main details").count() == 3
    for fold in desk.locator("main details").all():
        fold.click()
        expect(fold).to_contain_text("familles sur")
    assert not violations(desk)
    desk.goto(f"{campaign}/given")
    post(desk, "text=Retirer")
    family.reload()
    expect(line).to_have_count(0)


def test_pages_of_trying_and_giving_back_at_both_widths_by_keyboard(
    phone, server, instance, workshop
):
    faces = "/faces/" + token_of(workshop.key, "faces", workshop.id)
    campaign, here = "/staff/campaigns/stains", f"/staff/workshops/{workshop.id}"
    pages = [
        f"{campaign}/calendar", f"{campaign}/decisions", f"{campaign}/given",
        f"{campaign}/given/new", f"{campaign}/given/poster?tongue=ar", f"{campaign}/workshops/new",
        f"{here}/stops", f"{here}/stops/paper", faces, f"{faces}/kiosk?lang=ar",
    ]  # fmt: skip
    for width in (360, 1440):
        page = phone(width=width)
        enter(page, server)
        for address in pages:
            page.goto(server.address + address)
            assert not violations(page), (address, width)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, address
            if width == 360:
                by_keyboard(page)


def by_keyboard(page):
    """All that can be touched is reached, and seen where focus stands."""
    # A day and an hour have a few stops each, which the browser itself shows.
    for _ in range(page.locator(REACHED).count() + 12):
        page.keyboard.press("Tab")
        unseen = "UNSEEN" in page.evaluate(FOCUS)
        assert not unseen or page.evaluate(KIND) in ("date", "time"), page.url
    assert page.evaluate(LEFT, REACHED) == [], page.url


def test_a_flyer_and_a_poster_are_one_sheet_in_every_language(server, desk, instance):
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
    # Answers as long as they may be, in French and in each language; one was withdrawn.
    words = {tag: "வ" * 12 + " " + "ab cdefg " * 29 for tag in known if tag != "ht"}
    needs = [domain.name for domain in instance.library.catalogue.domains][:5]
    day = date(2026, 11, 20)
    lines = [
        Given(at, need, "declined", "abcd efghi " * 12, day, words=words, published=day)
        for at, need in enumerate(needs, 10)
    ]
    instance.store.change_given("stains", lambda _: [*lines, replace(lines[0], withdrawn=day)])
    try:
        for tag in known:
            for sheet in (f"workshops/{id}/flyer", "campaigns/stains/given/poster"):
                desk.goto(f"{server.address}/staff/{sheet}?tongue={tag}")
                sheets = desk.pdf(prefer_css_page_size=True)
                assert len(re.findall(rb"/Type /Page\b(?!s)", sheets)) == 1, (sheet, tag)
    finally:
        instance.store.save_campaign(campaign)
        instance.store.change_given("stains", lambda _: [])
