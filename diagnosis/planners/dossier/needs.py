"""Page 2: every need with its interval, support that is lacking, gaps between groups."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from analysis import publishing as told
from analysis.french import number, typography
from analysis.reading import gap_finding
from diagnosis.planners.dossier.drawing import strip
from diagnosis.planners.dossier.model import NeedsPage, Row, Table
from diagnosis.planners.dossier.summary import Said
from diagnosis.planners.dossier.wording import families, part, rest, sentences, title

if TYPE_CHECKING:
    from analysis.model import Gaps, Need, Report

MOST_NEEDS, MOST_GAPS, MOST_LACKS = 18, 2, 1
READING = (
    "Point : part des familles. Trait : intervalle de confiance à 95 %, de 0 à 100 %. "
    "Deux traits qui se recouvrent : on ne peut pas conclure sur l’ordre de ces deux besoins."
)
ALIKE = (
    "On ne peut pas conclure qu’il manque plus souvent aux familles qui nomment un "
    "besoin qu’aux autres."
)
UNTESTED = "Pas testé besoin par besoin : trop peu de familles."


def needs_page(report: Report, said: Said) -> NeedsPage:
    """Make page 2."""
    section = report.needs
    found = [gap.sentence for gap in section.gaps.items if gap.differs]
    return NeedsPage(
        finding=title([section.message or "Les besoins", *said.get("needs", ())][-1]),
        needs=_table(section.domains),
        reading=typography(READING),
        support=sentences(_support(report)),
        support_rule=typography(section.unmet.rule) if section.unmet else "",
        gaps_finding=gap_finding(section.gaps),
        gaps=sentences(_gaps(section.gaps, found)),
        gaps_rest=rest(len(found), MOST_GAPS, "autre écart", "autres écarts"),
        not_tested=sentences(section.gaps.not_tested),
    )


def _table(domains: list[Need]) -> Table:
    rows = tuple(
        Row(typography(d.label), (part(d.cell, whole=True), families(d.cell)), strip(d.cell))
        for d in domains[:MOST_NEEDS]
    )
    caption = "Tous les besoins, par part annoncée décroissante"
    head = ("Besoin", "Part [intervalle]", "Familles")
    return Table(caption, head, rows, rest(len(domains), MOST_NEEDS), drawn=True)


def _support(report: Report) -> Iterator[str]:
    """Say to how many support is lacking, and for which needs it differs."""
    section = report.needs.unmet
    if section is None:
        return
    yield f"Un appui manque à {told.told(section.cell, True)}."
    entries = [d.unmet for d in report.needs.domains if d.unmet]
    differing = [entry.sentence for entry in entries if entry.differs]
    yield from differing[:MOST_LACKS]
    yield rest(len(differing), MOST_LACKS)
    if not differing:
        yield ALIKE if section.tested else section.message or UNTESTED


def _gaps(section: Gaps, found: list[str]) -> Iterator[str]:
    if not section.tested:
        yield section.message
        return
    yield (
        f"{number(section.tested)} comparaisons ont été faites : seules sont dites celles que le "
        "hasard ferait rarement, avec des intervalles allongés d’autant."
    )
    yield from found[:MOST_GAPS]
