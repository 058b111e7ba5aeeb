"""A shared tablet, for real: it forgets everyone, works alone, and lets the team in."""

from __future__ import annotations

import json
import uuid

import pytest
from playwright.sync_api import expect

from diagnosis.answers import make_kiosk, readable
from diagnosis.web import edition
from tests.browser.answering import answer_all, here, pass_to, until
from tests.browser.conftest import PASSWORD

PIN = "4821"
SECRET = "une phrase que personne d’autre ne lira"
# Everything that the device holds, as one text.
HELD = """async () => {
  const done = (ask) => new Promise((keep) => { ask.onsuccess = () => keep(ask.result); });
  const held = [JSON.stringify(localStorage), JSON.stringify(sessionStorage), name];
  for (const { name } of await indexedDB.databases()) {
    const base = await done(indexedDB.open(name));
    for (const store of base.objectStoreNames) {
      const all = base.transaction(store).objectStore(store).getAll();
      held.push(JSON.stringify(await done(all)));
    }
    base.close();
  }
  for (const cache of await caches.keys()) {
    const open = await caches.open(cache);
    for (const key of await open.keys()) held.push(key.url, await (await open.match(key)).text());
  }
  for (const field of document.querySelectorAll("textarea")) held.push(field.value);
  for (const field of document.querySelectorAll("input:checked")) held.push(`ticked ${field.name}`);
  return held.join("\\n");
}"""


@pytest.fixture
def make(server):
    """Add a tablet, as the team does; give its link's code."""

    def add(name="PMI du Clos", **options):
        instance = server.open()
        try:
            return make_kiosk(instance.store, "stains", name, PIN, **options)[1]
        finally:
            instance.store.close()

    return add


@pytest.fixture
def tablet(phone, server, make):
    """Tablets that are prepared, on their language screen."""

    def prepare(width=768, height=1024, code=None):
        page = phone(width=width, height=height)
        page.goto(f"{server.address}/kiosk/stains#{code or make()}")
        page.wait_for_selector("html.kiosk-ready")
        return page

    return prepare


def kiosk(server, id):
    instance = server.open()
    try:
        return instance.store.kiosk(id)
    finally:
        instance.store.close()


def responses(server, text):
    instance = server.open()
    try:
        return [
            r for r in instance.store.responses("stains", apart=None) if r.answers.get("E2") == text
        ]
    finally:
        instance.store.close()


def choose(page, language):
    page.click(f".tiles a[lang='{language}']")
    page.wait_for_selector("#start:visible")


def start_clock(page):
    """Choose French with a clock that the test moves."""
    page.clock.install()
    choose(page, "fr")
    page.click("#start")


def enter(page, pin=PIN):
    page.click("#kiosk-team")
    for digit in pin:
        page.click(f"[data-key='{digit}']")
    page.click("#kiosk-pin .strong")


def send_alone(page, text, language="fr"):
    """Answer without network, and leave."""
    choose(page, language)
    answer_all(page, A1="maman", E2=text)
    page.click("#send")
    page.wait_for_selector("#kept:visible, #arrived:visible")
    page.click("#end")
    page.wait_for_selector("html.kiosk-ready")


def keep_everything(page):
    """Wait until the tablet could do without network."""
    until(page, "Boolean(navigator.serviceWorker.controller)")
    until(page, "caches.open('pages').then((c) => c.keys()).then((k) => k.length > 14)")
    leaf = "'/accessibility?lang=zdj', {ignoreVary: true}"
    until(page, f"caches.open('leaves').then((c) => c.match({leaf})).then(Boolean)")


