"""How fast pages are served and responses stored, as shares of the server's own hello-world rate.

The load comes from wrk on the same machine, so all three rates suffer alike.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from diagnosis.app import open_instance
from diagnosis.config import read_settings
from tests.conftest import add_campaign

SECONDS, CONNECTIONS, ROUNDS = 5, 64, 3
GRANIAN = ("--interface", "wsgi", "--workers", "2", "--blocking-threads", "16", "--no-ws")


def run() -> None:
    """Print the ratios, with a calibration of the disk and the load of the machine beside."""
    if shutil.which("wrk") is None:
        print("wrk manque : apt install wrk")
        return
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_DIR")) as folder:
        data = Path(folder)
        print(f"disque : {_syncs_per_second(data):.0f} synchronisations par seconde")
        instance = open_instance(read_settings(data))
        add_campaign(instance)
        instance.store.close()
        acknowledged = 0
        for turn in range(1, ROUNDS + 1):
            with _hello() as address:
                hello = _rate(_wrk(address))
            with _hello(HELLO_BYTES=str(_weight(data))) as address:
                constant = _rate(_wrk(address))
            with _serving(data) as address:
                _warm(f"{address}/q/stains?lang=ar")
                page = _rate(_wrk(f"{address}/q/stains?lang=ar", "Accept-Encoding: br"))
                posted = _wrk(f"{address}/q/stains/responses", script="post.lua")
            found = re.search(r"acknowledged (\d+) refused (\d+)", posted)
            assert found, posted
            acknowledged += int(found[1])
            print(
                f"tour {turn} : hello {hello:.0f}/s ; GET /q {page / hello:.2f} (but : 0.70), "
                f"et {page / constant:.2f} d’un même poids constant ; "
                f"POST durable {int(found[1]) / SECONDS / hello:.2f} (but : 0.20), "
                f"refusées {found[2]} ; charge {os.getloadavg()[0]:.1f}"
            )
        instance = open_instance(read_settings(data))
        stored = instance.store.count_responses("stains")
        instance.store.close()
        print(f"{acknowledged} réponses confirmées, {stored} en base")
        # A response that was stored while wrk hung up is stored and not counted as acknowledged.
        assert stored >= acknowledged


def _syncs_per_second(folder: Path) -> float:
    with (folder / "calibration").open("wb") as file:
        start, count = time.perf_counter(), 0
        while time.perf_counter() - start < 1:
            file.write(b"x" * 4096)
            file.flush()
            os.fsync(file.fileno())
            count += 1
    return count / (time.perf_counter() - start)


def _warm(address: str) -> None:
    """Let every worker write the page, which it does once."""
    for _ in range(40):
        _get(address)


def _get(address: str) -> bytes:
    asked = urllib.request.Request(address, headers={"Accept-Encoding": "br"})
    with urllib.request.urlopen(asked) as answer:
        return bytes(answer.read())


def _weight(data: Path) -> int:
    """Give the bytes of the page asked for below."""
    with _serving(data) as address:
        return len(_get(f"{address}/q/stains?lang=ar"))


def _wrk(address: str, header: str = "", script: str = "") -> str:
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s"]
    command += ["-H", header] if header else []
    command += ["-s", str(Path(__file__).parent / script)] if script else []
    return subprocess.run([*command, address], capture_output=True, text=True, check=True).stdout


def _rate(output: str) -> float:
    found = re.search(r"Requests/sec:\s+([\d.]+)", output)
    assert found, output
    assert "Non-2xx" not in output, output
    return float(found[1])


@contextmanager
def _hello(**environment: str) -> Iterator[str]:
    port = _free_port()
    command = [sys.executable, "-m", "granian", *GRANIAN, "--port", str(port)]
    command.append("tests.benchmarks.hello:application")
    with _running(command, f"http://127.0.0.1:{port}/", environment):
        yield f"http://127.0.0.1:{port}/"


@contextmanager
def _serving(data: Path) -> Iterator[str]:
    port = _free_port()
    command = [sys.executable, "-m", "diagnosis", "serve", "--data", str(data)]
    with _running([*command, "--port", str(port)], f"http://127.0.0.1:{port}/healthz"):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def _running(
    command: list[str], probe: str, environment: dict[str, str] | None = None
) -> Iterator[None]:
    variables = {**os.environ, **(environment or {})}
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, env=variables) as process:
        try:
            _wait(probe)
            yield
        finally:
            process.terminate()
            process.wait(timeout=20)


def _wait(address: str) -> None:
    for _ in range(200):
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"{address} does not answer")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
