"""Maps: outlines or points with their told numbers, as GeoJSON (RFC 7946) or GeoPackage."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from diagnosis.exports.tables import Row, Table
from diagnosis.storage import write_handed_out

# OGC 12-128r18: « GPKG » in ASCII, and version 1.3.0.
APPLICATION, EDITION = 0x47504B47, 10300
WGS84 = 4326
TYPES = {"choice": "TEXT", "text": "TEXT", "integer": "INTEGER", "number": "REAL"}
KINDS = {"Point": 1, "Polygon": 3, "MultiPolygon": 6}
SYSTEM = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],'
    'PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]]'
)
SYSTEMS = [
    ("Undefined Cartesian", -1, "NONE", -1, "undefined", None),
    ("Undefined geographic", 0, "NONE", 0, "undefined", None),
    ("WGS 84", WGS84, "EPSG", WGS84, SYSTEM, "longitude, latitude"),
]
FRAME = (
    "CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY, "
    "organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL, "
    "definition TEXT NOT NULL, description TEXT)",
    "CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, "
    "identifier TEXT UNIQUE, description TEXT DEFAULT '', last_change DATETIME NOT NULL DEFAULT "
    "(strftime('%Y-%m-%dT%H:%M:%fZ','now')), min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, "
    "max_y DOUBLE, srs_id INTEGER, CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES "
    "gpkg_spatial_ref_sys(srs_id))",
    "CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, "
    "geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT NOT NULL, "
    "m TINYINT NOT NULL, CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name), "
    "CONSTRAINT uk_gc_table_name UNIQUE (table_name), CONSTRAINT fk_gc_tn FOREIGN KEY "
    "(table_name) REFERENCES gpkg_contents(table_name), CONSTRAINT fk_gc_srs FOREIGN KEY "
    "(srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id))",
)


@dataclass(frozen=True)
class Feature:
    """A row and where it is: a geometry of GeoJSON in degrees, longitude first; None if unknown."""

    row: Row
    geometry: dict[str, Any] | None


def write_geojson(path: Path, table: Table, features: Sequence[Feature]) -> None:
    """Write features with their columns as properties; blank cells are null."""
    names = [column.name for column in table.columns]
    made = [
        {
            "type": "Feature",
            "geometry": feature.geometry,
            "properties": dict(zip(names, feature.row, strict=True)),
        }
        for feature in features
    ]
    whole = {"type": "FeatureCollection", "name": table.name, "features": made}
    path.write_text(json.dumps(whole, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def write_geopackage(path: Path, table: Table, features: Sequence[Feature]) -> None:
    """Write features as the one layer of a GeoPackage, in WGS 84."""
    columns = ", ".join(f"{_quoted(c.name)} {TYPES[c.kind]}" for c in table.columns)
    layer = _quoted(table.name)
    corners = _corners(features)
    rows = [(_blob(feature.geometry), *feature.row) for feature in features]
    places = ", ".join("?" * (len(table.columns) + 1))
    names = ", ".join(_quoted(column.name) for column in table.columns)
    contents = (table.name, "features", table.title, table.note, *corners, WGS84)
    write_handed_out(
        path,
        (APPLICATION, EDITION),
        [
            *((statement, []) for statement in FRAME),
            ("INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, ?)", SYSTEMS),
            (
                f"CREATE TABLE {layer} (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "
                f"geom GEOMETRY, {columns})",
                [],
            ),
            (
                "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, min_x, "
                "min_y, max_x, max_y, srs_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [contents],
            ),
            (
                "INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', 'GEOMETRY', ?, 0, 0)",
                [(table.name, WGS84)],
            ),
            (f"INSERT INTO {layer} (geom, {names}) VALUES ({places})", rows),  # noqa: S608
        ],
    )


def _quoted(name: str) -> str:
    doubled = name.replace('"', '""')
    return f'"{doubled}"'


def _points(geometry: dict[str, Any] | None) -> Iterator[Sequence[float]]:
    if geometry is None:
        return
    depth = {"Point": 0, "Polygon": 2, "MultiPolygon": 3}[geometry["type"]]
    found = [geometry["coordinates"]]
    for _ in range(depth):
        found = [inner for outer in found for inner in outer]
    yield from found


def _corners(features: Sequence[Feature]) -> tuple[float | None, ...]:
    """West, south, east, north of all features."""
    points = [point for feature in features for point in _points(feature.geometry)]
    if not points:
        return None, None, None, None
    x, y = [point[0] for point in points], [point[1] for point in points]
    return min(x), min(y), max(x), max(y)


def _blob(geometry: dict[str, Any] | None) -> bytes | None:
    """A geometry as a GeoPackage holds it: its header, then well-known binary."""
    if geometry is None:
        return None
    header = struct.pack("<2sBBi", b"GP", 0, 1, WGS84)
    return header + _binary(geometry["type"], geometry["coordinates"])


def _binary(kind: str, coordinates: Any) -> bytes:
    head = struct.pack("<BI", 1, KINDS[kind])
    if kind == "Point":
        return head + struct.pack("<2d", *coordinates[:2])
    if kind == "Polygon":
        return head + struct.pack("<I", len(coordinates)) + b"".join(map(_ring, coordinates))
    parts = [_binary("Polygon", polygon) for polygon in coordinates]
    return head + struct.pack("<I", len(parts)) + b"".join(parts)


def _ring(ring: Sequence[Sequence[float]]) -> bytes:
    flat = [value for point in ring for value in point[:2]]
    return struct.pack(f"<I{len(flat)}d", len(ring), *flat)
