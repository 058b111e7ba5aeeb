"""Whether the schema of a store is ours, earlier or later, before any step is taken."""

from __future__ import annotations

import logging
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlite_utils import Database

from diagnosis.storage.contract import StorageError
from diagnosis.storage.migrations import migrations


def _names() -> list[str]:
    with closing(sqlite3.connect(":memory:")) as nothing:
        return [step.name for step in migrations.pending(Database(nothing))]


NAMES = _names()
STEPS = len(NAMES)


def refuse_later(connection: sqlite3.Connection) -> None:
    """Refuse a store with a step that this program does not know (`StorageError`)."""
    later = {step.name for step in migrations.applied(Database(connection))} - set(NAMES)
    if later:
        raise StorageError(
            f"La base vient d’une version plus récente de cet outil (étape {min(later)})\u00a0: "
            "installez cette version, ou reprenez une sauvegarde faite avec celle-ci."
        )


def is_earlier(connection: sqlite3.Connection) -> bool:
    """Whether steps are to be taken."""
    return bool(migrations.pending(Database(connection)))


def copy_before(connection: sqlite3.Connection, path: Path) -> None:
    """Copy a store that an earlier version wrote beside it, and say so."""
    if not migrations.applied(Database(connection)):
        return
    waiting = migrations.pending(Database(connection))
    copy = path.with_name(f"{path.name}-before-{waiting[0].name}")
    copy.unlink(missing_ok=True)
    copy_into(connection, copy)
    logging.getLogger(__name__).warning(
        "La base change de forme (%s). Une copie de l’ancienne est dans %s\u00a0: elle "
        "s’effacera avec la première réponse effacée, ou à la prochaine «\u00a0diagnosis "
        "purge\u00a0».",
        ", ".join(step.name for step in waiting),
        copy,
    )


def remove_copies(path: Path) -> None:
    """Erase the copies made before upgrades: they hold what was erased since."""
    for copy in path.parent.glob(f"{path.name}-before-*"):
        copy.unlink(missing_ok=True)


def copy_into(connection: sqlite3.Connection, path: Path) -> None:
    """Write a consistent copy into a new file, for its account alone."""
    path.touch(0o600)
    connection.execute("VACUUM INTO ?", (str(path),))
