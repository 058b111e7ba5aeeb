"""A facilitator's phone reads a room by its camera: from the picture to the votes, and bad days."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from diagnosis.model import Session
from tests.browser.answering import until
from tests.browser.conftest import enter, find_chromium
from tests.browser.test_accessibility import violations
from tests.card_frames import Held, Light, film, frame, room, ten_cards
from tests.servers import Server

THEMES = ("cafe_parents", "arrivee_bebe", "nourrir_bebe", "premiers_repas")
NUMBERS = (1, 2, 3, 5, 8, 13, 21, 24, 29, 30)
SOFT = Light(0.7, 2, 4, 0.8)


def cards_of(draw: np.random.Generator) -> list[Held]:
    """Ten cards of thirty, on every side in turn."""
    cards = ten_cards(draw, 40, 70)
    return [
        replace(card, number=number, side=at % 4, glare=0)
        for at, (card, number) in enumerate(zip(cards, NUMBERS, strict=True))
    ]


def scene(draw: np.random.Generator, cards: list[Held], count: int = 5) -> list[np.ndarray]:
    """Frames of a room whose hands tremble."""
    ground = room(draw)
    return [
        frame(
            draw,
            [
                replace(one, x=one.x + draw.normal(0, 1.5), y=one.y + draw.normal(0, 1.5))
                for one in cards
            ],
            SOFT,
            ground,
        )
        for _ in range(count)
    ]


@pytest.fixture(scope="module")
def cameras(
    playwright: Playwright, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Browser]]:
    """Browsers whose camera films a room: ten cards, a number held twice, nothing, the dark."""
    folder = tmp_path_factory.mktemp("films")
    ten = cards_of(np.random.default_rng(14))
    twice = [*ten[:8], replace(ten[8], number=2), replace(ten[9], number=77)]
    turned = [replace(one, side=(one.side + 1) % 4) for one in ten]
    films = {
        "ten": lambda draw: scene(draw, ten),
        # Long enough that each reading comes to count before the next begins.
        "turned": lambda draw: [*scene(draw, ten, 15), *scene(draw, turned, 15)],
        "twice": lambda draw: scene(draw, twice),
        "nothing": lambda draw: scene(draw, [], 3),
        "dark": lambda draw: [(one / 12).astype(np.uint8) for one in scene(draw, ten, 3)],
        "blurred": lambda draw: [frame(draw, ten, Light(9, 9, 1, 0.8), room(draw))],
    }
    opened: dict[str, Browser] = {}

    def give(name: str) -> Browser:
        if name not in opened:
            # The same film whatever was filmed before it.
            path = film(folder / f"{name}.y4m", films[name](np.random.default_rng(14)))
            opened[name] = playwright.chromium.launch(
                executable_path=find_chromium(),
                args=[
                    "--no-sandbox",
                    "--use-fake-device-for-media-stream",
                    "--use-fake-ui-for-media-stream",
                    f"--use-file-for-fake-video-capture={path}",
                ],
            )
        return opened[name]

    yield give
    for one in opened.values():
        one.close()


class Phone:
    """A facilitator's phone on the page that reads, and all that leaves it."""

    def __init__(self, browser: Browser, server: Server, code: str, width: int = 360) -> None:
        self.context = browser.new_context(viewport={"width": width, "height": 740})
        self.page: Page = self.context.new_page()
        self.sent: list[tuple[str, str]] = []
        self.troubles: list[str] = []
        self.context.on("request", self._note)
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on(
            "console",
            lambda line: self.troubles.append(line.text) if line.type == "error" else None,
        )
        enter(self.page, server)
        self.sent.clear()
        self.page.goto(f"{server.address}/staff/sessions/{code}/cards")
        expect(self.page.locator("#reader")).to_be_visible()

    def _note(self, request) -> None:
        self.sent.append((request.method, request.url, request.post_data or ""))

    def counts(self) -> list[int]:
        return [int(text) for text in self.page.locator("#choices .count").all_inner_texts()]

    def press(self, number: int) -> None:
        self.page.click(f"#grid [data-number='{number}']")

    def cut(self) -> None:
        """Without network, as a browser that knows it."""
        self.context.set_offline(True)


