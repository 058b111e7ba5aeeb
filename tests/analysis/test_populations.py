"""Fictitious families that answer any codebook."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import adjusted_rand_score

from analysis import (
    AnalysisError,
    Audience,
    Codebook,
    Difficulty,
    Theme,
    Variable,
    assign_profiles,
    diagnose,
    neighbourhood,
    planted_neighbourhood,
)


def test_planted_profiles_come_back__ok(book):
    population = neighbourhood(book, 400, 0)
    found = assign_profiles(population.table, book)
    known = found["profile"] != ""
    assert adjusted_rand_score(population.profiles[known], found["profile"][known]) > 0.6


def test_nothing_planted_nothing_found__ok(book):
    table = neighbourhood(book, 300, 0, contrast=0.0).table
    report = diagnose(table, book).to_dict()
    assert report["profiles"]["clear"] is False
    assert report["profiles"]["items"] == []
    assert "Pas de groupes séparés" in report["profiles"]["message"]


def test_same_seed_same_families__ok(book):
    one, two = neighbourhood(book, 50, 7), neighbourhood(book, 50, 7)
    pd.testing.assert_frame_equal(one.table, two.table)


def test_needs_spread_plausibly__ok(book):
    told = neighbourhood(book, 400, 0).table["B1"]
    shares = told[told != ""].str.get_dummies(" ").mean()
    assert shares.max() < 0.75
    assert shares.min() < 0.2
    assert len(shares) == 16


def test_limits_exclusives_and_routes_are_kept__ok():
    book = Codebook.from_yaml("""
variables:
  - {name: goes, type: select_one, role: barrier, categories: [oui, non]}
  - {name: why, type: select_multiple, role: barrier, categories: [loin, cher, rien],
     max_selected: 1, exclusive: [rien]}
  - {name: need, type: select_multiple, role: need, categories: [a, b, c, d, e], max_selected: 2}
  - {name: first, type: select_one, role: priority, categories: [a, b, c, d, e]}
  - {name: age, type: integer, role: profile}
  - {name: order, type: rank, role: preference, categories: [x, y, z]}
""")
    table = neighbourhood(
        book, 200, 1, relevant=lambda name, said: name != "why" or said.get("goes") == "non"
    ).table
    assert (table["why"][table["goes"] != "non"] == "").all()
    assert table["why"].str.split().str.len().max() == 1
    assert table["need"].str.split().str.len().max() == 2
    named = table[table["first"] != ""]
    assert all(
        first in need.split() for first, need in zip(named["first"], named["need"], strict=True)
    )
    assert 0.02 < (table["order"] == "").mean() < 0.4
    assert diagnose(table, book).to_dict()["needs"]["domains"]


def pair() -> Codebook:
    return Codebook.from_yaml("""
variables:
  - {name: need, type: select_multiple, role: need, categories: [a, b, c, d, rien],
     max_selected: 2, exclusive: [rien]}
  - {name: first, type: select_one, role: priority, categories: [a, b, c, d]}
  - {name: s1, type: scale, role: profile}
  - {name: s2, type: scale, role: profile}
  - {name: s3, type: scale, role: profile}
  - {name: age, type: integer, role: profile}
  - {name: more, type: text, role: text}
