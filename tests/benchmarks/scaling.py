"""Time and memory against the number of families, each size measured in a process of its own."""

from __future__ import annotations

import hashlib
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from joblib import parallel_config

from analysis import Codebook, Theme, Variable, diagnose, planted_neighbourhood

SIZES = (1_000, 10_000, 100_000)
ALL_SIZES = (*SIZES, 1_000_000)
BASE = 5_000
AIM_SECONDS, AIM_MIB = 60.0, 2048.0
DRAWING = Path(__file__).resolve().parents[2] / "docs" / "images" / "scaling.svg"
WIDE, HIGH, LEFT, FOOT = 640, 300, 56, 40


class Measure(NamedTuple):
    """What one diagnosis took: seconds by the clock and of the processors, MiB at most."""

    families: int
    seconds: float
    processors: float
    table: float
    before: float
    peak: float
    digest: str


def survey() -> Codebook:
    """30 questions of the neighbourhood's kinds, one of them a free text."""
    several = {"A2": 7, "A4": 5, "B1": 16, "C3": 8, "C4": 7, "D1": 6, "D2": 7, "D4": 7}
    one = {"A1": 4, "A3": 4, "C1": 3, "C2": 4, "C5": 3, "E1": 4, "E3": 3, "E4": 5, "E5": 3}
    one |= {"E6": 4, "E7": 3, "E8": 4}
    chosen = [
        Variable(
            name, "select_multiple", "need" if name == "B1" else "profile",
            categories=_names(many), max_selected={"B1": 5, "D1": 3}.get(name),
        )
        for name, many in several.items()
    ]  # fmt: skip
    return Codebook(
        [
            Variable("A5", "select_one", "sector", categories=_names(7)),
            *chosen,
            Variable("B2", "select_one", "priority", categories=_names(16)),
            *[Variable(n, "select_one", "profile", categories=_names(m)) for n, m in one.items()],
            *[Variable(f"S{at}", "scale", "profile", categories=_names(3)) for at in range(6)],
            Variable("A6", "integer", "profile"),
            Variable("T", "text", "text"),
        ]
    )


def _names(many: int) -> dict[str, str]:
    return {f"c{at}": f"c{at}" for at in range(many)}


def table_of(families: int) -> pd.DataFrame:
    """Invent families; past 5 000 they are drawn again from 5 000, to save the wait.

    A column holds its distinct texts once: the table of a million families weighs 30 MiB.
    """
    base = planted_neighbourhood(survey(), min(families, BASE), 0, profiles=5).table
    rows = np.random.default_rng(1).integers(0, len(base), families)
    drawn = base.astype("category").iloc[rows if families > BASE else slice(None)]
    return drawn.reset_index(drop=True)


def measure(families: int, dask: bool = False) -> Measure:
    """Diagnose in this process, which must be a fresh one for the memory to be ours."""
    table, book = table_of(families), survey()
    themes = [Theme(f"t{at}", "", f"c{at % 16}", (f"c{(at * 7 + 3) % 16}",)) for at in range(20)]
    before, clock, worked = peak(), time.perf_counter(), time.process_time()
    with _two_workers() if dask else nullcontext():
        text = diagnose(table, book, themes=themes, secret=b"of the bench").to_json()
    weight = float(table.memory_usage(deep=True).sum()) / 2**20
    seconds, processors = time.perf_counter() - clock, time.process_time() - worked
    digest = hashlib.sha256(text.encode()).hexdigest()[:12]
    return Measure(families, seconds, processors, weight, before, peak(), digest)


@contextmanager
def _two_workers() -> Iterator[None]:
    from distributed import Client, LocalCluster

    with (
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
        Client(cluster),
        parallel_config(backend="dask"),
    ):
        yield


def peak() -> float:
    """MiB at most so far; Linux counts the parent's in what getrusage says of a child."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(one for one in status.read_text().splitlines() if one.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def apart(families: int, dask: bool = False) -> Measure:
    """Measure in a fresh process."""
    command = [sys.executable, "-m", "tests.benchmarks.scaling", "one", str(families), str(dask)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=dict(os.environ))
    return Measure(*json.loads(done.stdout.splitlines()[-1]))


def run(sizes: tuple[int, ...] = SIZES, cluster: int = 100_000) -> list[Measure]:
    """Print seconds and memory at each size, then the same report made by two Dask workers."""
    found = []
    for families in sizes:
        found.append(one := apart(families))
        first = found[0]
        print(
            f"{families:9d} familles x 30 : {one.seconds:.1f} s ({one.processors:.1f} s de "
            f"processeur, {one.processors / first.processors:.1f} fois {first.families}), tableau "
            f"{one.table:.0f} Mio, mémoire {one.peak:.0f} Mio dont {one.before:.0f} avant",
            flush=True,
        )
    last = found[-1]
    if last.families == 1_000_000:
        print(
            f"part du but : temps {last.seconds / AIM_SECONDS:.2f}, "
            f"mémoire {last.peak / AIM_MIB:.2f}"
        )
    spread = apart(cluster, dask=True)
    here = next((one for one in found if one.families == cluster), None) or apart(cluster)
    same = "les mêmes octets" if here.digest == spread.digest else "UN AUTRE RAPPORT"
    print(f"{cluster} familles, deux ouvriers Dask : {spread.seconds:.1f} s, {same}")
    return found


def drawing(found: list[Measure]) -> str:
    """Draw seconds and MiB against families, both axes by powers of ten, with its own sentence."""
    first, last = found[0], found[-1]
    sentence = (
        "Temps de processeur et mémoire d'un diagnostic de 30 questions : de "
        f"{first.families} à {last.families} familles, {first.processors:.0f} à "
        f"{last.processors:.0f} s et {first.peak:.0f} à {last.peak:.0f} Mio."
    )
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {HIGH + 24}" role="img" '
        'font-family="sans-serif" font-size="12">',
        f"<title>{sentence}</title>",
        '<rect width="100%" height="100%" fill="#fff"/>',
        *_line([one.processors for one in found], found, "#0B6E4F", "s de processeur"),
        *_line([one.peak for one in found], found, "#8A4B08", "Mio"),
        *(_tick(one) for one in found),
        f'<text x="{LEFT}" y="{HIGH + 16}">familles (échelles par puissances de dix)</text>',
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _across(families: int) -> float:
    return LEFT + (WIDE - 2 * LEFT) * (np.log10(families) - 3) / 3


def _up(value: float) -> float:
    return HIGH - FOOT - (HIGH - FOOT - 20) * np.log10(max(value, 1.0)) / 4


def _line(values: list[float], found: list[Measure], colour: str, unit: str) -> list[str]:
    places = [(_across(one.families), _up(value)) for one, value in zip(found, values, strict=True)]
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    drawn = [f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>']
    for (x, y), value in zip(places, values, strict=True):
        drawn.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>')
        drawn.append(
            f'<text x="{x:.1f}" y="{y - 8:.1f}" text-anchor="middle" fill="{colour}">'
            f"{value:.0f} {unit}</text>"
        )
    return drawn


def _tick(one: Measure) -> str:
    written = f"{one.families:,}".replace(",", "\u202f")
    x, y = _across(one.families), HIGH - FOOT + 18
    return f'<text x="{x:.1f}" y="{y}" text-anchor="middle">{written}</text>'


def main(words: list[str]) -> None:
    """Measure one size (for a process of its own), or all of them and draw the curve."""
    if words[:1] == ["one"]:
        print(json.dumps(measure(int(words[1]), words[2] == "True")))
    else:
        DRAWING.write_text(drawing(run(ALL_SIZES)), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