@pytest.fixture
def phones(server: Server) -> Iterator[Callable[..., Phone]]:
    opened: list[Phone] = []

    def give(browser: Browser, code: str, width: int = 360) -> Phone:
        opened.append(Phone(browser, server, code, width))
        return opened[-1]

    yield give
    for one in opened:
        one.context.close()
        told = [text for text in one.troubles if "Failed to load resource" not in text]
        assert not told, told


@pytest.fixture
def opened(server: Server) -> Iterator[Callable[..., str]]:
    """Open a session under a code; close it at the end."""
    codes: list[str] = []

    def give(code: str, **changes) -> str:
        save(server, code, new=True, **changes)
        codes.append(code)
        return code

    yield give
    for code in codes:
        save(server, code, open=False)


def save(server: Server, code: str, new: bool = False, **changes) -> None:
    instance = server.open()
    session = replace(Session(code, "stains", THEMES, people=30), **changes)
    (instance.store.add_session if new else instance.store.save_session)(session)
    instance.store.close()


def votes(server: Server, code: str) -> list[str]:
    instance = server.open()
    found = sorted(vote.themes[0] for vote in instance.store.votes(code) if vote.themes)
    instance.store.close()
    return found


SAID = sorted(THEMES[at % 4] for at in range(10))


def test_from_the_picture_to_the_votes_and_no_image_leaves(cameras, phones, opened, server):
    phone = phones(cameras("ten"), opened("BKKB"))
    page = phone.page
    page.click("#open")
    expect(page.locator("#read")).to_have_text("Cartes lues : 10 sur 30.", timeout=20000)
    assert phone.counts() == [3, 3, 2, 2]
    missing = ", ".join(str(n) for n in range(1, 31) if n not in NUMBERS)
    expect(page.locator("#missing")).to_have_text(f"Il manque : {missing}.")
    assert violations(page) == []
    page.click("#keep")
    expect(page.locator("#said")).to_have_text("C’est gardé.", timeout=10000)
    assert votes(server, "BKKB") == SAID
    # All that left: one posting, sealed and small; nothing else was asked for but our own files.
    posted = [(url, text) for method, url, text in phone.sent if method == "POST"]
    assert [url.partition("?")[0] for url, _ in posted] == [f"{server.address}/vote/BKKB/cards"]
    assert set(json.loads(posted[0][1])) == {"id", "key", "sealed"}
    assert len(posted[0][1]) < 2000
    assert {
        url.partition("?")[0] for _, url, _ in phone.sent if not url.startswith(server.address)
    } == set()
    # Kept cards stay where they are when the page is opened again.
    page.reload()
    expect(page.locator("#read")).to_have_text("Cartes lues : 10 sur 30.")
    expect(page.locator("#keep")).to_be_disabled()


def test_a_card_turned_later_is_changed(cameras, phones, opened, server):
    phone = phones(cameras("turned"), opened("BKKC"))
    phone.page.click("#open")
    expect(phone.page.locator("#read")).to_have_text("Cartes lues : 10 sur 30.", timeout=20000)
    until(phone.page, "document.querySelector('#choices .count').textContent === '2'")
    until(phone.page, "document.querySelector('#choices .count').textContent === '3'")


def test_a_number_held_twice_and_one_not_handed_out_are_told(cameras, phones, opened, server):
    phone = phones(cameras("twice"), opened("BKKD"))
    page = phone.page
    page.click("#open")
    expect(page.locator("#notes")).to_contain_text("pas comptées : 2.", timeout=20000)
    expect(page.locator("#notes")).to_contain_text(
        "Au-delà des cartes distribuées, donc pas comptées : 77."
    )
    expect(page.locator("#read")).to_have_text("Cartes lues : 7 sur 30.", timeout=20000)
    assert violations(page) == []
    page.click("#stop")
    phone.press(2)
    expect(page.locator("#card-note")).to_be_visible()
    assert violations(page) == []
    page.locator("#card .choice").nth(1).click()
    expect(page.locator("#read")).to_have_text("Cartes lues : 8 sur 30.")
    page.click("#keep")
    expect(page.locator("#said")).to_have_text("C’est gardé.")
    assert len(votes(server, "BKKD")) == 8


