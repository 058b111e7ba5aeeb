"""Whether the schema of a store is ours, earlier or later, before any step is taken."""

from __future__ import annotations

import logging
import sqlite3
from importlib import import_module
from pathlib import Path

from diagnosis.storage.trouble import StorageError

# The steps of `migrations`, which is loaded when one is to be taken: its library looks for
# pandas, and half the time of a start would go there.
NAMES = (
    "m001_first_tables",
    "m002_devices_and_voices",
    "m003_codings",
    "m004_team",
    "m006_rooms_and_votes_apart",
    "m007_lists",
    "m008_responses_apart",
    "m009_responses_until",
    "m010_trials",
    "m011_takes",
)
STEPS = len(NAMES)
TAKEN = "SELECT name FROM _sqlite_migrations WHERE migration_set = 'diagnosis'"


def refuse_later(connection: sqlite3.Connection) -> None:
    """Refuse a store with a step that this program does not know (`StorageError`)."""
    later = _taken(connection) - set(NAMES)
    if later:
        raise StorageError(
            f"La base vient d’une version plus récente de cet outil (étape {min(later)})\u00a0: "
            "installez cette version, ou reprenez une sauvegarde faite avec celle-ci."
        )


def is_earlier(connection: sqlite3.Connection) -> bool:
    """Whether steps are to be taken."""
    return bool(set(NAMES) - _taken(connection))


def take_steps(connection: sqlite3.Connection) -> None:
    """Bring a store up to date, inside the transaction at hand."""
    import_module("diagnosis.storage.migrations").apply(connection)


def copy_before(connection: sqlite3.Connection, path: Path) -> None:
    """Copy a store that an earlier version wrote beside it, and say so."""
    taken = _taken(connection)
    if not taken:
        return
    waiting = [name for name in NAMES if name not in taken]
    copy = path.with_name(f"{path.name}-before-{waiting[0]}")
    copy.unlink(missing_ok=True)
    copy_into(connection, copy)
    logging.getLogger(__name__).warning(
        "La base change de forme (%s). Une copie de l’ancienne est dans %s\u00a0: elle "
        "s’effacera avec la première réponse effacée, ou à la prochaine «\u00a0diagnosis "
        "purge\u00a0».",
        ", ".join(waiting),
        copy,
    )


def _taken(connection: sqlite3.Connection) -> set[str]:
    known = "SELECT 1 FROM sqlite_master WHERE name = '_sqlite_migrations'"
    if connection.execute(known).fetchone() is None:
        return set()
    return {name for (name,) in connection.execute(TAKEN)}


def remove_copies(path: Path) -> None:
    """Erase the copies made before upgrades: they hold what was erased since."""
    for copy in path.parent.glob(f"{path.name}-before-*"):
        copy.unlink(missing_ok=True)


def copy_into(connection: sqlite3.Connection, path: Path) -> None:
    """Write a consistent copy into a new file, for its account alone."""
    path.touch(0o600)
    connection.execute("VACUUM INTO ?", (str(path),))
