"""Whether a SQLite file has our schema, an earlier or a later one, before any step is taken."""

from __future__ import annotations

import logging
import sqlite3
from importlib import import_module
from pathlib import Path

from diagnosis.storage.steps import OWN, take_shared, waiting

NOTE = """INSERT INTO _sqlite_migrations (migration_set, name, applied_at)
    VALUES ('diagnosis', ?, datetime('now'))"""
TAKEN = "SELECT name FROM _sqlite_migrations WHERE migration_set = 'diagnosis'"


def steps_taken(connection: sqlite3.Connection) -> set[str]:
    """Names of the steps that a file has taken; none for a new one."""
    known = "SELECT 1 FROM sqlite_master WHERE name = '_sqlite_migrations'"
    if connection.execute(known).fetchone() is None:
        return set()
    return {name for (name,) in connection.execute(TAKEN)}


def take_steps(connection: sqlite3.Connection) -> None:
    """Bring a store up to date, inside the transaction at hand."""
    if not steps_taken(connection).issuperset(OWN):
        # Loaded here alone: its library looks for pandas, half the time of a start.
        import_module("diagnosis.storage.sqlite.migrations").apply(connection)
    take_shared(connection, steps_taken(connection), NOTE)


def copy_before(connection: sqlite3.Connection, path: Path) -> None:
    """Copy a store that an earlier version wrote beside it, and say so."""
    taken = steps_taken(connection)
    if not taken:
        return
    steps = waiting(taken)
    copy = path.with_name(f"{path.name}-before-{steps[0]}")
    copy.unlink(missing_ok=True)
    copy_into(connection, copy)
    logging.getLogger(__name__).warning(
        "La base change de forme (%s). Une copie de l’ancienne est dans %s\u00a0: elle "
        "s’effacera avec la première réponse effacée, ou à la prochaine «\u00a0diagnosis "
        "purge\u00a0».",
        ", ".join(steps),
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
