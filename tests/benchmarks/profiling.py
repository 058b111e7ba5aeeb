"""How well planted profiles come back: ours, StepMix, prince + KMeans, HCPC, and the ceiling.

Each population gives a line; lines of several runs, kept in files, make one table::

    python -m tests.benchmarks.profiling --only ours --seeds 100 110 --sizes 150 500 > ours.txt
    python -m tests.benchmarks.profiling --only peers ceiling --seeds 100 110 > others.txt
    python -m tests.benchmarks.profiling --table ours.txt others.txt
"""

from __future__ import annotations

import argparse
import os
import time
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import product
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from joblib import Parallel, delayed
from sklearn.metrics import adjusted_rand_score
from threadpoolctl import threadpool_limits

from analysis import Codebook, Planted, planted_neighbourhood
from analysis.profiles import profiles_of
from analysis.table import encode
from tests.analysis import makings
from tests.analysis.made import neighbourhood_survey as survey
from tests.benchmarks.profile_peers import (
    K,
    ceilings,
    hcpc,
    prince_kmeans,
    stepmix_bic,
    with_hcpc,
)

SIZES = (150, 500, 2000)
PLANTED = ("easy", "medium", "hard")
# Families of other makings, on which no rule was tuned; their ceiling is not known.
OTHERS = {"leaning": makings.leaning, "mixed": makings.mixed}
LEVELS = (*PLANTED, *OTHERS)
LABELLED = 40_000
FIRST_SCORED = 100
# Ten populations a cell take StepMix an hour of two processors: POPULATIONS=1 for a first look.
POPULATIONS = int(os.environ.get("POPULATIONS", "10"))
CEILING = "ceiling"


class Line(NamedTuple):
    """What one method reached on one population."""

    n: int
    level: str
    seed: int
    method: str
    ari: float
    found: int
    planted: int
    seconds: float


def ours(table: pd.DataFrame, book: Codebook) -> tuple[np.ndarray, int]:
    """Profiles that a diagnosis finds."""
    found = profiles_of(encode(table, book, K), K, 0)
    return found.labels, max(found.count, 1)


Method = Callable[[pd.DataFrame, Codebook], tuple[np.ndarray, int]]
METHODS: dict[str, dict[str, Method]] = {
    "ours": {"ours": ours},
    "peers": {"prince + KMeans": prince_kmeans, "StepMix BIC": stepmix_bic},
    "stepmix": {"StepMix BIC": stepmix_bic},
    "prince": {"prince + KMeans": prince_kmeans},
    "hcpc": {"HCPC": hcpc},
}


def planted(n: int, level: str, seed: int) -> Planted:
    """Draw the families that are scored: 3 to 5 profiles, a world of their own."""
    return planted_neighbourhood(survey(), n, seed, profiles=3 + seed % 3, difficulty=level)


def drawn(n: int, level: str, seed: int) -> tuple[pd.DataFrame, Codebook, np.ndarray]:
    """Families of any making: answers, codebook, true profiles."""
    if level in OTHERS:
        made = OTHERS[level](n, seed, 3 + seed % 3)
        return made.table, made.book, made.classes
    found = planted(n, level, seed)
    return found.table, survey(), found.profiles


def scored(only: str, sizes: Sequence[int], level: str, seed: int) -> Iterator[Line]:
    """Score one method, or the ceiling, on the populations of one level and seed."""
    if only == CEILING:
        yield from _ceiling(sizes, level, seed) if level in PLANTED else ()
        return
    for n in sizes:
        answers, book, profiles = drawn(n, level, seed)
        for name, method in METHODS[only].items():
            start = time.perf_counter()
            labels, count = method(answers, book)
            taken = time.perf_counter() - start
            ari = float(adjusted_rand_score(profiles, labels))
            yield Line(n, level, seed, name, ari, count, 3 + seed % 3, taken)


