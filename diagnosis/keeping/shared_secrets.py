"""The secrets that several machines share: in the store, sealed by a key that only files hold.

A campaign begun on one machine has its keys on every other at once, and what one erases is erased
for all. A copy of the store tells nothing without the file; the file, copied once, never changes
but by `secrets rotate`.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from diagnosis.keeping.secret_file import Content, LostError, Secrets, SecretsError
from diagnosis.storage import Storage, UnavailableError

# Name in the file: the keys that open the row, the newest first. Name in the store: the row.
OPENER, ROW = "shared", "sealed_secrets"


class SharedSecrets(Secrets):
    """Values by name (JSON), sealed in a store.

    Parameters
    ----------
    path : the file that holds the key; the same on every machine.
    store : what the machines share.

    Raises
    ------
    SecretsError
        The file is not that of the machine that sealed what the store holds.
    """

    def __init__(self, path: Path, store: Storage) -> None:
        super().__init__(path)
        self._file, self._store = Secrets(path), store
        self._row: str | None = None
        self._opened: Content | None = None
        sealed = store.get(ROW)
        if sealed is None:
            self._file.once(OPENER, lambda: [_draw()])
            sealed = store.put_once(ROW, self._seal(self._file.all()))
        self._unseal(sealed)
        self._file.keep(OPENER)

    def get(self, name: str) -> Any:
        """Read a value, None when there is none; the last one known while the store is away."""
        try:
            row = self._store.get(ROW)
            if row != self._row or self._opened is None:
                self._opened, self._row = self._unseal(row), row
        except (UnavailableError, SecretsError) as error:
            if self._opened is None:
                raise
            logging.getLogger(__name__).error("%s", error)
        return self._opened.get(name)

    def change(self, name: str, how: Callable[[Any], Any]) -> Any:
        """Put what `how` makes of a value, whichever machine changes another; the new value."""

        def changed(known: Content) -> Content:
            value = how(known.get(name))
            return known if value == known.get(name) else {**known, name: value}

        return self._change(changed).get(name)

    def add(self, values: Mapping[str, Any]) -> None:
        """Keep values, save those that have one already."""
        self._change(lambda known: {**values, **known})

    def renew(self) -> None:
        """Seal with another key: the file is to be copied to the other machines again."""
        self._file.change(OPENER, lambda kept: [_draw(), *kept])
        # The former one goes once nothing needs it: who is stopped in between loses nothing.
        self._store.change(ROW, lambda row: self._seal(self._unseal(row)))
        self._file.change(OPENER, lambda kept: kept[:1])

    def _change(self, how: Callable[[Content], Content]) -> Content:
        found: list[Content] = []

        def job(row: str | None) -> str | None:
            known = self._unseal(row)
            found.append(how(known))
            return row if found[-1] == known else self._seal(found[-1])

        self._store.change(ROW, job)
        return found[-1]

    def _seal(self, content: Content) -> str:
        told = {name: value for name, value in content.items() if name != OPENER}
        return self._keys().encrypt(json.dumps(told).encode()).decode()

    def _unseal(self, row: str | None) -> Content:
        if row is None:
            raise LostError(self._path)
        try:
            content: Content = json.loads(self._keys().decrypt(row))
        except InvalidToken as error:
            raise self._foreign() from error
        return content

    def _keys(self) -> MultiFernet:
        try:
            return MultiFernet([Fernet(key) for key in self._file.get(OPENER) or ()])
        except ValueError as error:
            raise self._foreign() from error

    def _foreign(self) -> SecretsError:
        return SecretsError(
            f"{self._path} n’est pas celui des autres machines de cette base\u00a0: recopiez "
            "secrets.json de celle qui sert, ou, s’il est perdu, «\u00a0diagnosis secrets rotate "
            "--lost\u00a0»."
        )


def _draw() -> str:
    return Fernet.generate_key().decode()
