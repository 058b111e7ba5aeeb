"""What is the same for everybody is made once a second, and nothing of anybody is handed on."""

from __future__ import annotations

import time

import pytest
from werkzeug.test import Client
from werkzeug.wrappers import Request, Response

from diagnosis.serving import microcache
from diagnosis.serving.microcache import Microcache

PAGE = "/q/stains"


class Counting:
    """An application that says how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0
        self.status, self.cookie = 200, ""

    def __call__(self, environ, start_response):
        self.asked += 1
        request = Request(environ)
        response = Response(f"{self.asked} {request.url}", self.status)
        if self.cookie:
            response.set_cookie(self.cookie)
        return response(environ, start_response)


@pytest.fixture
def counting():
    return Counting()


@pytest.fixture
def browser(counting):
    return Client(Microcache(counting), use_cookies=False)


@pytest.fixture(autouse=True)
def _life(monkeypatch):
    monkeypatch.setattr(microcache, "LIFE", 3600.0)


@pytest.mark.parametrize("path", [PAGE, "/planning/stains/needs", "/vote/ABCD/now"])
def test_the_same_question_has_the_same_answer(browser, counting, path):
    first = browser.get(path)
    assert browser.get(path).data == first.data
    assert browser.get(path).headers == first.headers
    assert counting.asked == 1


def test_it_lives_for_a_moment(browser, counting, monkeypatch):
    monkeypatch.setattr(microcache, "LIFE", 0.0)
    browser.get(PAGE)
    browser.get(PAGE)
    assert counting.asked == 2


@pytest.mark.parametrize(
    "words",
    [
        {"Accept-Language": "ar"},
        {"Accept-Encoding": "br"},
        {"Accept": "application/json"},
        {"Host": "elsewhere.example"},
        {"If-None-Match": '"q"'},
    ],
)
def test_other_words_are_another_question(browser, counting, words):
    browser.get(PAGE)
    browser.get(PAGE, headers=words)
    assert counting.asked == 2


def test_another_address_is_another_question(browser, counting):
    for path in (PAGE, f"{PAGE}?lang=ar", "/q/bondy"):
        browser.get(path)
    assert counting.asked == 3


@pytest.mark.parametrize(
    "path", ["/", "/staff/", "/vote/ABCD", "/q/stains/withdraw", "/healthz", "/kiosk/stains"]
)
def test_what_is_not_alike_is_asked_each_time(browser, counting, path):
    browser.get(path)
    browser.get(path)
    assert counting.asked == 2


@pytest.mark.parametrize("name", ["Cookie", "Authorization", "Range", "If-Modified-Since"])
def test_who_is_known_by_something_gets_an_answer_of_their_own(browser, counting, name):
    browser.get(PAGE)
    own = [browser.get(PAGE, headers={name: "a=b"}).data for _ in range(2)]
    assert len(set(own)) == 2
    assert browser.get(PAGE).data not in own


@pytest.mark.parametrize("trouble", [302, 404, 500, 503])
def test_trouble_is_not_kept(browser, counting, trouble):
    counting.status = trouble
    assert browser.get(PAGE).status_code == trouble
    counting.status = 200
    assert browser.get(PAGE).status_code == 200


def test_an_answer_that_gives_a_cookie_is_handed_to_nobody_else(browser, counting):
    counting.cookie = "mine"
    assert "Set-Cookie" in browser.get(PAGE).headers
    counting.cookie = ""
    assert "Set-Cookie" not in browser.get(PAGE).headers


def test_what_is_sent_is_not_kept(browser, counting):
    browser.post(PAGE)
    browser.post(PAGE)
    assert counting.asked == 2


def test_it_has_a_largest_weight(browser, counting, monkeypatch):
    monkeypatch.setattr(microcache, "LARGEST", 10)
    for path in (PAGE, "/q/bondy", "/q/bondy"):
        browser.get(path)
    assert counting.asked == 3
    browser.get(PAGE)
    assert counting.asked == 3


def test_it_keeps_nothing_when_its_moment_is_over(counting):
    kept = Microcache(counting)
    browser = Client(kept)
    browser.get(PAGE)
    kept._until = time.monotonic()
    browser.get("/q/bondy")
    browser.get(PAGE)
    assert counting.asked == 3
