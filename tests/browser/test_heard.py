"""Every family page is heard: recordings first, then the device, then the machine."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from diagnosis.voices import lines_of, said_in
from tests.browser.answering import here
from tests.browser.test_voice import VOICES, said, until

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "sounds.json").read_text("utf-8"))
PAGES = ("/", "/privacy", "/accessibility", "/results/stains", "/q/stains/withdraw", "/vote")


@pytest.fixture(scope="module")
def machine(make_server):
    """A server whose machine says all in Arabic and Tamil, by sounds that cannot be played."""
    server = make_server()
    instance = server.open()
    for tag in ("ar", "ta"):
        lines = lines_of(instance.languages, instance.library)
        texts = said_in(instance.languages, lines.values(), instance.languages[tag])
        folder = instance.machine.folder / tag
        folder.mkdir(parents=True)
        for name in texts:
            (folder / f"{name}.ogg").write_bytes(b"OggS no sound")
        (folder / "made.txt").write_text("\n".join(["abc", *texts]) + "\n")
    instance.store.close()
    return server


@pytest.fixture
def talking(phone):
    page = phone()
    page.add_init_script(VOICES)
    return page


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("tag", ["fr", "ar"])
def test_every_page_is_read_from_its_title(talking, server, address, tag):
    talking.goto(f"{server.address}{address}?lang={tag}")
    talking.wait_for_function("() => document.readyState === 'complete'")
    talking.evaluate("giveVoices", [{"lang": tag, "localService": True}])
    talking.click(".heard > .say")
    until(talking, "said.length > 1 && !document.querySelector('.saying')")
    assert said(talking)[0] == talking.locator("h1").inner_text().replace("\u202f", " ")
    assert "Français" not in said(talking), "languages say their own"


def test_a_text_has_the_name_that_the_server_computes(talking, server):
    """The list is found by the names of texts: one wrong letter, and a page is silent."""
    source = (Path("diagnosis/static/families/voice/sentences.js")).read_text("utf-8")
    body = source.replace("export ", "")
    talking.goto(f"{server.address}/privacy")
    talking.route(
        "**/names.js", lambda route: route.fulfill(body=body, content_type="text/javascript")
    )
    talking.add_script_tag(url=f"{server.address}/names.js")
    for vector in VECTORS:
        assert talking.evaluate("(text) => soundName(text)", vector["text"]) == vector["name"]


@pytest.mark.parametrize("tag", ["ar", "ta"])
def test_the_machine_says_what_it_is_and_gives_way(talking, machine, tag):
    talking.goto(f"{machine.address}/q/stains?lang={tag}")
    expect(talking.locator("#listen")).to_be_visible()
    talking.click("#start")
    note = talking.locator("#A1 .machine")
    expect(note).to_be_visible()
    assert talking.locator("#A1 .say:visible").count() == 5
    word = talking.locator("#A1 .card span").first
    box, card = word.bounding_box(), talking.locator("#A1 .card").first.bounding_box()
    assert box["width"] > card["width"] / 2, "the word keeps its line"
    talking.evaluate("giveVoices", [{"lang": tag, "localService": True}])
    expect(note).to_be_hidden()


def test_consent_is_not_said_by_a_machine_that_nobody_judged(talking, machine):
    talking.goto(f"{machine.address}/q/stains?lang=ar")
    expect(talking.locator("#listen")).to_be_visible()
    assert talking.locator("#welcome .notice .say:visible").count() == 0


def test_a_sound_that_fails_leaves_no_dead_button(talking, machine):
    talking.goto(f"{machine.address}/q/stains?lang=ar")
    talking.click("#start")
    talking.click("#A1 > .say")
    expect(talking.locator("#A1 > .say")).to_be_hidden()


def test_who_listens_hears_the_pages_after_in_this_tab(talking, server):
    talking.goto(f"{server.address}/q/stains?lang=fr")
    talking.wait_for_function("() => navigator.serviceWorker.controller")
    talking.evaluate("giveVoices", [{"lang": "fr", "localService": True}])
    expect(talking.locator("#start")).to_have_text("Lire")
    talking.click("#listen")
    expect(talking.locator("#start")).to_have_text("Commencer")
    expect(talking.locator("#q")).to_have_class("at-welcome listening")
    until(talking, "said.length > 3")
    talking.goto(f"{server.address}/privacy?lang=fr")
    talking.wait_for_function("() => document.readyState === 'complete'")
    talking.evaluate("giveVoices", [{"lang": "fr", "localService": True}])
    expect(talking.locator(".heard > .say")).to_be_visible()
    assert talking.evaluate("sessionStorage.listen") == "1"


def test_letters_too_many_are_told_as_they_are_written(phone, server):
    page = phone()
    page.goto(f"{server.address}/q/stains?lang=fr")
    page.click("#start")
    while here(page) != "E2":
        page.click("#more, #skip >> visible=true")
    page.fill("#E2 textarea", "a" * 301)
    expect(page.locator("#E2-error")).to_have_text("Trop long. Lettres en trop : 1.")
    page.click("#next")
    assert here(page) == "E2"
    page.fill("#E2 textarea", "a" * 300)
    expect(page.locator("#E2-error")).to_have_text("")
    page.click("#next")
    assert here(page) != "E2"


def test_letters_too_many_are_told_without_javascript(phone, server):
    page = phone(javascript=False)
    page.goto(f"{server.address}/q/stains?lang=fr")
    page.fill("#E2-field", "a" * 301)
    page.locator("p.plain button").last.click()
    expect(page.locator("#E2-error")).to_contain_text("Lettres en trop : 1.")
    assert page.locator("#E2-field").input_value() == "a" * 301, "nothing is cut"
