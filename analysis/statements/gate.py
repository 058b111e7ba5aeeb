"""Which counts of votes by group may be told beside the counts of all votes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..arrays import Bools
from ..disclosure import Cell, crossing, one_way, primary
from .ballots import Tally
from .representative import AGREE, DISAGREE


@dataclass(frozen=True)
class Line:
    """The one answer to a statement that is told by group.

    Telling two answers by group would tell the third by subtraction.

    Parameters
    ----------
    answer : str
        ``agree`` or ``disagree``.
    hidden : array of bool, shape (groups,)
    """

    answer: str
    hidden: Bools

    @property
    def whole(self) -> bool:
        """Nothing is hidden, so statistics that compare groups tell nothing more."""
        return not self.hidden.any()


def statement_cells(counts: tuple[int, int, int], k: int) -> tuple[Cell, Cell, Cell]:
    """Cells of who agrees, disagrees and passes, which add up to who voted.

    >>> [cell.hidden for cell in statement_cells((50, 45, 5), 11)]
    [False, True, True]
    """
    seen, hidden = sum(counts), one_way(counts, k)
    agree, disagree, passed = (
        Cell(n, seen, hide) for n, hide in zip(counts, hidden, strict=True)
    )  # fmt: skip
    return agree, disagree, passed


def lines(everyone: Tally, groups: Tally, k: int) -> list[Line]:
    """Choose for each statement the answer of which most groups can be told.

    Parameters
    ----------
    everyone : Tally
        Published counts, shape (statements,).
    groups : Tally
        Counts of shape (groups, statements).
    k : int

    Returns
    -------
    list of Line
        One for each statement.
    """
    return [
        min(
            (_line(everyone, groups, at, answer, k) for answer in (AGREE, DISAGREE)),
            key=lambda line: int(line.hidden.sum()),
        )
        for at in range(len(everyone.agree))
    ]


def _line(everyone: Tally, groups: Tally, at: int, answer: str, k: int) -> Line:
    n, base = groups.of(answer)[:, at], groups.seen[:, at]
    total, voted = int(everyone.of(answer)[at]), int(everyone.seen[at])
    cells = statement_cells(
        (int(everyone.agree[at]), int(everyone.disagree[at]), int(everyone.passed[at])), k
    )
    margin = cells[0 if answer == AGREE else 1]
    if margin.hidden or primary(margin, k):
        return Line(answer, np.ones(len(n), dtype=bool))
    outside = (total - int(n.sum()), voted - int(base.sum()))
    forced = np.zeros(len(n), dtype=bool)
    if outside[1] and min(outside[0], outside[1] - outside[0]) < k and len(n):
        # Everything told by group, the few outside groups would be found by subtraction.
        forced[base.argmin()] = True
    return Line(answer, crossing(n, base, outside, k, forced))
