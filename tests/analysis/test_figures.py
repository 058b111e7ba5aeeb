"""Figures: a finding as title, intervals, nothing that calls out."""

from __future__ import annotations

from dataclasses import asdict, replace

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from analysis import Codebook
from analysis.figures import CONFIG, PLACES, PLOT, among, box_of, figure, figures, meet, voronoi
from analysis.model import Cell, Place, Profile, Report, TypicalAnswer
from tests.analysis.made import diagnosed

KEYS = ["needs", "axes", "profiles", "crossing", "map", "themes", "programme"]
BOX = {
    "type": "Polygon",
    "coordinates": [[[2.37, 48.95], [2.38, 48.95], [2.38, 48.96], [2.37, 48.96], [2.37, 48.95]]],
}


@pytest.fixture
def report(told_of):
    return told_of(400)


def test_every_figure_has_a_title_and_the_paper__ok(report):
    drawn = figures(report)
    assert list(drawn) == KEYS
    for found in drawn.values():
        assert found.layout.title.text
        assert found.layout.paper_bgcolor == "#FFFBF4"
        assert found.layout.height > 0
    assert CONFIG["displayModeBar"] is False


def test_one_figure_is_drawn_without_the_others__ok(report):
    for key, drawn in figures(report).items():
        assert figure(report, key) == drawn
    with pytest.raises(KeyError):
        figure(report, "nothing")


def test_a_figure_that_leaves_its_page_says_where_it_comes_from__ok(report):
    for key, drawn in figures(report).items():
        alone = figure(report, key, source="Source : 400 familles.")
        *others, last = alone.layout.annotations
        assert list(others) == list(drawn.layout.annotations)
        assert last.text == "Source\u202f: 400 familles."
        assert -last.yshift == drawn.layout.margin.b
        assert alone.layout.height - drawn.layout.height == 22


def test_titles_fit_a_phone__ok(report):
    for found in figures(report).values():
        assert max(map(len, found.layout.title.text.split("<br>"))) <= 60


def test_the_map_of_answers_says_what_its_marks_are__ok(report):
    figure = figures(report)["axes"]
    under = figure.layout.annotations[-1].text.replace("<br>", " ")
    assert "Point : une réponse" in under.replace("\u202f", " ")
    passive = [trace for trace in figure.data if trace.marker.symbol == "square-open"]
    placed = {(p.x, p.y) for p in report.axes.points if p.supplementary}
    assert {place for t in passive for place in zip(t.x, t.y, strict=True)} <= placed
    names = [note for note in figure.layout.annotations if note.xref == "x"]
    assert 5 <= len(names) <= 14


def test_a_report_as_plain_data_is_drawn_alike__ok(report):
    plain = asdict(report)
    assert figures(plain) == figures(report)
    assert figure(plain, "needs") == figure(report, "needs")


def test_profiles_and_answers_are_named_in_full__ok(report):
    answer = replace(typical("oui", "more", 2.0, 4.0, "Je sais où aller"), single=True)
    item = replace(report.profiles.items[0], staff_name="Jeunes parents", typical=[answer])
    profiles = replace(report.profiles, items=[item])
    drawn = figure(replace(report, profiles=profiles), "profiles")
    texts = [note.text.replace("<br>", " ") for note in drawn.layout.annotations]
    assert f"<b>{item.name} · Jeunes parents</b>" in texts
    assert "Je sais où aller\u202f: oui" in texts


def test_intervals_are_drawn__ok(report):
    figure = figures(report)["needs"]
    told = report.needs.domains
    bars = [trace for trace in figure.data if trace.mode == "lines"]
    assert [tuple(bar.x) for bar in bars] == [(d.cell.low, d.cell.high) for d in told]


def test_map_of_a_chosen_need__ok(report):
    name = report.needs.domains[1].name
    label = report.needs.domains[1].label
    assert label in figures(report, need=name)["map"].layout.title.text
    with pytest.raises(KeyError):
        figures(report, need="nothing")


