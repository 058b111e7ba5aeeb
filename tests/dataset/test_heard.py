"""Whom a campaign has heard: told numbers beside the shares of the neighbourhood."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest

from analysis.model import Answer, Cell, Question, Report
from diagnosis.dataset.heard import away_answers, beside_margins, missed, non_users, stops
from diagnosis.instance import Instance
from diagnosis.model import Campaign


def report(*questions: Question, margins: dict[str, dict[str, float]] | None = None) -> Report:
    weighting = {
        "margins": [
            {"variable": name, "categories": [{"name": n, "share": s} for n, s in shares.items()]}
            for name, shares in (margins or {}).items()
        ]
    }
    method = SimpleNamespace(weighting=weighting if margins else None)
    told = SimpleNamespace(
        method=method, participation=SimpleNamespace(variables=list(questions), n=60)
    )
    return cast(Report, told)


def question(name: str, shares: dict[str, tuple[int, float, float]], **changes: Any) -> Question:
    """A question of 50 families: told count, low and high by answer."""
    cells = {n: Cell(count, 50, count / 50, low, high) for n, (count, low, high) in shares.items()}
    answers = [Answer(name, name, cell) for name, cell in cells.items()]
    return Question(name, name, "profile", changes.pop("type", "select_one"), 0, answers, **changes)


WHERE = question("A5", {"west": (10, 0.08, 0.35), "north": (40, 0.65, 0.92)})
COMES = {"y_va": (30, 0.44, 0.76), "connait": (5, 0.01, 0.23), "connait_pas": (15, 0.17, 0.46)}
PMI = question("C1", COMES)


def test_only_those_surely_heard_too_little_are_missed__ok() -> None:
    for known, names in ((0.6, ["west"]), (0.36, ["west"]), (0.35, []), (0.1, [])):
        found = report(WHERE, PMI, margins={"A5": {"west": known, "north": 1 - known}})
        assert [one.answer.name for one in missed(found)] == names
        assert [one.question.name for one in beside_margins(found)] == ["A5", "A5"]


def test_the_widest_gap_comes_first__ok() -> None:
    margins = {"A5": {"west": 0.5}, "C1": {"connait": 0.9}}
    found = report(WHERE, PMI, margins=margins)
    assert [one.answer.name for one in missed(found)] == ["connait", "west"]


def test_without_margins_nothing_is_said__ok() -> None:
    assert beside_margins(report(WHERE)) == missed(report(WHERE)) == []


@pytest.mark.parametrize(
    ("away", "told"),
    [
        ({"C1": frozenset({"connait", "connait_pas"})}, 20),
        ({"C1": frozenset({"connait"})}, 5),
        ({"C1": frozenset({"y_va", "connait", "connait_pas"})}, None),
        ({"C1": frozenset({"x"})}, None),
        ({"none": frozenset({"x"})}, None),
        ({}, None),
        ({"C1": frozenset({"connait"}), "A5": frozenset({"west"})}, None),
    ],
)
def test_who_does_not_come_is_told_where_one_told_answer_says_it__ok(
    away: dict[str, frozenset[str]], told: int | None
) -> None:
    found = non_users(report(WHERE, PMI), away)
    assert (found.cell.n if found else None) == told
    if told == 20 and found:
        assert found.cell == Cell(20, 50, 0.4, pytest.approx(0.24), pytest.approx(0.56))


def test_several_answers_are_no_partition__error() -> None:
    several = question("C1", {"y_va": (30, 0.4, 0.7), "non": (5, 0.0, 0.2)}, type="select_multiple")
    assert non_users(report(several), {"C1": frozenset({"non"})}) is None


def test_the_answers_that_lead_to_why_are_those_who_do_not_come__ok(
    instance: Instance, campaign: Campaign
) -> None:
    assert away_answers(instance, campaign) == {"C1": {"connait", "connait_pas"}}
    kept = {"limits": {"non_users": {"C1": ["connait_pas"]}}}
    instance.store.put(f"analysis:{campaign.name}", kept)
    assert away_answers(instance, campaign) == {"C1": {"connait_pas"}}


def test_stops_are_told_of_what_everybody_is_asked_after_the_pause__ok(
    instance: Instance, campaign: Campaign
) -> None:
    asked = instance.questionnaire(campaign)
    gone = {"A5": 0, "A3": 15, "C3": 40, "D6": 20}
    told = [question(name, {}, not_asked=count) for name, count in gone.items()]
    found = stops(report(*told), asked)
    # C3 is asked of those alone who do not go to the PMI; A5 before the pause.
    assert [(one.label, one.gone) for one in found] == [("A3", 15), ("D6", 20)]
    assert stops(report(*told), instance.library.questionnaires["express"]) == []
