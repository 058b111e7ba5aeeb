"""Which themes invented families truly need, and which they tick among the cards they see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from ..arrays import Bools, Ints
from ..catalogue import Audience, Theme, offers
from ..codebook import Variable
from .replies import SURE, Cells, Rng, gave, keenest, named, written

# Cards that a family sees, and those of them that fit its needs at most.
CARDS = 9
FITTING = 7
# How much more a theme is ticked than another as needed, in log-odds.
APPEAL = 0.5


def answered_truly(
    themes: Sequence[Theme],
    audiences: Mapping[str, Audience],
    columns: Mapping[str, Cells],
    needs: Mapping[str, Bools],
    rows: int,
) -> Bools:
    """Whom each theme answers in truth (families x themes): of its public, with its need."""
    true = np.zeros((rows, len(themes)), dtype=bool)
    for at, theme in enumerate(themes):
        wanted = [needs[name] for name in theme.domains if name in needs]
        public = [_inside(audiences[name], columns, rows) for name in theme.audiences]
        true[:, at] = np.any(wanted or [true[:, at]], axis=0)
        true[:, at] &= np.any(public or [np.ones(rows, dtype=bool)], axis=0)
    return true


def _inside(audience: Audience, columns: Mapping[str, Cells], rows: int) -> Bools:
    held = [gave(columns[name], of) for name, of in audience.any_of.items() if name in columns]
    return np.asarray(np.any(held or [np.ones(rows, dtype=bool)], axis=0))


def with_wishes(
    asked: Sequence[Variable], themes: Sequence[Theme], columns: Mapping[str, Cells], true: Bools,
    since: Ints, plan: Rng, rng: Rng,
) -> dict[str, Cells]:  # fmt: skip
    """Questions that offer themes, answered among the cards that each family sees."""
    appeal = plan.normal(0, APPEAL, len(themes))
    answered: dict[str, Cells] = {}
    for at, variable in enumerate(asked):
        if variable.role != "preference" or not offers(tuple(variable.categories), themes):
            continue
        offered = [t for t, theme in enumerate(themes) if theme.name in variable.categories]
        names = [themes[t].name for t in offered]
        needs = [set(themes[t].domains) for t in offered]
        fitting = np.array([[bool(n & said) for n in needs] for said in named(asked, columns)])
        seen = _cards(fitting, rng)
        keen = np.where(true[:, offered], SURE, -SURE) + appeal[offered]
        keen = np.where((since <= at)[:, None], 0.0, keen) + rng.logistic(size=keen.shape)
        if variable.shown:
            answered[variable.shown] = written(names, [np.flatnonzero(line) for line in seen])
        ticks = keenest(variable, np.where(seen, keen, -np.inf), 0)
        answered[variable.name] = written(names, map(sorted, ticks))
    return answered


def _cards(fitting: Bools, rng: Rng) -> Bools:
    """Cards seen: some that fit what was named, others at random."""
    luck = rng.random(fitting.shape)
    first = np.where(fitting, luck, 1.0 + luck).argsort(axis=1).argsort(axis=1)
    seen = fitting & (first < FITTING)
    rest = np.where(seen, -1.0, rng.random(fitting.shape)).argsort(axis=1).argsort(axis=1)
    return np.asarray(seen | (rest < CARDS))
