"""Invented families for demonstrations and tests: each passes the rules that real ones pass.

Who they are is written in ``story.yaml``, in shares that no source gives.
"""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from analysis import Codebook, Population, Story, neighbourhood
from diagnosis.dataset.cards import Publics, cards_of, picked, publics_of
from diagnosis.dataset.errors import analysing
from diagnosis.dataset.source import Source
from diagnosis.dataset.tables import COLUMNS, codebook_of
from diagnosis.model import Campaign, DiagnosisError, Outcome, Response
from diagnosis.questionnaire import Question, Questionnaire, Rules, compiled, holds

BLOCK = 500
WEEKS = 6
# Each next sector is that much rarer than the one before, where the story knows none.
RARER = 0.78
STORY = Path(__file__).with_name("story.yaml")
Progress = Callable[[int], None]
Raw = dict[str, Any]


class Simulated(Source, Protocol):
    """What a simulation reads of a running instance besides."""

    def rules(self, questionnaire: str, version: str) -> Rules | None:
        """Compiled rules of a questionnaire version."""
        ...


def simulate(
    instance: Simulated,
    campaign: Campaign,
    n: int,
    seed: int = 0,
    progress: Progress | None = None,
) -> int:
    """Store invented families in a campaign that is declared fictitious.

    Parameters
    ----------
    instance, campaign : where they answer.
    n : how many.
    seed : the same one on the same store invents the same families.
    progress : called with the number stored so far.

    Returns
    -------
    int
        How many were stored.

    Raises
    ------
    DiagnosisError
        The campaign is a real one: invented families would be taken for real ones.
    """
    if not campaign.fictitious:
        raise DiagnosisError(
            f"La campagne « {campaign.name} » est réelle. "
            "Simulez des familles dans une campagne déclarée fictive."
        )
    before = instance.store.count_responses(campaign.name, apart=None)
    stored, block = 0, []
    for response in _families(instance, campaign, n, seed + before):
        block.append(response)
        if len(block) == BLOCK or stored + len(block) == n:
            outcomes = instance.store.add_responses(block)
            stored, block = stored + outcomes.count(Outcome.CREATED), []
            if progress:
                progress(stored)
    return stored


@cache
def story() -> Story:
    """Read who the families of the demonstration are."""
    return Story.from_yaml(STORY)


def population_of(questionnaire: Questionnaire, n: int, seed: int) -> Population:
    """Invent the answers of families to a questionnaire, and the truth behind them.

    Which workshops they would try is no part of the truth: it depends on the cards they see.
    """
    trees = {q.name: q.condition("relevant") for q in questionnaire.questions}
    conditions = {name: compiled(tree) if tree else None for name, tree in trees.items()}
    drawn = [question.name for question in questionnaire.questions if question.draw]
    with analysing():
        families = neighbourhood(
            _asked(questionnaire),
            n,
            seed,
            relevant=lambda name, said: holds(conditions[name], dict(said)),
            story=story(),
        )
    return families._replace(truth=families.truth.drop(columns=drawn))


def _families(instance: Simulated, campaign: Campaign, n: int, seed: int) -> Iterator[Response]:
    questionnaire = instance.questionnaire(campaign)
    rules = instance.rules(campaign.questionnaire, campaign.version) or Rules(questionnaire)
    # The campaign is in the seed: a response has the same id in no other one.
    rng = random.Random(f"{campaign.name}/{seed}")  # noqa: S311 - invented families, not secrets
    weeks = _weeks(instance.today())
    families = population_of(questionnaire, n, seed)
    publics = publics_of(instance.library_of(campaign))
    lines, lives = families.table.to_dict("records"), families.truth.to_dict("records")
    for line, life, profile in zip(lines, lives, map(int, families.profiles), strict=True):
        raw = {str(name): str(value).split() for name, value in line.items()}
        raw |= {q.name: [str(line[q.name])] for q in questionnaire.questions if _is_text(q, line)}
        shown = _lived(questionnaire, raw, profile, publics, rng)
        yield Response(
            str(uuid.UUID(int=rng.getrandbits(128), version=4)),
            campaign.name,
            campaign.version,
            _offered(str(life["language"]), campaign.languages),
            _offered(str(life["channel"]), campaign.channels),
            life["assisted"] == "oui",
            rng.choice(weeks),
            rules.check(raw).answers,
            rules.shown(shown),
        )


def _offered(name: str, names: Sequence[str]) -> str:
    """A language or a channel of the campaign: who speaks another language reads the first."""
    return name if name in names else names[0]


def _asked(questionnaire: Questionnaire) -> Codebook:
    book = codebook_of(questionnaire)
    return Codebook([v for v in book.variables if v.name not in COLUMNS], book.title)


def _is_text(question: Question, line: Mapping[Any, Any]) -> bool:
    return question.type == "text" and question.name in line


def _weeks(today: date) -> list[str]:
    days = [(today - timedelta(weeks=back)).isocalendar() for back in range(WEEKS)]
    return [f"{year}-W{week:02d}" for year, week, _ in days]


def _lived(
    questionnaire: Questionnaire, raw: Raw, profile: int, publics: Publics, rng: random.Random
) -> dict[str, list[str]]:
    """Correct what the story does not know: sectors of elsewhere, the cards seen and picked."""
    shown: dict[str, list[str]] = {}
    asked_first = [q.name for q in questionnaire.questions if q.role == "priority"]
    first = {need for name in asked_first for need in raw.get(name) or ()}
    for question in questionnaire.questions:
        name, answered = question.name, raw.get(question.name)
        if question.draw:
            shown[name] = cards_of(question, raw, rng)
        if not answered:
            continue
        names = [choice.name for choice in question.choices]
        if question.role == "sector" and not set(names) & set(story().shares(name)):
            # Profiles live a little apart, so that the need map has something to say.
            start = profile % min(3, len(names))
            raw[name] = [_rarer([*names[start:], *names[:start]], rng)]
        elif question.draw:
            raw[name] = picked(question, raw, first, shown[name], publics, rng)
    return shown


def _rarer(names: Sequence[str], rng: random.Random) -> str:
    return rng.choices(names, [RARER**at for at in range(len(names))])[0]
