"""Others that look for profiles, and the ceiling: none of it depends on our profiles."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import prince
from sklearn.cluster import KMeans
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import adjusted_rand_score, silhouette_score
from stepmix.stepmix import StepMix

from analysis import Codebook, Planted
from analysis.factor_map import completed
from analysis.table import active_blocks, encode

MOST = 8
RISES = 2
K = 11


def items(table: pd.DataFrame, book: Codebook) -> np.ndarray:
    """One column of codes per single choice and per tick, NaN where missing."""
    columns = []
    for block in active_blocks(encode(table, book, K)):
        said = block.hits.argmax(axis=1)[:, None] if block.single else block.hits.astype(int)
        columns.append(np.where(block.answered[:, None], said, np.nan))
    return np.hstack(columns)


def stepmix(codes: np.ndarray, classes: int, starts: int) -> StepMix:
    """Fit latent classes by StepMix, missing at random."""
    return StepMix(
        classes, measurement="categorical_nan", n_init=starts, max_iter=200, random_state=0,
        verbose=0, progress_bar=0,
    ).fit(codes)  # fmt: skip


def stepmix_bic(table: pd.DataFrame, book: Codebook) -> tuple[np.ndarray, int]:
    """Latent classes by StepMix, their number by BIC; more are not tried once BIC rose twice."""
    codes = items(table, book)
    fits: list[StepMix] = []
    values: list[float] = []
    for classes in range(1, MOST + 1):
        fits.append(stepmix(codes, classes, 2))
        values.append(fits[-1].bic(codes))
        if len(values) > int(np.argmin(values)) + RISES:
            break
    best = fits[int(np.argmin(values))]
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


def with_hcpc() -> bool:
    """Whether R and FactoMineR are installed."""
    if not shutil.which("Rscript"):
        return False
    return not subprocess.run(
        ["Rscript", "-e", "library(FactoMineR)"], capture_output=True, check=False
    ).returncode


def hcpc(table: pd.DataFrame, book: Codebook) -> tuple[np.ndarray, int]:
    """HCPC of FactoMineR, its number its own, blanks completed by regularised iterative MCA."""
    codes = items(table, book)
    levels = [np.unique(column[~np.isnan(column)]) for column in codes.T]
    block = np.repeat(np.arange(len(levels)), [len(of) for of in levels])
    hot = np.hstack([column[:, None] == of for column, of in zip(codes.T, levels, strict=True)])
    fuzzy = completed(hot.astype(float), block, 2, 1000, 1e-6).Z
    with tempfile.TemporaryDirectory() as folder:
        _written(fuzzy, block, levels, Path(folder))
        script = Path(__file__).with_name("hcpc.R")
        subprocess.run(["Rscript", str(script), folder], capture_output=True, check=True)
        classes = pd.read_csv(Path(folder) / "classes.csv")["class"].to_numpy()
    return classes, len(np.unique(classes))


def _written(fuzzy: np.ndarray, block: np.ndarray, levels: list[np.ndarray], folder: Path) -> None:
    """Write the completed indicator, and the most likely answers that FactoMineR also asks for."""
    said = [
        of[fuzzy[:, block == at].argmax(axis=1)].astype(int).astype(str)
        for at, of in enumerate(levels)
    ]
    names = [f"q{at}_{int(level)}" for at, of in enumerate(levels) for level in of]
    full = {f"q{at}": np.char.add(f"q{at}_", column) for at, column in enumerate(said)}
    pd.DataFrame(full).to_csv(folder / "table.csv", index=False)
    pd.DataFrame(fuzzy, columns=names).to_csv(folder / "fuzzy.csv", index=False)


def _hot(table: pd.DataFrame, book: Codebook) -> np.ndarray:
    blocks = active_blocks(encode(table, book, K))
    hits = [block.hits - block.hits[block.answered].mean(axis=0) for block in blocks]
    return np.hstack([h * b.answered[:, None] for h, b in zip(hits, blocks, strict=True)])


def ceilings(train: Planted, tests: Sequence[Planted], book: Codebook) -> list[float]:
    """ARI of a classifier that learnt from labelled families of the same neighbourhood."""
    every = [train, *tests]
    hot = _hot(pd.concat([drawn.table for drawn in every], ignore_index=True), book)
    parts = np.split(hot, np.cumsum([len(drawn.table) for drawn in every])[:-1])
    model = LogisticRegression(C=0.05, max_iter=300).fit(parts[0], train.profiles)
    return [
        float(adjusted_rand_score(test.profiles, model.predict(part)))
        for test, part in zip(tests, parts[1:], strict=True)
    ]
