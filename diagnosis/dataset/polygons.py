"""Outlines of sectors, imported from the official files that the deployer has."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from diagnosis.dataset.shapes import crossing, kilometres
from diagnosis.dataset.source import Source
from diagnosis.interchange import Feature, read_outlines
from diagnosis.model import DiagnosisError
from diagnosis.questionnaire import Sector

# As INSEE, IGN and cities name the nine signs of an IRIS, and those that make it together.
CODES = ("iris", "code_iris", "dcomiris", "codeiris", "iris_code", "cd_iris", "c_iris", "code")
TOWNS = ("insee_com", "depcom", "com", "code_insee", "insee", "codgeo", "code_com", "codecommune")
OWN = ("sector", "secteur")
NAMES = ("name", "nom", "nom_iris", "libiris", "lib_iris", "libelle", "label")
IRIS, TOWN = 9, 5
# An official outline has a hundred points: this is several for each house of Stains.
MOST_POINTS = 50_000
# Kilometres from a sector's centre: an outline begins nearer, and no point of it is farther.
NEAR, FAR = 5.0, 30.0
SHOWN = 8


@dataclass
class _Found:
    """What a file holds for the sectors: features by sector, and what is told of the others."""

    features: dict[str, list[Feature]] = field(default_factory=dict)
    codes: dict[str, set[str]] = field(default_factory=dict)
    namesakes: list[str] = field(default_factory=list)
    others: int = 0


def import_polygons(instance: Source, path: Path, tell: Callable[[str], object] = str) -> list[str]:
    """Keep the outlines of sectors; a sector of several statistical units gets them all.

    Parameters
    ----------
    instance : whose sectors are drawn.
    path : GeoJSON, GeoPackage or shapefile, in degrees or in an official projection; a feature
        says its sector by the property ``sector``, its statistical unit by a code, or its name. A
        code decides before a name, which other towns use too.
    tell : called with each sentence on what was left out, is missing or looks odd.

    Returns
    -------
    list of str
        The sectors that now have an outline; the others keep what they had.

    Raises
    ------
    DiagnosisError
        The file cannot be read, no feature is of a known sector, or an outline is not there where
        its sector is.
    """
    sectors = tuple(s for site in instance.library.sites for s in site.sectors)
    found = _sorted(read_outlines(Path(path)), sectors)
    if not found.features:
        raise DiagnosisError(
            f"Aucun contour de {Path(path).name} ne porte un secteur connu. "
            "Donnez à chacun la propriété « sector » (nom du secteur) ou « iris » (code)."
        )
    _refuse_detail(found.features.values())
    drawn = {
        s.name: _outline(s, found.features[s.name]) for s in sectors if s.name in found.features
    }
    empty = [name for name, polygons in drawn.items() if not polygons]
    drawn = {name: polygons for name, polygons in drawn.items() if polygons}
    if not drawn:
        told = ", ".join(empty)
        raise DiagnosisError(f"Les contours de {told} sont vides. Exportez-les de nouveau.")
    kept = instance.store.get("polygons") or {}
    for sentence in _told(found, sectors, drawn, empty, kept):
        tell(sentence)
    shapes = {n: {"type": "MultiPolygon", "coordinates": _lists(p)} for n, p in drawn.items()}
    instance.store.put("polygons", {**kept, **shapes})
    return [sector.name for sector in sectors if sector.name in drawn]


def _lists(polygons: list[Any]) -> list[Any]:
    return [[[list(point) for point in ring] for ring in polygon] for polygon in polygons]


def _sorted(features: Iterable[Feature], sectors: tuple[Sector, ...]) -> _Found:
    found = _Found()
    for feature in features:
        sector, code = _sector(feature, sectors)
        if sector is None:
            found.others += 1
            if namesake := _namesake(feature, sectors):
                found.namesakes.append(f"{namesake} ({code or 'loin'})")
            continue
        found.features.setdefault(sector.name, []).append(feature)
        found.codes.setdefault(sector.name, set()).add(code)
    return found


def _sector(feature: Feature, sectors: tuple[Sector, ...]) -> tuple[Sector | None, str]:
    """The sector of a feature, and the code by which it is known or is another's."""
    said = feature.properties
    own = {said[key].casefold() for key in OWN if said.get(key)}
    if named := next((s for s in sectors if own & _names(s)), None):
        return named, ""
    code = _code(said)
    if len(code) == IRIS:
        by_code = next((s for s in sectors if code in s.iris), None)
        uncoded = tuple(s for s in sectors if not s.iris)
        return by_code or _by_name(feature, uncoded), code
    town = {iris[:TOWN] for s in sectors for iris in s.iris}
    if code and town and code not in town:
        return None, code
    return _by_name(feature, sectors), code


def _by_name(feature: Feature, sectors: tuple[Sector, ...]) -> Sector | None:
    """The sector of this name, where the outline is: names come back in every town."""
    names = {feature.properties[key].casefold() for key in NAMES if feature.properties.get(key)}
    named = next((sector for sector in sectors if names & _names(sector)), None)
    if named is None or not feature.polygons:
        return named
    centre = (named.lon, named.lat)
    turned = kilometres((named.lat, named.lon), feature.polygons)[0] <= NEAR
    return named if turned or kilometres(centre, feature.polygons)[0] <= FAR else None


