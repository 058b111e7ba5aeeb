"""The printable report: one self-contained French page, a table beside each picture."""

from __future__ import annotations

from importlib.resources import files
from string import Template
from typing import Any

from plotly.offline import get_plotlyjs

from ..figures import CONFIG, answer_label, figures, profile_title
from ..french import interval, listing, number, percent, share_text, times
from ..publishing import CELL, cell, count, items, paragraph, safe, section, table
from .needs_page import HEAD as LACK
from .needs_page import lack_columns, support_texts

TYPICAL = ("Réponse", "Fréquence", "Rapport à l'ensemble", *CELL)


def page(report: dict[str, Any]) -> str:
    """Write a published report as one HTML page, the same bytes for the same report."""
    drawn = figures(report)
    sections = [
        section("Qui a répondu", "", *_participation(report["participation"])),
        section("Les besoins", _picture(drawn, "needs"), *_needs(report["needs"])),
        section("Les besoins par zone", _picture(drawn, "map"), *_maps(report["maps"])),
        section("La carte des réponses", _picture(drawn, "axes"), _axes(report["axes"])),
        section("Les profils", _picture(drawn, "profiles"), *_profiles(report["profiles"])),
        section("Les thèmes d'ateliers", _picture(drawn, "themes"), *_themes(report["themes"])),
        section("Le programme", _picture(drawn, "programme"), *_programme(report["programme"])),
        section("La parole des familles", "", *_verbatims(report["verbatims"])),
        section("La méthode", "", *_method(report["method"])),
    ]
    text = files("analysis.report").joinpath("report_template.html").read_text(encoding="utf-8")
    title = report["title"] or "Diagnostic des besoins"
    return Template(text).substitute(
        title=safe(title),
        banner=_banner(report) + paragraph(report["method"]["door"]["sentence"]),
        findings="".join(f"<li>{safe(text)}</li>" for text in report["findings"]),
        sections="\n".join(sections),
        script=get_plotlyjs(),
    )


def _banner(report: dict[str, Any]) -> str:
    if not report["fictitious"]:
        return ""
    return f'<p class="fictitious">{safe("Exemple : ces familles sont fictives.")}</p>'


def _picture(drawn: dict[str, Any], key: str) -> str:
    body = drawn[key].to_html(
        full_html=False,
        include_plotlyjs=False,
        div_id=f"figure-{key}",
        config=CONFIG,
        default_height=f"{drawn[key].layout.height}px",
    )
    return f'<figure class="{key}">{body}</figure>'


def _participation(section: dict[str, Any]) -> list[str]:
    head = section["message"] or f"n = {count(section['n'])} familles."
    tables = [
        table(
            f"{variable['label']} (sans réponse : {count(variable['missing'])})",
            ("Réponse", *CELL),
            [(entry["label"], *cell(entry["cell"])) for entry in variable["categories"]],
        )
        for variable in section["variables"]
    ]
    return [paragraph(head), *tables]


def _needs(section: dict[str, Any]) -> list[str]:
    """Write the needs; weighted shares stand beside the counts, never instead of them."""
    heavy = any(d["weighted"] or d["first_weighted"] for d in section["domains"])
    rows = [
        (d["label"], *cell(d["cell"]), cell(d["first"])[2])
        + ((_weighted(d["weighted"]), _weighted(d["first_weighted"])) if heavy else ())
        + ((lack_columns(d["unmet"]) if d["unmet"] else ("–", "–")) if section["unmet"] else ())
        for d in section["domains"]
    ]
    more = ("Part pondérée", "Mis en premier, part pondérée") if heavy else ()
    lack = LACK if section["unmet"] else ()
    head = ("Besoin", *CELL, "Mis en premier", *more, *lack)
    told, differing = support_texts(section)
    return [
        table("Besoins nommés par les familles", head, rows),
        *map(paragraph, told),
        items(differing) if differing else "",
        *_gaps(section["gaps"]),
    ]


def _weighted(share: dict[str, Any] | None) -> str:
    if share is None:
        return "–"
    return interval(share["share"], share["low"], share["high"])


def _gaps(section: dict[str, Any]) -> list[str]:
    rows = [
        (item["sentence"], *(" sur ".join(cell(g["cell"])[:2]) for g in item["groups"]))
        for item in section["items"]
    ]
    told = (
        f"{number(section['tested'])} comparaisons de groupes, {number(section['found'])} où "
        "l'écart dépasse le hasard. Les intervalles tiennent compte du nombre de comparaisons."
    )
    head = ("Écart", "n, premier groupe", "n, second groupe")
    return [
        paragraph(section["message"] or told),
        table("Écarts entre groupes de familles", head, rows),
        *map(paragraph, section["not_tested"]),
    ]


def _maps(section: dict[str, Any]) -> list[str]:
    """One table of zones and needs; a share says its side when it can be told from the whole."""
    labels = [zone["label"] for zone in section["zones"]]
    sides = {"above": " ▲", "below": " ▼", "": ""}
    rows = [
        (need["label"], share_text(need["cell"]))
        + tuple(share_text(entry["cell"]) + sides[entry["side"]] for entry in need["cells"])
        for need in section["needs"]
    ]
    key = "▲ plus souvent qu'ailleurs, ▼ moins souvent, plus que par hasard ; parts lissées."
    return [
        paragraph(section["message"]),
        table("Besoins par zone", ("Besoin", "Ensemble", *labels), rows),
        paragraph(key if rows else ""),
    ]


def _axes(section: dict[str, Any]) -> str:
    rows = [
        (_asked(point), point["label"], f"{point['x']:.2f}", f"{point['y']:.2f}")
        + (percent(point["cos2"]), *cell(point["cell"]))
        for point in section["points"]
    ]
    head = ("Question", "Réponse", "Axe 1", "Axe 2", "Qualité", *CELL)
    return table("Place de chaque réponse sur la carte", head, rows)


