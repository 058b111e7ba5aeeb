"""The picture of a need map: sectors as filled shapes, calling no tile and no server."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go

from ..arrays import Floats
from ..french import percent
from .canvas import INK, LINE, MASKED, PAPER, QUIET, canvas, note, wrapped
from .labels import beside

SCALE = ("#F6EBB2", "#D3C58A", "#948E77", "#5D6475", "#35456C")
Ring = list[tuple[float, float]]


def drawable(sectors: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Keep the sectors that have a shape or a centre."""
    return [s for s in sectors if s["polygon"] or None not in (s["lon"], s["lat"])]


def map_figure(title: str, sectors: list[dict[str, Any]], need: dict[str, Any]) -> go.Figure:
    """Draw one need in each sector."""
    figure = canvas(title, 400)
    kept = drawable(sectors)
    schematic = not all(sector["polygon"] for sector in kept)
    shapes = _cells(kept) if schematic else [_rings(sector["polygon"]) for sector in kept]
    entries = {entry["sector"]: entry for entry in need["cells"]}
    told = [_shade(entry) for entry in need["cells"] if not entry["cell"]["hidden"]]
    span = _span(told)
    for sector, rings in zip(kept, shapes, strict=True):
        _draw(figure, sector, rings, entries[sector["name"]], span)
    _frame(figure, kept, shapes, [_label(s, entries[s["name"]]) for s in kept])
    pooled = any(entry["pooled"] is not None for entry in need["cells"])
    _legend(figure, (min(told), max(told)) if told else None, schematic, pooled)
    return figure


def _shade(entry: dict[str, Any]) -> float:
    """Give the share that a colour stands for: the pooled one, which chance moves less."""
    share = entry["cell"]["share"] if entry["pooled"] is None else entry["pooled"]
    return float(share)


def _rings(polygon: dict[str, Any]) -> list[Ring]:
    parts = polygon.get("coordinates") or []
    parts = [parts] if polygon.get("type") == "Polygon" else parts
    return [[(float(p[0]), float(p[1])) for p in part[0]] for part in parts if part]


def _cells(sectors: list[dict[str, Any]]) -> list[list[Ring]]:
    """Cut a padded box into the cells nearest to each sector's centre (Voronoi)."""
    points = np.array([_centre(sector) for sector in sectors])
    stretch = np.array([np.cos(np.radians(points[:, 1].mean())), 1.0])
    flat = points * stretch
    pad = max(float(np.ptp(flat, axis=0).max()) * 0.12, 0.002)
    low, high = flat.min(axis=0) - pad, flat.max(axis=0) + pad
    box = [(low[0], low[1]), (high[0], low[1]), (high[0], high[1]), (low[0], high[1])]
    return [[_unscaled(_cell(flat, at, box), stretch)] for at in range(len(flat))]


def _unscaled(ring: Ring, stretch: Floats) -> Ring:
    return [(x / float(stretch[0]), y) for x, y in ring]


def _cell(points: Floats, at: int, box: Ring) -> Ring:
    ring = box
    for other in np.delete(points, at, axis=0):
        direction = other - points[at]
        if direction.any() and ring:
            ring = _clip(ring, direction, float(direction @ (other + points[at]) / 2))
    return ring


def _clip(ring: Ring, direction: Floats, limit: float) -> Ring:
    """Keep the side of a ring where ``direction . point <= limit``."""
    kept: Ring = []
    for start, end in zip(ring, ring[1:] + ring[:1], strict=True):
        a, b = direction @ np.array(start) - limit, direction @ np.array(end) - limit
        if a <= 0:
            kept.append(start)
        if a * b < 0:
            point = np.array(start) + a / (a - b) * (np.array(end) - np.array(start))
            kept.append((float(point[0]), float(point[1])))
    return kept


def _centre(sector: dict[str, Any]) -> tuple[float, float]:
    if sector["lon"] is not None and sector["lat"] is not None:
        return float(sector["lon"]), float(sector["lat"])
    points = np.array([point for ring in _rings(sector["polygon"]) for point in ring])
    middle = points.mean(axis=0)
    return float(middle[0]), float(middle[1])


