"""The factor map's estimator against values that FactoMineR computed (golden/mca.R)."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.exceptions import ConvergenceWarning
from sklearn.utils.estimator_checks import parametrize_with_checks

from analysis import MultipleCorrespondence

GOLDEN = Path(__file__).parent / "golden"
ACTIVE = list("abcdef")
FAMILIES = 60


@pytest.fixture(scope="module")
def golden():
    found = json.loads((GOLDEN / "mca.json").read_text("utf-8"))
    return {
        way: {k: np.array(v) if k != "supplementary" else v for k, v in values.items()}
        for way, values in found.items()
        if isinstance(values, dict)
    }


@pytest.fixture(scope="module")
def table():
    return pd.read_csv(GOLDEN / "mca_table.csv", keep_default_na=False)


def whole(table: pd.DataFrame) -> pd.DataFrame:
    return table[ACTIVE]


def holed(table: pd.DataFrame) -> pd.DataFrame:
    """Families whose blanks FactoMineR saw."""
    return table[[f"{name}_blank" for name in ACTIVE]][:FAMILIES].set_axis(ACTIVE, axis=1)


def signs(model: MultipleCorrespondence, columns: np.ndarray) -> np.ndarray:
    return np.sign((model.columns_[:, : columns.shape[1]] * columns).sum(axis=0))


def alike(mine: np.ndarray, theirs: np.ndarray, turned: np.ndarray | float = 1.0) -> None:
    theirs = np.array(theirs)
    np.testing.assert_allclose(mine[:, : theirs.shape[1]], turned * theirs, atol=1e-6)


@parametrize_with_checks([MultipleCorrespondence(), MultipleCorrespondence(2, missing="excluded")])
def test_common_exam(estimator, check):
    check(estimator)


@pytest.mark.parametrize("way", ["complete", "average", "excluded", "regularised"])
def test_same_map_as_factominer__ok(golden, table, way):
    theirs = golden[way]
    X = whole(table)[:FAMILIES] if way == "complete" else holed(table)
    model = MultipleCorrespondence(missing="average" if way == "complete" else way).fit(X)
    np.testing.assert_allclose(model.eigenvalues_, theirs["eigenvalues"], atol=1e-6)
    turned = signs(model, theirs["columns"])
    alike(model.columns_, theirs["columns"], turned)
    alike(model.contributions_, theirs["contributions"])
    alike(model.cos2_, theirs["cos2"])
    alike(model.transform(X), theirs["rows"], turned)
    alike(model.row_cos2(X), theirs["row_cos2"])
    np.testing.assert_allclose(model.fit_transform(X), model.transform(X), atol=1e-6)


def test_same_supplementary_answers_and_families__ok(golden, table):
    X, theirs = whole(table), golden["complete"]["supplementary"]
    model = MultipleCorrespondence(n_components=4).fit(X[:FAMILIES])
    turned = signs(model, golden["complete"]["columns"])
    placed = [model.supplementary(X[:FAMILIES], table[name][:FAMILIES])[1] for name in "gh"]
    for key, sign in (("coordinates", turned), ("v_tests", turned), ("cos2", 1.0)):
        alike(np.vstack([getattr(one, key) for one in placed]), theirs[key], sign)
    alike(model.transform(X[FAMILIES:]), theirs["rows"], turned)
    alike(model.row_cos2(X[FAMILIES:]), theirs["row_cos2"])


def test_same_supplementary_answers_beside_blanks__ok(golden, table):
    theirs = golden["average"]["supplementary"]
    model = MultipleCorrespondence(n_components=4).fit(holed(table))
    turned = signs(model, golden["average"]["columns"])
    placed = [model.supplementary(holed(table), table[name][:FAMILIES])[1] for name in "gh"]
    alike(np.vstack([one.coordinates for one in placed]), theirs["coordinates"], turned)
    alike(np.vstack([one.cos2 for one in placed]), theirs["cos2"])


@pytest.mark.parametrize("way", ["excluded", "regularised"])
def test_every_way_is_the_same_when_nothing_is_missing__ok(table, way):
    plain = MultipleCorrespondence().fit(whole(table))
    other = MultipleCorrespondence(missing=way).fit(whole(table))
    np.testing.assert_allclose(other.eigenvalues_, plain.eigenvalues_, atol=1e-12)
    np.testing.assert_allclose(other.columns_, plain.columns_, atol=1e-9)
    assert other.n_iter_ == 1


def test_a_family_without_answers_stands_in_the_middle__ok(table):
    silent = pd.DataFrame([[""] * len(ACTIVE)], columns=ACTIVE)
    for way in ("average", "regularised"):
        model = MultipleCorrespondence(missing=way).fit(holed(table))
        np.testing.assert_allclose(model.transform(silent), 0.0, atol=1e-9)


def test_numbers_texts_and_blanks_of_any_kind_are_alike__ok():
    texts = pd.DataFrame({"a": list("xyxy") * 5 + [None], "b": ["", *list("uvvw") * 5]})
    codes = np.array([[0.0, 1.0] * 10 + [np.nan], [np.nan, *[0.0, 1.0, 1.0, 2.0] * 5]]).T
    one, two = (MultipleCorrespondence().fit(X) for X in (texts, codes))
    np.testing.assert_allclose(one.columns_, two.columns_, atol=1e-12)
    assert [list(levels) for levels in one.categories_] == [["x", "y"], ["u", "v", "w"]]


def test_an_unseen_answer_is_missing__ok(table):
    model = MultipleCorrespondence().fit(whole(table))
    row = whole(table)[:1].astype(object)
    unseen, blank = row.assign(a="never"), row.assign(a="")
    np.testing.assert_allclose(model.transform(unseen), model.transform(blank))


def test_the_map_recovers_what_blanks_hid__ok():
    # 30 % of blanks at random: the whole map's first axis comes back longer when completed.
    rng = np.random.default_rng(4)
    kind = rng.integers(0, 3, 300)
    X = np.where(rng.random((300, 12)) < 0.6, kind[:, None], rng.integers(0, 3, (300, 12)))
    X = X.astype(float)
    full = MultipleCorrespondence(2).fit_transform(X)
    gaps = np.where(rng.random(X.shape) < 0.3, np.nan, X)
    away = {
        way: np.square(full - _turned(MultipleCorrespondence(2, missing=way), gaps, full)).mean()
        for way in ("average", "regularised")
    }
    assert away["regularised"] < 0.6 * away["average"]


def _turned(model: MultipleCorrespondence, X: np.ndarray, full: np.ndarray) -> np.ndarray:
    rows = model.fit_transform(X)
    left, _, right = np.linalg.svd(rows.T @ full)
    return rows @ left @ right


def test_a_question_nobody_answered_changes_nothing__ok(table):
    silent = holed(table).assign(nobody="")[["a", "b", "nobody", *"cdef"]]
    for way in ("average", "excluded", "regularised"):
        plain = MultipleCorrespondence(missing=way).fit(holed(table))
        other = MultipleCorrespondence(missing=way).fit(silent)
        np.testing.assert_allclose(other.eigenvalues_, plain.eigenvalues_, atol=1e-9)
        np.testing.assert_allclose(other.benzecri_, plain.benzecri_, atol=1e-9)
        assert [len(levels) for levels in other.categories_].count(0) == 1


@pytest.mark.parametrize("X", [[["a"]], [["", ""]] * 3, [["a", "b"]] * 3])
@pytest.mark.parametrize("way", ["average", "excluded", "regularised"])
def test_nothing_to_oppose_gives_no_axis__ok(X, way):
    rows = MultipleCorrespondence(missing=way).fit_transform(np.array(X, dtype=object))
    assert rows.shape == (len(X), 0)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"missing": "mean"}, "missing must be one of"),
        ({"n_components": 0}, "n_components must be at least 1"),
        ({"missing": "regularised", "rank": 0}, "rank must be at least 1"),
    ],
)
def test_a_setting_that_makes_no_sense__error(given, said):
    with pytest.raises(ValueError, match=said):
        MultipleCorrespondence(**given).fit([["a"], ["b"]])


def test_a_reconstruction_cut_short_says_so__error(table):
    with pytest.warns(ConvergenceWarning, match="raise max_iter"):
        MultipleCorrespondence(missing="regularised", max_iter=2).fit(holed(table))


def test_texts_and_numbers_in_one_question__error():
    with pytest.raises(TypeError, match="texts or numbers, not both"):
        MultipleCorrespondence().fit(np.array([[1], ["a"]], dtype=object))


def test_one_answer_per_family__error(table):
    model = MultipleCorrespondence().fit(whole(table))
    with pytest.raises(ValueError, match="answers must have the shape"):
        model.supplementary(whole(table), table["g"][:-1])


def test_more_axes_than_families__error():
    X = np.array([["a", "x"], ["b", "y"], ["a", "y"], ["b", "x"]])
    with pytest.raises(ValueError, match="n_components=5 must be at most n_samples=4"):
        MultipleCorrespondence(5).fit(X)
