"""Bad days: clocks, storage, tabs, power cuts, broken networks. No answer is lost or doubled."""

from __future__ import annotations

import os
import signal
import uuid
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Error, Page, Route

from tests.browser.answering import KEPT, SENT, answer_all, stored, until, visit, waiting
from tests.browser.conftest import find_chromium
from tests.browser.door import Door, make_certificate

POSTS = "**/q/stains/responses*"


@pytest.fixture
def mark() -> str:
    """Make a text that tells one test's response from all others."""
    return uuid.uuid4().hex


def rows(server, mark) -> int:
    return sum(r.answers.get("E2") == mark for r in stored(server))


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id"))


def truncate(route: Route) -> None:
    """Let the server store it, then break the answer off in the middle."""
    answer = route.fetch()
    route.fulfill(response=answer, body=answer.text()[:12])


def stored_then_error(route: Route) -> None:
    route.fetch()
    route.fulfill(status=502, body="<html>Bad gateway</html>", content_type="text/html")


TROUBLES = {
    "500": lambda route: route.fulfill(status=500, body=""),
    "503": lambda route: route.fulfill(status=503, body="<html>", headers={"Retry-After": "60"}),
    "429": lambda route: route.fulfill(status=429, json={"message": "plus tard"}),
    "captive portal": lambda route: route.fulfill(
        status=200, body="<html>Bienvenue à l’hôtel</html>", content_type="text/html"
    ),
    "captive portal in JSON": lambda route: route.fulfill(status=200, json={"login": True}),
    "login page": lambda route: route.fulfill(
        status=302, headers={"Location": "https://login.example/"}
    ),
    "truncated": truncate,
    "stored, then an error": stored_then_error,
    "cut": lambda route: route.abort("connectionreset"),
}


@pytest.mark.parametrize("trouble", TROUBLES)
def test_a_server_or_network_in_trouble(phone, server, mark, trouble):
    page = visit(phone(), server)
    answer_all(page, A1="maman", E2=mark)
    page.context.route(POSTS, TROUBLES[trouble])
    page.click("#send")
    page.wait_for_selector(KEPT)
    assert page.inner_text("#count") == "1"
    assert len(waiting(page)) == 1
    page.context.unroute(POSTS)
    page.click("#now")
    page.wait_for_selector(SENT)
    assert focused(page) == "arrived", "the button pressed is no longer there"
    assert waiting(page) == []
    assert rows(server, mark) == 1


def test_what_waits_is_sealed_and_leaves_at_the_next_opening(phone, server, mark):
    page = visit(phone(), server, "ar")
    page.context.set_offline(True)
    page.reload()
    answer_all(page, A1="maman", B1=["sommeil"], E2=mark)
    page.click("#send")
    page.wait_for_selector(KEPT)
    (entry,) = waiting(page)
    held = page.evaluate("""async () => {
        const all = await outbox.entries();
        const other = [{...localStorage}, {...sessionStorage}, location.href, history.state];
        return JSON.stringify([all, other]);
    }""")
    assert mark not in held
    assert "sommeil" not in held
    assert entry["state"] == "waiting"
    page.close()
    other = page.context.new_page()
    page.context.set_offline(False)
    other.goto(f"{server.address}/q/stains?lang=fr&channel=phone")
    until(other, "outbox.entries().then((all) => !all.length)")
    assert rows(server, mark) == 1


def test_reconnection_sends_what_waits(phone, server, mark):
    page = visit(phone(), server)
    page.context.set_offline(True)
    answer_all(page, E2=mark)
    page.click("#send")
    page.wait_for_selector(KEPT)
    assert focused(page) == "kept"
    page.context.set_offline(False)
    page.wait_for_selector(SENT)
    assert focused(page) == "arrived"
    assert rows(server, mark) == 1


