"""Questions of which one is made up of the groups of the other, but for a few families."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from ..arrays import Bools, Ints
from ..disclosure import Cell, primary
from ..table import Block


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


def crossed(one: Bools, two: Bools) -> tuple[Ints, tuple[int, int]]:
    """Number the crossings of two questions, who passed being one more group of each.

    Parameters
    ----------
    one, two : array of bool, shape (families, groups)

    Returns
    -------
    tuple
        The crossing of each family, and the shape of the table that these numbers fill.

    Examples
    --------
    >>> places, shape = crossed(np.eye(3, 2, dtype=bool), np.ones((3, 1), dtype=bool))
    >>> np.bincount(places, minlength=6).reshape(shape).tolist()
    [[1, 0], [1, 0], [1, 0]]
    """
    shape = one.shape[1] + 1, two.shape[1] + 1
    return _homes(one) * shape[1] + _homes(two), shape


def _homes(members: Bools) -> Ints:
    """Number the group of each family, the last number for those in none."""
    none = ~members.any(axis=1)
    return np.asarray(np.where(none, members.shape[1], members.argmax(axis=1)), dtype=np.intp)


def all_crossed(members: Sequence[Bools], said: Bools) -> dict[tuple[int, int], Ints]:
    """Cross each question with each later one, among some families.

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
    homes = [_homes(m)[said] for m in members]
    sizes = [m.shape[1] + 1 for m in members]
    return {
        (a, b): np.bincount(homes[a] * sizes[b] + homes[b], minlength=sizes[a] * sizes[b])
        .astype(np.intp)
        .reshape(sizes[a], sizes[b])
        for a, b in combinations(range(len(members)), 2)
    }


def distinct(lines: Bools) -> tuple[Bools, Ints]:
    """Give the distinct lines of a table of bits, and how many there are of each.

    >>> distinct(np.array([[True, False], [False, True], [True, False]]))[1].tolist()
    [1, 2]
    """
    bits = np.packbits(lines, axis=1)
    # Numbers sort a hundred times faster than lines.
    words = np.pad(bits, ((0, 0), (0, -bits.shape[1] % 8))).view(np.uint64)
    codes = np.zeros(len(lines), dtype=np.intp)
    for word in words.T:
        _, more = np.unique(word, return_inverse=True)
        _, codes = np.unique(codes * (int(more.max(initial=0)) + 1) + more, return_inverse=True)
    _, first, counts = np.unique(codes, return_index=True, return_counts=True)
    return lines[first], counts.astype(np.intp)


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
