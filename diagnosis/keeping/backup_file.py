"""A backup: the files of an instance in one archive, encrypted by a passphrase, with a manifest.

A key drawn for this backup encrypts each file; the passphrase encrypts the key. All is in the
format of age (age-encryption.org/v1), so that a backup opens without this program, and a file
passes through in pieces: memory does not grow with it.
"""

from __future__ import annotations

import hashlib
import io
import os
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO

import pyrage
from pydantic import BaseModel, ValidationError

from diagnosis.keeping.passphrase import lock, unlock
from diagnosis.keeping.refused_backup import BackupError, damaged, foreign
from diagnosis.keeping.secret_file import SECRETS_FILE
from diagnosis.storage import STORE_FILE, STORE_STEPS

FORMAT = 1
KEY, MANIFEST = "key.age", "manifest.json"
SETTINGS_FILE = "settings.yaml"
FILES = (STORE_FILE, SECRETS_FILE, SETTINGS_FILE)


class Kept(BaseModel):
    """Size in bytes and digest of a file."""

    size: int
    sha256: str


class Manifest(BaseModel):
    """What a backup says of itself.

    ``steps`` counts the steps of the store's schema, ``answers`` the answers by campaign.
    """

    format: int = FORMAT
    version: str
    steps: int = STORE_STEPS
    day: date
    answers: dict[str, int]
    files: dict[str, Kept] = {}


