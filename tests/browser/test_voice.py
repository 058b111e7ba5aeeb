"""Hearing and speaking, for real: a fake microphone, and a stub of the device's own voices."""

from __future__ import annotations

import contextlib
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from diagnosis.languages import voice_key
from diagnosis.model import Recording
from tests.browser.answering import here, pass_one, pass_to
from tests.browser.conftest import enter

# « 1 s » shows for one second only: a busy machine may look after it.
SOME_TIME = re.compile(r"^[1-9]\d*\u202fs$")

# Headless Chromium has no voice of its own: this one says what it is asked to, at our pace.
VOICES = """(() => {
  window.said = [];
  window.silenced = 0;
  const stub = new EventTarget();
  let voices = [];
  stub.getVoices = () => voices;
  stub.speak = (utterance) => {
    said.push(`${utterance.voice.lang} ${utterance.text}`);
    if (!window.slow) setTimeout(() => utterance.onend(), 5);
  };
  stub.cancel = () => { silenced += 1; };
  window.giveVoices = (list) => { voices = list; stub.dispatchEvent(new Event("voiceschanged")); };
  Object.defineProperty(window, "speechSynthesis", { value: stub });
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
})()"""
# Remembers every microphone that was opened.
MICROPHONES = """(() => {
  window.streams = [];
  const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (asked) => {
    const stream = await real(asked);
    streams.push(stream);
    return stream;
  };
})()"""
STILL_OPEN = "streams.flatMap((s) => s.getTracks()).filter((t) => t.readyState === 'live').length"
BRAZIL = {"lang": "pt-BR", "localService": True}
PORTUGAL = {"lang": "pt_PT", "localService": True}
REMOTE = {"lang": "pt-PT", "localService": False}
# Languages say their own names on every page (in D5 and in the list), whatever its own language.
SILENT = ".screen:not(#D5) .say:not([hidden]):not(.languages .say), [aria-pressed]:visible"
# The script of voices has run, where the page asked for it.
READY = """navigator.serviceWorker.controller
  && (!document.querySelector('[src*="voice.js"]') || document.querySelector('.voice'))"""
# The place to speak comes with the first question.
SPEAKING = "document.querySelector('.voice')"


def visit(page, server, language="pt"):
    page.goto(f"{server.address}/q/stains?lang={language}")
    until(page, READY)


def start(page):
    page.click("#start")
    until(page, SPEAKING)


def until(page, expression):
    # As a function: the pages' policy forbids evaluating text.
    page.wait_for_function(f"() => {expression}")


def go_to(page, screen):
    start(page)
    pass_to(page, screen)


def texts(page, selector):
    return page.evaluate(
        """(selector) => [...document.querySelectorAll(selector)].filter((e) => e.offsetParent)
        .map((e) => { const c = e.cloneNode(true);
        c.querySelectorAll('.source').forEach((s) => s.remove());
        return c.textContent.trim().replace(/\\s+/g, ' '); })""",
        selector,
    )


def said(page):
    return [line.partition(" ")[2] for line in page.evaluate("said")]


def until_heard(page, count):
    """The last of them ended too: a press while it is being said would stop it."""
    until(page, f"said.length === {count} && !document.querySelector('.saying')")


@contextlib.contextmanager
def opened(server):
    instance = server.open()
    try:
        yield instance.store
    finally:
        instance.store.close()


@pytest.fixture
def desk(phone, server):
    """A member's browser."""
    page = phone(width=1280, height=900)
    enter(page, server)
    return page


@pytest.fixture
def talking(phone):
    """A phone whose device may have voices."""
    page = phone()
    page.add_init_script(VOICES)
    return page


@pytest.fixture
def open_phone(phone):
    """A phone that remembers which microphones were opened."""
    page = phone()
    page.add_init_script(MICROPHONES)
    return page


# Listening.


