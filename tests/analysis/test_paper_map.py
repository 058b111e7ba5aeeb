"""The need map for paper: every sector, its zone's number, and patterns where zones differ."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree

from analysis.figures import paper_map
from analysis.model import Cell, InZone, Maps, NeedMap, Place, Zone


def cell(share):
    return Cell(20, 40, share, share - 0.1, share + 0.1)


def square(west, south):
    ring = [(west, south), (west + 1, south), (west + 1, south + 1), (west, south + 1)]
    return {"type": "Polygon", "coordinates": [[list(point) for point in [*ring, ring[0]]]]}


def section(sides=("above", "", "below"), message="", **changes):
    """Four sectors in a row; the two in the middle are one zone."""
    zones = ("a", "bc", "bc", "d")
    sectors = [
        replace(Place(name, name, at + 0.5, 45.5, square(at, 45), [], zone), **changes)
        for at, (name, zone) in enumerate(zip("abcd", zones, strict=True))
    ]
    shares = (0.62, 0.35, 0.2)
    names = ("a", "bc", "d")
    cells = [
        InZone(name, cell(share), side)
        for name, share, side in zip(names, shares, sides, strict=True)
    ]
    need = NeedMap("moral", "le <moral>", cell(0.4), cells, True)
    return Maps(message, 20, [Zone(name, name, [], cell(0.5)) for name in names], sectors, [need])


def test_zones_that_differ_have_a_pattern_and_the_reading_says_which__ok():
    drawn = paper_map(section(), "moral")
    picture = ElementTree.fromstring(drawn.svg)
    assert picture.get("aria-label") == "Carte des zones : le <moral>"
    assert drawn.svg.count('fill="url(#paper-above-2)"') == 1
    assert drawn.svg.count('fill="url(#paper-below-2)"') == 1
    assert [text.text for text in picture.iter("text")] == ["1", "2", "2", "3"]
    for word in ("Hachures", "points", "gris uni", "Plus serré"):
        assert word in drawn.reading
    assert "schématique" not in drawn.reading


def test_a_border_within_a_zone_is_thin__ok():
    drawn = paper_map(section(), "moral")
    [thin] = re.findall(r'<path d="([^"]*)"[^>]*stroke-width="\.6"', drawn.svg)
    [thick] = re.findall(r'<path d="([^"]*)"[^>]*stroke-width="1\.8"', drawn.svg)
    assert (thin.count("M"), thick.count("M")) == (1, 12)


def test_what_cannot_be_told_is_plain_and_approached_limits_are_said__ok():
    drawn = paper_map(section(sides=("", "", ""), polygon=None), "moral")
    assert "url(#" not in drawn.svg
    assert drawn.reading.startswith("Gris uni")
    assert "schématique" in drawn.reading


def test_not_tested_is_not_undecided__ok():
    reading = paper_map(section(sides=("", "", ""), message="Avant 150 familles…"), "moral").reading
    assert "pas testé" in reading
    assert "on ne peut pas conclure" not in reading


def test_no_picture_without_every_place__error():
    assert paper_map(section(polygon=None, lon=None), "moral") is None
    assert paper_map(section(), "none") is None
