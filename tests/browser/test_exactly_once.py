"""Families answer while the network is cut, pages are closed, the server is killed at random."""

from __future__ import annotations

import os
import random
import threading
import time
import uuid

from playwright.sync_api import BrowserContext, Error, Page

from tests.browser.answering import stored, until
from tests.browser.door import Door
from tests.servers import Server

# `make soak` asks for 200.
RESPONSES = int(os.environ.get("RESPONSES", "30"))
PHONES = 4
NEEDS = ("sommeil", "moral", "liens", "couple", "limites", "garde", "droits", "ecrans")
# The whole way through the form with the page's own buttons, as fast as the page goes.
WALK = """(answers) => {
    const press = (id) => document.getElementById(id).click();
    const here = () => document.querySelector(".screen.here").id;
    press("start");
    for (let step = 0; here() !== "summary" && step < 99; step++) {
        if (here() === "pause") press("more");
        const given = answers[here()];
        for (const value of [].concat(given || [])) {
            const card = document.querySelector(`.here input[value="${value}"]`);
            if (card) card.click(); else document.querySelector(".here textarea").value = value;
        }
        press(given ? "next" : "skip");
    }
}"""


class Weather:
    """Kills the server now and then, and starts it again."""

    def __init__(self, server: Server, seed: int) -> None:
        self._server, self._random = server, random.Random(seed)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self.kills = 0
        self.trouble: BaseException | None = None

    def __enter__(self) -> Weather:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._over.set()
        self._thread.join()
        assert self.trouble is None, self.trouble

    def _run(self) -> None:
        while not self._over.wait(self._random.uniform(3, 9)):
            try:
                self._server.kill()
                self.kills += 1
                time.sleep(self._random.uniform(0, 1))
                self._server.start()
            except BaseException as error:
                self.trouble = error
                return


def answers_of(number: int, chance: random.Random) -> dict[str, object]:
    return {
        "A1": chance.choice(["maman", "papa", "enceinte"]),
        "B1": sorted(chance.sample(NEEDS, chance.randint(2, 5))),
        "C1": chance.choice(["y_va", "connait", "connait_pas"]),
        "E2": f"{number} {uuid.uuid4().hex} é😀",
    }


def open_again_until_it_opens(page: Page, address: str) -> None:
    """A page that does not open is opened again: nobody has answered anything yet."""
    for _ in range(20):
        try:
            page.goto(address)
            return
        except Error:
            page.wait_for_timeout(500)
    raise AssertionError("the page never opened")


def answer(context: BrowserContext, address: str, given: dict[str, object], chance) -> None:
    """One person: opens, answers, sends; then something happens, or nothing."""
    page = context.new_page()
    open_again_until_it_opens(page, address)
    page.evaluate(WALK, given)
    assert page.locator("#summary.here").count()
    if chance.random() < 0.3:
        context.set_offline(True)
    page.click("#send")
    if chance.random() < 0.5:
        page.wait_for_timeout(chance.uniform(0, 300))
    else:
        page.wait_for_selector("#thanks.here", timeout=70000)
    page.close()
    context.set_offline(False)


def test_responses_arrive_each_once(browser, make_server):
    server = make_server()
    door = Door(server.port, seed=3)
    address = f"{door.address}/q/stains?lang=fr&channel=phone"
    chance = random.Random(11)
    given = [answers_of(number, chance) for number in range(RESPONSES)]
    phones = [browser.new_context() for _ in range(PHONES)]
    for phone in phones:
        page = phone.new_page()
        page.goto(address)
        until(page, "caches.open('pages').then((c) => c.keys()).then((k) => k.length >= 2)")
        page.close()
    door.cuts = 0.1
    with Weather(server, 5) as weather:
        for number, answers in enumerate(given):
            answer(phones[number % PHONES], address, answers, chance)
    assert weather.kills >= RESPONSES // 20
    door.cuts = 0.0
    for phone in phones:
        page = phone.new_page()
        open_again_until_it_opens(page, address)
        until(page, "outbox.flush(true).then(outbox.entries).then((all) => !all.length)", 60)
        phone.close()
    kept = [r.answers for r in stored(server) if "😀" in str(r.answers.get("E2"))]
    assert len(kept) == RESPONSES
    found = {r["E2"]: {**r, "B1": sorted(r["B1"])} for r in kept}
    for answers in given:
        mine = found[answers["E2"]]
        assert {name: mine.get(name) for name in answers} == answers
