"""How fast the factor map of a large survey is drawn: ours, prince, and FactoMineR where R is."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import prince

from analysis import MultipleCorrespondence

FAMILIES = 8403
CHOICES = (2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 5, 5, 5, 6, 6, 7, 8)
RUNS = 7
FACTOMINER = """
suppressMessages(library(FactoMineR))
table <- read.csv(commandArgs(TRUE)[1], colClasses = "factor")
taken <- replicate({runs}, system.time(MCA(table, ncp = 5, graph = FALSE))["elapsed"])
options(digits = 15)
cat(min(taken), unname(MCA(table, ncp = 5, graph = FALSE)$eig[1:5, 1]))
"""


def table(seed: int = 0) -> pd.DataFrame:
    """Invent a survey of 18 questions in which four kinds of families answer alike."""
    rng = np.random.default_rng(seed)
    kind = rng.integers(0, 4, FAMILIES)
    answers = [
        np.where(rng.random(FAMILIES) < 0.4, kind % many, rng.integers(0, many, FAMILIES))
        for many in CHOICES
    ]
    return pd.DataFrame({f"q{at}": column.astype(str) for at, column in enumerate(answers)})


def run() -> None:
    """Print the best time of each, in turn and in one run, and check that the maps are equal."""
    survey = table()
    ours, theirs = MultipleCorrespondence(5), prince.MCA(n_components=5, random_state=0)
    fits: list[Callable[[], object]] = [lambda: ours.fit(survey), lambda: theirs.fit(survey)]
    mine, peer = _best(fits)
    # By default prince draws its axes from a random sketch: only the well separated ones are exact.
    np.testing.assert_allclose(ours.eigenvalues_[:3], theirs.eigenvalues_[:3], atol=1e-5)
    _say("axes et réponses", mine, peer)
    mine, peer = _best(
        [
            lambda: ours.fit_transform(survey),
            lambda: theirs.fit(survey).row_coordinates(survey),
        ]
    )
    _say("et la place de chaque famille", mine, peer)
    _factominer(survey, ours, mine)


def _best(fits: list[Callable[[], object]]) -> list[float]:
    """Seconds of the best of several runs, taken in turn so that all meet the same load."""
    taken = [[_seconds(fit) for fit in fits] for _ in range(RUNS)]
    return [min(column) for column in zip(*taken, strict=True)]


def _seconds(fit: Callable[[], object]) -> float:
    start = time.perf_counter()
    fit()
    return time.perf_counter() - start


def _say(what: str, mine: float, peer: float) -> None:
    print(
        f"carte de {FAMILIES} × {len(CHOICES)}, {what} : {1000 * mine:.0f} ms, "
        f"prince {1000 * peer:.0f} ms, rapport {peer / mine:.1f} (but : 8)"
    )


def _factominer(survey: pd.DataFrame, ours: MultipleCorrespondence, mine: float) -> None:
    if not shutil.which("Rscript"):
        print("FactoMineR : pas de R ici")
        return
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "survey.csv"
        survey.to_csv(place, index=False)
        script = FACTOMINER.format(runs=3)
        done = subprocess.run(
            ["Rscript", "-e", script, str(place)], capture_output=True, text=True, check=False
        )
    if done.returncode:
        print("FactoMineR : pas installé dans ce R")
        return
    peer, *eigenvalues = map(float, done.stdout.split())
    np.testing.assert_allclose(ours.eigenvalues_, eigenvalues, atol=1e-6)
    print(f"FactoMineR : {1000 * peer:.0f} ms, rapport {peer / mine:.1f}")


if __name__ == "__main__":
    run()
