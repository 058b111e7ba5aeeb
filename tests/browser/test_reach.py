"""What axe does not see: sizes, zoom, forced colours, stillness, keyboard, reading order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Playwright, Route

from diagnosis.model import Session
from tests.browser import walking
from tests.browser.answering import here, until
from tests.browser.conftest import find_chromium
from tests.conftest import LANGUAGES, add_campaign
from tests.pseudo import TAG, add_pseudo

SCRIPTS = ("fr", "ar", "ta", "zh-Hans")

# Controls that show and are too small. A link inside a sentence is as large as its words (WCAG
# 2.5.8 lets it be), and a box is as large as its card.
SMALL = """() => [...document.querySelectorAll("a, button, summary, textarea, input, .card")]
  .filter((one) => one.checkVisibility() && !(one.closest(".card") && one.matches("input")))
  .filter((one) => !(one.matches("p > a:not(.button)")
    && one.parentElement.textContent !== one.textContent))
  .map((one) => [
    one.outerHTML.slice(0, 150), one.getBoundingClientRect(), one.matches(".card") ? 72 : 56])
  .filter(([, box, least]) => box.height < least - 0.5 || box.width < 55.5)
  .map(([what, box]) => `${Math.round(box.width)} × ${Math.round(box.height)}: ${what}`)"""

# Words that leave the screen or that a box cuts.
CUT = """() => {
  const found = [];
  const say = (why, one) => found.push(`${why}: ${one.outerHTML.slice(0, 150)}`);
  const wide = document.documentElement.scrollWidth;
  if (wide > innerWidth) found.push(`the page is ${wide} wide for ${innerWidth}`);
  for (const one of document.querySelectorAll("body *")) {
    // The title is kept for screen readers after the first screen; the summary of the languages
    // names as many as fit, those under it name all.
    if (!one.checkVisibility() || one.closest("#q > h1, .tongues, svg")) continue;
    const own = [...one.childNodes].filter((node) => node.nodeType === 3 && node.data.trim());
    for (const words of own) {
      const range = document.createRange();
      range.selectNodeContents(words);
      const { left, right } = range.getBoundingClientRect();
      if (left < -1 || right > innerWidth + 1) say("outside", one);
      for (const { 0: word, index } of words.data.matchAll(/[^\\s/().-]+/gu)) {
        range.setStart(words, index);
        range.setEnd(words, index + word.length);
        const pieces = [...range.getClientRects()].filter((piece) => piece.width);
        const whole = pieces.reduce((sum, piece) => sum + piece.width, 0);
        const lines = new Set(pieces.map((piece) => Math.round(piece.top))).size;
        const chinese = /^zh/.test(one.closest("[lang]").lang);
        if (lines > 1 && whole < innerWidth / 2 && !chinese) say("broken word", one);
      }
    }
    const { overflowX, overflowY } = getComputedStyle(one);
    if (one.matches("input, textarea, #kiosk-leaf-text, dialog")) continue;
    if (overflowX !== "visible" && one.scrollWidth > one.clientWidth + 1) say("cut", one);
    if (overflowY !== "visible" && one.scrollHeight > one.clientHeight + 1) say("cut", one);
  }
  return found;
}"""

MOVING = "document.getAnimations().map((one) => one.effect.getTiming().duration)"

# The names of what has the focus, and whether something lies over it.
FOCUSED = """() => {
  const one = document.activeElement;
  const box = one.closest(".card") || one;
  const { left, right, top, bottom } = box.getBoundingClientRect();
  const over = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
  const foot = document.getElementById("foot").getBoundingClientRect();
  const { outlineStyle, outlineWidth } = getComputedStyle(one);
  return {
    id: one.id, tag: one.tagName, name: one.name || "", type: one.type || "",
    seen: top > -1 && bottom < innerHeight + 1 && Boolean(over)
      && (box.contains(over) || over.contains(one)),
    covered: !one.closest("#foot") && bottom > foot.top + 1
      && getComputedStyle(document.getElementById("foot")).position === "fixed",
    outlined: outlineStyle !== "none" && parseFloat(outlineWidth) >= 2,
  };
}"""


@pytest.fixture(scope="module")
def server(make_server):
    return walking.furnish(make_server())


def everywhere(page: Page, server, tag: str) -> Iterator[str]:
    """Walk through all that a family may meet on a phone."""
    yield from walking.sending(page, f"{server.address}/q/stains?lang={tag}")
    for name in walking.public(page, server, tag):
        # A tablet's page is not met on a phone.
        if name != "kiosk closed":
            yield name
    yield from walking.voting(page, server, tag)


def ask(page: Page, names: Iterator[str], *questions: str) -> dict[str, Any]:
    """Ask the same of each screen; keep what it answers, where it answers something."""
    found = {name: [said for ask in questions for said in page.evaluate(ask)] for name in names}
    return {name: answer for name, answer in found.items() if answer}


@pytest.mark.parametrize("tag", LANGUAGES)
def test_everything_is_large_enough_whole_and_still_on_a_phone(phone, server, tag):
    page = phone()
    assert ask(page, everywhere(page, server, tag), SMALL, CUT, MOVING) == {}


@pytest.mark.parametrize("tag", SCRIPTS)
def test_everything_is_large_enough_without_scripts(browser: Browser, server, tag):
    context = browser.new_context(viewport={"width": 360, "height": 640})
    walking.without_scripts(context)
    page = context.new_page()
    assert ask(page, walking.plain(page, server, tag), SMALL) == {}
    context.close()


@pytest.mark.parametrize("tag", SCRIPTS)
def test_a_tablet_is_large_enough(phone, server, tag):
    page = phone(width=768, height=1024)
    assert ask(page, walking.kiosk(page, server, tag), SMALL) == {}


# Larger.


@pytest.fixture(scope="module")
def large_print(playwright: Playwright) -> Iterator[Browser]:
    """A browser whose owner asked for letters twice as large."""
    opened = playwright.chromium.launch(
        executable_path=find_chromium(),
        args=[
            *("--no-sandbox", "--blink-settings=defaultFontSize=32"),
            "--use-fake-device-for-media-stream",
        ],
    )
    yield opened
    opened.close()


# The way to the end, with what lies out of the view: where the heading and the first answer lie,
# where the view ends, and whether the foot leaves room.
OUT_OF_VIEW = """() => {
  const press = (id) => document.getElementById(id).click();
  const foot = document.getElementById("foot");
  const found = [];
  press("start");
  for (let name = ""; name !== "summary"; name = document.querySelector(".screen.here").id) {
    const screen = document.querySelector(".screen.here");
    if (screen.id === "pause") {
      press("more");
      continue;
    }
    const heading = screen.querySelector("h2").getBoundingClientRect();
    const one = screen.querySelector(".voice button, .card:not([hidden]), [id$=-field]");
    const answer = one.getBoundingClientRect();
    const box = foot.getBoundingClientRect();
    const end = Math.min(innerHeight, box.top);
    const seen = heading.top > -1 && heading.bottom <= end
      && (answer.top + answer.bottom) / 2 <= end;
    const low = getComputedStyle(foot).position !== "fixed" || box.height <= innerHeight / 3;
    if (!seen || !low) found.push(screen.id);
    press("skip");
  }
  return found;
}"""


@pytest.fixture(scope="module", params=[16, 32])
def letters(request: pytest.FixtureRequest, playwright: Playwright) -> Iterator[Browser]:
    """A browser whose letters are of the usual size, or twice as large."""
    opened = playwright.chromium.launch(
        executable_path=find_chromium(),
        args=[
            *("--no-sandbox", f"--blink-settings=defaultFontSize={request.param}"),
            "--use-fake-device-for-media-stream",
        ],
    )
    yield opened
    opened.close()


@pytest.mark.parametrize("tag", SCRIPTS)
def test_the_question_and_its_first_answer_are_in_view(letters: Browser, server, tag):
    found = {}
    for width, height in ((360, 740), (740, 360)):
        context = letters.new_context(viewport={"width": width, "height": height})
        page = context.new_page()
        page.goto(f"{server.address}/q/stains?lang={tag}")
        found[width] = page.evaluate(OUT_OF_VIEW)
        context.close()
    assert found == {360: [], 740: []}


# The longest words, and the other direction.
@pytest.mark.parametrize("tag", ["ar", "ta"])
def test_letters_twice_as_large(large_print: Browser, server, tag):
    context = large_print.new_context(viewport={"width": 360, "height": 640})
    page = context.new_page()
    page.goto(f"{server.address}/?lang={tag}")
    size = page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)")
    assert size >= 32
    assert ask(page, everywhere(page, server, tag), CUT) == {}
    context.close()


@pytest.mark.parametrize("tag", ["fr", "ta"])
def test_the_page_twice_as_large(phone, server, tag):
    page = phone(width=180, height=320)
    assert ask(page, everywhere(page, server, tag), CUT) == {}


def test_longer_words_than_in_any_language(browser: Browser, instance, app):
    """The pages in the pseudo-locale, given to a browser without a server."""
    add_pseudo(instance.languages)
    add_campaign(instance, languages=("fr", TAG))
    instance.store.add_session(Session(walking.CODE, "stains", walking.THEMES))
    client = app.test_client()

    def serve(route: Route) -> None:
        headers = {k: v for k, v in route.request.headers.items() if k != "accept-encoding"}
        with client.get(route.request.url, headers=headers) as answer:
            route.fulfill(status=answer.status_code, headers=dict(answer.headers), body=answer.data)

    context = browser.new_context(viewport={"width": 320, "height": 568})
    context.route("**/*", serve)
    page = context.new_page()
    page.goto(f"http://localhost/q/stains?lang={TAG}")
    assert ask(page, walking.answering(page), CUT) == {}
    page.click(".tongue")
    page.wait_for_selector("#languages.here")
    assert page.evaluate(CUT) == []
    ended = ("/results/stains", "/q/stains/after", "/q/stains/withdraw")
    around = ("/", "/privacy", "/accessibility", "/vote", "/q/stains/thanks")
    for address in (*around, *ended):
        page.goto(f"http://localhost{address}?lang={TAG}")
        assert page.evaluate(CUT) == [], address
    page.goto(f"http://localhost/vote/{walking.CODE}?lang={TAG}")
    assert page.evaluate(CUT) == []
    for theme in walking.THEMES[:3]:
        page.check(f"[value={theme}]")
    # No vote can leave: what then shows is read too.
    context.set_offline(True)
    page.click("#send")
    page.wait_for_selector("#kept:visible")
    assert page.evaluate(CUT) == []
    context.close()


@pytest.mark.parametrize("tag", ["fr", "ta"])
def test_letters_and_lines_farther_apart(phone, server, tag):
    page = phone()
    page.add_init_script(
        """addEventListener("DOMContentLoaded", () => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: .12em !important;"
            + "word-spacing: .16em !important } p { margin-block-end: 2em !important }");
          document.adoptedStyleSheets = [sheet];
        });"""
    )
    assert ask(page, everywhere(page, server, tag), CUT) == {}


# Forced colours.

LOOKS = """(one) => {
  const style = getComputedStyle(one);
  const { outlineStyle, outlineWidth, borderStyle, backgroundColor, fill, stroke, color } = style;
  const outline = outlineStyle === "none" ? 0 : parseFloat(outlineWidth);
  return { outline, borderStyle, backgroundColor, fill, stroke, color };
}"""


@pytest.fixture
def outlined(server):
    """Outlines of every sector, as the team imports them; without them there is no map."""
    instance = server.open()
    store, sectors = instance.store, instance.library.site.sectors
    store.put("polygons", {sector.name: square(sector.lon, sector.lat) for sector in sectors})
    yield
    store.remove("polygons")
    store.close()


def square(lon: float, lat: float, half: float = 0.002) -> dict[str, Any]:
    corners = ((-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1))
    ring = [[lon + across * half, lat + up * half] for across, up in corners]
    return {"type": "Polygon", "coordinates": [ring]}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_forced_colours(phone, server, outlined, scheme):
    page = phone()
    page.emulate_media(forced_colors="active", color_scheme=scheme, reduced_motion="reduce")
    page.goto(f"{server.address}/q/stains?lang=fr")
    walking.skip_to(page, "A5")
    page.check("#A5 .card >> nth=0")
    chosen, other = (page.locator("#A5 .card").nth(at).evaluate(LOOKS) for at in (0, 1))
    assert (chosen["outline"], other["outline"]) == (3, 0)
    assert chosen["borderStyle"] == other["borderStyle"] == "solid"
    on, off = (
        {
            kind: page.locator(f"#A5 .map {kind}{which}").first.evaluate(LOOKS)["fill"]
            for kind in ("path", "text")
        }
        for which in (".on", ":not(.on)")
    )
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    edge = page.locator("#A5 .map path").first.evaluate(LOOKS)["stroke"]
    assert off["path"] == ground != on["path"]
    assert edge != ground
    assert on["path"] != on["text"]
    assert off["path"] != off["text"]
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED)["outlined"]


# Keyboard.


def tab_to(page: Page, wanted) -> list[dict[str, Any]]:
    """Press Tab until something has the focus; give all that had it."""
    passed = []
    for _ in range(60):
        page.keyboard.press("Tab")
        passed.append(page.evaluate(FOCUSED))
        if wanted(passed[-1]):
            return passed
    raise AssertionError(passed)


def is_button(name: str):
    return lambda focused: focused["id"] == name


@pytest.mark.parametrize("tag", SCRIPTS)
def test_the_whole_questionnaire_by_keyboard(phone, server, tag):
    page = phone()
    page.goto(f"{server.address}/q/stains?lang={tag}")
    passed = tab_to(page, is_button("start"))
    page.keyboard.press("Enter")
    while (name := here(page)) != "summary":
        heading = page.evaluate(FOCUSED)
        assert heading["tag"] == "H2", name
        assert heading["seen"], name
        if name == "pause":
            passed += tab_to(page, is_button("more"))
            page.keyboard.press("Enter")
            continue
        passed += answer_by_keyboard(page, name)
        page.keyboard.press("Enter")
    assert page.evaluate(FOCUSED)["tag"] == "H2"
    passed += tab_to(page, is_button("send"))
    page.keyboard.press("Enter")
    page.wait_for_selector("#arrived:visible")
    assert page.evaluate(FOCUSED)["id"] == "arrived"
    assert [one for one in passed if one["covered"] or not one["seen"] or not one["outlined"]] == []


def answer_by_keyboard(page: Page, name: str) -> list[dict[str, Any]]:
    """Tick with Space, move inside a group with arrows, write, and go to « Suivant »."""
    passed = tab_to(page, lambda focused: focused["name"] == name)
    if passed[-1]["type"] == "radio":
        page.keyboard.press("Space")
        page.keyboard.press("ArrowDown")
        passed.append(page.evaluate(FOCUSED))
        assert page.locator(".here :checked").count() == 1
    elif passed[-1]["type"] == "checkbox":
        page.keyboard.press("Space")
        assert page.locator(".here :checked").count() == 1
    else:
        page.keyboard.type("Merci")
    return passed + tab_to(page, is_button("next"))


# The slow hash of the code, the longest part of sealing, waits for the test.
SLOW_SEAL = """
  const derive = SubtleCrypto.prototype.deriveBits;
  SubtleCrypto.prototype.deriveBits = async function (how, ...rest) {
    if (how.name === "PBKDF2") await new Promise((done) => { window.letSeal = done; });
    return derive.call(this, how, ...rest);
  };"""


def test_send_is_reached_and_pressed_before_the_answers_are_sealed(phone, server):
    page = phone()
    page.add_init_script(SLOW_SEAL)
    page.goto(f"{server.address}/q/stains?lang=ta")
    walking.skip_to(page, "summary")
    passed = tab_to(page, is_button("send"))
    # The buttons, and what opens the answers.
    assert {one["tag"] for one in passed} <= {"BUTTON", "SUMMARY"}, (
        "Tab went past the end of the page"
    )
    until(page, "Boolean(window.letSeal)")
    assert page.get_attribute("#send", "aria-disabled") == "true"
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    assert page.evaluate(FOCUSED)["id"] == "send"
    assert page.inner_text("#trouble")
    with page.expect_request("**/responses"):
        page.evaluate("letSeal()")
    page.wait_for_selector("#arrived:visible")
    assert page.evaluate(FOCUSED)["id"] == "arrived"


@pytest.mark.parametrize("tag", SCRIPTS)
def test_the_bar_of_buttons_covers_no_link(phone, server, tag):
    page = phone()
    page.goto(f"{server.address}/q/stains?lang={tag}")
    for name in ("welcome", "A2", "summary"):
        if name != "welcome":
            walking.skip_to(page, name)
        for link in page.locator("footer a").all():
            link.focus()
            focused = page.evaluate(FOCUSED)
            assert focused["seen"], (name, focused)
            assert not focused["covered"], name


def test_back_by_keyboard_and_the_exit(phone, server):
    page = phone()
    page.route("https://**", lambda route: route.fulfill(body="<p>meteo</p>"))
    page.goto(f"{server.address}/q/stains?lang=fr")
    walking.skip_to(page, "A2")
    for _ in range(3):
        page.keyboard.press("Shift+Tab")
        if page.evaluate(FOCUSED)["id"] == "back":
            break
    page.keyboard.press("Enter")
    assert here(page) == "A1"
    assert page.evaluate(FOCUSED)["tag"] == "H2"


# Reading order.

ORDER = """() => {
  const marks = ["#progress", ".here h2", ".here .hint", ".here .error", ".here .map",
    ".here .card:not([hidden])", ".here textarea", "#skip", "#next"];
  const all = [...document.querySelectorAll(marks.join())].filter((one) => one.checkVisibility());
  const kinds = all.map((one) => marks.findIndex((mark) => one.matches(mark)));
  // The foot stays where it is: it is read last, and lies at the end of the screen.
  const tops = all.filter((one) => !one.closest("#foot"))
    .map((one) => one.getBoundingClientRect().top);
  const rising = (list) => list.every((value, at) => !at || value >= list[at - 1] - 1);
  return { kinds, rising: rising(kinds) && rising(tops) };
}"""


@pytest.mark.parametrize("tag", SCRIPTS)
def test_reading_follows_the_page(phone, server, tag):
    page = phone()
    page.goto(f"{server.address}/q/stains?lang={tag}")
    for name in walking.answering(page):
        if name not in ("welcome", "pause", "summary"):
            found = page.evaluate(ORDER)
            assert found["rising"], (name, found)


def test_an_error_belongs_to_its_question(phone, server):
    page = phone()
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{server.address}/q/stains?lang=fr")
    walking.tick_too_many(page)
    named = page.get_attribute("#B1", "aria-describedby").split()
    assert "B1-error" in named
    assert all(page.locator(f"#{name}").count() == 1 for name in named)
    # Whoever ticks the last card of a long list sees why it does not stay ticked.
    box = page.locator("#B1-error").bounding_box()
    assert box
    assert 0 <= box["y"] < 640
    page.evaluate("scrollTo(0, 0)")
    found = page.evaluate(ORDER)
    assert found["rising"], found


@pytest.mark.parametrize("tag", SCRIPTS)
def test_errors_lead_to_their_question_without_scripts(browser: Browser, server, tag):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server.address}/q/stains?lang={tag}")
    for need in walking.SIX:
        page.check(f"#B1 input[value={need}]")
    page.click("p.plain button")
    page.wait_for_selector(".summary-errors:focus")
    page.click(".summary-errors a")
    assert page.url.endswith("#B1")
    page.keyboard.press("Tab")
    assert page.locator("#B1 input:focus").count() == 1
    named = page.get_attribute("#B1", "aria-describedby").split()
    assert all(page.locator(f"#{name}").count() == 1 for name in named)
    assert page.inner_text("#B1-error")
    context.close()
