"""How long a speaker takes for the core, in one go: a synthesiser reads into a fake microphone.

Seconds to read, to hear and to send, and how many sentences were cut right: a piece is right when
it lasts as long as its sentence and the silence that the page keeps around it.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from diagnosis.accounts import make_take
from diagnosis.app import open_instance
from diagnosis.config import read_settings
from diagnosis.storage import Take
from tests.browser.conftest import find_chromium
from tests.browser.reading_aloud import Said, read_aloud
from tests.conftest import add_campaign
from tests.servers import Server, free_port

MOST = 15 * 60  # seconds for the core
KEPT = 0.45  # seconds of silence that a piece keeps
NEAR = 0.3  # seconds by which a piece may be off
LONG = 30 * 60 * 1000  # milliseconds


def run() -> None:
    """Print the seconds and the cuts, each with its aim."""
    path = find_chromium()
    if path is None or not shutil.which("espeak-ng"):
        print("chromium ou espeak-ng manque : scripts/system browser voice")
        return
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "instance"
        token = _link(data)
        server = Server(free_port(), data)
        server.start()
        try:
            _read(f"{server.address}/staff/take/{token}", path, Path(folder) / "read.wav")
        finally:
            server.stop()


def _link(data: Path) -> str:
    data.mkdir(mode=0o700)
    instance = open_instance(read_settings(data))
    campaign = add_campaign(instance)
    asked = f"{campaign.questionnaire} {campaign.version}"
    wanted = Take("", "snk", asked, core=True, expires=instance.today())
    token = make_take(instance.store, instance.today(), wanted)
    instance.store.close()
    return token


def _read(link: str, path: str, wave: Path) -> None:
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--use-fake-ui-for-media-stream"]
        first = playwright.chromium.launch(executable_path=path, args=arguments).new_page()
        first.goto(link)
        first.click("main button")
        said = read_aloud(wave, first.locator(".line-words").all_inner_texts())
        arguments += [
            "--use-fake-device-for-media-stream",
            f"--use-file-for-fake-audio-capture={wave}%noloop",
        ]
        speaker = playwright.chromium.launch(executable_path=path, args=arguments).new_context()
        speaker.add_cookies(first.context.cookies())
        page = speaker.new_page()
        page.set_default_timeout(LONG)
        page.goto(link)
        _measure(page, said)


def _measure(page: Page, said: list[Said]) -> None:
    total = 0.0
    for name, button, done in (
        ("lire", "#begin", f"document.querySelectorAll('#lines li.read').length === {len(said)}"),
        ("écouter", "#hear-all", "!document.querySelector('#lines li.read:not(.confirmed)')"),
        ("envoyer", "#send", "!document.querySelector('#lines li.read')"),
    ):
        began = time.monotonic()
        page.click(button)
        page.wait_for_function(f"() => {done}")
        took = time.monotonic() - began
        total += took
        print(f"{name} : {took:.0f} s")
        if name == "lire":
            print(f"coupes justes : {_right(page, said)} sur {len(said)}")
    print(f"le début, en tout : {total:.0f} s ({MOST} s au plus)")


def _right(page: Page, said: list[Said]) -> int:
    lines = page.locator("#lines li").all()
    lasts = [float(line.get_attribute("data-seconds") or 0) for line in lines]
    return sum(abs(one - item.lasts - KEPT) < NEAR for one, item in zip(lasts, said, strict=True))
