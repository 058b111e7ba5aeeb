"""The one gate: no group of fewer than ``k`` families leaves, directly or by subtraction.

Rules, in the order they apply:

* a count from 1 to k - 1 is hidden, and so is a count whose complement in its base is;
* a base under k is hidden with all that stands on it;
* where counts add up to a published total, enough further cells are hidden for what is
  hidden to amount to k families and to two cells at least (:func:`one_way`, :func:`crossing`);
* of two nested groups, one is hidden when fewer than k families separate them;
* a zero is published in a table of the whole survey (it singles nobody out) and hidden in a
  crossing, where « none of them » or « all of them » would speak of every member of a small group.

The number of non-answers to a question is hidden under k as a count of its own; it can be
deduced from the number of families and the number of answers. It says who passed, never what.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ..arrays import Bools, Ints
from ..statistics import wilson

K = 11
# A count known within 1 can take three values, 2 apart.
SPREAD = 3
HIDDEN = {"n": None, "N": None, "share": None, "low": None, "high": None, "hidden": True}


@dataclass(frozen=True)
class Cell:
    """A count of families in a base, still to pass the gate.

    Parameters
    ----------
    n, N : int
        Families counted, families in the base.
    hidden : bool
        Already hidden by a rule on several cells.
    """

    n: int
    N: int
    hidden: bool = False

    def hide(self, hidden: bool = True) -> Cell:
        """Give the cell, hidden when asked (a hidden cell stays hidden)."""
        return replace(self, hidden=self.hidden or bool(hidden))


@dataclass(frozen=True)
class Count:
    """A number of families (or of their texts, votes) alone, still to pass the gate."""

    n: int
    hidden: bool = False


@dataclass(frozen=True)
class Derived:
    """A number or a sentence computed from cells; it leaves only if every one of them does."""

    value: float | str | None
    cells: tuple[Cell, ...]


def small(n: int, k: int) -> bool:
    """Tell whether a count is of 1 to k - 1 families.

    >>> [small(n, 11) for n in (0, 1, 10, 11)]
    [False, True, True, False]
    """
    return 0 < n < k


def primary(cell: Cell, k: int) -> bool:
    """Tell whether a cell must be hidden by itself: small, small complement or small base."""
    return k > cell.N or small(cell.n, k) or small(cell.N - cell.n, k)


def alone(n: int, base: int, k: int) -> bool:
    """Tell whether a cell of a crossing is hidden for its own sake, zeros included.

    >>> alone(0, 40, 11), alone(15, 40, 11)
    (True, False)
    """
    return n < k or base - n < k


def one_way(counts: Sequence[int], k: int) -> list[bool]:
    """Say what to hide among counts that add up to a published total.

    Parameters
    ----------
    counts : sequence of int
    k : int

    Returns
    -------
    list of bool
        True where the count must be hidden.

    Examples
    --------
    >>> one_way([90, 40, 5], 11)
    [False, True, True]
    >>> one_way([90, 30, 0], 11)
    [False, False, False]
    """
    hidden = [small(n, k) for n in counts]
    while any(hidden) and (_sum(counts, hidden) < k or sum(hidden) < 2):
        shown = [at for at, n in enumerate(counts) if n and not hidden[at]]
        if not shown:
            break
        hidden[min(shown, key=lambda at: counts[at])] = True
    return hidden


def _sum(counts: Sequence[int], chosen: Sequence[bool]) -> int:
    return sum(n for n, taken in zip(counts, chosen, strict=True) if taken)


def crossing(
    n: Ints, base: Ints, residual: tuple[int, int], k: int, forced: Bools | None = None
) -> Bools:
    """Say what to hide in one line of a crossing whose margin is published.

    Parameters
    ----------
    n, base : array of int, shape (groups,)
        Families counted and families in each group.
    residual : tuple of int
        The same two numbers for the families in no published group.
    k : int
    forced : array of bool, shape (groups,), optional
        Groups already hidden for another reason.

    Returns
    -------
    array of bool, shape (groups,)
        True where the cell must be hidden.

    Notes
    -----
    Cells and their complements add up over groups to the margin. Whatever stays hidden,
    residual included, must amount to k families or more, in two cells at least, on both sides,
    and leave each small count in doubt when all bases are known. A small residual is a hidden
    cell even when all groups are shown: subtraction would tell it.

    Examples
    --------
    >>> crossing(np.array([3, 40, 20]), np.array([60, 90, 60]), (0, 0), 11)
    array([ True, False,  True])

    Two families of five, who passed the question of the groups, would be known by subtraction.

    >>> crossing(np.array([40, 20]), np.array([60, 50]), (2, 5), 11)
    array([False,  True])
    """
    rest = base - n
    hidden = (n < k) | (rest < k) | (base < k)
    if forced is not None:
        hidden |= forced
    left = small(residual[0], k) or small(residual[1] - residual[0], k)
    while (left or hidden.any()) and not _covered(n, rest, hidden, residual, k):
        shown = np.flatnonzero(~hidden)
        if not len(shown):
            break
        hidden[shown[np.argmin(base[shown])]] = True
    return hidden


def _covered(n: Ints, rest: Ints, hidden: Bools, residual: tuple[int, int], k: int) -> bool:
    for counts, extra in ((n, residual[0]), (rest, residual[1] - residual[0])):
        cells = int(hidden.sum()) + (extra > 0)
        if cells < 2 or counts[hidden].sum() + extra < k:
            return False
    counts = np.append(n[hidden], residual[0])
    return _doubtful(counts, np.append((n + rest)[hidden], residual[1]), k)


def _doubtful(n: Ints, base: Ints, k: int) -> bool:
    """Tell whether small counts of known bases and known sum can take ``SPREAD`` more values."""
    least = np.maximum(0, n.sum() - (base.sum() - base))
    width = np.minimum(base, n.sum()) - least
    secret = ((n > 0) & (n < k)) | ((base > n) & (base - n < k))
    return bool((width >= np.minimum(base, SPREAD))[secret].all())


def nested(inner: int, outer: int, k: int) -> bool:
    """Tell whether the difference of two nested groups isolates fewer than k families.

    >>> nested(40, 45, 11), nested(40, 40, 11), nested(40, 60, 11)
    (True, False, False)
    """
    return small(outer - inner, k)


class Gate:
    """Turns cells and counts into what may be published, and counts what it hid.

    Parameters
    ----------
    k : int
        Smallest number of families that may be told.

    Examples
    --------
    >>> gate = Gate(11)
    >>> gate.publish({"a": Cell(5, 60), "n": Count(60)})["a"]["hidden"]
    True
    >>> gate.suppressed
    1
    """

    def __init__(self, k: int = K) -> None:
        self.k = k
        self.suppressed = 0

    def publish(self, tree: Any) -> Any:
        """Replace every :class:`Cell`, :class:`Count` and :class:`Derived` of plain data."""
        if isinstance(tree, Cell):
            return self._cell(tree)
        if isinstance(tree, Count):
            return self._count(tree)
        if isinstance(tree, Derived):
            kept = not any(cell.hidden or primary(cell, self.k) for cell in tree.cells)
            return _plain(tree.value) if kept else None
        if isinstance(tree, Mapping):
            return {str(key): self.publish(value) for key, value in tree.items()}
        if isinstance(tree, list | tuple):
            return [self.publish(item) for item in tree]
        return _plain(tree)

    def _cell(self, cell: Cell) -> dict[str, Any]:
        if cell.hidden or primary(cell, self.k):
            self.suppressed += 1
            return dict(HIDDEN)
        low, high = wilson(cell.n, cell.N)
        return {
            "n": int(cell.n),
            "N": int(cell.N),
            "share": round(cell.n / cell.N, 6),
            "low": round(low, 6),
            "high": round(high, 6),
            "hidden": False,
        }

    def _count(self, count: Count) -> int | None:
        if count.hidden or small(count.n, self.k):
            self.suppressed += 1
            return None
        return int(count.n)


def _plain(value: Any) -> Any:
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float):
        return round(value, 6) if np.isfinite(value) else None
    return value
