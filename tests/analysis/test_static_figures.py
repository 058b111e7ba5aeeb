"""The static twin of a figure: the same words and marks, no script, nothing out of its frame."""

from __future__ import annotations

import html
import re
from xml.etree import ElementTree

import plotly.graph_objects as go
import pytest

from analysis import Codebook
from analysis.figures import figure, figures, svg
from tests.analysis.made import diagnosed, rows_of

# Of the size of the letters: how wide a line of French is for each, in bold Noto Sans.
LETTER = 0.53
ELEMENTS = {"svg", "title", "desc", "text", "tspan", "path", "circle"}
STRANGE = "<script>alert('1')</script> & <b>co</b> \"é\" \x01"


# Nothing but needs to draw; a map of few answers; zones that are not tested; all figures full.
@pytest.fixture(scope="module", params=[20, 40, 100, 400])
def drawn(request, told_of):
    return figures(told_of(request.param))


def parsed(text: str) -> ElementTree.Element:
    return ElementTree.fromstring(text)


def name_of(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def words(text: str) -> str:
    return html.unescape(re.sub("<[^>]*>", "", text))


def texts_of(figure: go.Figure, title: bool = True) -> list[str]:
    """Every line that Plotly would write."""
    layout = figure.layout
    notes = [note.text for note in layout.annotations]
    low, high = layout.xaxis.range or (0, 0)
    ticks = zip(layout.xaxis.tickvals or (), layout.xaxis.ticktext or (), strict=True)
    notes += [label for value, label in ticks if value <= high]
    notes += [text for trace in figure.data for text in trace.text or ()]
    notes += [axis.title.text or "" for axis in (layout.xaxis, layout.yaxis)]
    notes += [layout.title.text] * title
    return [words(line) for note in notes for line in note.split("<br>")]


def test_every_word_is_a_text_of_the_twin__ok(drawn):
    for found in drawn.values():
        root = parsed(svg(found))
        written = ["".join(e.itertext()) for e in root.iter() if name_of(e) in ("text", "tspan")]
        assert set(texts_of(found)) <= set(written) | {""}


def test_every_mark_is_drawn__ok(drawn):
    for found in drawn.values():
        marks = [name_of(e) for e in parsed(svg(found)).iter()]
        points = sum(len(t.x) for t in found.data if "markers" in t.mode)
        assert sum(marks.count(shape) for shape in ("circle", "rect", "polygon")) == points
        assert marks.count("path") >= sum(t.mode == "lines" for t in found.data)


def box_of(element: ElementTree.Element) -> tuple[list[float], list[float]]:
    """Across and down of an element, texts as wide as their letters may be."""
    get = element.attrib.get
    if name_of(element) == "circle":
        x, y, r = (float(element.attrib[key]) for key in ("cx", "cy", "r"))
        return [x - r, x + r], [y - r, y + r]
    if name_of(element) == "path":
        # Our ways are in absolute places: M, L, then one of V or H.
        pairs = re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", get("d"))
        upright, level = re.findall(r"V([\d.]+)", get("d")), re.findall(r"H([\d.]+)", get("d"))
        xs, ys = zip(*pairs, strict=True)
        return [float(x) for x in (*xs, *level)], [float(y) for y in (*ys, *upright)]
    x, y = float(get("x", 0)), float(get("y", 0))
    return [x, x + float(get("width", 0))], [y, y + float(get("height", 0))]


def lines_of(root: ElementTree.Element):
    """Place, size, anchor and letters of every line that is not turned."""
    for element in root.iter():
        if name_of(element) == "text" and "transform" not in element.attrib:
            spans = [e for e in element if name_of(e) == "tspan"] or [element]
            size, anchor = float(element.attrib["font-size"]), element.attrib["text-anchor"]
            for span in spans:
                x, y = float(span.attrib["x"]), float(span.attrib["y"])
                yield x, y, size, anchor, len(span.text or "")


@pytest.mark.parametrize("width", [360, 800])
@pytest.mark.parametrize("title", [True, False])
def test_nothing_lies_out_of_the_frame__ok(drawn, width, title):
    for key, found in drawn.items():
        root = parsed(svg(found, width=width, title=title))
        _, _, wide, high = map(float, root.attrib["viewBox"].split())
        assert wide == width
        for element in root.iter():
            if name_of(element) in ("circle", "path", "rect"):
                xs, ys = box_of(element)
                assert -1 <= min(xs) <= max(xs) <= wide + 1, key
                assert -1 <= min(ys) <= max(ys) <= high + 1, key
        for x, y, size, anchor, letters in lines_of(root):
            long = letters * size * LETTER
            left = x - {"start": 0, "middle": long / 2, "end": long}[anchor]
            # A letter more or less: narrow ones are many in French.
            assert -size <= left, key
            assert left + long <= wide + size, key
            assert size - 2 <= y <= high - 2, key


def test_the_same_figure_is_the_same_bytes_without_script_nor_style__ok(drawn):
    for key, found in drawn.items():
        one = svg(found, name=key)
        assert one == svg(go.Figure(found), name=key)
        assert not re.search(r"style=|<script|<style|\son\w+=|font-family|href", one)
        root = parsed(one)
        assert root.attrib["role"] == "img"
        ids = [e.attrib["id"] for e in root.iter() if "id" in e.attrib]
        assert root.attrib["aria-labelledby"].split() == ids == [f"{key}-title", f"{key}-desc"]


def test_a_title_left_out_is_still_heard__ok(drawn):
    for found in drawn.values():
        finding = words(found.layout.title.text.replace("<br>", " "))
        full, bare = (parsed(svg(found, title=title)) for title in (True, False))
        assert full[0].text == bare[0].text == finding
        assert float(bare.attrib["height"]) < float(full.attrib["height"])
        assert bare[1].text


def test_labels_of_strangers_are_words__ok():
    book = Codebook.from_dict(
        {
            "variables": [
                {
                    "name": "B1",
                    "type": "select_multiple",
                    "role": "need",
                    "categories": {"a": STRANGE, "b": "jeu"},
                },
            ]
        }
    )
    table = rows_of((30, {"B1": "a"}), (30, {"B1": "a b"}))
    text = svg(figure(diagnosed(table, book).report, "needs"))
    root = parsed(text)
    assert {name_of(e) for e in root.iter()} <= ELEMENTS
    said = " ".join(" ".join(e.itertext()) for e in root.iter() if name_of(e) == "text")
    assert "<script>alert(’1’)</script> & <b>co</b>" in " ".join(said.split())


@pytest.fixture(scope="module")
def needs():
    book = Codebook.from_dict(
        {"variables": [{"name": "B1", "type": "select_multiple", "role": "need"}]}
    )
    told = diagnosed(rows_of((30, {"B1": "a"}), (30, {"B1": "a b"})), book).report
    return figure(told, "needs")


NOTE = {"xref": "x", "yref": "y", "x": 0, "y": 0, "xanchor": "left", "showarrow": False}
STRANGERS = {
    "shapes": lambda f: f.update_layout(shapes=[{"type": "rect"}]),
    "legend": lambda f: f.update_layout(legend={"x": 0}),
    "log axis": lambda f: f.update_layout(xaxis_type="log"),
    "equal scales": lambda f: f.update_layout(yaxis_scaleanchor="x"),
    "arrow": lambda f: f.add_annotation(NOTE | {"text": "a", "showarrow": True}),
    "markup": lambda f: f.add_annotation(NOTE | {"text": "<i>a</i>"}),
    "half bold": lambda f: f.add_annotation(NOTE | {"text": "a <b>b</b>"}),
    "bar": lambda f: f.add_bar(x=[1], y=[1]),
    "star": lambda f: f.add_scatter(
        x=[0], y=[0], mode="markers", marker={"symbol": "star", "size": 3, "color": "red"}
    ),
}


@pytest.mark.parametrize("name", STRANGERS)
def test_what_the_twin_does_not_know_is_refused__error(needs, name):
    with pytest.raises(NotImplementedError, match="static twin"):
        svg(STRANGERS[name](go.Figure(needs)))
