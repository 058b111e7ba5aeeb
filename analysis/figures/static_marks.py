"""The marks of a static figure: lines, shapes, points and the words beside these."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from .static_axes import Frame
from .static_parts import Plain, check, escaped, one_of, pixels, plain, tag, text

KNOWN = "type mode x y line marker fill fillcolor hoverinfo hovertext text textposition textfont"
MODES = {"lines": "lines", "markers": "markers", "markers+text": "markers"}
# Of its size: half the diagonal of a diamond as Plotly draws it.
DIAGONAL = 0.65
# Pixels between a point and what is written under it.
UNDER = 2


def trace_marks(trace: Plain, frame: Frame) -> Iterator[str]:
    """Marks of one trace.

    Raises
    ------
    NotImplementedError
        When it holds what our figures do not.
    """
    check(trace, KNOWN, "trace")
    one_of({"scatter": 1}, trace["type"], "trace of type")
    one_of({"": 1, "toself": 1}, trace.get("fill", ""), "fill")
    places = [(frame.x(x), frame.y(y)) for x, y in zip(trace["x"], trace["y"], strict=True)]
    if one_of(MODES, trace["mode"], "mode") == "lines":
        yield _line(trace, places)
    else:
        yield from _points(trace, places)


def _line(trace: Plain, places: list[tuple[float, float]]) -> str:
    check(trace["line"], "color width", "line")
    way = "M" + "L".join(f"{pixels(x)} {pixels(y)}" for x, y in places)
    filled = trace.get("fillcolor") if trace.get("fill") else "none"
    close = "Z" if trace.get("fill") else ""
    look = {"stroke": trace["line"]["color"], "stroke_width": trace["line"]["width"]}
    return tag("path", d=way + close, fill=filled, **look)


def _points(trace: Plain, places: list[tuple[float, float]]) -> Iterator[str]:
    marker = trace["marker"]
    check(marker, "size color symbol opacity line", "marker")
    draw: Callable[..., str] = one_of(SYMBOLS, marker.get("symbol", "circle"), "symbol")
    edge = marker.get("line", {})
    check(edge, "color width", "line")
    look = {"opacity": marker.get("opacity"), "colour": marker["color"]}
    look |= {"stroke": edge.get("color"), "stroke_width": edge.get("width")}
    for at, (x, y) in enumerate(places):
        said = _each(trace.get("hovertext"), at)
        spoken = tag("title", escaped(plain(said))) if said else ""
        yield draw(x, y, _each(marker["size"], at), spoken, **look)
        if "text" in trace:
            yield _under(trace, at, x, y + marker["size"] / 2 + UNDER)


def _each(value: Any, at: int) -> Any:
    """What belongs to one point: of a list its own, else what all share."""
    return value[at] if isinstance(value, list | tuple) else value


def _under(trace: Plain, at: int, x: float, top: float) -> str:
    one_of({"bottom center": 1}, trace["textposition"], "text position")
    font = trace["textfont"]
    return text(trace["text"][at], x, top, font["size"], font["color"], "middle")


def _circle(x: float, y: float, size: float, said: str, colour: str, **look: Any) -> str:
    return tag("circle", said, cx=x, cy=y, r=size / 2, fill=colour, **look)


def _hollow(x: float, y: float, size: float, said: str, colour: str, **look: Any) -> str:
    look |= {"stroke": colour, "stroke_width": 1}
    side = {"x": x - size / 2, "y": y - size / 2, "width": size, "height": size}
    return tag("rect", said, **side, fill="none", pointer_events="all", **look)


def _diamond(x: float, y: float, size: float, said: str, colour: str, **look: Any) -> str:
    far = size * DIAGONAL
    corners = ((x, y - far), (x + far, y), (x, y + far), (x - far, y))
    points = " ".join(f"{pixels(a)},{pixels(b)}" for a, b in corners)
    return tag("polygon", said, points=points, fill=colour, **look)


SYMBOLS = {"circle": _circle, "square-open": _hollow, "diamond": _diamond}
