"""« None of them » : one answer, not one against each other tick."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis import Codebook
from analysis.profiles import answers_of, profiles_of
from analysis.table import encode

BOOK = """
variables:
  - {{name: a, type: select_multiple, role: profile, categories: [none, t, u, v, w, x, y, z]{said}}}
  - {{name: b, type: select_multiple, role: profile, categories: [l, m, n, o, p, q, r, s]}}
"""


def _book(said: str = "") -> Codebook:
    return Codebook.from_yaml(BOOK.format(said=said))


def _table(rows: int, seed: int = 0) -> pd.DataFrame:
    """Draw answers by chance, of which the first excludes the others."""
    rng = np.random.default_rng(seed)
    names = {"a": list("tuvwxyz"), "b": list("lmnopqrs")}
    ticks = {
        name: [" ".join(np.array(of)[row]) or of[0] for row in rng.random((rows, len(of))) < 0.5]
        for name, of in names.items()
    }
    none = rng.random(rows) < 0.3
    return pd.DataFrame({"a": np.where(none, "none", ticks["a"]), "b": ticks["b"]})


@pytest.mark.parametrize("said", ["", ", exclusive: [none]"])
def test_who_ticks_none_says_nothing_of_the_others__ok(said):
    table = _table(200)
    codes = answers_of(encode(table, _book(said), 11), 11).codes
    none = (table["a"] == "none").to_numpy()
    assert set(codes[none, 0]) == {1.0}
    assert set(codes[~none, 0]) == {0.0}
    assert np.isnan(codes[none, 1:8]).all()
    assert np.isfinite(codes[~none]).all()
    assert np.isfinite(codes[:, 8:]).all()


def test_ticks_that_go_together_exclude_nothing__ok():
    table = _table(200)
    table.loc[0, "a"] = "none u"
    assert np.isfinite(answers_of(encode(table, _book(), 11), 11).codes).all()


def test_one_tick_each_is_no_exclusion__ok():
    rng = np.random.default_rng(0)
    table = pd.DataFrame({"a": rng.choice(list("uvwx"), 200), "b": ["p q"] * 200})
    assert np.isfinite(answers_of(encode(table, _book(), 11), 11).codes).all()


def test_none_of_them_is_no_profile__ok():
    assert profiles_of(encode(_table(1500), _book(), 11), 11, 0).count == 1