def test_every_language_opens_without_network_after_one_visit(phone, server):
    page = visit(phone(), server)
    until(page, "caches.open('pages').then(c => c.keys()).then(k => k.length >= 14)")
    page.context.set_offline(True)
    for language, written in (("ta", "ta"), ("ur", "ur"), ("zh-Hans", "zh-Hans"), ("snk", "fr")):
        page.goto(f"{server.address}/q/stains?lang={language}&channel=phone")
        assert page.evaluate("document.documentElement.lang") == written
        # Begun once in this tab: every language opens where she was.
        if language == "ta":
            page.click("#start")
        page.wait_for_selector("#A1.here")
    page.goto(f"{server.address}/q/stains")
    page.wait_for_selector("#A1.here")


def test_what_is_given_back_is_shown_without_network_too(phone, server):
    page = visit(phone(), server)
    kept = "caches.open('assets').then((c) => c.keys())"
    kept += ".then((all) => all.some((one) => /news/.test(one.url)))"
    until(page, kept)
    page.context.set_offline(True)
    page.reload()
    answer_all(page, B1=["droits"])
    page.click("#send")
    page.wait_for_selector(KEPT)
    page.wait_for_selector("#near:visible li >> text=La Caf")
    shown = page.locator("#near li:visible").all_inner_texts()
    assert any("médiathèque" in text for text in shown), "all services, whatever was ticked"
    assert page.locator("#near li:visible img").count() == len(shown)


def test_a_captive_portal_takes_the_place_of_no_file(browser, server, mark):
    context = browser.new_context()
    welcome = "<html>Bienvenue à l’hôtel</html>"
    for files in ("**/static/**", "**/words/**", "**/pictures/**"):
        context.route(
            files, lambda route: route.fulfill(status=200, body=welcome, content_type="text/html")
        )
    page = visit(context.new_page(), server)
    answer_all(page, E2=mark)
    page.click("#send")
    page.wait_for_selector(SENT)
    page.wait_for_timeout(1000)
    found = page.evaluate("""async () => {
        const assets = await caches.open("assets");
        const all = await Promise.all((await assets.keys()).map((key) => assets.match(key)));
        return Promise.all(all.map((answer) => answer.text()));
    }""")
    assert not [text for text in found if "hôtel" in text]
    assert rows(server, mark) == 1
    context.close()


@pytest.mark.parametrize("year", ["1999-01-01", "2061-06-01"])
def test_a_clock_wrong_by_years(phone, server, mark, year):
    page = phone()
    page.clock.install(time=f"{year}T08:00:00")
    page.clock.resume()
    visit(page, server)
    page.context.set_offline(True)
    answer_all(page, E2=mark)
    page.click("#send")
    page.wait_for_selector(KEPT)
    page.context.set_offline(False)
    page.wait_for_selector(SENT)
    assert rows(server, mark) == 1


def test_private_browsing_without_storage(phone, server, mark):
    page = phone()
    page.add_init_script("""
        const open = () => { throw new DOMException('no', 'SecurityError'); };
        Object.defineProperty(window, 'indexedDB', {value: {open}});
        Object.defineProperty(Navigator.prototype, 'serviceWorker', {value: undefined});
    """)
    page.goto(f"{server.address}/q/stains?lang=fr")
    page.wait_for_selector("#small:visible")
    page.context.set_offline(True)
    answer_all(page, A1="papa", E2=mark)
    page.click("#send")
    until(page, "document.getElementById('trouble').textContent.includes('réseau')")
    page.context.set_offline(False)
    page.wait_for_selector(SENT)
    assert rows(server, mark) == 1


def test_a_full_device_says_so_before_the_first_question(phone, server, mark):
    page = phone()
    session = page.context.new_cdp_session(page)
    session.send("Storage.overrideQuotaForOrigin", {"origin": server.address, "quotaSize": 2000})
    page.goto(f"{server.address}/q/stains?lang=fr")
    page.wait_for_selector("#small:visible")
    answer_all(page, E2=mark)
    page.click("#send")
    page.wait_for_selector(SENT)
    assert rows(server, mark) == 1