def test_the_team_records_a_sentence_and_a_mother_hears_it(phone, server, desk):
    key = voice_key("Vous êtes…")
    desk.goto(f"{server.address}/staff/voices/fr/{key}")
    desk.click("[data-record]")
    expect(desk.locator("[data-record]")).to_have_text("Arrêter")
    expect(desk.locator("[data-time]")).to_have_text(SOME_TIME)
    desk.click("[data-record]")
    expect(desk.locator("#told")).to_have_text("C’est enregistré.")
    expect(desk.locator("[data-play]")).to_be_visible()
    with opened(server) as store:
        kept = store.recording("fr", key)
        version = store.recordings("fr")[key]
    assert 500 < len(kept.content) < 50_000
    page = phone()
    heard = []
    address = f"{server.address}/voices/fr/{key}?v={version}"
    page.on("response", lambda r: heard.append(r.status) if r.url == address else None)
    visit(page, server, "fr")
    page.wait_for_timeout(2100)  # a page is remembered for two seconds
    visit(page, server, "fr")
    page.click("#start")
    button = page.get_by_role("button", name="Écouter : Vous êtes…")
    button.click()
    expect(page.locator("#A1 h2")).to_have_class("saying")
    expect(page.locator("#A1 .say")).to_have_attribute("aria-label", "Arrêter")
    until(page, "!document.querySelector('.saying')")
    expect(button).to_be_visible()
    assert heard
    assert set(heard) <= {200, 206}
    assert page.locator("#A1 .card .say").count() == 0, "nobody recorded the choices"


def test_without_any_voice_there_is_no_button(phone, server):
    page = phone()
    visit(page, server, "tr")
    assert page.locator(SILENT).count() == 0


def test_buttons_come_when_the_device_gets_its_voices(talking, server):
    visit(talking, server)
    assert talking.locator(SILENT).count() == 0
    talking.evaluate("giveVoices", [REMOTE])
    assert talking.locator(SILENT).count() == 0, "it would tell others"
    talking.evaluate("giveVoices", [REMOTE, BRAZIL, PORTUGAL])
    expect(talking.locator("#welcome .say:visible")).to_have_count(4)
    expect(talking.locator("[aria-pressed]")).to_be_visible()
    talking.click("#start")
    assert talking.locator("#A1 .say:visible").count() == 5
    talking.evaluate("giveVoices", [])
    assert talking.locator("#A1 .say:visible").count() == 0


def test_a_loudspeaker_reads_its_card_and_never_ticks_it(talking, server):
    visit(talking, server)
    talking.evaluate("giveVoices", [BRAZIL, PORTUGAL])
    talking.click("#start")
    card = talking.locator("#A1 .card").nth(1)
    word = card.locator("span").inner_text()
    card.locator(".say").click()
    until_heard(talking, 1)
    assert talking.evaluate("said") == [f"pt_PT {word}"]
    box = card.locator(".say").bounding_box()
    assert min(box["width"], box["height"]) >= 56
    card.locator(".say").focus()
    talking.keyboard.press("Enter")
    until_heard(talking, 2)
    talking.keyboard.press(" ")
    until_heard(talking, 3)
    assert talking.locator("#A1 :checked").count() == 0
    talking.get_by_role("radio", name=word, exact=True).check()
    assert talking.locator("#A1 :checked").count() == 1


def test_everything_is_read_screen_by_screen_in_order(talking, server):
    visit(talking, server)
    talking.evaluate("giveVoices", [PORTUGAL])
    expect(talking.locator("[aria-pressed]")).to_have_attribute("aria-pressed", "false")
    talking.click("[aria-pressed]")
    expected = [*texts(talking, "h1"), *texts(talking, "#welcome .notice p")]
    until(talking, "said.length === 5")
    assert said(talking) == expected
    for screen in ("A1", "B1"):
        talking.evaluate("said.length = 0")
        if screen == "A1":
            talking.click("#start")
        while here(talking) != screen:
            pass_one(talking)
            talking.evaluate("said.length = 0")
            talking.evaluate(
                "document.dispatchEvent(new CustomEvent('screen', { detail: family.here() }))"
            )
        expected = texts(talking, f"#{screen} h2, #{screen} .hint, #{screen} .card")
        until(talking, f"said.length >= {len(expected)}")
        talking.wait_for_timeout(100)
        assert said(talking)[-len(expected) :] == expected
    assert talking.locator(".saying").count() == 0


