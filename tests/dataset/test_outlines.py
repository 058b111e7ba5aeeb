"""Outlines as official sources publish them, and those that would be drawn elsewhere."""

from __future__ import annotations

import json
import sqlite3
import struct
import zipfile
from pathlib import Path

import pytest
import shapefile

from diagnosis import dataset
from diagnosis.model import DiagnosisError

CASES = Path(__file__).parents[1] / "interchange" / "cases"
L93 = 'PROJCS["RGF93_Lambert_93",GEOGCS["GCS_RGF_1993"],PROJECTION["Lambert_Conformal_Conic"]]'
# A corner of Stains in Lambert-93: metres, as pyproj 3.7 has it for 2.37 E, 48.95 N.
METRES = (653_857.8966, 6_872_410.4173)


def square(x, y, side=0.004):
    return [[x, y], [x, y + side], [x + side, y + side], [x + side, y], [x, y]]


def feature(properties, *rings, kind="Polygon"):
    geometry = {"type": kind, "coordinates": list(rings) or [square(2.372, 48.95)]}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


@pytest.fixture
def takes(instance, tmp_path):
    """Import features; the sectors drawn, and what is told."""

    def take(*features, **rest):
        path = tmp_path / "outlines.geojson"
        whole = {"type": "FeatureCollection", "features": features, **rest}
        path.write_text(json.dumps(whole), "utf-8")
        return of(path)

    def of(path):
        told: list[str] = []
        found = dataset.import_polygons(instance, path, told.append)
        return found, " ".join(told).replace("\u00a0", " ")

    take.of = of
    return take


def rings(instance, sector):
    return [polygon[0] for polygon in instance.store.get("polygons")[sector]["coordinates"]]


def test_homonyms_of_other_towns_are_left_out(instance, takes):
    _, told = takes.of(CASES / "iris-homonyms" / "departement_full.geojson")
    (sector,) = [s for s in instance.library.site.sectors if s.name == "centre_ville"]
    for ring in rings(instance, "centre_ville"):
        assert all(abs(x - sector.lon) < 0.027 and abs(y - sector.lat) < 0.018 for x, y in ring)
    assert "3 contours d’ailleurs laissés de côté" in told
    assert "« Centre-Ville »" in told


@pytest.mark.parametrize(
    "properties",
    [
        {"DCOMIRIS": "930720102"},
        {"INSEE_COM": "93072", "IRIS": "0102"},
        {"insee_com": 93072, "iris": 102.0},
        {"CODE_IRIS": 930720102},
        {"sector": "clos_nord"},
    ],
)
def test_official_columns(takes, properties):
    found, _ = takes(feature(properties))
    assert len(found) == 1


@pytest.mark.parametrize(
    ("properties", "at"),
    [
        ({"CODE_IRIS": "930500101", "NOM_IRIS": "Centre-Ville"}, 2.372),
        ({"INSEE_COM": "93050", "NOM_IRIS": "Centre-Ville"}, 2.372),
        ({"NOM_IRIS": "Centre-Ville"}, -52.3),
    ],
)
def test_a_name_of_another_town_is_not_ours(takes, properties, at):
    ours = feature({"CODE_IRIS": "930720102"})
    found, told = takes(ours, feature(properties, square(at, 48.95)))
    assert "centre_ville" not in found
    assert "1 contour d’ailleurs" in told


@pytest.mark.parametrize(
    ("ring", "said"),
    [
        (square(48.95, 2.372), "axes inversés"),
        (square(-52.3, 4.9), "km du centre"),
        ([*square(2.372, 48.95)[:3], [-52.3, 4.9], [2.372, 48.95]], "km du centre"),
        (
            [[2.372, 48.95], [2.38, 48.958], [2.38, 48.95], [2.372, 48.958], [2.372, 48.95]],
            "croise",
        ),
        ([], "vides"),
    ],
)
@pytest.mark.parametrize("named", [{"CODE_IRIS": "930720102"}, {"sector": "clos_nord"}])
def test_outlines_that_are_elsewhere__error(instance, takes, ring, said, named):
    with pytest.raises(DiagnosisError, match=said):
        takes(feature(named, ring))
    assert instance.store.get("polygons") is None


def test_a_point_that_is_no_number__error(takes):
    with pytest.raises(DiagnosisError, match="points"):
        takes(feature({"CODE_IRIS": "930720102"}, [["a", 1]] * 5))


