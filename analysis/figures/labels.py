"""Labels that never lie over one another: beside a map, among the points of a cloud."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import plotly.graph_objects as go

from ..arrays import Bools, Floats
from .canvas import note

# Beside a map: what a phone needs, as parts of the width of the ground.
COLUMN, GAP, LINE_HEIGHT, BETWEEN = 0.55, 0.06, 0.098, 0.05
# In a cloud: sizes in pixels on a phone; a wider screen only spreads the labels.
PLOT, LETTER, TEXT_LINE, AWAY = (272.0, 385.0), 6.0, 14.3, 7.0
# Between two names, and round a point that has one.
APART, MARK = 3.0, 7.0
PLACES = {
    "top center": (0, 1),
    "bottom center": (0, -1),
    "middle right": (1, 0),
    "middle left": (-1, 0),
    "top left": (-1, 1),
    "bottom left": (-1, -1),
    "top right": (1, 1),
    "bottom right": (1, -1),
}
EDGE = "#7C7468"
Box = tuple[float, float, float, float]


class Ground(NamedTuple):
    """The ranges that hold a map and its labels, and its height for a width of 1."""

    across: list[float]
    up: list[float]
    ratio: float


def beside(
    figure: go.Figure,
    points: Floats,
    centres: Floats,
    labels: list[tuple[str, str]],
    stretch: float,
) -> Ground:
    """Write labels on both sides of a map, each tied to its place by a thin line.

    Parameters
    ----------
    figure : Figure
    points : array of shape (points, 2)
        Everything drawn, in degrees.
    centres : array of shape (labels, 2)
    labels : list of tuple of str
        Text and colour.
    stretch : float
        Length of a degree of latitude for a length of 1 per degree of longitude.

    Returns
    -------
    Ground
    """
    (west, south), (east, north) = points.min(axis=0), points.max(axis=0)
    wide = float(east - west)
    unit = wide / stretch
    heights = np.array([(text.count("<br>") + 1) * LINE_HEIGHT * unit for text, _ in labels])
    middle = float(north + south) / 2
    edges = [middle, float(north), float(south)]
    for left in (True, False):
        side = np.flatnonzero(_western(centres, heights) == left)
        side = side[np.argsort(-centres[side, 1])]
        x = float(west) - GAP * wide if left else float(east) + GAP * wide
        for at, y in zip(side, _stacked(centres[side, 1], heights[side], unit), strict=True):
            _tie(figure, (x, float(y)), centres[at], labels[at], left)
            edges += [float(y - heights[at] / 2), float(y + heights[at] / 2)]
    reach = (COLUMN + GAP) * wide
    across = [float(west) - reach, float(east) + reach]
    ratio = (max(edges) - min(edges)) * stretch / (across[1] - across[0])
    return Ground(across, [min(edges), max(edges)], ratio)


def _western(centres: Floats, heights: Floats) -> Bools:
    """Share the labels between the two sides, the western ones left, as high on each side."""
    order = np.argsort(centres[:, 0], kind="stable")
    above = np.cumsum(heights[order]) - heights[order] / 2
    left = np.zeros(len(centres), dtype=bool)
    left[order] = above < heights.sum() / 2
    return left


def _stacked(wanted: Floats, heights: Floats, unit: float) -> Floats:
    """Move labels apart, as near as can be to where each is wanted, from north to south."""
    room = heights + BETWEEN * unit
    offset = np.concatenate([[0.0], np.cumsum((room[:-1] + room[1:]) / 2)])
    blocks: list[list[float]] = []
    for target in wanted + offset[: len(wanted)]:
        blocks.append([float(target), 1.0])
        while len(blocks) > 1 and blocks[-1][0] > blocks[-2][0]:
            (value, many), (before, more) = blocks.pop(), blocks.pop()
            blocks.append([(value * many + before * more) / (many + more), many + more])
    flat = [value for value, many in blocks for _ in range(int(many))]
    return np.asarray(np.array(flat) - offset[: len(flat)], dtype=float)


def _tie(
    figure: go.Figure, end: tuple[float, float], centre: Floats, label: tuple[str, str], left: bool
) -> None:
    text, colour = label
    side = "right" if left else "left"
    place: dict[str, Any] = {"xref": "x", "yref": "y", "xanchor": side, "align": side}
    place |= {"yanchor": "middle", "font": {"size": 10.5, "color": colour}}
    note(figure, text, end[0], end[1], **place)
    figure.add_scatter(
        x=[end[0], float(centre[0])],
        y=[end[1], float(centre[1])],
        mode="lines",
        hoverinfo="skip",
        line={"color": EDGE, "width": 0.8},
    )


def among(
    places: Floats, labels: Sequence[str], order: Sequence[int], taken: Sequence[Box], most: int
) -> dict[int, str]:
    """Choose which points of a cloud are named, and on which side, so that no two names meet.

    Parameters
    ----------
    places : array of shape (points, 2)
        From 0 to 1, across and up.
    labels : sequence of str
        Wrapped texts.
    order : sequence of int
        Points, the most worth naming first.
    taken : sequence of tuple of float
        Boxes already written (left, bottom, right, top), in pixels.
    most : int

    Returns
    -------
    dict of int to str
        Point to text position.
    """
    boxes = list(taken)
    kept: dict[int, str] = {}
    for at in order:
        mark = box_of(places[at], "", (0, 0))
        if len(kept) == most or any(_meet(mark, box) for box in boxes):
            continue
        for position, box in _sides(places, at, labels[at]):
            if _inside(box) and not any(_meet(box, other) for other in boxes):
                boxes += [box, mark]
                kept[at] = position
                break
    return kept


def _sides(places: Floats, at: int, text: str) -> list[tuple[str, Box]]:
    """Give the boxes of a name on each side of its point, those over fewest points first."""
    boxes = [(position, box_of(places[at], text, way)) for position, way in PLACES.items()]
    return sorted(boxes, key=lambda side: _covered(places * PLOT, side[1]))


def _covered(points: Floats, box: Box) -> int:
    x, y = points.T
    return int(((x > box[0]) & (x < box[2]) & (y > box[1]) & (y < box[3])).sum())


def box_of(place: Floats, text: str, way: tuple[int, int], scale: float = 1.0) -> Box:
    """Give the box of a text beside a point, of the point itself without text (in pixels).

    >>> box_of(np.array([0.5, 0.5]), "oui", (0, 1))
    (127.0, 199.5, 145.0, 213.8)
    """
    lines = text.split("<br>")
    wide, high = max(map(len, lines)) * LETTER * scale, len(lines) * TEXT_LINE * scale
    if not text:
        wide = high = MARK
    x = float(place[0]) * PLOT[0] + way[0] * (wide / 2 + AWAY)
    y = float(place[1]) * PLOT[1] + way[1] * (high / 2 + AWAY)
    return x - wide / 2, y - high / 2, x + wide / 2, y + high / 2


def _inside(box: Box) -> bool:
    return box[0] >= 0 and box[1] >= 0 and box[2] <= PLOT[0] and box[3] <= PLOT[1]


def _meet(one: Box, two: Box) -> bool:
    across = min(one[2], two[2]) - max(one[0], two[0])
    up = min(one[3], two[3]) - max(one[1], two[1])
    return across > -APART and up > -APART
