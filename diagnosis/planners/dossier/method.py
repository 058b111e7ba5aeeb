"""Page 5: who was counted, the door, intervals, limits, and where each number comes from."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from diagnosis import __version__
from diagnosis.languages.french import long_day
from diagnosis.planners.dossier.model import Fact, MethodPage, Row, Table
from diagnosis.planners.dossier.wording import NOTHING, sentences
from diagnosis.planners.words import french, number

if TYPE_CHECKING:
    from analysis.report import Report

MOST_LIMITS = 10
ALIKE = "Chaque famille compte pour une : aucune pondération dans ces pages."
BESIDE = (
    "Dans ces pages chaque famille compte pour une ; les parts pondérées sont dans les annexes."
)


def method_page(report: Report, day: date) -> MethodPage:
    """Make page 5."""
    method = report.method
    # Its first sentence stands at the foot of every page.
    rounded, _, others = method.door.sentence.partition(". ")
    weights = method.weighting["sentence"] if method.weighting else ""
    return MethodPage(
        counted=sentences(
            (
                f"{number(report.participation.n or 0)} familles, toutes celles de l’état du "
                f"{long_day(day)}, chacune une fois.",
                method.limits[0],
                BESIDE if weights else ALIKE,
                *method.warnings[:2],
            )
        ),
        door=sentences((f"{rounded}.", others, method.door.limit)),
        limits=sentences(method.limits[1:MOST_LIMITS]),
        lineage=Table(
            "D’où vient chaque nombre",
            ("Nombre", "Ce qu’il compte", "n"),
            tuple(_lineage(report)),
        ),
        made=french(_made(report, day)),
    )


def _lineage(report: Report) -> Iterator[Row]:
    """One line per kind of number: its definition and how many families it rests on."""
    domains, sessions = report.needs.domains, report.programme.sessions
    if domains:
        yield _line(
            "Besoin nommé",
            "familles qui nomment le besoin, parmi celles qui ont répondu à la question",
            domains[0].cell.N,
        )
    if report.needs.unmet:
        lacking = "familles dont la moitié au moins des réponses disent qu’un appui manque"
        yield _line("Appui qui manque", lacking, report.needs.unmet.cell.N)
    if report.maps.zones:
        zone = f"secteurs voisins réunis jusqu’à {report.maps.floor} familles au moins"
        yield _line("Zone", zone, report.maps.zones[0].cell.N)
    if report.themes.items:
        theme = (
            "besoin nommé dans le public du thème ; souhait parmi les familles à qui la carte a "
            "été montrée ; votes parmi les présents"
        )
        yield Row("Thème", (Fact(french(theme)), Fact("page 4")))
    if sessions:
        covered = "familles auxquelles une séance au moins répond"
        yield _line("Couverture", covered, sessions[-1].covered.N)


def _line(name: str, definition: str, base: int) -> Row:
    return Row(name, (Fact(french(definition)), Fact(number(base)) if base else NOTHING))


def _made(report: Report, day: date) -> str:
    """Write in one line what it takes to make the same numbers again."""
    method = report.method
    versions = ", ".join(f"{name} {text}" for name, text in sorted(method.versions.items()))
    weights = {"none": "aucun"}.get(method.weights, method.weights)
    level = round(100 * float(method.parameters["level"]))
    return (
        f"Pour refaire ces nombres : intervalles à {level} % · poids : {weights} · "
        f"graine : {method.seed} · état du {long_day(day)} · Diagnosis {__version__}, "
        f"rapport version {report.version} · {versions}"
    )
