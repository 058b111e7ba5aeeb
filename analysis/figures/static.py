"""The static twin of a figure: one SVG with no script and no style, for pages and paper."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence

import plotly.graph_objects as go

from .canvas import INK
from .static_axes import Frame, axes
from .static_marks import trace_marks
from .static_parts import LEADING, Plain, check, escaped, lines_of, one_of, pixels, plain, tag, text

LAYOUT = (
    "template title font paper_bgcolor plot_bgcolor margin height showlegend hovermode dragmode "
    "xaxis yaxis annotations meta"
)
NOTE = "text x y xref yref xanchor yanchor xshift yshift align font bgcolor borderpad showarrow"
ANCHORS = {"left": "start", "center": "middle", "right": "end"}
# Towards which side the room round a text moves it, and how many pixels.
INWARD, ROOM = {"left": 1, "center": 0, "right": -1}, 2
# Part of a block of text that stands above its place; our message stands at half height.
ABOVE = {"top": 0.0, "auto": 0.5, "middle": 0.5, "bottom": 1.0}
# Pixels: above a title, and from one of its lines to the next.
TITLE_TOP, TITLE_LINE = 12, 21
ON_PAPER = ("paper", "paper")


def svg(figure: go.Figure, *, width: int = 400, name: str = "figure", title: bool = True) -> str:
    """The figure as SVG, the same bytes for the same figure.

    Parameters
    ----------
    figure : plotly.graph_objects.Figure
        One that :func:`figures` gave.
    width : int
        Pixels; a map is as high as its width calls for.
    name : str
        Begins the ids of the drawing: once in a page.
    title : bool
        False where the page writes the finding as a heading: it is then heard, not drawn.

    Raises
    ------
    NotImplementedError
        When the figure holds what is not drawn here.
    """
    plan = figure.to_plotly_json()
    layout = plan["layout"]
    check(layout, LAYOUT, "layout")
    heading = layout["title"] if title and "text" in layout.get("title", {}) else None
    frame, notes = Frame.of(layout, width, heading is not None), layout.get("annotations", ())
    parts = [
        *_heard(layout.get("title", {}).get("text", ""), notes, name),
        *(_heading(heading) if heading else ()),
        *axes(layout, frame),
        *(mark for trace in plan["data"] for mark in trace_marks(trace, frame)),
        *(_note(note, frame) for note in notes),
    ]
    size = {"width": width, "height": frame.high, "viewBox": f"0 0 {width} {pixels(frame.high)}"}
    heard = {"role": "img", "aria_labelledby": f"{name}-title {name}-desc", "direction": "ltr"}
    return tag("svg", "".join(parts), xmlns="http://www.w3.org/2000/svg", **size, **heard)


def _heard(finding: str, notes: Sequence[Plain], name: str) -> Iterator[str]:
    """The finding, then what the marks are: the notes that stand on the paper itself."""
    said = [plain(n["text"]) for n in notes if (n["xref"], n["yref"]) == ON_PAPER]
    yield tag("title", escaped(plain(finding)), id=f"{name}-title")
    yield tag("desc", escaped(" ".join(said)), id=f"{name}-desc")


def _heading(title: Plain) -> Iterator[str]:
    size, colour = title["font"]["size"], title["font"]["color"]
    for at, (line, _) in enumerate(lines_of(title["text"])):
        bold = f"<b>{html.escape(line)}</b>"
        yield text(bold, title["pad"]["l"], TITLE_TOP + at * TITLE_LINE, size, colour)


def _note(note: Plain, frame: Frame) -> str:
    check(note, NOTE, "annotation")
    one_of({"False": 1}, str(note["showarrow"]), "arrow")
    font = note.get("font", {})
    size = font.get("size", 13) * (frame.grown if note["xref"] == "x" else 1.0)
    anchor, room = one_of(ANCHORS, note["xanchor"], "anchor"), note.get("borderpad", ROOM)
    x = frame.x(note["x"], note["xref"]) + note.get("xshift", 0)
    y = frame.y(note["y"], note["yref"]) - note.get("yshift", 0)
    high = len(lines_of(note["text"])) * size * LEADING + 2 * room
    top = y - high * one_of(ABOVE, note.get("yanchor", "auto"), "anchor") + room
    x += room * INWARD[note["xanchor"]]
    return text(note["text"], x, top, size, font.get("color", INK), anchor, note.get("bgcolor"))
