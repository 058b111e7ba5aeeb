"""The printable page of opinions: self-contained, French, a number beside each drawing."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.resources import files
from string import Template
from typing import Any

from ..french import listing, percent, quoted
from ..publishing import CELL, cell, count, items, paragraph, safe, section, table
from .drawing import group_map, scale, share_told, strip

WAYS = {"agree": "d'accord", "disagree": "pas d'accord"}
READING = (
    "Le point est la part des personnes qui ont vu l'énoncé, la barre son intervalle à 95 %, "
    "le trait au milieu la moitié : où la barre le touche, on ne peut pas conclure."
)
MAPPED = (
    "Plus deux groupes sont proches, plus ils votent de façon proche ; la surface d'un disque "
    "est la taille du groupe. Personne n'est placé sur cette carte."
)
FEW = "trop peu de votes"


def page(report: dict[str, Any]) -> str:
    """Write a published report of opinions as one HTML page, the same bytes for the same report."""
    sections = [
        section("Ce sur quoi on s'accorde", "", *_consensus(report)),
        section("Les groupes d'opinion", "", *_groups(report)),
        section("Ce que partagent tous les groupes", "", *_shared(report)),
        section("Tous les énoncés", "", *_statements(report)),
        section("La méthode", "", *_method(report["method"])),
    ]
    text = files("analysis.statements").joinpath("opinions_template.html").read_text("utf-8")
    told = "Exemple : ces votes sont fictifs." if report["fictitious"] else ""
    return Template(text).substitute(
        title=safe(report["title"] or "Ce que disent les votes"),
        banner=f'<p class="fictitious">{safe(told)}</p>' if told else "",
        findings=items(report["findings"]).replace("<ul>", '<ul class="findings">', 1),
        sections="\n".join(sections),
    )


def _figure(rows: Iterable[str], sentence: str) -> str:
    """Put rows of strips over their scale, under the sentence that says what they show."""
    caption = f"<figcaption><strong>{safe(sentence)}</strong> {safe(READING)}</figcaption>"
    return f"<figure>{caption}{''.join(rows)}{scale()}</figure>"


def _row(label: str, share: dict[str, Any], kind: str = "row") -> str:
    told = share_told(share)
    return (
        f'<div class="{kind}"><p>{safe(label)} <span>{safe(told)}</span></p>'
        f"{strip(share, f'{label} : {told}')}</div>"
    )


def _consensus(report: dict[str, Any]) -> list[str]:
    found = report["consensus"]
    if not found:
        return [paragraph("Aucun énoncé ne réunit nettement plus de la moitié des votes.")]
    many = {way: sum(entry["direction"] == way for entry in found) for way in WAYS}
    told = [f"{_many(n)} la plupart sont {WAYS[way]}" for way, n in many.items() if n]
    drawn = [_row(f"{e['text']} ({WAYS[e['direction']]})", e["cell"]) for e in found]
    return [
        _figure(drawn, f"{listing(told).capitalize()}."),
        _answers("Énoncés que la plupart partagent", found),
    ]


def _many(n: int) -> str:
    return "l'énoncé sur lequel" if n == 1 else f"{n} énoncés sur lesquels"


def _answers(caption: str, entries: Iterable[dict[str, Any]]) -> str:
    rows = [(e["text"], WAYS[e["direction"]], *cell(e["cell"])) for e in entries]
    return table(caption, ("Énoncé", "Vote", *CELL), rows)


def _groups(report: dict[str, Any]) -> list[str]:
    groups = report["groups"]
    if not groups:
        return [paragraph(report["message"])]
    sizes = [f"{g['name']}, {share_told(g['cell'])}" for g in groups]
    said = f"{len(groups)} groupes d'opinion : {' ; '.join(sizes)}."
    silhouette = f"{report['silhouette']:.1f}".replace(".", ",")
    apart = f"Séparation des groupes (silhouette, 1 au plus) : {silhouette}."
    mapped = (
        f'<figure class="map"><figcaption><strong>{safe(said)}</strong> {safe(MAPPED)}'
        f"</figcaption>{group_map(groups, said)}</figure>"
    )
    parts = [part for group in groups for part in _one_group(group, report)]
    return [paragraph(f"{report['message']} {apart}"), mapped, *parts]


def _one_group(group: dict[str, Any], report: dict[str, Any]) -> list[str]:
    entries = group["representative"]
    told = (
        f"{group['name']} : {share_told(group['cell'])} ; "
        f"on le retrouve à {percent(group['stability'])} quand on tire d'autres participants."
    )
    drawn = [_apart(entry, report, entry["direction"]) for entry in entries]
    return [
        f"<h3>{safe(group['name'])}</h3>",
        paragraph(told),
        _figure(drawn, group["sentence"]) if entries else paragraph(group["sentence"]),
        _answers(f"Votes de ce groupe, {group['name']}", entries),
    ]


def _apart(entry: dict[str, Any], report: dict[str, Any], way: str) -> str:
    """Draw how every group votes on one statement."""
    title = f"{entry['text']} ({WAYS[way]})"
    head = f'<p class="statement">{safe(title)}</p>'
    line = {line["name"]: line for line in report["statements"]}[entry["statement"]]
    pairs = zip(report["groups"], line["by_group"], strict=True)
    return head + "".join(_row(g["name"], cells[way], "row part") for g, cells in pairs if cells)


def _shared(report: dict[str, Any]) -> list[str]:
    if not report["groups"]:
        return [paragraph("Sans groupes d'opinion, il n'y a rien à comparer.")]
    if not report["shared"]:
        return [paragraph("Aucun énoncé n'a à coup sûr l'accord de la plupart de chaque groupe.")]
    named = [quoted(entry["text"]) for entry in report["shared"]]
    rows = [_apart(entry, report, "agree") for entry in report["shared"]]
    return [_figure(rows, f"Dans chaque groupe, la plupart sont d'accord avec {listing(named)}.")]


def _statements(report: dict[str, Any]) -> list[str]:
    rows = [
        (s["text"], count(s["seen"]), *(_written(s, way) for way in ("agree", "disagree", "pass")))
        for s in report["statements"]
    ]
    head = ("Énoncé", "Votes", "D'accord", "Pas d'accord", "Passent")
    parts = [
        (s["text"], words, *(_written(cells, way) for cells in s["by_group"]))
        for s in report["statements"]
        for way, words in WAYS.items()
        if "by_group" in s
    ]
    names = (group["name"] for group in report["groups"])
    return [
        table("Votes sur chaque énoncé", head, rows),
        table("Les mêmes énoncés, par groupe", ("Énoncé", "Vote", *names), parts),
    ]


def _written(votes: dict[str, Any], way: str) -> str:
    return share_told(votes[way]) if way in votes else FEW


def _method(method: dict[str, Any]) -> list[str]:
    facts = [(name, str(value)) for name, value in sorted(method["parameters"].items())]
    facts += [(name, value) for name, value in sorted(method["versions"].items())]
    facts += [("graine", str(method["seed"]))]
    return [
        items(method["limits"]),
        table("Réglages et versions", ("Réglage", "Valeur"), facts),
    ]
