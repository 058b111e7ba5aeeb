"""Shapefiles of ESRI, by pyshp: polygons, their attributes, the text of their system."""

from __future__ import annotations

import io
from typing import Any

import shapefile

from diagnosis.interchange.projections import code_in
from diagnosis.model import DiagnosisError


def read_shapefile(name: str, parts: dict[str, bytes]) -> tuple[list[tuple[Any, Any]], int | None]:
    """Read properties and geometries; the EPSG code of the .prj file, None without one.

    Parameters
    ----------
    name : of the file, for the problems.
    parts : its files by suffix; ``.shp`` and ``.dbf`` at least.

    Raises
    ------
    DiagnosisError
        A part is missing or damaged.
    """
    if ".dbf" not in parts:
        raise DiagnosisError(
            f"{name} est sans son fichier .dbf, qui dit les codes. Donnez une archive .zip de tous "
            "les fichiers du même nom (.shp, .dbf, .prj)."
        )
    files = {end[1:]: io.BytesIO(parts[end]) for end in (".shp", ".dbf")}
    told = parts.get(".cpg", b"").decode("ascii", "ignore").strip()
    try:
        with shapefile.Reader(**files, encoding=_encoding(told, parts[".dbf"])) as reader:
            found = [
                (record.as_dict(), _geometry(shape))
                for shape, record in zip(reader.iterShapes(), reader.iterRecords(), strict=True)
            ]
    except Exception as error:
        # pyshp lets through whatever it meets in a damaged file.
        raise DiagnosisError(
            f"{name} n’est pas un shapefile lisible. Téléchargez-le de nouveau, ou exportez-le en "
            "GeoJSON."
        ) from error
    prj = parts.get(".prj")
    return found, None if prj is None else code_in(prj.decode("utf-8", "replace"))


def _encoding(told: str, table: bytes) -> str:
    """What the .cpg file says, else UTF-8 where it can be, else the one of French Windows."""
    if told.casefold() in ("utf-8", "utf8", "65001"):
        return "utf-8"
    try:
        table[32:].decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _geometry(shape: Any) -> Any:
    return None if shape.shapeType == shapefile.NULL else dict(shape.__geo_interface__)
