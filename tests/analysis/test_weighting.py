"""Raking, by hand and by property; weighted shares that give no hidden count away."""

from __future__ import annotations

import json

import jsonschema
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import AnalysisError, Codebook, diagnose, neighbourhood, schema
from analysis.statistics import wilson
from analysis.weighting import BOUNDS, Dimension, kish, rake, trim

K = 11
FREE = (1e-9, 1e9)
BOOK = Codebook.from_dict(
    {
        "variables": [
            {"name": "q", "type": "select_multiple", "role": "need", "categories": ["a", "b"]},
            {"name": "p", "type": "select_one", "role": "profile", "categories": ["u", "v", "w"]},
            {"name": "c", "type": "select_multiple", "role": "barrier", "categories": ["x", "y"]},
        ]
    }
)


def table(rows: list[tuple[int, str, str, str]]) -> pd.DataFrame:
    return pd.DataFrame(
        [row for n, *row in rows for _ in range(n)], columns=["q", "p", "c"], dtype=object
    )


def dimension(codes, shares) -> Dimension:
    return Dimension("d", np.array(codes), np.array(shares))


def test_two_by_two_by_hand__ok():
    # Counts 30, 20 / 10, 40 raked to halves keep their odds ratio 6: 35.505, 14.495 each way.
    one = [0] * 50 + [1] * 50
    two = [0] * 30 + [1] * 20 + [0] * 10 + [1] * 40
    found = rake(np.ones(100), [dimension(one, [0.5, 0.5]), dimension(two, [0.5, 0.5])])
    x = 50 * np.sqrt(6) / (1 + np.sqrt(6))
    expected = [x / 30, (50 - x) / 20, (50 - x) / 10, x / 40]
    assert found.weights[[0, 30, 50, 60]] == pytest.approx(expected, abs=1e-7)
    assert not found.extreme.any()


@given(st.integers(0, 10_000), st.integers(1, 3), st.floats(0, 0.3))
def test_margins_are_met_when_nothing_is_trimmed(seed, many, missing):
    rng = np.random.default_rng(seed)
    n = 200
    dimensions = []
    for _ in range(many):
        groups = int(rng.integers(2, 4))
        codes = np.concatenate([np.arange(groups), rng.integers(0, groups, n - groups)])
        codes[groups:][rng.random(n - groups) < missing] = -1
        dimensions.append(dimension(codes, rng.dirichlet(np.full(groups, 20.0))))
    base = rng.uniform(0.5, 2, n)
    found = rake(base, dimensions, FREE)
    assert found.weights.mean() == pytest.approx(1)
    for codes, shares in ((d.codes, d.shares) for d in dimensions):
        known = found.weights[codes >= 0]
        reached = np.bincount(codes[codes >= 0], weights=known) / known.sum()
        assert reached == pytest.approx(shares, abs=1e-7)


def test_unknown_families_keep_their_share__ok():
    codes = [0] * 60 + [1] * 20 + [-1] * 20
    found = rake(np.ones(100), [dimension(codes, [0.5, 0.5])])
    assert found.weights[80:] == pytest.approx(np.ones(20))
    assert found.weights[0] == pytest.approx(40 / 60)
    assert found.weights[60] == pytest.approx(2)


@given(st.lists(st.floats(1e-3, 1e3), min_size=1, max_size=60))
def test_trimmed_weights_stay_within_bounds(weights):
    trimmed = trim(np.array(weights), BOUNDS)
    assert trimmed.mean() == pytest.approx(1, abs=1e-9)
    assert trimmed.min() >= BOUNDS[0]
    assert trimmed.max() <= BOUNDS[1]
    assert (np.diff(trimmed[np.argsort(weights)]) >= 0).all()


def test_extreme_weights_are_trimmed_and_the_gap_is_told__ok():
    codes = [0] * 95 + [1] * 5
    found = rake(np.ones(100), [dimension(codes, [0.5, 0.5])])
    assert found.extreme.sum() == 5
    assert found.weights.max() == pytest.approx(3)
    assert found.gap == pytest.approx(0.5 - 0.15)