def test_reading_stops_on_a_tap_and_on_leaving_the_screen(talking, server):
    visit(talking, server)
    talking.evaluate("giveVoices", [PORTUGAL])
    talking.click("[aria-pressed]")
    until(talking, "said.length === 5")
    talking.evaluate("window.slow = true")
    talking.click("#start")
    until(talking, "said.length === 6")
    expect(talking.locator("#A1 h2")).to_have_class("saying")
    talking.click("#A1 > .say")
    assert talking.locator(".saying").count() == 0
    talking.click("#A1 > .say")
    until(talking, "said.length === 7")
    before = talking.evaluate("silenced")
    talking.click("#skip")
    assert talking.evaluate("silenced") > before
    assert talking.locator("#A1 .saying").count() == 0
    until(talking, "said.length === 8")
    talking.click("#back")
    talking.click("#back")
    talking.click("[aria-pressed=true]")
    assert talking.locator(".saying").count() == 0
    talking.evaluate("said.length = 0")
    talking.click("#start")
    talking.wait_for_timeout(200)
    assert said(talking) == []


def test_an_oral_language_that_nobody_recorded_is_french_text_with_french_sound(talking, server):
    visit(talking, server, "snk")
    talking.evaluate("giveVoices", [{"lang": "fr-FR", "localService": True}])
    expect(talking.locator("#listen")).to_be_visible()
    expect(talking.locator("main")).to_contain_text("le texte est en français")


def test_a_recording_that_fails_gives_way_to_the_device(talking, phone, server):
    with opened(server) as store:
        broken = Recording("ro", voice_key("Vous êtes…"), "audio/webm", b"\x1a\x45\xdf\xa3 broken")
        store.save_recording(broken)
    visit(talking, server, "ro")
    talking.wait_for_timeout(2100)
    visit(talking, server, "ro")
    talking.evaluate("giveVoices", [{"lang": "ro-RO", "localService": True}])
    talking.click("#start")
    talking.click("#A1 > .say")
    until(talking, "said.length === 1")
    assert said(talking) == texts(talking, "#A1 h2")
    silent = phone()
    visit(silent, server, "ro")
    silent.click("#start")
    silent.click("#A1 > .say")
    expect(silent.locator("#A1 > .say")).to_be_hidden()


def test_a_language_says_its_own_name_where_languages_are_chosen(phone, server):
    with opened(server) as store:
        sound = b"\x1a\x45\xdf\xa3 broken"
        store.save_recording(Recording("bn", voice_key("বাংলা"), "audio/webm", sound))
    page = phone()
    page.wait_for_timeout(2500)  # the server looks again every two seconds
    visit(page, server)
    page.click(".tongue")
    button = page.locator("#languages li:has([lang=bn]) .say")
    expect(button).to_be_visible()
    before = page.url
    with page.expect_response("**/voices/bn/*"):
        button.click()
    assert page.url == before, "a loudspeaker leads nowhere"


@pytest.mark.parametrize("address", ["/", "/results/stains", "/q/stains"])
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_a_loudspeaker_beside_each_language_overflows_nothing(
    phone, server, names, address, language
):
    page = phone(width=320, height=568)
    page.wait_for_timeout(2500)  # the server looks again every two seconds
    page.goto(f"{server.address}{address}?lang={language}")
    if address == "/q/stains":
        page.click(".tongue")
    says = page.locator(".languages .say")
    expect(says.first).to_be_visible()
    page.wait_for_function("document.querySelector('link[href*=\"voice.css\"]')?.sheet")
    assert {(box["width"], box["height"]) for one in says.all() if (box := one.bounding_box())} == {
        (56, 56)
    }
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


# Speaking.


def speak(page):
    page.locator("#E2 .voice").get_by_role("button", name="Dire ma réponse").click()
    expect(page.locator("#E2 .voice .strong")).to_be_visible()
    page.wait_for_timeout(400)


