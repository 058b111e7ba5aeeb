"""A store that cannot be used is told as such: 503, soon, once; pages that need none stay."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import sqlite3
import subprocess
import sys
import threading
import time
import uuid
from contextlib import closing

import pytest

from diagnosis.app import open_instance
from diagnosis.config import read_settings
from diagnosis.storage import STORE_FILE
from tests.browser.answering import stored
from tests.conftest import add_campaign
from tests.servers import Server, free_port

EVER = 60  # seconds that a busy machine may take


@contextlib.contextmanager
def disk(folder, size):
    """A disk of so many bytes."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    if os.geteuid() or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("only root may mount a small disk")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.fixture
def small(tmp_path):
    """A server on a small disk."""
    with disk(tmp_path / "disk", 3_000_000) as folder:
        instance = open_instance(read_settings(folder / "instance"))
        add_campaign(instance)
        instance.store.close()
        server = Server(free_port(), folder / "instance")
        server.start()
        yield server
        server.end()


def ask(server, path="/q/stains?lang=fr", body=None):
    """Status, headers and text of an answer."""
    with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=EVER)) as asked:
        kind = {"Content-Type": "application/json", "Accept": "application/json"} if body else {}
        asked.request("POST" if body else "GET", path, body, kind)
        answer = asked.getresponse()
        return answer.status, answer.headers, answer.read().decode()


def send(server):
    """Send an answer; its UUID, and what came back."""
    name = str(uuid.uuid4())
    content = {"id": name, "language": "fr", "channel": "phone", "answers": {"E2": "x" * 100}}
    return name, *ask(server, "/q/stains/responses", json.dumps(content))


def is_told(server):
    """Whether an answer is refused with 503, a moment to wait and a kind sentence."""
    _, *refusal = send(server)
    is_kind(*refusal)
    assert ask(server, "/healthz")[0] == 503
    stays_readable(server)


def is_kind(status, headers, text):
    """Whether a refusal is a moment to wait, said kindly."""
    assert status == 503, (status, text)
    assert headers["Retry-After"]
    assert "encore sur votre écran" in json.loads(text)["message"]


def stays_readable(server):
    """Whether a family may go on answering, on a page that needs no store."""
    assert 'id="B1"' in ask(server)[2], "the questionnaire opens all the same"


def fill(folder):
    """Fill the disk of a folder with a file."""
    filler = folder / "filler"
    with filler.open("ab", buffering=0) as out, contextlib.suppress(OSError):
        while out.write(b"x" * 4096):
            pass
    return filler


def is_told_once_full(server):
    """Whether all is refused; what a store gives back of its own files is filled again."""
    for _ in range(100):
        fill(server.folder)
        _, *refusal = send(server)
        health = ask(server, "/healthz")[0]
        if refusal[0] == health == 503:
            is_kind(*refusal)
            return stays_readable(server)
    raise AssertionError(f"the disk is full, and the server says {refusal[0]}, {health}")


def recovers(server):
    """Each process finds out for itself that the store is well again."""
    for _ in range(200):
        if send(server)[1] == 201 and ask(server, "/healthz")[0] == 200:
            return
        time.sleep(0.1)
    raise AssertionError("the store is well, and the server does not know")


@pytest.mark.fault(
    "le disque se remplit",
    "503, les pages s’ouvrent, rien de ce qui a été reçu n’est perdu, tout reprend ensuite",
)
def test_a_full_disk_is_told_and_nothing_acknowledged_is_lost__ok(small, record_property):
    acknowledged = [send(small)[0]]
    filler = fill(small.folder)
    for _ in range(2000):
        name, status, *_ = send(small)
        if status != 201:
            break
        acknowledged.append(name)
    is_told_once_full(small)
    filler.unlink()
    recovers(small)
    assert set(acknowledged) <= {response.id for response in stored(small)}
    record_property("measured", f"reçues avant\u00a0: {len(acknowledged)}, perdues\u00a0: 0")


@pytest.mark.fault(
    "le disque est en lecture seule",
    "le démarrage est refusé, avec la cause",
)
def test_a_read_only_disk_is_told_before_anything_is_served__error(tmp_path):
    with disk(tmp_path / "disk", 3_000_000) as folder:
        open_instance(read_settings(folder / "instance")).store.close()
        subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)
        command = [sys.executable, "-m", "diagnosis", "serve", "--data", folder / "instance"]
        served = subprocess.run(command, capture_output=True, text=True, timeout=EVER)
        assert served.returncode == 1
        assert "vérifiez le fichier et les droits" in served.stderr
        assert "Traceback" not in served.stderr


@pytest.mark.fault(
    "un autre programme verrouille la base, quarante téléphones insistent",
    "503 (en 5 s, voulu), les pages s’ouvrent, tout reprend après",
)
def test_a_store_that_another_program_locks_is_told_and_pages_stay__ok(server, record_property):
    assert 'id="B1"' in ask(server)[2]
    path = server.folder / STORE_FILE
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        told: list[float] = []

        def insist():
            begun = time.monotonic()
            assert send(server)[1] == 503
            told.append(time.monotonic() - begun)

        # More than there are threads: none may wait for a store that is in trouble.
        phones = [threading.Thread(target=insist) for _ in range(40)]
        for phone in phones:
            phone.start()
        for phone in phones:
            phone.join()
        assert len(told) == 40
        is_told(server)
        other.execute("ROLLBACK")
    recovers(server)
    record_property("measured", f"503 après {min(told):.1f} à {max(told):.1f} s")