def test_margins_that_contradict_one_another__error():
    same = [0] * 50 + [1] * 50
    with pytest.raises(AnalysisError, match="se contredisent"):
        rake(np.ones(100), [dimension(same, [0.5, 0.5]), dimension(same, [0.4, 0.6])])


def test_kish_by_hand__ok():
    assert kish(np.ones(30)) == (30, 1)
    effective, design = kish(np.array([1.0] * 150 + [3.0] * 50) / 1.5)
    assert effective == pytest.approx(150)
    assert design == pytest.approx(4 / 3)


SAMPLE = table([(90, "a", "u", "x"), (60, "b", "u", "y"), (20, "a", "v", "x"), (30, "b", "v", "y")])


def test_weighted_share_by_hand__ok():
    report = diagnose(SAMPLE, BOOK, margins={"p": {"u": 50, "v": 50, "w": 0}}).to_dict()
    entry = next(d for d in report["needs"]["domains"] if d["name"] == "a")
    assert (entry["cell"]["n"], entry["cell"]["N"]) == (110, 200)
    low, high = wilson(75, 150)
    assert entry["weighted"] == {
        "share": 0.5,
        "low": round(low, 2),
        "high": round(high, 2),
        "effective": 150,
    }
    told = report["method"]["weighting"]
    assert (told["design_effect"], told["effective"], told["gap"]) == (1.33, 150, 0)
    assert report["method"]["weights"] == "raking"
    assert "150 familles" in told["sentence"]
    jsonschema.validate(report, schema())


def test_a_weight_column_is_the_base__ok():
    book = Codebook((*BOOK.variables, Codebook.from_dict(
        {"variables": [{"name": "poids", "type": "integer", "role": "weight"}]}
    ).variables[0]))  # fmt: skip
    heavy = SAMPLE.assign(poids=["0,5"] * 150 + ["1.5"] * 50)
    report = diagnose(heavy, book).to_dict()
    entry = next(d for d in report["needs"]["domains"] if d["name"] == "a")
    assert entry["weighted"]["share"] == 0.5
    assert report["method"]["weights"] == "column"
    raked = diagnose(heavy, book, margins={"p": {"u": 0.75, "v": 0.25}}).to_dict()
    entry = next(d for d in raked["needs"]["domains"] if d["name"] == "a")
    assert entry["weighted"]["share"] == 0.55
    assert raked["method"]["weights"] == "column + raking"
    even = diagnose(SAMPLE.assign(poids="1"), book).to_dict()
    assert even["method"]["weights"] == "none"
    assert even["method"]["weighting"] is None


def test_several_choices_are_raked_yes_or_no__ok():
    rows = [(80, "a", "u", "x"), (30, "b", "u", "x y"), (20, "a", "u", "y"), (70, "b", "u", "y")]
    report = diagnose(table(rows), BOOK, margins={"c": {"x": 0.25}}).to_dict()
    entry = next(d for d in report["needs"]["domains"] if d["name"] == "a")
    assert entry["weighted"]["share"] == round(0.25 * 80 / 110 + 0.75 * 20 / 90, 2)


def test_a_share_that_would_tell_a_crossing_is_hidden__ok():
    # All who named a chose x: the weighted share would say so.
    report = diagnose(SAMPLE, BOOK, margins={"c": {"x": 0.5}}).to_dict()
    for entry in report["needs"]["domains"]:
        assert not entry["cell"]["hidden"]
        assert set(entry["weighted"].values()) == {None}


def test_weights_change_no_count__ok():
    plain = diagnose(SAMPLE, BOOK).to_dict()
    heavy = diagnose(SAMPLE, BOOK, margins={"p": {"u": 0.5, "v": 0.5}}).to_dict()
    assert all(d["weighted"] is d["first_weighted"] is None for d in plain["needs"]["domains"])
    for report in (plain, heavy):
        del report["method"], report["findings"]
        for entry in report["needs"]["domains"]:
            del entry["weighted"], entry["first_weighted"]
    assert json.dumps(plain) == json.dumps(heavy)


