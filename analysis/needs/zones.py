"""Need maps: sectors joined into the finest zones that can be described, each need in each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ..arrays import Floats
from ..catalogue import Sector
from ..disclosure import FLOOR, Group, Share, groups, meaning, zones
from ..statistics import chance_above, discoveries
from ..survey import Survey
from ..table import Block, Domain

# Families under which differences between zones are wrong too often to be said.
ENOUGH = 150
# Degrees: two outlines that share corners this close share a border (about a metre).
CLOSE = 5
BARRIER = 100.0
NO_MAP = "Pas de carte : le questionnaire ne demande pas le secteur, ou aucun besoin."
ONE_ZONE = (
    "Pas encore de carte par zones : il faut au moins deux zones voisines de 20 familles chacune."
)
TOO_FEW = (
    "Les différences entre zones sont dites à partir de 150 familles ; "
    "avant, elles seraient trop souvent fausses."
)


@dataclass(frozen=True)
class Ground:
    """The sectors of the map, and the zones that they make."""

    sectors: list[Sector]
    zones: list[Group]


def ground_of(survey: Survey, sectors: Sequence[Sector]) -> Ground:
    """Zones of ``FLOOR`` families, made of told sizes and of who is whose neighbour.

    A category that is no given sector (elsewhere, a shelter) is never a place on the map.
    """
    blocks = [block for block in survey.data.of_role("sector") if sectors or block.names]
    if not blocks:
        return Ground([], [])
    block = blocks[0]
    labels = dict(zip(block.names, block.labels, strict=True))
    kept = list(sectors) or [Sector(name, label) for name, label in labels.items()]
    kept = [replace(s, label=s.label or labels.get(s.name, s.name)) for s in kept]
    masks = {sector.name: block.column(sector.name) for sector in kept}
    if any(sector.lon is None or sector.lat is None for sector in kept):
        titles = {s.name: s.label for s in kept}
        rest = "autres secteurs"
        return Ground(kept, groups(block.variable.name, masks, titles, FLOOR, rest))
    sizes = {s.name: survey.share_of(block, s.name).yes.n for s in kept if s.name in block.names}
    sizes = {s.name: sizes.get(s.name, 0) for s in kept}
    joined = zones(sizes, beside(kept), _distances(kept), [s.name for s in kept], FLOOR)
    made = [_zone(survey, block, kept, parts) for parts in joined]
    # Told sizes may be a few families above the true ones.
    if not all(survey.door.is_described(zone.mask) for zone in made):
        return Ground(kept, [])
    return Ground(kept, made)


def _zone(survey: Survey, block: Block, sectors: Sequence[Sector], parts: tuple[str, ...]) -> Group:
    label = " + ".join(s.label for s in sectors if s.name in parts)
    mask = np.asarray(np.any([block.column(name) for name in parts], axis=0))
    named = meaning((block.variable.name, "+".join(sorted(parts))))
    return Group("+".join(parts), label, mask, named, parts)


def beside(sectors: Sequence[Sector]) -> dict[str, set[str]]:
    """Sectors that share a border with each, but across a barrier; empty without outlines."""
    corners = {s.name: set(_corners(s.polygon)) for s in sectors}
    return {
        one.name: {
            two.name
            for two in sectors
            if one.name != two.name
            and len(corners[one.name] & corners[two.name]) > 1
            and not _are_apart(one, two)
        }
        for one in sectors
    }


def _are_apart(one: Sector, two: Sector) -> bool:
    return two.name in one.apart or one.name in two.apart


def _corners(shape: Any) -> Iterator[tuple[float, float]]:
    if isinstance(shape, Mapping):
        yield from _corners(shape.get("coordinates"))
    elif isinstance(shape, list | tuple) and shape and isinstance(shape[0], int | float):
        yield round(float(shape[0]), CLOSE), round(float(shape[1]), CLOSE)
    elif isinstance(shape, list | tuple):
        for part in shape:
            yield from _corners(part)


def _distances(sectors: Sequence[Sector]) -> Floats:
    """Distances between centres in degrees of latitude; a barrier puts two sectors far apart."""
    lat = np.array([float(s.lat or 0) for s in sectors])
    lon = np.array([float(s.lon or 0) for s in sectors]) * np.cos(np.radians(lat.mean()))
    far = np.hypot(np.subtract.outer(lat, lat), np.subtract.outer(lon, lon))
    barred = np.array([[_are_apart(one, two) for two in sectors] for one in sectors])
    return np.asarray(far + BARRIER * barred)


def zones_section(survey: Survey, ground: Ground) -> dict[str, Any]:
    """Describe each need in each zone.

    Shares are drawn towards the whole, as much as a small zone calls for. A zone is above or
    below when it can be told from the other families, false discoveries held at 5 % over the map.
    """
    if not ground.sectors or not survey.domains:
        return _empty(NO_MAP, [])
    if not ground.zones:
        return _empty(ONE_ZONE, [_sector(s, ground) for s in ground.sectors])
    shares = [[survey.need_in(d, zone) for zone in ground.zones] for d in survey.domains]
    sides = _sides(survey, shares)
    return {
        "message": "" if survey.door.size >= ENOUGH else TOO_FEW,
        "floor": FLOOR,
        "zones": [_described(survey, zone) for zone in ground.zones],
        "sectors": [_sector(sector, ground) for sector in ground.sectors],
        "needs": [
            _need(survey, domain, line, ground, side)
            for domain, line, side in zip(survey.domains, shares, sides, strict=True)
        ],
    }


def _empty(message: str, sectors: list[dict[str, Any]]) -> dict[str, Any]:
    return {"message": message, "floor": FLOOR, "zones": [], "sectors": sectors, "needs": []}


def _need(
    survey: Survey, domain: Domain, shares: list[Share], ground: Ground, sides: list[str]
) -> dict[str, Any]:
    return {
        "name": domain.name,
        "label": domain.label,
        "cell": survey.need(domain),
        "cells": [
            {"zone": zone.name, "cell": share, "side": side}
            for zone, share, side in zip(ground.zones, shares, sides, strict=True)
        ],
        "differs": any(sides),
    }


def _sides(survey: Survey, shares: list[list[Share]]) -> list[list[str]]:
    if survey.door.size < ENOUGH:
        return [["" for _ in line] for line in shares]
    above = np.array(
        [
            [_chance_above_the_rest(share, survey.need(domain)) for share in line]
            for domain, line in zip(survey.domains, shares, strict=True)
        ]
    )
    found = discoveries((2 * np.minimum(above, 1 - above)).ravel())
    found = found.reshape(above.shape)
    return [
        [
            "" if not sure else "above" if up > 0.5 else "below"
            for up, sure in zip(*row, strict=True)
        ]
        for row in zip(above, found, strict=True)
    ]


def _chance_above_the_rest(zone: Share, whole: Share) -> float:
    """Chance that a zone names a need more often than the other families, from told numbers."""
    return chance_above(zone.posterior, whole.without(zone).posterior)


def _described(survey: Survey, zone: Group) -> dict[str, Any]:
    (variable,) = {name for name, _ in zone.meaning}
    block = survey.data.blocks[variable]
    base = meaning((variable, "répondu"))
    return {
        "name": zone.name,
        "label": zone.label,
        "sectors": list(zone.parts),
        "cell": survey.door.share(zone.meaning, zone.mask, base, block.answered),
    }


def _sector(sector: Sector, ground: Ground) -> dict[str, Any]:
    zone = next((z.name for z in ground.zones if sector.name in z.parts), None)
    return {
        "name": sector.name,
        "label": sector.label,
        "lon": sector.lon,
        "lat": sector.lat,
        "polygon": _geometry(sector.polygon),
        "landmarks": list(sector.landmarks),
        "zone": zone,
    }


def _geometry(polygon: Mapping[str, Any] | list[Any] | None) -> dict[str, Any] | None:
    if polygon is None or isinstance(polygon, Mapping):
        return dict(polygon) if polygon is not None else None
    return {"type": "Polygon", "coordinates": polygon}
