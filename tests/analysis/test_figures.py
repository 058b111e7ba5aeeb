"""Figures: a finding as title, intervals, nothing that calls out."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis import Codebook, Sector, neighbourhood
from analysis.figures import CONFIG, PLACES, PLOT, among, box_of, figures, meet, voronoi
from tests.analysis.made import diagnosed

KEYS = ["needs", "axes", "profiles", "map", "themes", "programme"]
BOX = {
    "type": "Polygon",
    "coordinates": [[[2.37, 48.95], [2.38, 48.95], [2.38, 48.96], [2.37, 48.96], [2.37, 48.95]]],
}


@pytest.fixture(scope="module")
def report(book, catalogue, places, proof):
    table = neighbourhood(book, 400, 2).table
    return diagnosed(table, book, themes=catalogue, sectors=places, evidence=proof).to_dict()


def test_every_figure_has_a_title_and_the_paper__ok(report):
    drawn = figures(report)
    assert list(drawn) == KEYS
    for figure in drawn.values():
        assert figure.layout.title.text
        assert figure.layout.paper_bgcolor == "#FFFBF4"
        assert figure.layout.height > 0
    assert CONFIG["displayModeBar"] is False


def test_titles_fit_a_phone__ok(report):
    for figure in figures(report).values():
        assert max(map(len, figure.layout.title.text.split("<br>"))) <= 60


def test_the_map_of_answers_says_what_its_marks_are__ok(report):
    figure = figures(report)["axes"]
    under = figure.layout.annotations[-1].text.replace("<br>", " ")
    assert "Point : une réponse" in under.replace("\u202f", " ")
    passive = [trace for trace in figure.data if trace.marker.symbol == "square-open"]
    placed = {(p["x"], p["y"]) for p in report["axes"]["points"] if p["supplementary"]}
    assert {place for t in passive for place in zip(t.x, t.y, strict=True)} <= placed
    names = [note for note in figure.layout.annotations if note.xref == "x"]
    assert 5 <= len(names) <= 14


def test_intervals_are_drawn__ok(report):
    figure = figures(report)["needs"]
    told = report["needs"]["domains"]
    bars = [trace for trace in figure.data if trace.mode == "lines"]
    assert [tuple(bar.x) for bar in bars] == [(d["cell"]["low"], d["cell"]["high"]) for d in told]


def test_map_of_a_chosen_need__ok(report):
    name = report["needs"]["domains"][1]["name"]
    label = report["needs"]["domains"][1]["label"]
    assert label in figures(report, need=name)["map"].layout.title.text
    with pytest.raises(KeyError):
        figures(report, need="nothing")


def test_schematic_map_says_so_and_polygons_do_not__ok(book):
    table = neighbourhood(book, 400, 2).table
    for polygon, said in ((None, True), (BOX, False)):
        sectors = [
            Sector(s, s, 2.37 + at / 100, 48.95, polygon) for at, s in enumerate(["nord", "sud"])
        ]
        figure = figures(diagnosed(table, book, sectors=sectors).to_dict())["map"]
        texts = " ".join(note.text.replace("<br>", " ") for note in figure.layout.annotations)
        assert ("schématique" in texts) is said
        assert "nord" in texts


def test_names_in_a_cloud_never_meet__ok():
    rng = np.random.default_rng(0)
    for _ in range(30):
        places = rng.random((60, 2)) ** rng.uniform(0.5, 3)
        texts = ["<br>".join(["mot " * int(rng.integers(1, 4))] * 2) for _ in places]
        named = among(places, texts, list(range(60)), [], 10)
        assert 3 <= len(named) <= 10
        boxes = [box_of(places[at], texts[at], PLACES[way]) for at, way in named.items()]
        marks = [box_of(places[at], "", (0, 0)) for at in named]
        for at, one in enumerate(boxes):
            assert min(one) >= 0
            assert one[2] <= PLOT[0]
            assert one[3] <= PLOT[1]
            assert not any(meet(one, two) for two in boxes[at + 1 :])
            assert not any(meet(one, mark) for i, mark in enumerate(marks) if i != at)


def test_voronoi_of_two_centres_by_hand__ok():
    sectors = [{"lon": lon, "lat": 0.0, "polygon": None} for lon in (0.0, 1.0)]
    left, right = ([x for x, _ in rings[0]] for rings in voronoi(sectors))
    assert max(left) == pytest.approx(0.5)
    assert min(right) == pytest.approx(0.5)


def test_nothing_to_draw_is_said__ok():
    book = Codebook.from_yaml("variables: [{name: a, type: select_one, role: profile}]")
    drawn = figures(diagnosed(pd.DataFrame({"a": ["x"] * 3}), book).to_dict())
    assert list(drawn) == KEYS
    assert all(figure.layout.annotations[0].text for figure in drawn.values())
