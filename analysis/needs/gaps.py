"""Gaps between groups of families: who names a need more often than whom, beyond chance."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..arrays import Bools, Ints
from ..catalogue import Sector
from ..disclosure import Cell, Derived, K, crossing, margin, primary
from ..french import gap_text, percent, quoted, typography
from ..passes import tally
from ..statistics import FALSE, Differences, differences
from ..suppression import Compared, Groups, free, hide_jointly
from ..table import Block, Domain, Encoded
from .needs import need_cells
from .zones import adds_up, ground_of, in_sectors

ROLES = ("profile", "preference", "barrier", "sector", "comparison")
MOST_GROUPS = 8
MOST_VARIABLES = 12
MOST_TOLD = 60
NONE = "Aucun groupe n'est assez nombreux pour être comparé à un autre."


@dataclass(frozen=True)
class Pair:
    """One need in two groups, both published."""

    domain: Domain
    groups: Groups
    one: int
    two: int
    cells: tuple[Cell, Cell]


def gaps(
    data: Encoded, found: list[Domain], sectors: Sequence[Sector], k: int,
    aside: Collection[str] = (), margins: Collection[str] = (), besides: Sequence[Compared] = (),
) -> dict[str, Any]:  # fmt: skip
    """Compare, for each need, the groups of each question of few single choices.

    Each group is compared with the largest one of its question.

    Parameters
    ----------
    data : Encoded
    found : list of Domain
    sectors : sequence of Sector
        As on the map, so that both hide the same cells.
    k : int
    aside, margins : collection of str
        As for :func:`compared`.
    besides : sequence of Compared
        Needs crossed with something else that the report tells, fixed.

    Returns
    -------
    dict
        ``tested`` pairs, ``found`` gaps, ``items`` the gaps, then the widest of the others.
    """
    totals = need_cells(found, data, k)
    pairs: list[Pair] = []
    blocks = compared(data, aside, margins, k) if found else []
    tables = [_crossed(block, data, found, totals, sectors, k) for block in blocks]
    for table in hide_jointly(found, [*besides, *tables], k, adds_up(data))[len(besides) :]:
        if not adds_up(data) or _covered(table.cells, k):
            pairs += _pairs(found, table.groups, table.cells, k)
    if not pairs:
        return {"message": NONE, "level": 1 - FALSE, "tested": 0, "found": 0, "items": []}
    numbers = differences(*(_numbers(pairs, at, key) for at in (0, 1) for key in ("n", "N")))
    order = sorted(range(len(pairs)), key=lambda i: _rank(numbers, i))
    told = order[: max(MOST_TOLD, int(numbers.differs.sum()))]
    return {
        "message": "",
        "level": 1 - FALSE,
        "tested": len(pairs),
        "found": int(numbers.differs.sum()),
        "items": [_item(pairs[at], numbers, at) for at in told],
    }


def _numbers(pairs: list[Pair], at: int, key: str) -> list[int]:
    return [getattr(pair.cells[at], key) for pair in pairs]


def _rank(numbers: Differences, at: int) -> tuple[bool, float, int]:
    return not numbers.differs[at], -abs(round(float(numbers.difference[at]), 9)), at


def _covered(cells: list[list[Cell]], k: int) -> bool:
    """Tell whether no group's hidden needs can be subtracted from its published ones."""
    for column in zip(*cells, strict=True):
        hidden = [cell.n for cell in column if cell.hidden and cell.n]
        if 0 < len(hidden) < len(column) and (len(hidden) < 2 or sum(hidden) < k):
            return False
    return True


def compared(
    data: Encoded, aside: Collection[str] = (), margins: Collection[str] = (), k: int = K
) -> list[Block]:
    """Questions of one choice among few, ``MOST_VARIABLES`` at most, the sectors first.

    Parameters
    ----------
    data : Encoded
    aside : collection of str
        Variables that other sections cross with the needs (the publics of themes, support that
        is lacking): their counts and those of gaps could be subtracted from one another. So could
        those of questions linked with them.
    margins : collection of str
        Variables of which weighted shares speak: questions linked with them are left aside too.
    k : int
    """
    singles = [b for b in data.of_role(*ROLES) if b.variable.type == "select_one"]
    named = {*aside, *margins}
    told = [b for b in data.blocks.values() if b.variable.name in named]
    few = [
        block
        for block in singles
        if 2 <= (block.counts > 0).sum() <= MOST_GROUPS and block.variable.name not in aside
    ]
    blocks = free(few, told, k)
    first = [block for block in data.of_role("sector")[:1] if block.names]
    others = [block for block in blocks if block not in first]
    # How responses came (supplementary questions) is asked last: it must not be what is cut off.
    kept = sorted(others, key=lambda block: block.variable.active)[: MOST_VARIABLES - len(first)]
    names = {block.variable.name for block in kept}
    return [*first, *(block for block in others if block.variable.name in names)]


