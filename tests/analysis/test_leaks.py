"""Leaks that the attacker found, by hand: tables where subtraction once told a few families."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from analysis.suppression import Fineness, fineness, in_doubt

from analysis import Codebook, Theme, diagnose, neighbourhood
from analysis.factor_map import Indicator, indicator
from analysis.profiles import Found, profiles, v_test
from analysis.table import active_blocks, encode
from analysis.weighting import in_doubt as weights_in_doubt

from . import attacker, crossings, surveys
from .knowledge import known

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
    report = diagnose(answers, codebook, themes=[Theme("t", main="c")]).to_dict()
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
    report = diagnose(answers, codebook, themes=[Theme("t", main="a", further=("b",))]).to_dict()
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


def draw(seed: int, n: int, sizes: list[int]) -> Indicator:
    """Answers of three kinds of families, as the factor map reads them."""
    rng = np.random.default_rng(seed)
    kind = rng.integers(0, 3, n)
    asked = []
    for many in sizes:
        chances = rng.dirichlet(np.full(many, 2.0), 3)
        asked.append(np.array([rng.choice(many, p=chances[at]) for at in kind]))
    codebook = book(*({"name": f"q{at}", "type": "select_one", "role": "profile",
                       "categories": plain(*map(str, range(many)))}
                      for at, many in enumerate(sizes)))  # fmt: skip
    table = pd.DataFrame({f"q{at}": said.astype(str) for at, said in enumerate(asked)})
    return indicator(active_blocks(encode(table, codebook, K)), n, least=K)


@pytest.mark.parametrize("sizes", [[3, 3], [3, 3, 3], [2] * 4], ids=str)
def test_a_map_of_few_questions_would_tell_crossings__ok(sizes):
    assert fineness([many - 1 for many in sizes], K) is None
    assert crossings.known(draw(0, 60, sizes), Fineness(0.05, 2), K)[0] > 0


@pytest.mark.parametrize("sizes", [[3] * 6, [2] * 14], ids=str)
def test_a_map_that_is_told_leaves_crossings_in_doubt__ok(sizes):
    told = fineness([many - 1 for many in sizes], K)
    assert told is not None
    found, small = crossings.known(draw(1, 60, sizes), told, K)
    assert small > 30
    assert not found


def test_derivatives_of_the_map_are_right__ok():
    """Two families exchange an answer: the map moves as the attacker expects."""
    coded = draw(2, 1500, [3] * 7)
    first = coded.Z[:, 0] > 0
    one, two = np.flatnonzero(first)[0], np.flatnonzero(~first)[0]
    moved = replace(coded, Z=coded.Z.copy())
    moved.Z[[one, two], :3] = moved.Z[[two, one], :3]
    before, after = (crossings.derive(table, Fineness(0.01, 10)) for table in (coded, moved))
    expected = before.slopes @ (after.counts - before.counts)
    old, new = (crossings.told(table) for table in (coded, moved))
    assert np.abs(new - old).max() > 1e-3
    assert np.linalg.norm(new - old - expected) < 0.03 * np.linalg.norm(new - old)


def test_a_map_of_two_questions_is_withheld__ok():
    codebook = book(*({"name": name, "type": "select_one", "role": "profile",
                       "categories": plain("a", "b", "c")} for name in "pq"))  # fmt: skip
    answers = families(
        (20, {"p": "a", "q": "a"}), (20, {"p": "b", "q": "b"}), (17, {"p": "c", "q": "c"}),
        (3, {"p": "c", "q": "a"}),
    )  # fmt: skip
    section = diagnose(answers, codebook).to_dict()["axes"]
    assert "Trop peu de questions" in section["message"]
    assert section["points"] == section["eigenvalues"] == []


def test_resamplings_tell_nothing_of_a_hidden_theme__ok():
    """Ten families or two: as often among the first."""
    names = plain("a", "b", "c", "d", "e", "f")
    codebook = book({"name": "q", "type": "select_multiple", "role": "need", "categories": names})
    themes = [Theme(f"t{name}", main=name) for name in names]
    told = []
    for few in (2, 10):
        answers = families((40, {"q": "a b c d"}), (12, {"q": "a e"}), (30, {"q": "b c d"}))
        answers.iloc[-few:] = "b c d f"
        items = diagnose(answers, codebook, themes=themes).to_dict()["themes"]["items"]
        told.append({item["name"]: item["top_share"] for item in items})
    assert told[0] == told[1]
    assert 0 < told[0]["tf"] < 0.2


def test_near_is_never_nearer_than_k_families__ok():
    """All are answered: « less than 5 % » would tell that at most four of eighty are not."""
    names = plain("a", "b")
    codebook = book({"name": "q", "type": "select_multiple", "role": "need", "categories": names})
    answers = families((76, {"q": "a b"}), (4, {"q": "a"}))
    themes = [Theme(f"t{name}", main=name) for name in names]
    found = diagnose(answers, codebook, themes=themes, sessions=1).to_dict()["programme"]
    (entry,) = found["alternatives"]
    assert entry["cell"]["hidden"]
    assert "à moins de 14" in entry["sentence"]


def few_questions(seed: int, needs: int, others: int) -> surveys.Survey:
    """A survey of needs in three sectors, with few other questions."""
    names = [f"n{at}" for at in range(needs)]
    asked = [NEED | {"type": "select_multiple", "categories": plain(*names)}]
    for at in range(others):
        options = plain("c0", "c1")
        asked.append({"name": f"p{at}", "type": "select_one", "role": "barrier",
                      "categories": options})  # fmt: skip
    sectors = plain("s0", "s1", "s2")
    asked.append({"name": "secteur", "type": "select_one", "role": "sector", "categories": sectors})
    codebook = book(*asked)
    table = neighbourhood(codebook, 150, seed, missing=0.0, contrast=1.5).table
    return surveys.Survey(table, codebook, [], [], None, None)


@pytest.mark.parametrize(("needs", "others", "shown"), [(12, 0, False), (10, 4, True)])
def test_a_sector_stands_on_the_map_only_where_its_counts_stay_in_doubt__ok(
    needs, others, shown, monkeypatch
):
    """Needs are told by sector: without other questions, its place tells the hidden ones."""
    report = surveys.publish(few_questions(1, needs, others), monkeypatch)
    points = report.report["axes"]["points"]
    assert points
    assert any(point["supplementary"] for point in points) == shown
    assert not attacker.leaks(known(report, places=True), whole=False)


def test_a_place_told_without_its_counts_in_doubt_is_caught__ok(monkeypatch):
    for module in ("analysis.suppression.digits", "tests.analysis.places"):
        monkeypatch.setattr(f"{module}.placed_step", lambda free, k: 0.001)
    report = surveys.publish(few_questions(1, 12, 0), monkeypatch)
    assert attacker.leaks(known(report, places=True), whole=False)


@pytest.mark.parametrize("seed", range(3))
def test_places_of_supplementary_answers_tell_no_crossing__ok(seed, monkeypatch):
    report = surveys.publish(surveys.survey(seed, bool(seed % 2)), monkeypatch)
    found = attacker.leaks(known(report, places=True), whole=False)
    assert not found, attacker.told(found)
