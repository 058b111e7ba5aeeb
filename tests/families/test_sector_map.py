"""The drawn map: real outlines, each as large as a finger, or no map at all."""

from __future__ import annotations

import re
from typing import Any

import pytest

from diagnosis.families.sector_map import WIDTH, SectorMap, draw_map
from diagnosis.questionnaire import Sector


def sectors(*places: tuple[float, float]) -> list[Sector]:
    return [
        Sector(name=f"s{number}", label=f"S{number}", lon=lon, lat=lat, landmarks=["la tour Bleue"])
        for number, (lon, lat) in enumerate(places)
    ]


def square(west: float, south: float, wide: float, high: float) -> dict[str, Any]:
    east, north = west + wide, south + high
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


TWO = sectors((2.37, 48.95), (2.39, 48.95))
SIDE_BY_SIDE = {"s0": square(2.36, 48.94, 0.02, 0.02), "s1": square(2.38, 48.94, 0.02, 0.02)}


def drawn(outlines: dict[str, Any]) -> SectorMap:
    found = draw_map(TWO, outlines)
    assert found is not None
    return found


def test_outlines_are_drawn_when_every_sector_has_one():
    found = drawn(SIDE_BY_SIDE)
    assert [cell.name for cell in found.cells] == ["s0", "s1"]
    assert found.places == {"s0": 1, "s1": 2}
    numbers = [float(n) for cell in found.cells for n in re.findall(r"[\d.]+", cell.path)]
    assert 0 <= min(numbers) <= max(numbers) <= max(WIDTH, found.height)
    assert found.cells[0].x < found.cells[1].x
    assert found.cells[0].words == ("la", "tour Bleue")


def test_several_parts_of_a_sector__ok():
    parts = [square(2.38, 48.94, 0.02, 0.02), square(2.41, 48.94, 0.001, 0.001)]
    many = {"type": "MultiPolygon", "coordinates": [part["coordinates"] for part in parts]}
    assert drawn({**SIDE_BY_SIDE, "s1": many}).cells[1].path.count("M") == 2


@pytest.mark.parametrize(
    "outlines",
    [
        {},
        {"s0": SIDE_BY_SIDE["s0"]},
        {**SIDE_BY_SIDE, "s1": {"type": "Polygon", "coordinates": []}},
        # A splinter, and a small square beside a large one.
        {**SIDE_BY_SIDE, "s1": square(2.38, 48.94, 0.0005, 0.02)},
        {**SIDE_BY_SIDE, "s1": square(2.38, 48.94, 0.001, 0.001)},
    ],
)
def test_no_map_without_outlines_to_touch__error(outlines):
    assert draw_map(TWO, outlines) is None


def test_long_and_wide_is_not_enough__error():
    """A corridor round a corner is 200 px each way and 8 px across."""
    west, south, side, thin = 2.38, 48.94, 0.02, 0.0008
    corner = [
        [west, south], [west + side, south], [west + side, south + thin],
        [west + thin, south + thin], [west + thin, south + side], [west, south + side],
    ]  # fmt: skip
    bent = {"type": "Polygon", "coordinates": [corner]}
    assert draw_map(TWO, {**SIDE_BY_SIDE, "s1": bent}) is None


def test_the_sites_as_shipped_have_cards_and_no_diagram(instance, page, campaign):
    assert draw_map(instance.library.site.sectors) is None
    assert 'class="map"' not in page("/q/stains").text