def kept(page):
    return page.evaluate("family.voices.E2 ? family.voices.E2.size : 0")


def test_an_answer_is_spoken_heard_again_and_erased(open_phone, server):
    page = open_phone
    visit(page, server, "fr")
    go_to(page, "E2")
    expect(page.locator("#E2 .voice")).to_contain_text("efface votre voix")
    assert page.evaluate("streams.length") == 0, "nothing is recorded without a press"
    speak(page)
    expect(page.locator("#E2 [role=status]")).to_have_text("Parlez maintenant")
    expect(page.locator("#E2 .voice .strong b")).to_have_text("29", timeout=3000)
    assert kept(page) == 0
    page.get_by_role("button", name="Arrêter").click()
    replay = page.locator("#E2").get_by_role("button", name="Réécouter")
    expect(replay).to_be_focused()
    assert kept(page) > 300
    assert page.evaluate("family.voices.E2.type").startswith("audio/")
    assert page.evaluate(STILL_OPEN) == 0
    replay.click()
    expect(replay).to_have_class("button saying")
    until(page, "!document.querySelector('.saying')")
    page.locator("#E2").get_by_role("button", name="Effacer").click()
    assert kept(page) == 0
    expect(page.locator("#E2").get_by_role("button", name="Dire ma réponse")).to_be_focused()


def test_no_recording_goes_on_when_the_screen_changes(open_phone, server):
    page = open_phone
    visit(page, server, "fr")
    go_to(page, "E2")
    speak(page)
    page.click("#next")
    until(page, "family.voices.E2")
    assert page.evaluate(STILL_OPEN) == 0
    page.click("#back")
    expect(page.locator("#E2").get_by_role("button", name="Réécouter")).to_be_visible()
    page.click("#skip")
    assert kept(page) == 0, "« Passer la question » takes the voice back"


def test_everything_is_forgotten_at_once(open_phone, server):
    page = open_phone
    visit(page, server, "fr")
    go_to(page, "E2")
    speak(page)
    page.evaluate("document.dispatchEvent(new CustomEvent('forget'))")
    page.wait_for_timeout(300)
    assert kept(page) == 0
    assert page.evaluate(STILL_OPEN) == 0
    expect(page.locator("#E2").get_by_role("button", name="Dire ma réponse")).to_be_visible()


def test_half_a_minute_is_the_longest(open_phone, server):
    page = open_phone
    page.clock.install()
    visit(page, server, "fr")
    go_to(page, "E2")
    page.get_by_role("button", name="Dire ma réponse").click()
    expect(page.locator("#E2 .voice .strong")).to_be_visible()
    page.clock.run_for(31_000)
    expect(page.locator("#E2").get_by_role("button", name="Réécouter")).to_be_visible()
    assert page.evaluate(STILL_OPEN) == 0


def test_without_microphone_one_can_still_write(phone, server):
    page = phone()
    page.add_init_script(
        "navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no'))"
    )
    visit(page, server, "fr")
    go_to(page, "E2")
    page.get_by_role("button", name="Dire ma réponse").click()
    expect(page.locator("#E2 [role=status]")).to_contain_text("Vous pouvez écrire")
    page.fill("#E2 textarea", "un café")


def test_what_was_spoken_arrives_and_is_written_down(open_phone, server, desk):
    page = open_phone
    visit(page, server, "fr")
    go_to(page, "E2")
    speak(page)
    page.click("#E2 .voice .strong")
    until(page, "family.voices.E2")
    page.click("#next")
    pass_to(page, "summary")
    page.click("#send")
    page.wait_for_selector("#thanks.here")
    assert kept(page) == 0
    for _ in range(50):
        with opened(server) as store:
            if waiting := store.voices("stains"):
                break
        page.wait_for_timeout(100)
    (voice,) = waiting
    desk.goto(f"{server.address}/staff/campaigns/stains")
    desk.click("text=1 réponse parlée à écrire")
    # The page of before may still be there.
    desk.locator("audio").evaluate("(sound) => sound.play()")
    desk.fill("textarea", "un café pour les parents")
    desk.click("text=Enregistrer et effacer le son")
    expect(desk.locator(".flash")).to_have_text("C’est écrit, le son est effacé.")
    with opened(server) as store:
        assert store.voices("stains") == []
        response = next(r for r in store.responses("stains", apart=None) if r.id == voice.response)
    assert response.answers["E2"] == "un café pour les parents"


