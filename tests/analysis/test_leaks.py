"""Leaks that the attacker found, by hand: tables where subtraction once told a few families."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis import Codebook, Theme, diagnose
from analysis._encoding import encode
from analysis._profiles import Found, profiles, v_test
from analysis._tables import in_doubt
from analysis._weighted import in_doubt as weights_in_doubt

K = 11


def families(*groups: tuple[int, dict[str, str]]) -> pd.DataFrame:
    return pd.DataFrame([row for many, row in groups for _ in range(many)], dtype=object)


def plain(*names: str) -> dict[str, str]:
    return {name: name for name in names}


def book(*variables: dict[str, object]) -> Codebook:
    return Codebook.from_dict({"variables": list(variables)})


NEED = {"name": "q", "type": "select_one", "role": "need"}
MOMENTS = {"name": "quand", "type": "select_multiple", "role": "preference", "use": "slot"}


def test_a_need_hidden_for_another_is_not_told_by_a_theme__ok():
    """« c » is hidden because « b » is small and needs add up: a theme for all tells it again."""
    answers = families((60, {"q": "a"}), (7, {"q": "b"}), (24, {"q": "c"}))
    codebook = book(NEED | {"categories": plain("a", "b", "c")})
    report = diagnose(answers, codebook, themes=[Theme("t", domains=("c",))]).to_dict()
    assert {d["name"]: d["cell"]["hidden"] for d in report["needs"]["domains"]} == {
        "a": False, "b": True, "c": True,
    }  # fmt: skip
    (item,) = report["themes"]["items"]
    assert item["cell"]["hidden"]
    assert item["why"]["needs"][0]["cell"]["hidden"]


@pytest.mark.parametrize("passed", [0, 12])
def test_moments_do_not_tell_a_hidden_theme__ok(passed):
    """The theme is four families from a need, and all but a few families gave their moments."""
    codebook = book(
        NEED | {"type": "select_multiple", "categories": plain("a", "b", "c")},
        MOMENTS | {"categories": plain("matin", "soir")},
    )
    answers = families(
        (passed, {"q": "a", "quand": ""}), (20, {"q": "a", "quand": "matin"}),
        (40 - passed, {"q": "a", "quand": "soir"}), (4, {"q": "b", "quand": "soir"}),
        (60, {"q": "c", "quand": "soir"}),
    )  # fmt: skip
    report = diagnose(answers, codebook, themes=[Theme("t", domains=("a", "b"))]).to_dict()
    assert report["themes"]["items"][0]["cell"]["hidden"]
    (moment,) = report["programme"]["sessions"][0]["slot"]
    # With 52 of 64, nobody can say whether the theme is the need or more.
    assert moment["cell"]["hidden"] == (passed == 0)


def test_weighted_share_and_map_together_leave_doubt__ok():
    """The map tells one sector: with the weighted total, two unknown counts are two equations."""
    n, base = np.array([30, 28, 1]), np.array([150, 200, 37])
    weight = np.array([1.174, 0.508, 1.0])
    seen = np.array([True, False, False])
    assert weights_in_doubt(n, base, weight, 1.9, K, gaps=False)
    assert not weights_in_doubt(n, base, weight, 0.4, K, gaps=False, seen=seen)


def test_typical_answers_of_one_question_are_looked_at_together__ok():
    """Rows tell what C said of the first answer, its column the third: three families."""
    table = np.array([[61, 20, 15], [10, 20, 34], [13, 16, 3]])
    told = np.array([[1, 1, 0], [0, 0, 1], [0, 0, 0]], dtype=bool)
    assert not in_doubt(table, told, K)
    assert in_doubt(table, told & [True, False, True], K)


@pytest.mark.parametrize("seed", range(8))
def test_tables_in_doubt_are(seed):
    """Where doubt is claimed, other tables with the same told cells and margins exist."""
    rng = np.random.default_rng(seed)
    table = rng.integers(0, 25, (3, 4))
    told = (rng.random(table.shape) < 0.15) & (table >= K)
    small = ~told & (table > 0) & (table < K)
    if in_doubt(table, told, K):
        met = np.array(list(_moved(table, told, rng)))
        assert (np.ptp(met, axis=0) >= np.minimum(3, table.sum(axis=0)))[small].all()


def _moved(table, told, rng):
    """Walk at random through tables of the same margins and told cells."""
    now = table.copy()
    for _ in range(600):
        rows, columns = (rng.permutation(size)[:2] for size in table.shape)
        spot = np.ix_(rows, columns)
        moved = now[spot] + [[1, -1], [-1, 1]]
        if not told[spot].any() and (moved >= 0).all():
            now[spot] = moved
            yield now.copy()


def test_v_tests_follow_from_the_cells_told__ok():
    """A test against the families of profiles would tell what those of none said."""
    names = plain("oui", "non")
    codebook = book({"name": "p", "type": "select_one", "role": "profile", "categories": names})
    labels = np.repeat([0, 1, -1], [60, 60, 5])
    said = ["oui"] * 45 + ["non"] * 15 + ["oui"] * 15 + ["non"] * 45 + ["oui"] * 4 + ["non"]
    data = encode(families(*((1, {"p": answer}) for answer in said)), codebook, K)
    found = Found(labels, np.ones(125), [0.9, 0.9], [])
    for item in profiles(data, found, np.zeros((125, 2)), K)["items"]:
        for entry in item["typical"]:
            cell, total = entry["cell"], {"oui": 64, "non": 61}[entry["category"]]
            rest = (total - cell.n, 125 - cell.N)
            test = v_test(np.array([cell.n, rest[0]]), np.array([cell.N, rest[1]]))[0]
            assert entry["v_test"] == pytest.approx(test, abs=5e-4)
