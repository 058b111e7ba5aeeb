"""A drawn map of the sectors, to touch: cells around their centres, or the outlines imported.

The drawing is a landmark for the eye, not a survey: each sector takes the places nearer to its
centre than to any other (Voronoi, Journal für die reine und angewandte Mathematik 134, 1908).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from diagnosis.questionnaire import Sector

Point = tuple[float, float]
WIDTH, MARGIN, LETTER = 320.0, 34.0, 8


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


def draw_map(sectors: Sequence[Sector], outlines: Mapping[str, Any] | None = None) -> SectorMap:
    """Draw the sectors.

    Parameters
    ----------
    sectors : with their centres in degrees.
    outlines : GeoJSON geometries by sector name, where the team imported them. They are used when
        every sector has one, so that no sector looks unlike the others.
    """
    outlines = outlines or {}
    rings = {name: _rings(shape) for name, shape in outlines.items()}
    whole = all(rings.get(sector.name) for sector in sectors)
    known = [p for s in sectors for ring in rings[s.name] for p in ring] if whole else []
    project, height = _projection(
        known or [(s.lon, s.lat) for s in sectors], 4 if whole else MARGIN
    )
    centres = [project((s.lon, s.lat)) for s in sectors]
    if whole:
        shapes = [[[project(p) for p in ring] for ring in rings[s.name]] for s in sectors]
    else:
        shapes = [[_nearest(index, centres, height)] for index in range(len(centres))]
    cells = tuple(
        _cell(sector, shape, centre, whole)
        for sector, shape, centre in zip(sectors, shapes, centres, strict=True)
    )
    return SectorMap(round(WIDTH), round(height), cells)


def _cell(sector: Sector, shape: list[list[Point]], centre: Point, whole: bool) -> Cell:
    x, y = _middle(shape, centre, whole)
    words = _words(sector)
    # Words stay on the sheet: half their width, at the size that the style gives them.
    half = max((len(word) for word in words), default=0) * LETTER // 2
    x = round(min(max(x, half), WIDTH - half))
    return Cell(sector.name, "".join(map(_path, shape)), x, y, words)


def _projection(points: Sequence[Point], margin: float) -> Any:
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


def _nearest(index: int, centres: Sequence[Point], height: float) -> list[Point]:
    """Cut the whole sheet along the line halfway to each other centre."""
    cell: list[Point] = [(0, 0), (WIDTH, 0), (WIDTH, height), (0, height)]
    x, y = centres[index]
    for other, (ox, oy) in enumerate(centres):
        if other == index or (ox, oy) == (x, y):
            continue
        dx, dy = ox - x, oy - y
        limit = (ox * ox + oy * oy - x * x - y * y) / 2
        cell = _cut(cell, dx, dy, limit)
    return cell


def _cut(cell: list[Point], dx: float, dy: float, limit: float) -> list[Point]:
    kept: list[Point] = []
    for start, end in zip(cell, [*cell[1:], cell[0]], strict=True):
        before, after = (dx * p[0] + dy * p[1] - limit for p in (start, end))
        if before <= 0:
            kept.append(start)
        if before * after < 0:
            part = before / (before - after)
            kept.append(
                (start[0] + part * (end[0] - start[0]), start[1] + part * (end[1] - start[1]))
            )
    return kept


def _middle(shape: list[list[Point]], centre: Point, whole: bool) -> tuple[int, int]:
    ring = max(shape, key=len)
    if whole:
        return round(centre[0]), round(centre[1])
    return round(sum(p[0] for p in ring) / len(ring)), round(sum(p[1] for p in ring) / len(ring))


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
