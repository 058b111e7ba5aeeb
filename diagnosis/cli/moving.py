"""``storage``: the store of an instance, moved from one engine to another."""

from __future__ import annotations

from pathlib import Path

import click

from diagnosis.cli.common import progress
from diagnosis.storage import ADDRESSES, copy_store, store_url


@click.group()
def storage() -> None:
    """Changer de base.

    Exemple : diagnosis storage copy DE VERS
    """


@storage.command(
    help=f"""Copier toute une base dans une autre, vide : deux adresses, ou dossiers d’instances.

    Arrêtez d’abord le service. Une copie interrompue reprend où elle en était, par la même
    commande ; à la fin, les deux bases sont relues et comparées.

    Adresses : {ADDRESSES[0]}, {ADDRESSES[1]}

    Exemple : diagnosis storage copy instance {ADDRESSES[1]}
    """
)
@click.argument("source", metavar="DE")
@click.argument("target", metavar="VERS")
def copy(source: str, target: str) -> None:
    """Copy a store."""
    with progress("Copie…") as show:
        copied = copy_store(
            _address(source),
            _address(target),
            lambda table, done, total: show(f"{table}\u00a0: {done} sur {total}"),
        )
    for one in copied:
        click.echo(f"{one.table}\u00a0: {one.count} lignes, empreinte {one.digest[:16]}")
    click.echo("Copié\u00a0: mêmes lignes, mêmes empreintes des deux côtés.")


def _address(given: str) -> str:
    """An address as it is, or that of the file of an instance's folder."""
    return given if "://" in given else store_url(Path(given))
