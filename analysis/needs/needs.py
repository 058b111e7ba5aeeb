"""The needs: how many families name each domain, and how many put it first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..arrays import Bools
from ..disclosure import Cell, nested, one_way
from ..table import Block, Domain, Encoded, answered_any, domains_of
from ..weighting import NOWHERE, Crossed, Weights, together, weighted


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
    asked = answered_any(data.of_role("priority"), data.rows)
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
