"""A need map for paper: plain SVG made without a browser, whose patterns read without colours."""

from __future__ import annotations

import html
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ..french import percent, typography
from ..model import InZone, Maps, NeedMap, Place
from .canvas import INK, PAPER
from .need_map import (
    EDGE,
    NEUTRAL,
    Ring,
    centre_of,
    colour_of,
    drawable,
    shapes_of,
    step_of,
)

# Pixels: the map keeps its shape within this box.
WIDE, HIGH, PAD = 260.0, 250.0, 4.0
# Between the strokes of a pattern, pixels, by how far a zone is from the whole.
APART = (9, 6, 4)
# Decimals of a degree by which two ends of a border are one point: 10 cm.
SAME = 6
Point = tuple[float, float]
Border = frozenset[Point]


@dataclass(frozen=True)
class PaperMap:
    """The drawing, and the sentence that reads it; zones are written by their place in a list."""

    svg: str
    reading: str


def paper_map(section: Maps, name: str) -> PaperMap | None:
    """Draw one need in the zones of a report; None when some sector has no place on a map.

    Parameters
    ----------
    section : Maps
        Of of a report.
    name : str
        Of the need.
    """
    need = next((need for need in section.needs if need.name == name), None)
    sectors = drawable(section.sectors)
    if need is None or not sectors or len(sectors) < len(section.sectors):
        return None
    shapes, schematic = shapes_of(sectors)
    numbers: dict[str | None, int] = {zone.name: at for at, zone in enumerate(section.zones, 1)}
    drawn = _Ground(shapes, [centre_of(sector) for sector in sectors])
    parts = [*_areas(drawn, sectors, need), *_borders(drawn, sectors)]
    parts += [_number(at, numbers.get(s.zone)) for at, s in zip(drawn.marks, sectors, strict=True)]
    said = html.escape(_title(need), quote=True)
    svg = (
        f'<svg class="paper-map" width="{drawn.wide:.0f}" height="{drawn.high:.0f}" '
        f'viewBox="0 0 {drawn.wide:.0f} {drawn.high:.0f}" role="img" '
        f'aria-label="{said}"><defs>{"".join(_patterns())}</defs>{"".join(parts)}</svg>'
    )
    return PaperMap(svg, _reading(need, schematic, section.message == ""))


class _Ground:
    """Shapes and centres of the sectors, in pixels from the north-west corner."""

    def __init__(self, shapes: list[list[Ring]], centres: list[Point]) -> None:
        points = np.array([point for rings in shapes for ring in rings for point in ring])
        self._west, south = points.min(axis=0).tolist()
        east, self._north = points.max(axis=0).tolist()
        # Length of a degree of longitude for a degree of latitude of 1.
        self._squeeze = max(float(np.cos(np.radians((south + self._north) / 2))), 0.1)
        across, down = (east - self._west) * self._squeeze, self._north - south
        self._scale = min((WIDE - 2 * PAD) / across, (HIGH - 2 * PAD) / down)
        self.wide, self.high = (2 * PAD + self._scale * size for size in (across, down))
        self.shapes = shapes
        self.marks = [self.place(centre) for centre in centres]

    def place(self, point: Point) -> Point:
        x = PAD + self._scale * self._squeeze * (point[0] - self._west)
        return x, PAD + self._scale * (self._north - point[1])

    def path(self, ring: Ring) -> str:
        return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in map(self.place, ring)) + "Z"


def _areas(drawn: _Ground, sectors: list[Place], need: NeedMap) -> Iterator[str]:
    entries: dict[str | None, InZone] = {entry.zone: entry for entry in need.cells}
    whole = need.cell.share
    for sector, rings in zip(sectors, drawn.shapes, strict=True):
        path = "".join(drawn.path(ring) for ring in rings if ring)
        entry = entries.get(sector.zone)
        if entry is None or not entry.side:
            yield f'<path d="{path}" fill="{NEUTRAL if entry else PAPER}"/>'
            continue
        step = step_of(entry, whole)
        yield f'<path d="{path}" fill="{colour_of(entry, whole)}"/>'
        yield f'<path d="{path}" fill="url(#paper-{entry.side}-{step})"/>'


def _borders(drawn: _Ground, sectors: list[Place]) -> Iterator[str]:
    """Borders inside a zone are thin, those between zones and round the whole are thick."""
    sides: dict[Border, list[str | None]] = defaultdict(list)
    for sector, rings in zip(sectors, drawn.shapes, strict=True):
        for ring in rings:
            for start, end in zip(ring, ring[1:] + ring[:1], strict=True):
                border = frozenset((_rounded(start), _rounded(end)))
                if len(border) == 2:
                    sides[border].append(sector.zone)
    for thin in (True, False):
        chosen = [b for b, zones in sides.items() if (len(zones) > len(set(zones))) == thin]
        path = "".join(_line(drawn, border) for border in sorted(chosen, key=sorted))
        look = (
            f'stroke="{EDGE}" stroke-width=".6"' if thin else f'stroke="{INK}" stroke-width="1.8"'
        )
        if path:
            yield f'<path d="{path}" fill="none" stroke-linecap="round" {look}/>'


def _line(drawn: _Ground, border: Border) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in map(drawn.place, sorted(border)))


def _rounded(point: Point) -> Point:
    return round(point[0], SAME), round(point[1], SAME)


def _number(at: Point, number: int | None) -> str:
    if number is None:
        return ""
    x, y = at
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="8.5" fill="#fff" stroke="{INK}" stroke-width="1"/>'
        f'<text x="{x:.1f}" y="{y + 4:.1f}" text-anchor="middle" font-size="11.5" '
        f'font-weight="700" fill="{INK}">{number}</text>'
    )


def _patterns() -> Iterator[str]:
    """Strokes for zones above the whole, dots for those below, closer the further they are."""
    for step, apart in enumerate(APART):
        square = f'width="{apart}" height="{apart}" patternUnits="userSpaceOnUse"'
        yield (
            f'<pattern id="paper-above-{step}" {square} patternTransform="rotate(45)">'
            f'<path d="M0 0V{apart}" stroke="{INK}" stroke-width="1.6"/></pattern>'
            f'<pattern id="paper-below-{step}" {square}>'
            f'<circle cx="2" cy="2" r="1.2" fill="{INK}"/></pattern>'
        )


def _title(need: NeedMap) -> str:
    return f"Carte des zones : {need.label}"


def _reading(need: NeedMap, schematic: bool, tested: bool) -> str:
    """Say what the patterns mean, those that are drawn only; not tested is not undecided."""
    whole = percent(need.cell.share)
    sides = {entry.side for entry in need.cells}
    said = []
    if "above" in sides:
        said.append(f"hachures : nommé plus souvent que dans l'ensemble ({whole})")
    if "below" in sides:
        said.append(f"points : moins souvent que dans l'ensemble ({whole})")
    if "" in sides and not tested:
        said.append(f"gris uni : écart à l'ensemble ({whole}) pas testé")
    elif "" in sides:
        said.append(
            f"gris uni : on ne peut pas conclure que la zone diffère de l'ensemble ({whole})"
        )
    text = " ; ".join(said)
    closer = " Plus serré : 10 points d'écart, puis 20." if sides - {""} else ""
    place = " Carte schématique : les limites des secteurs sont approchées." if schematic else ""
    return typography(f"{text[:1].upper()}{text[1:]}.{closer}{place}")
