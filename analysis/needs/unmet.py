"""Needs of families that lack support: how many they are, and whether more than among others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..arrays import Bools, Ints
from ..disclosure import Cell, Derived, crossing, primary
from ..french import gap_text, listing, percent, quoted, typography
from ..passes import tally
from ..statistics import FALSE, Differences, differences
from ..suppression import Compared, Groups
from ..table import Block, Domain, Encoded
from .needs import need_cells
from .support import Support, support_blocks, support_of
from .zones import adds_up

UNTOLD = (
    "Trop peu de familles disent qu'un appui leur manque, ou trop peu disent le contraire, "
    "pour que ce soit publié."
)
RULE = (
    "Un appui manque à une famille quand la moitié au moins de ses réponses à ces questions le "
    "disent : {}."
)
FOLDED = (
    "Les quelques familles qui ont passé toutes ces questions comptent parmi celles qui ne disent "
    "pas qu'un appui leur manque."
)
KEYS = ("difference", "low", "high", "adjusted_low", "adjusted_high", "conclusion", "sentence")
UNSURE = "on ne peut pas conclure"


@dataclass(frozen=True)
class Unmet:
    """What the report says of needs and support.

    ``section`` tells it of all families, ``entries`` of the families that name each need, in the
    order of the domains; ``names`` are the variables used, ``table`` the crossing that is told.
    """

    section: dict[str, Any] | None
    entries: list[dict[str, Any] | None]
    names: frozenset[str] = frozenset()
    table: Compared | None = None


def unmet(data: Encoded, found: list[Domain], aside: frozenset[str], k: int) -> Unmet:
    """Say of each need how many of the families that name it lack support.

    They are compared with the other families, false discoveries held at 5 %.

    Parameters
    ----------
    data : Encoded
    found : list of Domain
    aside : frozenset of str
        Variables that other sections cross with the needs: see :func:`support_blocks`.
    k : int

    Returns
    -------
    Unmet
        Empty when no variable of the codebook says which of its answers lack support.
    """
    blocks = support_blocks(data, aside, k) if found else []
    nothing: list[dict[str, Any] | None] = [None] * len(found)
    if not blocks:
        return Unmet(None, nothing)
    support = support_of(blocks, found[0].answered, k)
    names = frozenset(block.variable.name for block in blocks)
    if support is None:
        return Unmet(_section(blocks, Cell(0, 0, hidden=True), UNTOLD), nothing, names)
    table = _table(data, found, support, k)
    entries, numbers = _entries(found, table, k)
    whole = Cell(int(support.lacks.sum()), int(support.judged.sum()))
    note = FOLDED if support.folded else ""
    section = _section(blocks, whole, note) | {
        "tested": len(numbers.differs),
        "found": int(numbers.differs.sum()),
    }
    return Unmet(section, [*entries], names, table)


def _section(blocks: Sequence[Block], cell: Cell, message: str) -> dict[str, Any]:
    asked = [(block.variable, _answers(block)) for block in blocks]
    told = [f"{quoted(v.title)} ({listing(answers, 'ou')})" for v, answers in asked]
    return {
        "message": typography(message),
        "rule": typography(RULE.format(", ".join(told))),
        "questions": [
            {"variable": v.name, "label": v.title, "answers": answers} for v, answers in asked
        ],
        "cell": cell,
        "level": 1 - FALSE,
        "tested": 0,
        "found": 0,
    }


def _answers(block: Block) -> list[str]:
    labels = zip(block.names, block.labels, strict=True)
    return [label for name, label in labels if name in block.variable.lacking]


def _table(data: Encoded, found: list[Domain], support: Support, k: int) -> Compared:
    """Cross the needs with support; a need's two cells are told together or not at all."""
    rest = support.judged & ~support.lacks
    silent = found[0].answered & ~support.judged
    members = np.column_stack([support.lacks, rest, silent])
    told = np.column_stack([*(d.named & d.answered for d in found), found[0].answered])
    *named, base = tally(told, members)
    totals = need_cells(found, data, k)
    hidden = np.array([_hides(n, base, c, k) for n, c in zip(named, totals, strict=True)])
    if adds_up(data):
        _close(hidden, np.array(named), k)
    cells = [
        [Cell(int(a), int(b), bool(h)) for a, b in zip(n[:2], base[:2], strict=True)]
        for n, h in zip(named, hidden, strict=True)
    ]
    groups = Groups("", "Appui", ["lacks", "rest"], ["manque", "ne manque pas"])
    return Compared(groups, members[:, :2], cells, np.ones(2, dtype=bool), fixed=True)


