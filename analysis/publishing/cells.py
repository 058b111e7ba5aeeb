"""The one way a told cell is written: how many families, which share, how sure."""

from __future__ import annotations

from ..french import THIN, interval, number, percent, points, shared
from ..model import Cell, Weighted
from ..rules import BASE, FLOOR


def families(cell: Cell) -> str:
    """Families of a cell among those of its base.

    >>> families(Cell(40, 120, 0.33, 0.26, 0.42)), families(Cell(0, 40, 0.0, 0.0, 0.1))
    ('environ 40 sur 120', 'moins de 5 sur 40')
    >>> families(Cell(35, 38, 0.92, 0.8, 1.0))
    'presque toutes sur 38'
    """
    return f"{count(cell)} sur {number(cell.N)}" if cell.N else count(cell)


def count(cell: Cell) -> str:
    """Families of a cell alone.

    >>> count(Cell(40, 120, 0.33, 0.26, 0.42)), count(Cell(0, 3, 0.0, 0.0, 0.5))
    ('environ 40', 'moins de 5')
    """
    if not cell.n:
        return f"moins de {BASE}"
    return "presque toutes" if _is_nearly_all(cell) else f"environ {number(cell.n)}"


def part(cell: Cell, whole: bool = False) -> str:
    """Share of a cell with its interval, in words when its group is small.

    Parameters
    ----------
    cell : of a report.
    whole : True when its base is every family that answered, and no group of them.

    >>> part(Cell(40, 120, 0.33, 0.26, 0.42)).replace(THIN, "_")
    '33_% [26_; 42]'
    >>> part(Cell(5, 15, 0.32, 0.15, 0.52)).replace(THIN, "_")
    'environ un tiers, entre 15 et 52_%'
    >>> part(Cell(0, 60, 0.0, 0.0, 0.07)).replace(THIN, "_")
    'au plus 7_%'
    """
    if not whole and cell.N < FLOOR:
        between = f"entre {points(cell.low)} et {percent(cell.high)}"
        return f"{shared(cell.share, cell.N)}, {between}"
    if not cell.n:
        return f"au plus {percent(cell.high, cell.N)}"
    if _is_nearly_all(cell):
        return f"au moins {percent(cell.low, cell.N)}"
    bounds = f"[{points(cell.low, cell.N)}{THIN}; {points(cell.high, cell.N)}]"
    return f"{percent(cell.share, cell.N)} {bounds}"


def told(cell: Cell, whole: bool = False) -> str:
    """Whole cell in a sentence.

    >>> told(Cell(40, 120, 0.33, 0.26, 0.42)).replace(THIN, "_")
    'environ 40 familles sur 120, 33_% [26_; 42]'
    >>> told(Cell(0, 60, 0.0, 0.0, 0.07))
    'moins de 5 familles sur 60'
    """
    return f"{people(cell)}, {part(cell, whole)}" if cell.n else people(cell)


def people(cell: Cell) -> str:
    """Families of a cell in a sentence, without its share.

    >>> people(Cell(40, 120, 0.33, 0.26, 0.42)), people(Cell(35, 38, 0.92, 0.8, 1.0))
    ('environ 40 familles sur 120', 'presque toutes les 38 familles')
    """
    if cell.n and _is_nearly_all(cell):
        return f"presque toutes les {number(cell.N)} familles"
    among = f" sur {number(cell.N)}" if cell.N else ""
    return f"{count(cell)} familles{among}"


def about(value: int) -> str:
    """Told number that stands alone.

    >>> about(0), about(25)
    ('moins de 5', 'environ 25')
    """
    return f"environ {number(value)}" if value else f"moins de {BASE}"


def weighted(share: Cell | Weighted | None) -> str:
    """Weighted share with its interval, a dash when there is none.

    >>> weighted(Cell(40, 100, 0.4, 0.3, 0.51)).replace(THIN, "_"), weighted(None)
    ('40_% [30_; 51]', '–')
    """
    return "–" if share is None else interval(share.share, share.low, share.high)


def _is_nearly_all(cell: Cell) -> bool:
    return cell.n > cell.N - BASE
