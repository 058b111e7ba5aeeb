"""The printable page of opinions: self-contained, French, a number beside each drawing."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.resources import files
from string import Template
from typing import Any

from ..french import listing, number, percent, quoted
from ..report import CELL, _cell, _count, _items, _paragraph, _safe, _section, _table
from .drawing import group_map, scale, share_told, strip

WAYS = {"agree": "d'accord", "disagree": "pas d'accord"}
READING = (
    "Le point est la part des personnes qui ont vu l'énoncé, la barre son intervalle à 95 %, "
    "le trait au milieu la moitié : où la barre le touche, on ne peut pas conclure. "
    "Un pointillé est un nombre masqué."
)
UNTOLD = (
    "Les nombres de ces énoncés sont masqués dans chaque groupe : presque toutes ses personnes y "
    "votent de même, ou trop peu l'ont vu."
)


def page(report: dict[str, Any]) -> str:
    """Write a published report of opinions as one HTML page, the same bytes for the same report."""
    sections = [
        _section("Ce sur quoi on s'accorde", "", *_consensus(report)),
        _section("Les groupes d'opinion", "", *_groups(report)),
        _section("Ce que partagent tous les groupes", "", *_shared(report)),
        _section("Tous les énoncés", "", *_statements(report)),
        _section("La méthode", "", *_method(report["method"])),
    ]
    text = (
        files("analysis.statements").joinpath("opinions_template.html").read_text(encoding="utf-8")
    )
    told = "Exemple : ces votes sont fictifs." if report["fictitious"] else ""
    return Template(text).substitute(
        title=_safe(report["title"] or "Ce que disent les votes"),
        banner=f'<p class="fictitious">{_safe(told)}</p>' if told else "",
        findings=_items(report["findings"]).replace("<ul>", '<ul class="findings">', 1),
        sections="\n".join(sections),
    )


def _figure(rows: Iterable[str], sentence: str) -> str:
    """Put rows of strips over their scale, under the sentence that says what they show."""
    drawn = "".join(rows)
    if not drawn:
        return ""
    caption = f"<figcaption><strong>{_safe(sentence)}</strong> {_safe(READING)}</figcaption>"
    return f"<figure>{caption}{drawn}{scale()}</figure>"


def _row(label: str, cell: dict[str, Any], small: bool = False) -> str:
    told = share_told(cell)
    kind = "row part" if small else "row"
    return (
        f'<div class="{kind}"><p>{_safe(label)} <span>{_safe(told)}</span></p>'
        f"{strip(cell, f'{label} : {told}')}</div>"
    )


def _consensus(report: dict[str, Any]) -> list[str]:
    found = report["consensus"]
    if not found:
        return [_paragraph("Aucun énoncé ne réunit nettement plus de la moitié des votes.")]
    many = {way: sum(entry["direction"] == way for entry in found) for way in WAYS}
    told = [f"{_many(n)} l'on est le plus {WAYS[way]}" for way, n in many.items() if n]
    rows = [(e["text"], WAYS[e["direction"]], *_cell(e["cell"])) for e in found]
    drawn = [_row(f"{e['text']} ({WAYS[e['direction']]})", e["cell"]) for e in found]
    return [
        _figure(drawn, f"{listing(told).capitalize()}."),
        _table("Énoncés les plus partagés", ("Énoncé", "Vote", *CELL), rows),
    ]


def _many(n: int) -> str:
    return "l'énoncé sur lequel" if n == 1 else f"{n} énoncés sur lesquels"


def _groups(report: dict[str, Any]) -> list[str]:
    groups = report["groups"]
    if not groups:
        return [_paragraph(report["message"])]
    sizes = [f"{g['name']}, {share_told(g['cell'])}" for g in groups]
    said = f"{len(groups)} groupes d'opinion : {' ; '.join(sizes)}."
    lines = {line["name"]: line for line in report["statements"]}
    silhouette = f"{report['silhouette']:.2f}".replace(".", ",")
    apart = f"Séparation des groupes (silhouette, 1 au plus) : {silhouette}."
    parts = [_paragraph(f"{report['message']} {apart}"), _mapped(groups, said)]
    for group in groups:
        parts += _one_group(group, groups, lines)
    return parts


def _mapped(groups: list[dict[str, Any]], said: str) -> str:
    caption = (
        "Plus deux groupes sont proches, plus ils votent de façon proche ; la surface d'un disque "
        "est la taille du groupe. Personne n'est placé sur cette carte."
    )
    return (
        f'<figure class="map"><figcaption><strong>{_safe(said)}</strong> {_safe(caption)}'
        f"</figcaption>{group_map(groups, said)}</figure>"
    )


def _one_group(
    group: dict[str, Any], groups: list[dict[str, Any]], lines: dict[str, dict[str, Any]]
) -> list[str]:
    rows = [
        (entry["text"], WAYS[entry["direction"]], *_cell(entry["cell"]))
        for entry in group["representative"]
    ]
    told = (
        f"{group['name']} : {share_told(group['cell'])} ; "
        f"on le retrouve à {percent(group['stability'])} quand on tire d'autres participants."
    )
    drawn = [_apart(entry, groups, lines) for entry in group["representative"]]
    if rows and not any(drawn):
        return [
            f"<h3>{_safe(group['name'])}</h3>",
            *(_paragraph(text) for text in (told, group["sentence"], UNTOLD)),
        ]
    return [
        f"<h3>{_safe(group['name'])}</h3>",
        _paragraph(told),
        _figure(drawn, group["sentence"]) if rows else _paragraph(group["sentence"]),
        _table(f"Votes de ce groupe, {group['name']}", ("Énoncé", "Vote", *CELL), rows),
    ]


def _apart(
    entry: dict[str, Any], groups: list[dict[str, Any]], lines: dict[str, dict[str, Any]]
) -> str:
    """Draw how every group votes on one statement, on the one answer that is told by group."""
    line = lines[entry["statement"]]["by_group"]
    if all(cell["hidden"] for cell in line["cells"]):
        return ""
    title = f"{entry['text']} ({WAYS[line['answer']]})"
    head = f'<p class="statement">{_safe(title)}</p>'
    pairs = zip(groups, line["cells"], strict=True)
    return head + "".join(_row(group["name"], cell, small=True) for group, cell in pairs)


def _shared(report: dict[str, Any]) -> list[str]:
    if not report["groups"]:
        return [_paragraph("Sans groupes d'opinion, il n'y a rien à comparer.")]
    if not report["shared"]:
        return [_paragraph("Aucun énoncé n'a l'accord de la plupart dans chaque groupe.")]
    lines = {line["name"]: line for line in report["statements"]}
    named = [f"{quoted(e['text'])}" for e in report["shared"]]
    rows = [_apart(entry, report["groups"], lines) for entry in report["shared"]]
    sentence = f"Dans chaque groupe, la plupart sont d'accord avec {listing(named)}."
    return [_figure(rows, sentence)] if any(rows) else [_paragraph(f"{sentence} {UNTOLD}")]


def _statements(report: dict[str, Any]) -> list[str]:
    rows = [
        (s["text"], _count(s["seen"]), *(share_told(s[way]) for way in ("agree", "disagree")))
        + (share_told(s["pass"]),)
        for s in report["statements"]
    ]
    head = ("Énoncé", "Votes", "D'accord", "Pas d'accord", "Passent")
    partial = any(s["partial"] for s in report["statements"])
    note = (
        "Là où très peu de personnes hors des groupes ont voté, elles ne sont pas comptées."
        if partial
        else ""
    )
    return [_table("Votes sur chaque énoncé", head, rows), _paragraph(note), *_by_group(report)]


def _by_group(report: dict[str, Any]) -> list[str]:
    groups = report["groups"]
    rows = [
        (s["text"], WAYS[s["by_group"]["answer"]])
        + tuple(share_told(cell) for cell in s["by_group"]["cells"])
        for s in report["statements"]
        if groups and not all(cell["hidden"] for cell in s["by_group"]["cells"])
    ]
    head = ("Énoncé", "Vote", *(group["name"] for group in groups))
    left = len(report["statements"]) - len(rows)
    told = f"Énoncés dont tous les nombres par groupe sont masqués : {number(left)}."
    table = _table("Les mêmes énoncés, par groupe", head, rows)
    return [table, _paragraph(told)] if groups and left else [table]


def _method(method: dict[str, Any]) -> list[str]:
    facts = [(name, str(value)) for name, value in sorted(method["parameters"].items())]
    facts += [(name, value) for name, value in sorted(method["versions"].items())]
    facts += [("graine", str(method["seed"])), ("cases masquées", number(method["suppressed"]))]
    return [
        _items(method["limits"]),
        _table("Réglages et versions", ("Réglage", "Valeur"), facts),
    ]
