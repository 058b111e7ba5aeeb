"""Zones: neighbours joined to the floor, sides said only where they can be told."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.catalogue import Sector
from analysis.codebook import Codebook
from analysis.disclosure import FLOOR, publish
from analysis.needs import beside, ground_of, zones_section
from tests.analysis.made import survey_of

BOOK = Codebook.from_dict(
    {
        "variables": [
            {"name": "s", "type": "select_one", "role": "sector", "categories": list("abcd")},
            {"name": "q", "type": "select_multiple", "role": "need", "categories": ["x", "y"]},
        ]
    }
)
LINE = [Sector(name, name.upper(), 2.0 + at / 100, 48.9) for at, name in enumerate("abcd")]


def table_of(sizes: dict[str, int], share: dict[str, float]) -> pd.DataFrame:
    rows = []
    for name, size in sizes.items():
        rows += [(name, "x y" if at < share[name] * size else "y") for at in range(size)]
    return pd.DataFrame(rows, columns=["s", "q"])


def square(west: float) -> dict:
    ring = [(west, 0.0), (west + 1, 0.0), (west + 1, 1.0), (west, 1.0), (west, 0.0)]
    return {"type": "Polygon", "coordinates": [ring]}


def test_small_sectors_join_their_nearest_neighbour__ok():
    sizes = {"a": 60, "b": 8, "c": 70, "d": 60}
    survey = survey_of(table_of(sizes, dict.fromkeys("abcd", 0.5)), BOOK)
    zones = ground_of(survey, LINE).zones
    assert all(zone.mask.sum() > FLOOR - 5 for zone in zones)
    assert {part for zone in zones for part in zone.parts} == set("abcd")
    assert any(set(zone.parts) in ({"a", "b"}, {"b", "c"}) for zone in zones)


def test_a_barrier_keeps_neighbours_apart__ok():
    one = Sector("a", polygon=square(0), apart=("b",))
    others = [Sector("b", polygon=square(1)), Sector("c", polygon=square(2))]
    assert beside([one, *others]) == {"a": set(), "b": {"c"}, "c": {"b"}}


def test_a_zone_far_above_is_said_and_others_are_neutral__ok():
    sizes = dict.fromkeys("abcd", 60)
    share = {"a": 0.9, "b": 0.35, "c": 0.35, "d": 0.35}
    survey = survey_of(table_of(sizes, share), BOOK)
    section = publish(zones_section(survey, ground_of(survey, LINE)))
    sides = {e["zone"]: e["side"] for e in section["needs"][0]["cells"]}
    assert sides["a"] == "above"
    assert sides["b"] != "above"
    assert not section["needs"][1]["differs"]


def test_a_true_difference_is_found_in_a_campaign_of_150__ok():
    share = {"a": 0.7, "b": 0.35, "c": 0.35, "d": 0.35}
    survey = survey_of(table_of(dict.fromkeys("abcd", 38), share), BOOK)
    section = publish(zones_section(survey, ground_of(survey, LINE)))
    assert [e["side"] for e in section["needs"][0]["cells"]] == ["above", "", "", ""]


def test_differences_wait_for_enough_families__ok():
    sizes = dict.fromkeys("abcd", 30)
    survey = survey_of(table_of(sizes, {"a": 1.0, "b": 0.1, "c": 0.1, "d": 0.1}), BOOK)
    section = publish(zones_section(survey, ground_of(survey, LINE)))
    assert section["message"]
    assert not any(need["differs"] for need in section["needs"])


def test_one_sector_only_makes_no_map__ok():
    survey = survey_of(table_of({"a": 90}, {"a": 0.5}), BOOK)
    section = publish(zones_section(survey, ground_of(survey, LINE[:1])))
    assert section["zones"] == []
    assert "zones voisines" in section["message"]


def test_sectors_without_places_make_one_rest__ok():
    sizes = {"a": 60, "b": 8, "c": 9, "d": 40}
    survey = survey_of(table_of(sizes, dict.fromkeys("abcd", 0.5)), BOOK)
    zones = ground_of(survey, ()).zones
    assert [set(zone.parts) for zone in zones][:1] == [{"a"}]
    assert np.sum([zone.mask.sum() for zone in zones]) == 117
