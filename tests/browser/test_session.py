"""A concertation session, for real: a facilitator, a big screen, phones without JavaScript."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from diagnosis.model import Session, Vote, Workshop
from tests.browser.answering import post
from tests.browser.conftest import enter
from tests.browser.test_accessibility import violations
from tests.conftest import VERSION


@pytest.fixture
def desk(phone, server):
    """A member's browser."""
    page = phone(width=1280, height=900)
    enter(page, server)
    return page


# The size of what is written, by what it says.
SIZES = """all => Object.fromEntries(all
  .filter((one) => [...one.childNodes].some((part) => part.nodeType === 3 && part.data.trim()))
  .filter((one) => one.checkVisibility())
  .map((one) => [one.textContent.trim(), parseFloat(getComputedStyle(one).fontSize)]))"""


def votes(page, address, *themes):
    page.goto(address)
    for theme in themes:
        page.check(f"input[value='{theme}']")
    page.click("#send")
    # The page of thanks, of its own or in this one.
    page.wait_for_selector("[name=change], #arrived:visible")


def test_a_room_votes_and_the_big_screen_follows(phone, server, desk):
    desk.goto(f"{server.address}/staff/campaigns/stains/sessions/new")
    desk.click("main summary")
    unticked = desk.locator("input[name=themes]:not(:checked)")
    for _ in range(2):
        unticked.first.check()
    post(desk, "form.sheet button")
    desk.wait_for_url("**/staff/sessions/*")
    code = desk.url.rpartition("/")[2]
    ballot = f"{server.address}/vote/{code}"

    screen = desk.context.new_page()
    screen.set_viewport_size({"width": 1920, "height": 1080})
    screen.goto(f"{desk.url}/screen")
    lines = screen.locator("[data-theme]")
    expect(lines).to_have_count(10)
    assert screen.evaluate("document.documentElement.scrollHeight") <= 1080
    post(desk, "button[name=minutes][value='5']")
    expect(screen.locator("#timer")).to_have_text(re.compile("4:5[0-9]"), timeout=8000)
    post(desk, "button[name=pause]")
    expect(screen.locator("#paused")).to_be_visible(timeout=8000)
    assert screen.evaluate("document.documentElement.scrollHeight") <= 1080
    sizes = screen.locator("body *").evaluate_all(SIZES)
    assert min(sizes.values()) >= 40, sizes
    post(desk, "button[name=pause]")
    expect(screen.locator("#paused")).to_be_hidden(timeout=8000)
    first, second = (lines.nth(at).get_attribute("data-theme") for at in (0, 1))

    one, other = phone(javascript=False), phone(javascript=False)
    votes(one, f"{ballot}?lang=ar", first)
    votes(other, f"{server.address}/vote/{code.lower()}", first, second)
    expect(screen.locator("#participants")).to_have_text("2", timeout=8000)
    expect(lines.nth(0).locator(".votes-count")).to_have_text("2")
    assert lines.nth(0).locator(".length").get_attribute("width") == "100"

    post(one, "button[name=change]")
    one.uncheck(f"input[value='{first}']")
    one.check(f"input[value='{second}']")
    post(one, "#send")
    expect(lines.nth(1).locator(".votes-count")).to_have_text("2", timeout=8000)
    expect(screen.locator("#participants")).to_have_text("2")
    assert one.context.cookies() == []

    waiting = phone()
    votes(waiting, f"{ballot}?lang=fr", second)
    expect(waiting.locator("#live")).to_be_hidden()

    desk.click("text=Clore la séance")
    post(desk, "form.sheet button")
    expect(desk.locator("h1")).to_have_text(f"La séance {code} est close")
    expect(screen.locator("h1")).to_have_text("Merci", timeout=8000)
    expect(lines.first).to_have_attribute("data-theme", second)
    expect(waiting.locator("#live")).to_be_visible(timeout=8000)
    expect(waiting.locator("#change")).to_be_hidden()

    post(desk, "text=Rouvrir le vote")
    expect(desk.locator("h1")).to_have_text(f"La séance {code} est ouverte")
    expect(screen.locator("h1")).to_have_text("Votez", timeout=8000)
    expect(screen.locator("#participants")).to_have_text("3")
    expect(waiting.locator("#live")).to_be_hidden(timeout=20000)
    waiting.click("#change")
    waiting.check(f"input[value='{first}']")
    waiting.click("#send")
    expect(lines.nth(0).locator(".votes-count")).to_have_text("2", timeout=8000)


