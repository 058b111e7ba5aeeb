"""Measure the rule for the number of profiles, the prior and the scales. Run as a script.

Prints, for each rule, how often it finds the planted number of profiles, the mean number it
finds, and the mean adjusted Rand index with the planted profiles.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import numpy as np
from sklearn.metrics import adjusted_rand_score
from sklearn.utils import check_random_state

from analysis import Codebook, Variable, neighbourhood
from analysis.profiles import (
    CLEAR,
    LatentClasses,
    answers_of,
    best_fit,
    folds_of,
    held_out,
    posterior,
    profiles_of,
)
from analysis.table import encode
from tests.analysis import makings

MOST = 7


def survey() -> Codebook:
    """A questionnaire of the size of the neighbourhood's."""
    several = [
        ("A2", 7),
        ("A4", 5),
        ("B1", 16),
        ("C3", 8),
        ("C4", 7),
        ("D1", 6),
        ("D2", 7),
        ("D4", 7),
    ]
    one = [("A1", 4), ("C1", 3), ("E3", 3)]
    return Codebook(
        [
            *[Variable(n, "select_multiple", "profile", categories=names(k)) for n, k in several],
            *[Variable(n, "select_one", "profile", categories=names(k)) for n, k in one],
            *[Variable(f"S{at}", "scale", "profile", categories=names(3)) for at in range(5)],
        ]
    )


def names(many: int) -> dict[str, str]:
    return {f"c{at}": f"c{at}" for at in range(many)}


def parameters(job, classes: int) -> int:
    free = len(job.block) - len(job.starts)
    return classes * free + classes - 1


def fits(
    model: LatentClasses, seed: int
) -> Iterator[tuple[int, float, float, np.ndarray, np.ndarray]]:
    job, rng = model._job, check_random_state(seed)
    folds = rng.permutation(np.arange(len(job.Z)) % folds_of(len(job.Z)))
    for classes in range(1, MOST + 1):
        fit = best_fit(job, np.ones((1, len(job.Z))), classes, 6, 100, 1e-5, rng)
        chances, likelihood = posterior(job.Z, fit.model)
        out = held_out(job, classes, folds, 1e-5, rng)
        yield classes, float(likelihood.sum()), parameters(job, classes), chances[0].argmax(1), out


def chosen(found: list, n: int) -> dict[str, int]:
    loglik = np.array([f[1] for f in found])
    count = np.array([f[2] for f in found])
    out = [f[4] for f in found]
    means = np.array([o.mean() for o in out])
    best = int(means.argmax())
    rules = {
        "BIC": int(np.argmin(-2 * loglik + np.log(n) * count)),
        "AIC": int(np.argmin(-2 * loglik + 2 * count)),
        "AIC3": int(np.argmin(-2 * loglik + 3 * count)),
        "held-out": best,
    }
    for margin in (1.0, 2.0):
        gaps = [out[best] - o for o in out]
        near = [g.mean() <= margin * g.std() / np.sqrt(n) for g in gaps]
        rules[f"held-out, {margin:g} SE"] = near.index(True)
    return {rule: at + 1 for rule, at in rules.items()}


def measure(
    n: int, profiles: int, contrast: float, style: float, seeds: int, prior: float, scales: str
) -> None:
    results = defaultdict(list)
    for seed in range(seeds):
        book = survey()
        pop = neighbourhood(book, n, seed, profiles=profiles, contrast=contrast, style=style)
        codes = treated(answers_of(encode(pop.table, book, 11), 11).codes, scales)
        usable = np.isfinite(codes).any(axis=1)
        model = LatentClasses(1, prior=prior, random_state=0).fit(codes[usable])
        found = list(fits(model, seed))
        for rule, classes in chosen(found, int(usable.sum())).items():
            ari = adjusted_rand_score(pop.profiles[usable], found[classes - 1][3])
            results[rule].append((classes == profiles, classes, ari))
    for rule, values in results.items():
        right, mean, ari = np.mean(values, axis=0)
        print(
            f"{n:5d} G={profiles} c={contrast:g} style={style:g} prior={prior:g} {scales:8s} "
            f"{rule:15s} right {right:.2f} mean {mean:.1f} ARI {ari:.2f}",
            flush=True,
        )


