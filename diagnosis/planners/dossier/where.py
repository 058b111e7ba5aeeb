"""Page 3: needs by zone, on a map that needs no colour, and who answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from analysis.figures import paper_map
from diagnosis.planners import told
from diagnosis.planners.dossier.model import Fact, Picture, Row, Table, WherePage
from diagnosis.planners.dossier.wording import narrow, part, rest, title
from diagnosis.planners.pages import FIRST_ASKED
from diagnosis.planners.words import french, number

if TYPE_CHECKING:
    from analysis import Diagnosis
    from analysis.report import InZone, Maps, NeedMap, Question, Report

MOST_ZONES, MOST_NEEDS, MOST_ANSWERS = 7, 5, 4
# Questions told beside a map, and without one.
BESIDE, ALONE = 4, 8
SIDES = {"above": " ▲", "below": " ▼", "": ""}
READING = "▲ plus souvent que dans l’ensemble, ▼ moins souvent, plus que par hasard. Parts lissées."


def where_page(found: Diagnosis, report: Report) -> WherePage:
    """Make page 3; the map shows the most named need that has one."""
    needs = _needs(report)
    first = needs[0] if needs else None
    said = found.said.get("maps") or [report.maps.message]
    answered = _answered(report, BESIDE if first else ALONE)
    many = number(report.participation.n or 0)
    return WherePage(
        finding=title(said[0] or "Les zones"),
        mapped=french(f"Sur la carte : « {first.label} »") if first else "",
        map=_map(found, first),
        zones=_zones(report.maps, first) if first else None,
        crossed=_crossed(report.maps, needs) if first else None,
        crossed_reading=french(READING),
        answered_finding=french(f"Qui a répondu : {many} familles"),
        answered=tuple(map(_answers, answered)),
    )


def _needs(report: Report) -> list[NeedMap]:
    """Needs of the map, the most named first."""
    drawn = {need.name: need for need in report.maps.needs}
    return [drawn[d.name] for d in report.needs.domains if d.name in drawn]


def _map(found: Diagnosis, need: NeedMap | None) -> Picture | None:
    drawn = paper_map(found.to_dict()["maps"], need.name) if need else None
    if drawn is None:
        return None
    return Picture(Markup(drawn.svg), french(drawn.reading))  # noqa: S704 - labels are escaped


def _zones(maps: Maps, need: NeedMap) -> Table:
    entries = {entry.zone: entry for entry in need.cells}
    rows = []
    for at, zone in enumerate(maps.zones[:MOST_ZONES], 1):
        entry = entries.get(zone.name)
        shown = part(entry.cell) if entry else Fact("–")
        rows.append(Row(f"{at}. {french(zone.label)}", (Fact(told.count(vars(zone.cell))), shown)))
    caption = french(f"« {need.label} », par zone")
    more = rest(len(maps.zones), MOST_ZONES, "autre zone", "autres zones")
    return Table(caption, ("Zone", "Familles", "Part [intervalle]"), tuple(rows), more)


def _crossed(maps: Maps, needs: list[NeedMap]) -> Table:
    zones = maps.zones[:MOST_ZONES]
    rows = []
    for need in needs[:MOST_NEEDS]:
        entries = {entry.zone: entry for entry in need.cells}
        facts = [_fact(entries[z.name]) if z.name in entries else Fact("–") for z in zones]
        rows.append(Row(french(need.label), (part(need.cell, whole=True), *facts)))
    head = ("Besoin", "Ensemble", *(f"Zone {at}" for at in range(1, len(zones) + 1)))
    return Table(
        "Les besoins les plus nommés, zone par zone",
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
        Row(french(entry.label), (part(entry.cell, whole=True),)) for entry in order[:MOST_ANSWERS]
    )
    base = max((entry.cell.N for entry in order), default=0)
    caption = f"{question.label} ({number(base)} réponses)"
    return Table(
        french(caption),
        ("Réponse", "Part [intervalle]"),
        rows,
        rest(len(order), MOST_ANSWERS, "autre réponse", "autres réponses"),
    )
