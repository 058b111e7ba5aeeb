"""PostgreSQL itself: connections that threads share, transactions, turns, what is erased.

A statement commits as it comes: a server that many connections write to gathers their commits by
itself. What reads before it writes takes its turn by an advisory lock.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg_pool import ConnectionPool, PoolTimeout

from diagnosis.storage.copying import copy_engine
from diagnosis.storage.engine import Connection, Insert, Reader, Result, Row
from diagnosis.storage.postgres.connecting import Marked, full_address, said, shown
from diagnosis.storage.postgres.schema import bring_up_to_date
from diagnosis.storage.sqlite import SQLiteEngine
from diagnosis.storage.trouble import StorageError, UnavailableError

# Connections of a process at most: its eight threads, and those of a moment.
MOST = 16
# Seconds that a thread waits for a connection, then for its turn: known within five.
PATIENCE, TURN = 2.0, 2.0
# Seconds that a start waits: of several servers in an address, each silent one takes its three.
START = 15.0
# Seconds during which nobody waits for a server that gave no connection.
REST = 1.0
# Bytes; to rewrite these takes half a second, in which nobody writes.
REBUILT_AT_ONCE = 64_000_000
ERASED_FROM = ("responses", "voices", "codings")
TROUBLE = (psycopg.OperationalError, psycopg.errors.ReadOnlySqlTransaction)
LOOK = "que le serveur de la base tourne, est joint et accepte d’écrire"
LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(?, 0))"
# What an administrator may have set for every program, and this one cannot bear: a commit that
# is told before it is kept, transactions that fail where they meet.
SETTINGS = f"""SELECT set_config('lock_timeout', '{TURN:.0f}s', false),
    set_config('default_transaction_isolation', 'read committed', false),
    CASE current_setting('synchronous_commit')
        WHEN 'off' THEN set_config('synchronous_commit', 'on', false) END"""  # noqa: S608
# Who has written, and who is about to: another text as soon as a transaction ends.
SEEN = "SELECT hashtextextended(pg_current_snapshot()::text, 0)"
KEYS = """SELECT c.relname, a.attname FROM pg_index i
    JOIN pg_class c ON c.oid = i.indrelid AND NOT c.relispartition
    JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = current_schema()
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY(i.indkey)
    WHERE i.indisprimary AND strpos(c.relname, '_') = 0
    ORDER BY c.relname, array_position(i.indkey::int2[], a.attnum)"""
COLUMNS = """SELECT column_name FROM information_schema.columns WHERE table_name = ?
    AND table_schema = current_schema() AND is_generated = 'NEVER' ORDER BY ordinal_position"""


class PostgresEngine:
    """One PostgreSQL database, every acknowledged write on its disk.

    Parameters
    ----------
    url : ``postgresql://name:password@host/database``; its tables are made when it has none.
    insert : stores a batch of responses.

    Raises
    ------
    StorageError
        There is no such database, or it cannot keep a store.
    """

    def __init__(self, url: str, insert: Insert) -> None:
        self._url = url
        self._insert = insert
        self._rested, self._cause = 0.0, ""
        bring_up_to_date(url)
        self._pool = ConnectionPool(
            full_address(url),
            kwargs={"autocommit": True},
            configure=_configure,
            min_size=1,
            max_size=MOST,
            timeout=PATIENCE,
            # Whoever asks next tries again; a wait that doubles would outlast the trouble.
            reconnect_timeout=REST,
            num_workers=1,
            open=True,
        )
        self._begin()

    def read(self, sql: str, *values: Any) -> list[Any]:
        return self._twice(lambda db: db.execute(sql, values).fetchall())

    def run(self, sql: str, *values: Any) -> int:
        return self._once(lambda db: db.execute(sql, values).rowcount)

    def write(self, job: Callable[[Connection], Result], turn: str | None = "") -> Result:
        def whole(db: Marked) -> Result:
            with db.connection.transaction():
                if turn is not None:
                    db.execute(LOCK, (turn,))
                return job(db)

        return self._once(whole)

    def insert(self, row: Row) -> Any:
        # Sent twice, a response is kept once.
        return self._twice(lambda db: self._insert(db, [row])[0])

    def changes(self) -> int:
        return int(self.read(SEEN)[0][0])

    @contextmanager
    def still(self) -> Iterator[Reader]:
        with self._connected() as db, db.connection.transaction():
            db.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield lambda sql, *values: db.execute(sql, values).fetchall()

    def tables(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for table, column in self.read(KEYS):
            found[table] = (*found.get(table, ()), column)
        return found

    def columns(self, table: str) -> tuple[str, ...]:
        return tuple(name for (name,) in self.read(COLUMNS, table))

    def copy_to(self, path: Path) -> None:
        with closing(SQLiteEngine(path, self._insert)) as target:
            copy_engine(self, target, shown(self._url))

    def scrub(self, keep_copies: bool = False) -> None:
        self._vacuum(*self.tables(), full=True)

    def scrub_now(self) -> None:
        sizes = [f"pg_total_relation_size('{table}')" for table in ERASED_FROM]
        try:
            [[size]] = self.read(f"SELECT {' + '.join(sizes)}")  # noqa: S608
            self._vacuum(*ERASED_FROM, full=size <= REBUILT_AT_ONCE)
        except StorageError as error:
            logging.getLogger(__name__).warning("%s", error)

    def close(self) -> None:
        self._pool.close()

    def _begin(self) -> None:
        try:
            self._pool.wait(START)
        except PoolTimeout as error:
            raise UnavailableError(said(error), LOOK) from error

    def _vacuum(self, *tables: str, full: bool) -> None:
        options = "(FULL)" if full else ""
        try:
            self.run(f"VACUUM {options} {', '.join(tables)}")
        except UnavailableError as error:
            raise StorageError(
                f"Ce qui est effacé laisse encore des traces dans {shown(self._url)} "
                f"({self._cause})\u00a0: lancez «\u00a0diagnosis purge\u00a0» ensuite."
            ) from error

    def _twice(self, ask: Callable[[Marked], Result]) -> Result:
        """Ask again where a connection was lost: one that is idle hears last of it."""
        try:
            return self._once(ask)
        except UnavailableError as error:
            if not _lost(error.__cause__):
                raise
            return self._once(ask)

    def _once(self, ask: Callable[[Marked], Result]) -> Result:
        with self._connected() as db:
            return ask(db)

    @contextmanager
    def _connected(self) -> Iterator[Marked]:
        if time.monotonic() < self._rested:
            raise UnavailableError(self._cause, LOOK)
        try:
            with self._pool.connection() as connection:
                yield Marked(connection)
        except TROUBLE as error:
            self._note(error)
            raise UnavailableError(self._cause, LOOK) from error

    def _note(self, error: Exception) -> None:
        """Keep what went wrong, and drop the connections that it broke."""
        self._cause = said(error)
        logging.getLogger(__name__).error("the store cannot be used: %s", self._cause)
        if isinstance(error, PoolTimeout):
            self._rested = time.monotonic() + REST
        elif isinstance(error, psycopg.errors.ReadOnlySqlTransaction):
            # No primary any more: an address of several servers leads to the one that is.
            self._pool.drain()
        else:
            self._pool.check()


def _lost(error: BaseException | None) -> bool:
    """Whether a connection ended: by the server (57P01 to 57P05), or without a word."""
    if isinstance(error, psycopg.OperationalError) and not isinstance(error, PoolTimeout):
        return (error.sqlstate or "57P").startswith("57P")
    return False


def _configure(connection: psycopg.Connection) -> None:
    connection.execute(SETTINGS)
