"""Pictures for paper: SVG with no script and no style, read as well in grey."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup, escape

from analysis.figures import ACCENT, INK, LINE, QUIET, SOFT

if TYPE_CHECKING:
    from analysis.model import Cell

# Pixels of the picture of page 1: as wide as the text of an A4 page.
WIDE, LABEL, VALUE, ROW, LETTERS = 658, 262, 118, 33, 36
TICKS = (0, 25, 50, 75, 100)


class Line(NamedTuple):
    """A line of the picture: what is named, its share and its families in words, its cell."""

    label: str
    share: str
    families: str
    cell: Cell


def strip(cell: Cell) -> Markup:
    """Draw a cell in a line of a table: a dot and its interval between 0 and 100 %."""
    low, dot, high = (f"{3 + 94 * value:.1f}%" for value in (cell.low, cell.share, cell.high))
    places = (f"{3 + 0.94 * at:g}%" for at in TICKS)
    ticks = "".join(f'<line class="tick" x1="{x}" x2="{x}" y1="0" y2="100%"/>' for x in places)
    return Markup(  # noqa: S704 - numbers only
        f'<svg class="strip" aria-hidden="true">{ticks}'
        f'<line class="interval" x1="{low}" x2="{high}" y1="50%" y2="50%"/>'
        f'<circle class="dot" cx="{dot}" cy="50%" r="4"/></svg>'
    )


def rows_drawing(lines: Sequence[Line], said: str) -> Markup:
    """Draw the picture of page 1.

    Parameters
    ----------
    lines : from above.
    said : what the picture shows, for who hears it.
    """
    high = ROW * len(lines) + 24
    parts = [_grid(high), *(_row(line, ROW * at) for at, line in enumerate(lines))]
    return Markup(  # noqa: S704 - labels are escaped, the rest is numbers
        f'<svg class="picture" viewBox="0 0 {WIDE} {high}" role="img" '
        f'aria-label="{escape(said)}">{"".join(parts)}</svg>'
    )


def _across(value: float) -> float:
    return LABEL + 12 + value * (WIDE - LABEL - VALUE - 24)


def _grid(high: int) -> str:
    lines = "".join(f"M{_across(at / 100):.1f} 0V{high - 20}" for at in TICKS)
    texts = "".join(
        f'<text x="{_across(at / 100):.1f}" y="{high - 5}" text-anchor="middle" font-size="11" '
        f'fill="{INK}">{at}{" %" * (at == 100)}</text>'
        for at in TICKS
    )
    return f'<path d="{lines}" stroke="{LINE}" stroke-width="1"/>{texts}'


def _row(line: Line, top: int) -> str:
    cell = line.cell
    middle = top + ROW / 2
    low, dot, high = (f"{_across(at):.1f}" for at in (cell.low, cell.share, cell.high))
    return (
        f"{_text(line.label, middle)}"
        f'<path d="M{low} {middle}H{high}" stroke="{SOFT}" stroke-width="8"/>'
        f'<circle cx="{dot}" cy="{middle}" r="6" fill="{ACCENT}"/>'
        f'<text x="{WIDE}" y="{middle - 1}" text-anchor="end" font-size="14" fill="{INK}">'
        f"{escape(line.share)}</text>"
        f'<text x="{WIDE}" y="{middle + 12}" text-anchor="end" font-size="11" fill="{QUIET}">'
        f"{escape(line.families)}</text>"
    )


def _text(label: str, middle: float) -> str:
    lines = textwrap.wrap(label, LETTERS, break_on_hyphens=False) or [""]
    first = middle + 5 - 8 * (len(lines) - 1)
    return "".join(
        f'<text x="0" y="{first + 16 * at}" font-size="14" fill="{INK}">{escape(text)}</text>'
        for at, text in enumerate(lines)
    )
