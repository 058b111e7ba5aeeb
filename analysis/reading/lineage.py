"""Where each kind of number comes from: definition, base, weights, interval."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..french import number
from ..model import Report

ALIKE = "chaque famille compte pour une"
POSTERIOR = "crédible à 95 %, arrondi compris"
SMOOTHED = "crédible à 95 %, zones tirées vers l'ensemble"
ADJUSTED = "à 95 %, allongé selon le nombre de comparaisons"
DRAWN = "à 95 %, sur des tirages au sort renouvelés"


@dataclass(frozen=True)
class Line:
    """One kind of number: what it counts, among how many families, how weighted, how sure."""

    name: str
    definition: str
    base: str
    weights: str = ALIKE
    interval: str = POSTERIOR


def lineage(report: Report) -> list[Line]:
    """One line per kind of number that the report tells, in the order of its sections."""
    return [*_of_needs(report), *_of_groups(report), *_of_themes(report)]


def _of_needs(report: Report) -> Iterator[Line]:
    domains, unmet = report.needs.domains, report.needs.unmet
    if domains:
        yield Line(
            "Besoin nommé",
            "familles qui nomment le besoin, parmi celles qui ont répondu à la question",
            number(domains[0].cell.N),
        )
    if any(need.weighted for need in domains):
        yield Line(
            "Part pondérée",
            "la même part, une famille comptant pour celles qui lui ressemblent au quartier",
            number(domains[0].cell.N),
            weights=report.method.weights,
        )
    if unmet:
        lacking = "familles dont la moitié au moins des réponses disent qu'un appui manque"
        yield Line("Appui qui manque", lacking, number(unmet.cell.N))
    if report.needs.gaps.tested:
        yield Line(
            "Écart entre groupes",
            "différence des parts d'un besoin entre un groupe et le plus grand de la même question",
            f"{number(report.needs.gaps.tested)} comparaisons",
            interval=ADJUSTED,
        )


def _of_groups(report: Report) -> Iterator[Line]:
    if report.maps.zones:
        yield Line(
            "Zone",
            f"secteurs voisins réunis jusqu'à {report.maps.floor} familles au moins",
            number(report.maps.zones[0].cell.N),
            interval=SMOOTHED,
        )
    profiles = report.profiles.items
    if profiles:
        yield Line(
            "Profil",
            "familles qui répondent de façon proche, selon un modèle de classes latentes",
            number(profiles[0].cell.N),
            interval=DRAWN,
        )
    if report.axes.points:
        yield Line(
            "Place sur la carte des réponses",
            "coordonnée principale d'une analyse des correspondances multiples, arrondie",
            number(report.participation.n or 0),
            interval="aucun",
        )


def _of_themes(report: Report) -> Iterator[Line]:
    if report.themes.items:
        theme = (
            "besoin nommé dans le public du thème et souhait parmi les familles qui pouvaient le "
            "dire ; votes parmi les présents"
        )
        yield Line("Score d'un thème", theme, "selon le thème", interval=DRAWN)
    if report.programme.sessions:
        covered = report.programme.sessions[-1].covered
        yield Line(
            "Couverture du programme",
            "familles auxquelles une séance au moins répond",
            number(covered.N),
        )
