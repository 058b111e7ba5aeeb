"""Families of a story: what it says comes out, what it does not know is still answered."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis import AnalysisError, Codebook, Story, neighbourhood

STORY = """
households: {newborn: 60, toddler: 40}
traits:
  child: {baby: [100, 0], walking: [0, 100]}
  goes: {"yes": 60, "no": 40}
questions:
  need: {sleep: [70, 20], limits: [5, 60], papers: 20}
  first: {sleep: 10, limits: 10, papers: 30}
rules:
  - {when: {child: walking}, says: {age: two}}
  - {when: {child: baby}, says: {age: zero}}
  - {when: {goes: "no"}, times: {need: {papers: 3}}}
writing: 50
texts:
  - {when: {need: sleep}, says: {more: "Exemple fictif : dormir."}}
"""
BOOK = """
variables:
  - {name: goes, type: select_one, role: barrier, categories: ["yes", "no"]}
  - {name: age, type: select_multiple, role: profile, categories: [zero, two]}
  - {name: need, type: select_multiple, role: need, max_selected: 2,
     categories: [sleep, limits, papers, other]}
  - {name: first, type: select_one, role: priority, categories: [sleep, limits, papers, other]}
  - {name: mood, type: scale, role: profile}
  - {name: count, type: integer, role: profile}
  - {name: more, type: text, role: text}
"""


@pytest.fixture(scope="module")
def book() -> Codebook:
    return Codebook.from_yaml(BOOK)


@pytest.fixture(scope="module")
def tale() -> Story:
    return Story.from_yaml(STORY)


def ticks(cells: pd.Series) -> pd.DataFrame:
    return cells.str.get_dummies(" ").astype(bool)


def test_shares_and_rules_come_out__ok(book, tale):
    found = neighbourhood(book, 4000, 0, story=tale)
    truth, needs = found.truth, ticks(found.truth["need"])
    newborn = truth["household"] == "newborn"
    assert newborn.mean() == pytest.approx(0.6, abs=0.03)
    assert (found.profiles == (~newborn).astype(int)).all()
    assert (truth["age"] == truth["child"].map({"baby": "zero", "walking": "two"})).all()
    # The limit of two ticks, and one tick at least, move shares a little.
    assert needs["sleep"][newborn].mean() == pytest.approx(0.7, abs=0.07)
    assert needs["limits"][~newborn].mean() == pytest.approx(0.6, abs=0.07)
    away = truth["goes"] == "no"
    assert needs["papers"][away].mean() > needs["papers"][~away].mean() + 0.12


def test_families_answer_the_truth_or_pass__ok(book, tale):
    found = neighbourhood(book, 500, 1, story=tale, missing=0.2)
    for name in found.table:
        said = found.table[name] != ""
        assert (found.table[name][said] == found.truth[name][said]).all(), name
        if name != "more":
            assert 0.1 < (~said).mean() < 0.5
    assert (found.truth[["goes", "age", "need", "mood", "count"]] != "").all(axis=None)


def test_truth_without_a_story_too__ok(book):
    found = neighbourhood(book, 500, 1)
    for name in found.table:
        said = found.table[name] != ""
        assert (found.table[name][said] == found.truth[name][said]).all(), name
    assert (found.truth["need"] != "").all()


def test_a_priority_is_among_the_needs_told__ok(book, tale):
    table = neighbourhood(book, 500, 2, story=tale).table
    for first, needs in zip(table["first"], table["need"], strict=True):
        assert not first or first in needs.split()


def test_unknown_questions_and_categories_are_answered_by_chance__ok(book, tale):
    table = neighbourhood(book, 1000, 3, story=tale).table
    assert 0.02 < ticks(table["need"])["other"].mean() < 0.9
    assert set(table["mood"]) == {"", "1", "2", "3"}


def test_writing_goes_with_the_answers__ok(book, tale):
    truth = neighbourhood(book, 1000, 4, story=tale, missing=0.0).truth
    written = truth["more"] != ""
    sleeping = ticks(truth["need"])["sleep"]
    assert sleeping[written].all()
    assert written[sleeping].mean() == pytest.approx(0.5, abs=0.08)


def test_a_story_of_other_questions_changes_nothing__ok(tale):
    book = Codebook.from_yaml("variables: [{name: x, type: select_multiple, role: need}]")
    with_story, without = neighbourhood(book, 60, 5, story=tale), neighbourhood(book, 60, 5)
    pd.testing.assert_frame_equal(with_story.table, without.table)
    assert (with_story.profiles == without.profiles).all()
    assert set(with_story.truth["goes"]) == {"yes", "no"}


def test_same_seed_same_families__ok(book, tale):
    one, two = (neighbourhood(book, 80, 7, story=tale) for _ in range(2))
    pd.testing.assert_frame_equal(one.truth, two.truth)
    pd.testing.assert_frame_equal(one.table, two.table)
    assert not one.table.equals(neighbourhood(book, 80, 8, story=tale).table)


def test_a_share_per_household_is_missing__error():
    with pytest.raises(AnalysisError, match="une par sorte de foyer"):
        Story.from_yaml("{households: {a: 1, b: 1}, traits: {x: {y: [1, 2, 3]}}}")