def test_the_counts_renew_themselves(phone, server, desk):
    desk.goto(f"{server.address}/staff/campaigns/stains")
    sentence = desk.locator("[data-live=sentence]")
    before = sentence.inner_text()
    answers = {"id": str(uuid.uuid4()), "language": "fr", "A1": "maman", "channel": "kiosk"}
    sent = phone().request.post(f"{server.address}/q/stains/responses", form=answers)
    assert sent.status == 201
    expect(sentence).not_to_have_text(before, timeout=12000)


# Where the team enters what the analysis reads.
ENTERED = ("/analysis", "/analysis/margins", "/analysis/limits", "/analysis/profiles", "/texts")


@pytest.mark.parametrize("page", ENTERED)
def test_what_the_team_enters_is_accessible(server, desk, page):
    desk.set_viewport_size({"width": 360, "height": 800})
    desk.goto(f"{server.address}/staff/campaigns/stains{page}")
    desk.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = true; })")
    assert violations(desk) == []


@pytest.mark.parametrize(("width", "count"), [(360, 14), (1280, 15)])
def test_a_flood_is_shown_decided_and_changed(phone, server, desk, width, count):
    answers = {"A1": "papa", "A3": count - 12, "B1": ["ecrans"], "B2": "ecrans"}
    title = f"{count} réponses identiques"
    sent = {"version": VERSION, "language": "fr", "channel": "street", "answers": answers}
    for _ in range(count):
        content = {**sent, "id": str(uuid.uuid4())}
        posted = phone().request.post(f"{server.address}/q/stains/responses", data=content)
        assert posted.status == 201
    desk.set_viewport_size({"width": width, "height": 800})
    desk.goto(f"{server.address}/staff/campaigns/stains")
    expect(desk.locator(".notice")).to_contain_text(title)
    post(desk, "a[href$='/floods']")
    group = desk.locator("li", has_text=title).first
    group.locator("summary").click()
    assert violations(desk) == []
    for action in ("Compter", "Mettre à part"):
        group = desk.locator("li", has_text=title).first
        with desk.expect_navigation():
            group.get_by_role("link", name=action, exact=True).click()
        assert violations(desk) == []
        assert desk.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        post(desk, "form button.strong")
    expect(desk.locator(".lead").first).to_have_text("Rien n’attend de décision.")


LISTS = (
    "", "/stains/sectors", "/stains/services", "/common/themes/cafe_parents",
    "/les-lilas/sectors/new", "/files/sites",
)  # fmt: skip


@pytest.mark.parametrize("page", LISTS)
def test_pages_of_lists_are_accessible(server, desk, page):
    desk.set_viewport_size({"width": 360, "height": 800})
    desk.goto(f"{server.address}/staff/lists{page}")
    desk.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = true; })")
    assert violations(desk) == []


@pytest.mark.parametrize("width", [360, 1280])
def test_no_page_of_the_team_overflows(server, desk, width):
    desk.set_viewport_size({"width": width, "height": 800})
    room = f"{server.address}/staff/campaigns/stains"
    pages = (
        "",
        "/edit",
        "/poster",
        "/cards",
        "/paper?whole=1&tongue=ta",
        "/sessions",
        "/sessions/new",
        "/workshops",
        "/workshops/new",
    )
    pages += ENTERED
    lists = f"{server.address}/staff/lists"
    addresses = [f"{server.address}/staff/", *(room + page for page in pages)]
    for address in (*addresses, *(lists + page for page in LISTS)):
        desk.goto(address)
        extra = desk.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert extra <= 0, (address, extra)


# CSS pixels of a centimetre on paper.
CENTIMETRE = 96 / 2.54


