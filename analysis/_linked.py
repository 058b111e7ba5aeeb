"""Questions of which one is made up of the groups of the other, but for a few families."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise

import numpy as np

from ._blocks import tally
from ._encoding import Block, Bools, Ints
from .disclosure import Cell, primary


@dataclass(frozen=True)
class Groups:
    """A question that shares families into groups, and the groups to be compared."""

    name: str
    label: str
    names: list[str]
    labels: list[str]


@dataclass(frozen=True)
class Compared:
    """The needs crossed with a question.

    ``members`` (families x groups) says who is in which group, ``cells`` has a line per need and
    a cell per group, ``sizes`` says of which groups the number of families is told elsewhere.
    ``fixed`` cells are told elsewhere too: hiding them here would hide nothing.
    """

    groups: Groups
    members: Bools
    cells: list[list[Cell]]
    sizes: Bools
    fixed: bool = False

    def told(self, need: int, k: int) -> Bools:
        """Say which groups are told of a need."""
        return np.array([not (c.hidden or primary(c, k)) for c in self.cells[need]], dtype=bool)

    def pairs(self, need: int, k: int) -> int:
        """Count the comparisons that are left of a need."""
        return max(int(self.told(need, k).sum()) - 1, 0)

    def known(self, k: int) -> Bools:
        """Say of which groups the number of families is told, here or elsewhere."""
        needs = [self.told(need, k) for need in range(len(self.cells))]
        return np.asarray(np.any([self.sizes, *needs], axis=0), dtype=bool)

    def less(self, need: int, k: int) -> Compared:
        """Hide the smallest group told of a need."""
        told = self.told(need, k)
        bases = [cell.N if t else np.inf for cell, t in zip(self.cells[need], told, strict=True)]
        at, cells = int(np.argmin(bases)), [list(line) for line in self.cells]
        cells[need][at] = cells[need][at].hide()
        return replace(self, cells=cells)

    def close(self) -> Compared:
        """Hide all."""
        return replace(self, cells=[[cell.hide() for cell in line] for line in self.cells])


def linked(table: Ints, k: int) -> bool:
    """Tell whether the columns of a table are unions of its rows, but for a few families.

    Parameters
    ----------
    table : array of int, shape (rows, columns)
        Families by two questions; the last row and column are those that passed one of them.
    k : int

    Returns
    -------
    bool
        True when fewer than ``k`` families are out of the column of their row, and rows have two
        such columns at least; or when all rows but one lie in one column each.

    Examples
    --------
    Languages as rows; translations, reviewed or not, as columns.

    >>> linked(np.array([[80, 0, 0], [0, 40, 0], [9, 16, 0], [0, 0, 0]]), 11)
    True
    >>> linked(np.array([[40, 40, 0], [30, 30, 0], [0, 0, 0]]), 11)
    False
    """
    rows = table[table.sum(axis=1) > 0]
    if len(rows) < 2 or (table[:, :-1].sum(axis=0) > 0).sum() < 2:
        return False
    out = rows.sum(axis=1) - rows.max(axis=1)
    homes = set(rows.argmax(axis=1).tolist()) - {table.shape[1] - 1}
    return bool((len(homes) > 1 and out.sum() < k) or out.sum() == out.max())


def crossed(one: Bools, two: Bools, said: Bools) -> Ints:
    """Cross the groups of two questions among some families, who passed being one more group.

    >>> one, two = np.eye(3, 2, dtype=bool), np.ones((3, 1), dtype=bool)
    >>> crossed(one, two, np.array([True, False, True])).tolist()
    [[1, 0], [0, 0], [1, 0]]
    """
    return all_crossed([one, two], said)[0, 1]


def all_crossed(members: Sequence[Bools], said: Bools) -> dict[tuple[int, int], Ints]:
    """Cross each question with each later one, in one pass over the families.

    Parameters
    ----------
    members : sequence of array of bool, shape (families, groups)
    said : array of bool, shape (families,)
        The families that count.

    Returns
    -------
    dict of tuple of int to array of int
        By the places of the two questions, groups by groups, who passed one last.
    """
    wide = [np.column_stack([m, ~m.any(axis=1)]) & said[:, None] for m in members]
    if len(wide) < 2:
        return {}
    stack = np.column_stack(wide)
    table = np.asarray(tally(stack, stack), dtype=np.intp)
    ends = np.cumsum([0, *(part.shape[1] for part in wide)])
    cuts = [slice(a, b) for a, b in pairwise(ends)]
    return {(a, b): table[cuts[a], cuts[b]] for a, b in combinations(range(len(wide)), 2)}


def free(blocks: Sequence[Block], others: Sequence[Block], k: int) -> list[Block]:
    """Give the questions that are linked, either way, with no other one of some."""
    if not blocks or not others:
        return list(blocks)
    single = [other for other in others if other.single]
    said = np.ones(len(blocks[0].answered), dtype=bool)
    tables = all_crossed([block.hits for block in (*blocks, *single)], said)
    return [
        block
        for at, block in enumerate(blocks)
        if not any(
            other is not block and (linked(tables[at, to], k) or linked(tables[at, to].T, k))
            for to, other in enumerate(single, len(blocks))
        )
    ]
