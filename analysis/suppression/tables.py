"""Tables told cell by cell, when what is not told could be found from rows and columns."""

from __future__ import annotations

import numpy as np

from ..arrays import Bools, Ints
from ..disclosure import SPREAD, small
from ..table import Block


def in_doubt(counts: Ints, told: Bools, k: int) -> bool:
    """Tell whether each small untold count of a table could still be another.

    Parameters
    ----------
    counts : array of int, shape (answers, groups)
        All families that answered, so that rows and columns add up to what is known.
    told : array of bool, shape (answers, groups)
    k : int

    Returns
    -------
    bool
        True when each untold count that is small, or whose complement in its group is, can take
        ``SPREAD`` other values (or as many as its group has families).

    Notes
    -----
    Families are moved round four untold cells, which keeps all rows and columns: what can be
    moved up and down is a range that no reader of the told cells can exclude. A sufficient
    condition: moves round six cells are not tried.

    References
    ----------
    A. Hundepool et al. (2012), Statistical Disclosure Control, ch. 4: secondary suppression.

    Examples
    --------
    The last group's first row is known by row, its second by column.

    >>> table = np.array([[30, 20, 15], [25, 34, 12], [20, 30, 3]])
    >>> in_doubt(table, np.array([[1, 1, 0], [0, 0, 1], [0, 0, 0]], dtype=bool), 11)
    False
    >>> in_doubt(table, np.array([[1, 0, 0], [0, 0, 1], [0, 0, 0]], dtype=bool), 11)
    True
    """
    base = counts.sum(axis=0)
    for row, column in np.argwhere(~told):
        n, whole = int(counts[row, column]), int(base[column])
        secret = small(n, k) or small(whole - n, k)
        if secret and _range(counts, told, int(row), int(column)) < min(SPREAD, whole):
            return False
    return True


def _range(counts: Ints, told: Bools, row: int, column: int) -> int:
    """Give by how much one cell can move, up and down together."""
    free = ~told & ~told[row] & ~told[:, [column]]
    free[row], free[:, column] = False, False
    if not free.any():
        return 0
    up = np.minimum(counts[row], counts[:, [column]])
    down = np.minimum(counts[row, column], counts)
    return int(up[free].max() + down[free].max())


class Crossings:
    """Answers to single choices told of groups, question by question.

    Parameters
    ----------
    groups : array of int, shape (families,)
        The group of each family, -1 for none.
    k : int
    """

    def __init__(self, groups: Ints, k: int) -> None:
        self.groups, self.k = groups, k
        self._tables: dict[str, tuple[Ints, Bools]] = {}

    def add(self, block: Block, answer: str, group: int) -> bool:
        """Tell whether the count of an answer in a group may be told, and note that it is."""
        if not block.single:
            return True
        name = block.variable.name
        if name not in self._tables:
            self._tables[name] = self._table(block)
        counts, told = self._tables[name]
        at = (block.names.index(answer), group)
        told[at] = True
        told[at] = safe = in_doubt(counts, told, self.k)
        return safe

    def _table(self, block: Block) -> tuple[Ints, Bools]:
        """Cross a question with the groups, families of none last."""
        many = int(self.groups.max(initial=-1)) + 2
        places = self.groups % many + many * block.hits.argmax(axis=1)
        cells = np.bincount(places[block.answered], minlength=many * len(block.names))
        counts = cells.reshape(-1, many)
        return counts, np.zeros(counts.shape, dtype=bool)
