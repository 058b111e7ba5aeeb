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
from diagnosis import dataset
from diagnosis.instance import Instance
from diagnosis.model import Campaign
from diagnosis.planners.words import THIN, french, number, points
from diagnosis.questionnaire import Library

# Told first: how the responses came, then who answered; the rest is one fold below.
FIRST_ASKED = ("channel", "language", "assisted")
MOST_EXPLAINED = 5
MOST_GAPS = 6
Report = dict[str, Any]


@dataclass(frozen=True)
class Picture:
    """A figure of the analysis: its finding, told in the page, and the data that draw it."""

    key: str
    finding: str
    data: Markup


def report_of(instance: Instance, campaign: Campaign, team: bool) -> Report:
    """Give the diagnosis: the last one to the team, the published one to anybody else.

    Where planners' pages are open to all, two readings a few families apart would tell what these
    families said. Invented families have nothing to hide.
    """
    if team or campaign.fictitious:
        return dataset.diagnosis_of(instance, campaign)
    return dataset.published_of(instance, campaign, fresh=True)


def understand(
    instance: Instance, campaign: Campaign, need: str | None, team: bool
) -> dict[str, Any]:
    """Give what « Comprendre » shows; ``need`` is the one on the map, by default the first."""
    report = report_of(instance, campaign, team)
    chosen = _chosen(report, need)
    return {
        "campaign": campaign,
        "here": "Comprendre",
        "report": report,
        "heading": heading(report),
        "enough": report["participation"]["n"] is not None,
        "pictures": pictures(report, chosen),
        "chosen": next((n for n in report["maps"]["needs"] if n["name"] == chosen), None),
        "sectors": {s["name"]: s["label"] for s in report["maps"]["sectors"]},
        "participation": participation(report),
        "explained": report["themes"]["items"][:MOST_EXPLAINED],
        "labels": labels(instance.library),
        "gaps": gaps(report),
        "heavy": any(d["weighted"] or d["first_weighted"] for d in report["needs"]["domains"]),
        "support": support(report),
        "troubles": dataset.troubles_of(instance, campaign) if team or campaign.fictitious else [],
        "k": instance.k,
    }


def _chosen(report: Report, need: str | None) -> str | None:
    """Choose the need on the map: the one asked for, else the most named that can be told."""
    told = {
        entry["name"]: any(not place["cell"]["hidden"] for place in entry["cells"])
        for entry in report["maps"]["needs"]
    }
    if need in told:
        return need
    named = [domain["name"] for domain in report["needs"]["domains"] if domain["name"] in told]
    return next((name for name in named if told[name]), next(iter(named), None))


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
    told = [d for d in report["needs"]["domains"] if not d["cell"]["hidden"]]
    if not told:
        return french(str(report["findings"][0]).rstrip("."))
    top = told[0]
    people = f"{number(top['cell']['n'])} familles sur {number(top['cell']['N'])}"
    return french(f"{people} veulent parler de : « {top['label']} »")


def gaps(report: Report) -> dict[str, Any]:
    """Sort the comparisons of groups: those beyond chance, then the others; say how many."""
    section = report["needs"]["gaps"]
    items = [item for item in section["items"] if item["sentence"]]
    found = [item for item in items if item["differs"]]
    return {
        "finding": _gap_finding(section),
        "message": section["message"],
        "first": found[:MOST_GAPS],
        "more": found[MOST_GAPS:],
        "others": [item for item in items if not item["differs"]],
        "tested": section["tested"],
    }


def support(report: Report) -> dict[str, Any] | None:
    """Give what is said of support that is lacking, None when no question asks about it."""
    section, domains = report["needs"]["unmet"], report["needs"]["domains"]
    if section is None:
        return None
    told = [domain["unmet"] for domain in domains if domain["unmet"]]
    return {**section, "told": bool(told), "differing": [u for u in told if u["differs"]]}


def _gap_finding(section: Report) -> str:
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
    """Write the needs, in all and by sector, as a table for a French spreadsheet."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    head = ("besoin", "libelle", "secteur", "familles", "sur", "part_%", "bas_%", "haut_%")
    writer.writerow((*head, "masque"))
    writer.writerows(_csv_rows(report))
    return "\ufeff" + file.getvalue()


def _csv_rows(report: Report) -> Iterator[tuple[Any, ...]]:
    for need in report["needs"]["domains"]:
        yield (need["name"], need["label"], "", *_csv_cell(need["cell"]))
    sectors = {s["name"]: s["label"] for s in report["maps"]["sectors"]}
    for need in report["maps"]["needs"]:
        for entry in need["cells"]:
            where = sectors[entry["sector"]]
            yield (need["name"], need["label"], where, *_csv_cell(entry["cell"]))


def _csv_cell(cell: dict[str, Any]) -> tuple[Any, ...]:
    if cell["hidden"]:
        return "", "", "", "", "", "oui"
    shares = (points(cell[key], cell["N"]) for key in ("share", "low", "high"))
    return cell["n"], cell["N"], *shares, "non"


__all__ = ["THIN", "Picture", "campaigns", "heading", "needs_csv", "pictures", "understand"]