def test_two_tabs_send_each_their_own_and_nothing_twice(phone, server, mark):
    first = visit(phone(), server)
    second = first.context.new_page()
    visit(second, server)
    first.context.set_offline(True)
    for page, text in ((first, mark), (second, mark[::-1])):
        page.bring_to_front()
        answer_all(page, E2=text)
        page.click("#send")
        page.wait_for_selector(KEPT)
    assert len(waiting(first)) == 2
    first.context.set_offline(False)
    for page in (first, second):
        page.evaluate("outbox.flush(true)")
    until(first, "outbox.entries().then((all) => !all.length)")
    assert (rows(server, mark), rows(server, mark[::-1])) == (1, 1)


def test_a_tablet_killed_while_sending(playwright, server, mark, tmp_path):
    def launch():
        return playwright.chromium.launch_persistent_context(
            tmp_path / "profile", executable_path=find_chromium(), args=["--no-sandbox"]
        )

    context = launch()
    page = visit(context.pages[0], server)
    answer_all(page, E2=mark)
    context.route(POSTS, lambda route: None)
    with page.expect_request(POSTS):
        page.click("#send")
    _kill(tmp_path / "profile")
    with suppress(Error):
        context.close()
    context = launch()
    page = context.pages[0]
    page.goto(f"{server.address}/q/stains?lang=fr&channel=phone")
    until(page, "outbox.entries().then((all) => !all.length)")
    context.close()
    assert rows(server, mark) == 1


def _kill(profile):
    """Kill the browser of a profile, all its processes at once."""
    for folder in os.listdir("/proc"):
        if not folder.isdigit():
            continue
        try:
            command = Path(f"/proc/{folder}/cmdline").read_text()
        except OSError:
            continue
        if str(profile) in command:
            os.kill(int(folder), signal.SIGKILL)


def _campaign(server, **changes):
    instance = server.open()
    campaign = replace(instance.store.campaign("stains"), **changes)
    instance.store.save_campaign(campaign)
    today = instance.today()
    instance.store.close()
    return today


@pytest.fixture
def own_server(make_server):
    """A server whose campaign a test may close."""
    return make_server()


def test_a_campaign_that_closed_while_answers_waited(phone, own_server, mark):
    server = own_server
    page = visit(phone(), server)
    page.context.set_offline(True)
    answer_all(page, E2=mark)
    page.click("#send")
    page.wait_for_selector(KEPT)
    today = _campaign(server)
    _campaign(server, closes=today - timedelta(days=3), grace_days=1)
    page.wait_for_timeout(2500)
    page.context.set_offline(False)
    until(page, "outbox.entries().then(([entry]) => entry && entry.state === 'aside')")
    (entry,) = waiting(page)
    assert entry["status"] == 410
    assert entry["cause"]
    assert rows(server, mark) == 0
    # The team lets late answers in: the next opening sends what was set aside.
    _campaign(server, grace_days=14)
    page.wait_for_timeout(2500)
    page.goto(f"{server.address}/q/stains?lang=fr&channel=phone")
    until(page, "outbox.entries().then((all) => !all.length)")
    assert rows(server, mark) == 1


@pytest.fixture
def tls(server, tmp_path):
    door = Door(server.port, make_certificate(tmp_path))
    yield door
    door.close()


def test_certificate_trouble(browser, server, mark, tls):
    """The page was opened over https; then the certificate is no longer trusted."""
    context = browser.new_context()
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Security.enable")
    session.send("Security.setIgnoreCertificateErrors", {"ignore": True})
    page.goto(f"{tls.address}/q/stains?lang=fr&channel=phone")
    answer_all(page, E2=mark)
    session.send("Security.setIgnoreCertificateErrors", {"ignore": False})
    tls.drop()
    page.click("#send")
    page.wait_for_selector(KEPT)
    assert rows(server, mark) == 0
    session.send("Security.setIgnoreCertificateErrors", {"ignore": True})
    page.click("#now")
    page.wait_for_selector(SENT)
    assert rows(server, mark) == 1
    context.close()
