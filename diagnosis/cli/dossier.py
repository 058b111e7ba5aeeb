"""``dossier``: what is handed to a funder for a year, in a file."""

from __future__ import annotations

from pathlib import Path

import click

from diagnosis import funders
from diagnosis.accounts import Action
from diagnosis.cli.common import data_option, find_site, note, opened, progress
from diagnosis.instance import Instance
from diagnosis.model import Campaign, DiagnosisError

FORMATS = ("xlsx", "docx", "pptx", "note")


@click.command()
@click.argument("output", type=click.Path(path_type=Path))
@data_option
@click.option("--year", type=click.IntRange(2000, 2100), required=True, help="Année civile.")
@click.option("--site", default="", help="Nom court d’un site ; sans lui, tous.")
@click.option(
    "--format",
    "kind",
    type=click.Choice(FORMATS),
    help="Sans lui, OUTPUT est un dossier où les quatre fichiers sont écrits.",
)
def dossier(output: Path, data: Path, year: int, site: str, kind: str | None) -> None:
    """Écrire le dossier d’une année, à remettre à un financeur.

    Les nombres sont des comptes de l’activité de l’équipe, ou ceux des états publiés. docx et note
    suivent les modèles de l’instance, qui se changent dans l’espace de l’équipe.

    Exemple : diagnosis dossier --year 2026 --site stains --format xlsx dossier-2026.xlsx
    """
    with opened(data) as instance, progress(f"Dossier {year}…"):
        campaigns = _campaigns(instance, site)
        made = funders.dossier_of(instance, year, campaigns)
        kinds = (kind,) if kind else FORMATS
        bodies = {one: funders.FORMATS[one].make(made, instance.store) for one in kinds}
        paths = {one: output if kind else output / funders.file_name(made, one) for one in kinds}
        for one, body in bodies.items():
            funders.write_whole(paths[one], body)
        note(instance, Action.EXPORTED, site, f"dossier {year}")
    if made.is_empty:
        click.echo(f"Rien n’est noté en {year}\u00a0: le dossier le dit, et dit ce qui manque.")
    for path in paths.values():
        click.echo(str(path))


def _campaigns(instance: Instance, site: str) -> list[Campaign]:
    """The campaigns of a site, or all.

    Raises
    ------
    DiagnosisError
        There is no such site, or no campaign.
    """
    wanted = find_site(instance, site).name if site else ""
    found = [
        one
        for one in instance.store.campaigns()
        if not wanted or instance.library_of(one).site.name == wanted
    ]
    if not found:
        raise DiagnosisError(
            "Aucune campagne, donc aucun atelier\u00a0: créez-en une dans l’espace de l’équipe."
        )
    return found
