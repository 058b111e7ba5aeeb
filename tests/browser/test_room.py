"""A whole room: one remote, one big screen, phones in four languages, stickers, one tablet.

``PHONES=30`` makes it as large as a real one (`make soak`).
"""

from __future__ import annotations

import os
import re
import shutil

import pytest
from playwright.sync_api import expect

from diagnosis import dataset
from diagnosis.model import STATEMENTS, Ask, Session, Statement, Translation
from diagnosis.voices import make_sounds, say_statements, sound_name, texts_of_rooms
from tests.browser.answering import post
from tests.browser.conftest import enter
from tests.browser.test_accessibility import violations

PHONES = int(os.environ.get("PHONES", "6"))
LANGUAGES = ("fr", "ar", "ta", "en")
THEMES = ("cafe_parents", "arrivee_bebe", "nourrir_bebe", "premiers_repas")
HEARD = 30000  # milliseconds that a busy machine may take to hear of a step


@pytest.fixture
def server(make_server):
    """A server of its own: what this room decides counts."""
    return make_server()


@pytest.fixture
def desk(phone, server):
    page = phone(width=1280, height=900)
    enter(page, server)
    return page


@pytest.fixture
def screen(desk):
    """The big screen, beside the remote."""
    page = desk.context.new_page()
    page.set_viewport_size({"width": 1920, "height": 1080})
    return page


def opened(desk, server, query=""):
    """Open a session with the form; its code."""
    desk.goto(f"{server.address}/staff/campaigns/stains/sessions/new{query}")
    desk.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = true; })")
    for box in desk.locator("[name=themes]").all():
        box.set_checked(box.get_attribute("value") in THEMES)
    if desk.locator("#people").count():
        desk.fill("#people", "60")
    post(desk, "button.strong")
    return desk.url.rpartition("/")[2]


def closed(desk, server, code):
    desk.goto(f"{server.address}/staff/sessions/{code}/close")
    post(desk, "button.strong")


def touch_all(page, place):
    """Answer every question of a page by touch: the choice at a place."""
    for _ in range(20):
        page.locator("[data-question]:visible .card").nth(place).click()
        if page.locator("#send").is_visible():
            break
        page.wait_for_timeout(450)
    page.click("#send")
    expect(page.locator("#arrived")).to_be_visible(timeout=HEARD)


