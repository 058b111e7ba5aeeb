"""« Emporter les données »: what each file is for, and the files, made when they are asked for."""

from __future__ import annotations

import io
import tempfile
from importlib import import_module
from pathlib import Path

from flask import Blueprint, Response, send_file
from flask_babel import gettext as _
from werkzeug.wrappers import Response as WSGIResponse

from diagnosis.accounts import Action, Right
from diagnosis.model import N_, DiagnosisError
from diagnosis.web import campaign_or_404, instance, may, needs, note, say, team_headers, team_page

# Rows made while somebody waits: beyond, the command does it.
MOST_ROWS = 20_000
NUMBERS = {
    "csv": ("CSV", N_("S’ouvre d’un clic dans un tableur français (LibreOffice, Excel).")),
    "xlsx": (
        "XLSX",
        N_("Un classeur\u00a0: les nombres, et le dictionnaire sur une autre feuille."),
    ),
    "sav": ("SPSS", N_("Pour SPSS et PSPP, avec les libellés.")),
    "dta": ("Stata", N_("Pour Stata, avec les libellés.")),
    "parquet": (
        "Parquet",
        N_("Pour R, Python ou DuckDB\u00a0: petit, rapide, chaque colonne typée."),
    ),
    "jsonl": ("JSON Lines", N_("Pour un programme\u00a0: une ligne, un nombre.")),
}
MAPS = {
    "geojson": ("GeoJSON", N_("La carte des secteurs, pour un site web ou uMap.")),
    "gpkg": ("GeoPackage", N_("La même carte, pour QGIS.")),
}
CODEBOOKS = {
    "html": ("HTML", N_("Ce que dit chaque colonne, à lire ou à imprimer.")),
    "xml": ("DDI", N_("Le même, pour un centre d’archives (DDI-Codebook 2.5).")),
}
ROWS = {kind: NUMBERS[kind] for kind in NUMBERS} | {
    "xml": CODEBOOKS["xml"],
    "html": CODEBOOKS["html"],
}


def add_to(blueprint: Blueprint) -> None:
    """Add the page and its files to the planners' addresses."""
    numbers = ", ".join((*NUMBERS, *MAPS, *CODEBOOKS))
    blueprint.add_url_rule("/planning/<name>/away", "away", away)
    blueprint.add_url_rule(f"/planning/<name>/away/numbers.<any({numbers}):kind>", "take", take)
    rows = ", ".join(ROWS)
    blueprint.add_url_rule(
        f"/planning/<name>/away/families.<any({rows}):kind>", "take_rows", take_rows
    )


@needs(Right.READ_DIAGNOSIS)
def away(name: str) -> WSGIResponse:
    """What can be taken away, and what for."""
    campaign = campaign_or_404(name)
    return team_page(
        "planners/away.html",
        campaign=campaign,
        here="Comprendre",
        numbers=NUMBERS,
        maps=MAPS,
        codebooks=CODEBOOKS,
        rows=ROWS if may(Right.TAKE_ROWS, campaign.name) else {},
        keys=may(Right.MANAGE_KEYS, campaign.name),
        k=instance().k,
    )


@needs(Right.READ_DIAGNOSIS)
def take(name: str, kind: str) -> WSGIResponse:
    """A file of told numbers."""
    return _made(name, kind, rows=False)


@needs(Right.TAKE_ROWS, reason=True)
def take_rows(name: str, kind: str) -> WSGIResponse:
    """A file of one row a family."""
    return _made(name, kind, rows=True)


def _made(name: str, kind: str, rows: bool) -> WSGIResponse:
    campaign = campaign_or_404(name)
    if rows and instance().store.count_responses(name) > MOST_ROWS:
        return _refused(
            _(
                "Il y a trop de familles pour une page. Demandez à qui tient la machine de lancer "
                "«\u00a0diagnosis export %(name)s --rows\u00a0».",
                name=name,
            )
        )
    # Loaded by who takes something away: pages need no writer of files.
    writer = import_module("diagnosis.dataset.taking_away")
    try:
        with tempfile.TemporaryDirectory() as folder:
            written = writer.take_away(instance(), campaign, Path(folder), kind, rows)
            response = _sent(written.path)
    except DiagnosisError as error:
        return _refused(say(error.message))
    note(Action.EXPORTED, name, f"{'rows' if rows else 'numbers'} {kind}")
    return response


def _sent(path: Path) -> Response:
    content = io.BytesIO(path.read_bytes())
    response = send_file(content, as_attachment=True, download_name=path.name)
    response.headers.update(team_headers())
    return response


def _refused(text: str) -> WSGIResponse:
    title = _("Rien à emporter pour l’instant")
    return team_page("shared/team_message.html", 409, title=title, text=text)
