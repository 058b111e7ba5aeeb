"""Need maps: each need in each sector, with what must stay hidden."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy.stats import chi2_contingency, false_discovery_control

from ..arrays import Bools, Ints
from ..catalogue import Sector
from ..disclosure import Cell, Derived, crossing, margin, primary
from ..statistics import pool, wilson
from ..table import Block, Domain, Encoded
from .needs import need_cells

WIDEST = 0.3
LEVEL = 0.05
POOLED = ("pooled", "pooled_low", "pooled_high")


@dataclass(frozen=True)
class Ground:
    """The sectors on the map and who lives in each (families x sectors)."""

    sectors: list[Sector]
    lives: Bools
    hidden: Bools


def maps(data: Encoded, found: list[Domain], sectors: Sequence[Sector], k: int) -> dict[str, Any]:
    """Describe each need in each sector."""
    blocks = mapped(data, sectors)
    if not blocks or not found:
        message = "Pas de carte : le questionnaire ne demande pas le secteur, ou aucun besoin."
        return {"message": message, "sectors": [], "needs": [], "hidden": 0}
    ground = ground_of(blocks[0], sectors, k)
    cells = need_cells(found, data, k)
    placed = in_sectors(found, cells, ground, k, adds_up(data))
    needs = [_need(domain, row, ground) for domain, row in zip(found, placed, strict=True)]
    for need, differs in zip(needs, _differ(needs), strict=True):
        need["differs"] = differs
    hidden = sum(entry["cell"].hidden for need in needs for entry in need["cells"])
    return {
        "message": "",
        "sectors": [_sector(s, ground, at, blocks[0]) for at, s in enumerate(ground.sectors)],
        "needs": needs,
        "hidden": hidden,
    }


def told_places(
    data: Encoded, found: list[Domain], sectors: Sequence[Sector], k: int
) -> dict[str, Bools]:
    """Give for each need the sectors in which the map tells it (families x sectors)."""
    blocks = mapped(data, sectors)
    if not blocks or not found:
        return {}
    ground = ground_of(blocks[0], sectors, k)
    placed = in_sectors(found, need_cells(found, data, k), ground, k, adds_up(data))
    return {
        domain.name: ground.lives[:, [not (c.hidden or primary(c, k)) for c in row]]
        for domain, row in zip(found, placed, strict=True)
    }


def mapped(data: Encoded, sectors: Sequence[Sector]) -> list[Block]:
    """Give the questions of sectors; one that names no place, and that nobody answered, is none."""
    return [block for block in data.of_role("sector") if sectors or block.names]


def ground_of(block: Block, sectors: Sequence[Sector], k: int) -> Ground:
    """Sectors given, or the categories of the question when none is given.

    A category that is no given sector (elsewhere, a shelter) is never a place on the map.
    """
    labels = dict(zip(block.names, block.labels, strict=True))
    kept = list(sectors) or [Sector(name, label) for name, label in labels.items()]
    kept = [replace(s, label=s.label or labels.get(s.name, s.name)) for s in kept]
    lives = np.column_stack([block.column(sector.name) for sector in kept])
    cells = dict(zip(block.names, margin(block, k), strict=True))
    hidden = np.array([s.name not in cells or cells[s.name].hidden for s in kept])
    return Ground(kept, lives, hidden)


def adds_up(data: Encoded) -> bool:
    """Tell whether each family names one need, so that needs add up in each sector."""
    return all(block.single for block in data.of_role("need"))


def in_sectors(
    found: list[Domain], totals: list[Cell], ground: Ground, k: int, single: bool
) -> list[list[Cell]]:
    """Cross the needs with the sectors.

    When each family names one need only, needs add up in a sector as sectors do for a need:
    lines and columns are hidden in turn until neither can be subtracted.
    """
    if not found:
        return []
    here = ground.lives & found[0].answered[:, None]
    base = here.sum(axis=0)
    n = np.array([(here & domain.named[:, None]).sum(axis=0) for domain in found])
    hidden = np.zeros(n.shape, dtype=bool) | ground.hidden
    before = -1
    while hidden.sum() != before:
        before = int(hidden.sum())
        for at, (domain, total) in enumerate(zip(found, totals, strict=True)):
            rest = (int(domain.named.sum() - n[at].sum()), int(domain.answered.sum() - base.sum()))
            hidden[at] = crossing(n[at], base, rest, k, hidden[at]) | total.hidden
        if single:
            for column, counts in zip(hidden.T, n.T, strict=True):
                _close(column, counts, k)
    return [
        [Cell(int(a), int(b), bool(h)) for a, b, h in zip(line, base, row, strict=True)]
        for line, row in zip(n, hidden, strict=True)
    ]


def _close(hidden: Bools, counts: Ints, k: int) -> None:
    """Hide more needs of a sector, until those hidden amount to k families in two cells."""
    while hidden.any() and (counts[hidden].sum() < k or (counts[hidden] > 0).sum() < 2):
        shown = np.flatnonzero(~hidden)
        if not len(shown):
            return
        hidden[shown[np.argmin(counts[shown])]] = True


def _need(domain: Domain, cells: list[Cell], ground: Ground) -> dict[str, Any]:
    entries = [
        {"sector": sector.name, "cell": cell, "certain": _certain(cell), **pooled}
        for sector, cell, pooled in zip(ground.sectors, cells, _pooled(cells), strict=True)
    ]
    return {"name": domain.name, "label": domain.label, "cells": entries}


def _pooled(cells: list[Cell]) -> list[dict[str, Any]]:
    """Pool each published cell with the other published ones; hidden cells have no say."""
    told = tuple(cell for cell in cells if not cell.hidden)
    entries = [dict[str, Any](dict.fromkeys(POOLED)) for _ in cells]
    found = pool([cell.n for cell in told], [cell.N for cell in told])
    if found is not None:
        places = [at for at, cell in enumerate(cells) if not cell.hidden]
        for at, values in zip(places, zip(*found, strict=True), strict=True):
            entries[at] = dict(zip(POOLED, (Derived(float(v), told) for v in values), strict=True))
    return entries


def _differ(needs: list[dict[str, Any]]) -> list[bool]:
    """Tell for which needs the sectors shown differ, false discoveries held at 5 %.

    Pearson's chi-square test on the published cells only.
    """
    tests = [_heterogeneity([e["cell"] for e in n["cells"] if not e["cell"].hidden]) for n in needs]
    return [bool(p <= LEVEL) for p in false_discovery_control(tests)]


def _heterogeneity(cells: list[Cell]) -> float:
    yes = np.array([cell.n for cell in cells])
    no = np.array([cell.N - cell.n for cell in cells])
    if len(cells) < 2 or not yes.any() or not no.any():
        return 1.0
    return float(chi2_contingency(np.array([yes, no]), correction=False).pvalue)


def _certain(cell: Cell) -> bool:
    """Tell whether the interval is narrow enough for a full colour on the map."""
    if cell.hidden or not cell.N:
        return False
    low, high = wilson(cell.n, cell.N)
    return high - low <= WIDEST


def _sector(sector: Sector, ground: Ground, at: int, block: Block) -> dict[str, Any]:
    n, base = int(ground.lives[:, at].sum()), int(block.answered.sum())
    return {
        "name": sector.name,
        "label": sector.label,
        "lon": sector.lon,
        "lat": sector.lat,
        "polygon": _geometry(sector.polygon),
        "landmarks": list(sector.landmarks),
        "cell": Cell(n, base, bool(ground.hidden[at])),
    }


def _geometry(polygon: Mapping[str, Any] | list[Any] | None) -> dict[str, Any] | None:
    if polygon is None or isinstance(polygon, Mapping):
        return dict(polygon) if polygon is not None else None
    return {"type": "Polygon", "coordinates": polygon}