@pytest.mark.parametrize(
    ("margins", "words"),
    [
        ({"z": {"u": 1}}, ("« z »", "Choisir parmi")),
        ({"p": {}}, ("vide", "Donner")),
        ({"p": {"u": 0.5, "v": 0.3, "zz": 0.2}}, ("inconnues", "zz")),
        ({"p": {"u": 0.5, "v": 0.3}}, ("font 0,8", "Corriger")),
        ({"p": {"u": 0.5, "v": 0.53}}, ("font 1,03", "Corriger")),
        ({"p": {"u": 0.5, "v": 60}}, ("effectifs", "Corriger")),
        ({"p": {"u": 1.2, "v": -0.2}}, ("-0.2", "nombre positif")),
        ({"p": {"u": "beaucoup", "v": 0.2}}, ("beaucoup", "nombre positif")),
        ({"p": {"u": float("nan"), "v": 0.2}}, ("nan", "nombre positif")),
        ({"p": {"u": 1.0}}, ("aucune part", "Donner")),
        ({"p": {"u": 0, "v": 0, "w": 0}}, ("font 0", "Corriger")),
        ({"c": {"x": 1.0}}, ("entre 0 et 1", "x")),
        ({"c": {"x": 40}}, ("entre 0 et 1", "x")),
        ({"p": {"u": 0.5, "v": 0.5}, "c": {"x": 0.5, "y": 0.6}}, ("se contredisent", "p, c")),
    ],
)
def test_margins_that_do_not_add_up__error(margins, words):
    with pytest.raises(AnalysisError) as caught:
        diagnose(SAMPLE, BOOK, margins=margins)
    for word in words:
        assert word in str(caught.value).replace("\u202f", " ")


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (["1"] * 199 + ["-1"], ("négative", "Donner")),
        (["1"] * 199 + ["lourd"], ("nombres", "Donner")),
        (["1"] * 199 + [""], ("vide", "Donner")),
        (["1"] * 199 + ["inf"], ("1 valeur", "Donner")),
        (["0"] * 200, ("zéros", "Donner")),
    ],
)
def test_weights_that_are_none__error(cells, words):
    book = Codebook.from_dict(
        {
            "variables": [
                {"name": "q", "type": "select_multiple", "role": "need"},
                {"name": "w", "type": "integer", "role": "weight"},
            ]
        }
    )
    with pytest.raises(AnalysisError) as caught:
        diagnose(SAMPLE[["q"]].assign(w=cells), book)
    for word in words:
        assert word in str(caught.value)


def test_wild_weights_are_warned_of__ok():
    wild = table([(180, "a", "u", "x"), (20, "b", "v", "y")])
    report = diagnose(wild, BOOK, margins={"p": {"u": 0.2, "v": 0.6, "w": 0.2}}).to_dict()
    said = " ".join(report["method"]["warnings"]).replace("\u202f", " ")
    assert "aucune famille n'a répondu « w »" in said
    assert "Plus de 5 % des familles" in said
    assert "Les marges ne sont pas atteintes" in said
    mild = diagnose(SAMPLE, BOOK, margins={"p": {"u": 0.7, "v": 0.3}}).to_dict()
    assert mild["method"]["warnings"] == []


def test_design_effect_over_two_is_warned_of__ok():
    book = Codebook.from_dict(
        {
            "variables": [
                {"name": "q", "type": "select_multiple", "role": "need"},
                {"name": "w", "type": "integer", "role": "weight"},
            ]
        }
    )
    report = diagnose(SAMPLE[["q"]].assign(w=["1"] * 190 + ["40"] * 10), book).to_dict()
    assert "Les poids coûtent beaucoup de précision" in report["method"]["warnings"][0]


def test_rare_categories_are_raked_together__ok():
    rare = table(
        [(100, "a", "u", "x"), (100, "b", "u", "y"), (5, "a", "v", ""), (40, "b", "w", "")]
    )
    margins = {"p": {"u": 0.5, "v": 0.2, "w": 0.3}}
    report = diagnose(rare, BOOK, margins=margins).to_dict()
    assert any("calées ensemble" in text for text in report["method"]["warnings"])
    assert report["method"]["weighting"]["gap"] == 0
    # Half for u, half for v and w together: one weight for the 45 families of both.
    design = ((200 * (0.5 * 245 / 200) ** 2) + 45 * (0.5 * 245 / 45) ** 2) / 245
    assert report["method"]["weighting"]["design_effect"] == pytest.approx(design, abs=0.006)


