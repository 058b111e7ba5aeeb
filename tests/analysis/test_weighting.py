"""Raking, by hand and by property; weighted shares no finer than counts."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from unittest.mock import patch

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import AnalysisError, Codebook, check_margins
from analysis.disclosure import Door, meaning
from analysis.survey import Survey, make_survey, named
from analysis.table import encode
from analysis.weighting import BOUNDS, Dimension, kish, rake, trim, weigh, weighted

_raking = import_module("analysis.weighting.raking")

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
    with patch.object(_raking, "BOUNDS", FREE):
        found = rake(base, dimensions)
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
    trimmed = trim(np.array(weights))
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


def surveyed(rows, margins=None, book=BOOK, secret=b"secret", data=None) -> Survey:
    data = data or encode(rows, book, K)
    survey = make_survey(data, book, secret, K, 0)
    return replace(survey, weights=weigh(data, margins, survey.door))


def share_of(survey: Survey, need: str = "a"):
    domain = next(d for d in survey.domains if d.name == need)
    within = survey.asked(domain)
    return weighted(survey, named(domain), domain.named, within, domain.answered)


def mean_share(rows, margins=None, book=BOOK) -> float:
    """The mean over many secrets of a told weighted share: its rounding is unbiased."""
    data = encode(rows, book, K)
    shares = [
        share_of(surveyed(rows, margins, book, b"%d" % at, data))["share"] for at in range(200)
    ]
    return float(np.mean(shares))


def test_a_rounded_number_is_unbiased_and_of_its_meaning__ok():
    of = meaning(("poids", "effet"))
    told = np.array([Door(b"%d" % at, 60).rounded(of, 1.37, 0.1) for at in range(2000)])
    assert set(told.round(9)) == {1.3, 1.4}
    assert told.mean() == pytest.approx(1.37, abs=0.005)
    door = Door(b"s", 60)
    assert door.rounded(of, 1.37, 0.1) == door.rounded(of, 1.37, 0.1)


HALVES = {"p": {"u": 50, "v": 50, "w": 0}}


def test_weighted_share_by_hand__ok():
    assert mean_share(SAMPLE, HALVES) == pytest.approx(0.5, abs=0.006)
    # The heaviest weight is 2, so that a step is what five such families make: 10 of 200.
    found = share_of(surveyed(SAMPLE, HALVES))
    assert found["share"] in (0.45, 0.5, 0.55)
    assert found["low"] < 0.5 < found["high"]
    assert found["effective"] == pytest.approx(150, abs=25)


def test_told_weights_hold_nothing_exact__ok():
    data = encode(SAMPLE, BOOK, K)
    told = [
        surveyed(SAMPLE, HALVES, secret=b"%d" % at, data=data).weights.told for at in range(200)
    ]
    designs = np.array([t["design_effect"] for t in told])
    # One family changes the design effect by 2²/200 at most: a step of five of them is 0.1.
    assert set(designs) == {1.3, 1.4}
    assert designs.mean() == pytest.approx(4 / 3, abs=0.012)
    assert {t["effective"] for t in told} == {round(200 / d) for d in set(designs)}
    assert {t["gap"] for t in told} == {0}
    assert all(t["trimmed"] == 0 for t in told)
    assert "familles" in told[0]["sentence"]
    assert set(told[0]) == {
        *("bounds", "design_effect", "effective", "gap", "margins"),
        *("sentence", "trimmed", "warnings"),
    }


def test_a_trimmed_margin_does_not_tell_its_count__ok():
    # With 5 of 100 in a category, the distance to a half would be 0.5 - 3 x 5 / 100 exactly.
    rows = table([(86, "a", "u", "x"), (14, "b", "v", "y")])
    margins = {"p": {"u": 0.3, "v": 0.7}}
    gaps = {surveyed(rows, margins, secret=b"%d" % at).weights.told["gap"] for at in range(40)}
    assert len(gaps) == 2
    assert min(gaps) < 0.7 - 3 * 14 / 100 < max(gaps)
    assert max(gaps) - min(gaps) == pytest.approx(0.15)


def test_a_weight_column_is_the_base__ok():
    book = Codebook((*BOOK.variables, Codebook.from_dict(
        {"variables": [{"name": "poids", "type": "integer", "role": "weight"}]}
    ).variables[0]))  # fmt: skip
    heavy = SAMPLE.assign(poids=["0,5"] * 150 + ["1.5"] * 50)
    assert mean_share(heavy, book=book) == pytest.approx(0.5, abs=0.01)
    assert surveyed(heavy, book=book).weights.kind == "column"
    raked = {"p": {"u": 0.75, "v": 0.25}}
    assert mean_share(heavy, raked, book) == pytest.approx(0.55, abs=0.01)
    assert surveyed(heavy, raked, book).weights.kind == "column + raking"
    assert surveyed(SAMPLE.assign(poids="1"), book=book).weights is None


def test_several_choices_are_raked_yes_or_no__ok():
    rows = [(80, "a", "u", "x"), (30, "b", "u", "x y"), (20, "a", "u", "y"), (70, "b", "u", "y")]
    right = 0.25 * 80 / 110 + 0.75 * 20 / 90
    assert mean_share(table(rows), {"c": {"x": 0.25}}) == pytest.approx(right, abs=0.01)


def test_without_weights_or_a_described_base_there_is_no_share__ok():
    assert share_of(surveyed(SAMPLE)) is None
    survey = surveyed(SAMPLE, HALVES)
    few = np.arange(200) < 10
    domain = survey.domains[0]
    part = meaning(("few", "few"))
    assert weighted(survey, named(domain), domain.named, part, few) is None


def test_a_share_that_few_families_would_make_is_not_told__ok():
    book = Codebook((*BOOK.variables, Codebook.from_dict(
        {"variables": [{"name": "poids", "type": "integer", "role": "weight"}]}
    ).variables[0]))  # fmt: skip
    lone = SAMPLE.assign(poids=["1"] * 195 + ["50"] * 5)
    assert share_of(surveyed(lone, book=book)) is None


@pytest.mark.parametrize("seed", range(4))
def test_a_family_seldom_changes_a_weighted_share__ok(seed):
    """A family moves the told share at most as often as it moves a count: one time in five."""
    rng = np.random.default_rng(seed)
    groups = rng.choice(["u", "v", "w"], 120, p=[0.6, 0.3, 0.1])
    needs = np.where(rng.random(120) < 0.4, "a", "b")
    rows = pd.DataFrame({"q": needs, "p": groups, "c": "x"}, dtype=object)
    other = rows.copy()
    other.loc[0, "q"] = "b" if rows.loc[0, "q"] == "a" else "a"
    margins = {"p": {"u": 0.4, "v": 0.35, "w": 0.25}}
    one, two = (encode(part, BOOK, K) for part in (rows, other))
    changed = [
        share_of(surveyed(rows, margins, secret=b"%d" % at, data=one))
        != share_of(surveyed(other, margins, secret=b"%d" % at, data=two))
        for at in range(200)
    ]
    assert np.mean(changed) < 0.2 + 3 * np.sqrt(0.16 / 200)


@pytest.mark.parametrize("seed", range(6))
def test_told_and_weighted_shares_together_leave_small_crossings_in_doubt__ok(seed):
    """An attacker who knows every weight and size tries all counts that fit what is told."""
    rng = np.random.default_rng(seed)
    groups = rng.choice(["u", "v"], 60, p=[0.8, 0.2])
    needs = np.where(rng.random(60) < np.where(groups == "u", 0.5, 0.2), "a", "b")
    rows = pd.DataFrame({"q": needs, "p": groups, "c": "x"}, dtype=object)
    survey = surveyed(rows, {"p": {"u": 0.4, "v": 0.6}}, secret=b"%d" % seed)
    sizes = np.array([(groups == g).sum() for g in "uv"])
    heavy = np.array([survey.weights.values[groups == g][0] for g in "uv"])
    domain = next(d for d in survey.domains if d.name == "a")
    share, block = share_of(survey), survey.data.blocks["p"]
    parts = [survey.need_among(domain, meaning(("p", g)), block.column(g)).yes for g in "uv"]
    tried = np.stack(np.meshgrid(*map(np.arange, sizes + 1)), -1).reshape(-1, 2)
    fits = np.abs(tried.sum(axis=1) - survey.need(domain).yes.n) < 5
    for at, part in enumerate(parts):
        fits &= np.abs(tried[:, at] - part.n) < 5
    if share is not None:
        step = 5 * survey.weights.heaviest / 60
        fits &= np.abs(tried @ heavy / (sizes @ heavy) - share["share"]) < step
    truth = [int(((groups == g) & (needs == "a")).sum()) for g in "uv"]
    assert (tried[fits] == truth).all(axis=1).any()
    assert (np.ptp(tried[fits], axis=0) >= 3).all()


@pytest.mark.parametrize("kept", [None, {"v": None}, {"u": None}])
def test_a_category_may_be_as_in_the_survey__ok(kept):
    rows = table([(90, "a", "u", "x"), (30, "b", "v", "y"), (80, "b", "w", "y")])
    wanted = {"u": 0.45, "v": 0.15, "w": 0.4} | (kept or {})
    survey = surveyed(rows, {"p": wanted})
    told = survey.weights.told["margins"][0]["categories"]
    shares = {entry["name"]: entry["share"] for entry in told}
    assert sum(shares.values()) == pytest.approx(1)
    block = survey.data.blocks["p"]
    for name in kept or ():
        assert shares[name] == pytest.approx(survey.share_of(block, name).value, abs=1e-6)
    others = [name for name in wanted if wanted[name] is not None]
    ratio = {shares[name] / wanted[name] for name in others}
    assert max(ratio) == pytest.approx(min(ratio), rel=1e-5)


def test_several_choices_may_be_as_in_the_survey__ok():
    survey = surveyed(SAMPLE, {"c": {"x": 0.5, "y": None}})
    assert [c["name"] for c in survey.weights.told["margins"][0]["categories"]] == ["x"]


def test_margins_are_tried_with_the_words_of_the_report__ok():
    said = check_margins(SAMPLE, BOOK, HALVES, K, b"secret")
    assert said == [surveyed(SAMPLE, HALVES).weights.told["sentence"]]
    assert check_margins(SAMPLE[:8], BOOK, {"p": {"u": 0.5, "v": 0.5}}) == []


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
        ({"p": {"u": None, "v": None}}, ("ne change rien", "retirer")),
        ({"p": {"u": None, "v": None, "w": 0.2}}, ("ne laissent rien", "Donner")),
        ({"p": {"u": None, "v": 0.8, "w": 0.4}}, ("font 1,2", "Corriger")),
        ({"c": {"x": 1.0}}, ("entre 0 et 1", "x")),
        ({"c": {"x": 40}}, ("entre 0 et 1", "x")),
        ({"p": {"u": 0.5, "v": 0.5}, "c": {"x": 0.5, "y": 0.6}}, ("se contredisent", "p, c")),
    ],
)
def test_margins_that_do_not_add_up__error(margins, words):
    with pytest.raises(AnalysisError) as caught:
        surveyed(SAMPLE, margins)
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
        surveyed(SAMPLE[["q"]].assign(w=cells), book=book)
    for word in words:
        assert word in str(caught.value)


def test_wild_weights_are_warned_of__ok():
    wild = table([(180, "a", "u", "x"), (20, "b", "v", "y")])
    found = surveyed(wild, {"p": {"u": 0.2, "v": 0.6, "w": 0.2}}).weights
    said = " ".join(found.warnings).replace("\u202f", " ")
    assert "trop peu de familles ont répondu « w »" in said
    assert "Plus de 5 % des familles" in said
    assert "Les marges ne sont pas atteintes" in said
    assert surveyed(SAMPLE, {"p": {"u": 0.7, "v": 0.3}}).weights.warnings == []


def test_design_effect_over_two_is_warned_of__ok():
    book = Codebook.from_dict(
        {
            "variables": [
                {"name": "q", "type": "select_multiple", "role": "need"},
                {"name": "w", "type": "integer", "role": "weight"},
            ]
        }
    )
    found = surveyed(SAMPLE[["q"]].assign(w=["1"] * 190 + ["40"] * 10), book=book).weights
    assert "Les poids coûtent beaucoup de précision" in found.warnings[0]


def test_rare_categories_are_raked_together__ok():
    parts = [(100, "a", "u", "x"), (100, "b", "u", "y"), (6, "a", "v", ""), (9, "b", "w", "")]
    margins = {"p": {"u": 0.5, "v": 0.2, "w": 0.3}}
    survey = surveyed(table(parts), margins)
    assert any("calées ensemble" in text for text in survey.weights.warnings)
    groups = np.repeat(["u", "v", "w"], [200, 6, 9])
    held = [np.unique(survey.weights.values[groups == g].round(9)) for g in "uvw"]
    assert [len(one) for one in held] == [1, 1, 1]
    assert held[1] == held[2] > held[0]


def test_a_category_of_few_or_of_nobody_has_no_weight_of_its_own__ok():
    for few in (0, 1, 10):
        parts = [(100, "a", "u", "x"), (60, "b", "v", "y"), (few, "a", "w", "")]
        survey = surveyed(table(parts), {"p": {"u": 0.4, "v": 0.4, "w": 0.2}})
        (said,) = survey.weights.warnings
        assert "trop peu de familles ont répondu" in said
        # The others share what is left; the few keep their weight.
        values = survey.weights.values
        assert values[:100].sum() == pytest.approx(values[100:160].sum())
        assert values[160:] == pytest.approx(np.ones(few))
