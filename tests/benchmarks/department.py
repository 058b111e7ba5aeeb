"""A whole département: 27 sites, and what storing and publishing cost as responses grow.

    python -m tests.benchmarks.department          # table and picture of docs/operations.md
    python -m tests.benchmarks.department 27000    # one size, printed

Each size is measured in a process of its own, on an instance of its own, by the code that serves.
Sites do not know each other: three are invented and published, what they take is told times nine;
the others hold the families of the first.
"""

from __future__ import annotations

import json
import math
import os
import platform
import subprocess
import sys
import tempfile
import time
import uuid
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from diagnosis.app import create_app, open_instance
from diagnosis.config import read_settings
from diagnosis.dataset import simulate
from diagnosis.instance import Instance
from diagnosis.model import Campaign
from diagnosis.planners import publish
from tests.benchmarks.scaling import peak
from tests.conftest import add_campaign

SITES, LIVED = 27, 3
BLOCK = 5_000
SIZES = (27 * 100, 27 * 1_000, 27 * 10_000, 27 * 37_038)
ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = ROOT / "docs" / "operations.md"
DRAWING = ROOT / "docs" / "images" / "department.svg"
BEGIN, END = "<!-- python -m tests.benchmarks.department -->\n", "<!-- / -->\n"
MIB = 2**20


class Cost(NamedTuple):
    """What so many responses cost: seconds of processor, MiB on the disk and in memory at most.

    ``again`` is what one more response of one site costs the process that publishes.
    """

    responses: int
    stored: float
    published: float
    again: float
    disk: float
    memory: float


def measure(responses: int) -> Cost:
    """Store and publish in this process, which must be a fresh one for the memory to be ours."""
    with tempfile.TemporaryDirectory() as name:
        settings = read_settings(Path(name))
        running = open_instance(settings)
        campaigns = [add_campaign(running, f"site-{at}", fictitious=True) for at in range(SITES)]
        lived, others = campaigns[:LIVED], campaigns[LIVED:]
        for at, campaign in enumerate(lived):
            simulate(running, campaign, responses // SITES, seed=at)
        begun = time.process_time()
        for campaign in others:
            _store_again(running, lived[0], campaign)
        stored = (time.process_time() - begun) * SITES / len(others)
        app, begun = create_app(settings, running), time.process_time()
        for campaign in lived:
            publish(app, running, campaign)
        published = (time.process_time() - begun) * SITES / LIVED
        simulate(running, lived[0], 1, seed=SITES)
        begun = time.process_time()
        publish(app, running, lived[0])
        again = time.process_time() - begun
        disk = sum(path.stat().st_size for path in Path(name).rglob("*") if path.is_file()) / MIB
        running.store.close()
    return Cost(responses, stored, published, again, disk, peak())


def _store_again(running: Instance, lived: Campaign, other: Campaign) -> None:
    """The families of one campaign answer another one too."""
    families = running.store.responses(lived.name)
    while block := list(islice(families, BLOCK)):
        again = [replace(one, id=str(uuid.uuid4()), campaign=other.name) for one in block]
        running.store.add_responses(again)


def apart(responses: int) -> Cost:
    """Measure in a fresh process."""
    command = [sys.executable, "-m", "tests.benchmarks.department", "one", str(responses)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return Cost(*json.loads(done.stdout.splitlines()[-1]))


def table(found: list[Cost]) -> str:
    """The table, with the machine above."""
    head = (
        f"{SITES} sites, {os.cpu_count()} cœurs, Python {platform.python_version()}, SQLite ; "
        f"secondes de processeur ({LIVED} sites publiés, fois "
        f"{SITES // LIVED}).\n\n"
        "| réponses | par site | ranger | publier tout | une réponse de plus | disque (Mio) "
        "| mémoire au plus (Mio) |\n|--:|--:|--:|--:|--:|--:|--:|\n"
    )
    rows = [
        f"| {_spaced(one.responses)} | {_spaced(one.responses // SITES)} | {one.stored:.1f} "
        f"| {one.published:.1f} | {one.again:.1f} | {one.disk:.0f} | {one.memory:.0f} |\n"
        for one in found
    ]
    return head + "".join(rows)


def drawing(found: list[Cost]) -> str:
    """Seconds and MiB against responses, both axes by powers of ten, with its own sentence."""
    first, last = found[0], found[-1]
    sentence = (
        f"De {_spaced(first.responses)} à {_spaced(last.responses)} réponses : publier "
        f"{SITES} sites prend {first.published:.0f} à {last.published:.0f} s de processeur, "
        f"et {first.memory:.0f} à {last.memory:.0f} Mio de mémoire."
    )
    curves = (("#0E6655", "published", "s"), ("#9A3412", "memory", "Mio"))
    parts = [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 324" role="img" '
        'font-family="sans-serif" font-size="12">',
        f"<title>{sentence}</title>",
        '<rect width="100%" height="100%" fill="#fff"/>',
    ]
    for colour, name, unit in curves:
        places = [(_across(one, found), _up(getattr(one, name))) for one in found]
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        parts.append(
            f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>'
        )
        parts += [
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>'
            f'<text x="{x:.1f}" y="{y + _aside(one, name):.1f}" text-anchor="middle" '
            f'fill="{colour}">{getattr(one, name):.0f} {unit}</text>'
            for (x, y), one in zip(places, found, strict=True)
        ]
    parts += [
        f'<text x="{_across(one, found):.1f}" y="286" text-anchor="middle">'
        f"{_spaced(one.responses)}</text>"
        for one in found
    ]
    parts.append('<text x="56" y="312">réponses (échelles par puissances de dix)</text></svg>')
    return "\n".join(parts) + "\n"


def _across(one: Cost, found: list[Cost]) -> float:
    return 70 + 500 * found.index(one) / max(1, len(found) - 1)


def _up(value: float) -> float:
    # From ten at the foot to ten thousand at the head.
    return 260 - 80 * (math.log10(max(value, 10.0)) - 1)


def _aside(one: Cost, name: str) -> int:
    # Of two numbers of a size, the larger stands over its line and the other one under.
    return -10 if getattr(one, name) >= max(one.published, one.memory) else 20


def _spaced(number: int) -> str:
    return f"{number:,}".replace(",", "\u202f")


def main(words: list[str]) -> None:
    """Measure one size, or all of them to draw the table and the picture again."""
    if words[:1] == ["one"]:
        print(json.dumps(measure(int(words[1]))))
        return
    if words:
        print(table([apart(int(word)) for word in words]))
        return
    found = [apart(size) for size in SIZES]
    document = DOCUMENT.read_text("utf-8")
    before, _, rest = document.partition(BEGIN)
    DOCUMENT.write_text(f"{before}{BEGIN}{table(found)}{END}{rest.partition(END)[2]}", "utf-8")
    DRAWING.write_text(drawing(found), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
