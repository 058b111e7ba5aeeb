"""The drawn map: every sector has a cell to touch, as large as a thumb."""

from __future__ import annotations

import re

import pytest

from diagnosis.families.sector_map import WIDTH, draw_map
from diagnosis.questionnaire import Sector


def sectors(*places: tuple[float, float]) -> list[Sector]:
    return [
        Sector(name=f"s{number}", label=f"S{number}", lon=lon, lat=lat, landmarks=())
        for number, (lon, lat) in enumerate(places)
    ]


def corners(ring: str) -> list[tuple[float, float]]:
    numbers = [float(number) for number in ring.strip("Mz").split()]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def area(path: str) -> float:
    """Area of a path's rings."""
    total = 0.0
    for ring in path.strip("Mz").split("zM"):
        points = corners(ring)
        turned = zip(points, [*points[1:], points[0]], strict=True)
        total += abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in turned)) / 2
    return total


def test_the_cells_share_the_whole_sheet(instance):
    drawn = draw_map(instance.library.site.sectors)
    assert [cell.name for cell in drawn.cells] == [
        sector.name for sector in instance.library.site.sectors
    ]
    whole = drawn.width * drawn.height
    assert sum(area(cell.path) for cell in drawn.cells) == pytest.approx(whole, rel=0.01)


def test_north_is_up_and_west_is_left():
    north_west, south_east = draw_map(sectors((2.36, 48.952), (2.40, 48.95))).cells
    assert north_west.y <= south_east.y
    assert north_west.x < south_east.x


def test_every_cell_is_as_large_as_a_thumb_on_a_small_phone(instance):
    """56 px each way: 328 of the map's 320 units are shown at 360 px."""
    for cell in draw_map(instance.library.site.sectors).cells:
        numbers = [float(n) for n in re.findall(r"[\d.]+", cell.path)]
        xs, ys = numbers[::2], numbers[1::2]
        assert max(xs) - min(xs) >= 56, cell
        assert max(ys) - min(ys) >= 56, cell


def test_outlines_are_drawn_when_every_sector_has_one():
    two = sectors((2.37, 48.95), (2.39, 48.95))
    square = {"type": "Polygon", "coordinates": [[[2.36, 48.94], [2.38, 48.94], [2.38, 48.96]]]}
    other = {"type": "MultiPolygon", "coordinates": [[[[2.38, 48.94], [2.4, 48.94], [2.4, 48.96]]]]}
    drawn = draw_map(two, {"s0": square, "s1": other})
    assert [len(corners(cell.path)) for cell in drawn.cells] == [3, 3]
    assert max(float(n) for n in re.findall(r"[\d.]+", drawn.cells[1].path)) <= max(
        WIDTH, drawn.height
    )
    # One without outline: all are drawn by their centres, so that none looks unlike the others.
    assert draw_map(two, {"s0": square}).cells == draw_map(two).cells


def test_one_sector_or_two_at_the_same_place_still_draw():
    assert area(draw_map(sectors((2.37, 48.95))).cells[0].path) > 0
    twins = draw_map(sectors((2.37, 48.95), (2.37, 48.95))).cells
    assert all(area(cell.path) > 0 for cell in twins)


def test_landmarks_stand_on_two_lines(instance):
    words = {c.name: c.words for c in draw_map(instance.library.site.sectors).cells}
    assert words["clos_ouest"] == ("parc", "des Tartres")
    assert words["clos_nord"] == ()
