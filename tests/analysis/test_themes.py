"""Themes, evidence and programme, by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis import (
    AnalysisError,
    Audience,
    Codebook,
    Evidence,
    Limits,
    SessionVotes,
    Theme,
    WorkshopOutcome,
    diagnose,
)
from analysis.themes import Proof

BOOK = Codebook.from_yaml("""
variables:
  - {name: who, type: select_one, role: profile, categories: [mum, dad]}
  - {name: need, type: select_multiple, role: need, categories: [a, b, c]}
  - {name: pick, type: select_multiple, role: preference, categories: [t1, t2, t3]}
  - {name: when, type: select_multiple, role: preference, use: slot, categories: [am, pm]}
""")
THEMES = [
    Theme("t1", "Un", ("a",)),
    Theme("t2", "Deux", ("b",), audiences=("D",)),
    Theme("t3", "Trois", ("c",)),
]
AUDIENCES = {"D": Audience("D", "Pères", {"who": ["dad"]})}
TABLE = pd.DataFrame(
    {
        "who": ["mum"] * 60 + ["dad"] * 60,
        "need": ["a"] * 49 + ["b"] * 41 + ["c"] * 30,
        "pick": ["t1"] * 20 + [""] * 70 + ["t1"] * 15 + [""] * 15,
        "when": ["am"] * 30 + ["pm"] * 90,
    }
)


def themes(evidence: Evidence | None = None) -> dict[str, dict]:
    report = diagnose(TABLE, BOOK, themes=THEMES, audiences=AUDIENCES, evidence=evidence).to_dict()
    return {item["name"]: item for item in report["themes"]["items"]}


def test_answered_families_by_hand__ok():
    found = themes()
    # 120 families can be judged; t1: 49 need a, 15 more ticked it; t2: fathers who need b.
    assert (found["t1"]["cell"]["n"], found["t1"]["cell"]["N"]) == (64, 120)
    assert found["t2"]["cell"]["n"] == 30
    assert found["t3"]["cell"]["n"] == 30
    assert found["t1"]["why"]["needs"][0]["cell"]["n"] == 49
    assert found["t1"]["why"]["ticked"]["n"] == 35
    assert found["t1"]["score"] == pytest.approx(64 / 120, abs=1e-3)
    assert [found[t]["rank"] for t in ("t1", "t2", "t3")] == [1, 2, 3]


def test_votes_by_hand__ok():
    evidence = Evidence((SessionVotes(20, {"t3": 14}, ("t3",)),))
    item = themes(evidence)["t3"]
    assert item["score"] == pytest.approx((20 * 30 / 120 + 14) / 40, abs=1e-3)
    assert item["evidence"]["weight"] == 0.5
    assert (item["rank_survey"], item["rank"], item["move"]) == (3, 2, 1)


def test_three_votes_can_move_a_theme_and_are_not_told__ok():
    evidence = Evidence((SessionVotes(4, {"t3": 3, "t2": 0}, ("t3", "t2")),) * 2)
    item = themes(evidence)["t3"]
    assert item["move"] == 1
    assert item["evidence"]["votes"] is None
    assert item["evidence"]["participants"] is None
    assert item["evidence"]["weight"] > 0


def test_a_held_workshop_changes_the_score__ok():
    evidence = Evidence((), (WorkshopOutcome("t1", 20, 0, 4, 16),))
    item = themes(evidence)["t1"]
    useful = (10 * 0.7 + 2) / 30
    assert item["evidence"]["usefulness"] == pytest.approx(useful)
    assert item["score"] == pytest.approx(64 / 120 * useful / 0.7, abs=1e-3)
    assert item["rank"] == 3


def test_no_evidence_changes_nothing__ok():
    proof = Proof(0, 0, 0, 0, 0, 0.0)
    assert proof.posterior(0.3) == 0.3
    assert proof.factor == 1.0


def test_unknown_audience__error():
    with pytest.raises(AnalysisError, match="public « Z »"):
        diagnose(TABLE, BOOK, themes=[Theme("t", "T", ("a",), audiences=("Z",))])


def test_programme_by_hand__ok():
    report = diagnose(TABLE, BOOK, themes=THEMES, audiences=AUDIENCES, sessions=2).to_dict()
    first, second = report["programme"]["sessions"]
    assert (first["theme"], first["adds"]["n"], first["covered"]["n"]) == ("t1", 64, 64)
    assert (second["theme"], second["adds"]["n"], second["covered"]["n"]) == ("t2", 30, 94)
    assert [entry["name"] for entry in second["slot"]] == ["pm"]


def test_votes_change_the_programme__ok():
    evidence = Evidence((SessionVotes(40, {"t2": 0, "t3": 36}, ("t2", "t3")),))
    chosen = diagnose(
        TABLE, BOOK, themes=THEMES, audiences=AUDIENCES, sessions=2, evidence=evidence
    ).to_dict()["programme"]["sessions"]
    assert {session["theme"] for session in chosen} == {"t1", "t3"}


def test_negative_votes__error():
    with pytest.raises(AnalysisError, match="négatif"):
        SessionVotes(-1, {}, ())


def limited(limits: Limits, table: pd.DataFrame = TABLE) -> dict[str, dict]:
    report = diagnose(table, BOOK, themes=THEMES, audiences=AUDIENCES, limits=limits).to_dict()
    return {item["name"]: item for item in report["themes"]["items"]}


def test_who_could_come_stands_beside_who_is_answered__ok():
    found = limited(Limits(slots=("pm",)))
    # Of the 64 families that t1 answers, the first 30 can come in the morning only.
    assert (found["t1"]["cell"]["n"], found["t1"]["coming"]["n"]) == (64, 34)
    assert found["t1"]["score"] == pytest.approx(34 / 120, abs=1e-3)
    assert found["t3"]["coming"]["n"] == 30
    assert all(item["coming"] is None for item in themes().values())


def test_few_who_cannot_come_are_not_told__ok():
    table = TABLE.assign(when=["am"] * 5 + ["pm"] * 115)
    found = limited(Limits(slots=("pm",)), table)
    assert found["t1"]["coming"]["hidden"]
    # The score says no more than the count of all families answered.
    assert found["t1"]["score"] == pytest.approx(64 / 120, abs=1e-3)


def test_a_moment_nearly_filled_by_a_theme_is_not_told__ok():
    table = TABLE.assign(when=["am"] * 54 + ["pm"] * 66)
    assert limited(Limits(slots=("am",)), table)["t1"]["coming"]["hidden"]


def test_needs_without_a_theme_are_listed__ok():
    report = diagnose(TABLE, BOOK, themes=THEMES[:1], audiences=AUDIENCES).to_dict()
    left = report["themes"]["unanswered"]
    assert [(need["name"], need["cell"]["n"]) for need in left] == [("b", 41), ("c", 30)]
    assert diagnose(TABLE, BOOK).to_dict()["themes"]["unanswered"] == []


def test_an_answer_named_like_a_theme_is_no_tick__ok():
    table = TABLE.assign(how=["t1"] * 120)
    book = Codebook.from_yaml("""
