"""The picture of a need map: zones as filled shapes, calling no tile and no server."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..arrays import Bools, Floats
from ..french import percent, shared
from ..model import InZone, NeedMap, Place
from .canvas import INK, PAPER, QUIET, Canvas, cell_text, wrapped

# Points away from the whole's share, and the colour of a zone below or above it: one scale for
# every need, so that two maps can be laid side by side.
STEPS = ((0.0, "#D8C9E6", "#F6D3A8"), (0.1, "#A98BC4", "#E59E4B"), (0.2, "#6B4A8C", "#B35F0A"))
# Beside the share, so that a side is not told by its colour alone.
SIGNS = {"above": "▲ ", "below": "▼ ", "": ""}
NEUTRAL, EDGE = "#ECE7DC", "#7C7468"
# Labels beside the map: what a phone needs, as parts of the width of the ground.
COLUMN, GAP, LINE_HEIGHT, BETWEEN = 0.55, 0.06, 0.098, 0.05
LETTERS = 15
Ring = list[tuple[float, float]]


def drawable(sectors: list[Place]) -> list[Place]:
    """Keep the sectors that have a shape or a centre."""
    return [s for s in sectors if s.polygon or None not in (s.lon, s.lat)]


def map_figure(title: str, sectors: list[Place], need: NeedMap, tested: bool) -> Canvas:
    """Draw one need in each zone, on the drawable sectors that make it."""
    canvas = Canvas(title, 400)
    shapes, schematic = shapes_of(sectors)
    entries: dict[str | None, InZone] = {entry.zone: entry for entry in need.cells}
    whole = need.cell.share
    for sector, rings in zip(sectors, shapes, strict=True):
        _draw(canvas, sector, rings, entries.get(sector.zone), whole)
    _frame(canvas, sectors, shapes, [_label(s, entries.get(s.zone)) for s in sectors])
    _legend(canvas, whole, schematic, tested)
    return canvas


def shapes_of(sectors: list[Place]) -> tuple[list[list[Ring]], bool]:
    """Rings of each sector; True when they are approached, as some sector has no outline."""
    schematic = not all(sector.polygon for sector in sectors)
    return voronoi(sectors) if schematic else list(map(_rings, sectors)), schematic


def _rings(sector: Place) -> list[Ring]:
    polygon = sector.polygon or {}
    parts = polygon.get("coordinates") or []
    parts = [parts] if polygon.get("type") == "Polygon" else parts
    return [[(float(p[0]), float(p[1])) for p in part[0]] for part in parts if part]


def voronoi(sectors: list[Place]) -> list[list[Ring]]:
    """Cut a padded box into the cells nearest to each sector's centre (Voronoi)."""
    points = np.array([centre_of(sector) for sector in sectors])
    stretch = np.array([np.cos(np.radians(points[:, 1].mean())), 1.0])
    flat = points * stretch
    pad = max(float(np.ptp(flat, axis=0).max()) * 0.12, 0.002)
    low, high = flat.min(axis=0) - pad, flat.max(axis=0) + pad
    box = [(low[0], low[1]), (high[0], low[1]), (high[0], high[1]), (low[0], high[1])]
    rings = [_cell(flat, at, box) for at in range(len(flat))]
    return [[[(x / float(stretch[0]), y) for x, y in ring]] for ring in rings]


def _cell(points: Floats, at: int, box: Ring) -> Ring:
    ring = box
    for other in np.delete(points, at, axis=0):
        direction = other - points[at]
        if direction.any() and ring:
            ring = _clip(ring, direction, float(direction @ (other + points[at]) / 2))
    return ring


def _clip(ring: Ring, direction: Floats, limit: float) -> Ring:
    """Keep the side of a ring where ``direction . point <= limit``."""
    kept: Ring = []
    for start, end in zip(ring, ring[1:] + ring[:1], strict=True):
        a, b = direction @ np.array(start) - limit, direction @ np.array(end) - limit
        if a <= 0:
            kept.append(start)
        if a * b < 0:
            point = np.array(start) + a / (a - b) * (np.array(end) - np.array(start))
            kept.append((float(point[0]), float(point[1])))
    return kept


def centre_of(sector: Place) -> tuple[float, float]:
    if sector.lon is not None and sector.lat is not None:
        return sector.lon, sector.lat
    points = np.array([point for ring in _rings(sector) for point in ring])
    middle = points.mean(axis=0)
    return float(middle[0]), float(middle[1])


def _draw(
    canvas: Canvas, sector: Place, rings: list[Ring], entry: InZone | None,
    whole: float,
) -> None:  # fmt: skip
    colour = colour_of(entry, whole)
    look = {"fillcolor": colour, "line": {"color": INK, "width": 1}}
    for ring in filter(None, rings):
        xs, ys = zip(*[*ring, ring[0]], strict=True)
        canvas.trace(x=xs, y=ys, mode="lines", fill="toself", hoverinfo="skip", **look)
    x, y = centre_of(sector)
    said = wrapped(sector.label, 40) + "<br>" + (cell_text(entry.cell) if entry else "–")
    seen = {"size": 5, "color": INK, "line": {"color": PAPER, "width": 1}}
    canvas.trace(x=[x], y=[y], mode="markers", marker=seen, hovertext=said, hoverinfo="text")


