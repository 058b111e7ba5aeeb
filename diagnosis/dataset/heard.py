"""Whom a campaign has heard, beside who lives there: from the told numbers of a state alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from analysis.model import Answer, Cell, Report
from analysis.model import Question as Told
from diagnosis.dataset.settings import settings_of
from diagnosis.dataset.source import Source
from diagnosis.model import Campaign
from diagnosis.questionnaire import Questionnaire, asked_after

Away = Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Beside:
    """One answer as told, beside the share of the neighbourhood (0 to 1) that the team entered."""

    question: Told
    answer: Answer
    known: float

    @property
    def is_missed(self) -> bool:
        """Whether these families are heard too little, whatever chance and rounding did."""
        return self.answer.cell.high < self.known

    @property
    def gap(self) -> float:
        """Points of 1 that lack."""
        return self.known - self.answer.cell.share


@dataclass(frozen=True)
class NonUsers:
    """Families that do not come, as told, and the question that says so."""

    question: Told
    cell: Cell


@dataclass(frozen=True)
class Stop:
    """``gone`` families, as told, had sent before a question that is asked of everybody."""

    label: str
    gone: int


def beside_margins(report: Report) -> list[Beside]:
    """Answers whose share the team entered, question by question, as the state weighted by them."""
    weighting = report.method.weighting or {}
    known = {
        margin["variable"]: {one["name"]: float(one["share"]) for one in margin["categories"]}
        for margin in weighting.get("margins", ())
    }
    return [
        Beside(question, answer, known[question.name][answer.name])
        for question in report.participation.variables
        for answer in question.categories
        if answer.name in known.get(question.name, ())
    ]


def missed(report: Report) -> list[Beside]:
    """Those heard too little, the widest gap first."""
    return sorted(
        (one for one in beside_margins(report) if one.is_missed), key=lambda one: -one.gap
    )


def away_answers(instance: Source, campaign: Campaign) -> Away:
    """By question, the answers that say that a family does not come.

    They are those that the team ticked, or else those that lead to the question of why.
    """
    ticked = settings_of(instance.store, campaign.name).limits.get("non_users")
    if ticked:
        return {question: frozenset(names) for question, names in ticked.items()}
    return _leading_to_why(instance.questionnaire(campaign))


def non_users(report: Report, away: Away) -> NonUsers | None:
    """Families that do not come; None where the told answers do not add up to it."""
    if len(away) != 1:
        return None
    (name, choices), *_ = away.items()
    told = next((one for one in report.participation.variables if one.name == name), None)
    if told is None or told.type != "select_one":
        return None
    inside = [one.cell for one in told.categories if one.name in choices]
    others = [one.cell for one in told.categories if one.name not in choices]
    if len(inside) == 1:
        return NonUsers(told, inside[0])
    return NonUsers(told, _rest_of(others[0])) if len(others) == 1 else None


def stops(report: Report, questionnaire: Questionnaire) -> list[Stop]:
    """How many had sent before each question after the pause; none without a pause."""
    if not questionnaire.pause:
        return []
    told = {one.name: one for one in report.participation.variables}
    later = questionnaire.questions[len(questionnaire.core) :]
    met = [told[one.name] for one in later if one.name in told and not one.relevant]
    return [Stop(one.label, one.not_asked) for one in met]


def _rest_of(cell: Cell) -> Cell:
    return Cell(cell.N - cell.n, cell.N, 1 - cell.share, 1 - cell.high, 1 - cell.low)


def _leading_to_why(questionnaire: Questionnaire) -> Away:
    whys = (one for one in questionnaire.questions if one.role == "barrier")
    led = (asked_after(questionnaire, why) for why in whys)
    return {
        one.name: frozenset(choice.name for choice in leading) for one, leading in filter(None, led)
    }
