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

ROWS, INVENTED, BATCH = 1_000_000, 20_000, 20_000
# Questions of a table to import: two million cells are read at most.
IMPORTED, COLUMNS = 100_000, 15
# Seconds and MiB, of issue 16: a million rows of CSV.
MOST_SECONDS, MOST_MEMORY = 60, 500
KINDS = ("csv", "jsonl", "parquet")
MIB = 2**20
# Waits for a command; says its memory at most (KiB) and its seconds of processor, which tell more
# than the clock beside other work.
COMMAND = """
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:]).returncode
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_maxrss, used.ru_utime + used.ru_stime)
sys.exit(code)
"""


def run(rows: int = ROWS) -> None:
    """Print what each file costs."""
    with tempfile.TemporaryDirectory() as folder:
        data, out = Path(folder) / "data", Path(folder) / "out"
        _filled(data, rows)
        for kind in KINDS:
            asked = ("export", "demo", "--rows", "--reason", "mesure", "--format", kind)
            seconds, busy, memory = _measured(*asked, "--data", str(data), "--out", str(out))
            size = (out / f"reponses-demo.{kind}").stat().st_size / MIB
            bar = f" (au plus {MOST_SECONDS} s, {MOST_MEMORY} Mio)" if kind == "csv" else ""
            told = f"{seconds:.0f} s, dont {busy:.0f} de processeur, {memory:.0f} Mio de mémoire"
            print(f"{rows} lignes en {kind}\u00a0: {told}, {size:.0f} Mio écrits{bar}", flush=True)
        _importing(data, Path(folder) / "again", min(rows, IMPORTED))


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


def _importing(data: Path, again: Path, rows: int) -> None:
    """Take answers to the first questions back into another instance, as a tool would send them."""
    instance = open_instance(read_settings(data))
    campaign = instance.store.campaign("demo")
    names = [question.name for question in instance.questionnaire(campaign).questions][:COLUMNS]
    table, mapping = again.with_suffix(".csv"), again.with_suffix(".yaml")
    with table.open("w") as file:
        writer = csv.writer(file)
        writer.writerow([*names, "id"])
        for response in itertools.islice(instance.store.responses("demo"), rows):
            writer.writerow([*(_cell(response.answers.get(name)) for name in names), uuid.uuid4()])
    absent = [q.name for q in instance.questionnaire(campaign).questions if q.name not in names]
    mapping.write_text(f"absent: [{', '.join(absent)}]\n")
    instance.store.close()
    instance = open_instance(read_settings(again))
    add_campaign(instance, "demo")
    instance.store.close()
    asked = (str(table), "--campaign", "demo", "--mapping", str(mapping), "--data", str(again))
    seconds, busy, memory = _measured("import", *asked)
    told = f"{seconds:.0f} s, dont {busy:.0f} de processeur, {memory:.0f} Mio de mémoire"
    print(f"{rows} lignes importées\u00a0: {told}")


def _cell(answer: object) -> str:
    return " ".join(map(str, answer)) if isinstance(answer, list) else str(answer or "")


def _measured(*command: str) -> tuple[float, float, float]:
    """Seconds of the clock and of the processor, MiB of memory of a command."""
    start = time.perf_counter()
    asked = [sys.executable, "-c", COMMAND, sys.executable, "-m", "diagnosis", *command]
    told = subprocess.run(asked, stdout=subprocess.PIPE, text=True)
    if told.returncode:
        print(f"{command[0]}\u00a0: code {told.returncode}\n{told.stdout}")
    memory, busy = told.stdout.split()[-2:]
    return time.perf_counter() - start, float(busy), int(memory) / 1024


if __name__ == "__main__":
    print(f"charge de la machine\u00a0: {os.getloadavg()[0]:.1f}")
    run(*map(int, sys.argv[1:]))
