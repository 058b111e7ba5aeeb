"""How long the number of profiles takes to choose, beside StepMix: 8 numbers, 10 starts each."""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable

from analysis import LatentClasses
from analysis.profiles import answers_of
from analysis.table import encode
from tests.benchmarks.profile_peers import MOST, K, items, stepmix
from tests.benchmarks.profiling import planted, survey

FAMILIES = 2000
STARTS = 10
AIM = 5


def run(their_starts: int = 1) -> None:
    """Print processor seconds; those of StepMix from fewer starts, then scaled to as many."""
    warnings.filterwarnings("ignore")
    table = planted(FAMILIES, "medium", 1).table
    answers = answers_of(encode(table, survey(), K), K)
    codes = answers.codes[answers.usable]

    def ours(classes: int | None) -> None:
        LatentClasses(classes, scales=answers.scales, n_init=STARTS, random_state=0).fit(codes)

    fits = _seconds(lambda: [ours(classes) for classes in range(1, MOST + 1)])
    choice = _seconds(lambda: ours(None))
    their_codes = items(table, survey())
    theirs = _seconds(
        lambda: [stepmix(their_codes, classes, their_starts) for classes in range(1, MOST + 1)]
    )
    theirs *= STARTS / their_starts
    print(f"{MOST} nombres, {STARTS} départs, {FAMILIES} familles : {fits:.1f} s (but : {AIM})")
    print(f"choix du nombre par vraisemblance hors échantillon : {choice:.1f} s")
    print(f"StepMix, {MOST} nombres, {STARTS} départs : {theirs:.0f} s, {theirs / fits:.0f} fois")


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


if __name__ == "__main__":
    run()