@pytest.mark.parametrize(
    ("film", "code", "said"),
    [
        ("dark", "BKKF", "trop sombre"),
        ("blurred", "BKKG", "floue"),
        ("nothing", "BKKH", "Aucune carte"),
    ],
)
def test_what_cannot_be_read_is_told_with_a_remedy(cameras, phones, opened, film, code, said):
    phone = phones(cameras(film), opened(code))
    phone.page.click("#open")
    expect(phone.page.locator("#trouble")).to_contain_text(said, timeout=20000)
    expect(phone.page.locator("#read")).to_have_text("Cartes lues : 0 sur 30.")


@pytest.mark.parametrize(("name", "said"), [
    ("NotAllowedError", "La caméra est refusée"),
    ("NotFoundError", "Pas de caméra ici"),
    ("NotReadableError", "La caméra sert ailleurs"),
])  # fmt: skip
def test_without_camera_a_room_is_read_by_hand(browser, phones, opened, server, name, said):
    code = opened(
        {"NotAllowedError": "BKKJ", "NotFoundError": "BKKL", "NotReadableError": "BKKM"}[name]
    )
    phone = phones(browser, code)
    page = phone.page
    page.evaluate(
        """name => { navigator.mediaDevices.getUserMedia = () =>
          Promise.reject(new DOMException("", name)); }""",
        name,
    )
    page.click("#open")
    expect(page.locator("#trouble")).to_contain_text(said)
    expect(page.locator("#trouble")).to_contain_text("à la main")
    # By keyboard alone.
    page.focus("#grid [data-number='7']")
    page.keyboard.press("Enter")
    expect(page.locator("#card .choice").first).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#grid [data-number='7']")).to_contain_text("à la main")
    page.focus("#keep")
    page.keyboard.press("Enter")
    expect(page.locator("#said")).to_have_text("C’est gardé.")
    assert votes(server, code) == [THEMES[1]]
    phone.press(7)
    page.click("#card >> text=Effacer")
    page.click("#keep")
    expect(page.locator("#left")).to_be_hidden()
    expect(page.locator("#said")).to_have_text("C’est gardé.")
    assert votes(server, code) == []


def test_five_minutes_without_network_lose_nothing(cameras, phones, opened, server):
    phone = phones(cameras("ten"), opened("BKKN"))
    page = phone.page
    page.clock.install()
    phone.cut()
    page.click("#open")
    expect(page.locator("#read")).to_have_text("Cartes lues : 10 sur 30.", timeout=20000)
    page.click("#keep")
    expect(page.locator("#said")).to_contain_text("Pas de réseau")
    page.clock.fast_forward(300_000)
    expect(page.locator("#said")).to_contain_text("Pas de réseau")
    assert votes(server, "BKKN") == []
    phone.context.set_offline(False)
    expect(page.locator("#said")).to_have_text("C’est gardé.", timeout=20000)
    assert votes(server, "BKKN") == SAID


def test_a_page_closed_without_network_sends_when_it_is_opened_again(
    cameras, phones, opened, server
):
    phone = phones(cameras("ten"), opened("BKKP"))
    page = phone.page
    phone.cut()
    phone.press(4)
    page.locator("#card .choice").nth(2).click()
    page.click("#keep")
    expect(page.locator("#said")).to_contain_text("Pas de réseau")
    page.close()
    phone.context.set_offline(False)
    again = phone.context.new_page()
    again.goto(f"{server.address}/staff/sessions/BKKP/cards")
    expect(again.locator("#said")).to_have_text("C’est gardé.", timeout=20000)
    assert votes(server, "BKKP") == [THEMES[2]]


def test_closed_meanwhile_it_says_so_and_keeps_what_was_read(browser, phones, opened, server):
    phone = phones(browser, opened("BKKR"))
    page = phone.page
    phone.press(4)
    page.locator("#card .choice").first.click()
    save(server, "BKKR", paused=True)
    page.click("#keep")
    expect(page.locator("#said")).to_contain_text("pause")
    save(server, "BKKR")
    # The retry after a pause is soon; an impatient hand is sooner.
    page.click("#keep")
    expect(page.locator("#said")).to_have_text("C’est gardé.")
    save(server, "BKKR", open=False)
    phone.press(5)
    page.locator("#card .choice").first.click()
    page.click("#keep")
    expect(page.locator("#said")).to_contain_text("Ce qui a été lu reste sur ce téléphone.")
    page.reload()
    expect(page.locator("#left")).to_have_text("À garder : 1.")
    save(server, "BKKR")
    page.click("#keep")
    expect(page.locator("#said")).to_have_text("C’est gardé.")
    assert votes(server, "BKKR") == [THEMES[0]] * 2


