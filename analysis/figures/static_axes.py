"""The ground of a static figure: where a value stands, and the lines behind the marks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .canvas import INK
from .static_parts import Plain, check, pixels, tag, text

KNOWN = (
    "range visible fixedrange tickvals ticktext showticklabels showgrid gridcolor griddash "
    "zeroline zerolinecolor title scaleanchor scaleratio"
)
# Pixels: above a figure whose title is written elsewhere.
BARE_TOP = 8
# Pixels: from the ground to what is written beside it; half a label of a tick, which is written
# inward when nearer to the edge.
BESIDE, HALF_TICK = 4, 20
# Pixels of ground at which the names of a map have their own size, and how much they may grow.
GROUND, MOST_GROWN = 370, 1.25


@dataclass(frozen=True)
class Frame:
    """The ground of a figure, in pixels, and what its axes run over.

    ``grown`` is how much larger the names of a map are written on a wide page.
    """

    left: float
    top: float
    right: float
    bottom: float
    wide: float
    high: float
    across: Sequence[float]
    up: Sequence[float]
    grown: float

    @classmethod
    def of(cls, layout: Plain, width: int, titled: bool) -> Frame:
        """The frame of a layout, ``width`` pixels wide.

        Raises
        ------
        NotImplementedError
            When scales are equal and ``meta`` does not say how high the ground then is.
        """
        margin = layout["margin"]
        top, ground = margin["t"] if titled else BARE_TOP, width - margin["l"] - margin["r"]
        ratio = (layout.get("meta") or {}).get("ratio")
        if ("scaleanchor" in layout["yaxis"]) != bool(ratio):
            raise NotImplementedError("The static twin draws equal scales by meta.ratio only.")
        tall = ground * ratio if ratio else layout["height"] - margin["t"] - margin["b"]
        sides = (margin["l"], top, margin["l"] + ground, top + tall)
        across, up = (layout[axis].get("range", (0.0, 1.0)) for axis in ("xaxis", "yaxis"))
        grown = max(1.0, min(MOST_GROWN, ground / GROUND)) if ratio else 1.0
        return cls(*sides, width, top + tall + margin["b"], across, up, grown)

    def x(self, value: float, ref: str = "x") -> float:
        low, high = (0.0, 1.0) if ref == "paper" else self.across
        return float(self.left + (value - low) / (high - low) * (self.right - self.left))

    def y(self, value: float, ref: str = "y") -> float:
        low, high = (0.0, 1.0) if ref == "paper" else self.up
        return float(self.bottom - (value - low) / (high - low) * (self.bottom - self.top))


def axes(layout: Plain, frame: Frame) -> Iterator[str]:
    """Both axes; one that is not visible draws nothing.

    Raises
    ------
    NotImplementedError
        When they hold what our figures do not.
    """
    across, up = layout["xaxis"], layout["yaxis"]
    check(across, KNOWN, "axis")
    check(up, KNOWN.replace("tickvals ticktext", ""), "vertical axis")
    if across.get("visible", True):
        yield from _ticks(across, frame, layout["font"])
        yield from _zero(across, frame, upright=True)
        yield from _title(across, frame, upright=False)
    if up.get("visible", True):
        yield from _zero(up, frame, upright=False)
        yield from _title(up, frame, upright=True)


def _ticks(axis: Plain, frame: Frame, font: Plain) -> Iterator[str]:
    """Dotted lines and their labels; the map of answers has neither."""
    for value, label in zip(axis.get("tickvals", ()), axis.get("ticktext", ()), strict=True):
        x = frame.x(value)
        if x > frame.right + 0.1:
            continue
        way = f"M{pixels(x)} {pixels(frame.top)}V{pixels(frame.bottom)}"
        yield tag("path", d=way, stroke=axis["gridcolor"], stroke_dasharray="1 3")
        cut = x + HALF_TICK > frame.wide
        place, anchor = (frame.wide - 1, "end") if cut else (x, "middle")
        yield text(label, place, frame.bottom + BESIDE, font["size"], font["color"], anchor)


def _zero(axis: Plain, frame: Frame, upright: bool) -> Iterator[str]:
    low, high = axis["range"]
    if "zerolinecolor" not in axis or not low <= 0 <= high:
        return
    if upright:
        way = f"M{pixels(frame.x(0))} {pixels(frame.top)}V{pixels(frame.bottom)}"
    else:
        way = f"M{pixels(frame.left)} {pixels(frame.y(0))}H{pixels(frame.right)}"
    yield tag("path", d=way, stroke=axis["zerolinecolor"])


def _title(axis: Plain, frame: Frame, upright: bool) -> Iterator[str]:
    title = axis.get("title")
    if not title:
        return
    words, size = title["text"], title["font"]["size"]
    if not upright:
        middle = (frame.left + frame.right) / 2
        yield text(words, middle, frame.bottom + BESIDE, size, INK, "middle")
        return
    x, middle = frame.left - 2 * BESIDE, (frame.top + frame.bottom) / 2
    turn = f"rotate(-90 {pixels(x)} {pixels(middle)})"
    yield text(words, x, middle - size, size, INK, "middle", turn=turn)
