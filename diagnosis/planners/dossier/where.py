"""Page 3: needs by zone, on a map that needs no colour, and who answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from analysis import publishing as told
from analysis.figures import paper_map
from analysis.french import number, typography
from analysis.reading import FIRST_ASKED
from diagnosis.planners.dossier.model import Fact, Picture, Row, Table, WherePage
from diagnosis.planners.dossier.wording import narrow, part, rest, title

if TYPE_CHECKING:
    from analysis import Diagnosis
    from analysis.model import InZone, NeedMap, Question, Report, Zone

MOST_ZONES, MOST_NEEDS, MOST_ANSWERS = 7, 5, 4
# Questions told beside a map, and without one.
BESIDE, ALONE = 4, 8
Numbered = list[tuple[int, "Zone"]]
SIDES = {"above": " ▲", "below": " ▼", "": ""}
SMOOTHED = "Parts lissées : une zone de peu de familles est tirée vers l’ensemble."
READING = f"▲ plus souvent qu’ailleurs, ▼ moins souvent, plus que par hasard. {SMOOTHED}"


def where_page(found: Diagnosis, report: Report) -> WherePage:
    """Make page 3; the map shows the first need for which zones differ, else the most named."""
    needs = _needs(report)
    first = needs[0] if needs else None
    zones = _shown(report.maps.zones, needs[:MOST_NEEDS])
    said = found.said.get("maps") or [report.maps.message]
    answered = _answered(report, BESIDE if first else ALONE)
    many = number(report.participation.n or 0)
    return WherePage(
        finding=title(said[0] or "Les zones"),
        map=_map(report, first),
        zones=_zones(zones, len(report.maps.zones), first) if first else None,
        crossed=_crossed(zones, needs) if first else None,
        crossed_reading=typography(READING if any(need.differs for need in needs) else SMOOTHED),
        answered_finding=typography(f"Qui a répondu : {many} familles"),
        answered=tuple(map(_answers, answered)),
    )


def _needs(report: Report) -> list[NeedMap]:
    """Needs of the map: those for which zones differ, then the most named."""
    drawn = {need.name: need for need in report.maps.needs}
    order = [drawn[d.name] for d in report.needs.domains if d.name in drawn]
    return sorted(order, key=lambda need: not need.differs)


def _shown(zones: list[Zone], needs: list[NeedMap]) -> Numbered:
    """Zones that have room, those that differ before the others, by their numbers on the map."""
    apart = {entry.zone for need in needs for entry in need.cells if entry.side}
    order = sorted(enumerate(zones, 1), key=lambda zone: zone[1].name not in apart)
    return sorted(order[:MOST_ZONES], key=lambda zone: zone[0])


def _map(report: Report, need: NeedMap | None) -> Picture | None:
    drawn = paper_map(report.maps, need.name) if need else None
    if drawn is None:
        return None
    return Picture(Markup(drawn.svg), typography(drawn.reading))  # noqa: S704 - labels are escaped


def _zones(zones: Numbered, total: int, need: NeedMap) -> Table:
    entries = {entry.zone: entry for entry in need.cells}
    rows = []
    for at, zone in zones:
        entry = entries.get(zone.name)
        shown = part(entry.cell) if entry else Fact("–")
        if entry:
            shown = Fact(shown.told + SIDES[entry.side], shown.under)
        rows.append(Row(f"{at}. {typography(zone.label)}", (Fact(told.count(zone.cell)), shown)))
    caption = typography(f"« {need.label} », par zone")
    more = rest(total, len(zones), "autre zone", "autres zones")
    return Table(caption, ("Zone", "Familles", "Part [intervalle]"), tuple(rows), more)


def _crossed(zones: Numbered, needs: list[NeedMap]) -> Table:
    rows = []
    for need in needs[:MOST_NEEDS]:
        entries = {entry.zone: entry for entry in need.cells}
        facts = [_fact(entries[z.name]) if z.name in entries else Fact("–") for _, z in zones]
        rows.append(Row(typography(need.label), (part(need.cell, whole=True), *facts)))
    head = ("Besoin", "Ensemble", *(f"Zone {at}" for at, _ in zones))
    return Table(
        "Zone par zone : les besoins où des zones diffèrent, puis d’autres"
        if needs[0].differs
        else "Des besoins, zone par zone",
        head,
        tuple(rows),
        rest(len(needs), MOST_NEEDS, "autre besoin", "autres besoins"),
    )


def _fact(entry: InZone) -> Fact:
    return narrow(entry.cell, SIDES[entry.side])


def _answered(report: Report, most: int) -> list[Question]:
    """Questions told: how the responses came and who answered, then other single answers."""
    found = {question.name: question for question in report.participation.variables}
    first = [found[name] for name in FIRST_ASKED if name in found]
    others = [q for q in found.values() if q not in first and q.type == "select_one"]
    others += [q for q in found.values() if q.type == "scale"]
    return [*others[: most - len(first)], *first]


def _answers(question: Question) -> Table:
    order = sorted(question.categories, key=lambda entry: -entry.cell.n)
    rows = tuple(
        Row(typography(entry.label), (part(entry.cell, whole=True),))
        for entry in order[:MOST_ANSWERS]
    )
    base = max((entry.cell.N for entry in order), default=0)
    caption = f"{question.label} ({number(base)} réponses)"
    return Table(
        typography(caption),
        ("Réponse", "Part [intervalle]"),
        rows,
        rest(len(order), MOST_ANSWERS, "autre réponse", "autres réponses"),
    )