def test_a_tablet_waits_for_the_team_until_its_link_was_opened_once(phone, server, make):
    code = make()
    page = phone(width=768, height=1024)
    page.goto(f"{server.address}/kiosk/stains")
    page.wait_for_selector("#kiosk-wait:visible")
    assert page.inner_text("h1") == "Cette tablette attend l’équipe"
    assert page.locator(".tiles a:visible").count() == 0
    page.goto(f"{server.address}/kiosk/stains#{code}")
    page.wait_for_selector("html.kiosk-ready")
    assert page.url == f"{server.address}/kiosk/stains"
    assert page.locator(".tiles a:visible").count() == 14
    assert "PMI du Clos" in page.inner_text("#kiosk-team")
    page.reload()
    page.wait_for_selector("html.kiosk-ready")
    assert page.context.cookies() == []
    other = phone(width=768, height=1024)
    other.goto(f"{server.address}/kiosk/stains#{code}")
    other.wait_for_selector("#kiosk-prepare-trouble:has-text('déjà servi')")
    assert other.locator(".tiles a:visible").count() == 0


def test_the_code_can_be_typed(phone, server, make):
    page = phone(width=768, height=1024)
    page.goto(f"{server.address}/kiosk/stains")
    page.fill("#kiosk-code", "n'importe quoi")
    page.click("#kiosk-prepare button")
    page.wait_for_selector("#kiosk-prepare-trouble:has-text('Recopiez')")
    page.fill("#kiosk-code", readable(make()).upper())
    page.click("#kiosk-prepare button")
    page.wait_for_selector("html.kiosk-ready")


def test_without_javascript_the_languages_show(phone, server):
    page = phone(javascript=False, width=768, height=1024)
    page.goto(f"{server.address}/kiosk/stains")
    assert page.locator(".tiles a:visible").count() == 14


def test_the_team_hears_from_a_tablet_by_the_clock_alone(tablet, server, make):
    code = make()
    page = tablet(code=code)
    until(page, "outbox.kept('told')")
    known = kiosk(server, code.split(".")[0])
    instance = server.open()
    assert known.version == edition(instance.store.campaign("stains"))
    instance.store.close()
    assert (known.waiting, known.aside, known.sent) == (0, 0, 0)
    told = []
    page.on("request", lambda asked: told.append(asked.url) if "contact" in asked.url else None)
    text = uuid.uuid4().hex
    send_alone(page, text)
    assert len(responses(server, text)) == 1
    page.wait_for_timeout(300)
    assert told == [], "an answer brings no news"


def test_the_screen_warns_then_forgets(tablet, server):
    page = tablet()
    start_clock(page)
    page.check("#A1 input[value=maman]")
    page.clock.run_for(59000)
    assert not page.locator("#kiosk-idle[open]").count()
    page.clock.run_for(2000)
    page.wait_for_selector("#kiosk-idle[open]")
    assert page.inner_text("#kiosk-count") in ("14", "15")
    assert page.evaluate("document.activeElement.id") == "kiosk-stay"
    page.clock.run_for(5000)
    assert int(page.inner_text("#kiosk-count")) < 11
    page.click("#kiosk-stay")
    assert page.is_checked("#A1 input[value=maman]")
    page.clock.run_for(61000)
    page.wait_for_selector("#kiosk-idle[open]")
    page.keyboard.press("Escape")
    assert not page.locator("#kiosk-idle[open]").count()
    assert here(page) == "A2", "the touch of an only answer has led on"
    page.clock.run_for(61000)
    page.wait_for_selector("#kiosk-idle[open]")
    page.mouse.click(20, 20)
    page.clock.run_for(15000)
    page.wait_for_url("**/kiosk/stains")
    page.wait_for_selector("html.kiosk-ready")


def test_the_thanks_stay_while_they_are_read(tablet, server):
    page = tablet()
    start_clock(page)
    pass_to(page, "summary")
    page.click("#send")
    page.wait_for_selector("#thanks.here")
    for _ in range(2):
        page.clock.run_for(50000)
        page.mouse.wheel(0, 40)
        page.wait_for_timeout(100)
    assert here(page) == "thanks"
    page.clock.run_for(62000)
    page.wait_for_url("**/kiosk/stains")


