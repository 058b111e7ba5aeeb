"""Families of other makings than the package's own: continua, noise, classes that are not alike."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis import Codebook, Variable
from analysis.survey import Survey, make_survey
from analysis.table import encode

K = 11


class Made(NamedTuple):
    table: pd.DataFrame
    book: Codebook
    classes: np.ndarray

    def survey(self, secret: bytes = b"secret") -> Survey:
        return survey_of(self.table, self.book, secret)


def survey_of(table: pd.DataFrame, book: Codebook, secret: bytes = b"secret") -> Survey:
    return make_survey(encode(table, book, K), book, secret, K, 0)


def _names(many: int) -> dict[str, str]:
    return {f"c{at}": f"c{at}" for at in range(many)}


def _ticks(hits: np.ndarray, per: int = 7) -> tuple[dict[str, list[str]], list[Variable]]:
    """Questions of several choices, ``per`` ticks each; the first is about needs."""
    columns, variables = {}, []
    for at in range(hits.shape[1] // per):
        mine = hits[:, at * per : (at + 1) * per]
        columns[f"m{at}"] = [" ".join(f"c{j}" for j in np.flatnonzero(row)) for row in mine]
        role = "profile" if at else "need"
        kind = "select_multiple"
        variables.append(Variable(f"m{at}", kind, role, categories=_names(per)))
    return columns, variables


def _choices(
    codes: np.ndarray, many: int, kind: str
) -> tuple[dict[str, list[str]], list[Variable]]:
    columns = {f"q{at}": [f"c{code}" for code in codes[:, at]] for at in range(codes.shape[1])}
    return columns, [Variable(n, kind, "profile", categories=_names(many)) for n in columns]


def graded(n: int, seed: int, kind: str = "select_one") -> Made:
    """One continuous scale: twelve questions of four levels (Samejima's graded responses)."""
    rng = np.random.default_rng([1, seed])
    trait, slope = rng.normal(size=(n, 1)), rng.uniform(0.8, 2.0, 12)
    cuts = np.sort(rng.normal(0, 1.3, (12, 3)), axis=1)
    keen = slope * trait + rng.logistic(size=(n, 12))
    columns, variables = _choices((keen[:, :, None] > cuts).sum(axis=2), 4, kind)
    return Made(pd.DataFrame(columns), Codebook(variables), np.zeros(n, dtype=int))


def ticked(n: int, seed: int, law: str = "normal") -> Made:
    """One continuous trait that drives 28 ticks, up and down."""
    rng = np.random.default_rng([2, seed])
    traits = {
        "normal": rng.normal(size=n),
        "uniform": rng.uniform(-1.7, 1.7, n),
        "skewed": rng.gamma(2, 1, n) / np.sqrt(2) - np.sqrt(2),
    }
    slope = rng.uniform(0.3, 1.8, 28) * rng.choice([-1, 1], 28, p=[0.3, 0.7])
    odds = rng.normal(-0.6, 0.8, 28) + slope * traits[law][:, None]
    columns, variables = _ticks(rng.random((n, 28)) < 1 / (1 + np.exp(-odds)))
    return Made(pd.DataFrame(columns), Codebook(variables), np.zeros(n, dtype=int))


def noise(n: int, seed: int) -> Made:
    """Answers that have nothing to do with one another."""
    rng = np.random.default_rng([3, seed])
    ticks, several = _ticks(rng.random((n, 28)) < rng.uniform(0.15, 0.6, 28))
    levels, scales = _choices(rng.integers(0, 3, (n, 6)), 3, "scale")
    classes = np.zeros(n, dtype=int)
    return Made(pd.DataFrame(ticks | levels), Codebook([*several, *scales]), classes)


def leaning(n: int, seed: int, classes: int = 4) -> Made:
    """Classes within which all answers also follow one trait."""
    rng = np.random.default_rng([4, seed])
    own, trait = rng.integers(0, classes, n), rng.normal(size=(n, 1))
    shift = rng.choice([0, 1.5, -1.2], size=(classes, 35), p=[0.7, 0.18, 0.12])
    odds = rng.normal(-0.9, 0.7, 35) + shift[own] + rng.normal(0, 0.6, 35) * trait
    ticks, several = _ticks(rng.random((n, 35)) < 1 / (1 + np.exp(-odds)))
    apart = rng.choice([0, 1.3], size=(classes, 6, 4), p=[0.75, 0.25])
    keen = apart[own] + rng.normal(0, 0.4, (6, 4)) * trait[:, :, None]
    codes = (keen + rng.gumbel(size=(n, 6, 4))).argmax(axis=2)
    chosen, singles = _choices(codes, 4, "select_one")
    return Made(pd.DataFrame(ticks | chosen), Codebook([*several, *singles]), own)


def mixed(n: int, seed: int, classes: int = 4) -> Made:
    """Archetypes: each family gives most answers as its own one, the others as any."""
    rng = np.random.default_rng([5, seed])
    own = rng.integers(0, classes, n)
    shares = np.full((n, classes), 0.3)
    shares[np.arange(n), own] = 2.0
    parts = rng.gamma(shares).cumsum(axis=1)
    parts /= parts[:, -1:]
    who = (rng.random((n, 41, 1)) > parts[:, None]).sum(axis=2)
    likely = rng.beta(0.8, 1.2, (classes, 35))[who[:, :35], np.arange(35)]
    ticks, several = _ticks(rng.random((n, 35)) < likely)
    limits = rng.dirichlet(np.full(4, 0.8), (classes, 6)).cumsum(axis=2)
    codes = (rng.random((n, 6, 1)) > limits[who[:, 35:], np.arange(6), :3]).sum(axis=2)
    chosen, singles = _choices(codes, 4, "select_one")
    return Made(pd.DataFrame(ticks | chosen), Codebook([*several, *singles]), own)
