"""Backups of an instance: made while it serves, tried, taken back, the oldest put away."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import date
from pathlib import Path

from diagnosis import __version__
from diagnosis.keeping.backup_file import (
    FILES,
    Manifest,
    is_encrypted,
    opened_backup,
    readable,
    write_backup,
)
from diagnosis.keeping.folder import make_private
from diagnosis.keeping.opening_secrets import open_secrets
from diagnosis.keeping.refused_backup import BackupError, damaged, foreign
from diagnosis.storage import STORE_FILE, Storage, open_store, store_url

LAST = "backup_day"
DATED = re.compile(r"diagnosis-\d{4}-\d{2}-\d{2}\.zip")
# Days; the longest that a team should have to ask again of families.
LATE = 7
WORK = "copy-"  # start of the name of the folders where copies stand while they are made
FORGOTTEN = 86_400  # seconds after which such a folder is one that a crash left


def make_backup(store: Storage, data: Path, file: Path, passphrase: str, today: date) -> Manifest:
    """Write a whole instance into a new encrypted file, and read it again to the end.

    Returns
    -------
    What the file says of itself; its day is kept in the store.

    Raises
    ------
    BackupError
        It cannot be written, or what was written does not open; nothing is left of it.
    """
    with _work_in(data) as folder, ExitStack() as files:
        store.copy_to(folder / STORE_FILE)
        manifest = Manifest(version=__version__, day=today, answers=_counts(folder))
        paths = {name: (folder if name == STORE_FILE else data) / name for name in FILES}
        sources = {n: files.enter_context(p.open("rb")) for n, p in paths.items() if p.exists()}
        # From here on the copy has no name: a crash leaves nothing of it.
        (folder / STORE_FILE).unlink()
        write_backup(file, passphrase, manifest, sources)
    try:
        with opened_backup(file, passphrase) as backup:
            backup.check()
    except BaseException:
        file.unlink(missing_ok=True)
        raise
    store.put(LAST, str(today))
    return backup.manifest


def last_backup(store: Storage) -> date | None:
    """Day of the last backup that was read to its end."""
    kept = store.get(LAST)
    return date.fromisoformat(kept) if kept else None


def is_late(last: date | None, today: date) -> bool:
    """Whether the next backup is late."""
    return last is None or (today - last).days > LATE


def make_dated_backup(
    store: Storage, data: Path, folder: Path, passphrase: str, today: date, keep: int
) -> tuple[Path, list[Path]]:
    """Write the backup of a day into a folder, then remove the oldest beyond those to keep.

    Returns
    -------
    The new file, which takes the place of another one of the same day, and those removed.
    """
    if not folder.is_dir():
        raise BackupError(
            f"Le dossier {folder} n’existe pas\u00a0: créez-le, ou montez son disque."
        )
    file, new = folder / f"diagnosis-{today}.zip", folder / f"diagnosis-{today}.new"
    new.unlink(missing_ok=True)
    make_backup(store, data, new, passphrase, today)
    new.replace(file)
    oldest = sorted(path for path in folder.iterdir() if DATED.fullmatch(path.name))[:-keep]
    for path in oldest:
        path.unlink()
    return file, oldest


def restore(file: Path, ask: Callable[[], str], data: Path, replace: bool) -> Path | None:
    """Take a backup back.

    Parameters
    ----------
    ask : gives the passphrase, where one is needed.
    replace : move an instance that is there aside, whole, once the new one has opened.

    Returns
    -------
    Where the former instance is; None when there was none.

    Raises
    ------
    BackupError
        The folder is not empty, or the file is no backup that opens here; nothing has changed.
    """
    make_private(data)
    former = _files(data)
    if former and not replace:
        raise BackupError(
            f"{data} n’est pas vide ({former[0].name})\u00a0: choisissez un autre dossier avec "
            "--data, ou mettez l’instance qui s’y trouve de côté avec --replace."
        )
    with _work_in(data) as folder:
        _unpack(file, ask, folder)
        _prove(folder)
        aside = _put_aside(former, data) if former else None
        for path in _files(folder):
            path.replace(data / path.name)
    return aside


def drill(file: Path, ask: Callable[[], str], data: Path) -> Manifest:
    """Take a backup back into a private place, compare it with its manifest, and erase it.

    Raises
    ------
    BackupError
        It would not come back, or not whole.
    """
    with _work_in(data if data.is_dir() else None) as folder:
        manifest = _unpack(file, ask, folder)
        if manifest is None:
            raise BackupError(
                f"{file} est d’une version sans manifeste\u00a0: il n’y a rien à quoi le comparer. "
                "Faites une nouvelle sauvegarde."
            )
        _prove(folder)
        if _counts(folder) != manifest.answers:
            raise damaged(file)
        return manifest


def forget_copies(data: Path) -> None:
    """Erase what a crash left of a copy under way."""
    for folder in data.glob(f"{WORK}*"):
        if time.time() - folder.stat().st_mtime > FORGOTTEN:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _work_in(data: Path | None) -> Iterator[Path]:
    """A folder of the instance's own disk, for its account alone, erased at the end."""
    with tempfile.TemporaryDirectory(prefix=WORK, dir=data) as folder:
        yield Path(folder)


def _counts(folder: Path) -> dict[str, int]:
    with closing(open_store(store_url(folder))) as store:
        return {c.name: store.count_responses(c.name, apart=None) for c in store.campaigns()}


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_file())


def _unpack(file: Path, ask: Callable[[], str], folder: Path) -> Manifest | None:
    if not is_encrypted(file):
        _unpack_plain(file, folder)
        return None
    with readable(file), opened_backup(file, ask()) as backup:
        backup.extract(folder)
        return backup.manifest


def _unpack_plain(file: Path, folder: Path) -> None:
    """Take out what versions up to 0.2 wrote, without encryption."""
    try:
        with readable(file), zipfile.ZipFile(file) as archive:
            names = archive.namelist()
            if STORE_FILE not in names or not set(names) <= set(FILES):
                raise foreign(file)
            for name in names:
                with archive.open(name) as source, (folder / name).open("xb") as target:
                    shutil.copyfileobj(source, target)
    except zlib.error as error:
        raise damaged(file) from error


def _prove(folder: Path) -> None:
    """Open an instance: its store is one of ours, brought up to date, its secrets are there."""
    with closing(open_store(store_url(folder))) as store:
        open_secrets(folder, store)
        store.check()


def _put_aside(former: list[Path], data: Path) -> Path:
    aside = Path(tempfile.mkdtemp(prefix="former-", dir=data))
    for path in former:
        os.replace(path, aside / path.name)
    return aside
