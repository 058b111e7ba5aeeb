"""Both engines in one run, as served: ``python -m tests.benchmarks.engines``.

Durable posts a second, how long two hundred devices wait, what six processes refuse. Engines take
turns, on the same disk, so that what else the machine does weighs on both alike.
"""

from __future__ import annotations

import os
import re
import shutil
import statistics
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from diagnosis.app import open_instance
from diagnosis.config import read_settings
from tests.benchmarks import phones
from tests.conftest import add_campaign
from tests.postgres import running_server
from tests.servers import Server, free_port

SECONDS, CONNECTIONS, ROUNDS = 5, 64, 4
DEVICES, EVERY, MANY = 200, 1.0, 6
RESPONSES = "/q/stains/responses"
# As a server is installed: what is acknowledged is on its disk.
DURABLE = ("fsync=on", "full_page_writes=on", "autovacuum=on", "shared_buffers=128MB")


def run() -> None:
    """Print the rates and their ratio, then how long devices wait and what is refused."""
    if shutil.which("wrk") is None:
        print("wrk manque : apt install wrk")
        return
    with running_server() as server, tempfile.TemporaryDirectory() as folder:
        server.stop()
        server.start(*DURABLE)
        server.admin("CREATE DATABASE engines")
        sqlite = _instance(Path(folder) / "sqlite", "")
        postgres = _instance(Path(folder) / "postgres", server.url("engines"))
        _posting(sqlite, postgres)
        for measure in (_waiting, _crowding):
            measure("SQLite", sqlite)
            measure("PostgreSQL", postgres)


def _instance(folder: Path, url: str) -> Path:
    folder.mkdir(mode=0o700)
    (folder / "settings.yaml").write_text(f"database_url: {url}\n" if url else "# SQLite\n")
    instance = open_instance(read_settings(folder))
    add_campaign(instance)
    instance.store.close()
    return folder


def _posting(sqlite: Path, postgres: Path) -> None:
    ratios = []
    for turn in range(1, ROUNDS + 1):
        one, _ = _posted(sqlite)
        other, _ = _posted(postgres)
        ratios.append(other / one)
        print(
            f"tour {turn} : SQLite {one / SECONDS:.0f}/s, PostgreSQL {other / SECONDS:.0f}/s, "
            f"rapport {ratios[-1]:.2f} ; charge {os.getloadavg()[0]:.1f}",
            flush=True,
        )
    print(f"rapport médian : {statistics.median(ratios):.2f} (but : 0,4)")


def _waiting(name: str, folder: Path) -> None:
    with _serving(folder) as site:
        asked = phones.post(site.port, RESPONSES, DEVICES, EVERY, 3.0 * SECONDS)
    cut = statistics.quantiles(asked.seconds, n=100)
    print(
        f"{name}, {DEVICES} appareils, une réponse par seconde chacun : médiane "
        f"{1e3 * cut[49]:.0f} ms, p99 {1e3 * cut[98]:.0f} ms (but : 300), "
        f"{len(asked.seconds)} réponses, refusées : {asked.other} ; "
        f"charge {os.getloadavg()[0]:.1f}",
        flush=True,
    )


def _crowding(name: str, folder: Path) -> None:
    sent, refused = _posted(folder, MANY)
    told = f"{name}, {MANY} processus : {sent / SECONDS:.0f}/s, refusées : {refused} (but : 0)"
    print(f"{told} ; charge {os.getloadavg()[0]:.1f}", flush=True)


def _posted(folder: Path, workers: int = 2) -> tuple[int, int]:
    """How many responses were acknowledged, how many were not."""
    script = str(Path(__file__).parent / "post.lua")
    with _serving(folder, workers) as site:
        command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "--timeout", "20s"]
        command += ["-s", script, site.address + RESPONSES, "--", "json"]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = re.search(r"wanted (\d+) other (\d+)", said)
    assert found, said
    return int(found[1]), int(found[2])


@contextmanager
def _serving(folder: Path, workers: int = 2) -> Iterator[Server]:
    site = Server(free_port(), folder, works=False, workers=workers)
    site.start()
    try:
        yield site
    finally:
        site.end()


if __name__ == "__main__":
    run()
