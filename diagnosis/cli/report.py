"""``report``: the dossier of a campaign, to hand over."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import click

from diagnosis.accounts import Action
from diagnosis.cli.common import data_option, find_campaign, note, opened, progress


@click.command()
@click.argument("campaign")
@data_option
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True)
@click.option("--annexes", is_flag=True, help="Écrire aussi le rapport entier, avec ses tableaux.")
def report(campaign: str, data: Path, out: Path, annexes: bool) -> None:
    """Écrire le dossier d’une campagne, à remettre aux élus : une page et quatre.

    dossier.html s’imprime depuis un navigateur (A4, lisible en noir et blanc) ; dossier.docx tient
    le même texte, à compléter. Les nombres sont ceux de l’état publié, arrondis à 5 près.

    Exemple : diagnosis report clos-saint-lazare --out dossier --annexes
    """
    with opened(data) as instance, progress("Dossier…"):
        # Drawing is loaded by who draws: every command would wait for it.
        dossier = import_module("diagnosis.planners.dossier")
        written = dossier.write_dossier(instance, find_campaign(instance, campaign), out, annexes)
        note(instance, Action.EXPORTED, campaign, "dossier")
    for path in written:
        click.echo(str(path))
