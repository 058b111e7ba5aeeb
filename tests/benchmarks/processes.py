"""What the processes of a server cost: processor and memory, read from the system."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.servers import Server

TICK = os.sysconf("SC_CLK_TCK")


@contextmanager
def costing(site: Server) -> Iterator[Callable[[int], float]]:
    """Yield what says the milliseconds of processor per request, once it is over."""
    total = [-sum(map(spent, workers(site)))]
    yield lambda number: 1e3 * total[0] / max(number, 1)
    total[0] += sum(map(spent, workers(site)))


def family(site: Server) -> list[int]:
    """The server's processes: the parent, then those that it started."""
    assert site.process
    parent = site.process.pid
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text()
    return [parent, *map(int, children.split())]


def workers(site: Server) -> list[int]:
    """Those that serve."""
    return [
        pid
        for pid in family(site)
        if b"serving.worker" in Path(f"/proc/{pid}/cmdline").read_bytes()
    ]


def spent(pid: int) -> float:
    """Seconds of processor of a process so far."""
    after = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(after[11]) + int(after[12])) / TICK


def pss(pid: int) -> int:
    """Proportional memory of a process, in kB."""
    found = re.search(r"Pss:\s+(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text())
    assert found
    return int(found[1])
