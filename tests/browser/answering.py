"""What several browser tests do: answer, send, look into the store."""

from __future__ import annotations

import time
from typing import Any

from playwright.sync_api import Page

from diagnosis.model import Response
from tests.servers import Server

SENT, KEPT = "#arrived:visible", "#kept:visible"


def here(page: Page) -> str:
    """Name the screen that shows."""
    return str(page.evaluate("document.querySelector('.screen.here').id"))


def answer_all(page: Page, **answers: Any) -> None:
    """Answer some questions, pass the others, and stop before sending."""
    page.click("#start")
    while (name := here(page)) != "summary":
        if name == "pause":
            page.click("#more")
            continue
        given = answers.get(name)
        if given is None:
            page.click("#skip")
            continue
        for value in given if isinstance(given, list) else [given]:
            field = page.locator(f".here input[value='{value}']")
            if field.count():
                field.check()
            else:
                page.fill(".here textarea", value)
        # The touch of an only answer has led on.
        if here(page) == name:
            page.click("#next")


def pass_to(page: Page, *screens: str) -> None:
    """Pass questions, and go on after the pause, until one of these screens shows."""
    while here(page) not in screens:
        pass_one(page)


def pass_one(page: Page) -> None:
    """Pass the question that shows; at the pause, go on."""
    page.click("#more" if here(page) == "pause" else "#skip")


def answer(page: Page, name: str, *values: str) -> None:
    """Answer the question that shows, and go on."""
    assert here(page) == name
    for value in values:
        page.check(f"#{name} input[value='{value}']")
    # The touch of an only answer has led on.
    if here(page) == name:
        page.click("#next")


def show_answers(page: Page) -> None:
    """Ask for the detail of the summary, where it is not shown."""
    if not page.locator("#detail[open]").count():
        page.click("#detail summary")


def post(page: Page, button: str) -> None:
    """Press a form's button, and wait for the page that answers: a look taken at once, or a
    reload, may still meet the page before."""
    with page.expect_navigation():
        page.click(button)


def until(page: Page, expression: str, seconds: float = 20) -> None:
    """Wait until an expression of the page is true (its policy forbids playwright's own way)."""
    deadline = time.monotonic() + seconds
    while not page.evaluate(expression):
        assert time.monotonic() < deadline, expression
        page.wait_for_timeout(50)


def visit(page: Page, server: Server, language: str = "fr") -> Page:
    """Open the questionnaire, and wait until the device keeps it."""
    page.goto(f"{server.address}/q/stains?lang={language}&channel=phone")
    until(page, "Boolean(navigator.serviceWorker.controller)")
    until(page, "caches.open('pages').then((c) => c.keys()).then((k) => k.length >= 2)")
    return page


def stored(server: Server) -> list[Response]:
    """The responses in the server's store."""
    instance = server.open()
    try:
        return list(instance.store.responses("stains", apart=None))
    finally:
        instance.store.close()


def waiting(page: Page) -> list[dict[str, Any]]:
    """What the device's outbox holds."""
    found: list[dict[str, Any]] = page.evaluate("outbox.entries()")
    return found
