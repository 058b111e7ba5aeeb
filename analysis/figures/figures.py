"""From a diagnosis to plotly figures: the finding as title, dots with intervals, direct labels."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import plotly.graph_objects as go

from ..french import number, percent, quoted
from .canvas import CONFIG, Row, message, row_of, rows_figure
from .need_map import drawable, map_figure
from .plane import plane

MOST_THEMES = 12
MOST_TYPICAL = 4
FOOT = "Point : part des familles. Trait : intervalle de confiance à 95 %."


def figures(report: dict[str, Any], *, need: str | None = None) -> dict[str, go.Figure]:
    """Draw a diagnosis.

    Parameters
    ----------
    report : dict
        What :meth:`analysis.Diagnosis.to_dict` gives.
    need : str, optional
        Name of the need on the map; the first one of ``needs`` by default.

    Returns
    -------
    dict of str to plotly.graph_objects.Figure
        Keys ``needs``, ``axes``, ``profiles``, ``map``, ``themes``, ``programme``; a section
        with nothing to draw gives a figure that says why. Draw with :data:`CONFIG`.

    Raises
    ------
    KeyError
        When ``need`` is the name of no need.
    """
    return {
        "needs": _needs(report["needs"]),
        "axes": plane(report["axes"], report["profiles"]["items"], _scales(report)),
        "profiles": _profiles(report["profiles"]),
        "map": _map(report["maps"], need or _first(report["needs"])),
        "themes": _themes(report["themes"]),
        "programme": _programme(report["programme"]),
    }


def _scales(report: dict[str, Any]) -> set[str]:
    return {v["name"] for v in report["participation"]["variables"] if v["type"] == "scale"}


def _first(section: dict[str, Any]) -> str | None:
    return section["domains"][0]["name"] if section["domains"] else None


def _needs(section: dict[str, Any]) -> go.Figure:
    domains = section["domains"]
    if not domains:
        return message("Besoins", section["message"])
    top = domains[0]
    title = "Aucun besoin ne peut être publié : trop peu de familles par besoin"
    if not top["cell"]["hidden"]:
        title = f"{_people(top['cell'])} nomment {quoted(top['label'])}"
    return rows_figure(title, [row_of(d["label"], d["cell"]) for d in domains], FOOT)


def _people(cell: dict[str, Any]) -> str:
    return f"{cell['n']} familles sur {cell['N']}"


def _profiles(section: dict[str, Any]) -> go.Figure:
    items = section["items"]
    if not items:
        return message("Profils de réponses", section["message"])
    rows: list[Row] = []
    for item in items:
        size = row_of("", item["cell"])
        rows.append(Row(profile_title(item), size.value, heading=True))
        more = [entry for entry in item["typical"] if entry["direction"] == "more"]
        rows += [row_of(answer_label(entry), entry["cell"]) for entry in more[:MOST_TYPICAL]]
    clear = "se distinguent nettement" if section["clear"] else "apparaissent, fragiles"
    foot = f"Réponses plus fréquentes dans ce profil que dans les autres. {FOOT}"
    return rows_figure(f"{len(items)} profils de réponses {clear}", rows, foot)


def profile_title(item: dict[str, Any]) -> str:
    """Write the neutral name of a profile, then the one that staff gave.

    >>> profile_title({"name": "Profil A", "staff_name": "Jeunes parents"})
    'Profil A · Jeunes parents'
    """
    return " · ".join(name for name in (item["name"], item["staff_name"]) if name)


def answer_label(entry: dict[str, Any]) -> str:
    """Name an answer with its question when the answer alone says too little.

    >>> answer_label({"label": "oui", "variable_label": "Je sais où aller", "single": True})
    'Je sais où aller : oui'
    """
    if entry["single"]:
        return f"{entry['variable_label']} : {entry['label']}"
    return str(entry["label"])


def _map(section: dict[str, Any], name: str | None) -> go.Figure:
    if not section["needs"] or name is None:
        return message("Carte des besoins", section["message"] or "Aucun besoin à dessiner.")
    found = {need["name"]: need for need in section["needs"]}
    need, labels = found[name], {s["name"]: s["label"] for s in section["sectors"]}
    title = _map_title(need, labels)
    kept = drawable(section["sectors"])
    if kept and len(kept) == len(section["sectors"]):
        return map_figure(title, kept, need)
    return rows_figure(title, [row_of(labels[e["sector"]], e["cell"]) for e in need["cells"]], FOOT)


def _map_title(need: dict[str, Any], labels: dict[str, str]) -> str:
    told = [entry for entry in need["cells"] if not entry["cell"]["hidden"]]
    if not told:
        return f"{quoted(need['label'])} : trop peu de familles par secteur pour publier"
    if need["differs"]:
        top = max(told, key=lambda entry: entry["cell"]["share"])
        least = min(told, key=lambda entry: entry["cell"]["share"])
        where = f"{quoted(labels[top['sector']])} qu'à {quoted(labels[least['sector']])}"
        return f"{quoted(need['label'])} : plus nommé à {where}"
    return f"{quoted(need['label'])} : on ne peut pas conclure que les secteurs diffèrent"


def _themes(section: dict[str, Any]) -> go.Figure:
    items = section["items"]
    if not items:
        return message("Thèmes d'ateliers", section["message"])
    title = f"{quoted(items[0]['label'])} arrive en tête des thèmes"
    foot = (
        "Point plein : score, votes et retours compris. Trait : son intervalle. "
        "Cercle : enquête seule."
    )
    return rows_figure(title, [_theme_row(item) for item in items[:MOST_THEMES]], foot)


def _theme_row(item: dict[str, Any]) -> Row:
    evidence, factor = item["evidence"], item["evidence"]["factor"]
    low, high = evidence["posterior"]["low"], evidence["posterior"]["high"]
    moved = {True: f" · ▲ {item['move']}", False: f" · ▼ {-item['move']}"}
    value = percent(item["score"]) + (moved[item["move"] > 0] if item["move"] else "")
    survey = None if item["cell"]["hidden"] else item["cell"]["share"]
    bounds = min(low * factor, 1.0), min(high * factor, 1.0)
    label = f"{item['rank']}. {item['label']}"
    return Row(label, value, min(item["score"], 1.0), *bounds, other=survey)


def _programme(section: dict[str, Any]) -> go.Figure:
    sessions = section["sessions"]
    if not sessions:
        return message("Programme", section["message"] or "Aucun thème ne répond à une famille.")
    told = [s for s in sessions if not s["covered"]["hidden"]]
    title = "Programme proposé : trop peu de familles pour chiffrer ce qu'il couvre"
    if told:
        many = "séance répond" if len(told) == 1 else "séances répondent"
        title = f"{len(told)} {many} à {_people(told[-1]['covered'])}"
    foot = f"Familles déjà couvertes, séance après séance. {FOOT}"
    return rows_figure(title, [_session_row(s) for s in sessions], foot)


def _session_row(session: dict[str, Any]) -> Row:
    row = row_of(f"{session['order']}. {session['label']}", session["covered"])
    if session["covered"]["hidden"]:
        return row
    reached = percent(session["covered"]["share"], session["covered"]["N"])
    return replace(row, value=f"+{number(session['adds']['n'])} · {reached}")


__all__ = ["CONFIG", "answer_label", "figures"]
