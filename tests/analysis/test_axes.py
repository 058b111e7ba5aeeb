"""The factor map against hand-computed values; its witness, prince, is in tests/peers."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis import Codebook, MultipleCorrespondence, Variable
from analysis.disclosure import publish, step_of, to_step
from analysis.factor_map import section
from analysis.populations import neighbourhood
from analysis.survey import make_survey
from analysis.table import encode
from tests.analysis.made import diagnosed

K = 11


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
    found = MultipleCorrespondence().fit(pd.DataFrame({"a": list("xxyy"), "b": list("xxyy")}))
    np.testing.assert_allclose(found.eigenvalues_, [1.0])
    np.testing.assert_allclose(np.abs(found.columns_[:, 0]), 1.0)
    np.testing.assert_allclose(found.contributions_[:, 0], 0.25)


def test_two_crossed_questions_by_hand__ok():
    # Yes/no questions with correlation 1/2: eigenvalues (1 + 1/2) / 2 and (1 - 1/2) / 2.
    found = MultipleCorrespondence().fit(
        pd.DataFrame({"a": list("xxxxyyyy"), "b": list("xxxyyyyx")})
    )
    np.testing.assert_allclose(found.eigenvalues_, [0.75, 0.25])
    # Benzécri: (2/1)^2 (0.75 - 0.5)^2 alone; Greenacre: 2 (0.75² + 0.25² - 2/4) = 0.25.
    np.testing.assert_allclose(found.benzecri_, [1.0, 0.0])
    np.testing.assert_allclose(found.greenacre_, [1.0, 0.0])


def test_contributions_and_cos2_sum_to_one__ok():
    found = MultipleCorrespondence().fit(random_table())
    np.testing.assert_allclose(found.contributions_.sum(axis=0), 1.0)
    np.testing.assert_allclose(found.cos2_.sum(axis=1), 1.0)
    np.testing.assert_allclose(found.inertia_.sum(), 1.0)


def test_missing_answers_make_no_axis__ok():
    # Ten families that answer nothing but one question must sit near the middle.
    table = random_table(300)
    table.iloc[:10, 1:] = ""
    found = MultipleCorrespondence().fit(table)
    spread = np.linalg.norm(found.transform(table)[:, :2], axis=1)
    assert spread[:10].max() < np.quantile(spread[10:], 0.6)


def test_signs_do_not_depend_on_row_order__ok():
    table = random_table()
    one, two = (MultipleCorrespondence().fit(rows) for rows in (table, table.iloc[::-1]))
    np.testing.assert_allclose(one.columns_[:, :3], two.columns_[:, :3], atol=1e-8)


def hand(table: pd.DataFrame, names: str = "01234", more=(), k: int = K):
    variables = [
        Variable(name, "select_one", "profile", categories={c: c for c in [*names, "rare"]})
        for name in table.columns
    ]
    book = Codebook(list(more) or variables)
    return make_survey(encode(table, book, k), book, b"secret", k, 0)


def test_rare_answers_have_no_place__ok():
    table = random_table(100)
    table.loc[:4, "q0"] = "rare"
    told, _ = section(hand(table))
    assert "rare" not in {point["category"] for point in told["points"]}
    # Told counts decide, so that a place says no more than they do: 15 told are 11 at least.
    assert min(point["cell"].yes.n for point in told["points"]) >= 15


def test_supplementary_answers_stand_at_the_centre_of_their_families__ok():
    table = random_table(200).assign(where=lambda t: np.where(t["q0"] == "0", "la", "ailleurs"))
    active = [Variable(name, "select_one", "profile") for name in table.columns[:-1]]
    told, places = section(hand(table, more=[*active, Variable("where", "select_one", "sector")]))
    [there] = [p for p in told["points"] if p["category"] == "la"]
    [same] = [p for p in told["points"] if (p["variable"], p["category"]) == ("q0", "0")]
    assert there["supplementary"]
    assert there["contribution"] == [0.0, 0.0]
    # It is the answer « 0 » under another name, and the mean place of the families who gave it.
    centre = places[table["where"] == "la"].mean(axis=0)
    for point in (there, same):
        step = step_of(point["cell"].yes.n)
        np.testing.assert_allclose(centre, (point["x"], point["y"]), atol=step / 2 + 1e-4)
    # What did not draw the map changes nothing to it.
    without, _ = section(hand(table, more=active))
    assert without["eigenvalues"] == told["eigenvalues"]


def test_no_needs_among_the_supplementary_answers__ok():
    # Their counts are told elsewhere.
    table = random_table(100).assign(besoin="sommeil")
    variables = [Variable(name, "select_one", "profile") for name in table.columns[:-1]]
    need = Variable("besoin", "select_one", "need", active=False)
    told, _ = section(hand(table, more=[*variables, need]))
    assert {point["variable"] for point in told["points"]} == set(table.columns[:-1])


def test_nothing_to_draw__ok():
    told, places = section(hand(pd.DataFrame({"a": ["x"] * 40})))
    assert told["points"] == []
    assert places.shape == (40, 2)


def test_quality_and_contributions_follow_from_told_numbers__ok():
    told, _ = section(hand(random_table(200)))
    questions = 5
    for point in told["points"]:
        yes, of = point["cell"].yes.n, point["cell"].of
        square = point["x"] ** 2 + point["y"] ** 2
        assert point["cos2"] == pytest.approx(min(1, square * yes / (of - yes)), abs=1e-3)
        for place, part, value in zip(
            (point["x"], point["y"]), point["contribution"], told["eigenvalues"][:2], strict=True
        ):
            assert part == pytest.approx(
                place**2 * yes / of / questions / value, rel=0.02, abs=2e-3
            )


def test_two_questions_have_no_map__ok():
    # It would be their cross table in another dress.
    assert section(hand(random_table(100)[["q0", "q1"]]))[0]["points"] == []


def crossings(table: pd.DataFrame) -> np.ndarray:
    """How many families gave two answers, for every two answers to two questions."""
    hits = pd.get_dummies(table).to_numpy(dtype=int)
    return (hits.T @ hits)[np.triu_indices(hits.shape[1], 1)]


@pytest.mark.parametrize("seed", range(2))
def test_exact_counts_are_not_read_back_from_the_map__ok(seed):
    """Many tables of forty families are told alike, and no crossing is the same in all of them.

    Two families exchange their answers to one question, so that all margins stay; what is told
    must stay, too. A walk among such tables finds what an attacker cannot tell apart.
    """
    rng = np.random.default_rng(seed)
    table = random_table(40, seed).replace({"3": "2"})
    one = str(publish(section(hand(table, "012"))[0]))
    seen = [crossings(table)]
    for _ in range(400):
        other, question = table.to_numpy(copy=True), rng.integers(5)
        pair = rng.choice(40, 2, replace=False)
        other[pair, question] = other[pair[::-1], question]
        moved = pd.DataFrame(other, columns=table.columns)
        if str(publish(section(hand(moved, "012"))[0])) == one:
            table = moved
            seen.append(crossings(table))
    alike = np.unique(seen, axis=0)
    within = np.array([len(set(column)) for column in alike.T])
    assert len(alike) > 100
    # Two answers to one question go together in no table.
    assert (within[alike.max(axis=0) > 0] >= 3).all()


def test_a_place_is_told_no_finer_than_counts__ok():
    # A told count may be four more or less, and so may the families that make a mean.
    assert step_of(40) == 10 / 40
    assert to_step(np.array([0.31, -0.01]), step_of(40)).tolist() == [0.25, 0.0]
    told, _ = section(hand(random_table(100)))
    for point in told["points"]:
        parts = np.array([point["x"], point["y"]]) / step_of(point["cell"].yes.n)
        np.testing.assert_allclose(parts, np.round(parts), atol=0.01)


@pytest.mark.parametrize("seed", range(4))
def test_a_map_of_few_families_shows_something_or_says_that_it_cannot__ok(book, seed):
    """Steps are as wide as few families ask: every answer may fall on the centre."""
    axes = diagnosed(neighbourhood(book, 20, seed).table, book).to_dict()["axes"]
    placed = [point for point in axes["points"] if point["x"] or point["y"]]
    assert len(placed) >= 4 if not axes["message"] else not axes["points"]
