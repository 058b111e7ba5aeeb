"""Outlines of sectors, imported from the official GeoJSON that the deployer has."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, TypeAdapter, ValidationError

from diagnosis.dataset.source import Source
from diagnosis.model import DiagnosisError
from diagnosis.questionnaire import Sector
from diagnosis.readers import content_of

CODES = ("iris", "code_iris")
NAMES = ("sector", "name", "nom", "nom_iris")
# An official outline has a hundred points: this is several for each house of Stains.
MOST_POINTS = 50_000
Longitude = Annotated[float, Field(strict=True, ge=-180, le=180)]
Latitude = Annotated[float, Field(strict=True, ge=-90, le=90)]
# A third number is an altitude, left out where maps are drawn.
Point = tuple[Longitude, Latitude] | tuple[Longitude, Latitude, float]
Outline = list[Annotated[list[Point], Field(min_length=4)]]
OUTLINES = TypeAdapter(list[Outline])


def import_polygons(instance: Source, geojson_path: Path) -> list[str]:
    """Keep the outlines of sectors; a sector of several statistical units gets them all.

    Parameters
    ----------
    instance : whose sectors are drawn.
    geojson_path : a FeatureCollection in longitude and latitude; each feature names its sector
        by the property ``sector`` or ``name``, or its statistical unit by ``iris``.

    Returns
    -------
    list of str
        The sectors that now have an outline; the others keep what they had.

    Raises
    ------
    DiagnosisError
        The file is no such GeoJSON, or no feature names a known sector.
    """
    sectors = tuple(s for site in instance.library.sites for s in site.sectors)
    parts: dict[str, list[Outline]] = {}
    for feature in _features(Path(geojson_path)):
        sector = _sector(feature.get("properties"), sectors)
        if sector is not None:
            parts.setdefault(sector.name, []).extend(_outlines(feature))
    _refuse_detail(parts.values())
    if not parts:
        raise DiagnosisError(
            f"Aucun contour de {Path(geojson_path).name} ne porte un secteur connu. "
            "Donnez à chacun la propriété « sector » (nom du secteur) ou « iris » (code)."
        )
    drawn = {
        name: {"type": "MultiPolygon", "coordinates": outlines} for name, outlines in parts.items()
    }
    instance.store.put("polygons", {**(instance.store.get("polygons") or {}), **drawn})
    return [sector.name for sector in sectors if sector.name in drawn]


def _features(path: Path) -> list[dict[str, Any]]:
    try:
        features = json.loads(content_of(path).decode("utf-8-sig"))["features"]
        return [feature for feature in features if isinstance(feature, dict)]
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise DiagnosisError(
            f"{path.name} n’est pas une collection GeoJSON (« features »). "
            "Exportez les contours au format GeoJSON."
        ) from error


def _sector(properties: Any, sectors: tuple[Sector, ...]) -> Sector | None:
    if not isinstance(properties, dict):
        return None
    said = {str(key).lower(): str(value).strip() for key, value in properties.items()}
    codes = {said[key] for key in CODES if key in said}
    names = {said[key].casefold() for key in NAMES if key in said}
    for sector in sectors:
        own = {sector.name.casefold(), sector.label.casefold()}
        if codes.intersection(sector.iris) or names & own:
            return sector
    return None


def _outlines(feature: dict[str, Any]) -> list[Outline]:
    geometry = feature.get("geometry")
    geometry = geometry if isinstance(geometry, dict) else {}
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    if kind not in ("Polygon", "MultiPolygon"):
        raise DiagnosisError(
            f"Un secteur est dessiné par « {str(kind)[:40]} ». Donnez un Polygon ou un "
            "MultiPolygon."
        )
    try:
        return OUTLINES.validate_python([coordinates] if kind == "Polygon" else coordinates)
    except ValidationError as error:
        raise DiagnosisError(
            "Les contours ne sont pas des anneaux de points en longitude et latitude. "
            "Exportez-les en WGS 84 (EPSG:4326), pas en Lambert 93."
        ) from error


def _refuse_detail(parts: Iterable[list[Outline]]) -> None:
    """Refuse what no phone would draw."""
    points = sum(len(ring) for outlines in parts for outline in outlines for ring in outline)
    if points > MOST_POINTS:
        raise DiagnosisError(
            f"Les contours ont {points} points, {MOST_POINTS} au plus. "
            "Simplifiez-les (QGIS : « Simplifier »), puis importez-les de nouveau."
        )
