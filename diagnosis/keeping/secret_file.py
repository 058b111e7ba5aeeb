"""The secrets of an instance, in a file beside its store: a copy of the one tells not the other.

Several processes share the file. It is read again whenever another one has replaced it, and
replaced whole: what is read is one state or the next.
"""

from __future__ import annotations

import fcntl
import json
import logging
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from typing import Any

from diagnosis.model import DiagnosisError

SECRETS_FILE = "secrets.json"
SESSION, RECEIPTS, FACTORS = "session", "receipts", "factors"
Content = dict[str, Any]
Signature = tuple[int, int, int] | None


def draw_key() -> str:
    """Draw a key of 256 bits, in hexadecimal."""
    return token_hex(32)


def sealing(campaign: str) -> str:
    """Name of the keys that open what devices sealed for a campaign."""
    return f"sealing:{campaign}"


def rounding(campaign: str) -> str:
    """Name of the secret that rounds the numbers of a campaign."""
    return f"rounding:{campaign}"


class SecretsError(DiagnosisError):
    """The secrets cannot be read or written."""


class LostError(SecretsError):
    """An instance that had secrets has them no longer."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} a disparu, et les clés de l’instance avec lui\u00a0: remettez celui d’une "
            "sauvegarde. S’il est perdu pour de bon, «\u00a0diagnosis secrets rotate "
            "--lost\u00a0» en fait un autre\u00a0: ce qui attend scellé sur des appareils ne "
            "s’ouvrira plus, et les nombres publiés seront arrondis autrement."
        )


class Secrets:
    """Values by name (JSON), of which the store holds none.

    Parameters
    ----------
    path : the file; made with the first value.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: Signature = None
        self._known: Content | None = None

    def get(self, name: str) -> Any:
        """Read a value, None when there is none.

        While the file is lost or broken, a service that knew its values goes on with them.

        Raises
        ------
        SecretsError
            The file cannot be read, and never was.
        """
        signature = self._signature()
        known = self._known
        if known is None or signature != self._seen:
            known = self._known = self._renewed(known)
            self._seen = signature
        return known.get(name)

    def once(self, name: str, draw: Callable[[], Any]) -> Any:
        """A value, drawn the first time, whichever process asks first."""
        return self.get(name) or self.change(name, lambda kept: kept or draw())

    def change(self, name: str, how: Callable[[Any], Any]) -> Any:
        """Put what `how` makes of a value, no other change in between; give the new value.

        Raises
        ------
        SecretsError
            The file cannot be read or written; it is then as it was.
        """
        with self._turn() as folder:
            content = self._current()
            value = how(content.get(name))
            if value != content.get(name):
                self._write({**content, name: value}, folder)
            return value

    def add(self, values: Mapping[str, Any]) -> None:
        """Keep values, save those that have one already."""
        with self._turn() as folder:
            content = self._current()
            if not values.keys() <= content.keys():
                self._write({**values, **content}, folder)

    def all(self) -> Content:
        """Every value by its name."""
        return dict(self._current())

    def keep(self, name: str) -> None:
        """Erase the values of all other names."""
        with self._turn() as folder:
            content = self._current()
            if content.keys() != {name}:
                self._write({name: content[name]}, folder)

    def renew(self) -> None:
        """Change what protects the secrets themselves, where something does."""

    def _renewed(self, known: Content | None) -> Content:
        try:
            return self._current()
        except SecretsError as error:
            if known is None:
                raise
            logging.getLogger(__name__).error("%s", error)
            return known

    def _current(self) -> Content:
        content = self._read()
        if not content and self._known:
            raise LostError(self._path)
        return content

    def _signature(self) -> Signature:
        try:
            found = self._path.stat()
        except FileNotFoundError:
            return None
        return found.st_mtime_ns, found.st_ino, found.st_size

    def _read(self) -> Content:
        try:
            content = json.loads(self._path.read_text("utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            raise self._unreadable() from error
        if not isinstance(content, dict):
            raise self._unreadable()
        return content

    def _unreadable(self) -> SecretsError:
        return SecretsError(
            f"{self._path} ne se lit pas\u00a0: vérifiez vos droits, ou remettez celui d’une "
            "sauvegarde."
        )

    def _write(self, content: Content, folder: int) -> None:
        new = self._path.with_name(f"{self._path.name}.new")
        try:
            with open(new, "w", encoding="utf-8", opener=_private) as file:
                json.dump(content, file, indent=1)
                file.flush()
                os.fsync(file.fileno())
            new.replace(self._path)
            os.fsync(folder)
        except OSError as error:
            raise SecretsError(
                f"{self._path} ne peut pas être écrit ({error.strerror})\u00a0: faites de la "
                "place ou vérifiez vos droits, puis recommencez."
            ) from error

    @contextmanager
    def _turn(self) -> Iterator[int]:
        """Hold the folder, so that processes change the file one after the other."""
        folder = os.open(self._path.parent, os.O_RDONLY)
        try:
            fcntl.flock(folder, fcntl.LOCK_EX)
            yield folder
        finally:
            os.close(folder)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
