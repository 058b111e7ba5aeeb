"""From a diagnosis to plotly figures: the finding as title, dots with intervals, direct labels."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import plotly.graph_objects as go

from ..french import listing, number, percent, quoted, shared
from ..model import NeedMap, Profile, Report, Session, Theme, TypicalAnswer, typed
from .canvas import Canvas, Row, cell_text, message, row_of, rows_figure
from .crossing import crossing
from .need_map import drawable, map_figure
from .plane import plane

MOST_THEMES = 12
MOST_TYPICAL = 4
FOOT = "Point : part des familles. Trait : intervalle de confiance à 95 %."


def figures(report: Report | Mapping[str, Any], *, need: str | None = None) -> dict[str, go.Figure]:
    """Draw a diagnosis.

    Parameters
    ----------
    report : Report or mapping
        What :attr:`analysis.Diagnosis.report` or :meth:`analysis.Diagnosis.to_dict` gives.
    need : str, optional
        Name of the need on the map; the first one of ``needs`` by default.

    Returns
    -------
    dict of str to plotly.graph_objects.Figure
        Keys ``needs``, ``axes``, ``profiles``, ``crossing`` (needs in profiles), ``map``,
        ``themes``, ``programme``; a section with nothing to draw gives a figure that says why.
        Draw with :data:`CONFIG`, or without a script by :func:`svg`.

    Raises
    ------
    KeyError
        When ``need`` is the name of no need.
    """
    found = _read(report)
    return {key: figure(found, key, need=need) for key in FIGURES}


def figure(
    report: Report | Mapping[str, Any], key: str, *, need: str | None = None, source: str = ""
) -> go.Figure:
    """Draw one figure of a diagnosis, and no other.

    Parameters
    ----------
    report, need
        As for :func:`figures`.
    key : str
        One of :data:`FIGURES`.
    source : str
        Where the numbers come from, written below; for a figure that leaves its page.

    Raises
    ------
    KeyError
        When ``key`` is the name of no figure, or ``need`` of no need.
    """
    canvas = FIGURES[key](_read(report), need)
    if source:
        canvas.source(source)
    return canvas.figure()


def _read(report: Report | Mapping[str, Any]) -> Report:
    return report if isinstance(report, Report) else typed(report)


def _needs(report: Report, need: str | None) -> Canvas:
    section = report.needs
    domains = section.domains
    if not domains:
        return message("Besoins", section.message)
    title = section.order.sentence
    return rows_figure(title, [row_of(d.label, d.cell) for d in domains], FOOT)


def _axes(report: Report, need: str | None) -> Canvas:
    questions = report.participation.variables
    scales = {v.name for v in questions if v.type == "scale"}
    return plane(report.axes, report.profiles.items, scales)


def _profiles(report: Report, need: str | None) -> Canvas:
    section = report.profiles
    items = section.items
    if not items:
        return message("Profils de réponses", section.message)
    rows: list[Row] = []
    for item in items:
        rows.append(Row(_profile_title(item), cell_text(item.cell), heading=True))
        more = [entry for entry in item.typical if entry.direction == "more"]
        rows += [row_of(_answer_label(entry), entry.cell) for entry in more[:MOST_TYPICAL]]
    clear = "distincts" if section.clear else "apparaissent, fragiles"
    foot = f"Réponses plus fréquentes dans ce profil que dans les autres. {FOOT}"
    return rows_figure(f"{len(items)} profils de réponses {clear}", rows, foot)


def _crossing(report: Report, need: str | None) -> Canvas:
    others = {v.name for v in report.participation.variables}
    return crossing(report.needs, report.profiles, others)


def _profile_title(item: Profile) -> str:
    """The neutral name of a profile, then the one that staff gave."""
    return " · ".join(name for name in (item.name, item.staff_name) if name)


def _answer_label(entry: TypicalAnswer) -> str:
    """An answer, with its question when the answer alone says too little."""
    if entry.single:
        return f"{entry.variable_label} : {entry.label}"
    return entry.label


def _map(report: Report, need: str | None) -> Canvas:
    section, domains = report.maps, report.needs.domains
    name = need or (domains[0].name if domains else None)
    if not section.needs or name is None:
        return message("Carte des besoins", section.message or "Aucun besoin à dessiner.")
    found = {entry.name: entry for entry in section.needs}[name]
    labels = {zone.name: zone.label for zone in section.zones}
    title = _map_title(found, labels, section.message)
    kept = drawable(section.sectors)
    if kept and len(kept) == len(section.sectors):
        return map_figure(title, kept, found, not section.message)
    return rows_figure(title, [row_of(labels[e.zone], e.cell) for e in found.cells], FOOT)


def _map_title(need: NeedMap, labels: dict[str, str], untested: str) -> str:
    for side, word in (("above", "plus souvent"), ("below", "moins souvent")):
        told = [labels[entry.zone] for entry in need.cells if entry.side == side]
        if told:
            where = listing([quoted(label) for label in told])
            return f"{quoted(need.label)} : nommé {word} que dans l'ensemble à {where}"
    if untested:
        return f"{quoted(need.label)}, par zone"
    return f"{quoted(need.label)} : on ne peut pas conclure que les zones diffèrent"


def _themes(report: Report, need: str | None) -> Canvas:
    section = report.themes
    items = section.items
    if not items:
        return message("Thèmes d'ateliers", section.message)
    foot = "Point : score du thème. Trait : son intervalle à 95 %."
    title = section.sentence or "Thèmes, dans l'ordre de leur score"
    return rows_figure(title, [_theme_row(item) for item in items[:MOST_THEMES]], foot)


def _theme_row(item: Theme) -> Row:
    move = item.move
    moved = f" · {'▲' if move > 0 else '▼'} {abs(move)}" if move else ""
    value, label = percent(item.score) + moved, f"{item.rank}. {item.label}"
    return Row(label, value, item.score, item.low, item.high)


def _programme(report: Report, need: str | None) -> Canvas:
    section = report.programme
    sessions = section.sessions
    if not sessions:
        return message("Programme", section.message or "Aucun thème ne répond à une famille.")
    many = "séance répond" if len(sessions) == 1 else "séances répondent"
    last = sessions[-1].covered
    title = f"{len(sessions)} {many} à environ {number(last.n)} familles sur {number(last.N)}"
    foot = f"Familles déjà couvertes, séance après séance. {FOOT}"
    return rows_figure(title, [_session_row(s) for s in sessions], foot)


def _session_row(session: Session) -> Row:
    row = row_of(f"{session.order}. {session.label}", session.covered)
    added = session.adds.n
    more = f"+{number(added)}" if added else "moins de 5"
    reached = shared(session.covered.share, session.covered.N)
    return replace(row, value=f"{more} · {reached}")


# In the order of the pages.
FIGURES: dict[str, Callable[[Report, str | None], Canvas]] = {
    "needs": _needs,
    "axes": _axes,
    "profiles": _profiles,
    "crossing": _crossing,
    "map": _map,
    "themes": _themes,
    "programme": _programme,
}
