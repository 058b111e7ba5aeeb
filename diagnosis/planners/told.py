"""The one way a cell of a report is written: how many families, which share, how sure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from analysis.french import shared
from analysis.rules import BASE, FLOOR
from diagnosis.planners.words import THIN, number, percent, points

Cell = Mapping[str, Any]


def families(cell: Cell) -> str:
    """Write the families of a cell among those of its base.

    >>> families({"n": 40, "N": 120}), families({"n": 0, "N": 40}), families({"n": 35, "N": 38})
    ('environ 40 sur 120', 'moins de 5 sur 40', 'presque toutes sur 38')
    """
    return f"{count(cell)} sur {number(cell['N'])}" if cell["N"] else count(cell)


def count(cell: Cell) -> str:
    """Write the families of a cell alone.

    >>> count({"n": 40, "N": 120}), count({"n": 0, "N": 3})
    ('environ 40', 'moins de 5')
    """
    if not cell["n"]:
        return f"moins de {BASE}"
    return "presque toutes" if _is_nearly_all(cell) else f"environ {number(cell['n'])}"


def part(cell: Cell, whole: bool = False) -> str:
    """Write the share of a cell with its interval, in words when its group is small.

    Parameters
    ----------
    cell : of a report.
    whole : True when its base is every family that answered, and no group of them.

    >>> cell = {"n": 40, "N": 120, "share": 0.33, "low": 0.26, "high": 0.42}
    >>> part(cell).replace(THIN, "_")
    '33_% [26_; 42]'
    >>> part({"n": 5, "N": 15, "share": 0.32, "low": 0.15, "high": 0.52}).replace(THIN, "_")
    'environ un tiers, entre 15 et 52_%'
    >>> part({"n": 0, "N": 60, "share": 0.0, "low": 0.0, "high": 0.07}).replace(THIN, "_")
    'au plus 7_%'
    """
    base = int(cell["N"])
    if not whole and base < FLOOR:
        between = f"entre {points(cell['low'])} et {percent(cell['high'])}"
        return f"{shared(float(cell['share']), base)}, {between}"
    if not cell["n"]:
        return f"au plus {percent(cell['high'], base)}"
    if _is_nearly_all(cell):
        return f"au moins {percent(cell['low'], base)}"
    bounds = f"[{points(cell['low'], base)}{THIN}; {points(cell['high'], base)}]"
    return f"{percent(cell['share'], base)} {bounds}"


def told(cell: Cell, whole: bool = False) -> str:
    """Write a whole cell in a sentence.

    >>> cell = {"n": 40, "N": 120, "share": 0.33, "low": 0.26, "high": 0.42}
    >>> told(cell).replace(THIN, "_")
    'environ 40 familles sur 120, 33_% [26_; 42]'
    >>> told({"n": 0, "N": 60, "share": 0.0, "low": 0.0, "high": 0.07}).replace(THIN, "_")
    'moins de 5 familles sur 60'
    """
    if not cell["n"]:
        return people(cell)
    return f"{people(cell)}, {part(cell, whole)}"


def people(cell: Cell) -> str:
    """Write the families of a cell in a sentence, without its share.

    >>> people({"n": 40, "N": 120}), people({"n": 35, "N": 38}), people({"n": 0, "N": 0})
    ('environ 40 familles sur 120', 'presque toutes les 38 familles', 'moins de 5 familles')
    """
    if cell["n"] and _is_nearly_all(cell):
        return f"presque toutes les {number(cell['N'])} familles"
    among = f" sur {number(cell['N'])}" if cell["N"] else ""
    return f"{count(cell)} familles{among}"


def about(value: int) -> str:
    """Write a told number that stands alone.

    >>> about(0), about(25)
    ('moins de 5', 'environ 25')
    """
    return f"environ {number(value)}" if value else f"moins de {BASE}"


def _is_nearly_all(cell: Cell) -> bool:
    return bool(cell["n"] > cell["N"] - BASE)


FILTERS: dict[str, Callable[..., Any]] = {
    "families": families,
    "count_of": count,
    "part": part,
    "told": told,
    "people": people,
    "about": about,
}