# The recording desk.


def test_sentences_follow_each_other_with_one_key(server, desk):
    desk.goto(f"{server.address}/staff/voices?language=zdj")
    desk.click("text=Commencer l’enregistrement")
    # The script that hears keys shows the button.
    desk.wait_for_selector("[data-record]:visible")
    first = desk.locator("h1").inner_text()
    desk.keyboard.press(" ")
    expect(desk.locator("[data-record]")).to_have_text("Arrêter")
    expect(desk.locator("[data-time]")).to_have_text(SOME_TIME)
    desk.keyboard.press(" ")
    expect(desk.locator("#told")).to_have_text("C’est enregistré.")
    assert desk.locator("h1").inner_text() == first
    desk.keyboard.press("ArrowRight")
    expect(desk.locator("h1")).not_to_have_text(first)
    assert "1 phrase sur" in desk.locator("#studio").inner_text()
    desk.click("text=Précédente")
    expect(desk.locator("h1")).to_have_text(first)
    desk.click("summary:has-text('Effacer')")
    desk.click("button:has-text('Effacer le son')")
    expect(desk.locator(".flash")).to_have_text("Le son est effacé.")
    assert "Aucune phrase" in desk.locator("#studio").inner_text()


def test_a_file_that_is_no_sound_is_refused_kindly(server, desk, tmp_path):
    song = tmp_path / "song.mp3"
    song.write_bytes(b"ID3 not a sound")
    desk.goto(f"{server.address}/staff/voices/zdj/{voice_key('maman')}")
    desk.click("main summary")
    desk.set_input_files("#sound", song)
    desk.click("#sound-form button")
    expect(desk.locator("#told")).to_contain_text("WebM, Ogg ou MP4")


def test_a_microphone_refused_is_said_kindly(server, desk):
    desk.add_init_script(
        "navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no'))"
    )
    desk.goto(f"{server.address}/staff/voices/zdj/{voice_key('maman')}")
    desk.click("[data-record]")
    expect(desk.locator("#told")).to_contain_text("micro n’est pas accessible")


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_no_page_of_voices_overflows(server, desk, width):
    desk.set_viewport_size({"width": width, "height": 800})
    long = voice_key("Vos droits et vos aides ne changent pas.")
    for address in (
        "/staff/voices",
        "/staff/voices?language=ta",
        f"/staff/voices/ta/{long}",
        "/staff/campaigns/stains/voices",
    ):
        desk.goto(server.address + address)
        extra = desk.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert extra <= 0, (address, extra)


@pytest.mark.parametrize("language", ["pt", "ar"])
def test_loudspeakers_overflow_nothing_on_a_small_phone(phone, server, language):
    page = phone(width=320, height=568)
    page.add_init_script(VOICES)
    visit(page, server, language)
    page.evaluate("giveVoices", [{"lang": language, "localService": True}])
    page.click("#start")
    while here(page) != "summary":
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= 320, (here(page), width)
        pass_one(page)


def test_loudspeakers_and_the_desk_are_accessible(talking, server, desk):
    visit(talking, server)
    talking.evaluate("giveVoices", [PORTUGAL])
    go_to(talking, "A1")
    while here(talking) != "summary":
        if here(talking) in ("A1", "B1", "B3", "E2"):
            talking.wait_for_timeout(200)  # the screen has arrived
            assert violations(talking) == []
        pass_one(talking)
    for address in ("/staff/voices", f"/staff/voices/ta/{voice_key('maman')}"):
        desk.goto(server.address + address)
        assert violations(desk) == []


def violations(page):
    found = Axe().run(page).response["violations"]
    return [(item["id"], [node["html"] for node in item["nodes"][:3]]) for item in found]