@pytest.mark.parametrize("tongue", ["fr", "ar", "ta", "snk"])
def test_a_poster_is_one_sheet_with_a_code_of_seven_centimetres(server, desk, tongue):
    desk.goto(f"{server.address}/staff/campaigns/stains/poster?tongue={tongue}")
    pdf = desk.pdf(prefer_css_page_size=True)
    assert pdf.count(b"/Type /Page\n") == 1
    desk.emulate_media(media="print")
    assert desk.locator(".scan img").bounding_box()["width"] >= 7 * CENTIMETRE
    sheet = desk.locator(".poster").bounding_box()
    last = desk.locator(".poster > :last-child").bounding_box()
    assert last["y"] + last["height"] <= sheet["y"] + sheet["height"]
    desk.emulate_media(media="screen")


@pytest.fixture(scope="module")
def record(make_server):
    """A server with a second vote, and its sheet with all that may stand on it.

    A server of its own: what is planned there is told to families, whom other tests listen to.
    """
    server = make_server()
    instance = server.open()
    store, campaign = instance.store, instance.store.campaign("stains")
    themes = sorted(instance.themes(campaign).values(), key=lambda theme: -len(theme.label))[:10]
    names = tuple(theme.name for theme in themes)
    day = instance.today()
    for code, first in (("RCDF", None), ("RCDG", "RCDF")):
        store.add_session(Session(code, "stains", names, False, 120, (), first, day))
        for number in range(111):
            vote = Vote(str(uuid.uuid4()), code, "fr", names[number % (3 if first else 5) :][:3])
            store.save_vote(vote)
    for at in range(4):
        later = day + timedelta(days=at)
        store.add_workshop(Workshop(0, "stains", names[at], later, "cabane", "fr"))
    store.close()
    return server, f"{server.address}/staff/sessions/RCDG/record"


@pytest.mark.parametrize("tongues", ["ar ta", "", "ta ur", "bn ht"])
def test_a_record_is_one_sheet_in_three_languages(phone, record, tongues):
    server, address = record
    desk = phone(width=1280, height=900)
    enter(desk, server)
    asked = "".join(f"&tongue={tag}" for tag in tongues.split())
    desk.goto(f"{address}?chosen=1{asked}")
    assert violations(desk) == []
    pdf = desk.pdf(prefer_css_page_size=True)
    assert pdf.count(b"/Type /Page\n") == 1
    desk.emulate_media(media="print")
    sheet = desk.locator(".sheet-a4").bounding_box()
    assert sheet["height"] <= 297 * CENTIMETRE / 10
    box = desk.locator(".decided").bounding_box()
    plans = desk.locator(".plans").bounding_box()
    pen = box["y"] + box["height"] - plans["y"] - plans["height"]
    assert pen >= 1.5 * CENTIMETRE, "there is room to write"
    for part in desk.locator(".sheet-a4 > *, .decided > *").all():
        found = part.bounding_box()
        assert found["y"] + found["height"] <= sheet["y"] + sheet["height"]
        assert found["x"] + found["width"] <= sheet["x"] + sheet["width"]
    assert desk.locator(".sheet-a4 tbody tr").count() == 10
    languages = {"fr", *tongues.split()}
    shown = desk.locator(".sheet-a4 tbody th").first.locator("span")
    assert set(shown.evaluate_all("all => all.map((one) => one.lang)")) == languages
    desk.emulate_media(media="screen")


def test_two_cards_are_one_sheet(server, desk):
    desk.goto(f"{server.address}/staff/campaigns/stains/cards")
    cards = desk.locator(".card-five").count()
    pdf = desk.pdf(prefer_css_page_size=True)
    assert pdf.count(b"/Type /Page\n") == (cards + 1) // 2
    desk.emulate_media(media="print")
    assert desk.locator(".scan img").first.bounding_box()["width"] >= 7 * CENTIMETRE
    desk.emulate_media(media="screen")


def test_the_sheets_of_a_trial_fill_no_page_by_halves(server, desk):
    desk.goto(f"{server.address}/staff/pictures/1/sheets")
    pdf = desk.pdf(prefer_css_page_size=True)
    # Notes, what is said, what is pointed at: five pages or so for each of ten families.
    assert 30 <= pdf.count(b"/Type /Page\n") <= 60
