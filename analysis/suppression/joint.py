"""What two linked questions would give away of one another, hidden in one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..arrays import Bools, Ints
from ..disclosure import SPREAD, small
from ..table import Domain
from .audit import recovered
from .linked import Compared, all_crossed, crossed, linked

Pair = tuple[Compared, Compared]


def hide_jointly(
    found: Sequence[Domain], tables: Sequence[Compared], k: int, single: bool = False
) -> list[Compared]:
    """Hide what two linked questions would give away of one another by subtraction.

    Parameters
    ----------
    found : sequence of Domain
    tables : sequence of Compared
        Each already hides what could be subtracted within it.
    k : int
    single : bool
        Each family names one need, so that needs add up in a group too: the coarser of two linked
        questions is then not told at all.

    Returns
    -------
    list of Compared
        In the same order. Of two ways, hiding in the finer question or in the coarser, the one
        that leaves more comparisons is taken; the finer when they are equal, so that no question
        is lost.
    """
    made = list(tables)
    if not made:
        return made
    crossings = all_crossed([table.members for table in made], found[0].answered)
    for (one, two), table in crossings.items():
        if linked(table, k):
            made[one], made[two] = _Link(found, table, k).solve(made[one], made[two], single)
        elif linked(table.T, k):
            made[two], made[one] = _Link(found, table.T, k).solve(made[two], made[one], single)
    return made


@dataclass(frozen=True)
class _Link:
    """A finer question, whose groups are rows, and a coarser one, whose groups are columns."""

    found: Sequence[Domain]
    table: Ints
    k: int

    def solve(self, fine: Compared, coarse: Compared, single: bool) -> Pair:
        if single or self._sizes_leak(fine, coarse):
            return (fine.close(), coarse) if coarse.fixed else (fine, coarse.close())
        places, shape = crossed(fine.members, coarse.members)
        for need, domain in enumerate(self.found):
            named = places[domain.named & domain.answered]
            counts = np.bincount(named, minlength=shape[0] * shape[1]).reshape(shape)
            fine, coarse = self._hidden(need, counts, fine, coarse)
        return fine, coarse

    def _hidden(self, need: int, counts: Ints, fine: Compared, coarse: Compared) -> Pair:
        """Hide cells of one need, in the question where fewer comparisons are lost by it."""
        if not self._leaks(need, counts, fine, coarse):
            return fine, coarse
        ways = [
            self._in_one(need, counts, fine, coarse, finer)
            for finer, side in ((True, fine), (False, coarse))
            if not side.fixed
        ]
        return max(ways, key=lambda pair: self._left(need, pair), default=(fine, coarse))

    def _left(self, need: int, pair: Pair) -> int:
        return sum(side.pairs(need, self.k) for side in pair)

    def _in_one(
        self, need: int, counts: Ints, fine: Compared, coarse: Compared, finer: bool
    ) -> Pair:
        while self._leaks(need, counts, fine, coarse):
            side = fine if finer else coarse
            if not side.told(need, self.k).any():
                break
            if finer:
                fine = fine.less(need, self.k)
            else:
                coarse = coarse.less(need, self.k)
        return fine, coarse

    def _leaks(self, need: int, counts: Ints, fine: Compared, coarse: Compared) -> bool:
        """Tell whether what is told of one need gives a small count away."""
        rows, columns = fine.told(need, self.k), coarse.told(need, self.k)
        if not (rows.any() and columns.any()):
            return False
        sums = [*self._untold(rows, columns), *self._strays()]
        bases = [int(self.table[at].sum()) for at in sums]
        secret = [
            (at, min(base, SPREAD))
            for at, base in zip(sums, bases, strict=True)
            if small(n := int(counts[at].sum()), self.k) or small(base - n, self.k)
        ]
        return self._found(counts, self.table, rows, columns, secret)

    def _sizes_leak(self, fine: Compared, coarse: Compared) -> bool:
        """Tell whether the numbers of families of the groups told give that of another away."""
        rows, columns = fine.known(self.k), coarse.known(self.k)
        if not columns.any():
            return False
        sums = self._untold(rows, columns)
        secret = [(at, SPREAD) for at in sums if small(int(self.table[at].sum()), self.k)]
        most = np.where(self.table > 0, self.table.sum(), 0)
        return self._found(self.table, most, rows, columns, secret)

    def _untold(self, rows: Bools, columns: Bools) -> list[Bools]:
        """Give untold rows and columns, and in each column what its told rows leave."""
        away, other = np.append(~rows, True), np.append(~columns, True)
        single = [self._mask(rows=at) for at in np.flatnonzero(away)]
        single += [self._mask(columns=at) for at in np.flatnonzero(other)]
        homes = self.table.argmax(axis=1)
        left = [
            away[:, None] & (homes == at)[:, None] & self._mask(columns=at)
            for at in range(self.table.shape[1])
        ]
        return [at for at in (*single, *left) if self.table[at].sum()]

    def _strays(self) -> list[Bools]:
        """Give the families that are not in the column of their row, cell by cell."""
        homes = self.table.argmax(axis=1)
        away = (self.table > 0) & (np.arange(self.table.shape[1]) != homes[:, None])
        return [self._mask(*at) for at in np.argwhere(away)]

    def _mask(self, rows: object = slice(None), columns: object = slice(None)) -> Bools:
        made = np.zeros(self.table.shape, dtype=bool)
        made[rows, columns] = True  # type: ignore[index]
        return made

    def _found(
        self, counts: Ints, most: Ints, rows: Bools, columns: Bools,
        secret: Sequence[tuple[Bools, int]],
    ) -> bool:  # fmt: skip
        """Tell whether a reader of the told rows, columns and total finds a secret sum."""
        if not secret:
            return False
        told = [self._mask(rows=at) for at in np.flatnonzero(rows)]
        told += [self._mask(columns=at) for at in np.flatnonzero(columns)]
        told.append(np.ones(self.table.shape, dtype=bool))
        some = self.table > 0
        lines, sought = (np.array([at[some] for at in m]) for m in (told, [at for at, _ in secret]))
        need = np.array([width for _, width in secret])
        return bool(recovered(counts[some], most[some], lines, sought, need).any())
