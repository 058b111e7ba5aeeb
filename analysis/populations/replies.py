"""What invented families answer and wish, given their position and their way of answering."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from ..arrays import Bools, Floats, Ints
from ..catalogue import Audience, Theme, offers
from ..codebook import Variable

Rng = np.random.Generator
Cells = npt.NDArray[Any]
LEVELS = ("1", "2", "3")
DIRECTIONS = 6
# Log-odds of telling a true need or wish; of an untrue one, the opposite.
SURE = 1.5
# Cards that a family sees, and those of them that fit its needs at most.
CARDS = 9
FITTING = 7
# How much more a theme is ticked than another as needed, in log-odds.
APPEAL = 0.5


class Item(NamedTuple):
    """Log-odds of the categories at the origin, and how they follow the position."""

    base: Floats
    slope: Floats


class Families(NamedTuple):
    """Position (families x directions), style on scales, and where carelessness starts."""

    place: Floats
    shift: Floats
    stretch: Floats
    since: Ints


def categories_of(variable: Variable) -> tuple[str, ...]:
    """Categories of a variable, invented when it declares none."""
    if variable.categories:
        return tuple(variable.categories)
    return LEVELS if variable.type == "scale" else tuple("abcdef")


def item_of(variable: Variable, silent: float, plan: Rng) -> Item:
    """Draw how each answer follows one or two directions, or none when it is silent."""
    many = 1 if _graded(variable) else len(categories_of(variable))
    ticks = variable.type in ("select_multiple", "rank")
    base = plan.normal(-0.9, 0.8, many).clip(-2.2, 0.4) if ticks else plan.normal(0, 0.6, many)
    slope = plan.normal(0, 0.9, (many, DIRECTIONS))
    kept = plan.random(slope.shape).argsort(axis=1) < plan.integers(1, 3, (many, 1))
    quiet = plan.random((many, 1)) < silent
    faint = 0.3 if variable.role == "sector" or not variable.active else 1.0
    return Item(base, slope * (kept & ~quiet) * faint)


def _graded(variable: Variable) -> bool:
    return variable.type == "scale" or (variable.type == "integer" and not variable.categories)


def answers(
    asked: list[Variable], items: Mapping[str, Item], who: Families, rng: Rng
) -> tuple[dict[str, Cells], dict[str, Bools]]:
    """Columns of answers, and for each need category who has this need in truth."""
    columns: dict[str, Cells] = {}
    needs: dict[str, Bools] = {}
    for at, variable in enumerate(asked):
        keen = items[variable.name].base + who.place @ items[variable.name].slope.T
        if variable.role == "need":
            keen = _needing(variable, keen, needs, rng)
        # Who has become careless answers by chance.
        keen = np.where((who.since <= at)[:, None], 0.0, keen)
        if variable.role == "priority":
            keen = keen + np.where(named_needs(variable, asked, columns), 0.0, -np.inf)
        columns[variable.name] = _said(variable, keen, who, rng)
    return columns, needs


def _needing(variable: Variable, keen: Floats, needs: dict[str, Bools], rng: Rng) -> Floats:
    """Answers keen on the true needs, which are drawn first: a need is not always told."""
    true = keen + rng.logistic(size=keen.shape) > 0
    for name, column in zip(categories_of(variable), true.T, strict=True):
        needs[name] = needs.get(name, np.zeros(len(column), dtype=bool)) | column
    return np.where(true, SURE, -SURE)


def named(asked: Sequence[Variable], columns: Mapping[str, Cells]) -> list[set[str]]:
    """Needs that each family named."""
    told = [columns[v.name] for v in asked if v.role == "need" and v.name in columns]
    return [set(" ".join(cells).split()) for cells in zip(*told, strict=True)]


def named_needs(
    variable: Variable, asked: Sequence[Variable], columns: Mapping[str, Cells]
) -> Bools:
    """Categories of a priority question that the family named as needs (families x categories)."""
    names = categories_of(variable)
    return np.array([[name in said for name in names] for said in named(asked, columns)])


def gave(cells: Cells, wanted: Collection[str]) -> Bools:
    """Families whose answer is one of those wanted, or holds one."""
    among = set(wanted)
    return np.array([not among.isdisjoint(str(cell).split()) for cell in cells])


def _said(variable: Variable, keen: Floats, who: Families, rng: Rng) -> Cells:
    names = np.array(categories_of(variable), dtype=object)
    if variable.type == "text":
        return np.full(len(keen), "", dtype=object)
    if variable.type == "scale":
        return names[_graded_answers(keen[:, 0], len(names), who, rng)]
    if _graded(variable):
        return rng.poisson(np.exp(0.5 + 0.4 * keen[:, 0].clip(-3, 3))).astype(str).astype(object)
    if variable.type in ("select_multiple", "rank"):
        return ticked(variable, keen + rng.logistic(size=keen.shape))
    drawn = keen + rng.gumbel(size=keen.shape)
    return np.where(np.isfinite(keen).any(axis=1), names[drawn.argmax(axis=1)], "")


def _graded_answers(keen: Floats, many: int, who: Families, rng: Rng) -> Ints:
    """Cut the latent answer, moved and stretched by the family's style, at fixed thresholds."""
    latent = (keen + rng.logistic(0, 0.7, len(keen))) * who.stretch + who.shift
    cuts = np.linspace(-1, 1, many + 1)[1:-1] * 2.2
    return np.asarray((latent[:, None] > cuts).sum(axis=1), dtype=np.intp)


def ticked(variable: Variable, keen: Floats) -> Cells:
    """Ticked names: the keenest, one at least, an exclusive one alone."""
    names = categories_of(variable)
    alone = np.array([name in variable.exclusive for name in names])
    kept = keenest(variable, keen - np.where(alone, 1.0, 0.0), 1)
    kept = [line[:1] if alone[line[0]] else [c for c in line if not alone[c]] for line in kept]
    return written(names, kept if variable.type == "rank" else map(sorted, kept))


def keenest(variable: Variable, keen: Floats, least: int) -> list[list[int]]:
    """Places of the answers that each family is keen on, ``max_selected`` at most."""
    many = np.clip((keen > 0).sum(axis=1), least, variable.max_selected or keen.shape[1])
    order = np.argsort(-keen, axis=1)
    return [line[:some].tolist() for line, some in zip(order, many, strict=True)]


def written(names: Sequence[str], lines: Iterable[Iterable[int]]) -> Cells:
    """Names at some places, as a table holds several choices."""
    return np.array([" ".join(names[at] for at in line) for line in lines], dtype=object)


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
