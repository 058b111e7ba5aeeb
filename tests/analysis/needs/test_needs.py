"""Needs: counted by question and answer, on the base of each item; ordered no further than told."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from pydantic import TypeAdapter

from analysis.codebook import Codebook
from analysis.disclosure import Share, Told, publish
from analysis.errors import AnalysisError
from analysis.model import Need
from analysis.needs import needs_section
from analysis.report import needs_title
from tests.analysis.made import is_told, rows_of, survey_of


def book_of(*variables: dict) -> Codebook:
    return Codebook.from_dict({"variables": list(variables)})


def told(table: pd.DataFrame, book: Codebook) -> dict:
    survey = survey_of(table, book)
    return publish(needs_section(survey, [None] * len(survey.domains)))


def cells(table: pd.DataFrame, book: Codebook) -> dict[str, dict]:
    return {d["name"]: d["cell"] for d in told(table, book)["domains"]}


def yes_no(name: str, domain: str) -> dict:
    return {
        "name": name,
        "type": "select_one",
        "role": "need",
        "categories": ["oui", "non"],
        "domains": {"oui": [domain]},
    }


def test_two_yes_no_questions_keep_their_own_need__ok():
    table = rows_of((90, {"a": "oui", "b": "non"}), (30, {"a": "non", "b": "oui"}))
    found = cells(table, book_of(yes_no("a", "sommeil"), yes_no("b", "repas")))
    assert is_told(found["sommeil"], 90, 120)
    assert is_told(found["repas"], 30, 120)


def test_a_battery_of_sixty_items_keeps_each_share__ok():
    rng = np.random.default_rng(0)
    shares = np.linspace(0.1, 0.9, 60)
    answers = np.where(rng.random((200, 60)) < shares, "oui", "non")
    table = pd.DataFrame(answers, columns=[f"q{at}" for at in range(60)])
    found = cells(table, book_of(*(yes_no(f"q{at}", f"d{at}") for at in range(60))))
    for at in range(60):
        assert is_told(found[f"d{at}"], int((answers[:, at] == "oui").sum()), 200)


def test_each_item_of_a_battery_has_its_own_base__ok():
    table = rows_of((60, {"a": "oui", "b": ""}), (20, {"a": "non", "b": ""}), (40, {"b": "oui"}))
    found = cells(table, book_of(yes_no("a", "sommeil"), yes_no("b", "repas")))
    assert is_told(found["sommeil"], 60, 80)


def test_a_blank_beside_an_answered_column_is_no_no__ok():
    table = rows_of(
        (60, {"q/a": "1", "q/b": "0"}),
        (20, {"q/a": "0", "q/b": "1"}),
        (40, {"q/a": "", "q/b": "1"}),
    )
    book = book_of({"name": "q", "type": "select_multiple", "role": "need"})
    assert is_told(cells(table, book)["a"], 60, 80)


def test_rows_of_zeros_are_no_answer_and_said__ok():
    table = rows_of((80, {"q/a": "1", "q/b": "0"}), (40, {"q/a": "0", "q/b": "0"}))
    book = book_of({"name": "q", "type": "select_multiple", "role": "need"})
    survey = survey_of(table, book)
    assert is_told(publish(survey.need(survey.domains[0])), 80, 80)
    assert any("sans aucun choix coché" in text for text in survey.data.warnings)


def test_a_domain_code_that_matches_nothing__error():
    need = {"name": "q", "type": "select_multiple", "role": "need", "domains": {"z": ["sommeil"]}}
    table = rows_of((40, {"q": "a"}))
    with pytest.raises(AnalysisError, match="que personne n'a données"):
        told(table, book_of(need))


def test_a_need_that_nearly_all_name_is_the_one_called_first__ok():
    table = rows_of((11, {"q": "a b"}), (17, {"q": "a"}), (6, {"q": "b"}), (6, {"q": "c"}))
    book = book_of({"name": "q", "type": "select_multiple", "role": "need"})
    section = told(table, book)
    assert section["order"]["first"] == ["a"]
    domains = TypeAdapter(list[Need]).validate_python(section["domains"])
    assert needs_title(domains, ["a"]).startswith("Le besoin le plus nommé")


def test_what_rounding_could_turn_is_never_called_first__ok():
    for seed in range(40):
        table = rows_of((30, {"q": "a"}), (29, {"q": "b"}), (5, {"q": "c"}))
        book = book_of({"name": "q", "type": "select_multiple", "role": "need"})
        survey = survey_of(table, book, bytes([seed]))
        section = publish(needs_section(survey, [None] * 3))
        assert {"a", "b"} <= set(section["order"]["first"])


def test_a_share_knows_rounding_and_sample__ok():
    exact = Share(Told(30), Told(60), 60)
    low, high = exact.interval
    assert 0.36 < low < 0.4
    assert 0.6 < high < 0.64


def test_nobody_asked_about_needs__ok():
    book = book_of({"name": "p", "type": "select_one", "role": "profile"})
    assert told(rows_of((30, {"p": "x"})), book)["domains"] == []
