"""What the families of a story would answer if they passed no question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from ..arrays import Bools, Floats, Ints
from ..codebook import Variable
from .replies import Cells, Rng, named_needs, ticked
from .story import HOUSEHOLD, Story, log_odds


class _Telling(NamedTuple):
    """Families of a story: the kind of each, and their answers so far."""

    story: Story
    kind: Ints
    columns: dict[str, Cells]
    rng: Rng

    def odds(self, name: str, names: Sequence[str], base: Floats, several: bool) -> Floats:
        """Log-odds (families x names): of the story where it knows the name, of ``base`` else."""
        odds, shares = base[self.kind].copy(), self.story.shares(name)
        known = [at for at, answer in enumerate(names) if answer in shares]
        if known:
            told = np.array([shares[names[at]] for at in known])[:, self.kind].T
            odds[:, known] = log_odds(told, several)
        for rule in self.story.rules:
            for answer, by in rule.times.get(name, {}).items():
                if answer in names:
                    odds[rule.holds(self.columns, len(odds)), names.index(answer)] += np.log(by)
        return odds

    def corrected(self, name: str, names: Sequence[str], cells: Cells) -> Cells:
        """Answers after the rules that say one for certain."""
        for rule in self.story.rules:
            if name in rule.says and set(names).issuperset(rule.says[name].split()):
                cells[rule.holds(self.columns, len(cells))] = rule.says[name]
        return cells

    def drawn(self, names: Sequence[str], odds: Floats) -> Cells:
        """One answer by log-odds, none where no answer is possible."""
        keen = (odds + self.rng.gumbel(size=odds.shape)).argmax(axis=1)
        possible = np.isfinite(odds).any(axis=1)
        return np.where(possible, np.array(names, dtype=object)[keen], "")


def lives(
    story: Story, asked: Sequence[Variable], habits: Mapping[str, Floats], n: int, rng: Rng
) -> dict[str, Cells]:
    """Draw the kind of household, the traits, then each question that the story knows.

    ``habits`` are log-odds (households x categories) of categories that the story does not know.
    """
    shares = np.array(list(story.households.values()))
    kind = rng.choice(len(shares), size=n, p=shares / shares.sum())
    households = np.array(list(story.households), dtype=object)[kind]
    telling = _Telling(story, kind, {HOUSEHOLD: households}, rng)
    known = {variable.name: variable for variable in asked if story.knows(variable)}
    for name in story.traits:
        cells = _answer(telling, known[name], habits[name]) if name in known else None
        telling.columns[name] = _hidden(telling, name) if cells is None else cells
    for variable in known.values():
        if variable.name in telling.columns:
            continue
        if variable.role == "priority":
            telling.columns.update(_priority(telling, variable, asked, habits[variable.name]))
        elif variable.type == "text":
            telling.columns[variable.name] = _sentence(telling, variable.name)
        else:
            telling.columns[variable.name] = _answer(telling, variable, habits[variable.name])
    return telling.columns


def _answer(
    telling: _Telling, variable: Variable, base: Floats, allowed: Bools | None = None
) -> Cells:
    names, several = tuple(variable.categories), variable.type == "select_multiple"
    odds = telling.odds(variable.name, names, base, several)
    if allowed is not None:
        odds = np.where(allowed, odds, -np.inf)
    if several:
        cells = ticked(variable, odds + telling.rng.logistic(size=odds.shape))
    else:
        cells = telling.drawn(names, odds)
    return telling.corrected(variable.name, names, cells)


def _hidden(telling: _Telling, name: str) -> Cells:
    """A trait that no question asks."""
    names = tuple(telling.story.traits[name])
    base = np.zeros((len(telling.story.households), len(names)))
    return telling.corrected(
        name, names, telling.drawn(names, telling.odds(name, names, base, several=False))
    )


def _priority(
    telling: _Telling, variable: Variable, asked: Sequence[Variable], base: Floats
) -> dict[str, Cells]:
    """One of the needs that the family named, if the story says these."""
    if not any(v.role == "need" and v.name in telling.columns for v in asked):
        return {}
    named = named_needs(variable, asked, telling.columns)
    return {variable.name: _answer(telling, variable, base, named)}


def _sentence(telling: _Telling, name: str) -> Cells:
    """A sentence of those that go with the answers, of the few families that write."""
    texts, n = [text for text in telling.story.texts if name in text.says], len(telling.kind)
    fitting = np.array([text.holds(telling.columns, n) for text in texts]).T
    writes = telling.rng.random(n) < telling.story.writing / 100
    odds = np.where(fitting & writes[:, None], 0.0, -np.inf)
    return telling.drawn([text.says[name] for text in texts], odds)