def test_another_person_begins_anew(tablet, server):
    page = tablet()
    start_clock(page)
    page.check("#A1 input[value=maman]")
    page.clock.run_for(61000)
    page.click("#kiosk-anew")
    page.wait_for_url("**/kiosk/stains")


@pytest.mark.parametrize("left", ["sent", "idle", "exit"])
def test_nothing_of_a_person_stays(tablet, server, left):
    page = tablet()
    text = f"{SECRET} {uuid.uuid4().hex}"
    if left == "idle":
        page.clock.install()
    choose(page, "fr")
    answer_all(page, A1="maman", B1=["sommeil"], E2=text)
    if left == "sent":
        page.click("#send")
        page.click("#end")
    elif left == "idle":
        page.clock.run_for(76000)
    else:
        page.click(".exit")
    page.wait_for_url("**/kiosk/stains")
    page.wait_for_selector("html.kiosk-ready")
    for step in (None, page.go_back, page.go_back, page.go_forward, page.go_forward):
        if step:
            step()
            page.wait_for_load_state()
        if page.url == "about:blank":
            continue
        held = page.evaluate(HELD)
        assert SECRET not in held
        assert '"answers":' not in held
        assert "ticked" not in held
    assert len(responses(server, text)) == (1 if left == "sent" else 0)


def test_a_page_brought_back_whole_starts_again(tablet):
    page = tablet()
    choose(page, "fr")
    page.click("#start")
    page.check("#A1 input[value=maman]")
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    page.wait_for_url("**/kiosk/stains")


def test_pages_beside_the_way_open_as_a_leaf_and_lead_back(tablet):
    page = tablet()
    page.click("footer a >> nth=0")
    page.wait_for_selector("#kiosk-leaf[open] h1")
    page.click("#kiosk-leaf-close")
    assert page.url.endswith("/kiosk/stains")
    choose(page, "ar")
    page.evaluate("document.querySelector('a[href^=\"tel:\"]').click()")
    page.click(".tongue")
    page.click("#languages button[lang=ta]")
    page.wait_for_selector("html[lang=ta] #start")
    page.go_back()
    page.wait_for_timeout(500)
    assert "lang=ar" not in page.url


def test_the_pin_opens_and_each_wrong_one_waits_longer(tablet):
    page = tablet()
    enter(page, "0000")
    page.wait_for_selector("#kiosk-pin-trouble:has-text('2 secondes')")
    page.reload()
    page.wait_for_selector("html.kiosk-ready")
    enter(page)
    page.wait_for_selector("#kiosk-pin-trouble:has-text('Attendez')")
    assert not page.is_visible("#kiosk-sheet")
    page.wait_for_timeout(2200)
    page.keyboard.type("1111")
    page.keyboard.press("Enter")
    page.wait_for_selector("#kiosk-pin-trouble:has-text('4 secondes')")
    page.wait_for_timeout(4200)
    page.keyboard.type(PIN)
    page.keyboard.press("Enter")
    page.wait_for_selector("#kiosk-sheet:visible")
    expect(page.locator("#kiosk-lead")).to_have_text("Rien n’attend ici.")
    assert page.inner_text("#kiosk-scripts").startswith("Écritures")
    page.click("#kiosk-sheet [data-close]")
    page.click("#kiosk-team")
    assert not page.is_visible("#kiosk-sheet"), "closing locks it again"


def test_the_panel_closes_by_itself(tablet):
    page = tablet()
    page.clock.install()
    page.reload()
    page.wait_for_selector("html.kiosk-ready")
    enter(page)
    page.wait_for_selector("#kiosk-sheet:visible")
    page.clock.run_for(76000)
    assert not page.is_visible("#kiosk-panel")


