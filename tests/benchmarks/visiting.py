"""A first and a second visit, in a real Chromium: weight, requests, time to the first question.

The time is until the page can be used: its scripts have run and something is painted, under
400 kbit/s, 400 ms of latency and a processor four times slower. Beside it, the weight of peers.
"""

from __future__ import annotations

import gzip
import re
import shutil
import statistics
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

import brotli
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from diagnosis.app import open_instance
from diagnosis.config import read_settings
from tests.benchmarks.serving import _serving
from tests.browser.conftest import find_chromium
from tests.conftest import LANGUAGES, add_campaign

WEIGHT, REQUESTS = 20 * 1024, 3
FIRST, SECOND, TIMES = 1.8, 0.8, 5
SLOW = {
    "offline": False,
    "latency": 400,
    "downloadThroughput": 400_000 / 8,
    "uploadThroughput": 400_000 / 8,
}
USABLE = """() => {
    const painted = performance.getEntriesByName('first-contentful-paint')[0];
    const page = performance.getEntriesByType('navigation')[0];
    return painted && page.domContentLoadedEventEnd
        ? Math.max(painted.startTime, page.domContentLoadedEventEnd) / 1000 : 0;
}"""
PEERS = {
    "enketo-core": "import { Form } from 'enketo-core'; window.Form = Form;",
    "@getodk/web-forms": "import * as forms from '@getodk/web-forms'; window.forms = forms;",
    "survey-core + survey-js-ui": "import { Model } from 'survey-core'; "
    "import { renderSurvey } from 'survey-js-ui'; import 'survey-core/survey-core.min.css'; "
    "window.survey = { Model, renderSurvey };",
}


def run() -> None:
    """Print weights and times, each with its aim, and the weight of peers."""
    path = find_chromium()
    if path is None:
        print("chromium manque : apt install chromium")
        return
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        instance = open_instance(read_settings(Path(folder)))
        add_campaign(instance)
        instance.store.close()
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        with _serving(Path(folder)) as address:
            _weigh(browser, address)
            _time(browser, address)
        browser.close()
    _weigh_peers()


def _weigh(browser: Browser, address: str) -> None:
    worst = 0
    for language in LANGUAGES:
        asked = _requests(browser, f"{address}/q/stains?lang={language}")
        sizes = {url: len(_fetch(url)) for url in asked}
        worst = max(worst, sum(sizes.values()))
        print(
            f"{language:7} {len(asked)} requêtes (but : {REQUESTS}), "
            f"{sum(sizes.values())} o en brotli, {sum(sizes.values()) / WEIGHT:.3f} de 20 Kio"
        )
    page = _plain(f"{address}/q/stains?lang=fr")
    files = dict.fromkeys(re.findall(r'src="(/pictures/[^"#]+)', page))
    sizes = {file: len(_fetch(address + file)) for file in files}
    told = ", ".join(map(str, sizes.values()))
    print(f"images, dans l’ordre où elles viennent : {told} o, {sum(sizes.values())} en tout")
    print(f"la plus lourde : {worst} o, {worst / WEIGHT:.3f} de 20 Kio (but : 1)")


def _requests(browser: Browser, address: str) -> list[str]:
    """Name what a first visit fetches, but sounds and what the service worker lays in store."""
    context = browser.new_context()
    page, asked = context.new_page(), []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(500)
    if context.service_workers:
        asked.append(context.service_workers[0].url)
    context.close()
    return [url for url in dict.fromkeys(asked) if not urlsplit(url).path.startswith("/voices/")]


def _fetch(url: str) -> bytes:
    asked = urllib.request.Request(url, headers={"Accept-Encoding": "br"})
    with urllib.request.urlopen(asked) as answer:
        return bytes(answer.read())


def _plain(url: str) -> str:
    with urllib.request.urlopen(url) as answer:
        return str(answer.read().decode())


def _time(browser: Browser, address: str) -> None:
    firsts, seconds = [], []
    for _ in range(TIMES):
        context = browser.new_context(viewport={"width": 360, "height": 640})
        firsts.append(_usable(context, f"{address}/q/stains?lang=ta&channel=phone"))
        _wait_until_kept(context.pages[0])
        context.pages[0].close()
        context.set_offline(True)
        seconds.append(_usable(context, f"{address}/q/stains?lang=ta&channel=phone"))
        context.close()
    for name, found, aim in (
        ("première", firsts, FIRST),
        ("deuxième, sans réseau", seconds, SECOND),
    ):
        middle = statistics.median(found)
        print(
            f"visite {name} (ta) : utilisable en {middle:.2f} s, médiane de {TIMES} "
            f"[{min(found):.2f} ; {max(found):.2f}], {middle / aim:.2f} du but ({aim} s)"
        )


def _usable(context: BrowserContext, address: str) -> float:
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    if not context.pages[1:]:
        session.send("Network.emulateNetworkConditions", SLOW)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.goto(address)
    page.click("#start")
    page.wait_for_selector("#A1.here")
    found = float(page.evaluate(USABLE))
    session.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    session.send(
        "Network.emulateNetworkConditions", {**SLOW, "latency": 0, "downloadThroughput": -1}
    )
    return found


def _wait_until_kept(page: Page) -> None:
    deadline = time.monotonic() + 60
    kept = "caches.open('pages').then((c) => c.keys()).then((k) => k.length)"
    while page.evaluate(kept) < len(LANGUAGES):
        assert time.monotonic() < deadline, "the pages were not kept"
        page.wait_for_timeout(100)


def _weigh_peers() -> None:
    if shutil.which("npm") is None:
        print("npm manque : les pairs ne sont pas pesés (apt install npm)")
        return
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(Path(__file__).parent / "peers" / "package.json", folder)
        npm = ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
        if subprocess.run(npm, cwd=folder, capture_output=True).returncode:
            print("les pairs ne s’installent pas ici")
            return
        for name, entry in PEERS.items():
            print(f"{name} : {_bundle(Path(folder), entry)}")


def _bundle(folder: Path, entry: str) -> str:
    """Bundle what a page must load before a first question (no lazy part), without any form."""
    (folder / "entry.js").write_text(entry)
    source = folder / "node_modules/enketo-core"
    names = ("config", "widgets", "translator", "dialog", "file-manager", "xpath-evaluator-binding")
    files = ("config.js", "widgets", "fake-translator", "fake-dialog", "file-manager")
    places = [source / (f if f == "config.js" else f"src/js/{f}.js") for f in files]
    places.append(source / "src/js/xpath-evaluator-binding.js")
    aliases = [f"--alias:enketo/{n}={p}" for n, p in zip(names, places, strict=True)]
    shutil.rmtree(folder / "out", ignore_errors=True)
    command = ["node_modules/.bin/esbuild", "entry.js", "--bundle", "--minify", "--format=esm"]
    command += ["--splitting", "--outdir=out", "--loader:.svg=dataurl", *aliases]
    subprocess.run(command, cwd=folder, capture_output=True, check=True)
    parts = [p for p in (folder / "out").iterdir() if not p.name.startswith("MapBlock")]
    whole = [p.read_bytes() for p in parts]
    squeezed = sum(len(brotli.compress(part)) for part in whole)
    zipped = sum(len(gzip.compress(part)) for part in whole)
    return f"{squeezed} o en brotli, {zipped} o en gzip, {squeezed / WEIGHT:.0f} fois 20 Kio"
