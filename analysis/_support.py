"""Which families lack support: what their answers to the questions about it say."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from ._audit import recovered
from ._encoding import Block, Bools, Encoded, Ints
from ._linked import beside
from .disclosure import SPREAD, small

# Fewer silent families than this are counted as having said nothing.
FEW = 0.05


@dataclass(frozen=True)
class Support:
    """What is known of support.

    ``lacks`` (families) are those that lack some, ``judged`` (families) those of whom it is said;
    ``folded`` tells that families that answered no such question are among the latter.
    """

    blocks: Sequence[Block]
    lacks: Bools
    judged: Bools
    folded: bool


def support_blocks(data: Encoded, aside: Collection[str], k: int) -> list[Block]:
    """Give the questions that say whether support is lacking.

    Those of variables that another section crosses with the needs are left aside, and those
    linked with them or with the sectors: their counts could be subtracted from one another.
    """
    told = [b for b in data.blocks.values() if b.variable.name in aside]
    told += data.of_role("sector")
    return [
        block
        for block in data.blocks.values()
        if block.variable.lacking
        and block.variable.name not in aside
        and not beside(block, told, k)
    ]


def lacking(blocks: Sequence[Block]) -> tuple[Bools, Bools]:
    """Tell which families lack support, and which answered one question about it at least.

    A family lacks support when half of its answers at least say so: whoever passes a question
    is judged on the others.
    """
    said = np.sum([block.answered for block in blocks], axis=0)
    lack = np.sum([lacked(block) for block in blocks], axis=0)
    return np.asarray((said > 0) & (2 * lack >= said)), np.asarray(said > 0)


def lacked(block: Block) -> Bools:
    """Tell which families gave an answer that says that support is lacking."""
    columns = [block.column(name) for name in block.variable.lacking]
    return np.asarray(np.any(columns, axis=0), dtype=bool)


def support_of(blocks: Sequence[Block], asked: Bools, k: int) -> Support | None:
    """Judge the families that answered the questions of needs; None when nothing can be told.

    Parameters
    ----------
    blocks : sequence of Block
        From :func:`support_blocks`.
    asked : array of bool, shape (families,)
        Who answered the questions of needs.
    k : int

    Notes
    -----
    Families that answered no question of support are one more group, whose needs subtraction
    would tell. When they are few it could only be protected by telling nothing at all: they are
    then counted as not saying that support is lacking, which lowers a share by a twentieth of it
    at most (or by fewer than ``k`` families).
    """
    if not blocks:
        return None
    lacks, said = lacking(blocks)
    silent = int((asked & ~said).sum())
    folded = silent < max(k, FEW * asked.sum())
    judged = asked if folded else asked & said
    lacks = lacks & judged
    found = Support(blocks, lacks, judged, bool(folded and silent))
    n, rest = int(lacks.sum()), int((judged & ~lacks).sum())
    return None if min(n, rest) < k or _recovered(found, asked, k) else found


def _recovered(found: Support, asked: Bools, k: int) -> bool:
    """Tell whether the number of families that lack support gives a small crossing away.

    The margins of the questions are told: with two questions, the families that lack both are
    known by sum. Which patterns of answers nobody gave is supposed known.
    """
    lacks = [lacked(block) for block in found.blocks]
    if len(lacks) < 2:
        return False
    columns = np.column_stack(
        [*lacks, *(block.answered for block in found.blocks), asked, found.lacks, found.judged]
    )
    kinds, which = np.unique(columns, axis=0, return_inverse=True)
    counts: Ints = np.bincount(which.ravel()).astype(np.intp)
    told = np.vstack([kinds.T, np.ones(len(kinds), dtype=bool)])
    sought = [at for at in _crossings(kinds, len(lacks)) if small(int(counts[at].sum()), k)]
    if not sought:
        return False
    most = np.full(len(counts), len(columns))
    return bool(recovered(counts, most, told, sought, np.full(len(sought), SPREAD)).any())


def _crossings(kinds: Bools, many: int) -> list[Bools]:
    """Cross, among families judged, what two questions say, and what one says with the whole."""
    lacks, whole, judged = kinds[:, :many].T, kinds[:, -2], kinds[:, -1]
    found = [judged & lacks[a] & lacks[b] for a in range(many) for b in range(a)]
    for one in lacks:
        found += [judged & one & ~whole, judged & whole & ~one]
    return found
