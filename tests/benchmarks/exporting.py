"""Rows out and in: ``python -m tests.benchmarks.exporting [ROWS]``, a million by default.

Families are invented once and copied under new names: what is measured is reading the store,
hiding what is rare, and writing. Each file is made by the command, in a process of its own.
"""

from __future__ import annotations

import csv
import itertools
import os
import subprocess
import sys
import tempfile
import time
import uuid
from dataclasses import replace
from pathlib import Path

from diagnosis.app import open_instance
from diagnosis.config import read_settings
from diagnosis.dataset import simulate
from tests.conftest import add_campaign

ROWS, INVENTED, BATCH = 1_000_000, 2_000, 20_000
IMPORTED = 100_000
# Seconds and MiB, of issue 16: a million rows of CSV.
MOST_SECONDS, MOST_MEMORY = 60, 500
KINDS = ("csv", "jsonl", "parquet")
MIB = 2**20
# Waits for a command and says how much memory it had at most (kibibytes).
COMMAND = """
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:]).returncode
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
sys.exit(code)
"""


def run(rows: int = ROWS) -> None:
    """Print what each file costs."""
    with tempfile.TemporaryDirectory() as folder:
        data, out = Path(folder) / "data", Path(folder) / "out"
        _filled(data, rows)
        for kind in KINDS:
            asked = ("export", "demo", "--rows", "--reason", "mesure", "--format", kind)
            seconds, memory = _measured(*asked, "--data", str(data), "--out", str(out))
            size = (out / f"reponses-demo.{kind}").stat().st_size / MIB
            bar = f" (au plus {MOST_SECONDS} s, {MOST_MEMORY} Mio)" if kind == "csv" else ""
            told = f"{seconds:.0f} s, {memory:.0f} Mio de mémoire, {size:.0f} Mio écrits"
            print(f"{rows} lignes en {kind}\u00a0: {told}{bar}")
        _importing(Path(folder) / "again", out / "reponses-demo.csv", min(rows, IMPORTED))


def _filled(data: Path, rows: int) -> None:
    instance = open_instance(read_settings(data))
    campaign = add_campaign(instance, "demo", fictitious=True)
    simulate(instance, campaign, min(INVENTED, rows), 1)
    lived = list(instance.store.responses("demo"))
    more = (replace(one, id=str(uuid.uuid4())) for one in itertools.cycle(lived))
    for done in range(len(lived), rows, BATCH):
        batch = list(itertools.islice(more, min(BATCH, rows - done)))
        instance.store.add_responses(batch)
    instance.store.close()


def _importing(data: Path, exported: Path, rows: int) -> None:
    """Take the first rows back, into another instance."""
    few = exported.with_name("table.csv")
    with exported.open(encoding="utf-8-sig", newline="") as source, few.open("w") as target:
        reader = csv.reader(source, delimiter=";")
        writer = csv.writer(target)
        writer.writerow([*next(reader), "id"])
        blank = {"non_posee", "masquee", "non_montree"}
        for row in itertools.islice(reader, rows):
            writer.writerow([*("" if c in blank else c for c in row), uuid.uuid4()])
    instance = open_instance(read_settings(data))
    add_campaign(instance, "demo")
    instance.store.close()
    seconds, memory = _measured("import", str(few), "--campaign", "demo", "--data", str(data))
    print(f"{rows} lignes importées\u00a0: {seconds:.0f} s, {memory:.0f} Mio de mémoire")


def _measured(*command: str) -> tuple[float, float]:
    """Seconds and MiB of memory of a command."""
    start = time.perf_counter()
    asked = [sys.executable, "-c", COMMAND, sys.executable, "-m", "diagnosis", *command]
    told = subprocess.run(asked, stdout=subprocess.PIPE, text=True)
    lines = told.stdout.splitlines()
    if told.returncode:
        print(f"{command[0]}\u00a0: code {told.returncode}")
    return time.perf_counter() - start, int(lines[-1]) / 1024


if __name__ == "__main__":
    print(f"charge de la machine\u00a0: {os.getloadavg()[0]:.1f}")
    run(*map(int, sys.argv[1:]))
