"""Connections that hold on: half-sent bodies, headers by drops, nothing at all, all at once.

`make faults` asks for the numbers of an attack: HELD=200 (bodies and headers each), IDLE=1100.
"""

from __future__ import annotations

import contextlib
import os
import socket
import time
import urllib.request
from collections.abc import Iterator

import pytest

from diagnosis.serving import server as limits
from tests.faults.measures import p95

HELD = int(os.environ.get("HELD", "30"))
IDLE = int(os.environ.get("IDLE", "150"))
PAGES = 60
LONG = 400_000
HALF = (
    b"POST /q/stains/responses HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
    b"Content-Length: %d\r\n\r\n" % (LONG + 100)
)
SLOW = b"GET /q/stains HTTP/1.1\r\nHost: a\r\nX-Slow: "


def connect(port: int, sent: bytes = b"") -> socket.socket:
    held = socket.create_connection(("127.0.0.1", port), timeout=30)
    if sent:
        held.sendall(sent)
    return held


@contextlib.contextmanager
def holding(port: int) -> Iterator[list[socket.socket]]:
    held = [connect(port, HALF + b"x" * LONG * (number % 2)) for number in range(HELD)]
    held += [connect(port, SLOW) for _ in range(HELD)]
    held += [connect(port) for _ in range(IDLE)]
    try:
        yield held
    finally:
        for one in held:
            one.close()


def page_times(address: str) -> list[float]:
    """Seconds that the questionnaire takes, each time whole and right."""
    times = []
    for _ in range(PAGES):
        begun = time.perf_counter()
        with urllib.request.urlopen(f"{address}/q/stains?lang=fr", timeout=20) as answer:
            assert b'id="B1"' in answer.read()
        times.append(time.perf_counter() - begun)
    return times


def ends(held: socket.socket) -> bool:
    """Whether the server closes a connection, by an answer or without."""
    held.settimeout(limits.SECONDS + limits.SILENCE + 20)
    with contextlib.suppress(ConnectionError):
        while held.recv(65536):
            pass
    return True


@pytest.mark.fault(
    "connexions tenues ensemble\u00a0: corps à moitié envoyés, en-têtes par gouttes, silences",
    "les pages s’ouvrent (p95 voulu\u00a0: 250 ms), chaque connexion est fermée après son temps",
)
def test_pages_answer_while_connections_are_held__ok(server, record_property):
    alone = page_times(server.address)
    with holding(server.port) as held:
        beside = page_times(server.address)
        assert all(map(ends, held)), "each is let go after its time"
    record_property("measured", f"{len(held)} connexions, page p95 {p95(alone)} → {p95(beside)}")


@pytest.mark.fault(
    "plus de corps à la fois que la mémoire n’en garde",
    "ceux de trop sont fermés, les pages s’ouvrent",
)
def test_bodies_that_are_too_many_together_are_let_go__ok(server, record_property):
    # More than all may weigh: what comes beyond is closed at once, pages answer.
    wanted = limits.BODIES // LONG * 2 + 20
    held = []
    with contextlib.suppress(ConnectionError):
        for _ in range(wanted):
            held.append(connect(server.port, HALF + b"x" * LONG))
    times = page_times(server.address)
    record_property("measured", f"{wanted} corps de {LONG // 1000} ko, page p95 {p95(times)}")
    for one in held:
        one.close()


@pytest.mark.fault(
    "un corps plus lent que 2 ko par seconde",
    "il est dit en retard\u00a0; un téléphone lent ne l’est pas",
)
def test_a_body_by_drops_is_late_and_a_slow_phone_is_not__ok():
    class Held(limits.Channel):
        def __init__(self):
            self.begun, self.weight = 1000.0, 0

    channel = Held()
    assert not channel.is_late(1000 + limits.SECONDS)
    assert channel.is_late(1001 + limits.SECONDS)
    channel.weight = 350_000
    assert not channel.is_late(1000 + limits.SECONDS + 350_000 / limits.SLOWEST)
    channel.begun = 0.0
    assert not channel.is_late(9999), "between two requests silence alone counts"