def _ceiling(sizes: Sequence[int], level: str, seed: int) -> Iterator[Line]:
    profiles = 3 + seed % 3
    start = time.perf_counter()
    train = planted_neighbourhood(
        survey(), LABELLED, 10_000 + seed, world=seed, profiles=profiles, difficulty=level
    )
    reached = ceilings(train, [planted(n, level, seed) for n in sizes], survey())
    taken = time.perf_counter() - start
    for n, ari in zip(sizes, reached, strict=True):
        yield Line(n, level, seed, CEILING, ari, profiles, profiles, taken)


def told(line: Line) -> str:
    """Write a line with tabs between."""
    shown = line._replace(ari=round(line.ari, 4), seconds=round(line.seconds, 1))
    return "\t".join(map(str, shown))


def read(paths: Iterable[Path]) -> list[Line]:
    """Read the lines of earlier runs."""
    rows = [row.split("\t") for path in paths for row in path.read_text("utf-8").splitlines()]
    kept = [row for row in rows if len(row) == len(Line._fields)]
    return [
        Line(int(n), level, int(s), name, float(a), int(f), int(p), float(t))
        for n, level, s, name, a, f, p, t in kept
    ]


def table(lines: Sequence[Line]) -> Iterator[str]:
    """Means by cell and method; shares of the ceiling on the populations that have both."""
    tops = {(line.n, line.level, line.seed): line.ari for line in lines if line.method == CEILING}
    cells: dict[tuple[int, int, str], list[Line]] = defaultdict(list)
    for line in lines:
        cells[line.n, LEVELS.index(line.level), line.method].append(line)
    for (n, level, name), found in sorted(cells.items()):
        known = [line for line in found if (n, line.level, line.seed) in tops]
        reached = float(np.sum([line.ari for line in known]))
        top = float(np.sum([tops[n, line.level, line.seed] for line in known]))
        share = f"{reached / top:.2f}" if known else "   –"
        ari, count, real, taken = np.mean(
            [(line.ari, line.found, line.planted, line.seconds) for line in found], axis=0
        )
        yield (
            f"{n:5d} {LEVELS[level]:7s} {name:16s} {len(found):3d} populations  ARI {ari:.2f}  "
            f"share {share}  found {count:.1f} (planted {real:.1f})  {taken:.1f} s"
        )


def run(
    populations: int = POPULATIONS,
    sizes: Sequence[int] = SIZES,
    levels: Sequence[str] = LEVELS,
    only: Sequence[str] = (),
    first: int = FIRST_SCORED,
) -> None:
    """Print each population, then the table, on populations that nothing was tuned on.

    Populations are shared among the processors, each method on one of them.
    """
    seeds = range(first, first + populations)
    asked = product(seeds, levels, only or everyone())
    parts = Parallel(n_jobs=-1, return_as="generator")(
        delayed(_scored)(name, sizes, level, seed) for seed, level, name in asked
    )
    lines: list[Line] = []
    for part in parts:
        lines += part
        print("\n".join(map(told, part)), flush=True)
    print("\n".join(table(lines)))


def everyone() -> tuple[str, ...]:
    """All methods, that of R where it is installed, and the ceiling."""
    return ("ours", "peers", *(["hcpc"] if with_hcpc() else []), CEILING)


def _scored(name: str, sizes: Sequence[int], level: str, seed: int) -> list[Line]:
    warnings.filterwarnings("ignore")
    with threadpool_limits(1):
        return list(scored(name, sizes, level, seed))


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", nargs="+", choices=[*METHODS, CEILING])
    parser.add_argument(
        "--seeds", nargs=2, type=int, default=(FIRST_SCORED, FIRST_SCORED + POPULATIONS)
    )
    parser.add_argument("--sizes", nargs="+", type=int, default=SIZES)
    parser.add_argument("--levels", nargs="+", choices=LEVELS, default=LEVELS)
    parser.add_argument("--table", nargs="+", type=Path, help="files of earlier runs")
    asked = parser.parse_args()
    if asked.table:
        print("\n".join(table(read(asked.table))))
        return
    first, last = asked.seeds
    run(last - first, asked.sizes, asked.levels, asked.only or (), first)


if __name__ == "__main__":
    main()
