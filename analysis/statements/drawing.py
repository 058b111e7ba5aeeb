"""Drawings of opinions as inline SVG: strips of dots and intervals, the map of groups."""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import Any

from ..figures import ACCENT, INK, LINE, MASKED, QUIET, SOFT
from ..french import interval, number, percent, typography

WIDE, HIGH, EDGE = 400, 18, 9
MAP_WIDE, MAP_HIGH, RADIUS = 400, 300, 44
TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)


def share_told(cell: dict[str, Any]) -> str:
    """Write a published cell: share, interval, n and N.

    >>> share_told({"hidden": True})
    'masqué'
    """
    if cell["hidden"]:
        return MASKED
    told = interval(cell["share"], cell["low"], cell["high"], cell["N"])
    return f"{told}, n = {number(cell['n'])} sur {number(cell['N'])}"


def strip(cell: dict[str, Any], said: str) -> str:
    """Draw one share from 0 to 100 %: dot, 95 % interval, a mark at one half.

    Parameters
    ----------
    cell : dict
        Published cell; a hidden one is hatched.
    said : str
        What the drawing says, for who does not see it.

    Returns
    -------
    str
        An ``svg`` element as wide as its place.
    """
    middle = HIGH / 2
    parts = [_line(EDGE, WIDE - EDGE, middle, LINE, 2), _half(middle)]
    if cell["hidden"]:
        dashes = 'stroke-dasharray="2 7"'
        parts.append(_line(EDGE, WIDE - EDGE, middle, QUIET, 3, dashes))
    else:
        parts.append(_line(_x(cell["low"]), _x(cell["high"]), middle, SOFT, 9))
        parts.append(f'<circle cx="{_x(cell["share"])}" cy="{middle}" r="6" fill="{ACCENT}"/>')
    return _svg(WIDE, HIGH, said, parts)


def scale() -> str:
    """Write the scale under a column of strips."""
    return '<p class="scale">' + "".join(f"<span>{percent(at)}</span>" for at in TICKS) + "</p>"


def _x(share: float) -> float:
    return round(EDGE + share * (WIDE - 2 * EDGE), 1)


def _line(start: float, end: float, at: float, colour: str, width: int, more: str = "") -> str:
    return (
        f'<line x1="{start}" x2="{end}" y1="{at}" y2="{at}" stroke="{colour}" '
        f'stroke-width="{width}" stroke-linecap="round" {more}/>'
    )


def _half(middle: float) -> str:
    x = _x(0.5)
    ends = f'y1="{middle - 7}" y2="{middle + 7}"'
    return f'<line x1="{x}" x2="{x}" {ends} stroke="{QUIET}" stroke-width="1.5"/>'


def _svg(wide: int, high: int, said: str, parts: Sequence[str]) -> str:
    label = html.escape(typography(said))
    return (
        f'<svg viewBox="0 0 {wide} {high}" role="img" aria-label="{label}">{"".join(parts)}</svg>'
    )


def group_map(groups: Sequence[dict[str, Any]], said: str) -> str:
    """Draw the mean place of each group; the area of a disc is the size of its group.

    Parameters
    ----------
    groups : sequence of dict
        Published groups.
    said : str

    Returns
    -------
    str
        An ``svg`` element.
    """
    most = max([abs(group[axis]) for group in groups for axis in ("x", "y")] + [1e-9])
    largest = max([group["cell"]["share"] or 0.0 for group in groups] + [1e-9])
    cross = [
        _line(0, MAP_WIDE, MAP_HIGH / 2, LINE, 1),
        f'<line x1="{MAP_WIDE / 2}" x2="{MAP_WIDE / 2}" y1="0" y2="{MAP_HIGH}" '
        f'stroke="{LINE}" stroke-width="1"/>',
    ]
    discs = [part for group in groups for part in _disc(group, most, largest)]
    return _svg(MAP_WIDE, MAP_HIGH, said, [*cross, *discs])


def _disc(group: dict[str, Any], most: float, largest: float) -> list[str]:
    x = round(MAP_WIDE / 2 + group["x"] / most * (MAP_WIDE / 2 - RADIUS - 26), 1)
    y = round(MAP_HIGH / 2 - group["y"] / most * (MAP_HIGH / 2 - RADIUS - 6), 1)
    share = group["cell"]["share"]
    radius = round(RADIUS * ((share or largest / 4) / largest) ** 0.5, 1)
    dashes = "" if share is not None else 'stroke-dasharray="4 4" '
    told = MASKED if share is None else f"n = {number(group['cell']['n'])}"
    return [
        f'<circle cx="{x}" cy="{y}" r="{radius}" fill="{SOFT}" fill-opacity="0.55" '
        f'stroke="{ACCENT}" stroke-width="2" {dashes}/>',
        f'<text x="{x}" y="{y - 1}" font-size="19" font-weight="700" fill="{INK}" '
        f'text-anchor="middle">{html.escape(group["id"])}</text>',
        f'<text x="{x}" y="{y + 16}" font-size="14" fill="{INK}" '
        f'text-anchor="middle">{told}</text>',
    ]
