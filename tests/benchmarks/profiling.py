"""How well planted profiles come back: ours, StepMix (BIC), prince + KMeans, and the ceiling."""

from __future__ import annotations

import sys
import time
import warnings
from collections import defaultdict
from collections.abc import Callable

import numpy as np
import pandas as pd
import prince
from sklearn.cluster import KMeans
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import adjusted_rand_score, silhouette_score
from stepmix.stepmix import StepMix

from analysis import Codebook, Planted, Variable, planted_neighbourhood
from analysis._axes import active_blocks
from analysis._encoding import encode
from analysis._profiles import find_profiles

SIZES = (150, 500, 2000)
LEVELS = ("easy", "medium", "hard")
LABELLED = 4000
MOST = 8
FIRST_SCORED = 100
K = 11


def survey() -> Codebook:
    """Give 24 questions of the neighbourhood's kinds, with caps and an exclusive answer."""
    several = {"A2": 7, "A4": 5, "B1": 16, "C3": 8, "C4": 7, "D1": 6, "D2": 7, "D4": 7}
    one = {"A1": 4, "A3": 4, "C1": 3, "C2": 4, "C5": 3, "E1": 4, "E3": 3, "E4": 5, "E5": 3}
    caps, alone = {"B1": 5, "D1": 3}, {"A4": ("c0",)}
    return Codebook(
        [
            *[
                Variable(
                    name, "select_multiple", "need" if name == "B1" else "profile",
                    categories=_names(many), max_selected=caps.get(name),
                    exclusive=alone.get(name, ()),
                )
                for name, many in several.items()
            ],
            *[Variable(n, "select_one", "profile", categories=_names(m)) for n, m in one.items()],
            *[Variable(f"S{at}", "scale", "profile", categories=_names(3)) for at in range(6)],
            Variable("A6", "integer", "profile"),
        ]
    )  # fmt: skip


def _names(many: int) -> dict[str, str]:
    return {f"c{at}": f"c{at}" for at in range(many)}


def ours(table: pd.DataFrame, book: Codebook) -> tuple[np.ndarray, int]:
    """Give the profiles that a diagnosis finds."""
    found = find_profiles(encode(table, book, K), K, 0)
    return found.labels, max(found.count, 1)


def items(table: pd.DataFrame, book: Codebook) -> np.ndarray:
    """Give one column of codes per single choice and per tick, NaN where missing."""
    columns = []
    for block in active_blocks(encode(table, book, K)):
        said = block.hits.argmax(axis=1)[:, None] if block.single else block.hits.astype(int)
        columns.append(np.where(block.answered[:, None], said, np.nan))
    return np.hstack(columns)


def stepmix_bic(table: pd.DataFrame, book: Codebook) -> tuple[np.ndarray, int]:
    """Latent classes by StepMix (missing at random), their number by BIC."""
    codes = items(table, book)
    fits = []
    for classes in range(1, MOST + 1):
        model = StepMix(
            classes, measurement="categorical_nan", n_init=2, max_iter=200, random_state=0,
            verbose=0, progress_bar=0,
        )  # fmt: skip
        fits.append(model.fit(codes))
    best = min(fits, key=lambda model: model.bic(codes))
    return best.predict(codes), best.n_components


def prince_kmeans(table: pd.DataFrame, book: Codebook) -> tuple[np.ndarray, int]:
    """MCA of prince, a blank as a category (as it does), then KMeans with the best silhouette."""
    codes = items(table, book)
    text = pd.DataFrame(np.where(np.isnan(codes), "blank", codes.astype(str)))
    text.columns = [f"q{at}" for at in range(text.shape[1])]
    places = prince.MCA(n_components=5, random_state=0).fit(text).row_coordinates(text).to_numpy()
    fits = [KMeans(g, n_init=5, random_state=0).fit_predict(places) for g in range(2, MOST + 1)]
    best = max(fits, key=lambda labels: silhouette_score(places, labels))
    return best, int(best.max()) + 1


def _hot(table: pd.DataFrame, book: Codebook) -> np.ndarray:
    blocks = active_blocks(encode(table, book, K))
    hits = [block.hits - block.hits[block.answered].mean(axis=0) for block in blocks]
    return np.hstack([h * b.answered[:, None] for h, b in zip(hits, blocks, strict=True)])


def ceiling(train: Planted, test: Planted, book: Codebook) -> float:
    """ARI of a classifier that learnt from labelled families of the same neighbourhood."""
    both = _hot(pd.concat([train.table, test.table], ignore_index=True), book)
    cut = len(train.table)
    model = LogisticRegression(C=0.05, max_iter=300).fit(both[:cut], train.profiles)
    return float(adjusted_rand_score(test.profiles, model.predict(both[cut:])))


METHODS: dict[str, Callable[[pd.DataFrame, Codebook], tuple[np.ndarray, int]]] = {
    "ours": ours,
    "StepMix BIC": stepmix_bic,
    "prince + KMeans": prince_kmeans,
}


def score(n: int, level: str, seeds: range, methods: list[str]) -> None:
    """Print mean ARI, share of the ceiling, number found and seconds at one size and level."""
    values: dict[str, list[tuple[float, int, int, float]]] = defaultdict(list)
    tops, book = [], survey()
    for seed in seeds:
        profiles = 3 + seed % 3
        train = planted_neighbourhood(
            book, LABELLED, 10_000 + seed, world=seed, profiles=profiles, difficulty=level
        )
        test = planted_neighbourhood(book, n, seed, profiles=profiles, difficulty=level)
        tops.append(ceiling(train, test, book))
        for name in methods:
            start = time.perf_counter()
            labels, count = METHODS[name](test.table, book)
            taken = time.perf_counter() - start
            ari = float(adjusted_rand_score(test.profiles, labels))
            values[name].append((ari, count, profiles, taken))
    for name, rows in values.items():
        ari, count, planted, taken = np.mean(rows, axis=0)
        print(
            f"{n:5d} {level:7s} {name:16s} ARI {ari:.2f} ceiling {np.mean(tops):.2f} "
            f"share {ari / np.mean(tops):.2f} found {count:.1f} (planted {planted:.1f}) "
            f"{taken:.1f} s",
            flush=True,
        )


def run(populations: int = 1, sizes: tuple[int, ...] = (150,)) -> None:
    """Print the table, scored on populations that nothing was tuned on."""
    warnings.filterwarnings("ignore")
    for n in sizes:
        for level in LEVELS:
            score(n, level, range(FIRST_SCORED, FIRST_SCORED + populations), list(METHODS))


if __name__ == "__main__":
    run(int(sys.argv[1]) if len(sys.argv) > 1 else 10, SIZES)
