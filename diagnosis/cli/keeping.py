"""``backup``, ``restore``, ``purge``: what is kept of an instance, and for how long."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from diagnosis.accounts import Action
from diagnosis.answers import Due, due
from diagnosis.answers import purge as purge_store
from diagnosis.cli.common import data_option, note, opened, progress
from diagnosis.config import read_settings
from diagnosis.keeping import (
    BackupError,
    drill,
    forget_copies,
    make_backup,
    make_dated_backup,
)
from diagnosis.keeping import restore as restore_backup
from diagnosis.storage import without_secret

PASSPHRASE = "DIAGNOSIS_PASSPHRASE"  # noqa: S105 - the name of a variable
new_file = click.Path(path_type=Path, dir_okay=False)
old_file = click.Path(path_type=Path, dir_okay=False, exists=True)
passphrase_option = click.option(
    "--passphrase-file",
    "secret",
    type=old_file,
    help=f"Fichier dont la première ligne est la phrase de passe (ou {PASSPHRASE}, ou demandée).",
)


@click.command()
@click.argument("file", type=new_file, required=False)
@data_option
@passphrase_option
@click.option(
    "--into", type=click.Path(path_type=Path), help="Dossier où écrire la sauvegarde du jour."
)
@click.option(
    "--keep",
    type=click.IntRange(1, 10_000),
    default=14,
    show_default=True,
    help="Avec --into : nombre de sauvegardes à garder ; les plus anciennes sont effacées.",
)
@click.option("--drill", "tried", type=old_file, help="Essayer de reprendre cette sauvegarde.")
def backup(
    file: Path | None,
    data: Path,
    secret: Path | None,
    into: Path | None,
    keep: int,
    tried: Path | None,
) -> None:
    """Écrire toute l’instance dans un fichier chiffré, sans arrêter le service.

    Il est relu en entier avant d’être dit bon. Sans la phrase de passe, il ne s’ouvrira plus.

    Exemple : diagnosis backup --into /mnt/sauvegardes --keep 14
    """
    if sum(1 for given in (file, into, tried) if given) != 1:
        raise click.UsageError("Donnez un fichier, ou --into DOSSIER, ou --drill FICHIER.")
    if tried:
        _try(tried, secret, data)
    elif into:
        _back_up_into(into, keep, data, _passphrase(secret, new=True))
    elif file:
        passphrase = _passphrase(secret, new=True)
        with opened(data) as instance, progress("Copie…"):
            note(instance, Action.EXPORTED, detail=file.name)
            make_backup(instance.store, data, file, passphrase, instance.today())
        click.echo(f"{file} contient toute l’instance {data}, et il s’ouvre.")


def _back_up_into(into: Path, keep: int, data: Path, passphrase: str) -> None:
    with opened(data) as instance, progress("Copie…"):
        today = instance.today()
        note(instance, Action.EXPORTED, detail=into.name)
        made, gone = make_dated_backup(instance.store, data, into, passphrase, today, keep)
    click.echo(f"{made} contient toute l’instance {data}, et il s’ouvre.")
    for path in gone:
        click.echo(f"{path} est effacé\u00a0: il y en a {keep} plus récents.")


def _try(file: Path, secret: Path | None, data: Path) -> None:
    with progress("Essai…"):
        manifest = drill(file, _asked(secret), data)
    answers = sum(manifest.answers.values())
    click.echo(
        f"{file} se reprend en entier\u00a0: {len(manifest.files)} fichiers, {answers} "
        f"réponse{'s' if answers > 1 else ''}, du {manifest.day:%d/%m/%Y}, version "
        f"{manifest.version}. Rien n’en est gardé ici."
    )


@click.command()
@click.argument("file", type=old_file)
@data_option
@passphrase_option
@click.option("--replace", is_flag=True, help="Mettre de côté l’instance qui est déjà là.")
def restore(file: Path, data: Path, secret: Path | None, replace: bool) -> None:
    """Reprendre une sauvegarde, le service arrêté, dans un dossier vide (ou avec --replace).

    Exemple : diagnosis restore sauvegarde.zip --data instance
    """
    aside = restore_backup(file, _asked(secret), data, replace)
    click.echo(f"L’instance de {file} est reprise dans {data}.")
    if address := read_settings(data).database_url:
        click.echo(
            "Ses réponses y sont dans un fichier. Pour les remettre dans la base des réglages, "
            f"vide : diagnosis storage copy {data} {without_secret(address)}"
        )
    if aside:
        click.echo(
            f"L’ancienne est entière dans {aside}. Effacez ce dossier quand la nouvelle "
            "convient\u00a0: ce que des familles ont repris y est encore."
        )


def _asked(secret: Path | None) -> Callable[[], str]:
    return lambda: _passphrase(secret)


def _passphrase(secret: Path | None, new: bool = False) -> str:
    """Read the passphrase from a file, the environment or the person (twice for a new one)."""
    if secret:
        try:
            return (secret.read_text("utf-8").splitlines() or [""])[0]
        except (OSError, ValueError) as error:
            raise BackupError(f"{secret} ne se lit pas\u00a0: vérifiez vos droits.") from error
    if given := os.environ.get(PASSPHRASE):
        return given
    return _prompted(new)


def _prompted(new: bool) -> str:
    try:
        asked: Any = click.prompt("Phrase de passe", hide_input=True, confirmation_prompt=new)
    except click.Abort:
        raise BackupError(
            "Il faut une phrase de passe\u00a0: tapez-la, ou donnez --passphrase-file ou "
            f"{PASSPHRASE}."
        ) from None
    return str(asked)


@click.command()
@data_option
@click.option("--dry-run", is_flag=True, help="Dire ce qui serait effacé, sans rien effacer.")
@click.option("--yes", is_flag=True, help="L’horloge a raison, même si elle a fait un saut.")
def purge(data: Path, dry_run: bool, yes: bool) -> None:
    """Effacer ce que la page « Vos données et vos droits » promet d’effacer.

    Textes libres et voix, 3 mois après la fin de la campagne ; toutes les réponses, 12 mois après.

    Exemple : diagnosis purge --dry-run
    """
    with opened(data) as instance:
        today = instance.today()
        if dry_run:
            found = due(instance.store, today)
        else:
            found = purge_store(instance.store, instance.secrets, today, yes)
            forget_copies(data)
        endless = [c.name for c in instance.store.campaigns() if c.closes is None]
        erased = [] if dry_run else [item for item in found if item.counts]
        for item in erased:
            note(instance, Action.PURGED, item.campaign)
    for item in found:
        if item.counts:
            click.echo(_say(item, dry_run))
    if not any(item.counts for item in found):
        click.echo("Rien à effacer aujourd’hui.")
    for name in endless:
        click.echo(f"{name} n’a pas de dernier jour\u00a0: ses réponses ne s’effacent pas.")


def _say(item: Due, dry_run: bool) -> str:
    what = "À effacer" if dry_run else "Effacé pour de bon"
    return f"{what} ({item.campaign})\u00a0: {', '.join(item.counts)}."
