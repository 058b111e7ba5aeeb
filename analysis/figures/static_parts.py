"""The pieces of a drawing: escaped elements, and texts of several lines."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from typing import Any

# Of the size of the letters: from a line to the next, as Plotly writes.
LEADING = 1.3
# Pixels of paper round the letters of a name that lies over points.
HALO = 3
MARKUP = re.compile(r"(<br>|</?b>)")
# Characters that no XML holds, and that files of strangers may.
UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
Plain = Mapping[str, Any]
RGBA = re.compile(r"rgba\((\d+),(\d+),(\d+),([\d.]+)\)")


def tag(name: str, content: str = "", **given: Any) -> str:
    """An element; what is None is left out, underscores of attributes are hyphens.

    >>> tag("circle", cx=1.04, stroke_width=2, fill=None)
    '<circle cx="1" stroke-width="2"/>'
    """
    written = "".join(
        f' {key.replace("_", "-")}="{escaped(pixels(value))}"'
        for key, value in given.items()
        if value is not None
    )
    return f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>"


def pixels(value: Any) -> str:
    """A number to a tenth of a pixel; a word as it is.

    >>> pixels(-0.04), pixels(12.25), pixels("none")
    ('0', '12.2', 'none')
    """
    return f"{round(value, 1) + 0.0:g}" if isinstance(value, int | float) else str(value)


def escaped(words: str) -> str:
    """Words that can stand in an element or an attribute."""
    return html.escape(UNWRITABLE.sub("", words))


def lines_of(words: str) -> list[tuple[str, bool]]:
    """Lines of a text of ours, and whether each is bold.

    Only whole lines are bold: what our figures write.

    >>> lines_of("<b>un<br>deux</b><br>3 &lt; 4")
    [('un', True), ('deux', True), ('3 < 4', False)]

    Raises
    ------
    NotImplementedError
        When it holds other marks, or a line that is bold in part.
    """
    lines, bold, weights = [""], False, [set[bool]()]
    for part in MARKUP.split(words):
        if part == "<br>":
            lines, weights = [*lines, ""], [*weights, set()]
        elif MARKUP.fullmatch(part):
            bold = part == "<b>"
        elif "<" in part:
            raise NotImplementedError(f"The static twin draws no other markup: {part!r}.")
        elif part:
            lines[-1] += html.unescape(part)
            weights[-1].add(bold)
    if any(len(found) > 1 for found in weights):
        raise NotImplementedError(f"The static twin draws no line bold in part: {words!r}.")
    return [(line, True in found) for line, found in zip(lines, weights, strict=True)]


def plain(words: str) -> str:
    """A text of ours on one line, without marks."""
    return " ".join(line for line, _ in lines_of(words))


def text(
    words: str, x: float, top: float, size: float, fill: str, anchor: str = "start",
    halo: str | None = None, turn: str | None = None,
) -> str:  # fmt: skip
    """A text whose box begins at ``top``; with ``halo``, on a ground of that colour.

    Paper behind letters is drawn as their outline: nobody here can measure how wide they are.
    """
    outline: Plain = {}
    if halo:
        colour, opacity = solid(halo)
        outline = {"stroke": colour, "stroke_opacity": opacity, "stroke_width": HALO}
        outline = {**outline, "stroke_linejoin": "round", "paint_order": "stroke"}
    look = {"font_size": size, "fill": fill, "text_anchor": anchor, "transform": turn, **outline}
    lines, first = lines_of(words), top + size
    if len(lines) == 1:
        ((line, bold),) = lines
        weight = 700 if bold else None
        return tag("text", escaped(line), x=x, y=first, font_weight=weight, **look)
    spans = _spans(lines, x, first, size * LEADING)
    return tag("text", spans, **look)


def _spans(lines: Sequence[tuple[str, bool]], x: float, first: float, apart: float) -> str:
    return "".join(
        tag("tspan", escaped(line), x=x, y=first + at * apart, font_weight=700 if bold else None)
        for at, (line, bold) in enumerate(lines)
    )


def solid(colour: str) -> tuple[str, float | None]:
    """A colour without its transparency, and its opacity.

    >>> solid("rgba(255,251,244,0.8)"), solid("#FFFBF4")
    (('#FFFBF4', 0.8), ('#FFFBF4', None))
    """
    found = RGBA.fullmatch(colour)
    if not found:
        return colour, None
    return "#{:02X}{:02X}{:02X}".format(*map(int, found.groups()[:3])), float(found[4])


def check(given: Plain, known: str, what: str) -> None:
    """Refuse what holds more than the ``known`` words: it would be drawn wrong.

    Raises
    ------
    NotImplementedError
    """
    unknown = sorted(set(given) - set(known.split()))
    if unknown:
        raise NotImplementedError(f"The static twin draws no {what} with {', '.join(unknown)}.")


def one_of(known: Mapping[str, Any], value: str, what: str) -> Any:
    """The entry of a word that is known here.

    Raises
    ------
    NotImplementedError
    """
    if value not in known:
        raise NotImplementedError(f"The static twin draws no {what} {value!r}.")
    return known[value]
