"""The bars of a busy day (record 14), in one table: ``python -m tests.benchmarks.bars``.

Beside each wait stands what a request costs the serving processes, and what a static file costs
them in the same run: on a machine that does other work, those two tell more than the clock.
"""

from __future__ import annotations

import gc
import http.client
import json
import os
import re
import shutil
import statistics
import subprocess
import tempfile
import threading
import time
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode

from diagnosis.accounts import ADMINISTRATOR, add_user, grants_of
from diagnosis.app import open_instance
from diagnosis.config import read_settings
from diagnosis.dataset import simulate
from diagnosis.model import Session
from diagnosis.sessions.ballot import open_session
from tests.benchmarks import phones
from tests.benchmarks.processes import costing, family, pss, spent, workers
from tests.benchmarks.serving import _posted
from tests.conftest import add_campaign
from tests.entering import PASSWORD
from tests.servers import Server, free_port

SECONDS = 6
PAGE, PLANNERS, STATIC = "/q/stains?lang=ar", "/planning/stains/needs", "/static/shared/tokens.css"
AGAIN = 0.05  # seconds between two looks at the families' page, and two answers that arrive
MEANWHILE = "  page des familles pendant ce temps"
BRIEF = "Accept: application/json\r\n"
NAME = "amina"
Waits = list[float]
Browser = tuple[urllib.request.OpenerDirector, CookieJar]


def run() -> None:
    """Print the table, the machine's load at both ends."""
    if shutil.which("wrk") is None:
        print("wrk manque : apt install wrk")
        return
    with tempfile.TemporaryDirectory() as folder, _site(Path(folder)) as site:
        print(f"charge {os.getloadavg()[0]:.1f} ; temps de processeur : des processus qui servent")
        _reading(site, "fichier, 40 connexions", STATIC)
        _reading(site, "page des familles, 40 connexions", PAGE)
        _flooding(site, "48 connexions qui insistent", 0, 150)
        _flooding(site, "48 qui attendent une demi-seconde", 500, 30)
        _planning(site, "ouvert à tous", "")
        _planning(site, "membres", _entered(site))
        _opening(site)
        _polling(site)
        _posting(site)
        _memory(site)
        print(f"charge {os.getloadavg()[0]:.1f}")


@contextmanager
def _site(folder: Path) -> Iterator[Server]:
    """A server whose planners' pages are published and open, each page written once."""
    (folder / "settings.yaml").write_text("open_planning: true\nsecond_factor: false\n")
    folder.chmod(0o700)
    instance = open_instance(read_settings(folder))
    simulate(instance, add_campaign(instance, fictitious=True), 60, 1)
    add_user(instance.store, NAME, PASSWORD, grants_of(ADMINISTRATOR))
    instance.store.close()
    site = Server(free_port(), folder)
    site.start()
    try:
        _starting(site)
        site.published()
        # What families were drawn with would have the collector stop the phones.
        gc.collect()
        gc.freeze()
        for path in 20 * [PAGE, PLANNERS]:
            _get(site, path)
        yield site
    finally:
        site.end()


def _starting(site: Server) -> None:
    most = max(map(spent, workers(site)))
    print(f"départ d’un processus qui sert : {most:.2f} s de processeur (but : 1)")


def _reading(site: Server, name: str, path: str) -> None:
    with costing(site) as cost:
        found = _wrk(site, path, 40)
    _row(name, found[1:], None, cost(found[0]), found[0])


def _flooding(site: Server, name: str, pause: int, bar: float) -> None:
    form = _form(_browser(), site)
    with costing(site) as cost, _visited(site) as waits:
        found = _wrk(site, "/staff/login", 48, "login", str(pause), *form)
    _row(f"connexion refusée, {name}", found[1:], None, cost(found[0]), found[0])
    _row(MEANWHILE, waits, bar)


def _browser() -> Browser:
    jar = CookieJar()
    return urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar)), jar


def _form(browser: Browser, site: Server) -> tuple[str, str]:
    """Token and cookie of the form of logins."""
    opener, jar = browser
    with opener.open(f"{site.address}/staff/login") as answer:
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', answer.read().decode())
    assert token
    return token[1], "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar)


def _entered(site: Server) -> str:
    """The cookie of a member who has entered."""
    browser = _browser()
    token, _ = _form(browser, site)
    sent = urlencode({"name": NAME, "password": PASSWORD, "csrf_token": token})
    with browser[0].open(f"{site.address}/staff/login", sent.encode()) as answer:
        assert answer.url.endswith("/staff/"), answer.url
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in browser[1])


def _planning(site: Server, who: str, cookie: str) -> None:
    with costing(site) as cost, _visited(site) as waits, _answering(site):
        found = _wrk(site, PLANNERS, 40, "read", "0", "", cookie)
    _row(f"40 lisent le diagnostic, {who}", found[1:], 100, cost(found[0]), found[0])
    _row(MEANWHILE, waits, 50)


