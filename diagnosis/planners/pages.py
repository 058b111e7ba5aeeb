"""What planners' pages show, made of a diagnosis: headings, pictures, words beside numbers."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go
from markupsafe import Markup

from analysis.figures import figures
from analysis.rules import BASE, FLOOR
from diagnosis import dataset
from diagnosis.instance import Instance
from diagnosis.languages.french import long_day
from diagnosis.model import Campaign
from diagnosis.planners.told import count, people
from diagnosis.planners.words import THIN, french, listing, number, points
from diagnosis.questionnaire import Library

# Told first: how the responses came, then who answered; the rest is one fold below.
FIRST_ASKED = ("channel", "language", "assisted")
MOST_EXPLAINED = 5
MOST_GAPS = 6
MOST_HEADED = 3
Report = dict[str, Any]


@dataclass(frozen=True)
class Picture:
    """A figure of the analysis: its finding, told in the page, and the data that draw it."""

    key: str
    finding: str
    data: Markup


def understand(instance: Instance, campaign: Campaign, need: str | None) -> dict[str, Any]:
    """Give what « Comprendre » shows; ``need`` is the one on the map, by default the first."""
    state = dataset.state_of(instance, campaign)
    report = state.report
    chosen = _chosen(report, need)
    return {
        "campaign": campaign,
        "here": "Comprendre",
        "report": report,
        "state": state,
        "state_words": state_words(state),
        "heading": heading(report),
        "enough": report["participation"]["n"] is not None,
        "pictures": pictures(report, chosen),
        "chosen": next((n for n in report["maps"]["needs"] if n["name"] == chosen), None),
        "zones": zones(report),
        "participation": participation(report),
        "explained": report["themes"]["items"][:MOST_EXPLAINED],
        "labels": labels(instance.library),
        "gaps": gaps(report),
        "heavy": any(d["weighted"] or d["first_weighted"] for d in report["needs"]["domains"]),
        "support": support(report),
        "k": instance.k,
    }


def _chosen(report: Report, need: str | None) -> str | None:
    """Choose the need on the map: the one asked for, else the most named."""
    drawn = {entry["name"] for entry in report["maps"]["needs"]}
    named = [domain["name"] for domain in report["needs"]["domains"] if domain["name"] in drawn]
    return need if need in drawn else next(iter(named), None)


def state_words(state: dataset.State) -> str:
    """Say which families the numbers count, how many came since, and when they will count.

    >>> from datetime import date
    >>> print(state_words(dataset.State({}, date(2026, 12, 1), 53, 4, 9)).replace(THIN, "_"))
    État du 1er décembre 2026_: 53 familles_; 4 arrivées depuis, comptées au prochain état \
