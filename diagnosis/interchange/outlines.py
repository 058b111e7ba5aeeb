"""Outlines as official sources publish them: GeoJSON, GeoPackage, shapefile (zipped or not)."""

from __future__ import annotations

import io
import json
import math
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from diagnosis.interchange.geopackage import read_geopackage
from diagnosis.interchange.projections import DEGREES, Point, code_in, guessed, inverse_of
from diagnosis.model import DiagnosisError
from diagnosis.readers import content_of
from diagnosis.storage import SIGN

ZIP, SEVEN = b"PK\x03\x04", b"7z\xbc\xaf\x27\x1c"
# Bytes of a zip once open, as for a workbook: a département's shapefile takes some ten million.
LARGEST_UNPACKED = 256 * 1024 * 1024
# Degrees.
FULL_TURN = 360
Ring = list[Point]


@dataclass(frozen=True)
class Feature:
    """One thing drawn: its properties as texts, and its polygons in degrees, longitude first.

    ``trouble`` says why there are none where the file has something else.
    """

    properties: dict[str, str]
    polygons: list[list[Ring]] = field(default_factory=list)
    trouble: str = ""


def read_outlines(path: Path) -> list[Feature]:
    """Read the features of a file, in WGS 84, Lambert-93, its nine zones or Web Mercator.

    Raises
    ------
    DiagnosisError
        The file cannot be read, or its system of coordinates is none of these.
    """
    content = content_of(path)
    if content.startswith(SEVEN):
        raise DiagnosisError(
            f"{path.name} est une archive .7z. Décompressez-la, puis donnez le fichier .gpkg, ou "
            "un .zip du fichier .shp et de ceux du même nom."
        )
    if content.startswith(ZIP):
        return _zipped(path, content)
    return _features(path, path.suffix.lower(), {path.suffix.lower(): content})


def _zipped(path: Path, content: bytes) -> list[Feature]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > LARGEST_UNPACKED:
                raise DiagnosisError(f"{path.name} est trop grand une fois ouvert. Partagez-le.")
            names = [name for name in archive.namelist() if "__MACOSX" not in name]
            shown = [n for n in names if n.lower().endswith((".shp", ".gpkg", ".geojson", ".json"))]
            if len(shown) != 1:
                told = ", ".join(shown) or "aucun"
                raise DiagnosisError(
                    f"{path.name} doit contenir un seul fichier de contours (.shp, .gpkg ou "
                    f".geojson)\u00a0: {told}. Faites-en une archive pour lui seul."
                )
            stem = shown[0].rsplit(".", 1)[0]
            parts = {
                f".{name.rsplit('.', 1)[-1].lower()}": archive.read(name)
                for name in names
                if name.rsplit(".", 1)[0].lower() == stem.lower()
            }
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise DiagnosisError(
            f"{path.name} est une archive abîmée. Téléchargez-la de nouveau."
        ) from error
    return _features(path, f".{shown[0].rsplit('.', 1)[-1].lower()}", parts)


def _features(path: Path, kind: str, parts: dict[str, bytes]) -> list[Feature]:
    content = parts[kind]
    if kind == ".shp":
        # Here, not at start: pages that read no outline stay light.
        from diagnosis.interchange.shapefiles import read_shapefile

        beside = {end: path.with_suffix(end) for end in (".dbf", ".prj", ".cpg")}
        parts |= {e: content_of(p) for e, p in beside.items() if e not in parts and p.is_file()}
        found, system = read_shapefile(path.name, parts)
    elif content.startswith(SIGN):
        found, system = read_geopackage(path.name, content)
    else:
        found, system = _geojson(path, content)
    return list(_in_degrees(path, found, system))


def _geojson(path: Path, content: bytes) -> tuple[list[tuple[Any, Any]], int | None]:
    try:
        whole = json.loads(content.decode("utf-8-sig"))
        raw = [feature for feature in whole["features"] if isinstance(feature, dict)]
        named = whole.get("crs")
        system = code_in(json.dumps(named)) if isinstance(named, dict) else None
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise DiagnosisError(
            f"{path.name} n’est pas une collection GeoJSON (« features »), ni un GeoPackage, ni un "
            "shapefile. Donnez le fichier tel qu’il est publié, ou exportez-le en GeoJSON."
        ) from error
    return [(feature.get("properties"), feature.get("geometry")) for feature in raw], system


def _in_degrees(path: Path, found: list[tuple[Any, Any]], system: int | None) -> Iterator[Feature]:
    for properties, geometry in found:
        said = properties if isinstance(properties, dict) else {}
        texts = {str(k).casefold(): _text(v) for k, v in said.items() if v is not None}
        polygons, trouble = _polygons(geometry)
        points = [point for polygon in polygons for ring in polygon for point in ring]
        if points:
            # A file that says degrees and holds metres was named wrong.
            misnamed = system in DEGREES and max(map(abs, points[0])) > FULL_TURN
            code = guessed(points) if system is None or misnamed else system
            back = inverse_of(code)
            if back is None:
                raise DiagnosisError(
                    f"{path.name}\u00a0: ce système de coordonnées n’est pas lu. Exportez les "
                    "contours en WGS 84 (EPSG:4326) ou en Lambert-93 (EPSG:2154)."
                )
            polygons = [[[back(*point) for point in ring] for ring in one] for one in polygons]
        yield Feature(texts, polygons, trouble)


def _text(value: Any) -> str:
    whole = isinstance(value, float) and value.is_integer()
    return str(int(value) if whole else value).strip()


def _polygons(geometry: Any) -> tuple[list[list[Ring]], str]:
    """Polygons as rings of finite points, or why there are none."""
    if geometry is None:
        return [], "vide"
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        return [], f"dessiné par «\u00a0{str(kind)[:40]}\u00a0»"
    coordinates = geometry.get("coordinates")
    try:
        many = [coordinates] if kind == "Polygon" else coordinates
        polygons = [[_ring(ring) for ring in one] for one in many]
    except (TypeError, ValueError, IndexError, KeyError, OverflowError):
        return [], "fait d’autre chose que de points"
    polygons = [one for one in polygons if one and len(one[0]) >= 4]
    return polygons, "" if polygons else "vide"


def _ring(points: Any) -> Ring:
    ring = [(_number(point[0]), _number(point[1])) for point in points]
    return [*ring, ring[0]] if ring and ring[0] != ring[-1] else ring


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise ValueError(value)
    return float(value)
