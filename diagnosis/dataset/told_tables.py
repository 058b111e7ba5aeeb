"""What was told of a campaign as tables to take away: every number here is in its report."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from analysis.french import ENOUGH_FOR_A_DECIMAL
from analysis.model import Cell, Maps, Report, Theme, Weighted
from diagnosis.dataset.shown import State
from diagnosis.dataset.told_cells import told_cell
from diagnosis.exports import Column, Feature, Row, Table
from diagnosis.languages import long_day
from diagnosis.model import N_, Campaign, DiagnosisError

SECTIONS = {
    "besoins": "Besoins, parmi toutes les familles",
    "besoins_premiers": "Besoins nommés comme le plus important",
    "besoins_ponderes": "Besoins, parts pondérées par la population du quartier",
    "zones": "Besoins par zone",
    "reponses": "Réponses à chaque question",
    "profils": "Profils de familles",
    "profils_reponses": "Réponses typiques d’un profil",
    "themes_rang": "Thèmes, place et score",
    "themes_besoin": "Thèmes, familles de leur public qui nomment le besoin principal",
    "themes_souhait": "Thèmes, familles qui le souhaitent parmi celles qui ont vu la carte",
    "themes_votes": "Thèmes, votes des séances (personnes, et non familles)",
    "programme": "Programme, familles à qui répondent les séances jusqu’à celle-ci",
    "programme_ajoute": "Programme, familles que la séance ajoute",
}
CELL = (
    Column("familles", "Familles, arrondies à 5 près ; 0 : moins de 5", "integer"),
    Column("sur", "Parmi combien de familles, arrondi à 5 près", "integer"),
    Column("part", "Part, en % ; vide quand le groupe est trop petit", "number"),
    Column("bas", "Borne basse de l’intervalle à 95 %, en %", "number"),
    Column("haut", "Borne haute de l’intervalle à 95 %, en %", "number"),
)
COLUMNS = (
    Column("tableau", "De quoi parle la ligne", "choice", SECTIONS),
    Column("nom", "Nom court du besoin, de la question, du profil ou du thème"),
    Column("libelle", "Le même en toutes lettres"),
    Column("groupe", "Nom court de la zone ou de la réponse"),
    Column("groupe_libelle", "Le même en toutes lettres"),
    *CELL,
    Column("en_mots", "Les familles, comme on peut le dire"),
    Column("rang", "Place du thème, ordre de la séance", "integer"),
    Column("rang_bas", "Meilleure place possible du thème", "integer"),
    Column("rang_haut", "Moins bonne place possible du thème", "integer"),
)
# What tells a row from every other, from one state to the next.
KEYS = ("tableau", "nom", "groupe")
NO_CELL = (None, None, None, None, None, "")
NO_RANK = (None, None, None)


class TooFewToTellError(DiagnosisError):
    """Fewer families answered than the smallest group that is described."""

    def __init__(self, k: int) -> None:
        super().__init__(
            N_(
                "Moins de %(k)s familles ont répondu\u00a0: aucun nombre n’est dit, il n’y a rien "
                "à emporter. Continuez à recueillir."
            ),
            k=k,
        )


def told_table(state: State, campaign: Campaign, k: int) -> Table:
    """Every told number of a campaign's published state, one a row.

    Raises
    ------
    TooFewToTellError
        There is none.
    """
    report = state.records
    if report.participation.n is None:
        raise TooFewToTellError(k)
    rows = list(_rows(report))
    name = f"nombres-{campaign.name}"
    return Table(name, campaign.title, _note(state, report), COLUMNS, lambda: rows, len(rows))


def told_map(state: State, campaign: Campaign, k: int) -> tuple[Table, list[Feature]]:
    """The sectors of a campaign with the told numbers of their zones.

    Raises
    ------
    TooFewToTellError
        No number is told.
    """
    report = state.records
    if report.participation.n is None:
        raise TooFewToTellError(k)
    features = list(_features(report.maps))
    note = f"{_note(state, report)} Les nombres d’un secteur sont ceux de sa zone."
    table = Table(
        f"carte-{campaign.name}", campaign.title, note, tuple(_map_columns(report.maps)),
        lambda: [feature.row for feature in features], len(features),
    )  # fmt: skip
    return table, features


def _note(state: State, report: Report) -> str:
    day = f"État du {long_day(state.day)} : {state.families} familles. " if state.day else ""
    said = "Données fictives. " if report.fictitious else ""
    return f"{said}{day}{report.method.door.sentence} {report.method.door.limit}"


def _cell(cell: Cell, whole: bool = False) -> tuple[Any, ...]:
    told = told_cell(cell, whole)
    share = None if told.share is None else _points(told.share, cell.N)
    return cell.n, cell.N, share, _points(told.low, cell.N), _points(told.high, cell.N), told.words


def _points(share: float, base: int) -> float:
    return round(100 * share, int(base >= ENOUGH_FOR_A_DECIMAL))


def _rows(report: Report) -> Iterator[Row]:
    yield from _needs(report)
    for question in report.participation.variables:
        for answer in question.categories:
            told = (question.name, question.label, answer.name, answer.label)
            yield "reponses", *told, *_cell(answer.cell, whole=True), *NO_RANK
    yield from _profiles(report)
    for theme in report.themes.items:
        yield from _theme(theme)
    for session in report.programme.sessions:
        order = session.order
        told = (session.theme, session.label, str(order), f"séance {order}")
        rank = (order, None, None)
        yield "programme", *told, *_cell(session.covered, whole=True), *rank
        yield "programme_ajoute", *told, *_cell(session.adds, whole=True), *rank


def _needs(report: Report) -> Iterator[Row]:
    for need in report.needs.domains:
        told = (need.name, need.label, "", "")
        yield "besoins", *told, *_cell(need.cell, whole=True), *NO_RANK
        if need.first:
            yield "besoins_premiers", *told, *_cell(need.first, whole=True), *NO_RANK
        if need.weighted:
            yield "besoins_ponderes", *told, *_weighted(need.weighted), *NO_RANK
    labels = {zone.name: zone.label for zone in report.maps.zones}
    for mapped in report.maps.needs:
        for entry in mapped.cells:
            told = (mapped.name, mapped.label, entry.zone, labels[entry.zone])
            yield "zones", *told, *_cell(entry.cell), *NO_RANK


def _weighted(cell: Weighted) -> tuple[Any, ...]:
    shares = (_points(value, cell.effective) for value in (cell.share, cell.low, cell.high))
    return None, None, *shares, ""


def _profiles(report: Report) -> Iterator[Row]:
    for profile in report.profiles.items:
        yield "profils", profile.id, profile.name, "", "", *_cell(profile.cell, True), *NO_RANK
        for entry in profile.typical:
            answer = f"{entry.variable}={entry.category}"
            told = (profile.id, profile.name, answer, f"{entry.variable_label} : {entry.label}")
            yield "profils_reponses", *told, *_cell(entry.cell), *NO_RANK


def _theme(theme: Theme) -> Iterator[Row]:
    told, decided = (theme.name, theme.label, "", ""), theme.decided
    score = (_points(value, 0) for value in (theme.score, theme.low, theme.high))
    places = (theme.rank, theme.rank_low, theme.rank_high)
    yield "themes_rang", *told, None, None, *score, "", *places
    for section, cell in (("themes_besoin", theme.needed), ("themes_souhait", theme.wished)):
        if cell:
            yield section, *told, *_cell(cell), *NO_RANK
    if decided.votes is not None:
        counted = (decided.votes, decided.participants)
        yield "themes_votes", *told, *counted, None, None, None, decided.sentence, *NO_RANK


def _map_columns(maps: Maps) -> Iterator[Column]:
    yield Column("secteur", "Nom court du secteur")
    yield Column("libelle", "Secteur")
    yield Column("zone", "Nom court de la zone, de secteurs décrits ensemble")
    yield Column("zone_libelle", "Zone")
    for need in maps.needs:
        for column in CELL:
            label = f"{need.label}. {column.label}"
            yield Column(f"{need.name}_{column.name}", label, column.kind)


def _features(maps: Maps) -> Iterator[Feature]:
    labels = {zone.name: zone.label for zone in maps.zones}
    cells = {(need.name, entry.zone): entry.cell for need in maps.needs for entry in need.cells}
    for place in maps.sectors:
        row: list[Any] = [place.name, place.label, place.zone, labels.get(place.zone or "")]
        for need in maps.needs:
            cell = cells.get((need.name, place.zone or ""))
            row += (_cell(cell) if cell else NO_CELL)[: len(CELL)]
        point = None
        if place.lon is not None and place.lat is not None:
            point = {"type": "Point", "coordinates": [place.lon, place.lat]}
        yield Feature(row, place.polygon or point)
