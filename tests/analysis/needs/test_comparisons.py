"""Gaps and support: no sign told wrongly, « pas testé » where nothing was, the lack by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.codebook import Codebook
from analysis.disclosure import publish
from analysis.needs import gaps_section, lacking, unmet
from tests.analysis.made import is_told, rows_of, survey_of

NEED = {"name": "q", "type": "select_multiple", "role": "need", "categories": ["a", "b"]}
PMI = {
    "name": "p",
    "type": "select_one",
    "role": "barrier",
    "label": "La PMI",
    "categories": {"u": "j'y vais", "v": "je ne la connais pas", "w": "rarement"},
}
ONE = {
    "name": "b4",
    "type": "scale",
    "role": "profile",
    "label": "Je sais où aller",
    "categories": {"o": "oui", "p": "un peu", "n": "non"},
    "lacking": ["n"],
}
TWO = ONE | {"name": "b5", "label": "J'ai de l'aide"}


def book_of(*variables: dict) -> Codebook:
    return Codebook.from_dict({"variables": [NEED, *variables]})


def gaps_of(table: pd.DataFrame, book: Codebook) -> dict:
    survey = survey_of(table, book)
    return publish(gaps_section(survey))


def test_a_wide_gap_is_found_the_right_way_round__ok():
    table = rows_of(
        (40, {"q": "a b", "p": "u"}), (10, {"q": "b", "p": "u"}),
        (10, {"q": "a b", "p": "v"}), (50, {"q": "b", "p": "v"}),
    )  # fmt: skip
    section = gaps_of(table, book_of(PMI))
    first = section["items"][0]
    assert section["found"] == 1
    assert first["differs"]
    assert first["need"] == "a"
    assert "plus souvent nommé pour «\u202fj’y vais" in first["sentence"]


def test_small_groups_are_one__ok():
    table = rows_of(
        (60, {"q": "a", "p": "u"}), (8, {"q": "b", "p": "v"}), (7, {"q": "a", "p": "w"})
    )
    section = gaps_of(table, book_of(PMI))
    assert [g["name"] for g in section["groups"][0]["groups"]] == ["u", "autres"]


def test_nothing_to_compare_is_said_untested__ok():
    section = gaps_of(rows_of((60, {"q": "a", "p": "u"})), book_of(PMI))
    assert section["tested"] == 0
    assert section["message"].startswith("Pas testé")
    assert section["not_tested"]


def test_few_false_gaps_where_groups_are_alike__ok():
    rng = np.random.default_rng(1)
    found = 0
    for _ in range(40):
        named = np.where(rng.random(150) < 0.4, "a b", "b")
        table = pd.DataFrame({"q": named, "p": rng.choice(list("uvw"), 150)})
        found += gaps_of(table, book_of(PMI))["found"] > 0
    assert found <= 6


def test_who_lacks_support_by_hand__ok():
    table = rows_of(
        (1, {"q": "a", "b4": "n", "b5": "n"}), (1, {"q": "a", "b4": "n", "b5": "o"}),
        (1, {"q": "a", "b4": "o", "b5": "p"}), (1, {"q": "a", "b4": "", "b5": "n"}),
        (1, {"q": "a", "b4": "", "b5": ""}),
    )  # fmt: skip
    data = survey_of(table, book_of(ONE, TWO)).data
    lacks, judged = lacking([data.blocks["b4"], data.blocks["b5"]])
    assert lacks.tolist() == [True, True, False, True, False]
    assert judged.tolist() == [True, True, True, True, False]


def test_support_beside_a_need__ok():
    table = rows_of(
        (40, {"q": "a", "b4": "n"}), (10, {"q": "a", "b4": "o"}),
        (5, {"q": "b", "b4": "n"}), (55, {"q": "b", "b4": "o"}),
    )  # fmt: skip
    survey = survey_of(table, book_of(ONE))
    section, entries = publish(unmet(survey))
    assert is_told(section["cell"], 45, 110)
    assert is_told(entries[0]["cell"], 40, 50)
    assert is_told(entries[0]["others"], 5, 60)
    assert entries[0]["differs"]
    assert "plus souvent" in entries[0]["conclusion"]


@pytest.mark.parametrize("many", [5, 108])
def test_support_of_a_need_of_few_families_is_not_tested__ok(many):
    table = rows_of((many, {"q": "a", "b4": "n"}), (113 - many, {"q": "b", "b4": "o"}))
    _, entries = unmet(survey_of(table, book_of(ONE)))
    assert entries[0] is None


def test_a_need_whose_families_pass_over_support_is_not_tested__ok():
    """300 of 340 who name « a » say nothing of support: of the 40 others nothing is told of all."""
    table = rows_of(
        (40, {"q": "a", "b4": "n"}), (300, {"q": "a", "b4": ""}), (60, {"q": "b", "b4": "o"})
    )
    _, entries = unmet(survey_of(table, book_of(ONE)))
    assert entries == [None, None]


def test_no_question_of_support__ok():
    assert unmet(survey_of(rows_of((40, {"q": "a"})), book_of()))[0] is None
