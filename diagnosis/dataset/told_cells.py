"""A told cell as it leaves: the rule of small groups that pages follow, in numbers and in words."""

from __future__ import annotations

from typing import NamedTuple

from analysis.model import Cell
from analysis.publishing import families
from analysis.rules import FLOOR


class Told(NamedTuple):
    """Families among families, rounded; ``share`` is None where only its interval may be said."""

    n: int
    N: int
    share: float | None
    low: float
    high: float
    words: str


def told_cell(cell: Cell, whole: bool = False) -> Told:
    """Numbers of a cell: as on pages, a small group has an interval and no percentage.

    Parameters
    ----------
    whole : its base is every family that answered, and no group of them.

    Examples
    --------
    >>> few, many = Cell(5, 15, 0.32, 0.15, 0.52), Cell(40, 120, 0.33, 0.2, 0.4)
    >>> told_cell(few).share, told_cell(many).share, told_cell(few).words
    (None, 0.33, 'environ 5 sur 15')
    """
    small = not cell.n or (cell.N < FLOOR and not whole)
    share = None if small else cell.share
    return Told(cell.n, cell.N, share, cell.low, cell.high, families(cell))
