"""The pictures of the facilitator's guide: a session of the demonstration, played and photographed.

``python -m scripts.guide_pictures`` starts a demonstration, leads a room of four phones through
cards and statements, and writes ``docs/images/animer-*.png``. Its families are invented, and every
picture says so.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

IMAGES = Path(__file__).parents[1] / "docs" / "images"
PORT, CAMPAIGN = 8765, "clos-saint-lazare"
CHROMIUM = "/usr/bin/chromium-headless-shell"
WISHES = {
    "fr": "Un endroit au chaud pour jouer le mercredi",
    "ar": "مكان للعب مع الأطفال",
    "ta": "குழந்தைகளுக்கு விளையாட இடம்",
    "en": "Someone who speaks my language at the clinic",
}


@contextmanager
def demonstration() -> Iterator[tuple[str, str]]:
    """The address of a demonstration that serves, and the password of its team."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "diagnosis", "demo", "--port", str(PORT)]
        command += ["--families", "60", "--data", folder]
        served = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603
        try:
            for line in served.stdout or ():
                if found := re.match(r"staff (http://[^/]+)/staff/ demo (\S+)", line):
                    yield found[1], found[2]
                    return
        finally:
            served.terminate()
            served.wait()


class Room:
    """A facilitator's desk, a big screen and phones, in one browser."""

    def __init__(self, browser: Browser, address: str, password: str) -> None:
        self.address = address
        self._browser = browser
        context = browser.new_context(viewport={"width": 1100, "height": 760})
        context.set_default_timeout(60000)
        self.desk = context.new_page()
        self.screen = context.new_page()
        self.screen.set_viewport_size({"width": 1280, "height": 720})
        self.phones: dict[str, Page] = {}
        self.desk.goto(f"{address}/staff/")
        self.desk.fill("[name=name]", "demo")
        self.desk.fill("[name=password]", password)
        self.desk.click("main button")
        self.desk.wait_for_url("**/staff/")

    def new_step(self, query: str) -> str:
        """Fill the form of a step as it is proposed; its address stays on the desk."""
        self.desk.goto(f"{self.address}/staff/campaigns/{CAMPAIGN}/sessions/new?{query}")
        return self.desk.url

    def send(self, button: str) -> str:
        """Send the form at the desk; the code of the session that it leads to."""
        with self.desk.expect_navigation():
            self.desk.click(button)
        return self.desk.url.rpartition("/")[2]

    def arrive(self, code: str) -> None:
        """Let a phone of each language open the vote."""
        for tag in WISHES:
            context = self._browser.new_context(viewport={"width": 360, "height": 640})
            self.phones[tag] = context.new_page()
            self.phones[tag].goto(f"{self.address}/vote/{code}?lang={tag}")

    def close(self, code: str) -> None:
        """End the voting of a step."""
        self.desk.goto(f"{self.address}/staff/sessions/{code}/close")
        self.send("button.strong")


def take(page: Page, name: str) -> None:
    """Write what a page shows, once its pictures are there."""
    page.wait_for_load_state("networkidle")
    page.screenshot(path=IMAGES / f"animer-{name}.png")


def play(room: Room) -> None:
    """Lead the room, and take a picture at each step of the guide."""
    room.new_step("kind=wishes")
    take(room.desk, "ouvrir")
    code = room.send("text=Ouvrir la séance")
    room.screen.goto(f"{room.address}/staff/sessions/{code}/screen")
    room.arrive(code)
    for tag, page in room.phones.items():
        page.fill("#wish", WISHES[tag])
        page.click("#send")
        page.wait_for_selector("#arrived:visible")
    room.desk.goto(f"{room.address}/staff/sessions/{code}/statements")
    take(room.desk, "cartes")
    for _ in WISHES:
        room.send("button[value=in] >> nth=0")
    room.new_step(f"kind=statements&run={code}")
    room.desk.fill("#statements", "")
    room.send("button[name=later]")
    room.close(code)
    step = room.send("text=Étape suivante")
    for page in room.phones.values():
        page.wait_for_url(f"**/vote/{step}*")
        page.wait_for_selector("[data-question]:visible")
    take(room.phones["ar"], "telephone")
    for at, page in enumerate(room.phones.values()):
        answer(page, at)
    room.send("text=La première")
    take(room.desk, "telecommande")
    room.screen.wait_for_url(f"**/{step}/screen")
    room.screen.wait_for_selector(".statement")
    take(room.screen, "ecran")


def answer(page: Page, at: int) -> None:
    """Answer every statement by touch."""
    for number in range(len(WISHES)):
        page.locator("[data-question]:visible .card").nth((at + number) % 4 // 2).click()
        page.wait_for_timeout(500)
    page.click("#send")
    page.wait_for_selector("#arrived:visible")


def main() -> None:
    """Play a session and write its pictures."""
    with demonstration() as (address, password), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        play(Room(browser, address, password))
        browser.close()


if __name__ == "__main__":
    main()
