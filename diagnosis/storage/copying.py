"""A store copied into an empty one of any engine: in the order of keys, batch by batch.

What a table of the target holds last says where to go on, so that a copy broken off anywhere is
taken up again by the same command. At the end both are read whole and compared.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from diagnosis.storage.engine import BATCH, Connection, Engine, Reader, Row
from diagnosis.storage.trouble import StorageError

# Rows of a batch where one may hold a sound: 16 of 350 kB.
FEW = 16
# The name under which a target keeps whence it is filled; it goes with the last batch.
MARK = "copying"
LAST = "instance"
Step = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Copied:
    """How many rows a table has, and the SHA-256 of all of them in the order of their keys."""

    table: str
    count: int
    digest: str


def copy_engine(
    source: Engine, target: Engine, whence: str, step: Step = lambda *_: None
) -> list[Copied]:
    """Copy every row, or go on with a copy that was broken off.

    Parameters
    ----------
    whence : names the source, without secrets.
    step : is told the table, and how many of how many rows.

    Raises
    ------
    StorageError
        The target holds something else, or what was read again differs.
    """
    tables = [_Table(name, key, source.columns(name)) for name, key in source.tables().items()]
    # The mark stands among them until the end.
    tables.sort(key=lambda table: (table.name == LAST, table.name))
    _claim(target, tables, whence)
    with source.still() as read:
        for table in tables[:-1]:
            _copy(read, target, table, step)
        copied = [_digest(read, table) for table in tables]
        _copy_last(read, target, tables[-1])
    again = [_digest(target.read, table) for table in tables]
    differing = [one.table for one, other in zip(copied, again, strict=True) if one != other]
    if differing:
        raise StorageError(
            f"La copie diffère de la base ({', '.join(differing)})\u00a0: quelqu’un a écrit entre "
            "deux reprises. Arrêtez le service, videz la base d’arrivée, puis recommencez."
        )
    target.run("DELETE FROM instance WHERE name = ?", MARK)
    return copied


def unfinished(engine: Engine) -> str | None:
    """Whence a store is being filled; None when it is whole."""
    found = engine.read("SELECT value FROM instance WHERE name = ?", MARK)
    return str(json.loads(found[0][0])) if found else None


def is_empty(engine: Engine) -> bool:
    """Whether a store holds nothing at all."""
    statements = [f"SELECT 1 FROM {name} LIMIT 1" for name in engine.tables()]  # noqa: S608
    return not any(engine.read(sql) for sql in statements)


@dataclass(frozen=True)
class _Table:
    name: str
    key: tuple[str, ...]
    columns: tuple[str, ...]

    @property
    def order(self) -> str:
        return ", ".join(self.key)

    @property
    def select(self) -> str:
        return f"SELECT {', '.join(self.columns)} FROM {self.name}"  # noqa: S608 - names are ours

    @property
    def batch(self) -> int:
        return FEW if "content" in self.columns else BATCH

    def key_of(self, row: Row) -> Row:
        return tuple(row[self.columns.index(name)] for name in self.key)


def _claim(target: Engine, tables: list[_Table], whence: str) -> None:
    if sorted(target.tables()) != sorted(table.name for table in tables):
        raise StorageError(
            "La base d’arrivée n’a pas les mêmes tables\u00a0: donnez une base à elle seule."
        )
    begun = unfinished(target)
    if begun is None and not is_empty(target):
        raise StorageError(
            "La base d’arrivée n’est pas vide\u00a0: donnez-en une vide, rien n’y a changé."
        )
    if begun not in (None, whence):
        raise StorageError(
            f"La base d’arrivée se remplit déjà depuis {begun}\u00a0: reprenez cette copie, ou "
            "videz-la."
        )
    target.run(
        "INSERT INTO instance (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING",
        MARK,
        json.dumps(whence),
    )


def _pages(read: Reader, table: _Table, after: Row | None = None) -> Iterator[list[Row]]:
    """Rows in the order of their keys, a batch at a time."""
    marks = ", ".join("?" * len(table.key))
    while True:
        where = "" if after is None else f"WHERE ({table.order}) > ({marks})"
        sql = f"{table.select} {where} ORDER BY {table.order} LIMIT {table.batch}"
        rows = read(sql, *(after or ()))
        if not rows:
            return
        yield rows
        after = table.key_of(rows[-1])


def _copy(read: Reader, target: Engine, table: _Table, step: Step) -> None:
    last = f"{table.select} ORDER BY {', '.join(f'{name} DESC' for name in table.key)} LIMIT 1"
    [[total]] = read(f"SELECT count(*) FROM {table.name}")  # noqa: S608
    [[done]] = target.read(f"SELECT count(*) FROM {table.name}")  # noqa: S608
    found = target.read(last)
    step(table.name, done, total)
    for rows in _pages(read, table, table.key_of(found[0]) if found else None):
        target.write(partial(_insert, table, rows))
        done += len(rows)
        step(table.name, done, total)


def _copy_last(read: Reader, target: Engine, table: _Table) -> None:
    """Copy the values of the instance at once, beside the mark."""

    def job(db: Connection) -> None:
        db.execute("DELETE FROM instance WHERE name <> ?", (MARK,))
        for rows in _pages(read, table):
            _insert(table, rows, db)

    target.write(job)


def _insert(table: _Table, rows: list[Row], db: Connection) -> None:
    marks = f"({', '.join('?' * len(table.columns))})"
    names, places = ", ".join(table.columns), ", ".join([marks] * len(rows))
    values = [value for row in rows for value in row]
    db.execute(f"INSERT INTO {table.name} ({names}) VALUES {places}", values)  # noqa: S608


def _digest(read: Reader, table: _Table) -> Copied:
    count, digest = 0, hashlib.sha256()
    for rows in _pages(read, table):
        for row in rows:
            if table.name != LAST or row[table.columns.index("name")] != MARK:
                count += 1
                digest.update(repr(tuple(row)).encode())
    return Copied(table.name, count, digest.hexdigest())
