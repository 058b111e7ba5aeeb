"""The hand that draws: rows of dots and intervals, titles, colours."""

from __future__ import annotations

import html
import textwrap
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from ..french import number, percent, shared, typography
from ..model import Cell

PAPER, INK, QUIET, ACCENT, SOFT, LINE, ALERT = (
    "#FFFBF4",
    "#1E2B33",
    "#4A5760",
    "#0E6655",
    "#9CCBBB",
    "#D8D0C4",
    "#9A3412",
)
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif"
CONFIG = {"displayModeBar": False, "displaylogo": False, "responsive": True, "scrollZoom": False}
LOOK = {
    "font": {"family": FONT, "size": 13, "color": INK},
    "paper_bgcolor": PAPER,
    "plot_bgcolor": PAPER,
    "showlegend": False,
    "hovermode": "closest",
    "dragmode": False,
}
# Pixels of a line of dots, of a heading without any, and of each line of a label past the first.
ROW, HEADING, MORE = 44, 30, 17
# Letters of a label; it is narrower beside a value of more letters than ``USUAL``.
LABEL_WIDTH, USUAL = 31, 22
TITLE_WIDTH = 38


@dataclass(frozen=True)
class Row:
    """One line of a dot-and-interval figure; a heading when it has no value."""

    label: str
    value: str = ""
    share: float | None = None
    low: float = 0.0
    high: float = 0.0
    heading: bool = False

    @property
    def text(self) -> str:
        """The label in lines that leave room for the value on a phone."""
        return wrapped(self.label, LABEL_WIDTH - max(0, len(self.value) - USUAL))

    @property
    def height(self) -> int:
        """Pixels down to the next row."""
        return (HEADING if self.heading else ROW) + MORE * self.text.count("<br>")


def row_of(label: str, cell: Cell) -> Row:
    """Row of a told cell."""
    return Row(label, cell_text(cell), cell.share, cell.low, cell.high)


def cell_text(cell: Cell) -> str:
    """Short text of a told cell, beside its mark.

    >>> cell_text(Cell(40, 120, 0.33, 0.26, 0.42)).replace("\u202f", " ")
    '33 % · environ 40/120'
    """
    many = f"environ {number(cell.n)}" if cell.n else "moins de 5"
    return f"{shared(cell.share, cell.N)} · {many}/{number(cell.N)}"


def wrapped(text: str, width: int) -> str:
    """Break a text in lines, safe to show.

    >>> wrapped("un deux trois", 8)
    'un deux<br>trois'
    """
    lines = textwrap.wrap(typography(text), width, break_on_hyphens=False) or [""]
    return "<br>".join(html.escape(line, quote=False) for line in lines)


class Canvas:
    """A figure being drawn, as plain data: the drawing library checks it once, when it is done.

    Adding marks to its own figures one by one makes it check all of those before each time.
    """

    def __init__(self, title: str, height: float) -> None:
        """An empty ground of ``height`` pixels, with the finding as title."""
        text = wrapped(title, TITLE_WIDTH)
        top = 26 + 21 * (text.count("<br>") + 1)
        self._height, self._margin = height + top + 34, {"l": 12, "r": 12, "t": top, "b": 34}
        self._title = _title(text)
        self._axes: dict[str, dict[str, Any]] = {"xaxis": {}, "yaxis": {}}
        self._meta: dict[str, float] = {}
        self._traces: list[dict[str, Any]] = []
        self._notes: list[dict[str, Any]] = []

    def note(self, text: str, x: float, y: float, **more: Any) -> None:
        """Write a text on the paper."""
        base = {"xref": "paper", "yref": "paper", "showarrow": False, "align": "left"}
        self._notes.append(base | {"text": text, "x": x, "y": y, "xanchor": "left"} | more)

    def trace(self, **marks: Any) -> None:
        """Draw points, a line or a shape."""
        self._traces.append({"type": "scatter", **marks})

    def across(self, **axis: Any) -> None:
        """Set the horizontal axis."""
        self._axes["xaxis"] |= axis

    def up(self, **axis: Any) -> None:
        """Set the vertical axis."""
        self._axes["yaxis"] |= axis

    def taller(self, pixels: int) -> None:
        """Add pixels under the ground."""
        self._margin["b"] += pixels
        self._height += pixels

    def indented(self, left: int) -> None:
        """Leave pixels on the left of the ground."""
        self._margin["l"] = left

    def shaped(self, ratio: float) -> None:
        """Say how high the ground is for its width, so that a page may give it that height."""
        self._meta = {"ratio": ratio}

    def foot(self, text: str, down: int = 26) -> None:
        """Write under the figure what its marks are, ``down`` pixels below it."""
        lines = wrapped(text, 52)
        self.taller(16 * (lines.count("<br>") + 1) + 6)
        place = {"yanchor": "top", "yshift": -down, "font": {"size": 12, "color": INK}}
        self.note(lines, 0, 0, **place)

    def source(self, text: str) -> None:
        """Write where the numbers come from, below all the rest."""
        self.foot(text, self._margin["b"])

    def figure(self) -> go.Figure:
        """The figure, done."""
        layout = {
            **{"template": go.layout.Template(), **LOOK, **self._axes},
            **{"title": self._title, "margin": self._margin, "height": self._height},
            **{"annotations": self._notes, "meta": self._meta or None},
        }
        return go.Figure(self._traces, layout)


