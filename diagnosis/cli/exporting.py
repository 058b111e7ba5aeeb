"""``export``: what a campaign has to give, in the files that other people's tools read."""

from __future__ import annotations

import os
from pathlib import Path

import click

from diagnosis import dataset
from diagnosis.accounts import Action
from diagnosis.cli.common import data_option, find_campaign, note, opened, progress
from diagnosis.exports import CODEBOOKS, MAPS, TABLES, Shared
from diagnosis.instance import Instance
from diagnosis.model import Campaign, DiagnosisError

KEY = "DIAGNOSIS_GRIST_KEY"
FORMATS = (*TABLES, *CODEBOOKS, *MAPS)
USUAL = ("csv", "xlsx", "html")


@click.command()
@click.argument("campaign")
@data_option
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Dossier à remplir.")
@click.option(
    "--format",
    "kinds",
    type=click.Choice(FORMATS),
    multiple=True,
    default=USUAL,
    show_default=True,
    help="Sorte de fichier (répétable) ; xml et html : le dictionnaire des colonnes.",
)
@click.option(
    "--rows", is_flag=True, help="Une ligne par famille (RESTREINT), au lieu des nombres."
)
@click.option("--texts", is_flag=True, help="Avec --rows : les textes libres, masqués.")
@click.option("--reason", default="", help="Avec --rows : pourquoi, noté au journal.")
@click.option("--grist", default="", help="Document Grist à mettre à jour (son identifiant).")
@click.option("--grist-server", default="https://docs.getgrist.com", show_default=True)
def export(
    campaign: str,
    data: Path,
    out: Path | None,
    kinds: tuple[str, ...],
    rows: bool,
    texts: bool,
    reason: str,
    grist: str,
    grist_server: str,
) -> None:
    """Emporter les nombres d’une campagne, ou ses réponses, dans d’autres logiciels.

    Les nombres sont ceux de l’état publié, arrondis à 5 près. Avec --rows, une ligne par famille :
    pour qui en a le droit ; c’est noté au journal. La clé d’un Grist se lit dans
    DIAGNOSIS_GRIST_KEY. Voir docs/exporter.md.

    Exemple : diagnosis export clos-saint-lazare --out fichiers --format xlsx --format sav
    """
    _refuse_odd(out, rows, texts, reason, grist)
    with opened(data) as instance:
        found = find_campaign(instance, campaign)
        if out:
            for kind in dict.fromkeys(kinds):
                _write(instance, found, out, kind, rows, texts)
            what = "rows" if rows else "numbers"
            note(instance, Action.EXPORTED, campaign, ": ".join(filter(None, (what, reason))))
        if grist:
            _push(instance, found, Shared(grist_server, grist, os.environ.get(KEY, "")))
            note(instance, Action.EXPORTED, campaign, "grist")


def _refuse_odd(out: Path | None, rows: bool, texts: bool, reason: str, grist: str) -> None:
    if not out and not grist:
        raise click.UsageError("dites où : --out DOSSIER, --grist DOCUMENT, ou les deux.")
    if rows and not reason.strip():
        raise click.UsageError("--rows demande --reason : ce sera noté au journal.")
    if (texts or reason) and not rows:
        raise click.UsageError("--texts et --reason ne vont qu’avec --rows.")
    if rows and grist:
        raise click.UsageError("Grist ne reçoit que des nombres : retirez --rows ou --grist.")
    if grist and not os.environ.get(KEY):
        raise click.UsageError(f"la clé de Grist se lit dans {KEY} : elle y manque.")


def _write(
    instance: Instance, campaign: Campaign, out: Path, kind: str, rows: bool, texts: bool
) -> None:
    if rows and kind in MAPS:
        raise DiagnosisError(f"Le {kind} n’existe que pour les nombres\u00a0: retirez --rows.")
    with progress(f"{kind}…") as show:
        written = dataset.take_away(
            instance, campaign, out, kind, rows, texts, lambda done: show(f"{done} lignes")
        )
    for sentence in written.notes:
        click.echo(f"attention : {sentence}", err=True)
    click.echo(
        f"{written.path}\u00a0: {written.rows} {'colonnes' if kind in CODEBOOKS else 'lignes'}"
    )


def _push(instance: Instance, campaign: Campaign, where: Shared) -> None:
    with progress("Grist…"):
        pushed = dataset.push_told(instance, campaign, where)
    click.echo(
        f"Grist\u00a0: {pushed.added} lignes ajoutées, {pushed.changed} changées, "
        f"{pushed.removed} retirées, {pushed.same} déjà à jour"
    )
