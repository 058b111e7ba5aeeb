"""Which families lack support: what their answers to the questions about it say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..arrays import Bools
from ..survey import Survey
from ..table import Block

# A family lacks support when this share of its answers say so.
HALF = 0.5


@dataclass(frozen=True)
class Support:
    """What is known of support: who lacks some (families), among those of whom it is said."""

    blocks: Sequence[Block]
    lacks: Bools
    judged: Bools


def support_of(survey: Survey) -> Support | None:
    """Judge the families; None when no question says whether support is lacking."""
    blocks = [block for block in survey.data.blocks.values() if block.variable.lacking]
    return Support(blocks, *lacking(blocks)) if blocks else None


def lacking(blocks: Sequence[Block]) -> tuple[Bools, Bools]:
    """Which families lack support, and which answered one question about it at least.

    A family lacks support when half of its answers at least say so: whoever passes a question
    is judged on the others.
    """
    said = np.sum([block.answered for block in blocks], axis=0)
    lack = np.sum([lacked(block) for block in blocks], axis=0)
    return np.asarray((said > 0) & (lack >= HALF * said)), np.asarray(said > 0)


def lacked(block: Block) -> Bools:
    """Families that gave an answer that says that support is lacking."""
    columns = [block.column(name) for name in block.variable.lacking]
    return np.asarray(np.any(columns, axis=0), dtype=bool)