def _names(sector: Sector) -> set[str]:
    return {sector.name.casefold(), sector.label.casefold()}


def _namesake(feature: Feature, sectors: tuple[Sector, ...]) -> str:
    said = feature.properties
    written = next((said[key] for key in NAMES if said.get(key)), "")
    known = any(written.casefold() in _names(sector) for sector in sectors)
    return f"«\u00a0{written}\u00a0»" if known else ""


def _code(said: dict[str, str]) -> str:
    """Nine signs of an IRIS, five of a town, or nothing; a table may have lost the first zero."""
    written = [said[key].upper() for key in CODES if said.get(key)]
    towns = [said[key].upper() for key in TOWNS if said.get(key)]
    for code in written:
        if len(code) == IRIS - 1 and code.isdigit():
            return code.zfill(IRIS)
        if len(code) == IRIS:
            return code
    town = next((t.zfill(TOWN) for t in towns if len(t) in (TOWN - 1, TOWN)), "")
    short = next((c for c in written if c.isdigit() and len(c) <= IRIS - TOWN), "")
    return town + short.zfill(IRIS - TOWN) if town and short else town


def _outline(sector: Sector, features: list[Feature]) -> list[Any]:
    """The polygons of a sector.

    Raises
    ------
    DiagnosisError
        One is no polygon, crosses itself, or is not where the sector is.
    """
    for feature in features:
        if feature.trouble not in ("", "vide"):
            raise DiagnosisError(
                f"Le secteur « {sector.label} » est {feature.trouble}. Donnez un Polygon ou un "
                "MultiPolygon."
            )
    polygons = [polygon for feature in features for polygon in feature.polygons]
    if polygons:
        _refuse_place(sector, polygons)
    for ring in (ring for polygon in polygons for ring in polygon):
        if at := crossing(ring):
            raise DiagnosisError(
                f"Le contour de « {sector.label} » se croise lui-même près de {at[0]:.5f}, "
                f"{at[1]:.5f}. Corrigez-le (QGIS : « Réparer les géométries »)."
            )
    return polygons


def _refuse_place(sector: Sector, polygons: list[Any]) -> None:
    nearest, farthest = kilometres((sector.lon, sector.lat), polygons)
    if nearest <= NEAR and farthest <= FAR:
        return
    if kilometres((sector.lat, sector.lon), polygons)[1] <= FAR:
        raise DiagnosisError(
            f"Le contour de « {sector.label} » a ses axes inversés : la latitude y est avant la "
            "longitude. Exportez-le de nouveau, longitude d’abord (WGS 84, EPSG:4326)."
        )
    away = farthest if nearest <= NEAR else nearest
    raise DiagnosisError(
        f"Le contour de « {sector.label} » a un point à {away:.0f} km du centre du secteur. "
        "Vérifiez le fichier et son système de coordonnées (WGS 84 ou Lambert-93), ou le centre du "
        "secteur."
    )


def _told(
    found: _Found,
    sectors: tuple[Sector, ...],
    drawn: dict[str, list[Any]],
    empty: list[str],
    kept: dict[str, Any],
) -> Iterator[str]:
    if found.others:
        several = "s" if found.others > 1 else ""
        names = f", dont {_some(found.namesakes)}, de même nom" if found.namesakes else ""
        yield f"{found.others} contour{several} d’ailleurs laissé{several} de côté{names}."
    if empty:
        yield f"Contours vides, non pris : {_some(empty)}."
    for sector in sectors:
        codes = found.codes.get(sector.name, set()) - {""}
        lacking = [code for code in sector.iris if code not in codes]
        if sector.name in drawn and codes and lacking:
            yield f"« {sector.label} » est incomplet : il manque {_some(lacking)}."
    holes = [n for n, polygons in drawn.items() if any(len(polygon) > 1 for polygon in polygons)]
    if holes:
        yield f"Contours troués (trous non dessinés pour les familles) : {_some(holes)}."
    old = [s.name for s in sectors if s.name not in drawn and s.name in kept]
    if old:
        yield f"Pas dans ce fichier, l’ancien contour est gardé : {_some(old)}."
    none = [s.name for s in sectors if s.name not in drawn and s.name not in kept]
    if none:
        yield f"Secteurs sans contour, ce que la carte des familles attend : {_some(none)}."


def _some(names: list[str]) -> str:
    more = len(names) - SHOWN
    return ", ".join(names[:SHOWN]) + (f" et {more} autres" if more > 0 else "")


def _refuse_detail(sectors: Iterable[list[Feature]]) -> None:
    """Refuse what no phone would draw."""
    polygons = (polygon for features in sectors for one in features for polygon in one.polygons)
    points = sum(len(ring) for polygon in polygons for ring in polygon)
    if points > MOST_POINTS:
        raise DiagnosisError(
            f"Les contours ont {points} points, {MOST_POINTS} au plus. "
            "Simplifiez-les (QGIS : « Simplifier »), puis importez-les de nouveau."
        )
