"""The needs: how many families name each domain, and how many put it first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ._encoding import Block, Bools, Encoded
from ._weighted import NOWHERE, Crossed, together, weighted
from ._weights import Weights
from .codebook import Codebook
from .disclosure import Cell, nested, one_way


@dataclass(frozen=True)
class Domain:
    """One need domain: who named it among who answered, and who put it first."""

    name: str
    label: str
    named: Bools
    answered: Bools
    first: Bools


def domains(data: Encoded, codebook: Codebook) -> list[Domain]:
    """Give every need domain, in the order of the codebook."""
    names: dict[str, None] = {}
    for block in data.of_role("need"):
        for category in block.names:
            names |= dict.fromkeys(domains_of(block, category))
    return [_domain(name, data, codebook) for name in names]


def domains_of(block: Block, category: str) -> tuple[str, ...]:
    """Give the domains a category stands for: itself unless the codebook says otherwise."""
    mapping = block.variable.domains
    return tuple(mapping.get(category, ())) if mapping else (category,)


def _domain(name: str, data: Encoded, codebook: Codebook) -> Domain:
    needs, priorities = data.of_role("need"), data.of_role("priority")
    mapping = {c: domains_of(block, c) for block in needs for c in block.names}
    return Domain(
        name,
        _label(name, needs, codebook),
        _any(needs, name, mapping),
        _answered(needs, data.rows),
        _first(priorities, name, mapping, data.rows),
    )


def _label(name: str, needs: list[Block], codebook: Codebook) -> str:
    own = [
        lab
        for block in needs
        for n, lab in zip(block.names, block.labels, strict=True)
        if n == name
    ]
    label = codebook.domain_label(name)
    return own[0] if label == name and own else label


def _any(blocks: list[Block], domain: str, mapping: dict[str, tuple[str, ...]]) -> Bools:
    hits = [
        block.column(category)
        for block in blocks
        for category in block.names
        if domain in mapping.get(category, (category,))
    ]
    return np.asarray(np.any(hits, axis=0), dtype=bool)


def _answered(blocks: list[Block], rows: int) -> Bools:
    return np.asarray(np.any([np.zeros(rows, dtype=bool), *(b.answered for b in blocks)], axis=0))


def _first(
    blocks: list[Block], domain: str, mapping: dict[str, tuple[str, ...]], rows: int
) -> Bools:
    """Who put first a category of this domain."""
    chosen = np.zeros(rows, dtype=bool)
    for block in blocks:
        places = [
            at
            for at, category in enumerate(block.names)
            if domain in (block.variable.domains or mapping).get(category, (category,))
        ]
        chosen |= np.isin(block.first, places)
    return chosen


def needs(
    found: list[Domain],
    data: Encoded,
    k: int,
    weights: Weights | None = None,
    crossed: Crossed = NOWHERE,
    unmet: Sequence[dict[str, Any] | None] = (),
) -> dict[str, Any]:
    """Describe every domain, the most named first.

    ``crossed`` is as for :func:`weighted`; ``unmet`` says of each domain what support is lacking.
    """
    if not found:
        return {"message": "Le questionnaire ne demande aucun besoin.", "domains": []}
    named = need_cells(found, data, k)
    first, asked = _first_cells(found, data, k)
    shares = [
        weighted(weights, d.named, d.answered, cell, k, crossed, crossed.on_map(d.name))
        for d, cell in zip(found, named, strict=True)
    ]
    if all(block.single for block in data.of_role("need")):
        shares = together(shares, named)
    firsts = [weighted(weights, d.first, asked, c, k) for d, c in zip(found, first, strict=True)]
    lacks = unmet or [None] * len(found)
    columns = zip(found, named, first, shares, together(firsts, first), lacks, strict=True)
    entries = [
        {
            "name": domain.name,
            "label": domain.label,
            "cell": cell,
            "first": top,
            "weighted": share,
            "first_weighted": top_share,
            "unmet": lack,
        }
        for domain, cell, top, share, top_share, lack in columns
    ]
    entries.sort(key=_order)
    return {"message": "", "domains": entries}


def _order(entry: dict[str, Any]) -> tuple[bool, int]:
    cell = entry["cell"]
    return cell.hidden, 0 if cell.hidden else -cell.n


def _first_cells(found: list[Domain], data: Encoded, k: int) -> tuple[list[Cell], Bools]:
    """Give the cell of each domain put first, and who answered the question of priority."""
    asked = _answered(data.of_role("priority"), data.rows)
    counts = [int(domain.first.sum()) for domain in found]
    hidden = one_way(counts, k)
    base = int(asked.sum())
    return [Cell(n, base, hide) for n, hide in zip(counts, hidden, strict=True)], asked


def need_cells(found: list[Domain], data: Encoded, k: int) -> list[Cell]:
    """Give each domain's cell; a single-choice question's counts add up, so hide accordingly."""
    cells = [Cell(int(d.named.sum()), int(d.answered.sum())) for d in found]
    blocks = data.of_role("need")
    if blocks and all(block.single for block in blocks):
        hidden = one_way([cell.n for cell in cells], k)
        cells = [cell.hide(hide) for cell, hide in zip(cells, hidden, strict=True)]
    return [
        cell.hide(_isolates(domain, blocks, k)) for domain, cell in zip(found, cells, strict=True)
    ]


def _isolates(domain: Domain, blocks: list[Block], k: int) -> bool:
    """The factor map tells single categories: a domain may not differ from one by under k."""
    n = int(domain.named.sum())
    inner = [
        int(block.column(c).sum())
        for block in blocks
        for c in block.names
        if domain.name in domains_of(block, c)
    ]
    return any(nested(count, n, k) for count in inner if count >= k)
