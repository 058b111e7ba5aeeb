"""The one-way tables of the survey, gated once so that every section hides the same cells."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..arrays import Bools
from ..disclosure import Count, margin, nested
from ..table import TOLD, Block, Encoded


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