def _opening(site: Server) -> None:
    for name in ("500 téléphones ouvrent la page", "  encore"):
        _open_once(site, name)
    before = _shown(site)
    instance = site.open()
    simulate(instance, instance.store.campaigns()[0], 40, 2)
    instance.store.close()
    time.sleep(3)
    _open_once(site, "  pendant que le diagnostic se calcule")
    site.published(before)


def _open_once(site: Server, name: str) -> None:
    with costing(site) as cost:
        asked = phones.open_at_once(site.port, PAGE, 500)
    assert not asked.other, asked.other
    _row(name, [1e3 * one for one in asked.seconds], 350, cost(500), 500)


def _polling(site: Server) -> None:
    instance = site.open()
    session = open_session(instance.store, Session("", "stains", ("papas",), people=500))
    instance.store.close()
    path = f"/vote/{session.code}/now"
    with urllib.request.urlopen(
        urllib.request.Request(site.address + path, headers={"Accept": "application/json"})
    ) as answer:
        headers = f"{BRIEF}If-None-Match: {answer.headers['ETag']}\r\n"
    with costing(site) as cost:
        asked = phones.poll(site.port, path, 500, 2.0, 2.0 * SECONDS, headers)
    assert not asked.other, asked.other
    number = len(asked.seconds)
    _row("500 téléphones d’une séance", [1e3 * one for one in asked.seconds], 50, cost(number))
    print(f"  rien n’a changé : {asked.heaviest} octets (but : 300), {number} demandes")


def _posting(site: Server) -> None:
    for kind, name in (("look", "relire"), ("form", "envoyer")):
        with costing(site) as cost:
            sent = _posted(f"{site.address}/q/stains/responses", kind)
        print(
            f"sans JavaScript, {name} : {cost(sent):.2f} ms de processeur (but : 2,5), "
            f"{sent / 5:.0f}/s (but : 300)"
        )


def _memory(site: Server) -> None:
    found = sum(map(pss, family(site)))
    print(f"mémoire proportionnelle de tous les processus : {found / 1024:.0f} Mo (but : 450)")


def _row(
    name: str, waits: Waits, bar: float | None, cost: float | None = None, number: int = 0
) -> None:
    """One line: median and p95 in milliseconds, the bar, processor per request."""
    cut = statistics.quantiles(waits, n=20) if len(waits) > 2 else None
    middle, late = (statistics.median(waits), cut[-1]) if cut else (waits[0], waits[1])
    told = f"{name:45} médiane {middle:6.1f} p95 {late:6.1f} ms"
    told += f" (but : {bar:.0f})" if bar else ""
    told += f" ; {cost:.2f} ms de processeur" if cost is not None else ""
    print(told + (f", {number} demandes" if number else ""), flush=True)


def _wrk(site: Server, path: str, connections: int, *kind: str) -> tuple[int, float, float]:
    """Load of so many connections; requests, median and p95 in milliseconds."""
    script = str(Path(__file__).parent / "load.lua")
    command = ["wrk", "-t1", f"-c{connections}", f"-d{SECONDS}s", "--timeout", "20s", "-s", script]
    command += ["-H", "Accept-Encoding: br", site.address + path, "--", *(kind or ("read",))]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = re.search(r"requests (\d+) median ([\d.]+) p95 ([\d.]+)", said)
    assert found, said
    return int(found[1]), float(found[2]), float(found[3])


@contextmanager
def _beside(work: Callable[[], object]) -> Iterator[None]:
    """Do some work again and again meanwhile."""
    over = threading.Event()

    def again() -> None:
        while not over.wait(AGAIN):
            work()

    thread = threading.Thread(target=again)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


@contextmanager
def _visited(site: Server) -> Iterator[Waits]:
    """Milliseconds that the families' page takes meanwhile, each time on a new connection."""
    waits: Waits = []

    def visit() -> None:
        begun = time.perf_counter()
        assert _get(site, PAGE)
        waits.append(1e3 * (time.perf_counter() - begun))

    with _beside(visit):
        yield waits


@contextmanager
def _answering(site: Server) -> Iterator[None]:
    """Families' answers arrive meanwhile."""

    def answer() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=20)
        given = {"language": "fr", "channel": "phone", "answers": {"A1": "maman"}}
        body = json.dumps({"id": str(uuid.uuid4()), **given})
        kind = {"Content-Type": "application/json"}
        connection.request("POST", "/q/stains/responses", body, kind)
        assert connection.getresponse().status == 201
        connection.close()

    with _beside(answer):
        yield


def _get(site: Server, path: str) -> bytes:
    asked = urllib.request.Request(site.address + path, headers={"Accept-Encoding": "br"})
    with urllib.request.urlopen(asked, timeout=60) as answer:
        return bytes(answer.read())


def _shown(site: Server) -> object:
    instance = site.open()
    shown = instance.store.get("shown:stains")
    instance.store.close()
    return shown


if __name__ == "__main__":
    run()