def _asked(point: dict[str, Any]) -> str:
    passive = " (n'a pas servi à dessiner la carte)" if point["supplementary"] else ""
    return f"{point['variable_label']}{passive}"


def _profiles(section: dict[str, Any]) -> list[str]:
    parts = [paragraph(section["message"]), *map(paragraph, section["notes"])]
    for item in section["items"]:
        n, base, share = cell(item["cell"])
        told = [
            f"n = {n} sur {base}, {share}",
            _resized(item),
            f"stabilité {percent(item['stability'])}" if item["stability"] is not None else "",
            f"{item['merged']} profils réunis par l'équipe" if item["merged"] > 1 else "",
        ]
        rows = [(answer_label(e), *_way(e), *cell(e["cell"])) for e in item["typical"]]
        parts += [
            f"<h3>{safe(profile_title(item))}</h3>",
            paragraph(item["sentence"]),
            paragraph(f"{listing([text for text in told if text])}."),
            table(f"Réponses typiques, {item['name']}", TYPICAL, rows),
        ]
    return parts


def _resized(item: dict[str, Any]) -> str:
    low, high = item["share_low"], item["share_high"]
    return "" if low is None else f"entre {percent(low)} et {percent(high)} selon les tirages"


def _way(entry: dict[str, Any]) -> tuple[str, str]:
    return "plus" if entry["direction"] == "more" else "moins", times(entry["lift"])


def _themes(section: dict[str, Any]) -> list[str]:
    """The order, with what is needed, wished and decided side by side."""
    rows = [
        (number(item["rank"]), item["label"])
        + (_share(item["needed"]), _share(item["wished"]), item["decided"]["sentence"])
        + (interval(item["score"], item["low"], item["high"]), item["why"])
        for item in section["items"]
    ]
    head = ("Rang", "Thème", "Demandé", "Souhaité", "Décidé", "Score", "Pourquoi")
    left = [(entry["label"], *cell(entry["cell"])) for entry in section["unanswered"]]
    return [
        table("Thèmes, du mieux placé au moins bien placé", head, rows),
        *(paragraph(text) for text in section["cautions"]),
        table("Besoins auxquels aucun thème ne répond", ("Besoin", *CELL), left),
    ]


def _share(cell: dict[str, Any] | None) -> str:
    return "–" if cell is None else share_text(cell)


def _programme(section: dict[str, Any]) -> list[str]:
    rows = [
        (str(session["order"]), session["label"], cell(session["adds"])[0])
        + (cell(session["covered"])[2], *_practical(session))
        for session in section["sessions"]
    ]
    head = ("Séance", "Thème", "Familles ajoutées", "Familles couvertes")
    practical = ("Moment", "Lieu", "Langues", "Pour venir")
    return [
        paragraph(section["message"]),
        table("Séances proposées", (*head, *practical), rows),
        *_certified(section),
    ]


def _certified(section: dict[str, Any]) -> list[str]:
    """How good the programme is, what else would do, whom it reaches, what was left out."""
    optimum = section["optimum"]["sentence"] if section["optimum"] else ""
    others = [_near(entry) for entry in section["alternatives"]]
    out = [entry["sentence"] for entry in section["left_out"]]
    rows = [(entry["name"], *cell(entry["cell"])) for entry in section["groups"]]
    limits = f"Limites : {listing(section['limits'])}." if section["limits"] else ""
    return [
        paragraph(f"{optimum} {limits}".strip()),
        f"<h3>{safe('Presque aussi bien')}</h3>{items(others)}" if others else "",
        f"<h3>{safe('Thèmes laissés de côté')}</h3>{items(out)}" if out else "",
        table("Familles touchées par le programme", ("Groupe", *CELL), rows) if rows else "",
    ]


def _near(entry: dict[str, Any]) -> str:
    return f"{entry['sentence']} Familles couvertes : {cell(entry['cell'])[2]}."


def _practical(session: dict[str, Any]) -> tuple[str, ...]:
    keys = ("slot", "place", "languages", "needs_to_come")
    return tuple(listing([e["label"] for e in session[key]]) or "à décider" for key in keys)


def _verbatims(section: dict[str, Any]) -> list[str]:
    found = section["variables"]
    rows = [(v["label"], count(v["count"]), count(v["read"]), v["length"] or "–") for v in found]
    codes = [(c["label"], *cell(c["cell"])) for v in found for c in v["codes"]]
    terms = [
        (f"« {t['term']} »", g["label"] or "–", *cell(t["cell"]))
        for v in found
        for g in v["topics"]
        for t in g["terms"]
    ]
    head = ("Question", "Textes", "Lus et codés", "Longueur")
    return [
        table("Textes libres (aucun texte n'est publié)", head, rows),
        table("Ce que l'équipe a reconnu dans les textes lus", ("Code", *CELL), codes),
        table("Mots qui reviennent dans les textes sans code", ("Mot", "Langue", *CELL), terms),
    ]


def _method(method: dict[str, Any]) -> list[str]:
    facts = [(name, str(value)) for name, value in sorted(method["parameters"].items())]
    facts += [(name, value) for name, value in sorted(method["versions"].items())]
    facts += [("graine", str(method["seed"]))]
    weighting = method["weighting"]
    return [
        paragraph(method["door"]["sentence"]),
        items(method["limits"]),
        paragraph(weighting["sentence"] if weighting else ""),
        items(method["warnings"]) if method["warnings"] else "",
        table("Réglages et versions", ("Réglage", "Valeur"), facts),
    ]