def treated(codes: np.ndarray, scales: str) -> np.ndarray:
    """Treat the five scales (the last columns): as they are, centred, or left out."""
    codes = codes.copy()
    if scales == "out":
        return codes[:, :-5]
    if scales == "centred":
        own = codes[:, -5:]
        seen = np.isfinite(own).any(axis=1)
        mean = np.full(len(own), np.nan)
        mean[seen] = np.nanmean(own[seen], axis=1)
        codes[:, -5:] = np.sign(np.round(own - mean[:, None], 6))
    return codes


def whole(n: int, profiles: int, contrast: float, style: float, seeds: int, tied: bool) -> None:
    """Measure the whole choice: held-out likelihood, sizes, stability, scales."""
    values = []
    for seed in range(seeds):
        book = tied_survey() if tied else survey()
        pop = neighbourhood(book, n, seed, profiles=profiles, contrast=contrast, style=style)
        found = profiles_of(encode(pop.table, book, 11), 11, 0)
        ari = adjusted_rand_score(pop.profiles, found.labels)
        values.append((found.count == profiles, found.count, ari, len(found.held_out)))
    right, mean, ari, tried = np.mean(values, axis=0)
    print(
        f"whole {n:5d} G={profiles} c={contrast:g} style={style:g} tied={tied} "
        f"right {right:.2f} mean {mean:.1f} ARI {ari:.2f} tried {tried:.1f}",
        flush=True,
    )


def tied_survey() -> Codebook:
    """The same with limits and exclusive answers, which tie the ticks of a question."""
    limits = {"B1": 5, "D1": 3}
    return Codebook(
        [
            replace(v, max_selected=limits.get(v.name), exclusive=("c0",) if v.name == "A4" else ())
            for v in survey().variables
        ]
    )


def clear(seeds: int) -> None:
    """Count how often profiles are found, come back, and are called clear."""
    kinds = {
        "graded 150": partial(makings.graded, 150),
        "graded scales 500": partial(makings.graded, 500, kind="scale"),
        "graded 500": partial(makings.graded, 500),
        "ticked 150": partial(makings.ticked, 150),
        "ticked uniform 500": partial(makings.ticked, 500, law="uniform"),
        "ticked skewed 500": partial(makings.ticked, 500, law="skewed"),
        "noise 150": partial(makings.noise, 150),
        "noise 500": partial(makings.noise, 500),
        "leaning 500": partial(makings.leaning, 500),
        "mixed 500": partial(makings.mixed, 500),
    }
    for name, make in kinds.items():
        made = [make(seed=seed) for seed in range(seeds)]
        found = [profiles_of(m.survey().data, 11, 0) for m in made]
        ari = np.mean(
            [adjusted_rand_score(m.classes, f.labels) for m, f in zip(made, found, strict=True)]
        )
        several = sum(f.count > 1 for f in found)
        back = sum(f.count > 1 and min(f.stability) >= CLEAR for f in found)
        called = sum(f.separate for f in found)
        print(
            f"{name:20s} {seeds} drawn, {several} with profiles, {back} come back, "
            f"{called} called clear, ARI {ari:.2f}",
            flush=True,
        )


if __name__ == "__main__":
    if sys.argv[1] == "clear":
        clear(30)
    if sys.argv[1] == "rule":
        for n in (150, 400, 1000, 2000):
            for profiles, contrast in ((1, 0.0), (3, 0.6), (4, 1.0)):
                measure(n, profiles, contrast, 0.0, 8 if n < 1000 else 4, 2.0, "raw")
    if sys.argv[1] == "prior":
        for prior in (0.5, 1.0, 2.0, 4.0, 8.0):
            measure(150, 4, 0.8, 0.0, 12, prior, "raw")
    if sys.argv[1] == "scales":
        for style in (0.0, 1.5):
            for scales in ("raw", "centred", "out"):
                measure(300, 3, 0.6, style, 10, 2.0, scales)
    if sys.argv[1] == "whole":
        for style in (0.0, 1.5):
            whole(300, 3, 0.6, style, 8, False)
        for n in (150, 400, 1000):
            for profiles, contrast in ((1, 0.0), (3, 0.6), (4, 1.0)):
                whole(n, profiles, contrast, 0.0, 6 if n < 1000 else 3, True)