class _Passing:
    """A file that is measured while it is read or written."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._digest = hashlib.sha256()
        self._size = 0

    def read(self, size: int = -1) -> bytes:
        return self._passed(self._file.read(size))

    def write(self, content: bytes) -> int:
        return self._file.write(self._passed(content))

    def flush(self) -> None:
        self._file.flush()

    @property
    def kept(self) -> Kept:
        return Kept(size=self._size, sha256=self._digest.hexdigest())

    def _passed(self, content: bytes) -> bytes:
        self._digest.update(content)
        self._size += len(content)
        return content


def write_backup(
    file: Path, passphrase: str, manifest: Manifest, sources: Mapping[str, IO[bytes]]
) -> None:
    """Write a new backup, that only its account may read; nothing is left of it on an error.

    Parameters
    ----------
    manifest : what is known of the instance; the files are added.
    sources : the open files, by name.

    Raises
    ------
    BackupError
        The passphrase is short, the file is there already or cannot be written.
    """
    identity = pyrage.x25519.Identity.generate()
    locked = lock(identity, passphrase)
    with _created(file) as archive:
        archive.writestr(KEY, locked)
        kept = {name: _add(archive, identity, name, opened) for name, opened in sources.items()}
        written = manifest.model_copy(update={"files": kept}).model_dump_json(indent=1)
        _add(archive, identity, MANIFEST, io.BytesIO(written.encode()))


@dataclass(frozen=True)
class Backup:
    """A backup that its passphrase has opened."""

    file: Path
    manifest: Manifest
    _archive: zipfile.ZipFile
    _identity: pyrage.x25519.Identity

    def extract(self, folder: Path) -> None:
        """Write the files into a folder (`BackupError` when one is not what was written)."""
        for name in self.manifest.files:
            with open(folder / name, "xb") as target:
                self._copy(name, target)

    def check(self) -> None:
        """Read every file to its end (`BackupError` when one is not what was written)."""
        for name in self.manifest.files:
            with open(os.devnull, "wb") as nowhere:
                self._copy(name, nowhere)

    def _copy(self, name: str, target: IO[bytes]) -> None:
        passing = _Passing(target)
        _decrypt(self._archive, self._identity, name, passing)
        if passing.kept != self.manifest.files[name]:
            raise damaged(self.file)


@contextmanager
def opened_backup(file: Path, passphrase: str) -> Iterator[Backup]:
    """Open a backup.

    Raises
    ------
    BackupError
        It is none, it is damaged, a later version wrote it, or the passphrase is another one.
    """
    with readable(file), zipfile.ZipFile(file) as archive:
        _refuse_foreign(file, archive)
        identity = unlock(file, archive.read(KEY), passphrase)
        content = io.BytesIO()
        _decrypt(archive, identity, MANIFEST, content)
        manifest = _manifest(file, content.getvalue())
        if {f"{name}.age" for name in (*manifest.files, MANIFEST)} | {KEY} != _names(archive):
            raise foreign(file)
        yield Backup(file, manifest, archive, identity)


def is_encrypted(file: Path) -> bool:
    """Whether a file is a backup by a passphrase (`BackupError` when it is no archive at all)."""
    with readable(file), zipfile.ZipFile(file) as archive:
        return KEY in archive.namelist()


@contextmanager
def readable(file: Path) -> Iterator[None]:
    """Turn what breaks while an archive is read into its sentence."""
    try:
        with file.open("rb") as start:
            archive = start.read(2) == b"PK"
        if not archive:
            raise foreign(file)
        yield
    except BackupError:
        raise
    except (zipfile.BadZipFile, EOFError, OSError, RuntimeError, pyrage.DecryptError) as error:
        if isinstance(error, OSError) and error.errno:
            raise BackupError(
                f"La sauvegarde ne peut pas être reprise ({error.strerror})\u00a0: faites de la "
                "place ou vérifiez vos droits, puis recommencez."
            ) from error
        raise damaged(file) from error


def _names(archive: zipfile.ZipFile) -> set[str]:
    return set(archive.namelist())


def _refuse_foreign(file: Path, archive: zipfile.ZipFile) -> None:
    known = {KEY, *(f"{name}.age" for name in (*FILES, MANIFEST))}
    needed = {KEY, f"{STORE_FILE}.age", f"{MANIFEST}.age"}
    if not needed <= _names(archive) <= known or len(archive.namelist()) > len(known):
        raise foreign(file)


def _manifest(file: Path, content: bytes) -> Manifest:
    try:
        manifest = Manifest.model_validate_json(content)
    except ValidationError as error:
        raise foreign(file) from error
    if manifest.format > FORMAT or manifest.steps > STORE_STEPS:
        raise BackupError(
            f"{file} vient de la version {manifest.version} de cet outil, plus récente que "
            "celle-ci\u00a0: installez-la d’abord, puis recommencez."
        )
    if not set(manifest.files) <= set(FILES):
        raise foreign(file)
    return manifest


def _add(
    archive: zipfile.ZipFile, identity: pyrage.x25519.Identity, name: str, source: IO[bytes]
) -> Kept:
    passing = _Passing(source)
    with archive.open(f"{name}.age", "w", force_zip64=True) as target:
        pyrage.encrypt_io(passing, target, [identity.to_public()])
    return passing.kept


def _decrypt(
    archive: zipfile.ZipFile, identity: pyrage.x25519.Identity, name: str, target: object
) -> None:
    with archive.open(f"{name}.age") as source:
        pyrage.decrypt_io(source, target, [identity])


@contextmanager
def _created(file: Path) -> Iterator[zipfile.ZipFile]:
    try:
        handle = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        raise BackupError(f"{file} existe déjà\u00a0: donnez un autre nom.") from None
    except OSError as error:
        raise _unwritable(file, error.strerror) from error
    try:
        with os.fdopen(handle, "wb") as out:
            with zipfile.ZipFile(out, "w") as archive:
                yield archive
            out.flush()
            os.fsync(out.fileno())
    except (OSError, pyrage.EncryptError) as error:
        file.unlink(missing_ok=True)
        raise _unwritable(file, str(error)) from error
    except BaseException:
        file.unlink(missing_ok=True)
        raise


def _unwritable(file: Path, reason: str | None) -> BackupError:
    return BackupError(
        f"{file} ne peut pas être écrit ({reason})\u00a0: faites de la place, vérifiez vos droits "
        "ou donnez un autre nom."
    )
