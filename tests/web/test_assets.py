"""Scripts and styles as served: each worker writes them for itself, however many ask at once."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

SCRIPTS = ("voice", "kiosk", "family", "kiosk-team", "outbox")
# Seconds after which a request waits for ever.
EVER = 60


# The first does not outlive a fork; the others are seconds of each start, or memory of each page.
LATER = ("minify", "scipy", "sklearn", "openpyxl", "shapefile")


def test_what_must_wait_is_not_loaded_at_start__ok():
    told = f"import sys, diagnosis.cli; print([m for m in {LATER} if m in sys.modules])"
    found = subprocess.run([sys.executable, "-c", told], check=True, capture_output=True, text=True)
    assert found.stdout.strip() == "[]"


@pytest.fixture
def address(tmp_path: Path, template: Path) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "diagnosis", "serve", "--data", str(tmp_path / "instance")]
    (tmp_path / "instance").mkdir()
    shutil.copyfile(template, tmp_path / "instance" / template.name)
    with subprocess.Popen([*command, "--port", str(port)], stdout=subprocess.DEVNULL) as server:
        try:
            yield wait_for(f"http://127.0.0.1:{port}")
        finally:
            server.terminate()
            server.wait(timeout=EVER)


def wait_for(address: str) -> str:
    until = time.monotonic() + EVER
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=EVER).close()
        except OSError:
            time.sleep(0.1)
        else:
            return address
    raise AssertionError("the server did not start")


def test_scripts_asked_for_at_once_by_many_all_arrive__ok(address):
    def fetch(name: str) -> int:
        asked = f"{address}/static/families/{name}.js"
        with urllib.request.urlopen(asked, timeout=EVER) as answer:
            return len(answer.read())

    with ThreadPoolExecutor(20) as many:
        sizes = list(many.map(fetch, SCRIPTS * 4))
    assert min(sizes) > 200