def test_a_room_votes_counts_discusses_votes_again_and_goes_on(phone, server, desk, screen):
    code = opened(desk, server)
    screen.goto(f"{server.address}/staff/sessions/{code}/screen")
    phones = [phone() for _ in range(PHONES)]
    # All before the first vote: who sends as soon as her page is there is taken for a machine.
    for at, page in enumerate(phones):
        page.goto(f"{server.address}/vote/{code}?lang={LANGUAGES[at % 4]}")
    phones[0].wait_for_timeout(3500)
    for at, page in enumerate(phones):
        page.check(f"[value={THEMES[0]}]")
        if at % 2:
            page.check(f"[value={THEMES[1]}]")
        page.click("#send")
        expect(page.locator("#arrived")).to_be_visible(timeout=HEARD)
    desk.goto(f"{server.address}/staff/sessions/{code}/stickers")
    desk.fill("#stuck", "5")
    desk.fill(f"#themes-{THEMES[2]}", "4")
    assert violations(desk) == []
    post(desk, "button.strong")
    expect(screen.locator("#participants")).to_have_text(str(PHONES + 5), timeout=HEARD)
    counts = {theme: shown(screen, theme) for theme in THEMES}
    assert counts == dict(zip(THEMES, (PHONES, PHONES // 2, 4, 0), strict=True))
    closed(desk, server, code)
    post(desk, "text=Revoter après discussion")
    second = desk.url.rpartition("/")[2]
    for page in phones:
        page.wait_for_url(f"**/vote/{second}*", timeout=HEARD)
    phones[0].wait_for_timeout(3500)
    for page in phones:
        page.check(f"[value={THEMES[3]}]")
        page.click("#send")
        expect(page.locator("#arrived")).to_be_visible(timeout=HEARD)
    screen.wait_for_url(f"**/{second}/screen", timeout=HEARD)
    closed(desk, server, second)
    expect(desk.locator("body")).to_contain_text("Ce que la discussion a fait bouger")
    desk.goto(f"{server.address}/staff/sessions/{second}/record?chosen=1&tongue=ar&tongue=ta")
    assert desk.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") == 1
    instance = server.open()
    campaign = instance.store.campaign("stains")
    (evidence,) = dataset.evidence_of(instance.store, campaign).sessions
    assert (evidence.participants, dict(evidence.votes)) == (PHONES, {THEMES[3]: PHONES})
    assert set(evidence.proposed) == set(THEMES), "only what was put to the vote"
    instance.store.close()


def shown(screen, theme):
    return int(screen.locator(f"[data-theme={theme}] .votes-count").inner_text())


def test_cards_become_statements_that_each_hears_in_her_language(phone, server, desk, screen):
    code = opened(desk, server, "?kind=wishes")
    screen.goto(f"{server.address}/staff/sessions/{code}/screen")
    texts = {"fr": "Un lieu au chaud", "ar": "مكان للعب مع الأطفال", "ta": "குழந்தைகளுக்கு இடம்"}
    phones = {tag: phone() for tag in texts}
    for tag, page in phones.items():
        page.goto(f"{server.address}/vote/{code}?lang={tag}")
        page.fill("#wish", texts[tag])
        assert violations(page) == []
        page.click("#send")
        expect(page.locator("#arrived")).to_be_visible(timeout=HEARD)
    desk.goto(f"{server.address}/staff/sessions/{code}/statements")
    assert violations(desk) == []
    for _ in texts:
        post(desk, "button[value=in] >> nth=0")
    expect(screen.locator(".cards li")).to_have_count(3, timeout=HEARD)
    desk.goto(f"{server.address}/staff/campaigns/stains/sessions/new?kind=statements&run={code}")
    assert desk.locator("[name=cards]:checked").count() == 3
    desk.fill("#statements", "")
    post(desk, "button[name=later]")
    closed(desk, server, code)
    post(desk, "text=Étape suivante")
    step = desk.url.rpartition("/")[2]
    translate(server, step)
    for tag, page in phones.items():
        page.wait_for_url(f"**/vote/{step}*", timeout=HEARD)
        page.reload()
        assert page.locator("[data-question]").count() == 3
        assert violations(page) == []
        touch_all(page, 1 if tag == "ta" else 0)
    post(desk, "text=La première")
    screen.wait_for_url(f"**/{step}/screen", timeout=HEARD)
    expect(screen.locator(".statement").first).to_be_visible(timeout=HEARD)
    assert smallest(screen) >= 40, "read at eight metres"
    assert violations(screen) == []
    closed(desk, server, step)
    expect(desk.locator("body")).to_contain_text("à égalité")
    assert desk.locator("tbody th").count() == 3
    assert set(desk.locator("tbody td.n").all_inner_texts()) == {"2", "1", "0"}


def translate(server, code):
    instance = server.open()
    for one in instance.store.statements(code):
        told = {tag: Translation(f"{tag} {one.text}", True) for tag in ("fr", "ar", "ta")}
        told.pop(one.language, None)
        instance.store.save_statement(Statement(**{**vars(one), "translations": told}))
    instance.store.close()


def smallest(screen):
    """The smallest letters of a screen that say something, in CSS pixels."""
    return screen.evaluate(
        """() => Math.min(...[...document.querySelectorAll("main *")]
        .filter((one) => one.offsetHeight && [...one.childNodes]
          .some((node) => node.nodeType === 3 && node.textContent.trim()))
        .map((one) => parseFloat(getComputedStyle(one).fontSize)))"""
    )


@pytest.fixture
def statements(server):
    """A room that is asked two statements."""
    instance = server.open()
    instance.store.add_session(Session("KWRT", "stains", (), ask=Ask(STATEMENTS), people=9))
    for number, text in enumerate(("Un lieu au chaud", "Le samedi"), 1):
        one = Statement(f"s{number}", "KWRT", "fr", text, number=number)
        instance.store.save_statement(one)
    instance.store.close()
    return f"{server.address}/vote/KWRT?lang=fr"


def votes(server):
    instance = server.open()
    try:
        return [dict(vote.answers) for vote in instance.store.votes("KWRT")]
    finally:
        instance.store.close()


@pytest.mark.skipif(not shutil.which("espeak-ng"), reason="no synthesiser here")
def test_a_statement_is_heard_where_the_instance_has_a_voice(phone, server, statements):
    instance = server.open()
    folder, rooms = instance.machine.folder / "fr", texts_of_rooms(instance.store, ["stains"])
    make_sounds(folder, "fr", {sound_name("Oui"): "Oui"})
    assert say_statements(instance.machine, instance.languages, rooms) == 2
    instance.store.close()
    page = phone()
    page.goto(statements)
    button = page.locator("main .say").first
    expect(button).to_be_visible(timeout=HEARD)
    with page.expect_response(f"**/machine/{sound_name('Un lieu au chaud')}*"):
        button.click()


def test_who_leaves_comes_back_to_her_vote_or_hands_the_phone_on(phone, server, statements):
    page = phone()
    page.goto(statements)
    touch_all(page, 0)
    assert votes(server) == [{"s1": "agree", "s2": "agree"}]
    assert "agree" not in page.evaluate("JSON.stringify(localStorage)"), "no trace of what she said"
    page.goto("about:blank")
    page.goto(statements)
    expect(page.locator("#back")).to_be_visible()
    assert violations(page) == []
    post(page, "[name=recall]")
    assert page.locator(":checked").count() == 2
    touch_all(page, 1)
    assert votes(server)[0]["s2"] == "disagree"
    page.goto(statements)
    page.click("#other")
    touch_all(page, 2)
    assert len(votes(server)) == 2
    page.goto(statements)
    page.evaluate("document.querySelector('.exit').href = '/privacy'")
    page.click(".exit")
    page.wait_for_url("**/privacy")
    page.goto(statements)
    expect(page.locator("#back")).to_be_hidden()


def test_another_language_keeps_what_was_answered(phone, server, statements):
    page = phone()
    page.goto(statements)
    page.locator("[data-question]:visible .card").nth(2).click()
    expect(page.locator("#place")).to_have_text("2 / 2")
    post(page, "button[lang=ar]")
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert page.locator("[value=pass]:checked").count() == 1
    expect(page.locator("#place")).to_have_text("2 / 2")


def test_keys_answer_and_move_among_answers_without_leaving_them(phone, server, statements):
    page = phone()
    page.goto(statements)
    page.locator("[data-question]:visible input").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.wait_for_timeout(600)
    expect(page.locator("#place")).to_have_text("1 / 2")
    page.locator("#after").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#place")).to_have_text("2 / 2")
    page.locator("[data-question]:visible input").first.focus()
    page.keyboard.press("Space")
    page.locator("#send").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#arrived")).to_be_focused()
    assert votes(server) == [{"s1": "disagree", "s2": "agree"}]


def test_one_device_holds_the_votes_of_a_room_without_network(phone, server, desk, statements):
    desk.goto(f"{server.address}/staff/sessions/KWRT/tablet?lang=fr")
    desk.context.set_offline(True)
    for place in (0, 1, 2):
        for _ in range(2):
            desk.locator("[data-question]:visible .card").nth(place).click()
            desk.wait_for_timeout(450)
        desk.click("#send")
        expect(desk.locator("#kept")).to_be_visible(timeout=HEARD)
        desk.click("#next-person")
        expect(desk.locator("#place")).to_have_text("1 / 2")
        assert desk.locator(":checked").count() == 0
    assert votes(server) == []
    desk.context.set_offline(False)
    expect(desk.locator("#waiting")).to_be_hidden(timeout=HEARD)
    found = sorted(answers["s1"] for answers in votes(server))
    assert found == ["agree", "disagree", "pass"]


@pytest.mark.parametrize("width", [360, 1440])
def test_pages_of_a_room_fit_and_are_accessible(server, desk, statements, width):
    desk.set_viewport_size({"width": width, "height": 800})
    new = f"{server.address}/staff/campaigns/stains/sessions/new?run=KWRT&kind="
    pages = [new + kind for kind in ("dots", "pairs", "statements", "wishes")]
    pages += [f"{server.address}/staff/sessions/KWRT{part}" for part in ("", "/statements")]
    for address in pages:
        desk.goto(address)
        desk.evaluate("document.querySelectorAll('details').forEach((f) => { f.open = true; })")
        assert violations(desk) == [], address
        extra = desk.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert extra <= 0, (address, extra)


def test_the_name_of_a_step_is_in_the_run(server, desk, statements):
    desk.goto(f"{server.address}/staff/campaigns/stains/sessions/new?kind=pairs&run=KWRT")
    desk.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = true; })")
    for box in desk.locator("[name=themes]").all():
        box.set_checked(box.get_attribute("value") in THEMES)
    assert not re.search("Ouvrir", desk.inner_text(".actions")), "one step at a time"
    post(desk, "button[name=later]")
    steps = desk.locator(".run li").all_inner_texts()
    assert [" ".join(step.split()) for step in steps] == [
        "D’accord, pas d’accord en cours",
        "Deux par deux à venir",
    ]


def test_a_wish_is_said_aloud_heard_at_the_desk_and_written_down(phone, server, desk):
    code = opened(desk, server, "?kind=wishes")
    page = phone()
    page.context.grant_permissions(["microphone"])
    page.goto(f"{server.address}/vote/{code}?lang=ar")
    page.click("#record")
    expect(page.locator("#stop")).to_be_focused(timeout=HEARD)
    page.wait_for_timeout(700)
    page.click("#stop")
    expect(page.locator("#replay")).to_be_visible(timeout=HEARD)
    assert violations(page) == []
    page.click("#send")
    expect(page.locator("#arrived")).to_be_visible(timeout=HEARD)
    desk.goto(f"{server.address}/staff/sessions/{code}/statements")
    assert violations(desk) == []
    sound = desk.locator("audio").get_attribute("src")
    assert desk.request.get(f"{server.address}{sound}").body()
    desk.fill("textarea[name=text]", "مكان للعب")
    post(desk, "main details button")
    assert desk.locator("audio").count() == 0
    post(desk, "button[value=in]")
    expect(desk.locator(".wish").first).to_contain_text("مكان للعب")
    assert desk.request.get(f"{server.address}{sound}").status == 404
