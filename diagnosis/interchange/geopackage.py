"""GeoPackage (OGC 12-128): a table of features, whose geometries are well-known binary."""

from __future__ import annotations

import struct
from typing import Any

from diagnosis.model import DiagnosisError
from diagnosis.storage import HandedInError, Query, handed_in

# Bytes of the envelope after the header of eight, by the three bits that say which.
ENVELOPES = (0, 32, 48, 48, 64)
POLYGON, MULTI_POLYGON = 3, 6
KINDS = {1: "Point", 2: "LineString", 4: "MultiPoint", 5: "MultiLineString"}


def read_geopackage(name: str, content: bytes) -> tuple[list[tuple[Any, Any]], int]:
    """Read the properties and geometries of its layer, and the EPSG code of its system.

    Raises
    ------
    DiagnosisError
        It has no layer of features or several, or is damaged.
    """
    try:
        with handed_in(content) as query:
            return _layer(name, query)
    except (HandedInError, struct.error, IndexError) as error:
        raise DiagnosisError(
            f"{name} n’est pas un GeoPackage lisible. Téléchargez-le de nouveau, ou "
            "exportez-le en GeoJSON."
        ) from error


def _layer(name: str, query: Query) -> tuple[list[tuple[Any, Any]], int]:
    layers = query(
        "SELECT c.table_name, c.column_name, s.organization_coordsys_id AS code "
        "FROM gpkg_geometry_columns c LEFT JOIN gpkg_spatial_ref_sys s ON s.srs_id = c.srs_id"
    )
    if len(layers) != 1:
        told = ", ".join(layer["table_name"] for layer in layers) or "aucune"
        raise DiagnosisError(
            f"{name} doit avoir une seule couche de contours\u00a0: {told}. Exportez celle des "
            "secteurs dans un fichier à elle."
        )
    table, column = layers[0]["table_name"], layers[0]["column_name"]
    quoted = table.replace('"', '""')
    found = []
    # The name is the file's own, and nothing can be written through this query.
    for row in query(f'SELECT * FROM "{quoted}"'):  # noqa: S608
        blob = row.pop(column, None)
        found.append((row, _geometry(blob)))
    return found, int(layers[0]["code"] or 0)


def _geometry(blob: bytes | None) -> dict[str, Any] | None:
    """GeoJSON's geometry of a GeoPackage's, None when it is empty."""
    if not isinstance(blob, bytes) or blob[:2] != b"GP" or blob[3] & 0x10:
        return None
    return _Binary(blob, 8 + ENVELOPES[blob[3] >> 1 & 7]).geometry()


class _Binary:
    """Well-known binary (ISO 19125, and the flags of its extension), read from a place on."""

    def __init__(self, blob: bytes, at: int) -> None:
        self.blob, self.at, self.order, self.width = blob, at, "<", 2

    def _take(self, shape: str) -> tuple[Any, ...]:
        found = struct.unpack_from(self.order + shape, self.blob, self.at)
        self.at += struct.calcsize(self.order + shape)
        return found

    def _kind(self) -> int:
        self.order = "<" if self._take("B")[0] else ">"
        (kind,) = self._take("I")
        bare, thousands = kind & 0xFFFF, (kind & 0xFFFF) // 1000
        extended = bool(kind & 0x80000000) + bool(kind & 0x40000000)
        self.width = 2 + max((0, 1, 1, 2)[thousands % 4], extended)
        return int(bare % 1000)

    def geometry(self) -> dict[str, Any]:
        """A polygon, several, or the name of what it is instead."""
        kind = self._kind()
        if kind == POLYGON:
            return {"type": "Polygon", "coordinates": self._rings()}
        if kind == MULTI_POLYGON:
            parts = []
            for _ in range(self._take("I")[0]):
                self._kind()
                parts.append(self._rings())
            return {"type": "MultiPolygon", "coordinates": parts}
        return {"type": KINDS.get(kind, str(kind))}

    def _rings(self) -> list[list[tuple[float, float]]]:
        return [self._ring() for _ in range(self._take("I")[0])]

    def _ring(self) -> list[tuple[float, float]]:
        (count,) = self._take("I")
        flat = self._take(f"{count * self.width}d")
        return [(flat[at], flat[at + 1]) for at in range(0, len(flat), self.width)]
