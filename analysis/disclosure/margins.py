"""One-way tables of the survey, hidden once for every section."""

from __future__ import annotations

from ..table import Block
from .gate import Cell, one_way, primary


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
