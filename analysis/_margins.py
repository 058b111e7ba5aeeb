"""The one-way tables of the survey, gated once so that every section hides the same cells."""

from __future__ import annotations

from typing import Any

import numpy as np

from ._encoding import Block, Bools, Encoded
from .disclosure import Cell, Count, nested, one_way, primary

TOLD = ("profile", "sector", "barrier", "preference")


def margin(block: Block, k: int) -> list[Cell]:
    """Give the cell of each category of a question, with what must be hidden marked."""
    base = int(block.answered.sum())
    counts = block.counts.tolist()
    hidden = one_way(counts, k) if block.single else [False] * len(counts)
    cells = [Cell(n, base, hide) for n, hide in zip(counts, hidden, strict=True)]
    return [cell.hide(primary(cell, k)) for cell in cells]


def shown(block: Block, k: int) -> list[bool]:
    """Tell which categories of a question have a published, non-zero count."""
    return [not cell.hidden and cell.n > 0 for cell in margin(block, k)]


def participation(data: Encoded, usable: Bools, k: int) -> dict[str, Any]:
    """Say how many families answered, and who they are."""
    answered = int(usable.sum())
    blocks = [
        block
        for block in data.blocks.values()
        if block.variable.role in TOLD or block.variable.type == "scale"
    ]
    return {
        "n": Count(data.rows),
        "answered": Count(answered, hidden=nested(answered, data.rows, k)),
        "message": "",
        "variables": [_variable(block, k) for block in blocks],
    }


def _variable(block: Block, k: int) -> dict[str, Any]:
    cells = zip(block.names, block.labels, margin(block, k), strict=True)
    return {
        "name": block.variable.name,
        "label": block.variable.title,
        "role": block.variable.role,
        "type": block.variable.type,
        "missing": Count(int(np.sum(~block.answered))),
        "categories": [{"name": n, "label": lab, "cell": cell} for n, lab, cell in cells],
    }
