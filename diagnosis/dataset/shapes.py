"""Rings of points in degrees: how far they are, and where one crosses itself."""

from __future__ import annotations

import math
from collections.abc import Sequence

Point = tuple[float, float]
Ring = Sequence[Point]
# Kilometres in a degree of latitude.
DEGREE = 111.2


def kilometres(centre: Point, polygons: Sequence[Sequence[Ring]]) -> tuple[float, float]:
    """Distance from a place to the box of some polygons (0 inside), and to their farthest point.

    >>> near, far = kilometres((2.0, 49.0), [[[(2.0, 49.1), (2.0, 49.2), (2.0, 49.1)]]])
    >>> round(near), round(far)
    (11, 22)
    """
    points = [point for polygon in polygons for ring in polygon for point in ring]
    x = [point[0] for point in points]
    y = [point[1] for point in points]
    nearest = (min(max(centre[0], min(x)), max(x)), min(max(centre[1], min(y)), max(y)))
    return _apart(centre, nearest), max(_apart(centre, point) for point in points)


def _apart(first: Point, second: Point) -> float:
    """Kilometres over the sphere."""
    (west, south), (east, north) = (tuple(map(math.radians, point)) for point in (first, second))
    half = math.sin((north - south) / 2) ** 2
    half += math.cos(south) * math.cos(north) * math.sin((east - west) / 2) ** 2
    return 2 * math.asin(math.sqrt(min(1.0, abs(half)))) * DEGREE * 180 / math.pi


def crossing(ring: Ring) -> Point | None:
    """Where a closed ring crosses itself; None when it does not.

    >>> crossing([(0, 0), (1, 1), (1, 0), (0, 1), (0, 0)])
    (0.5, 0.5)
    """
    sides = list(zip(ring, ring[1:], strict=False))
    order = sorted(range(len(sides)), key=lambda at: min(sides[at][0][0], sides[at][1][0]))
    active: list[int] = []
    for at in order:
        west = min(sides[at][0][0], sides[at][1][0])
        active = [one for one in active if max(sides[one][0][0], sides[one][1][0]) >= west]
        for other in active:
            if found := _cross(sides[at], sides[other]):
                return found
        active.append(at)
    return None


def _cross(first: tuple[Point, Point], second: tuple[Point, Point]) -> Point | None:
    """Where two sides cross inside both: those that only touch at an end do not."""
    (a, b), (c, d) = first, second
    before, after = _turn(a, b, c), _turn(a, b, d)
    if before * after >= 0 or _turn(c, d, a) * _turn(c, d, b) >= 0:
        return None
    part = before / (before - after)
    return c[0] + part * (d[0] - c[0]), c[1] + part * (d[1] - c[1])


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
