"""The typical answers of profiles: those more or less frequent there, beyond chance."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.stats import false_discovery_control, norm

from ..arrays import Bools, Floats, Ints
from ..disclosure import Cell, Derived, crossing, margin
from ..passes import tally
from ..suppression import Crossings
from ..table import Block, Encoded

MOST_TYPICAL = 8
LEVEL = 0.05


def typical(data: Encoded, labels: Ints, many: int, k: int) -> list[list[dict[str, Any]]]:
    """Give, by profile, the answers more or less frequent in it, false discoveries held at 5 %.

    ``labels`` (families) are the profiles, -1 for none; there are ``many``.
    """
    entries = [
        entry
        for block in data.blocks.values()
        if block.variable.role not in ("sector", "priority", "comparison")
        for entry in _compared(block, labels, many, k)
    ]
    if entries:
        adjusted = false_discovery_control([entry["p"] for entry in entries])
        entries = [e for e, p in zip(entries, adjusted, strict=True) if p <= LEVEL]
    kept: list[list[dict[str, Any]]] = [[] for _ in range(many)]
    told = Crossings(labels, k)
    for entry in sorted(entries, key=lambda e: (-abs(e["v_test"]), e["direction"] == "less")):
        mine = kept[entry["profile"]]
        if entry["cell"].hidden or len(mine) >= MOST_TYPICAL or _said(entry, mine):
            continue
        if told.add(data.blocks[entry["variable"]], entry["category"], entry["profile"]):
            mine.append(entry)
    return [
        [{k: v for k, v in e.items() if k not in ("p", "profile")} for e in line] for line in kept
    ]


def _said(entry: dict[str, Any], mine: list[dict[str, Any]]) -> bool:
    """Tell whether another answer to the same single choice is told of this profile.

    Answers to a single choice add up: several of them would tell what is left.
    """
    return entry["single"] and any(e["variable"] == entry["variable"] for e in mine)


def _compared(block: Block, labels: Ints, many: int, k: int) -> list[dict[str, Any]]:
    said = block.answered & (labels >= 0)
    groups = (labels[:, None] == np.arange(many)) & said[:, None]
    base = groups.sum(axis=0)
    counts = tally(groups, block.hits)
    entries: list[dict[str, Any]] = []
    for at, every in enumerate(margin(block, k)):
        n = counts[:, at]
        if every.hidden or not 0 < n.sum() < base.sum():
            continue
        outside = _residual(block, at, said)
        hidden = crossing(n, base, outside, k)
        # Against all who answered, whose number is told: a test against the families of profiles
        # would tell what the few of no profile said.
        tests = v_test(np.append(n, outside[0]), np.append(base, outside[1]))[:-1]
        cells = [Cell(int(a), int(b), bool(h)) for a, b, h in zip(n, base, hidden, strict=True)]
        entries += _lines(block, at, cells, tests, every)
    return entries


def _residual(block: Block, at: int, said: Bools) -> tuple[int, int]:
    outside = block.answered & ~said
    return int(block.hits[outside, at].sum()), int(outside.sum())


def _lines(
    block: Block, at: int, cells: list[Cell], tests: Floats, every: Cell
) -> list[dict[str, Any]]:
    return [
        {
            "profile": group,
            "variable": block.variable.name,
            "variable_label": block.variable.title,
            "category": block.names[at],
            "label": block.labels[at],
            "single": block.single,
            "direction": "more" if test > 0 else "less",
            "v_test": round(float(test), 3),
            "p": float(2 * norm.sf(abs(test))),
            "lift": Derived(lift(cell, every), (cell, every)),
            "cell": cell,
        }
        for group, (cell, test) in enumerate(zip(cells, tests, strict=True))
    ]


def lift(cell: Cell, every: Cell) -> float | None:
    """Give how many times more often a group answers so than all families.

    >>> lift(Cell(30, 50), Cell(40, 100))
    1.5
    """
    if not cell.N or not every.n:
        return None
    return round(cell.n / cell.N / (every.n / every.N), 2)


def v_test(n: Ints, base: Ints) -> Floats:
    """Compare each group's share with that of all groups together.

    Parameters
    ----------
    n, base : array of int, shape (groups,)
        Families that gave the answer, families that answered.

    Returns
    -------
    array of float, shape (groups,)
        Standard normal deviates under a random draw of the group without replacement.

    References
    ----------
    L. Lebart, A. Morineau, M. Piron (1995), Statistique exploratoire multidimensionnelle.

    Examples
    --------
    >>> v_test(np.array([30, 10]), np.array([50, 50])).round(2).tolist()
    [4.06, -4.06]
    """
    total, yes = float(base.sum()), float(n.sum())
    share = yes / total
    spread = base * (total - base) / max(total - 1, 1) * share * (1 - share)
    return np.asarray((n - base * share) / np.sqrt(np.where(spread > 0, spread, np.inf)))