(encore 9 familles).
    >>> state_words(dataset.State({}, None, 0, 4, 7))
    ''
    """
    if state.day is None:
        return ""
    words = f"État du {long_day(state.day)} : {number(state.families)} familles"
    if state.arrived:
        one = state.arrived == 1
        words += f" ; {number(state.arrived)} {'arrivée' if one else 'arrivées'} depuis"
        words += f", {'comptée' if one else 'comptées'} au prochain état"
        if state.awaited:
            more = "famille" if state.awaited == 1 else "familles"
            words += f" (encore {number(state.awaited)} {more})"
    return french(f"{words}.")


def campaigns(instance: Instance) -> list[dict[str, Any]]:
    """Give the campaigns with the number of families, which under ``k`` is not told."""
    counts = {c.name: instance.store.count_responses(c.name) for c in instance.store.campaigns()}
    return [
        {"campaign": campaign, "families": families(counts[campaign.name], instance.k)}
        for campaign in instance.store.campaigns()
    ]


def families(count: int, k: int) -> str:
    """Say how many families answered.

    >>> families(0, 11), families(3, 11), families(40, 11)
    ('aucune famille', 'moins de 11 familles', '40 familles')
    """
    if not count:
        return "aucune famille"
    return f"{number(count)} familles" if count >= k else f"moins de {k} familles"


def heading(report: Report) -> str:
    """Give the sentence that matters: the need most named, or why nothing can be told."""
    domains = report["needs"]["domains"]
    first = report["needs"]["order"]["first"] if domains else []
    if not domains or not domains[0]["cell"]["n"]:
        return french(str(report["findings"][0]).rstrip("."))
    if len(first) < 2:
        top = next((domain for domain in domains if domain["name"] in first), domains[0])
        said = people(top["cell"])
        return french(f"{said[0].upper()}{said[1:]} veulent parler de : « {top['label']} »")
    named = [f"« {d['label']} »" for d in domains if d["name"] in first]
    more = len(named) - MOST_HEADED
    told = [*named[:MOST_HEADED], *([f"{more} autres" if more > 1 else "un autre"] * (more > 0))]
    return french(f"Parmi les besoins les plus nommés : {listing(told)}")


def zones(report: Report) -> dict[str, Report]:
    """The zones of the map by name."""
    return {zone["name"]: zone for zone in report["maps"]["zones"]}


def gaps(report: Report) -> dict[str, Any]:
    """Sort the comparisons of groups: those beyond chance, then the others; say how many."""
    section = report["needs"]["gaps"]
    items = section["items"]
    found = [item for item in items if item["differs"]]
    return {
        "finding": gap_finding(section),
        "message": section["message"],
        "first": found[:MOST_GAPS],
        "more": found[MOST_GAPS:],
        "others": [item for item in items if not item["differs"]],
        "tested": section["tested"],
        "not_tested": section["not_tested"],
        "groups": section["groups"],
    }


def support(report: Report) -> dict[str, Any] | None:
    """Give what is said of support that is lacking, None when no question asks about it."""
    section, domains = report["needs"]["unmet"], report["needs"]["domains"]
    if section is None:
        return None
    told = [domain["unmet"] for domain in domains if domain["unmet"]]
    return {**section, "told": bool(told), "differing": [u for u in told if u["differs"]]}


def gap_finding(section: Report) -> str:
    count = section["found"]
    if not section["tested"]:
        return "Aucun groupe ne peut encore être comparé à un autre"
    if not count:
        return "On ne peut pas conclure que des groupes diffèrent"
    if count == 1:
        return "Un écart entre groupes dépasse le hasard"
    return f"{number(count)} écarts entre groupes dépassent le hasard"


def pictures(report: Report, need: str | None) -> dict[str, Picture]:
    """Draw the figures of a diagnosis, the finding taken out to be the heading of each."""
    return {key: _picture(key, figure) for key, figure in figures(report, need=need).items()}


def _picture(key: str, figure: go.Figure) -> Picture:
    finding = html.unescape(re.sub(r"<br>", " ", figure.layout.title.text))
    finding = re.sub(r"</?b>", "", finding)
    spared = figure.layout.margin.t - 8
    figure.update_layout(title=None, margin_t=8, height=figure.layout.height - spared)
    data = figure.to_json().replace("<", "\\u003c")
    return Picture(key, french(finding), Markup(data))  # noqa: S704 - "<" is escaped just above


def participation(report: Report) -> dict[str, list[dict[str, Any]]]:
    """Sort the questions into those told first and the others."""
    variables = report["participation"]["variables"]
    found = {variable["name"]: variable for variable in variables}
    asked = [v for v in variables if v["name"] not in FIRST_ASKED]
    first = [*(found[name] for name in FIRST_ASKED if name in found), *asked[:1]]
    return {"first": first, "others": asked[1:]}


def labels(library: Library) -> dict[str, dict[str, str]]:
    """Give the words of the catalogue's codes."""
    catalogue = library.catalogue
    return {
        "formats": dict(catalogue.formats),
        "constraints": dict(catalogue.constraints),
        "domains": {domain.name: domain.label for domain in catalogue.domains},
    }


def needs_csv(report: Report) -> str:
    """Write the needs, in all and by zone, as a table for a French spreadsheet."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    head = ("besoin", "libelle", "zone", "familles", "sur", "part_%", "bas_%", "haut_%")
    writer.writerow((*head, "arrondi_a"))
    writer.writerows(_csv_rows(report))
    return "\ufeff" + file.getvalue()


def _csv_rows(report: Report) -> Iterator[tuple[Any, ...]]:
    for need in report["needs"]["domains"]:
        yield (need["name"], need["label"], "", *_csv_cell(need["cell"], whole=True))
    found = zones(report)
    for need in report["maps"]["needs"]:
        for entry in need["cells"]:
            where = found[entry["zone"]]["label"]
            yield (need["name"], need["label"], where, *_csv_cell(entry["cell"]))


def _csv_cell(cell: dict[str, Any], whole: bool = False) -> tuple[Any, ...]:
    share, low, high = (points(cell[key], cell["N"]) for key in ("share", "low", "high"))
    small = not cell["n"] or (cell["N"] < FLOOR and not whole)
    return cell["n"] or count(cell), cell["N"], "" if small else share, low, high, BASE


__all__ = ["THIN", "Picture", "campaigns", "heading", "needs_csv", "pictures", "understand"]
