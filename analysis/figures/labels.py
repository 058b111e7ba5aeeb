"""Names of the points of a cloud, that never lie over one another."""

from __future__ import annotations

from collections.abc import Sequence

from ..arrays import Floats

# Sizes in pixels on a phone; a wider screen only spreads the labels.
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
Box = tuple[float, float, float, float]


def among(
    places: Floats, labels: Sequence[str], order: Sequence[int], taken: Sequence[Box], most: int
) -> dict[int, str]:
    """Text position of the points of a cloud that are named, so that no two names meet.

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
        Names at most.
    """
    boxes = list(taken)
    kept: dict[int, str] = {}
    for at in order:
        mark = box_of(places[at], "", (0, 0))
        if len(kept) == most or any(meet(mark, box) for box in boxes):
            continue
        for position, box in _sides(places, at, labels[at]):
            if _inside(box) and not any(meet(box, other) for other in boxes):
                boxes += [box, mark]
                kept[at] = position
                break
    return kept


def _sides(places: Floats, at: int, text: str) -> list[tuple[str, Box]]:
    """Boxes of a name on each side of its point, those over fewest points first."""
    boxes = [(position, box_of(places[at], text, way)) for position, way in PLACES.items()]
    return sorted(boxes, key=lambda side: _covered(places * PLOT, side[1]))


def _covered(points: Floats, box: Box) -> int:
    return int(((points > box[:2]) & (points < box[2:])).all(axis=1).sum())


def box_of(place: Floats, text: str, way: tuple[int, int], scale: float = 1.0) -> Box:
    """Box of a text beside a point, of the point itself without text (in pixels).

    >>> box_of((0.5, 0.5), "oui", (0, 1))
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


def meet(one: Box, two: Box) -> bool:
    across = min(one[2], two[2]) - max(one[0], two[0])
    up = min(one[3], two[3]) - max(one[1], two[1])
    return across > -APART and up > -APART