variables:
  - {name: who, type: select_one, role: profile, categories: [mum, dad]}
  - {name: need, type: select_multiple, role: need, categories: [a, b, c]}
  - {name: pick, type: select_multiple, role: preference, categories: [t1, t2, t3]}
  - {name: how, type: select_multiple, role: preference, categories: [t1, x, y, z, w]}
""")
    report = diagnose(table.drop(columns="when"), book, themes=THEMES, audiences=AUDIENCES)
    found = {item["name"]: item for item in report.to_dict()["themes"]["items"]}
    assert found["t1"]["cell"]["n"] == 64


def test_first_places_and_their_excess_are_said__ok():
    report = diagnose(TABLE, BOOK, themes=THEMES, audiences=AUDIENCES).to_dict()["themes"]
    assert report["items"][0]["steadiness"].startswith("Dans les 5 premiers dans 100")
    assert "2 points" in report["cautions"][0]


def test_each_family_and_each_voter_once__ok():
    votes = (SessionVotes(20, {"t3": 14}, ("t3",)),)
    item = themes(Evidence(votes, survey_people=120))["t3"]
    assert item["score"] == pytest.approx((30 + 14) / (120 + 20), abs=1e-3)
    assert item["evidence"]["weight"] == round(20 / 140, 2)


def test_a_survey_that_weighs_nothing__error():
    with pytest.raises(AnalysisError, match="survey_people"):
        Evidence(survey_people=0)
