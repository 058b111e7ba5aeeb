"""Processes that serve: one that dies is replaced, all end with their parent, none is cut short."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import threading
import time
import uuid
from contextlib import closing

import pytest

from diagnosis.serving import listen
from tests.browser.answering import stored

KILLS = int(os.environ.get("KILLS", "3"))
SLEEPER = """
import socket, sys, time
from diagnosis.serving.server import run

def application(environ, start_response):
    print("begun", flush=True)
    time.sleep(1)
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"whole" * 100_000]

run(application, socket.socket(fileno=int(sys.argv[1])), 1000, b"")
"""


def workers(server, kind: str = "worker") -> set[int]:
    """Processes that serve for this server."""
    found = subprocess.run(
        ["pgrep", "-f", f"diagnosis.serving.{kind} .*{server.folder}$"],
        capture_output=True,
        text=True,
    )
    return set(map(int, found.stdout.split()))


def until(condition) -> None:
    for _ in range(900):
        if condition():
            return
        time.sleep(0.1)
    raise AssertionError("it did not happen")


def post(port: int, body: str) -> int:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
        kind = {"Content-Type": "application/json"}
        connection.request("POST", "/q/stains/responses", body, kind)
        return connection.getresponse().status


@pytest.mark.fault(
    "chaque processus qui sert est tué (SIGKILL)",
    "il est remplacé, le site répond",
)
def test_a_process_that_dies_is_replaced__ok(server, record_property):
    before = workers(server)
    assert len(before) == 2
    begun = time.monotonic()
    for process in before:
        os.kill(process, signal.SIGKILL)
    until(lambda: len(workers(server)) == 2 and not workers(server) & before)
    server.wait()
    record_property("measured", f"il répond de nouveau après {time.monotonic() - begun:.1f} s")


@pytest.mark.fault(
    "le processus parent est tué (SIGKILL)",
    "les autres finissent, rien ne sert d’ancien code, le site repart",
)
def test_processes_end_with_their_parent__ok(server, record_property):
    assert workers(server, ".*")
    os.kill(server.process.pid, signal.SIGKILL)
    server.process.wait()
    until(lambda: not workers(server, ".*"))
    begun = time.monotonic()
    server.start()
    record_property("measured", f"relancé, il répond après {time.monotonic() - begun:.1f} s")


@pytest.mark.fault(
    "un arrêt demandé pendant une réponse",
    "elle arrive entière",
)
def test_what_is_under_way_is_answered_at_the_end__ok():
    listener = listen("127.0.0.1", 0)
    port = listener.getsockname()[1]
    answers = []

    def ask() -> None:
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
            connection.request("GET", "/")
            answers.append(connection.getresponse().read())

    asking = threading.Thread(target=ask)
    command = [sys.executable, "-c", SLEEPER, str(listener.fileno())]
    with subprocess.Popen(command, pass_fds=[listener.fileno()], stdout=subprocess.PIPE) as process:
        listener.close()
        asking.start()
        assert process.stdout.readline() == b"begun\n"
        process.terminate()
        asking.join()
    assert process.returncode == 0
    assert answers == [b"whole" * 100_000]


@pytest.mark.fault(
    "des processus tués pendant que quatre téléphones envoient",
    "ce qui a été dit reçu est dans la base",
)
def test_what_was_acknowledged_is_stored_whatever_dies__ok(server, record_property):
    acknowledged, over = [], threading.Event()

    def answer() -> None:
        while not over.is_set():
            name = str(uuid.uuid4())
            body = json.dumps(
                {"id": name, "language": "fr", "channel": "phone", "answers": {"A1": "maman"}}
            )
            try:
                if post(server.port, body) == 201:
                    acknowledged.append(name)
            except (OSError, http.client.HTTPException):
                time.sleep(0.05)

    phones = [threading.Thread(target=answer) for _ in range(4)]
    for phone in phones:
        phone.start()
    for _ in range(KILLS):
        known = len(acknowledged)
        until(lambda known=known: len(acknowledged) > known + 20)
        os.kill(max(workers(server)), signal.SIGKILL)
    server.kill()
    server.start()
    over.set()
    for phone in phones:
        phone.join()
    kept = {response.id for response in stored(server)}
    assert set(acknowledged) <= kept
    record_property(
        "measured", f"{KILLS + 1} morts, reçues\u00a0: {len(acknowledged)}, perdues\u00a0: 0"
    )
