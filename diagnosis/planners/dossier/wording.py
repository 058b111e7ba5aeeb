"""Small words of the dossier: a told cell as a fact, what the annexes hold, pages named."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from analysis import publishing as told
from analysis.french import number, typography
from diagnosis.planners.dossier.model import Fact

if TYPE_CHECKING:
    from analysis.model import Cell

NOTHING = Fact("–")
# Between a share told in words and its interval.
WORDS = ", entre "


def share(cell: Cell, whole: bool = False) -> Fact:
    """Write the share of a cell with its interval, and under it the families.

    >>> from analysis.model import Cell
    >>> share(Cell(40, 120, 0.33, 0.26, 0.42)).under
    'environ 40 sur 120'
    >>> from analysis.model import Cell
    >>> share(Cell(5, 15, 0.32, 0.15, 0.52)).told
    'environ un tiers'
    """
    fact = part(cell, whole)
    return Fact(fact.told, " · ".join(filter(None, (fact.under, told.families(cell)))))


def part(cell: Cell, whole: bool = False) -> Fact:
    """Write the share of a cell with its interval, which stands under a share in words."""
    said, _, between = told.part(cell, whole).partition(WORDS)
    return Fact(said, f"{WORDS[2:]}{between}" if between else "")


def narrow(cell: Cell, mark: str = "") -> Fact:
    """Write the same in a narrow column: the interval always below, words left out.

    >>> from analysis.model import Cell
    >>> fact = narrow(Cell(5, 15, 0.32, 0.15, 0.52))
    >>> fact.told, fact.under.replace(chr(0x202f), "_")
    ('entre', '15 et 52_%')
    """
    said, _, bounds = told.part(cell).partition(" [")
    _, _, between = said.partition(WORDS)
    if between:
        return Fact(f"{WORDS[2:].strip()}{mark}", between)
    return Fact(f"{said}{mark}", f"[{bounds}" if bounds else "")


def families(cell: Cell) -> Fact:
    """Write the families of a cell among those of its base."""
    return Fact(told.families(cell))


def rest(total: int, shown: int, one: str = "autre", many: str = "autres") -> str:
    """Say how many lines are in the annexes only.

    >>> rest(12, 8).replace(chr(0x202f), "_"), rest(9, 8), rest(8, 8)
    ('… et 4 autres, dans les annexes', '… et 1 autre, dans les annexes', '')
    """
    more = total - shown
    if more <= 0:
        return ""
    return f"… et {number(more)} {one if more == 1 else many}, dans les annexes"


def sentences(texts: Iterable[str]) -> tuple[str, ...]:
    """Set French typography in texts, leaving out the empty ones."""
    return tuple(typography(text) for text in texts if text)


def title(text: str) -> str:
    """Write a sentence of the report as a heading.

    >>> title("Pas de carte.")
    'Pas de carte'
    """
    return typography(text.rstrip(".")).strip()
