"""A story: who lives in an invented neighbourhood, and what follows from it for their answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from ..arrays import Bools, Floats
from ..codebook import Variable
from ..errors import AnalysisError
from ..yaml_text import read_yaml
from .replies import Cells, gave

# Answer to its share in percent, one per kind of household.
Shares = Mapping[str, tuple[float, ...]]
HOUSEHOLD = "household"
TYPES = ("select_one", "select_multiple", "scale", "text")


class Rule(NamedTuple):
    """Of families that gave all these answers: answers as many times likelier, or certain."""

    when: Mapping[str, frozenset[str]]
    times: Mapping[str, Mapping[str, float]]
    says: Mapping[str, str]

    def holds(self, columns: Mapping[str, Cells], n: int) -> Bools:
        """Mask of the families whose answers so far meet the rule."""
        held = np.ones(n, dtype=bool)
        for name, wanted in self.when.items():
            # Of a question that is not asked, nobody is known to meet the rule.
            held &= gave(columns.get(name, np.full(n, "")), wanted)
        return held


@dataclass(frozen=True)
class Story:
    """Kinds of households, the shares of their answers, and rules that move these shares.

    Parameters
    ----------
    households : mapping of str to float
        Kind of household to its share of the neighbourhood, in percent.
    traits : mapping
        What is drawn first, asked or not: one answer each, in this order.
    questions : mapping
        Answers to questions, drawn only when these are asked.
    rules : sequence of Rule
        ``times`` multiplies the odds of an answer; ``says`` sets it.
    texts : sequence of Rule
        Sentences that a family whose answers meet ``when`` may write; ``says`` holds them.
    writing : float
        Share of families that write something, in percent.

    Examples
    --------
    >>> story = Story.from_yaml('''
    ... households: {newborn: 60, toddler: 40}
    ... traits: {goes: {yes: [70, 40], no: [30, 60]}}
    ... questions: {need: {sleep: [60, 30], limits: [5, 50]}}
    ... rules: [{when: {goes: no}, times: {need: {sleep: 2}}}]
    ... ''')
    >>> story.questions["need"]["sleep"]
    (60.0, 30.0)
    """

    households: Mapping[str, float]
    traits: Mapping[str, Shares]
    questions: Mapping[str, Shares]
    rules: Sequence[Rule] = ()
    texts: Sequence[Rule] = ()
    writing: float = 0.0

    @classmethod
    def from_yaml(cls, source: str | Path) -> Story:
        """Read a story; shares are one number for all, or a list of one per kind of household.

        Raises
        ------
        AnalysisError
            When it cannot be read, or a list has not one number per kind of household.
        """
        body = read_yaml(source, "Le récit")
        households = {name: float(share) for name, share in body["households"].items()}
        many = len(households)
        return cls(
            households,
            _shares(body.get("traits", {}), many),
            _shares(body.get("questions", {}), many),
            [_rule(entry) for entry in body.get("rules", ())],
            [_rule(entry) for entry in body.get("texts", ())],
            float(body.get("writing", 0)),
        )

    def knows(self, variable: Variable) -> bool:
        """Whether the story answers a question: it has its name and one of its categories."""
        if variable.type not in TYPES:
            return False
        if variable.type == "text":
            return any(variable.name in text.says for text in self.texts)
        said = {rule.says[variable.name] for rule in self.rules if variable.name in rule.says}
        names = {name for answer in said for name in answer.split()}
        names |= set(self.shares(variable.name))
        return not names.isdisjoint(variable.categories)

    def shares(self, name: str) -> Shares:
        """Shares of the answers to a question, before any rule."""
        return self.traits.get(name) or self.questions.get(name) or {}


def _shares(body: Mapping[str, Mapping[str, Any]], many: int) -> dict[str, Shares]:
    return {
        name: {answer: _per_household(name, share, many) for answer, share in answers.items()}
        for name, answers in body.items()
    }


def _per_household(name: str, share: Any, many: int) -> tuple[float, ...]:
    numbers = tuple(map(float, share)) if isinstance(share, list) else (float(share),) * many
    if len(numbers) != many:
        raise AnalysisError(
            f"Le récit donne {len(numbers)} parts pour une réponse à « {name} ». "
            f"En écrire une seule, ou {many} : une par sorte de foyer."
        )
    return numbers


def _rule(entry: Mapping[str, Any]) -> Rule:
    when = {
        name: frozenset([wanted] if isinstance(wanted, str) else wanted)
        for name, wanted in entry.get("when", {}).items()
    }
    times = {
        name: {answer: float(number) for answer, number in moved.items()}
        for name, moved in entry.get("times", {}).items()
    }
    return Rule(when, times, entry.get("says", {}))


def log_odds(shares: Floats, several: bool) -> Floats:
    """Log-odds of percentages (families x answers): of each tick, or of one answer among all."""
    if several:
        ticked = np.clip(shares / 100, 1e-4, 1 - 1e-4)
        return np.asarray(np.log(ticked / (1 - ticked)))
    # About zero, as those of answers that the story does not know.
    return np.asarray(np.log(np.maximum(shares, 1e-9)) - np.log(shares.mean()))
