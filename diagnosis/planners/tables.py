"""The numbers of each figure as a table for a French spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from analysis.csv_cells import as_texts
from analysis.french import decimal, points
from analysis.model import Cell, Report
from analysis.publishing import count
from analysis.rules import BASE, FLOOR

CELL = ("familles", "sur", "part_%", "bas_%", "haut_%", "arrondi_a")
Row = Sequence[Any]


def table(report: Report, key: str) -> str:
    """The numbers of a figure.

    Parameters
    ----------
    report : what is told.
    key : of the figure, one of ``TABLES``.

    Returns
    -------
    Semicolons, a byte order mark: what a French spreadsheet opens as it is. A name that begins
    like a formula has an apostrophe before it.
    """
    head, rows = TABLES[key]
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows(map(as_texts, rows(report)))
    return "\ufeff" + file.getvalue()


def _cell(cell: Cell, whole: bool = False) -> Row:
    share, low, high = (points(value, cell.N) for value in (cell.share, cell.low, cell.high))
    small = not cell.n or (cell.N < FLOOR and not whole)
    return cell.n or count(cell), cell.N, "" if small else share, low, high, BASE


def _needs(report: Report) -> Iterator[Row]:
    for need in report.needs.domains:
        yield need.name, need.label, "", *_cell(need.cell, whole=True)
    yield from _zones(report)


def _zones(report: Report) -> Iterator[Row]:
    labels = {zone.name: zone.label for zone in report.maps.zones}
    for need in report.maps.needs:
        for entry in need.cells:
            yield need.name, need.label, labels[entry.zone], *_cell(entry.cell)


def _profiles(report: Report) -> Iterator[Row]:
    for profile in report.profiles.items:
        for entry in profile.typical:
            told = (profile.name, profile.staff_name, entry.variable_label, entry.label)
            yield *told, entry.direction, *_cell(entry.cell)


def _crossing(report: Report) -> Iterator[Row]:
    others = {question.name for question in report.participation.variables}
    for profile in report.profiles.items:
        for entry in profile.typical:
            if entry.variable not in others:
                lift = "" if entry.lift is None else decimal(entry.lift)
                yield profile.name, entry.label, entry.direction, lift, *_cell(entry.cell)


def _axes(report: Report) -> Iterator[Row]:
    for point in report.axes.points:
        place = (round(value, 3) for value in (point.x, point.y, point.cos2))
        yield point.variable_label, point.label, *place, *_cell(point.cell, whole=True)


def _themes(report: Report) -> Iterator[Row]:
    for theme in report.themes.items:
        score = (points(value) for value in (theme.score, theme.low, theme.high))
        places = (theme.rank, theme.rank_low, theme.rank_high, theme.rank_survey)
        votes = (theme.decided.votes, theme.decided.participants, theme.decided.workshops_held)
        needed = count(theme.needed) if theme.needed else ""
        wished = count(theme.wished) if theme.wished else ""
        yield theme.name, theme.label, *places, needed, wished, *votes, *score


def _programme(report: Report) -> Iterator[Row]:
    for session in report.programme.sessions:
        added = session.adds.n or count(session.adds)
        yield session.order, session.label, added, *_cell(session.covered, whole=True)


PLACES = ("rang", "rang_bas", "rang_haut", "rang_enquete")
DECIDED = ("besoin_nomme", "souhaite", "votes", "votants", "ateliers_tenus")
TABLES: dict[str, tuple[Row, Callable[[Report], Iterator[Row]]]] = {
    "needs": (("besoin", "libelle", "zone", *CELL), _needs),
    "map": (("besoin", "libelle", "zone", *CELL), _zones),
    "profiles": (("profil", "nom", "question", "reponse", "frequence", *CELL), _profiles),
    "crossing": (("profil", "besoin", "frequence", "rapport", *CELL), _crossing),
    "axes": (("question", "reponse", "axe_1", "axe_2", "qualite", *CELL), _axes),
    "themes": (
        ("theme", "libelle", *PLACES, *DECIDED, "score_%", "bas_%", "haut_%"),
        _themes,
    ),
    "programme": (("seance", "libelle", "familles_en_plus", *CELL), _programme),
}
