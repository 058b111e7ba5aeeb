"""Which themes invented families truly need, and which they tick among the cards they see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from ..arrays import Bools, Floats, Ints
from ..catalogue import Audience, Theme, offers
from ..codebook import Variable

Rng = np.random.Generator
Cells = npt.NDArray[Any]
FITTING = 7
CARDS = 9
SURE = 1.5
# How much more a theme is ticked than another as needed, in log-odds.
APPEAL = 0.5


def answered_truly(
    themes: Sequence[Theme],
    audiences: Mapping[str, Audience],
    columns: Mapping[str, Cells],
    needs: Mapping[str, Bools],
    rows: int,
) -> Bools:
    """Say whom each theme answers in truth (families x themes): of its public, with its need."""
    true = np.zeros((rows, len(themes)), dtype=bool)
    for at, theme in enumerate(themes):
        wanted = [needs[name] for name in theme.domains if name in needs]
        public = [_inside(audiences[name], columns, rows) for name in theme.audiences]
        true[:, at] = np.any(wanted or [true[:, at]], axis=0)
        true[:, at] &= np.any(public or [np.ones(rows, dtype=bool)], axis=0)
    return true


def _inside(audience: Audience, columns: Mapping[str, Cells], rows: int) -> Bools:
    inside = np.zeros(rows, dtype=bool)
    rules = {name: set(wanted) for name, wanted in audience.any_of.items() if name in columns}
    for name, wanted in rules.items():
        inside |= np.array([bool(wanted & set(str(cell).split())) for cell in columns[name]])
    return inside if rules else ~inside


def with_wishes(
    asked: Sequence[Variable], themes: Sequence[Theme], columns: Mapping[str, Cells], true: Bools,
    since: Ints, plan: Rng, rng: Rng,
) -> dict[str, Cells]:  # fmt: skip
    """Give the questions that offer themes, answered among the cards that each family sees."""
    appeal = plan.normal(0, APPEAL, len(themes))
    answered: dict[str, Cells] = {}
    for at, variable in enumerate(asked):
        if variable.role != "preference" or not offers(tuple(variable.categories), themes):
            continue
        offered = [t for t, theme in enumerate(themes) if theme.name in variable.categories]
        seen = _cards(_told(asked, themes, columns)[:, offered], rng)
        keen = np.where(true[:, offered], SURE, -SURE) + appeal[offered]
        keen = np.where((since <= at)[:, None], 0.0, keen) + rng.logistic(size=keen.shape)
        names = [themes[t].name for t in offered]
        if variable.shown:
            answered[variable.shown] = np.array(
                [" ".join(np.array(names)[line]) for line in seen], dtype=object
            )
        answered[variable.name] = _ticked(np.where(seen, keen, -np.inf), names, variable)
    return answered


def _told(
    asked: Sequence[Variable], themes: Sequence[Theme], columns: Mapping[str, Cells]
) -> Bools:
    """Say which themes have a need that the family named (families x themes)."""
    told = [columns[v.name] for v in asked if v.role == "need"]
    said = [set(" ".join(map(str, cells)).split()) for cells in zip(*told, strict=True)]
    return np.array([[bool(words & set(theme.domains)) for theme in themes] for words in said])


def _cards(fitting: Bools, rng: Rng) -> Bools:
    """Draw the cards: some that fit what was named, others at random."""
    luck = rng.random(fitting.shape)
    first = np.where(fitting, luck, 1.0 + luck).argsort(axis=1).argsort(axis=1)
    seen = fitting & (first < FITTING)
    rest = np.where(seen, -1.0, rng.random(fitting.shape)).argsort(axis=1).argsort(axis=1)
    return np.asarray(seen | (rest < CARDS))


def _ticked(keen: Floats, names: Sequence[str], variable: Variable) -> Cells:
    """Ticked names: the keenest, ``max_selected`` at most; none is a blank."""
    order = np.argsort(-keen, axis=1)
    most = np.minimum((keen > 0).sum(axis=1), variable.max_selected or len(names))
    kept = [sorted(line[:many]) for line, many in zip(order, most, strict=True)]
    return np.array([" ".join(names[c] for c in line) for line in kept], dtype=object)
