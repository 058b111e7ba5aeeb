"""What axe sees: every page and every screen, in every script, with and without scripts."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterable
from html.parser import HTMLParser

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page

from tests.browser import walking
from tests.conftest import LANGUAGES

# One of each script and direction, and one that is only spoken.
SCRIPTS = ("fr", "ar", "ta", "zh-Hans", "snk")

OPTIONS = {
    "runOnly": {
        "type": "tag",
        "values": [
            *("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"),
            "best-practice",
        ],
    },
    # axe leaves it off by default.
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
# A hidden screen has nothing to find, yet is read each time if it is not left out.
RUN = """async (options) => {
  const screens = [...document.querySelectorAll(".js .screen")];
  const exclude = screens.filter((screen) => !screen.checkVisibility());
  const { violations } = await axe.run({ include: document, exclude }, options);
  return violations;
}"""


@pytest.fixture(scope="module")
def server(make_server):
    return walking.furnish(make_server())


class Skeleton(HTMLParser):
    """What axe judges a page by, but for its words: each element with the names of its
    attributes, its classes and its role."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.bones: set[tuple[str, ...]] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        names = sorted(told.keys() - {"style"})
        self.bones.add((tag, told.get("class") or "", told.get("role") or "", *names))


def fetch(address: str) -> str:
    """A page as the server writes it, whatever its status."""
    try:
        with urllib.request.urlopen(address) as answer:
            return answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.read().decode()


def violations(page: Page) -> list[tuple[str, list[str]]]:
    """Let axe look at what shows; it is brought into each page once."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate(RUN, OPTIONS)
    return [(item["id"], [node["html"][:200] for node in item["nodes"][:3]]) for item in found]


def look(page: Page, names: Iterable[str]) -> list[str]:
    """Look at each screen of a walk; fail with all that was found."""
    seen, found = [], {}
    for name in names:
        seen.append(name)
        if what := violations(page):
            found[name] = what
    assert not found, json.dumps(found, indent=1, ensure_ascii=False)
    return seen


# A screen alone in each direction; all screens at once, below, in each script.
@pytest.mark.parametrize("tag", ["fr", "ar"])
def test_each_screen_of_the_questionnaire(phone, server, tag):
    page = phone()
    seen = look(page, walking.sending(page, f"{server.address}/q/stains?lang={tag}"))
    assert len(seen) > 25


# Two languages of one script are one page to axe: the skeleton below holds the others to these,
# and test_reach walks through every language.
@pytest.mark.parametrize("tag", [*SCRIPTS, "bn"])
def test_all_screens_of_the_questionnaire_at_once(phone, server, tag):
    page = phone()
    address = f"{server.address}/q/stains?lang={tag}"
    assert look(page, walking.at_once(page, address)) == [
        "all screens",
        "languages",
        "summary",
        "thanks",
    ]


@pytest.mark.parametrize("tag", SCRIPTS)
def test_the_other_pages(phone, server, tag):
    page = phone()
    look(page, walking.public(page, server, tag))
    look(page, walking.voting(page, server, tag))


WRITTEN = {**walking.PUBLIC, "questionnaire": "/q/stains", "kiosk": "/kiosk/stains"}


@pytest.mark.parametrize("address", WRITTEN.values(), ids=WRITTEN)
def test_the_other_languages_have_the_skeleton_that_axe_saw(server, address):
    """axe looks at one language of each kind; no other has an element of its own."""

    def bones(tag: str) -> set[tuple[str, ...]]:
        return Skeleton(fetch(f"{server.address}{address}?lang={tag}")).bones

    seen = set().union(*map(bones, SCRIPTS))
    for tag in LANGUAGES:
        assert bones(tag) <= seen, tag


@pytest.mark.parametrize("tag", SCRIPTS)
def test_without_scripts(browser: Browser, server, tag):
    context = browser.new_context(viewport={"width": 360, "height": 640})
    walking.without_scripts(context)
    page = context.new_page()
    look(page, walking.plain(page, server, tag))
    context.close()


@pytest.mark.parametrize("tag", SCRIPTS)
def test_the_shared_tablet(phone, server, tag):
    page = phone(width=768, height=1024)
    look(page, walking.kiosk(page, server, tag))


@pytest.mark.parametrize("tag", ["fr", "ar"])
def test_the_team_at_a_shared_tablet(phone, server, tag):
    page = phone(width=768, height=1024)
    look(page, walking.team_at_kiosk(page, server, tag))


@pytest.mark.parametrize("width", [360, 1440])
def test_the_planners_pages(phone, server, width):
    page = phone(width=width)
    look(page, walking.planning(page, server))


@pytest.mark.parametrize("tag", ["fr", "ta"])
def test_dark_paper(phone, server, tag):
    page = phone()
    page.emulate_media(color_scheme="dark")
    look(page, walking.sending(page, f"{server.address}/q/stains?lang={tag}"))
    look(page, walking.public(page, server, tag))
