"""Which families lack support: what their answers to the questions about it say."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

import numpy as np

from ..arrays import Bools, Ints
from ..disclosure import SPREAD, margin, small
from ..suppression import distinct, free, recovered
from ..table import Block, Encoded

# A family lacks support when this share of its answers say so.
HALF = 0.5
# A smaller share of silent families is counted as having said nothing.
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
    blocks = [b for b in data.blocks.values() if b.variable.lacking]
    return free([block for block in blocks if block.variable.name not in aside], told, k)


def lacking(blocks: Sequence[Block]) -> tuple[Bools, Bools]:
    """Tell which families lack support, and which answered one question about it at least.

    A family lacks support when half of its answers at least say so: whoever passes a question
    is judged on the others.
    """
    said = np.sum([block.answered for block in blocks], axis=0)
    lack = np.sum([lacked(block) for block in blocks], axis=0)
    return np.asarray((said > 0) & (lack >= HALF * said)), np.asarray(said > 0)


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
    """Tell whether the number of families that lack support gives a small count away.

    The margins of the questions are told, as far as they are not hidden: with one question, that
    number may tell a hidden answer; with two, who lacks both is known by sum. Which patterns of
    answers nobody gave is supposed known.
    """
    kinds, counts = _patterns(found, asked)
    told = [kinds.asked, kinds.lacks, kinds.judged, np.ones(len(counts), dtype=bool)]
    sought = _crossings(kinds)
    for block, hits, said in zip(found.blocks, kinds.hits, kinds.said, strict=True):
        told.append(said)
        for column, cell in zip(hits.T, margin(block, k), strict=True):
            if cell.hidden:
                sought += [column, said & ~column]
            else:
                told.append(column)
    secret = [at for at in sought if small(int(counts[at].sum()), k)]
    if not secret:
        return False
    most, need = np.full(len(counts), len(asked)), np.full(len(secret), SPREAD)
    return bool(recovered(counts, most, np.array(told), np.array(secret), need).any())


class _Kinds(NamedTuple):
    """What each pattern of answers is: one value a pattern, or one line of ``hits``."""

    hits: list[Bools]
    said: list[Bools]
    lack: list[Bools]
    asked: Bools
    lacks: Bools
    judged: Bools


def _patterns(found: Support, asked: Bools) -> tuple[_Kinds, Ints]:
    """Give the patterns of answers that families gave, and how many gave each."""
    parts = [block.hits for block in found.blocks]
    flags = [*(b.answered for b in found.blocks), *map(lacked, found.blocks)]
    columns = np.column_stack([*parts, *flags, asked, found.lacks, found.judged])
    kinds, counts = distinct(columns)
    ends = np.cumsum([part.shape[1] for part in parts])
    *hits, rest = np.split(kinds, ends, axis=1)
    many = len(parts)
    said, lack = [*rest.T[:many]], [*rest.T[many : 2 * many]]
    return _Kinds(hits, said, lack, *rest.T[2 * many :]), counts


def _crossings(kinds: _Kinds) -> list[Bools]:
    """Cross, among families judged, what two questions say, and what one says with the whole."""
    pairs = [a & b & kinds.judged for a, b in combinations(kinds.lack, 2)]
    for one in kinds.lack:
        pairs += [kinds.judged & one & ~kinds.lacks, kinds.judged & kinds.lacks & ~one]
    return pairs
