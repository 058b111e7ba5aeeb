"""A real server on loopback and a real Chromium."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright, sync_playwright

from diagnosis.accounts import add_user
from diagnosis.app import create_app, open_instance
from diagnosis.config import read_settings
from diagnosis.dataset import simulate
from diagnosis.languages import voice_key
from diagnosis.model import Recording
from diagnosis.planners import publish
from diagnosis.storage import copy_store, store_url
from tests.conftest import add_campaign
from tests.postgres import running_server
from tests.servers import Server, free_port

PASSWORD = "une phrase assez longue"
FAMILIES = 200
OURS = "http://127.0.0.1:"
# The shell without windows runs the same pages a fifth faster.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


def find_chromium() -> str | None:
    """Find the system's Chromium."""
    named = os.environ.get("CHROMIUM")
    return named or next((path for name in NAMES if (path := shutil.which(name))), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without Chromium the tests of this folder are skipped, or fail where that is asked for."""
    required = os.environ.get("DIAGNOSIS_REQUIRE_BROWSER") == "1"
    for item in items:
        if Path(__file__).parent in Path(item.fspath).parents:
            item.add_marker(pytest.mark.browser)
            if not find_chromium() and not required:
                item.add_marker(pytest.mark.skip(reason="no Chromium: apt install chromium"))


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance with a campaign that was answered and published, to be copied."""
    folder = tmp_path_factory.mktemp("published")
    (folder / "settings.yaml").write_text("open_planning: true\n")
    settings = read_settings(folder)
    instance = open_instance(settings)
    campaign = add_campaign(instance, fictitious=True)
    simulate(instance, campaign, FAMILIES, 7)
    add_user(instance.store, "amina", PASSWORD)
    publish(create_app(settings, instance), instance, campaign)
    instance.store.close()
    return folder


@pytest.fixture(scope="session")
def stores() -> Iterator[Callable[[], str]]:
    """Where the store of a new server stands: its folder, or PostgreSQL with ENGINE=postgres."""
    if os.environ.get("ENGINE") != "postgres":
        yield lambda: ""
        return
    with running_server() as postgres:
        numbers = count()

        def made() -> str:
            name = f"browsed{next(numbers)}"
            postgres.admin(f"CREATE DATABASE {name}")
            return postgres.url(name)

        yield made


@pytest.fixture(scope="session")
def make_server(
    published: Path, stores: Callable[[], str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[..., Server]]:
    """Start a server of its own, its store where this session's stores stand.

    Where nothing it is asked needs a new diagnosis, none is made.
    """
    running: list[Server] = []

    def make(works: bool = False) -> Server:
        folder = tmp_path_factory.mktemp("instance")
        shutil.copytree(published, folder, dirs_exist_ok=True)
        if url := stores():
            copy_store(store_url(folder), url)
            with (folder / "settings.yaml").open("a") as settings:
                settings.write(f"database_url: {url}\n")
        server = Server(free_port(), folder, works)
        server.start()
        running.append(server)
        return server

    yield make
    for server in running:
        server.end()


@pytest.fixture(scope="session")
def server(make_server: Callable[..., Server]) -> Server:
    return make_server()


@pytest.fixture
def names(server: Server) -> Iterator[None]:
    """The names of all languages, recorded."""
    instance = server.open()
    for tag, name in instance.languages.own_names.items():
        sound = Recording(tag, voice_key(name), "audio/webm", b"\x1a\x45\xdf\xa3 a name")
        instance.store.save_recording(sound)
    yield
    for tag, name in instance.languages.own_names.items():
        instance.store.remove_recording(tag, voice_key(name))
    instance.store.close()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    path = find_chromium()
    assert path, "no Chromium, and DIAGNOSIS_REQUIRE_BROWSER is set: apt install chromium"
    opened = playwright.chromium.launch(
        executable_path=path,
        args=[
            "--no-sandbox",
            "--disable-background-networking",
            "--disable-component-update",
            # A microphone that beeps, and a person who always lets it be used.
            "--use-fake-device-for-media-stream",
            "--use-fake-ui-for-media-stream",
        ],
    )
    yield opened
    opened.close()


def enter(page: Page, server: Server) -> None:
    """Enter as a coordinator, and say why raw answers are read."""
    page.goto(f"{server.address}/staff/login")
    page.fill("#name", "amina")
    page.fill("#password", PASSWORD)
    page.click("main button")
    page.wait_for_url("**/staff/")
    page.goto(f"{server.address}/staff/campaigns/stains/reason")
    page.fill("#reason", "Coder les textes avant la réunion")
    page.click("main button")
    page.wait_for_url("**/staff/")


@pytest.fixture
def phone(browser: Browser, server: Server) -> Iterator[Callable[..., Page]]:
    """Phones (360 × 640); at the end none may have met a script error, a cookie of ours,
    a breach of the page's policy or an address outside this server."""
    opened: list[tuple[Page, list[str]]] = []

    def give(javascript: bool = True, width: int = 360, height: int = 640) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height}, java_script_enabled=javascript
        )
        context.set_default_timeout(60000)
        page, troubles = context.new_page(), []
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda line: troubles.append(line.text) if _is_trouble(line) else None)
        page.on(
            "request",
            lambda asked: (
                None
                if asked.url.startswith((OURS, "data:", "blob:"))
                else troubles.append(asked.url)
            ),
        )
        opened.append((page, troubles))
        return page

    yield give
    for page, troubles in opened:
        page.context.close()
        assert not troubles, troubles


def _is_trouble(line: ConsoleMessage) -> bool:
    # Chromium reports the status of every refused form and cut network as an error of its own.
    return line.type == "error" and "Failed to load resource" not in line.text
