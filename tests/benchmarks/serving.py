"""How fast the family page is served, beside a static file of its size, and responses are stored.

The load comes from wrk on the same machine, in the same run, so all rates suffer alike.
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
from diagnosis.web import STATIC
from tests.conftest import add_campaign

SECONDS, CONNECTIONS, ROUNDS = 5, 64, 3


def run() -> None:
    """Print the rates and their ratio, with a calibration of the disk and the load beside."""
    if shutil.which("wrk") is None:
        print("wrk manque : apt install wrk")
        return
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_DIR")) as folder:
        data = Path(folder)
        print(f"disque : {_syncs_per_second(data):.0f} synchronisations par seconde")
        instance = open_instance(read_settings(data))
        add_campaign(instance)
        instance.store.close()
        acknowledged = sum(_turn(data, number) for number in range(1, ROUNDS + 1))
        instance = open_instance(read_settings(data))
        stored = instance.store.count_responses("stains", apart=None)
        instance.store.close()
        print(f"{acknowledged} réponses confirmées, {stored} en base")
        # A response that was stored while wrk hung up is stored and not counted as acknowledged.
        assert stored >= acknowledged


def _turn(data: Path, number: int) -> int:
    """Print one run; give how many responses were acknowledged."""
    with _serving(data) as address:
        page = f"{address}/q/stains?lang=ar"
        _warm(page)
        weight, file = len(_get(page)), _file_like(len(_get(page)))
        asked = f"{address}/static/{file.relative_to(STATIC)}"
        static = _rate(_wrk(asked, "Accept-Encoding: identity"))
        pages = _rate(_wrk(page, "Accept-Encoding: br"))
        responses = f"{address}/q/stains/responses"
        sent = {kind: _posted(responses, kind) for kind in ("json", "look", "form")}
    print(
        f"tour {number} : page {pages:.0f}/s ({weight} o), fichier {static:.0f}/s "
        f"({file.stat().st_size} o), rapport {pages / static:.2f} ; "
        f"POST durable {sent['json'] / SECONDS:.0f}/s ; sans JavaScript, relire "
        f"{sent['look'] / SECONDS:.0f}/s puis envoyer {sent['form'] / SECONDS:.0f}/s ; "
        f"charge {os.getloadavg()[0]:.1f}"
    )
    return sent["json"] + sent["form"]


def _file_like(weight: int) -> Path:
    """The static file whose size is nearest."""
    files = [path for path in STATIC.rglob("*") if path.is_file()]
    return min(files, key=lambda path: abs(path.stat().st_size - weight))


def _posted(address: str, kind: str) -> int:
    """Post with ``post.lua``; give how many answers were the wanted ones, when all were."""
    found = re.search(r"wanted (\d+) other (\d+)", _wrk(address, script="post.lua", kind=kind))
    assert found
    assert found[2] == "0", f"{kind}: {found[0]}"
    return int(found[1])


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


def _wrk(address: str, header: str = "", script: str = "", kind: str = "") -> str:
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s"]
    command += ["-H", header] if header else []
    command += ["-s", str(Path(__file__).parent / script)] if script else []
    command += [address, *(["--", kind] if kind else [])]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def _rate(output: str) -> float:
    found = re.search(r"Requests/sec:\s+([\d.]+)", output)
    assert found, output
    assert "Non-2xx" not in output, output
    return float(found[1])


@contextmanager
def _serving(data: Path) -> Iterator[str]:
    port = _free_port()
    command = [sys.executable, "-m", "diagnosis", "serve", "--data", str(data)]
    with _running([*command, "--port", str(port)], f"http://127.0.0.1:{port}/healthz"):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def _running(command: list[str], probe: str) -> Iterator[None]:
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
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
