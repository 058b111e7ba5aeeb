"""The factor map against hand-computed values and an independent witness."""

from __future__ import annotations

import numpy as np
import pandas as pd
import prince
import pytest

from analysis import Codebook, Variable
from analysis.factor_map import axes, indicator, mca
from analysis.table import active_blocks, encode


def coded(table: pd.DataFrame):
    book = Codebook([Variable(name, "select_one", "profile") for name in table.columns])
    data = encode(table, book, 1)
    return indicator(active_blocks(data), data.rows)


def random_table(rows: int = 200, seed: int = 0) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    base = rng.integers(0, 3, rows)
    return pd.DataFrame(
        {
            f"q{at}": np.where(rng.random(rows) < 0.5, base, rng.integers(0, 3 + at % 2, rows))
            for at in range(5)
        }
    ).astype(str)


def test_two_linked_questions_by_hand__ok():
    # Two identical yes/no questions: one axis of eigenvalue 1 opposes yes to no.
    found = mca(coded(pd.DataFrame({"a": list("xxyy"), "b": list("xxyy")})))
    np.testing.assert_allclose(found.eigenvalues, [1.0])
    np.testing.assert_allclose(np.abs(found.columns[:, 0]), 1.0)
    np.testing.assert_allclose(found.contributions[:, 0], 0.25)


def test_two_crossed_questions_by_hand__ok():
    # Yes/no questions with correlation 1/2: eigenvalues (1 + 1/2) / 2 and (1 - 1/2) / 2.
    found = mca(coded(pd.DataFrame({"a": list("xxxxyyyy"), "b": list("xxxyyyyx")})))
    np.testing.assert_allclose(found.eigenvalues, [0.75, 0.25])
    # Benzécri: (2/1)^2 (0.75 - 0.5)^2 alone; Greenacre: 2 (0.75² + 0.25² - 2/4) = 0.25.
    np.testing.assert_allclose(found.benzecri, [1.0, 0.0])
    np.testing.assert_allclose(found.greenacre, [1.0, 0.0])


def test_witness_on_complete_data__ok():
    table = random_table()
    mine = mca(coded(table))
    theirs = prince.MCA(n_components=4, correction=None, engine="scipy", one_hot=True).fit(table)
    np.testing.assert_allclose(mine.eigenvalues[:4], theirs.eigenvalues_, atol=1e-9)
    np.testing.assert_allclose(
        np.abs(mine.columns[:, :4]), np.abs(theirs.column_coordinates(table)), atol=1e-6
    )
    np.testing.assert_allclose(
        np.abs(mine.rows[:, :4]), np.abs(theirs.row_coordinates(table)), atol=1e-6
    )


@pytest.mark.parametrize("correction", ["benzecri", "greenacre"])
def test_witness_of_adjusted_inertia__ok(correction: str):
    table = random_table(seed=3)
    mine = mca(coded(table))
    theirs = prince.MCA(n_components=15, correction=correction, engine="scipy").fit(table)
    np.testing.assert_allclose(
        100 * getattr(mine, correction)[:2], theirs.percentage_of_variance_[:2], atol=1e-6
    )


def test_contributions_and_cos2_sum_to_one__ok():
    found = mca(coded(random_table()))
    np.testing.assert_allclose(found.contributions.sum(axis=0), 1.0)
    np.testing.assert_allclose(found.cos2.sum(axis=1), 1.0)
    np.testing.assert_allclose(found.inertia.sum(), 1.0)


def test_missing_answers_make_no_axis__ok():
    # Ten families that answer nothing but one question must sit near the middle.
    table = random_table(300)
    table.iloc[:10, 1:] = ""
    found = mca(coded(table))
    spread = np.linalg.norm(found.rows[:, :2], axis=1)
    assert spread[:10].max() < np.quantile(spread[10:], 0.6)


def test_signs_do_not_depend_on_row_order__ok():
    table = random_table()
    one, two = mca(coded(table)), mca(coded(table.iloc[::-1].reset_index(drop=True)))
    np.testing.assert_allclose(one.columns[:, :3], two.columns[:, :3], atol=1e-8)


def test_rare_categories_are_not_published__ok():
    table = random_table(100)
    table.loc[:4, "q0"] = "rare"
    book = Codebook(
        [
            Variable(
                n, "select_one", "profile", categories={c: c for c in ["0", "1", "2", "3", "rare"]}
            )
            for n in table.columns
        ]
    )
    section, _ = axes(encode(table, book, 11), 11)
    assert "rare" not in {point["category"] for point in section["points"]}


def test_supplementary_answers_stand_at_the_centre_of_their_families__ok():
    table = random_table(200).assign(where=lambda t: np.where(t["q0"] == "0", "la", "ailleurs"))
    active = [Variable(name, "select_one", "profile") for name in table.columns[:-1]]
    book = Codebook([*active, Variable("where", "select_one", "sector")])
    data = encode(table, book, 11)
    section, places = axes(data, 11)
    [there] = [p for p in section["points"] if p["category"] == "la"]
    [same] = [p for p in section["points"] if (p["variable"], p["category"]) == ("q0", "0")]
    assert there["supplementary"]
    assert there["contribution"] == [0.0, 0.0]
    # It is the answer « 0 » under another name, and the mean place of the families who gave it.
    assert (there["x"], there["y"]) == (same["x"], same["y"])
    assert (there["cos2"], there["cell"]) == (same["cos2"], same["cell"])
    centre = places[table["where"] == "la"].mean(axis=0)
    np.testing.assert_allclose(centre, (there["x"], there["y"]), atol=6e-4)
    # What did not draw the map changes nothing to it.
    without, _ = axes(encode(table, Codebook(active), 11), 11)
    assert without["eigenvalues"] == section["eigenvalues"]


def test_no_needs_among_the_supplementary_answers__ok():
    # Their counts are told elsewhere, under rules of their own.
    table = random_table(100).assign(besoin="sommeil")
    variables = [Variable(name, "select_one", "profile") for name in table.columns[:-1]]
    need = Variable("besoin", "select_one", "need", active=False)
    section, _ = axes(encode(table, Codebook([*variables, need]), 11), 11)
    assert {point["variable"] for point in section["points"]} == set(table.columns[:-1])


def test_nothing_to_draw__ok():
    book = Codebook([Variable("a", "select_one", "profile")])
    section, places = axes(encode(pd.DataFrame({"a": ["x"] * 40}), book, 11), 11)
    assert section["points"] == []
    assert places.shape == (40, 2)