def _crossed(
    block: Block, data: Encoded, found: list[Domain], totals: list[Cell],
    sectors: Sequence[Sector], k: int,
) -> Compared:  # fmt: skip
    """Cross the needs with the groups of a question."""
    variable = block.variable
    told = np.array([not cell.hidden for cell in margin(block, k)])
    if block is next(iter(data.of_role("sector")), None):
        ground = ground_of(block, sectors, k)
        names, labels = zip(*((s.name, s.label) for s in ground.sectors), strict=True)
        cells = in_sectors(found, totals, ground, k, adds_up(data))
        groups = Groups(variable.name, variable.title, list(names), list(labels))
        return Compared(groups, ground.lives, cells, ~ground.hidden, fixed=True)
    groups = Groups(variable.name, variable.title, list(block.names), list(block.labels))
    forced = np.append(~told, False)
    *named, base = _counts(found, block)
    cells = [_cells(n, base, total, forced, k) for n, total in zip(named, totals, strict=True)]
    return Compared(groups, block.hits, cells, told & (variable.role != "comparison"))


def _cells(n: Ints, base: Ints, total: Cell, forced: Bools, k: int) -> list[Cell]:
    """Cross a need with a question.

    Families that passed the question are one more group, never shown: when all others are shown,
    its count is known by subtraction. Nobody is in an empty group, so it hides nobody.
    """
    hidden = np.ones(len(base), dtype=bool)
    some = base > 0
    hidden[some] = crossing(n[some], base[some], (0, 0), k, forced[some])
    hidden |= total.hidden
    return [
        Cell(int(a), int(b), bool(h))
        for a, b, h in zip(n[:-1], base[:-1], hidden[:-1], strict=True)
    ]


def _counts(found: list[Domain], block: Block) -> list[Ints]:
    """Count the families of each group that named each need, and last those that answered."""
    members = np.column_stack([block.hits, ~block.answered])
    said = found[0].answered
    told = np.column_stack([*(domain.named & said for domain in found), said])
    return list(tally(told, members))


def _pairs(found: list[Domain], groups: Groups, cells: list[list[Cell]], k: int) -> list[Pair]:
    """Pair each published group with the largest published one, need by need."""
    pairs = []
    for domain, row in zip(found, cells, strict=True):
        shown = [at for at, cell in enumerate(row) if not primary(cell, k) and not cell.hidden]
        largest = max(shown, key=lambda at: (row[at].N, -at), default=None)
        pairs += [
            Pair(domain, groups, at, largest, (row[at], row[largest]))
            for at in shown
            if largest is not None and at != largest
        ]
    return pairs


def _item(pair: Pair, numbers: Differences, at: int) -> dict[str, Any]:
    values = {
        **numbers.told(at),
        "sentence": _sentence(pair, numbers, at),
    }
    return {
        "need": pair.domain.name,
        "need_label": pair.domain.label,
        "variable": pair.groups.name,
        "variable_label": pair.groups.label,
        "groups": [
            _side(pair, place, cell) for place, cell in zip(_places(pair), pair.cells, strict=True)
        ],
        "differs": bool(numbers.differs[at]),
        **{key: Derived(value, pair.cells) for key, value in values.items()},
    }


def _places(pair: Pair) -> tuple[int, int]:
    return pair.one, pair.two


def _side(pair: Pair, at: int, cell: Cell) -> dict[str, Any]:
    return {"name": pair.groups.names[at], "label": pair.groups.labels[at], "cell": cell}


def _sentence(pair: Pair, numbers: Differences, at: int) -> str:
    """Say a gap in French, the group that names the need more often first."""
    turn = 1 if numbers.difference[at] >= 0 else -1
    bounds = sorted((turn * numbers.far_low[at], turn * numbers.far_high[at]))
    (one, a), (two, b) = [
        (quoted(pair.groups.labels[place]), percent(cell.n / cell.N, cell.N))
        for place, cell in list(zip(_places(pair), pair.cells, strict=True))[::turn]
    ]
    wide = gap_text(turn * float(numbers.difference[at]), *map(float, bounds))
    head = f"{quoted(pair.domain.label)}, selon {quoted(pair.groups.label)} : "
    if numbers.differs[at]:
        said = f"plus souvent nommé pour {one} ({a}) que pour {two} ({b}), {wide}."
    else:
        said = f"on ne peut pas conclure entre {one} ({a}) et {two} ({b}), {wide}."
    return typography(head + said)