def test_days_without_network_then_a_file_taken_elsewhere(tablet, phone, server, tmp_path):
    page = tablet()
    keep_everything(page)
    page.context.set_offline(True)
    page.reload()
    page.wait_for_selector("html.kiosk-ready")
    texts = [uuid.uuid4().hex for _ in range(2)]
    for text, language in zip(texts, ("fr", "ar"), strict=True):
        send_alone(page, text, language)
        assert text not in page.evaluate(HELD)
    page.click("footer a >> nth=0")
    page.wait_for_selector("#kiosk-leaf[open] h1")
    page.click("#kiosk-leaf-close")
    enter(page)
    page.wait_for_selector("#kiosk-lead:has-text('2 réponses attendent')")
    page.fill("#kiosk-paper", "3")
    difference = "Papier 3, tablette 2\u00a0: il en manque une."
    page.wait_for_selector(f"#kiosk-difference:has-text('{difference}')")
    page.click("#kiosk-send")
    page.wait_for_selector("#kiosk-said:has-text('Rien n’est perdu')")
    page.click("#kiosk-quit")
    page.wait_for_selector("#kiosk-quit-trouble:has-text('exportez')")
    with page.expect_download() as download:
        page.click("#kiosk-export")
    path = tmp_path / "outbox.json"
    download.value.save_as(path)
    content = json.loads(path.read_text("utf-8"))
    assert (content["format"], content["version"]) == ("diagnosis-outbox", 1)
    assert (content["campaign"], content["kiosk"]) == ("stains", "PMI du Clos")
    assert [set(entry) for entry in content["entries"]] == [
        {"id", "key", "sealed", "state", "cause"}
    ] * 2
    assert not any(text in path.read_text("utf-8") for text in texts)

    office = phone(width=1280, height=900)
    office.goto(f"{server.address}/staff/campaigns/stains/tablets")
    office.fill("input[name=name]", "amina")
    office.fill("input[name=password]", PASSWORD)
    office.click("main button")
    for sentence in ("2 réponses enregistrées, aucune déjà là", "aucune réponse enregistrée, 2"):
        office.goto(f"{server.address}/staff/campaigns/stains/tablets")
        office.set_input_files("input[type=file]", path)
        office.click("text=Importer >> visible=true >> nth=-1")
        office.wait_for_selector(f".lead:has-text('{sentence}')")

    page.context.set_offline(False)
    page.click("#kiosk-send")
    page.wait_for_selector("#kiosk-lead:has-text('Rien n’attend ici')")
    assert [len(responses(server, text)) for text in texts] == [1, 1]
    page.click("#kiosk-zero")
    page.wait_for_selector("#kiosk-counted:has-text('aucune réponse')")
    page.click("#kiosk-quit")
    page.wait_for_selector("#kiosk-wait:visible")
    assert page.evaluate("outbox.kept('kiosk')") is None


@pytest.mark.parametrize("size", [(768, 1024), (1024, 768)])
def test_every_language_says_its_name_without_scrolling(tablet, names, size):
    page = tablet(*size)
    page.wait_for_selector(".tiles li:last-child .say")
    hold_the_tiles(page, size)


@pytest.mark.parametrize("size", [(768, 1024), (1024, 768)])
def test_every_language_shows_without_scrolling_as_a_large_tile(tablet, size):
    hold_the_tiles(tablet(*size), size)


def hold_the_tiles(page, size):
    assert page.evaluate("document.documentElement.scrollHeight") <= size[1]
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    heights = page.evaluate(
        "[...document.querySelectorAll('.tiles a')].map((a) => a.getBoundingClientRect().height)"
    )
    assert min(heights) >= 72


@pytest.mark.parametrize("language", ["fr", "ar", "ta"])
def test_a_person_answers_and_the_next_one_finds_the_languages(tablet, server, language):
    page = tablet()
    text = uuid.uuid4().hex
    send_alone(page, text, language)
    page.wait_for_url("**/kiosk/stains")
    (kept,) = responses(server, text)
    assert (kept.language, kept.channel, kept.assisted) == (language, "kiosk", False)