def _title(text: str) -> dict[str, Any]:
    # Plotly hangs a title of several lines higher than one of a single line.
    drop = 23 if "<br>" in text else 12
    return {
        **{"text": f"<b>{text}</b>", "x": 0, "xref": "container", "xanchor": "left"},
        **{"pad": {"l": 12, "t": drop}, "y": 1, "yref": "container", "yanchor": "top"},
        **{"font": {"size": 16, "color": INK}},
    }


def message(title: str, text: str) -> Canvas:
    """A figure that says why there is nothing to draw."""
    canvas = Canvas(title, 60)
    canvas.across(visible=False)
    canvas.up(visible=False)
    canvas.note(wrapped(text, 44), 0, 0.5)
    return canvas


def rows_figure(title: str, rows: list[Row], under: str = "") -> Canvas:
    """Draw rows: label and value above, dot and interval below."""
    canvas = Canvas(title, sum(row.height for row in rows) + 12)
    last = 0.0
    for row in rows:
        _texts(canvas, row, last)
        last -= row.height
        _mark(canvas, row, last + 13)
    most = max([row.high for row in rows if row.share is not None], default=1.0)
    end = min(1.0, max(0.1, most * 1.06))
    ticks = [at * (0.05 if end < 0.25 else 0.2) for at in range(6)]
    canvas.across(
        range=[0, end], tickvals=ticks, ticktext=[percent(at) for at in ticks],
        gridcolor=LINE, griddash="dot", zerolinecolor=LINE, fixedrange=True,
    )  # fmt: skip
    canvas.up(range=[last - 6, 6], visible=False, fixedrange=True)
    if under:
        canvas.foot(under)
    return canvas


def _texts(canvas: Canvas, row: Row, at: float) -> None:
    weight = {"color": ACCENT, "size": 15} if row.heading else {"color": INK, "size": 13}
    label = f"<b>{row.text}</b>" if row.heading else row.text
    place = {"yref": "y", "yanchor": "top"}
    canvas.note(label, 0, at, font=weight, **place)
    shown = {"xanchor": "right", "align": "right", "font": {"color": INK, "size": 12}}
    canvas.note(row.value, 1, at, **(place | shown))


def _mark(canvas: Canvas, row: Row, at: float) -> None:
    if row.share is None:
        return
    bar = {"color": SOFT, "width": 7}
    canvas.trace(x=[row.low, row.high], y=[at, at], line=bar, mode="lines", hoverinfo="skip")
    dot = {"size": 11, "color": ACCENT}
    said = f"{html.escape(row.label, quote=False)}<br>{row.value}"
    canvas.trace(
        x=[row.share], y=[at], mode="markers", marker=dot, hovertext=said, hoverinfo="text"
    )