def test_two_facilitators_read_the_same_room_once(cameras, browser, phones, opened, server):
    code = opened("BKKS")
    first, second = phones(cameras("ten"), code), phones(browser, code)
    first.page.click("#open")
    expect(first.page.locator("#read")).to_have_text("Cartes lues : 10 sur 30.", timeout=20000)
    first.page.click("#keep")
    expect(first.page.locator("#said")).to_have_text("C’est gardé.")
    for number in (NUMBERS[0], 17):
        second.press(number)
        second.page.locator("#card .choice").nth(3).click()
    second.page.click("#keep")
    expect(second.page.locator("#read")).to_have_text("Cartes lues : 11 sur 30.")
    expect(second.page.locator(f"#grid [data-number='{NUMBERS[1]}']")).to_contain_text(
        "autre téléphone"
    )
    expected = sorted([*(THEMES[at % 4] for at in range(1, 10)), THEMES[3], THEMES[3]])
    assert votes(server, code) == expected


def test_a_telephone_that_lies_reads_nothing(cameras, phones, opened):
    phone = phones(cameras("ten"), opened("BKKT"))
    page = phone.page
    pull = """x => dispatchEvent(new DeviceMotionEvent("devicemotion",
      {accelerationIncludingGravity: {x, y: x ? 0 : 9.8, z: 0}}))"""
    page.evaluate(pull, 9.8)
    page.click("#open")
    expect(page.locator("#trouble")).to_contain_text("Le téléphone est couché", timeout=20000)
    expect(page.locator("#read")).to_have_text("Cartes lues : 0 sur 30.")
    page.evaluate(pull, 0)
    expect(page.locator("#read")).to_have_text("Cartes lues : 10 sur 30.", timeout=20000)


@pytest.mark.parametrize(
    ("width", "language", "code"),
    [(360, "fr", "BKKV"), (360, "en", "BKKW"), (1440, "fr", "BKKZ"), (1440, "en", "BKLL")],
)
def test_the_pages_fit_and_are_accessible(browser, phones, opened, server, width, language, code):
    phone = phones(browser, opened(code), width)
    page = phone.page
    room = f"{server.address}/staff/campaigns/stains"
    here = page.url
    pages = (
        here,
        f"{here}/wall",
        f"{room}/held-cards?first=1&last=3",
        f"{room}/held-cards?first=9&last=3",
    )
    for address in pages:
        page.goto(f"{address}{'&' if '?' in address else '?'}lang={language}")
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, address
        assert violations(page) == [], address
    page.goto(f"{here}?lang=fr")


def test_answers_can_be_hidden_and_cards_added(browser, phones, opened):
    phone = phones(browser, opened("BKKX"))
    page = phone.page
    phone.press(1)
    page.locator("#card .choice").first.click()
    page.click("#hide")
    expect(page.locator("#choices .count").first).to_be_hidden()
    expect(page.locator("#grid [data-number='1'] .answer")).to_be_hidden()
    page.fill("#handed", "400")
    page.locator("#handed").blur()
    expect(page.locator("#handed")).to_have_value("100")
    expect(page.locator("#grid li")).to_have_count(100)
    page.fill("#handed", "12")
    page.locator("#handed").blur()
    expect(page.locator("#read")).to_have_text("Cartes lues : 1 sur 12.")
    page.reload()
    expect(page.locator("#grid li")).to_have_count(12)


CENTIMETRE = 96 / 2.54


@pytest.mark.parametrize(("layout", "sheets"), [("two", 2), ("folded", 3), ("big", 3)])
def test_cards_print_on_as_many_sheets(
    browser, phones, opened, server, layout, sheets, tmp_path: Path
):
    page = phones(browser, opened(f"BLL{'BCD'[sheets - 2 + (layout == 'big')]}"), 1280).page
    page.goto(f"{server.address}/staff/campaigns/stains/held-cards?first=1&last=3&layout={layout}")
    pdf = page.pdf(prefer_css_page_size=True)
    assert pdf.count(b"/Type /Page\n") == sheets
    page.emulate_media(media="print")
    wide = page.locator(".face").first.bounding_box()["width"] / CENTIMETRE
    assert wide == pytest.approx(19 if layout == "big" else 13.4, abs=0.1)
