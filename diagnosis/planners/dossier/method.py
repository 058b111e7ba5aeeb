"""Page 5: who was counted, the door, intervals, limits, and where each number comes from."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from analysis.french import number, typography
from analysis.reading import lineage
from diagnosis import __version__
from diagnosis.languages import long_day
from diagnosis.planners.dossier.model import Fact, MethodPage, Row, Table
from diagnosis.planners.dossier.wording import sentences

if TYPE_CHECKING:
    from analysis.model import Report

MOST_LIMITS = 10
# Kinds of number that no page of the dossier tells, or that page 2 explains where it tells them.
IN_ANNEXES = ("Part pondérée", "Profil", "Place sur la carte des réponses", "Écart entre groupes")
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
            tuple(
                Row(typography(line.name), (Fact(typography(line.definition)), Fact(line.base)))
                for line in lineage(report)
                if line.name not in IN_ANNEXES
            ),
        ),
        made=typography(_made(report, day)),
    )


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