def test_what_a_partial_file_lacks_is_told(takes):
    holed = feature({"CODE_IRIS": "930720102"}, square(2.372, 48.95), square(2.373, 48.951, 0.001))
    _, told = takes(holed, feature({"CODE_IRIS": "930720105"}) | {"geometry": None})
    assert "troués" in told
    assert "Contours vides" in told
    assert "Secteurs sans contour" in told
    _, told = takes(feature({"CODE_IRIS": "930720105"}))
    assert "l’ancien contour est gardé" in told
    assert "incomplet" in told


def near(instance):
    ((x, y), *_), *_ = rings(instance, next(iter(instance.store.get("polygons"))))
    assert abs(x - 2.37) < 1e-5
    assert abs(y - 48.95) < 1e-5


def in_metres():
    return [square(*METRES, side=300.0)]


@pytest.mark.parametrize("crs", [{"properties": {"name": "urn:ogc:def:crs:EPSG::2154"}}, None])
def test_lambert_93_in_geojson(instance, takes, crs):
    takes(feature({"CODE_IRIS": "930720102"}, *in_metres()), crs=crs)
    near(instance)


@pytest.mark.parametrize("prj", [L93, None])
def test_a_shapefile_as_downloaded(instance, takes, tmp_path, prj):
    with shapefile.Writer(str(tmp_path / "iris"), encoding="cp1252") as writer:
        writer.field("DCOMIRIS", "C", 9)
        writer.field("NOM_IRIS", "C", 40)
        writer.poly(in_metres())
        writer.record("930720102", "Cité-Jardin")
    if prj:
        (tmp_path / "iris.prj").write_text(prj)
    path = tmp_path / "iris.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for part in tmp_path.glob("iris.*"):
            if part.suffix != ".zip":
                archive.write(part, f"dossier/{part.name}")
    takes.of(path)
    near(instance)
    assert takes.of(tmp_path / "iris.shp")[0]


@pytest.mark.parametrize(("order", "deep"), [("<", 2), (">", 2), ("<", 3)])
def test_a_geopackage_as_downloaded(instance, takes, tmp_path, order, deep):
    path = tmp_path / "iris.gpkg"
    points = [(*point, *[0.0] * (deep - 2)) for point in in_metres()[0]]
    kind = 3 + 1000 * (deep - 2)
    flat = [value for point in points for value in point]
    mark = 1 if order == "<" else 0
    one = struct.pack(f"{order}BIII{len(flat)}d", mark, kind, 1, len(points), *flat)
    many = struct.pack(f"{order}BII", mark, kind + 3, 1) + one
    blob = b"GP\0" + bytes([3]) + struct.pack("<i4d", 2154, 0, 0, 0, 0) + many
    base = sqlite3.connect(path)
    base.executescript(
        "CREATE TABLE gpkg_spatial_ref_sys (srs_id, organization, organization_coordsys_id);"
        "CREATE TABLE gpkg_geometry_columns (table_name, column_name, srs_id);"
        "INSERT INTO gpkg_spatial_ref_sys VALUES (2154, 'EPSG', 2154);"
        "INSERT INTO gpkg_geometry_columns VALUES ('iris', 'geom', 2154);"
        "CREATE TABLE iris (fid INTEGER PRIMARY KEY, geom BLOB, code_iris TEXT);"
    )
    base.execute("INSERT INTO iris VALUES (1, ?, '930720102')", (blob,))
    base.commit()
    base.close()
    takes.of(path)
    near(instance)


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"7z\xbc\xaf\x27\x1c rest", "iris.7z", "Décompressez"),
        (b"PK\x03\x04 no zip", "iris.zip", "abîmée"),
        (b"SQLite format 3\0 cut", "iris.gpkg", "GeoPackage lisible"),
        (b"\0\0\x27\x0a", "iris.shp", ".dbf"),
    ],
)
def test_a_file_that_cannot_be_read__error(takes, tmp_path, content, name, said):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(DiagnosisError, match=said):
        takes.of(tmp_path / name)


def test_a_corrected_import_reaches_families_at_once(instance, app, campaign):
    first, second = app.test_client(), app.test_client()
    seen = []
    for name in ("departement_full", "stains", "stains_smaller", "stains"):
        dataset.import_polygons(instance, CASES / "polygons-again" / f"{name}.geojson")
        pages = {c.get(f"/q/{campaign.name}").get_data(as_text=True) for c in (first, second)}
        (page,) = {page[page.find("<svg") :] for page in pages}
        seen.append(page)
    # The whole département draws what our own sectors do, and nothing of another town.
    assert seen[0] == seen[1] == seen[3]
    assert seen[2] != seen[1]