@pytest.mark.parametrize("seed", range(12))
def test_weighted_shares_leave_small_crossings_in_doubt__ok(seed):
    """An attacker who knows every weight tries all counts that fit what is published."""
    rng = np.random.default_rng(seed)
    n = int(rng.integers(60, 140))
    groups = rng.choice(["u", "v", "w", ""], n, p=[0.5, 0.3, 0.15, 0.05])
    lean = {"u": 0.5, "v": 0.2, "w": 0.35, "": 0.3}
    needs = ["a b" if rng.random() < lean[g] else "b" for g in groups]
    answers = pd.DataFrame({"q": needs, "p": groups, "c": ""}, dtype=object)
    wanted = {"u": 0.35, "v": 0.35, "w": 0.3}
    report = diagnose(answers, BOOK, margins={"p": wanted}).to_dict()
    entry = next(d for d in report["needs"]["domains"] if d["name"] == "a")
    if entry["weighted"] is None or entry["weighted"]["share"] is None:
        return
    fitting = _fitting(answers, wanted, entry, report)
    truth = [int(((groups == g) & (answers["q"] == "a b")).sum()) for g in ("u", "v", "w", "")]
    sizes = [int((groups == g).sum()) for g in ("u", "v", "w", "")]
    assert (fitting == truth).all(axis=1).any()
    for at, (count, size) in enumerate(zip(truth, sizes, strict=True)):
        if size and (count < K or size - count < K):
            assert np.ptp(fitting[:, at]) >= min(3, size)


def _fitting(answers, wanted, entry, report) -> np.ndarray:
    groups = ("u", "v", "w", "")
    sizes = [int((answers["p"] == g).sum()) for g in groups]
    hidden = {
        c["name"]: c["cell"]["hidden"]
        for v in report["participation"]["variables"] if v["name"] == "p"
        for c in v["categories"]
    }  # fmt: skip
    pooled = [g for g in wanted if hidden[g]]
    known = sum(sizes[:3])
    weights = [
        wanted[g] * known / sizes[at] if g not in pooled
        else sum(wanted[x] for x in pooled) * known / sum(sizes[groups.index(x)] for x in pooled)
        for at, g in enumerate(groups[:3])
    ] + [1.0]  # fmt: skip
    told = {
        side["name"]: side["cell"]["n"]
        for item in report["needs"]["gaps"]["items"]
        if item["need"] == "a"
        for side in item["groups"]
    }
    ranges = [
        np.array([told[g]]) if g in told else np.arange(size + 1)
        for g, size in zip(groups[:3], sizes, strict=False)
    ]
    tried = np.stack(np.meshgrid(*ranges, indexing="ij"), axis=-1).reshape(-1, 3)
    tried = np.column_stack([tried, entry["cell"]["n"] - tried.sum(axis=1)])
    tried = tried[(tried[:, 3] >= 0) & (tried[:, 3] <= sizes[3])]
    share = tried @ np.array(weights) / np.dot(sizes, weights)
    return tried[np.abs(share - entry["weighted"]["share"]) <= 0.005 + 1e-9]


@pytest.mark.parametrize(("n", "seed"), [(60, 0), (150, 1), (300, 2)])
def test_no_hidden_cell_gains_a_weighted_share__ok(book, n, seed):
    margins = {
        "A1": {"enceinte": 0.2, "maman": 0.5, "papa": 0.3},
        "C1": {"vais": 0.4, "connais": 0.3, "inconnu": 0.3},
    }
    report = diagnose(neighbourhood(book, n, seed).table, book, margins=margins).to_dict()
    jsonschema.validate(report, schema())
    told = 0
    for entry in report["needs"]["domains"]:
        for cell, share in (("cell", "weighted"), ("first", "first_weighted")):
            values = [entry[share][key] for key in ("share", "low", "high", "effective")]
            assert all(v is None for v in values) or all(v is not None for v in values)
            if entry[cell]["hidden"]:
                assert values == [None] * 4
            elif values[0] is not None:
                told += 1
                assert values[1] <= values[0] <= values[2]
    assert told or n == 60
