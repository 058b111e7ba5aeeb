"""The SQLite file itself: connections, transactions, migrations."""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from diagnosis.storage.engine import Connection, Insert, Reader, Result, Row
from diagnosis.storage.sqlite.schema import (
    copy_before,
    copy_into,
    remove_copies,
    steps_taken,
    take_steps,
)
from diagnosis.storage.sqlite.scrubbing import REBUILT_AT_ONCE, scrub, turn_of
from diagnosis.storage.sqlite.writer import Writer
from diagnosis.storage.steps import waiting
from diagnosis.storage.trouble import StorageError, UnavailableError

# Tables and the columns of their keys; those of SQLite and of its library have a « _ ».
KEYS = """SELECT m.name, p.name FROM sqlite_master m, pragma_table_info(m.name) p
    WHERE m.type = 'table' AND m.name NOT LIKE '%!_%' ESCAPE '!' AND p.pk > 0
    ORDER BY m.name, p.pk"""
BUSY_SECONDS = 2.0  # with the wait for a turn (`writer`), whoever asks knows within five


class SQLiteEngine:
    """One SQLite file, WAL, every acknowledged write synced to the disk.

    Parameters
    ----------
    path : the database file; created with its tables when it does not exist.
    insert : stores a batch of responses.

    Raises
    ------
    StorageError
        The file cannot be opened or is no database.
    """

    def __init__(self, path: Path, insert: Insert) -> None:
        self._path = path
        self._local = threading.local()
        self._connections: list[sqlite3.Connection] = []
        turn = path.with_name(f"{path.name}-turn")
        self._writer = Writer(self._connect, insert, turn)
        try:
            for file in (path, turn):
                # For its account alone, as the log that SQLite makes in its likeness.
                file.touch(0o600)
            self._migrate()
        except (OSError, sqlite3.Error) as error:
            raise StorageError(
                f"La base {path.name} ne s’ouvre pas ({error})\u00a0: "
                "vérifiez le fichier et les droits."
            ) from error

    def read(self, sql: str, *values: Any) -> list[Any]:
        try:
            return self._reader().execute(sql, values).fetchall()
        except sqlite3.OperationalError as error:
            raise UnavailableError(error) from error

    def run(self, sql: str, *values: Any) -> int:
        return self._writer.run(lambda db: db.execute(sql, values).rowcount)

    def write(self, job: Callable[[Connection], Result], turn: str | None = "") -> Result:
        # One writes at a time, whatever the turn.
        return self._writer.run(job)

    def insert(self, row: Row) -> Any:
        return self._writer.insert(row)

    def changes(self) -> int:
        return int(self.read("PRAGMA data_version")[0][0])

    @contextmanager
    def still(self) -> Iterator[Reader]:
        with closing(self._connect()) as db:
            db.execute("BEGIN")
            yield lambda sql, *values: db.execute(sql, values).fetchall()

    def tables(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for table, column in self.read(KEYS):
            found[table] = (*found.get(table, ()), column)
        return found

    def columns(self, table: str) -> tuple[str, ...]:
        rows = self.read("SELECT name FROM pragma_table_info(?) ORDER BY cid", table)
        return tuple(name for (name,) in rows)

    def copy_to(self, path: Path) -> None:
        with closing(self._connect()) as connection:
            copy_into(connection, path)

    def scrub(self, keep_copies: bool = False) -> None:
        if not keep_copies:
            remove_copies(self._path)
        scrub(self._path, self._connect)

    def scrub_now(self) -> None:
        remove_copies(self._path)
        small = self._path.stat().st_size <= REBUILT_AT_ONCE
        try:
            scrub(self._path, self._connect, rebuild=small)
        except StorageError as error:
            logging.getLogger(__name__).warning("%s", error)

    def close(self) -> None:
        self._writer.close()
        while self._connections:
            self._connections.pop().close()
        self._local = threading.local()

    def _migrate(self) -> None:
        connection = self._connect()
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            if waiting(steps_taken(connection)):
                # Two processes may start together: the first one migrates, the other waits for it.
                with turn_of(self._path):
                    self._upgrade(connection)
        finally:
            connection.close()

    def _upgrade(self, connection: sqlite3.Connection) -> None:
        if waiting(steps_taken(connection)):
            copy_before(connection, self._path)
            connection.execute("BEGIN IMMEDIATE")
            take_steps(connection)
            connection.execute("COMMIT")

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self._path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        try:
            connection.execute("PRAGMA synchronous = FULL")
            # Whatever is erased or moved is overwritten with zeros.
            connection.execute("PRAGMA secure_delete = ON")
            # Each checkpoint writes every changed page again: 16 MB of log between two of them.
            connection.execute("PRAGMA wal_autocheckpoint = 4000")
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    def _reader(self) -> sqlite3.Connection:
        if not hasattr(self._local, "connection"):
            self._local.connection = self._connect()
            self._connections.append(self._local.connection)
        return self._local.connection  # type: ignore[no-any-return]
