"""The picture of the factor map: few answers named, no name over another."""

from __future__ import annotations

import numpy as np

from ..arrays import Floats
from ..french import percent, quoted
from ..model import Axes, Point, Profile
from .canvas import ACCENT, ALERT, INK, LINE, QUIET, Canvas, message, wrapped
from .labels import AWAY, PLACES, Box, among, box_of

Points = list[Point]
HEIGHT = 420
MOST_NAMED, MOST_PLACED = 10, 4
# Chi-square of two axes at 1 %: an answer placed nearer to the middle says nothing.
FAR = 9.21
# Beside its diamond, the name of a profile is bold and larger than an answer.
BOLD = 1.3
VEIL = "rgba(255,251,244,0.8)"
ALIGNED = {-1: "right", 0: "center", 1: "left"}
SHORT, NARROW, BROAD = 40, 16, 20


def plane(section: Axes, profiles: list[Profile], scales: set[str]) -> Canvas:
    """Draw the map of answers; those of ``scales`` are named with their question."""
    points = section.points
    if not points:
        text = section.message or "Aucune réponse n'est donnée par assez de familles."
        return message("Carte des réponses", text)
    said = _said(points, scales)
    canvas = Canvas(_opposed(points, said), HEIGHT)
    places, ranges = _placed(points, profiles)
    labels = [wrapped(text, NARROW if len(text) <= SHORT else BROAD) for text in said]
    named = _named(points, labels, places, profiles)
    _faint(canvas, [p for at, p in enumerate(points) if at not in named])
    _marked(canvas, points, labels, named)
    _centres(canvas, profiles)
    _frame(canvas, section.greenacre, ranges)
    canvas.foot(_legend(points, named, bool(profiles)), 30)
    return canvas


def _said(points: Points, scales: set[str]) -> list[str]:
    """Name each answer; with its question where the answer alone says too little."""
    labels = [point.label for point in points]
    return [
        f"{p.variable_label} : {text}"
        if p.variable in scales or labels.count(text) > 1 or not any(map(str.isalpha, text))
        else text
        for p, text in zip(points, labels, strict=True)
    ]


def _opposed(points: Points, said: list[str]) -> str:
    """Title: the two answers that weigh most at the ends of the first axis."""
    order = sorted(range(len(points)), key=lambda at: -points[at].contribution[0])
    left = next((at for at in order if points[at].x < 0), None)
    right = next((at for at in order if points[at].x >= 0), None)
    if left is None or right is None:
        return "La carte des réponses : ce qui va ensemble"
    if points[left].variable == points[right].variable:
        return f"Ce qui sépare le plus les réponses : {quoted(points[left].variable_label)}"
    return f"L'axe horizontal oppose {quoted(said[left])} à {quoted(said[right])}"


def _placed(points: Points, items: list[Profile]) -> tuple[Floats, list[list[float]]]:
    """Places from 0 to 1 of points then profiles, and the ranges of the two axes."""
    found = np.array([*((p.x, p.y) for p in points), *((item.x, item.y) for item in items)])
    low, high = found.min(axis=0), found.max(axis=0)
    pad = np.maximum((high - low) * 0.1, 1e-6)
    low, high = low - pad, high + pad
    ranges = [[float(a), float(b)] for a, b in zip(low, high, strict=True)]
    return (found - low) / (high - low), ranges


def _named(
    points: Points, labels: list[str], places: Floats, items: list[Profile]
) -> dict[int, str]:
    """Choose the answers to name: those that draw the axes, then the best placed of the others."""
    drawing = [at for at, p in enumerate(points) if not p.supplementary]
    drawing.sort(key=lambda at: -max(points[at].contribution))
    others = [at for at, p in enumerate(points) if p.supplementary]
    others = [at for at in others if points[at].cos2 * points[at].cell.N > FAR]
    others.sort(key=lambda at: -points[at].cos2)
    taken: list[Box] = [
        box_of(place, item.name, (0, way), BOLD)
        for place, item in zip(places[len(points) :], items, strict=True)
        for way in (0, -1)
    ]
    named = among(places, labels, drawing, taken, MOST_NAMED)
    taken += [box_of(places[at], labels[at], PLACES[way]) for at, way in named.items()]
    marks = [box_of(places[at], "", (0, 0)) for at in named]
    return named | among(places, labels, others, taken + marks, MOST_PLACED)


def _faint(canvas: Canvas, points: Points) -> None:
    """Draw the answers without a name small and pale: the cloud that the others come out of."""
    canvas.trace(
        x=[p.x for p in points],
        y=[p.y for p in points],
        mode="markers",
        marker={"size": 5, "color": ACCENT, "opacity": 0.3},
        hovertext=[_whole(p) for p in points],
        hoverinfo="text",
    )


def _marked(canvas: Canvas, points: Points, labels: list[str], named: dict[int, str]) -> None:
    for passive, symbol, colour in ((False, "circle", ACCENT), (True, "square-open", QUIET)):
        kept = [at for at in named if points[at].supplementary == passive]
        canvas.trace(
            x=[points[at].x for at in kept],
            y=[points[at].y for at in kept],
            mode="markers",
            marker={
                "size": [5 + 9 * points[at].cell.share for at in kept],
                "color": colour,
                "symbol": symbol,
                "opacity": 1,
            },
            hovertext=[_whole(points[at]) for at in kept],
            hoverinfo="text",
        )
        for at in kept:
            _name(canvas, points[at], labels[at], PLACES[named[at]], QUIET if passive else INK)


def _name(canvas: Canvas, point: Point, text: str, way: tuple[int, int], colour: str) -> None:
    """Write a name beside its point, on a ground that the pale points behind do not trouble."""
    across, up = way
    place = {"xref": "x", "yref": "y", "borderpad": 0, "bgcolor": VEIL, "align": ALIGNED[across]}
    place |= {"xanchor": ALIGNED[across], "yanchor": {-1: "top", 0: "middle", 1: "bottom"}[up]}
    place |= {"xshift": across * AWAY, "yshift": up * AWAY, "font": {"size": 11, "color": colour}}
    canvas.note(text, point.x, point.y, **place)


def _whole(point: Point) -> str:
    return wrapped(f"{point.variable_label} : {point.label}", 40)


def _centres(canvas: Canvas, items: list[Profile]) -> None:
    if items:
        canvas.trace(
            x=[item.x for item in items],
            y=[item.y for item in items],
            mode="markers+text",
            text=[f"<b>{item.name}</b>" for item in items],
            textposition="bottom center",
            textfont={"size": 13, "color": ALERT},
            marker={"size": 13, "symbol": "diamond", "color": ALERT},
            hoverinfo="skip",
        )


def _frame(canvas: Canvas, shares: list[float], ranges: list[list[float]]) -> None:
    grid = {"zeroline": True, "zerolinecolor": LINE, "showgrid": False, "fixedrange": True}
    for at, update in enumerate((canvas.across, canvas.up)):
        title = {"text": f"Axe {at + 1} ({percent(shares[at])})", "standoff": 4}
        update(title=title | {"font": {"size": 12}}, range=ranges[at], showticklabels=False, **grid)
    canvas.indented(34)


def _legend(points: Points, named: dict[int, str], profiles: bool) -> str:
    parts = ["Point : une réponse, plus gros quand elle est fréquente ; pâle : réponse sans nom."]
    if any(points[at].supplementary for at in named):
        parts.append("Carré vide : réponse qui n'a pas servi à dessiner la carte.")
    if profiles:
        parts.append("Losange : un profil.")
    return " ".join(parts)