""")


def test_planted_families_keep_caps_and_exclusives__ok():
    found = planted_neighbourhood(pair(), 300, 0, missing=0.0)
    told = found.table["need"].str.split()
    assert told.str.len().min() == 1
    assert told.str.len().max() == 2
    assert all(names == ["rien"] for names in told if "rien" in names)
    named = found.table["first"] != ""
    assert all(
        first in names
        for first, names in zip(found.table["first"][named], told[named], strict=True)
    )


def test_style_alone_makes_scales_alike_within_a_profile__ok():
    def likeness(style: float) -> float:
        level = Difficulty(0.0, 0.0, style, 0.0, 1.0)
        table = planted_neighbourhood(pair(), 2000, 1, difficulty=level, missing=0.0).table
        return float(table[["s1", "s2", "s3"]].astype(int).corr().to_numpy()[0, 1])

    assert abs(likeness(0.0)) < 0.08
    assert likeness(1.5) > 0.3


def test_scatter_makes_answers_dependent_within_a_profile__ok():
    many = [f"c{at}" for at in range(14)]
    book = Codebook(
        [Variable("m", "select_multiple", "profile", categories=dict.fromkeys(many, ""))]
    )

    def largest(scatter: float) -> float:
        level = Difficulty(0.0, scatter, 0.0, 0.0, 0.0)
        table = planted_neighbourhood(book, 3000, 1, difficulty=level, missing=0.0).table
        ticks = table["m"].str.get_dummies(" ").corr().to_numpy()
        return float(np.abs(ticks[np.triu_indices(len(ticks), 1)]).max())

    assert largest(0.0) < 0.1
    assert largest(1.5) > 0.3


def test_missing_answers_are_as_many_as_asked__ok(book):
    blank = [(planted_neighbourhood(book, 2000, s).table.iloc[:, :4] == "").mean() for s in (0, 1)]
    assert all(0.03 < share < 0.12 for one in blank for share in one)
    table = planted_neighbourhood(book, 2000, 0, missing=0.0).table.drop(columns=["B2", "E2"])
    assert (table != "").all(axis=None)


def test_profiles_take_part_unequally__ok(book):
    gaps = []
    for seed in range(5):
        found = planted_neighbourhood(book, 1500, seed)
        came = found.profiles.value_counts(normalize=True)
        gaps.append(float((came - found.everyone.value_counts(normalize=True)).abs().max()))
    assert max(gaps) > 0.03


def test_one_world_gives_the_same_profiles__ok(book):
    first = planted_neighbourhood(book, 3000, 1, world=5)
    second = planted_neighbourhood(book, 3000, 2, world=5)
    other = planted_neighbourhood(book, 3000, 2, world=6)
    share = [p.needs.mean() for p in (first, second, other)]
    assert (share[0] - share[1]).abs().max() < 0.05
    assert (share[0] - share[2]).abs().max() > 0.1
    again = planted_neighbourhood(book, 3000, 1, world=5)
    pd.testing.assert_frame_equal(first.table, again.table)


@pytest.mark.parametrize(
    "wrong", [{"n": 0}, {"profiles": 0}, {"missing": 1.0}, {"difficulty": "impossible"}]
)
def test_wrong_populations_are_refused__error(book, wrong):
    with pytest.raises(AnalysisError, match="Choisir|Donner"):
        planted_neighbourhood(book, **{"n": 10, **wrong})


WISHES = [Theme("t1", "", "a"), Theme("t2", "", "b", audiences=("old",)), Theme("t3")]


def wishing() -> Codebook:
    return Codebook.from_yaml("""
variables:
  - {name: who, type: select_one, role: profile, categories: [young, old]}
  - {name: need, type: select_multiple, role: need, categories: [a, b, c, d]}
  - {name: pick, type: select_multiple, role: preference, categories: [t1, t2, t3]}
""")


def test_planted_themes_answer_their_public_with_their_need__ok():
    public = {"old": Audience("old", "", {"who": ["old"]})}
    found = planted_neighbourhood(
        wishing(), 2000, 0, themes=WISHES, audiences=public, missing=0.0, difficulty="easy"
    )
    assert (found.answered["t1"] == found.needs["a"]).all()
    assert not found.answered["t3"].any()
    came = found.answered.iloc[found.came].reset_index(drop=True)
    old = found.table["who"] == "old"
    assert (came["t2"] == (found.needs["b"].iloc[found.came].to_numpy() & old)).all()
    ticked = found.table["pick"].str.get_dummies(" ").astype(bool)
    # Who needs a theme ticks it much more often: SURE is 1.5 log-odds each way.
    assert ticked["t1"][came["t1"]].mean() > ticked["t1"][~came["t1"]].mean() + 0.4


def test_a_catalogue_changes_no_other_draw__ok():
    with_themes = planted_neighbourhood(wishing(), 200, 3, themes=WISHES[:1])
    without = planted_neighbourhood(wishing(), 200, 3)
    pd.testing.assert_frame_equal(
        with_themes.table[["who", "need"]], without.table[["who", "need"]]
    )
    assert (with_themes.profiles == without.profiles).all()
    assert without.answered.shape == (400, 0)
