"""The hand that draws: rows of dots and intervals, titles, colours."""

from __future__ import annotations

import html
import textwrap
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from ..french import number, percent, shared, typography

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


def row_of(label: str, cell: dict[str, Any]) -> Row:
    """Row of a told cell."""
    return Row(label, cell_text(cell), cell["share"], cell["low"], cell["high"])


def cell_text(cell: dict[str, Any]) -> str:
    """Short text of a told cell, beside its mark.

    >>> cell_text({"n": 40, "N": 120, "share": 0.33}).replace("\u202f", " ")
    '33 % · environ 40/120'
    """
    many = f"environ {number(cell['n'])}" if cell["n"] else "moins de 5"
    return f"{shared(cell['share'], cell['N'])} · {many}/{number(cell['N'])}"


def wrapped(text: str, width: int) -> str:
    """Break a text in lines, safe to show.

    >>> wrapped("un deux trois", 8)
    'un deux<br>trois'
    """
    lines = textwrap.wrap(typography(text), width, break_on_hyphens=False) or [""]
    return "<br>".join(html.escape(line, quote=False) for line in lines)


def canvas(title: str, height: int) -> go.Figure:
    """Make an empty figure with its finding as title."""
    text = wrapped(title, TITLE_WIDTH)
    top = 26 + 21 * (text.count("<br>") + 1)
    # Plotly hangs a title of several lines higher than one of a single line.
    drop = 23 if "<br>" in text else 12
    figure = go.Figure()
    figure.update_layout(
        template=go.layout.Template(),
        title={"text": f"<b>{text}</b>", "x": 0, "xref": "container", "xanchor": "left"}
        | {"pad": {"l": 12, "t": drop}, "y": 1, "yref": "container", "yanchor": "top"}
        | {"font": {"size": 16, "color": INK}},
        font={"family": FONT, "size": 13, "color": INK},
        paper_bgcolor=PAPER,
        plot_bgcolor=PAPER,
        margin={"l": 12, "r": 12, "t": top, "b": 34},
        height=height + top + 34,
        showlegend=False,
        hovermode="closest",
        dragmode=False,
    )
    return figure


def message(title: str, text: str) -> go.Figure:
    """Make a figure that says why there is nothing to draw."""
    figure = canvas(title, 60)
    figure.update_xaxes(visible=False)
    figure.update_yaxes(visible=False)
    note(figure, wrapped(text, 44), 0, 0.5)
    return figure


def note(figure: go.Figure, text: str, x: float, y: float, **more: Any) -> None:
    """Write a text on the paper of a figure."""
    base = {"xref": "paper", "yref": "paper", "showarrow": False, "align": "left"}
    figure.add_annotation(**(base | {"text": text, "x": x, "y": y, "xanchor": "left"} | more))


def rows_figure(title: str, rows: list[Row], under: str = "") -> go.Figure:
    """Draw rows: label and value above, dot and interval below."""
    figure = canvas(title, sum(row.height for row in rows) + 12)
    last = 0.0
    for row in rows:
        _texts(figure, row, last)
        last -= row.height
        _mark(figure, row, last + 13)
    most = max([row.high for row in rows if row.share is not None], default=1.0)
    end = min(1.0, max(0.1, most * 1.06))
    ticks = [at * (0.05 if end < 0.25 else 0.2) for at in range(6)]
    figure.update_xaxes(
        range=[0, end], tickvals=ticks, ticktext=[percent(at) for at in ticks],
        gridcolor=LINE, griddash="dot", zerolinecolor=LINE, fixedrange=True,
    )  # fmt: skip
    figure.update_yaxes(range=[last - 6, 6], visible=False, fixedrange=True)
    if under:
        foot(figure, under)
    return figure


def _texts(figure: go.Figure, row: Row, at: float) -> None:
    weight = {"color": ACCENT, "size": 15} if row.heading else {"color": INK, "size": 13}
    label = f"<b>{row.text}</b>" if row.heading else row.text
    place = {"yref": "y", "yanchor": "top"}
    note(figure, label, 0, at, font=weight, **place)
    shown = {"xanchor": "right", "align": "right", "font": {"color": INK, "size": 12}}
    note(figure, row.value, 1, at, **(place | shown))


def _mark(figure: go.Figure, row: Row, at: float) -> None:
    if row.share is None:
        return
    bar = {"color": SOFT, "width": 7}
    figure.add_scatter(x=[row.low, row.high], y=[at, at], line=bar, mode="lines", hoverinfo="skip")
    dot = {"size": 11, "color": ACCENT}
    said = f"{html.escape(row.label, quote=False)}<br>{row.value}"
    figure.add_scatter(
        x=[row.share], y=[at], mode="markers", marker=dot, hovertext=said, hoverinfo="text"
    )


def foot(figure: go.Figure, text: str, down: int = 26) -> None:
    """Write under a figure what its marks are, ``down`` pixels below it."""
    lines = wrapped(text, 52)
    extra = 16 * (lines.count("<br>") + 1) + 6
    margin = figure.layout.margin.b
    figure.update_layout(margin_b=margin + extra, height=figure.layout.height + extra)
    place = {"yanchor": "top", "yshift": -down, "font": {"size": 12, "color": INK}}
    note(figure, lines, 0, 0, **place)