def _draw(
    figure: go.Figure, sector: dict[str, Any], rings: list[Ring], entry: dict[str, Any],
    span: tuple[float, float],
) -> None:  # fmt: skip
    cell = entry["cell"]
    colour = PAPER if cell["hidden"] else _colour(_shade(entry), span)
    look = _look(cell["hidden"], entry["certain"], colour)
    for ring in filter(None, rings):
        xs, ys = zip(*[*ring, ring[0]], strict=True)
        figure.add_scatter(x=xs, y=ys, mode="lines", fill="toself", hoverinfo="skip", **look)
    x, y = _centre(sector)
    said = wrapped(sector["label"], 40) + "<br>" + _value(cell)
    seen = {"size": 5, "color": INK, "line": {"color": PAPER, "width": 1}}
    figure.add_scatter(x=[x], y=[y], mode="markers", marker=seen, hovertext=said, hoverinfo="text")


def _value(cell: dict[str, Any]) -> str:
    if cell["hidden"]:
        return MASKED
    return f"{percent(cell['share'], cell['N'])} · n = {cell['n']}/{cell['N']}"


def _label(sector: dict[str, Any], entry: dict[str, Any]) -> tuple[str, str]:
    """Give the text beside the map and its colour."""
    cell = entry["cell"]
    value = MASKED if cell["hidden"] else f"<b>{percent(cell['share'], cell['N'])}</b>"
    return f"{wrapped(sector['label'], 15)}<br>{value}", QUIET if cell["hidden"] else INK


def _look(hidden: bool, certain: bool, colour: str) -> dict[str, Any]:
    """Hatched when hidden, paler with a dashed edge when uncertain."""
    if hidden:
        hatch = {"shape": "/", "fgcolor": LINE, "bgcolor": PAPER, "size": 9, "solidity": 0.2}
        return {"fillpattern": hatch, "fillcolor": PAPER, "line": {"color": LINE, "width": 1}}
    edge = {"color": INK, "width": 1, "dash": "solid" if certain else "dot"}
    return {"fillcolor": colour if certain else _paler(colour), "line": edge}


def _colour(share: float, span: tuple[float, float]) -> str:
    low, high = span
    place = (share - low) / (high - low) if high > low else 0.5
    return SCALE[min(int(place * len(SCALE)), len(SCALE) - 1)]


def _span(told: list[float]) -> tuple[float, float]:
    """Spread the colours over a quarter at least, so that small gaps look small."""
    low, high = min(told, default=0.0), max(told, default=0.0)
    short = max(0.25 - (high - low), 0.0) / 2
    return low - short, high + short


def _paler(colour: str) -> str:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.4)"


def _frame(
    figure: go.Figure, sectors: list[dict[str, Any]], shapes: list[list[Ring]],
    labels: list[tuple[str, str]],
) -> None:  # fmt: skip
    points = np.array([point for rings in shapes for ring in rings for point in ring])
    latitude = float(np.mean([_centre(sector)[1] for sector in sectors]))
    stretch = 1 / max(float(np.cos(np.radians(latitude))), 0.1)
    centres = np.array([_centre(sector) for sector in sectors])
    ground = beside(figure, points, centres, labels, stretch)
    figure.update_xaxes(visible=False, fixedrange=True, range=ground.across)
    figure.update_yaxes(
        visible=False, fixedrange=True, range=ground.up, scaleanchor="x", scaleratio=stretch
    )
    # A page may give the figure the height that its width calls for.
    figure.update_layout(meta={"ratio": round(ground.ratio, 3)})


def _legend(
    figure: go.Figure, span: tuple[float, float] | None, schematic: bool, pooled: bool
) -> None:
    parts = ["Carte schématique : les limites des secteurs sont approchées."] if schematic else []
    if span:
        parts.append(
            f"Plus foncé : besoin plus souvent nommé (de {percent(span[0])} à {percent(span[1])})."
        )
    if pooled:
        parts.append("Couleur : part lissée, rapprochée de l'ensemble quand le secteur est petit.")
    parts.append(
        "Pâle, bord en points : chiffre incertain. Hachuré : masqué, trop peu de familles."
    )
    text = wrapped(" ".join(parts), 52)
    extra = 16 * (text.count("<br>") + 1)
    figure.update_layout(margin_b=14 + extra, height=figure.layout.height + extra - 20)
    note(figure, text, 0, 0, yanchor="top", yshift=-6, font={"size": 12, "color": INK})
