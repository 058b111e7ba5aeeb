"""Threads apart for families and for the team; a login too many is told without a thread."""

from __future__ import annotations

import contextlib
import http.client
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from types import SimpleNamespace

import pytest
from waitress.adjustments import Adjustments

from diagnosis.costly import LINE
from diagnosis.serving import listen
from diagnosis.serving import server as limits
from diagnosis.serving.lanes import FAMILIES, LOGIN, TEAM
from diagnosis.serving.refusal import refusal
from tests.pages import check_page

LONG = 20_000_000  # bytes: more than waitress lets wait
SCRIPT = f"""
import socket, sys, threading
from diagnosis.serving.refusal import refusal
from diagnosis.serving.server import run

let_go = threading.Event()

def application(environ, start_response):
    path, body = environ["PATH_INFO"], [b"done"]
    if path == "/let-go":
        let_go.set()
    if path.startswith(("/staff", "/planning")):
        let_go.wait(60)
    if path == "/same":
        start_response("304 Not Modified", [("ETag", '"same"')])
        return []
    if path == "/long":
        body = [b"a" * {LONG}, b"b" * {LONG}]
    length = str(sum(map(len, body)))
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", length)])
    return body

print("ready", flush=True)
run(application, socket.socket(fileno=int(sys.argv[1])), 1000, refusal(secure=False))
"""


@pytest.fixture
def port() -> Iterator[int]:
    """Where an application answers whose pages for the team wait until they are let go."""
    with listen("127.0.0.1", 0) as listener:
        command = [sys.executable, "-c", SCRIPT, str(listener.fileno())]
        with subprocess.Popen(
            command, pass_fds=[listener.fileno()], stdout=subprocess.PIPE
        ) as process:
            assert process.stdout
            assert process.stdout.readline() == b"ready\n"
            yield listener.getsockname()[1]
            process.terminate()


def ask(port: int, path: str, method: str = "GET", body: bytes | None = None) -> tuple[int, bytes]:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request(method, path, body)
        answer = connection.getresponse()
        return answer.status, answer.read()


class Asking(threading.Thread):
    """Somebody who waits for an answer."""

    def __init__(self, *asked: object) -> None:
        super().__init__()
        self._asked, self.status = asked, 0
        self.start()

    def run(self) -> None:
        self.status, _ = ask(*self._asked)


def test_families_are_answered_while_the_team_waits__ok(port):
    paths = ["/staff/", "/planning/stains", "///staff/"] * TEAM * FAMILIES
    waiting = [Asking(port, path) for path in paths]
    assert ask(port, "/q/stains") == (200, b"done")
    assert not any(one.status for one in waiting)
    ask(port, "/let-go")
    for one in waiting:
        one.join()
    assert {one.status for one in waiting} == {200}


def test_logins_beyond_the_line_are_refused_and_the_others_answered__ok(port):
    over = 3
    logins = [Asking(port, LOGIN, "POST") for _ in range(LINE + over)]
    while sum(bool(one.status) for one in logins) < over:
        assert ask(port, "/q/stains") == (200, b"done")
    ask(port, "/let-go")
    for one in logins:
        one.join()
    assert sorted(one.status for one in logins) == [200] * LINE + [503] * over
    assert ask(port, LOGIN, "POST")[0] == 200


def test_what_is_refused_is_a_page_with_a_way_back__ok():
    head, _, body = refusal(secure=True).partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    headers = dict(line.split(": ", 1) for line in lines)
    assert first.startswith("HTTP/1.1 503 ")
    assert int(headers["Content-Length"]) == len(body)
    assert headers["Retry-After"]
    assert headers["Cache-Control"] == "no-store"
    assert headers["Strict-Transport-Security"]
    page = SimpleNamespace(mimetype="text/html", text=body.decode(), headers=headers)
    check_page(page)
    assert f'href="{LOGIN}"' in page.text
    assert "shared/team.css?v=" in page.text


def test_a_page_that_did_not_change_leaves_the_connection_open__ok(port):
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.connect()
        held = connection.sock
        for _ in range(3):
            connection.request("GET", "/same")
            answer = connection.getresponse()
            assert (answer.status, answer.read()) == (304, b"")
            assert connection.sock is held
        connection.request("GET", "/same", headers={"Connection": "close"})
        assert connection.getresponse().will_close


def test_questions_sent_at_once_are_answered_in_turn__ok(port):
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        question = b"GET /q/stains HTTP/1.1\r\nHost: a\r\n%s\r\n"
        connection.sendall(question % b"" * 4 + question % b"Connection: close\r\n")
        got = b"".join(iter(lambda: connection.recv(65536), b""))
    assert got.count(b"HTTP/1.1 200 OK") == 5


def test_what_cannot_be_read_is_refused_and_harms_nobody__ok(port):
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        connection.sendall(b"\x00 nonsense\r\n\r\n")
        assert connection.recv(65536).startswith(b"HTTP/1.0 400 ")
    assert ask(port, "/q/stains") == (200, b"done")


def test_an_answer_longer_than_what_may_wait_comes_whole__ok(port):
    status, body = ask(port, "/long")
    assert status == 200
    assert body == b"a" * LONG + b"b" * LONG


def test_the_team_s_files_come_whole_and_nobody_else_s__ok(port):
    ask(port, "/let-go")
    file = b"a" * LONG
    assert ask(port, "/staff/campaigns/stains/import", "POST", file) == (200, b"done")
    for path in ("/q/stains/responses", "/staffage", "/planning/staff/"):
        # Refused by its head alone: the connection may end before the rest is sent.
        with contextlib.suppress(ConnectionError):
            assert ask(port, path, "POST", file[:5000])[0] == 413, path


def test_files_under_way_take_nobody_else_s_place__ok():
    server = SimpleNamespace(weights=[0, 0])

    class Held(limits.Channel):
        def __init__(self, path: str, length: int) -> None:
            head = f"POST {path} HTTP/1.1\r\nHost: a\r\nContent-Length: {length + 1}"
            self.server, self.requests, self.connected = server, [], True
            self.request = limits.Request(Adjustments())
            self.request.parse_header(head.encode())
            self.request.body_bytes_received = length

    team, family = Held("/staff/x", 700), Held("/q/stains/responses", 20)
    for channel in (team, family, team):
        channel.weigh()
    assert server.weights == [20, 700]
    team.connected = False
    team.weigh()
    assert server.weights == [20, 0]