def test_schematic_map_says_so_and_polygons_do_not__ok(report):
    for polygon, said in ((None, True), (BOX, False)):
        sectors = [replace(sector, polygon=polygon) for sector in report.maps.sectors]
        drawn = figure(replace(report, maps=replace(report.maps, sectors=sectors)), "map")
        texts = " ".join(note.text.replace("<br>", " ") for note in drawn.layout.annotations)
        assert ("schématique" in texts) is said
        assert "Nord" in texts


def test_what_is_not_tested_is_not_undecided__ok(told_of):
    drawn = figure(told_of(100), "map")
    under = drawn.layout.annotations[-1].text.replace("<br>", " ")
    assert "pas testé" in under
    assert "conclure" not in under


def typical(category: str, direction: str, lift: float | None, v_test: float, variable="B1"):
    """An answer that the report tells of a profile."""
    cell = Cell(20, 40, 0.5, 0.4, 0.6)
    words = (variable, variable, category, category)
    return TypicalAnswer(*words, False, direction, v_test, lift, cell)


def crossed(report: Report, *portraits: list[TypicalAnswer], small: bool = False) -> go.Figure:
    """The crossing of a report whose profiles have these typical answers."""
    cell = Cell(40, 120, 0.33, 0.3, 0.4)
    unknown = {"share_low": None, "share_high": None, "stability": None}
    items = [
        Profile(
            letter, f"Profil {letter}", "", 1, "", small, cell, x=0, y=0, typical=told, **unknown
        )
        for letter, told in zip("ABC", portraits, strict=False)
    ]
    profiles = replace(report.profiles, items=items, message="Pas de groupes.")
    return figure(replace(report, profiles=profiles), "crossing")


def bold(figure: go.Figure) -> list[str]:
    """Numbers and words of the cells, by row."""
    notes = [note.text for note in figure.layout.annotations]
    return [text[3:-4].replace("\u202f", " ") for text in notes if text.endswith("</b>")]


def test_needs_of_profiles_are_those_that_the_report_tells__ok(report):
    names = [d.name for d in report.needs.domains]
    drawn = crossed(
        report,
        [typical(names[1], "more", 2.4, 5.0), typical(names[0], "less", None, -6.0)],
        [typical(names[1], "less", 0.4, -3.0), typical("garde", "more", 9.0, 9.0, "D4")],
        [],
    )
    assert bold(drawn) == ["moins", "× 2,4", "× 0,4"]
    title = drawn.layout.title.text.replace("<br>", " ").replace("\u202f", " ")
    assert title == f"<b>Le profil A nomme « {names[1]} » plus souvent que l’ensemble (× 2,4)</b>"
    assert len(drawn.data) == 6
    # Left blank, more often, less often, and less often without a ratio.
    assert len({trace.fillcolor for trace in drawn.data}) == 4


def test_small_profiles_are_told_in_words__ok(report):
    name = report.needs.domains[0].name
    drawn = crossed(report, [typical(name, "more", 2.4, 5.0)], small=True)
    assert bold(drawn) == ["plus"]
    assert "2,4" not in drawn.layout.title.text


def test_profiles_that_no_need_sets_apart_say_so__ok(report):
    for portraits, said in (([[], []], "on ne peut pas conclure"), ([], "Pas de groupes.")):
        drawn = crossed(report, *portraits)
        text = drawn.layout.annotations[0].text.replace("<br>", " ")
        assert said in text
        assert not drawn.data


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
    sectors = [Place("", "", lon, 0.0, None, [], None) for lon in (0.0, 1.0)]
    left, right = ([x for x, _ in rings[0]] for rings in voronoi(sectors))
    assert max(left) == pytest.approx(0.5)
    assert min(right) == pytest.approx(0.5)


def test_nothing_to_draw_is_said__ok():
    book = Codebook.from_yaml("variables: [{name: a, type: select_one, role: profile}]")
    drawn = figures(diagnosed(pd.DataFrame({"a": ["x"] * 3}), book).to_dict())
    assert list(drawn) == KEYS
    assert all(figure.layout.annotations[0].text for figure in drawn.values())
