"""What a store asks of an engine, whichever it is, and what every table shares.

One text of SQL serves all: what the engines read alike, « ? » for each value. A statement alone
is whole by itself; what reads before it writes is a job, and has a turn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol, TypeVar

from diagnosis.storage.statements import insert, upsert
from diagnosis.storage.trouble import StorageError

# Rows that one statement takes: its values must stay under 32 767 (SQLite) and 65 535.
BATCH = 256
# Integers of a store have 64 bits; an address may hold any number.
LARGEST = 2**63 - 1
Row = tuple[Any, ...]
Result = TypeVar("Result")


class Cursor(Protocol):
    """What a statement gave."""

    @property
    def rowcount(self) -> int:
        """Rows that were written."""
        ...

    def fetchone(self) -> Any:
        """Read the next row, None when there is no more."""
        ...

    def fetchall(self) -> list[Any]:
        """Read the rows that are left."""
        ...

    def __iter__(self) -> Iterator[Any]: ...


class Connection(Protocol):
    """What a job writes on."""

    def execute(self, sql: str, values: Sequence[Any] = (), /) -> Cursor:
        """Run a statement."""
        ...

    def executemany(self, sql: str, rows: list[Row], /) -> Cursor:
        """Run a statement once for each row of values."""
        ...


Job = Callable[[Connection], Any]
Reader = Callable[..., list[Any]]
Insert = Callable[[Connection, Sequence[Row]], list[Any]]


class Engine(Protocol):
    """One open database. Any method may raise `UnavailableError`: nothing of it was kept."""

    def read(self, sql: str, *values: Any) -> list[Any]:
        """Rows of a statement that reads."""
        ...

    def run(self, sql: str, *values: Any) -> int:
        """Commit one statement; give how many rows it wrote."""
        ...

    def write(self, job: Callable[[Connection], Result], turn: str | None = "") -> Result:
        """Commit what a job writes, all or nothing.

        Parameters
        ----------
        turn : no job of the same turn runs meanwhile, in whatever process. A job under a turn of
            its own must read nothing that others change; under None, nothing that it writes.
        """
        ...

    def insert(self, row: Row) -> Any:
        """Commit a response by the short way; what the store's `Insert` says of it."""
        ...

    def changes(self) -> int:
        """Read a number that moves when another connection has written anything."""
        ...

    def scrub(self, keep_copies: bool = False) -> None:
        """Leave no byte of what was erased (see `Storage.scrub`)."""
        ...

    def scrub_now(self) -> None:
        """Scrub what was just erased, while somebody waits: what is late is done by `scrub`."""
        ...

    def copy_to(self, path: Path) -> None:
        """Write a consistent copy into a new file."""
        ...

    def still(self) -> AbstractContextManager[Reader]:
        """Read (as `read` does) what there was at one moment, whatever is written meanwhile."""
        ...

    def tables(self) -> Mapping[str, tuple[str, ...]]:
        """Names of the tables, each with the columns of its key."""
        ...

    def columns(self, table: str) -> tuple[str, ...]:
        """Names of the columns of a table that are written, in order."""
        ...

    def close(self) -> None:
        """Let go of files and threads."""
        ...


class Tables:
    """What the parts of a store share."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def _read(self, sql: str, *values: Any) -> list[Any]:
        return self._engine.read(sql, *values)

    def _one(self, sql: str, *values: Any) -> Any:
        found = self._read(sql, *values)
        return found[0] if found else None

    def _run(self, sql: str, *values: Any) -> int:
        return self._engine.run(sql, *values)

    def _write(self, job: Callable[[Connection], Result], turn: str | None = "") -> Result:
        return self._engine.write(job, turn)

    def _add(self, table: str, row: dict[str, Any], taken: StorageError) -> None:
        if not self._run(insert(table, row, "ON CONFLICT DO NOTHING"), *row.values()):
            raise taken

    def _put(self, table: str, row: dict[str, Any], *key: str) -> None:
        self._run(upsert(table, row, *key), *row.values())
