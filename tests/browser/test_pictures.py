"""Pictures as a browser draws them: inside their square, told apart in grey, there when needed."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from diagnosis.config import SHIPPED
from diagnosis.languages import Languages
from diagnosis.pictures import open_book
from diagnosis.questionnaire import load_library
from tests.browser.answering import until
from tests.conftest import LANGUAGES

FOLDER = SHIPPED / "questionnaires"
BOOK = open_book(FOLDER)
LIBRARY = load_library(FOLDER, Languages(SHIPPED / "translations").own_names)
# Correlation of two pictures of 16 × 16 grey points, from which an eye may take one for the other.
ALIKE = 0.85

# Shapes with their strokes, in units of the square.
OUTSIDE = """(drawing) => {
  document.body.innerHTML = drawing;
  const svg = document.querySelector("svg");
  svg.style.width = svg.style.height = "48px";
  return [...svg.querySelectorAll("path, circle, rect, ellipse")].map((shape) => {
    const box = shape.getBBox();
    const own = getComputedStyle(shape);
    const half = own.stroke === "none" ? 0 : parseFloat(own.strokeWidth) / 2;
    return [box.x - half, box.y - half, box.x + box.width + half, box.y + box.height + half];
  }).filter(([left, top, right, bottom]) =>
    left < -0.05 || top < -0.05 || right > 48.05 || bottom > 48.05);
}"""
GREY = """async (drawings) => {
  const found = [];
  for (const drawing of drawings) {
    const image = new Image();
    image.src = URL.createObjectURL(new Blob([drawing], { type: "image/svg+xml" }));
    image.width = image.height = 16;
    await image.decode();
    const canvas = Object.assign(document.createElement("canvas"), { width: 16, height: 16 });
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#FFFBF4";
    pen.fillRect(0, 0, 16, 16);
    pen.drawImage(image, 0, 0, 16, 16);
    const { data } = pen.getImageData(0, 0, 16, 16);
    const points = [];
    for (let at = 0; at < data.length; at += 4) {
      points.push(0.299 * data[at] + 0.587 * data[at + 1] + 0.114 * data[at + 2]);
    }
    found.push(points);
  }
  return found;
}"""


@pytest.fixture(scope="module")
def paper(browser: Browser) -> Any:
    page = browser.new_page()
    yield page
    page.close()


def likeness(one: list[float], other: list[float]) -> float:
    """Correlation of two pictures, point by point."""
    means = sum(one) / len(one), sum(other) / len(other)
    pairs = [(a - means[0], b - means[1]) for a, b in zip(one, other, strict=True)]
    both = sum(a * b for a, b in pairs)
    each = sum(a * a for a, _ in pairs) * sum(b * b for _, b in pairs)
    return float(both / each**0.5)


def test_every_shape_stays_in_its_square(paper: Page):
    found = {name: paper.evaluate(OUTSIDE, BOOK.drawn(name)) for name in BOOK.pictures}
    assert {name: boxes for name, boxes in found.items() if boxes} == {}


def test_pictures_of_a_question_are_told_apart_in_grey(paper: Page):
    names = list(BOOK.pictures)
    grey = dict(zip(names, paper.evaluate(GREY, [BOOK.drawn(n) for n in names]), strict=True))
    alike = {}
    for questionnaire in LIBRARY.questionnaires.values():
        for question in questionnaire.questions:
            shown = BOOK.names(choice.picture for choice in question.choices)
            for one, other in itertools.combinations(shown, 2):
                series = {BOOK.pictures[name].entry.series for name in (one, other)}
                if "" in series or len(series) > 1:
                    found = likeness(grey[one], grey[other])
                    if found >= ALIKE:
                        alike[question.name, one, other] = round(found, 2)
    assert alike == {}


# On pages.


@pytest.fixture(scope="module")
def server(make_server: Any) -> Any:
    return make_server()


SHOWN = """() => [...document.images].filter((one) => one.checkVisibility())
  .map((one) => ({ drawn: one.complete && one.naturalWidth > 0,
    width: one.getBoundingClientRect().width, right: one.getBoundingClientRect().right }))"""
DRAWN = """() => [...document.images].filter((one) => one.checkVisibility())
  .every((one) => one.complete && one.naturalWidth > 0)"""
BOXES = """() => [...document.querySelectorAll(".here .card")].map((one) => {
  const { x, y, width, height } = one.getBoundingClientRect();
  return [x, y, width, height];
})"""


def opened(page: Page, server: Any, query: str = "lang=fr") -> Page:
    page.goto(f"{server.address}/q/stains?{query}")
    page.click("#start")
    page.wait_for_selector("#A1.here")
    return page


@pytest.mark.parametrize("tag", ["fr", "ar", "ta"])
def test_a_picture_stands_beside_each_word(phone: Any, server: Any, tag: str):
    page = opened(phone(), server, f"lang={tag}")
    until(page, f"({DRAWN})()")
    shown = page.evaluate(SHOWN)
    assert len(shown) == 4
    assert all(47.5 <= one["width"] <= 60 for one in shown)


def test_the_first_screen_fetches_one_small_file(browser: Browser, server: Any):
    context = browser.new_context(viewport={"width": 360, "height": 640}, service_workers="block")
    page, asked = context.new_page(), []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{server.address}/q/stains?lang=fr")
    until(page, f"({DRAWN})()")
    assert [
        address.split("?")[0].rpartition("/")[2] for address in asked if "/pictures" in address
    ] == ["0.svg"]
    page.click("#start")
    until(page, f"({DRAWN})()")
    assert len([address for address in asked if "/pictures" in address]) == 2
    context.close()


def test_a_file_of_pictures_that_never_comes_moves_nothing(phone: Any, server: Any):
    page = opened(phone(), server)
    until(page, f"({DRAWN})()")
    before = page.evaluate(BOXES)
    other = phone()
    other.context.route("**/pictures/**", lambda route: route.abort())
    opened(other, server)
    assert other.evaluate(BOXES) == before
    other.click("#A1 .card >> nth=1")
    assert other.locator("#A1 :checked").count() == 1


def test_pictures_come_without_network_and_without_scripts(
    browser: Browser, phone: Any, server: Any
):
    page = opened(phone(), server)
    until(page, "caches.open('pages').then((c) => c.keys()).then((k) => k.length >= 14)")
    page.context.set_offline(True)
    page.goto(f"{server.address}/q/stains?lang=bn&channel=phone")
    page.wait_for_selector("#A1.here")
    until(page, f"({DRAWN})()")
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 640})
    plain = context.new_page()
    plain.goto(f"{server.address}/q/stains?lang=fr", wait_until="load")
    until(plain, f"({DRAWN})()")
    assert len(plain.evaluate(SHOWN)) > 100
    context.close()


COLUMNS = """() => new Set([...document.querySelectorAll(".here .card")]
  .map((one) => Math.round(one.getBoundingClientRect().x))).size"""


@pytest.mark.parametrize(
    ("query", "wide", "columns"),
    [
        ("lang=fr", 360, 1), ("lang=snk", 360, 2), ("lang=fr&channel=kiosk", 768, 2),
        ("lang=ar&channel=kiosk", 1280, 3),
    ],
)  # fmt: skip
def test_where_a_page_is_heard_answers_are_tiles(
    phone: Any, server: Any, query: str, wide: int, columns: int
):
    page = phone(width=wide, height=800)
    page.goto(f"{server.address}/q/stains?{query}")
    # A tablet that the team has not prepared asks for a link; its questions are there already.
    page.evaluate("""() => { for (const one of document.querySelectorAll(".screen"))
        one.classList.toggle("here", one.id === "A1"); }""")
    until(page, f"({DRAWN})()")
    assert page.evaluate(COLUMNS) == columns
    least = 95.5 if columns > 1 else 47.5
    widths = page.evaluate(
        SHOWN.replace("document.images", "document.querySelectorAll('.here img')")
    )
    assert all(one["width"] >= least for one in widths)


@pytest.mark.parametrize("tag", LANGUAGES)
def test_heard_in_every_language_no_word_is_cut(phone: Any, server: Any, tag: str):
    page = opened(phone(), server, f"lang={tag}")
    page.evaluate("document.documentElement.classList.add('listening')")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_in_the_dark_a_picture_keeps_its_colours_on_a_plate(browser: Browser, server: Any):
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto(f"{server.address}/q/stains?lang=fr")
    colour = page.evaluate(
        "getComputedStyle(document.querySelector('.notice img')).backgroundColor"
    )
    assert colour == "rgb(237, 230, 218)"
    context.close()
