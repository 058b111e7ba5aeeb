"""Outlines of sectors, imported from the official GeoJSON that the deployer has."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from diagnosis.dataset.source import Source
from diagnosis.model import DiagnosisError
from diagnosis.questionnaire import Sector

CODES = ("iris", "code_iris")
NAMES = ("sector", "name", "nom", "nom_iris")


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
    sectors = instance.library.sectors.sectors
    parts: dict[str, list[Any]] = {}
    for feature in _features(Path(geojson_path)):
        sector = _sector(feature.get("properties") or {}, sectors)
        if sector is not None:
            parts.setdefault(sector.name, []).extend(_outlines(feature))
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
        content = json.loads(path.read_text("utf-8-sig"))
        features = content["features"]
    except OSError as error:
        raise DiagnosisError(f"{path} ne peut pas être lu. Vérifiez le chemin.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise DiagnosisError(
            f"{path.name} n’est pas une collection GeoJSON (« features »). "
            "Exportez les contours au format GeoJSON."
        ) from error
    return [feature for feature in features if isinstance(feature, dict)]


def _sector(properties: dict[str, Any], sectors: tuple[Sector, ...]) -> Sector | None:
    said = {str(key).lower(): str(value).strip() for key, value in properties.items()}
    codes = {said[key] for key in CODES if key in said}
    names = {said[key].casefold() for key in NAMES if key in said}
    for sector in sectors:
        own = {sector.name.casefold(), sector.label.casefold()}
        if codes.intersection(sector.iris) or names & own:
            return sector
    return None


def _outlines(feature: dict[str, Any]) -> list[Any]:
    geometry = feature.get("geometry") or {}
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    if kind not in ("Polygon", "MultiPolygon"):
        raise DiagnosisError(
            f"Un secteur est dessiné par « {kind} ». Donnez un Polygon ou un MultiPolygon."
        )
    outlines: list[Any] = [coordinates] if kind == "Polygon" else list(coordinates or ())
    if not all(map(_on_earth, _points(outlines))):
        raise DiagnosisError(
            "Les contours ne sont pas en longitude et latitude. "
            "Exportez-les en WGS 84 (EPSG:4326), pas en Lambert 93."
        )
    return outlines


def _points(outlines: list[Any]) -> Iterator[Any]:
    try:
        yield from (point for outline in outlines for ring in outline for point in ring)
    except TypeError:
        yield None


def _on_earth(point: Any) -> bool:
    try:
        return abs(float(point[0])) <= 180 and abs(float(point[1])) <= 90
    except (TypeError, ValueError, IndexError):
        return False
