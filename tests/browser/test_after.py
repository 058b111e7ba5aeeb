"""What a family is given back, in a real browser: the thanks, and what became of each need."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import expect

from diagnosis.answers import read_words
from diagnosis.model import Workshop
from tests.browser.answering import KEPT, SENT, answer_all, until, visit

LANGUAGES = ("fr", "ar", "ta")


@pytest.fixture(scope="module")
def dated(server):
    """The server, with a workshop to come."""
    instance = server.open()
    day = date(2126, 12, 5)
    instance.store.add_workshop(Workshop(0, "stains", "papas", day, "square Béranger", "ta", True))
    instance.store.close()
    return server


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_a_need_opens_by_keyboard_and_asks_nothing(browser, dated, language, scripts):
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, java_script_enabled=scripts
    )
    page = context.new_page()
    page.goto(f"{dated.address}/q/stains/after?lang={language}")
    page.wait_for_load_state("networkidle")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    needs = page.locator("details.fate")
    expect(needs).to_have_count(16)
    fathers = needs.nth(8)
    fathers.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(fathers.locator(".steps")).to_be_visible()
    expect(fathers.locator(".steps")).to_contain_text("2126")
    expect(fathers.locator(".steps")).to_contain_text("square Béranger")
    assert page.url.endswith(f"/q/stains/after?lang={language}"), "no need is in the address"
    assert not [url for url in asked if "/pictures" not in url and "/sounds" not in url]
    box = page.locator("main").bounding_box()
    assert box["width"] <= 360
    assert needs.nth(0).locator("summary").bounding_box()["height"] >= 56
    context.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_six_words_open_the_page_without_scripts(browser, dated, language):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{dated.address}/q/stains/after?lang=en")
    page.click("#six summary")
    instance = dated.open()
    words = read_words(instance.languages.folder)
    instance.store.close()
    page.fill("#code", " ".join(words.of(language)[3:9]))
    page.click("#six button")
    page.wait_for_url(f"**/q/stains/after?lang={language}")
    assert page.locator("html").get_attribute("lang") == language
    context.close()


def test_the_thanks_are_the_same_whatever_was_ticked(phone, dated):
    said = []
    for needs in ([], ["femmes", "couple"], ["ecrans"]):
        page = visit(phone(), dated)
        answer_all(page, B1=needs or None)
        page.click("#send")
        page.wait_for_selector(SENT)
        page.wait_for_selector("#near:visible [data-day]")
        said.append(page.inner_html("#near"))
    assert said[0] == said[1] == said[2]
    assert "/q/stains/after?lang=fr" in said[0]


AGE = """async () => {
  const cache = await caches.open("assets");
  const key = (await cache.keys()).find((one) => /news/.test(one.url));
  const said = await (await cache.match(key)).text();
  const headers = { "Content-Type": "application/json" };
  await cache.put(key, new Response(said.replace("2126-12-05", "2020-12-05"), { headers }));
}"""


def test_a_date_gone_by_is_not_shown_from_what_a_device_kept(phone, dated):
    page = visit(phone(), dated)
    kept = "caches.open('assets').then((c) => c.keys())"
    until(page, kept + ".then((all) => all.some((one) => /news/.test(one.url)))")
    page.evaluate(AGE)
    page.context.set_offline(True)
    answer_all(page)
    page.click("#send")
    page.wait_for_selector(KEPT)
    page.wait_for_selector("#near:visible li")
    assert page.locator("#near [data-day]").count() == 0


def test_a_shared_device_is_led_to_nothing_but_the_next_family(phone, dated):
    page = phone()
    page.goto(f"{dated.address}/q/stains?lang=fr&channel=street&assisted=1")
    answer_all(page)
    page.click("#send")
    page.wait_for_selector("#near:visible li")
    assert page.locator("#near .doors").count() == 0
