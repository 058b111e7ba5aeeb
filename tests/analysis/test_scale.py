"""Passes by blocks: the same answer whatever the cut and whoever works (a cluster: tests/peers)."""

from __future__ import annotations

import ast
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from joblib import parallel_config
from sklearn.metrics import adjusted_rand_score

import analysis
from analysis import Codebook, LatentClasses, MultipleCorrespondence, Variable
from analysis.passes import blocks, each, tally
from analysis.profiles import profiles_of
from analysis.statistics import resampled
from analysis.table import encode, read_cells
from tests.analysis.made import diagnosed

_blocks = import_module("analysis.passes")
_large = import_module("analysis.profiles.profiles")
_method = import_module("analysis.report.method")
_resampling = import_module("analysis.statistics.resampling")

K = 11
MESSY = [" oui", "non", "", None, np.nan, 1, 1.0, True, "1", "3,5", 2.5, ["a", "b"], pd.NA, "a b"]


def answers(rows: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """One-hot answers to three questions of three choices, some of them missing."""
    rng = np.random.default_rng(seed)
    said = rng.integers(-1, 3, (rows, 3))
    hot = (said[:, :, None] == np.arange(3)).reshape(rows, 9)
    return hot, np.repeat(np.arange(3), 3)


def survey(rows: int, seed: int = 0) -> tuple[pd.DataFrame, Codebook, np.ndarray]:
    """Two groups of families that answer needs and choices very differently."""
    rng = np.random.default_rng(seed)
    group = rng.integers(0, 2, rows)
    likely = np.where(group[:, None] == 0, 0.85, 0.15)
    ticks = rng.random((rows, 6)) < np.hstack([likely] * 3 + [1 - likely] * 3)
    needs = [" ".join(f"n{at}" for at in np.flatnonzero(row)) for row in ticks]
    choices = {
        f"q{at}": np.where(rng.random(rows) < likely[:, 0], "a", rng.choice(["b", "c"], rows))
        for at in range(4)
    }
    table = pd.DataFrame({"needs": needs, **choices, "sector": rng.choice(["x", "y", "z"], rows)})
    book = Codebook(
        [
            Variable("needs", "select_multiple", "need"),
            *[Variable(name, "select_one", "profile") for name in choices],
            Variable("sector", "select_one", "sector"),
        ]
    )
    return table.mask(rng.random(table.shape) < 0.05, ""), book, group


@pytest.fixture
def small_blocks(monkeypatch):
    """Make a survey of a few hundred families a large one."""
    monkeypatch.setattr(_blocks, "ROWS", 64)
    for module in (_blocks, _large, _method, _resampling):
        monkeypatch.setattr(module, "LARGE", 200)
    monkeypatch.setattr(_large, "MANY", 200)
    monkeypatch.setattr(_large, "CHOICE", 150)


@pytest.mark.parametrize("size", [1, 3, 7, 100])
def test_every_family_is_in_one_block__ok(size, monkeypatch):
    monkeypatch.setattr(_blocks, "ROWS", size)
    cut = [np.arange(20)[block] for block in blocks(20)]
    assert np.concatenate(cut).tolist() == list(range(20))
    assert max(len(part) for part in cut) <= size
    assert blocks(0) == [slice(0, 0)]


def test_parts_come_in_the_order_of_the_pieces__ok():
    with parallel_config(backend="threading", n_jobs=4):
        assert each(divmod, [(at, 3) for at in range(50)]) == [divmod(at, 3) for at in range(50)]


@pytest.mark.parametrize("rows", [1, 5, 17, 64])
def test_counts_do_not_depend_on_the_cut__ok(rows, monkeypatch):
    one, two = answers(64, rows)[0], answers(64, rows + 1)[0]
    told = tally(one, two)
    assert told.tolist() == (one[:, :, None] & two[:, None, :]).sum(axis=0).tolist()
    monkeypatch.setattr(_blocks, "ROWS", rows)
    assert tally(one, two).tolist() == told.tolist()


@pytest.mark.parametrize("seed", range(5))
def test_the_map_is_that_of_the_filled_indicator_whatever_the_cut__ok(seed, monkeypatch):
    hot, _ = answers(150, seed)
    asked = hot.reshape(-1, 3, 3)
    codes = np.where(asked.any(axis=2), asked.argmax(axis=2), np.nan)
    average = np.concatenate([p / p.sum() for p in np.split(hot.sum(axis=0), 3)])
    blank = ~np.repeat(asked.any(axis=2), 3, axis=1)
    scaled = (np.where(blank, average, hot) - average) / np.sqrt(average * 3 * 150)
    model = MultipleCorrespondence()
    placed = model.fit_transform(codes)
    np.testing.assert_allclose(model.shares_, average, rtol=1e-14)
    values, vectors = np.linalg.eigh(scaled.T @ scaled)
    many = len(model.eigenvalues_)
    np.testing.assert_allclose(model.eigenvalues_, values[::-1][:many], atol=1e-14)
    rows = scaled @ vectors[:, ::-1][:, :many] * np.sqrt(150)
    np.testing.assert_allclose(np.abs(placed), np.abs(rows), atol=1e-9)
    monkeypatch.setattr(_blocks, "ROWS", 32)
    np.testing.assert_array_equal(MultipleCorrespondence().fit_transform(codes), placed)


@pytest.mark.parametrize("size", [1, 2, 5])
def test_cells_do_not_depend_on_the_cut__ok(size, monkeypatch):
    column = pd.Series(MESSY, dtype=object)
    table = pd.DataFrame({"mixed": column, "kind": pd.Categorical(["b", None, "a"] * 5)[:14]})
    whole = read_cells(table, ["mixed", "kind"])
    monkeypatch.setattr(_blocks, "ROWS", size)
    for name, cells in read_cells(table, ["mixed", "kind"]).items():
        assert cells.all() == whole[name].all()
    said = ["oui", "non", "", "", "", "1", "1", "true", "1", "3,5", "2.5", "a b", "", "a b"]
    assert whole["mixed"].all() == said
    assert whole["kind"].all()[:4] == ["b", "", "a", "b"]


def test_one_column_per_choice_reads_as_one_cell__ok():
    rng = np.random.default_rng(3)
    flags = rng.choice(["0", "1", "oui", "non", ""], (90, 3))
    split = pd.DataFrame(flags, columns=["b/x", "b/y", "b/z"])
    book = Codebook([Variable("b", "select_multiple", "need")])
    block = encode(split, book, 2).blocks["b"]
    assert block.hits.tolist() == np.isin(flags, ["1", "oui"]).tolist()
    assert block.answered.tolist() == np.isin(flags, ["1", "oui"]).any(axis=1).tolist()
    assert block.asked("x").tolist() == (block.answered & (flags[:, 0] != "")).tolist()


def test_a_part_counts_what_is_rare_as_the_whole__ok():
    table = pd.DataFrame({"b": ["x"] * 15 + ["x y"] * 15})
    book = Codebook([Variable("b", "select_multiple", "need")])
    data = encode(table, book, K)
    part = data.part(slice(0, 20), list(data.blocks.values()))
    assert part.rows == 20
    assert part.blocks["b"].enough(K).tolist() == [False, True]


def test_large_survey_fits_a_sample_and_counts_everybody__ok(small_blocks):
    table, book, group = survey(600)
    data = encode(table, book, K)
    found = profiles_of(data, K, 0)
    assert (found.samples, found.count, len(found.labels)) == ((150, 200), 2, 600)
    assert adjusted_rand_score(group, found.labels) > 0.8
    assert (found.labels == profiles_of(data, K, 0).labels).all()


def test_under_the_limit_nothing_is_drawn__ok():
    data = encode(*survey(120)[:2], K)
    found, same = profiles_of(data, K, 0), _large.find_profiles(data, K, 0)
    assert found.samples == ()
    assert (found.labels == same.labels).all()


def test_nobody_answers_profile_questions__ok(small_blocks):
    table = pd.DataFrame({"q": [""] * 300, "t": ["x"] * 300})
    book = Codebook([Variable("q", "select_one", "profile"), Variable("t", "text", "text")])
    found = profiles_of(encode(table, book, K), K, 0)
    assert (found.count, set(found.labels.tolist())) == (0, {-1})


def test_more_families_make_a_fitted_model_more_exact__ok():
    rng = np.random.default_rng(4)
    group = rng.integers(0, 2, 5000)
    codes = (rng.random((5000, 8)) < np.where(group == 0, 0.7, 0.3)[:, None]).astype(float)
    model = LatentClasses(2, random_state=0).fit(codes[:100])
    before = float(adjusted_rand_score(group, model.predict(codes)))
    assert adjusted_rand_score(group, model.refine(codes).predict(codes)) > before
    assert np.isclose(model.shares_.sum(), 1.0)


def test_same_bytes_whoever_works__ok(small_blocks):
    table, book, _ = survey(600)
    alone = diagnosed(table, book)
    with parallel_config(backend="threading", n_jobs=2):
        assert diagnosed(table, book).to_json() == alone.to_json()
    method = alone.to_dict()["method"]
    assert method["parameters"]["profile_sample"] == 200
    assert any(
        "150 familles tirées au sort" in text and "ajustés sur 200" in text
        for text in method["limits"]
    )


def test_resamples_at_the_limit_vary_as_resamples_do__ok(monkeypatch):
    rng = np.random.default_rng(5)
    first = rng.random(2000) < 0.3
    rows = np.column_stack([first, first & (rng.random(2000) < 0.5), rng.random(2000) < 0.7])
    exact = resampled(rows, 1500, np.random.RandomState(1))
    monkeypatch.setattr(_resampling, "LARGE", 100)
    limit = resampled(rows, 1500, np.random.RandomState(1))
    np.testing.assert_allclose(limit.mean(axis=0), exact.mean(axis=0), atol=1.5e-3)
    np.testing.assert_allclose(np.cov(limit.T), np.cov(exact.T), rtol=0.2, atol=6e-6)


def test_public_names_are_where_they_are_said_to_be__ok():
    tree = ast.parse(Path(analysis.__file__).read_text("utf-8"))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.level]
    checked = {alias.name: node.module for node in imports for alias in node.names}
    assert checked == analysis._WHERE
    assert set(analysis.__all__) <= set(dir(analysis))
    for name in analysis.__all__:
        assert getattr(analysis, name) is not None


def test_unknown_public_name__error():
    with pytest.raises(AttributeError, match="rien"):
        _ = analysis.rien


def test_reading_a_codebook_waits_for_no_statistics__ok():
    code = (
        "import sys, analysis; analysis.Codebook; "
        "sys.exit(any(m in sys.modules for m in ('scipy', 'sklearn', 'plotly', 'joblib')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