def _hides(n: Ints, base: Ints, total: Cell, k: int) -> bool:
    some = base > 0
    return total.hidden or bool(crossing(n[some], base[some], (0, 0), k)[:2].any())


def _close(hidden: Bools, named: Ints, k: int) -> None:
    """Hide more needs, until those hidden add up to ``k`` families in two cells in each group."""
    while hidden.any() and not hidden.all():
        left = named[hidden]
        groups = named.any(axis=0)
        if ((left.sum(axis=0) >= k) & ((left > 0).sum(axis=0) > 1))[groups].all():
            return
        shown = np.flatnonzero(~hidden)
        hidden[shown[np.argmin(named[shown, 0])]] = True


def _entries(
    found: list[Domain], table: Compared, k: int
) -> tuple[list[dict[str, Any]], Differences]:
    whole = table.members[found[0].answered].sum(axis=0)
    pairs = [_sides(line, int(whole[0]), int(whole.sum()), k) for line in table.cells]
    told = [at for at, pair in enumerate(pairs) if not pair[0].hidden]
    sides = [[pairs[at][side] for at in told] for side in (0, 1)]
    numbers = differences(
        *([getattr(c, key) for c in side] for side in sides for key in ("n", "N"))
    )
    places = {need: at for at, need in enumerate(told)}
    entries = [
        _entry(domain, pair, numbers, places.get(at))
        for at, (domain, pair) in enumerate(zip(found, pairs, strict=True))
    ]
    return entries, numbers


def _sides(line: list[Cell], lack: int, judged: int, k: int) -> tuple[Cell, Cell]:
    """Give those that lack support among the families that name a need, and among the others."""
    one, two = line
    mine = Cell(one.n, one.n + two.n)
    theirs = Cell(lack - mine.n, judged - mine.N)
    hidden = one.hidden or two.hidden or primary(mine, k) or primary(theirs, k)
    return mine.hide(hidden), theirs.hide(hidden)


def _entry(
    domain: Domain, pair: tuple[Cell, Cell], numbers: Differences, at: int | None
) -> dict[str, Any]:
    found = {"cell": pair[0], "others": pair[1]}
    if at is None:
        return found | {"differs": False} | dict.fromkeys(KEYS)
    values = {
        **numbers.told(at),
        "conclusion": _conclusion(numbers, at),
        "sentence": _sentence(domain, pair, numbers, at),
    }
    told = {key: Derived(value, pair) for key, value in values.items()}
    return found | {"differs": bool(numbers.differs[at])} | told


def _conclusion(numbers: Differences, at: int) -> str:
    way = "plus" if numbers.difference[at] > 0 else "moins"
    return f"{way} souvent que les autres familles" if numbers.differs[at] else UNSURE


def _sentence(domain: Domain, pair: tuple[Cell, Cell], numbers: Differences, at: int) -> str:
    mine, theirs = (percent(cell.n / cell.N, cell.N) for cell in pair)
    gap = float(numbers.difference[at])
    way = "plus" if gap > 0 else "moins"
    bounds = float(numbers.far_low[at]), float(numbers.far_high[at])
    head = f"{quoted(domain.label)} : "
    if numbers.differs[at]:
        turned = (gap, *bounds) if gap > 0 else (-gap, -bounds[1], -bounds[0])
        told = f"qu'aux autres ({theirs}), {gap_text(*turned)}."
        said = f"un appui manque {way} souvent aux familles qui nomment ce besoin ({mine}) {told}"
    else:
        said = (
            f"{UNSURE}, un appui manque à {mine} des familles qui nomment ce besoin "
            f"et à {theirs} des autres, {gap_text(gap, *bounds)}."
        )
    return typography(head + said)
