"""``backup``, ``restore``, ``purge``: what is kept of an instance, and for how long."""

from __future__ import annotations

import os
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from diagnosis.accounts import Action
from diagnosis.answers import Due, due
from diagnosis.answers import purge as purge_store
from diagnosis.cli.common import data_option, note, opened, progress
from diagnosis.model import DiagnosisError
from diagnosis.storage import STORE_FILE, STORE_FILES, open_store, store_url

SETTINGS = "settings.yaml"
new_file = click.Path(path_type=Path, dir_okay=False)


class BackupError(DiagnosisError):
    """A backup cannot be written or used."""


@click.command()
@click.argument("file", type=new_file)
@data_option
def backup(file: Path, data: Path) -> None:
    """Écrire toute l’instance dans un fichier, sans arrêter le service.

    Il contient les réponses, les voix et les clés : gardez-le chiffré, en lieu sûr.

    Exemple : diagnosis backup sauvegarde.zip
    """
    with opened(data) as instance, progress("Copie…"), _created(file) as archive:
        note(instance, Action.EXPORTED, detail=file.name)
        with tempfile.TemporaryDirectory(dir=file.absolute().parent) as folder:
            copy = Path(folder) / STORE_FILE
            instance.store.copy_to(copy)
            archive.write(copy, STORE_FILE)
        if (data / SETTINGS).exists():
            archive.write(data / SETTINGS, SETTINGS)
    click.echo(f"{file} contient toute l’instance {data}\u00a0: gardez-le chiffré, en lieu sûr.")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@data_option
def restore(file: Path, data: Path) -> None:
    """Reprendre une sauvegarde dans un dossier qui n’a pas encore de base.

    Exemple : diagnosis restore sauvegarde.zip --data instance
    """
    for name in STORE_FILES:
        if (data / name).exists():
            raise BackupError(
                f"{data} contient déjà {name}\u00a0: choisissez un autre dossier avec --data, "
                "ou déplacez ce fichier."
            )
    data.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=data) as folder:
        _unpack(file, Path(folder))
        # Opening proves that it is a database of ours, and brings an older one up to date.
        open_store(store_url(Path(folder))).close()
        kept = _settle(Path(folder), data)
    click.echo(f"L’instance de {file} est reprise dans {data}.")
    if kept:
        click.echo(f"{data / SETTINGS} existait déjà\u00a0: il est gardé tel quel.")


@click.command()
@data_option
@click.option("--dry-run", is_flag=True, help="Dire ce qui serait effacé, sans rien effacer.")
def purge(data: Path, dry_run: bool) -> None:
    """Effacer ce que la page « Vos données et vos droits » promet d’effacer.

    Textes libres et voix, 3 mois après la fin de la campagne ; toutes les réponses, 12 mois après.

    Exemple : diagnosis purge --dry-run
    """
    with opened(data) as instance:
        found = (due if dry_run else purge_store)(instance.store, instance.today())
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


@contextmanager
def _created(file: Path) -> Iterator[zipfile.ZipFile]:
    """Open a new archive that only its owner may read; leave nothing behind on an error."""
    try:
        handle = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        raise BackupError(f"{file} existe déjà\u00a0: donnez un autre nom.") from None
    except OSError as error:
        raise BackupError(f"{file} ne peut pas être écrit ({error.strerror}).") from error
    try:
        with (
            os.fdopen(handle, "wb") as out,
            zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive,
        ):
            yield archive
    except BaseException:
        file.unlink(missing_ok=True)
        raise


def _unpack(file: Path, folder: Path) -> None:
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
            if STORE_FILE not in names or not set(names) <= {STORE_FILE, SETTINGS}:
                raise BackupError(
                    f"{file} n’est pas une sauvegarde de cet outil\u00a0: donnez un fichier "
                    "écrit par « diagnosis backup »."
                )
            for name in names:
                with archive.open(name) as source, (folder / name).open("xb") as target:
                    shutil.copyfileobj(source, target)
                (folder / name).chmod(0o600)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError) as error:
        raise BackupError(
            f"{file} est abîmé ou incomplet\u00a0: prenez une autre sauvegarde."
        ) from error


def _settle(folder: Path, data: Path) -> bool:
    """Put the files in their place; say whether the settings were there already."""
    kept = (data / SETTINGS).exists()
    if (folder / SETTINGS).exists() and not kept:
        (folder / SETTINGS).replace(data / SETTINGS)
    (folder / STORE_FILE).replace(data / STORE_FILE)
    return kept
