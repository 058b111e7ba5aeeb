"""Invented families for demonstrations and tests: each passes the rules that real ones pass."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Protocol

from analysis import Codebook, neighbourhood
from diagnosis.dataset.source import Source
from diagnosis.dataset.tables import COLUMNS, analysing, codebook_of
from diagnosis.expressions import compiled, holds
from diagnosis.model import Campaign, DiagnosisError, Outcome, Response
from diagnosis.questionnaire import Question, Questionnaire, Rules

BLOCK = 500
WEEKS = 6
# Each next language, channel or sector is that much rarer than the one before.
RARER = {"language": 0.55, "channel": 0.6, "sector": 0.78}
HELPED = {"phone": 0.03, "kiosk": 0.2, "street": 0.45, "workshop": 0.35, "paper": 0.3}
Progress = Callable[[int], None]
Raw = dict[str, Any]


class Simulated(Source, Protocol):
    """What a simulation reads of a running instance besides."""

    def rules(self, questionnaire: str, version: str) -> Rules | None:
        """Give the compiled rules of a questionnaire version."""
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
    before = instance.store.count_responses(campaign.name)
    stored, block = 0, []
    for response in _families(instance, campaign, n, seed + before):
        block.append(response)
        if len(block) == BLOCK or stored + len(block) == n:
            outcomes = instance.store.add_responses(block)
            stored, block = stored + outcomes.count(Outcome.CREATED), []
            if progress:
                progress(stored)
    return stored


def _families(instance: Simulated, campaign: Campaign, n: int, seed: int) -> Iterator[Response]:
    questionnaire = instance.questionnaire(campaign)
    rules = instance.rules(campaign.questionnaire, campaign.version) or Rules(questionnaire)
    # The campaign is in the seed: a response has the same id in no other one.
    rng = random.Random(f"{campaign.name}/{seed}")  # noqa: S311 - invented families, not secrets
    weeks = _weeks(instance.today())
    trees = {q.name: q.condition("relevant") for q in questionnaire.questions}
    conditions = {name: compiled(tree) if tree else None for name, tree in trees.items()}
    with analysing():
        families = neighbourhood(
            _asked(questionnaire),
            n,
            seed,
            relevant=lambda name, said: holds(conditions[name], dict(said)),
        )
    planted = [int(profile) for profile in families.profiles]
    for line, profile in zip(families.table.to_dict("records"), planted, strict=True):
        language = _rarer(campaign.languages, RARER["language"], rng)
        raw = {str(name): str(value).split() for name, value in line.items()}
        raw |= {q.name: [str(line[q.name])] for q in questionnaire.questions if _is_text(q, line)}
        shown = _lived(questionnaire, raw, profile, language, rng)
        channel = _rarer(campaign.channels, RARER["channel"], rng)
        yield Response(
            str(uuid.UUID(int=rng.getrandbits(128), version=4)),
            campaign.name,
            campaign.version,
            language,
            channel,
            rng.random() < HELPED.get(channel, 0.1),
            rng.choice(weeks),
            rules.check(raw).answers,
            rules.shown(shown),
        )


def _asked(questionnaire: Questionnaire) -> Codebook:
    book = codebook_of(questionnaire)
    return Codebook([v for v in book.variables if v.name not in COLUMNS], book.title)


def _is_text(question: Question, line: Mapping[Any, Any]) -> bool:
    return question.type == "text" and question.name in line


def _weeks(today: date) -> list[str]:
    days = [(today - timedelta(weeks=back)).isocalendar() for back in range(WEEKS)]
    return [f"{year}-W{week:02d}" for year, week, _ in days]


def _lived(
    questionnaire: Questionnaire, raw: Raw, profile: int, language: str, rng: random.Random
) -> dict[str, list[str]]:
    """Correct what no questionnaire says: where families live, their language, the cards seen."""
    shown: dict[str, list[str]] = {}
    for question in questionnaire.questions:
        name, answered = question.name, raw.get(question.name)
        if question.draw:
            shown[name] = _cards(question, raw, rng)
        if not answered:
            continue
        names = [choice.name for choice in question.choices]
        if question.role == "sector":
            # Profiles live a little apart, so that the need map has something to say.
            start = profile % min(3, len(names))
            raw[name] = [_rarer([*names[start:], *names[:start]], RARER["sector"], rng)]
        elif question.use == "language":
            raw[name] = [language] if language in names else answered[:1]
        elif question.draw:
            raw[name] = _tried(answered, shown[name], question.max_selected or 3, rng)
    return shown


def _cards(question: Question, raw: Raw, rng: random.Random) -> list[str]:
    """Draw the cards as the browser does: those of the needs named, then some at random."""
    draw = question.draw
    if draw is None:
        return []
    needs = set(raw.get(draw.by) or ())
    choices = rng.sample(question.choices, len(question.choices))
    choices.sort(key=lambda choice: -len(needs.intersection(choice.domains)))
    fitting = [c.name for c in choices if needs.intersection(c.domains)][: draw.cards]
    others = [c.name for c in choices if c.name not in fitting]
    wanted = draw.random if needs else draw.random + draw.cards
    kept = fitting + rng.sample(others, min(wanted, len(others)))
    rng.shuffle(kept)
    return kept


def _tried(
    answered: Sequence[str], cards: Sequence[str], most: int, rng: random.Random
) -> list[str]:
    kept = [name for name in answered if name in cards]
    return kept or rng.sample(list(cards), min(rng.randint(1, most), len(cards)))


def _rarer(names: Sequence[str], rate: float, rng: random.Random) -> str:
    return rng.choices(names, [rate**at for at in range(len(names))])[0]
