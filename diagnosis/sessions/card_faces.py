"""The face of a card held up: a marker that a camera reads, and a shape on each of its four sides.

Knows no page. The marker's codes are read from the very file that reads them in the browser.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cache

from diagnosis.model import N_
from diagnosis.web import STATIC

# Of the 250 codes; nobody hands out more cards, nor reads them within a minute.
MOST_CARDS = 100
USUAL_CARDS = 30
READER = "third_parties/js-aruco2/aruco.js"
DICTIONARY = "ARUCO_MIP_36h12"
# Cells across the marker: six of code within a black border.
CELLS, CODE = 8, 6
# Millimetres. A face is cut out of half a sheet; beside the marker stays white more than a cell, so
# that its edge is found, then room for the shapes and for fingers.
FACE, MARKER, SHAPE, EDGE = 134, 96, 6, 3
# Metres at which a marker of that many millimetres is 36 pixels wide in a picture of 1920, through
# the lens of a phone (65 degrees): measured, it is read then (tests/benchmarks/cards.py).
PIXELS, WIDE, LENS = 36, 1920, math.radians(65)


@dataclass(frozen=True)
class Shape:
    """What marks a side: its name, and its outline in a square of -1 to 1."""

    name: str
    points: tuple[tuple[float, float], ...]

    @property
    def path(self) -> str:
        """The outline as the path of an SVG."""
        return "M" + "L".join(f"{x:.3f} {y:.3f}" for x, y in self.points) + "Z"


def _around(corners: int, *radii: float) -> tuple[tuple[float, float], ...]:
    """Points around the middle, the first one up, at each of the radii in turn."""
    angles = [math.tau * at / corners for at in range(corners)]
    return tuple(
        (math.sin(angle) * radii[at % len(radii)], -math.cos(angle) * radii[at % len(radii)])
        for at, angle in enumerate(angles)
    )


SHAPES = (
    Shape(N_("rond"), _around(36, 0.95)),
    Shape(N_("triangle"), ((0, -0.95), (1, 0.85), (-1, 0.85))),
    Shape(N_("carré"), ((-0.85, -0.85), (0.85, -0.85), (0.85, 0.85), (-0.85, 0.85))),
    Shape(N_("étoile"), _around(10, 1.1, 0.45)),
)


@cache
def _codes() -> tuple[int, ...]:
    source = (STATIC / READER).read_text("utf-8")
    listed = re.search(rf"{DICTIONARY}: \{{[^}}]*codeList: \[([^\]]*)\]", source)
    assert listed, READER  # noqa: S101 - our own copy, unchanged
    return tuple(int(code, 16) for code in re.findall(r"0x([0-9a-f]+)UL", listed[1]))


def cells_of(number: int) -> tuple[tuple[bool, ...], ...]:
    """The marker of a card, from 1: rows of cells, True where it is white.

    Examples
    --------
    >>> cells = cells_of(1)
    >>> len(cells), any(cells[0]), "".join("#."[white] for white in cells[1])
    (8, False, '#..#.###')
    """
    bits = f"{_codes()[number - 1]:0{CODE * CODE}b}"
    rows = [bits[at : at + CODE] for at in range(0, CODE * CODE, CODE)]
    dark = (False,) * CELLS
    return (dark, *((False, *(bit == "1" for bit in row), False) for row in rows), dark)


def marker_path(number: int) -> str:
    """The white cells of a marker as the path of an SVG, in cells from its corner."""
    return "".join(
        f"M{x} {y}h1v1h-1z"
        for y, row in enumerate(cells_of(number))
        for x, white in enumerate(row)
        if white
    )


def reach(marker: float) -> float:
    """How far, in metres, a phone reads a marker of so many millimetres.

    Examples
    --------
    >>> round(reach(MARKER), 1)
    4.0
    """
    return marker / 1000 * WIDE / PIXELS / (2 * math.tan(LENS / 2))
