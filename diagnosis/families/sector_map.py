"""A drawn map of the sectors, to touch: where their outlines are known and large enough.

Elsewhere there is none: sectors are cards with their landmarks. A drawing without real outlines
would be a diagram, which nobody recognises as home.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from diagnosis.questionnaire import Sector

Point = tuple[float, float]
# Units, which are CSS pixels on a phone of 360: width of the sheet, its margin, a letter.
WIDTH, MARGIN, LETTER = 320.0, 4.0, 8
# A finger's width in the same units (WCAG 2.5.5), and how finely its place is looked for.
FINGER, STEP = 44.0, 4.0


@dataclass(frozen=True)
class Cell:
    """One sector: its outline as SVG path data, where its number stands, a landmark."""

    name: str
    path: str
    x: int
    y: int
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class SectorMap:
    """The whole drawing, ``WIDTH`` units wide."""

    width: int
    height: int
    cells: tuple[Cell, ...]

    @property
    def places(self) -> dict[str, int]:
        """The number that each sector bears on the map and in the list."""
        return {cell.name: number for number, cell in enumerate(self.cells, 1)}


def draw_map(
    sectors: Sequence[Sector], outlines: Mapping[str, Any] | None = None
) -> SectorMap | None:
    """Draw the sectors; None unless each has an outline that a finger can touch.

    Parameters
    ----------
    sectors : with their centres in degrees.
    outlines : GeoJSON geometries by sector name, where the team imported them.
    """
    rings = {name: _rings(shape) for name, shape in (outlines or {}).items()}
    if not all(rings.get(sector.name) for sector in sectors):
        return None
    project, height = _projection([p for s in sectors for ring in rings[s.name] for p in ring])
    shapes = [[[project(p) for p in ring] for ring in rings[s.name]] for s in sectors]
    if not all(any(map(_holds_finger, shape)) for shape in shapes):
        return None
    cells = tuple(
        _cell(sector, shape, project((sector.lon, sector.lat)))
        for sector, shape in zip(sectors, shapes, strict=True)
    )
    return SectorMap(round(WIDTH), round(height), cells)


def _cell(sector: Sector, shape: list[list[Point]], centre: Point) -> Cell:
    x, y = round(centre[0]), round(centre[1])
    words = _words(sector)
    # Words stay on the sheet: half their width, at the size that the style gives them.
    half = max((len(word) for word in words), default=0) * LETTER // 2
    x = round(min(max(x, half), WIDTH - half))
    return Cell(sector.name, "".join(map(_path, shape)), x, y, words)


def _projection(points: Sequence[Point], margin: float = MARGIN) -> Any:
    """Flatten degrees around the middle latitude; north is up, proportions are kept."""
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    shrink = math.cos(math.radians((south + north) / 2))
    scale = (WIDTH - 2 * margin) / (max(east - west, 1e-6) * shrink)

    def project(point: Point) -> Point:
        return (
            margin + (point[0] - west) * shrink * scale,
            margin + (north - point[1]) * scale,
        )

    return project, 2 * margin + (north - south) * scale


def _holds_finger(ring: Sequence[Point]) -> bool:
    """Say whether a finger fits somewhere inside an outline."""
    west, east = min(p[0] for p in ring), max(p[0] for p in ring)
    south, north = min(p[1] for p in ring), max(p[1] for p in ring)
    columns = range(int((east - west) / STEP) + 1)
    rows = range(int((north - south) / STEP) + 1)
    places = ((west + STEP * c, south + STEP * r) for c in columns for r in rows)
    # Between two places looked at, a finger may fit a little better.
    return any(_room(place, ring) >= (FINGER - STEP) / 2 for place in places)


def _room(place: Point, ring: Sequence[Point]) -> float:
    """Distance from a place inside an outline to its edge; 0 outside."""
    inside, nearest = False, math.inf
    x, y = place
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (y1 > y) != (y2 > y) and x < x1 + (y - y1) / (y2 - y1) * (x2 - x1):
            inside = not inside
        along = (x2 - x1) ** 2 + (y2 - y1) ** 2
        part = ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / along if along else 0
        part = min(max(part, 0), 1)
        nearest = min(nearest, math.hypot(x1 + part * (x2 - x1) - x, y1 + part * (y2 - y1) - y))
    return nearest * inside


def _words(sector: Sector) -> tuple[str, ...]:
    """A landmark in two short lines at most."""
    first, _, rest = next(iter(sector.landmarks), "").partition(" ")
    return tuple(word for word in (first, rest) if word)


def _path(ring: Sequence[Point]) -> str:
    steps = [f"{round(x)} {round(y)}" for x, y in ring]
    return "M" + " ".join(dict.fromkeys(steps)) + "z"


def _rings(shape: Mapping[str, Any]) -> list[list[Point]]:
    """Take the outer rings of a GeoJSON geometry."""
    coordinates = shape.get("coordinates") or []
    if shape.get("type") == "Polygon":
        coordinates = [coordinates]
    return [[(p[0], p[1]) for p in polygon[0]] for polygon in coordinates if polygon]