def colour_of(entry: InZone | None, whole: float) -> str:
    """Colour of a zone: neutral unless it can be told from the whole.

    >>> from analysis.model import Cell
    >>> cell = Cell(45, 100, 0.45, 0.35, 0.55)
    >>> colour_of(InZone("nord", cell, ""), 0.3) == NEUTRAL
    True
    >>> colour_of(InZone("nord", cell, "above"), 0.3)
    '#E59E4B'
    """
    if entry is None or not entry.side:
        return NEUTRAL
    _, below, above = STEPS[step_of(entry, whole)]
    return above if entry.side == "above" else below


def step_of(entry: InZone, whole: float) -> int:
    """How far a zone is from the whole, as a place in ``STEPS``.

    >>> from analysis.model import Cell
    >>> step_of(InZone("nord", Cell(45, 100, 0.45, 0.35, 0.55), ""), 0.3)
    1
    """
    away = abs(entry.cell.share - whole)
    return max(at for at, step in enumerate(STEPS) if away >= step[0])


def _label(sector: Place, entry: InZone | None) -> tuple[str, str]:
    """The text beside the map and its colour."""
    if entry is None:
        return wrapped(sector.label, LETTERS), QUIET
    cell = entry.cell
    value = wrapped(SIGNS[entry.side] + shared(cell.share, cell.N), LETTERS)
    label = f"{wrapped(sector.label, LETTERS)}<br><b>{value}</b>"
    return label, INK if entry.side else QUIET


def _frame(
    canvas: Canvas, sectors: list[Place], shapes: list[list[Ring]],
    labels: list[tuple[str, str]],
) -> None:  # fmt: skip
    """Write labels on both sides, each tied to its place by a thin line, and set the ranges."""
    points = np.array([point for rings in shapes for ring in rings for point in ring])
    centres = np.array([centre_of(sector) for sector in sectors])
    # Length of a degree of latitude for a length of 1 per degree of longitude.
    stretch = 1 / max(float(np.cos(np.radians(centres[:, 1].mean()))), 0.1)
    (west, south), (east, north) = points.min(axis=0).tolist(), points.max(axis=0).tolist()
    wide = east - west
    unit = wide / stretch
    heights = np.array([(text.count("<br>") + 1) * LINE_HEIGHT * unit for text, _ in labels])
    edges = [(north + south) / 2, north, south]
    for left in (True, False):
        side = np.flatnonzero(_western(centres, heights) == left)
        side = side[np.argsort(-centres[side, 1])]
        x = west - GAP * wide if left else east + GAP * wide
        for at, y in zip(side, _stacked(centres[side, 1], heights[side], unit), strict=True):
            _tie(canvas, (x, float(y)), centres[at], labels[at], left)
            edges += [float(y - heights[at] / 2), float(y + heights[at] / 2)]
    reach = (COLUMN + GAP) * wide
    across, up = [west - reach, east + reach], [min(edges), max(edges)]
    canvas.across(visible=False, fixedrange=True, range=across)
    canvas.up(visible=False, fixedrange=True, range=up, scaleanchor="x", scaleratio=stretch)
    ratio = (up[1] - up[0]) * stretch / (across[1] - across[0])
    canvas.shaped(round(ratio, 3))


def _western(centres: Floats, heights: Floats) -> Bools:
    """Share the labels between the two sides, the western ones left, as high on each side."""
    order = np.argsort(centres[:, 0], kind="stable")
    above = np.cumsum(heights[order]) - heights[order] / 2
    left = np.zeros(len(centres), dtype=bool)
    left[order] = above < heights.sum() / 2
    return left


def _stacked(targets: Floats, heights: Floats, unit: float) -> Floats:
    """Move labels apart, as near as can be to where each is wanted, from north to south."""
    room = heights + BETWEEN * unit
    offset = np.concatenate([[0.0], np.cumsum((room[:-1] + room[1:]) / 2)])
    blocks: list[list[float]] = []
    for target in targets + offset[: len(targets)]:
        blocks.append([float(target), 1.0])
        while len(blocks) > 1 and blocks[-1][0] > blocks[-2][0]:
            (value, many), (before, more) = blocks.pop(), blocks.pop()
            blocks.append([(value * many + before * more) / (many + more), many + more])
    flat = [value for value, many in blocks for _ in range(int(many))]
    return np.asarray(np.array(flat) - offset[: len(flat)], dtype=float)


def _tie(
    canvas: Canvas, end: tuple[float, float], centre: Floats, label: tuple[str, str], left: bool
) -> None:
    text, colour = label
    side = "right" if left else "left"
    place: dict[str, Any] = {"xref": "x", "yref": "y", "xanchor": side, "align": side}
    place |= {"yanchor": "middle", "font": {"size": 10.5, "color": colour}}
    canvas.note(text, end[0], end[1], **place)
    canvas.trace(
        x=[end[0], float(centre[0])],
        y=[end[1], float(centre[1])],
        mode="lines",
        hoverinfo="skip",
        line={"color": EDGE, "width": 0.8},
    )


def _legend(canvas: Canvas, whole: float, schematic: bool, tested: bool) -> None:
    parts = ["Carte schématique : les limites des secteurs sont approchées."] if schematic else []
    if tested:
        parts.append(
            f"Orange ▲ : nommé plus souvent que dans l'ensemble ({percent(whole)}) ; violet ▼ : "
            "moins souvent ; gris : on ne peut pas conclure. Plus foncé : 10 points d'écart, "
            "puis 20."
        )
    else:
        parts.append(f"Gris : écart à l'ensemble ({percent(whole)}) pas testé.")
    text = wrapped(" ".join(parts), 52)
    extra = 16 * (text.count("<br>") + 1)
    canvas.taller(extra - 20)
    canvas.note(text, 0, 0, yanchor="top", yshift=-6, font={"size": 12, "color": INK})
