"""Drawings of opinions as inline SVG: strips of dots and intervals, the map of groups."""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import Any

from ..figures import ACCENT, INK, LINE, QUIET, SOFT
from ..french import number, percent, share_text, typography

WIDE, HIGH, EDGE = 400, 18, 9
MAP_WIDE, MAP_HIGH, RADIUS = 400, 300, 44
TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)


def share_told(cell: dict[str, Any]) -> str:
    """Text of a published cell: share, interval, n and N.

    >>> cell = {"n": 0, "N": 60, "share": 0.0, "low": 0.0, "high": 0.06}
    >>> share_told(cell).replace(chr(0x202f), " ")
    '0 % [0 ; 6], moins de 5 sur 60'
    """
    return f"{share_text(cell)}, {count(cell['n'])} sur {number(cell['N'])}"


def count(n: int) -> str:
    """Text of a told count.

    >>> count(15), count(0)
    ('n ≈ 15', 'moins de 5')
    """
    return f"n ≈ {number(n)}" if n else "moins de 5"


def strip(cell: dict[str, Any], label: str) -> str:
    """Draw a published share from 0 to 100 %: dot, 95 % interval, a mark at one half.

    ``label`` is what the drawing says, for who does not see it.
    """
    middle = HIGH / 2
    dot = f'<circle cx="{_x(cell["share"])}" cy="{middle}" r="6" fill="{ACCENT}"/>'
    half = _upright(_x(0.5), middle - 7, middle + 7, QUIET, 1.5)
    scale = _level(EDGE, WIDE - EDGE, middle, LINE, 2)
    interval = _level(_x(cell["low"]), _x(cell["high"]), middle, SOFT, 9)
    return _svg(WIDE, HIGH, label, [scale, half, interval, dot])


def scale() -> str:
    """Write the scale under a column of strips."""
    return '<p class="scale">' + "".join(f"<span>{percent(at)}</span>" for at in TICKS) + "</p>"


def group_map(groups: Sequence[dict[str, Any]], label: str) -> str:
    """Draw the mean place of each published group; the area of a disc is the size of its group."""
    most = max([abs(group[axis]) for group in groups for axis in ("x", "y")] + [1e-9])
    largest = max([group["cell"]["share"] for group in groups] + [1e-9])
    cross = [
        _level(0, MAP_WIDE, MAP_HIGH / 2, LINE, 1),
        _upright(MAP_WIDE / 2, 0, MAP_HIGH, LINE, 1),
    ]
    discs = [_disc(group, most, largest) for group in groups]
    return _svg(MAP_WIDE, MAP_HIGH, label, [*cross, *discs])


def _x(share: float) -> float:
    return round(EDGE + share * (WIDE - 2 * EDGE), 1)


def _level(start: float, end: float, y: float, colour: str, width: int) -> str:
    return (
        f'<line x1="{start}" x2="{end}" y1="{y}" y2="{y}" stroke="{colour}" '
        f'stroke-width="{width}" stroke-linecap="round"/>'
    )


def _upright(x: float, start: float, end: float, colour: str, width: float) -> str:
    return (
        f'<line x1="{x}" x2="{x}" y1="{start}" y2="{end}" stroke="{colour}" '
        f'stroke-width="{width}"/>'
    )


def _svg(wide: int, high: int, label: str, parts: Sequence[str]) -> str:
    label = html.escape(typography(label))
    return (
        f'<svg viewBox="0 0 {wide} {high}" role="img" aria-label="{label}">{"".join(parts)}</svg>'
    )


def _disc(group: dict[str, Any], most: float, largest: float) -> str:
    x = round(MAP_WIDE / 2 + group["x"] / most * (MAP_WIDE / 2 - RADIUS - 26), 1)
    y = round(MAP_HIGH / 2 - group["y"] / most * (MAP_HIGH / 2 - RADIUS - 6), 1)
    radius = round(RADIUS * (group["cell"]["share"] / largest) ** 0.5, 1)
    return (
        f'<circle cx="{x}" cy="{y}" r="{radius}" fill="{SOFT}" fill-opacity="0.55" '
        f'stroke="{ACCENT}" stroke-width="2"/>'
        f'<text x="{x}" y="{y - 1}" font-size="19" font-weight="700" fill="{INK}" '
        f'text-anchor="middle">{html.escape(group["id"])}</text>'
        f'<text x="{x}" y="{y + 16}" font-size="14" fill="{INK}" '
        f'text-anchor="middle">{count(group["cell"]["n"])}</text>'
    )
