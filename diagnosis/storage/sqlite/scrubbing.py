"""What was erased leaves every file: pages of the database, then its log.

With ``secure_delete`` SQLite overwrites what it erases, but not always what it once moved from a
page to another: of 200 texts withdrawn among 5 000, 2 were still found. Only a file that is
rebuilt has nothing between its rows. The log keeps old pages until it is emptied, which nobody
can do while a reader still looks at them.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from diagnosis.storage.sqlite.writer import TURN, take
from diagnosis.storage.trouble import StorageError

# Bytes; to rebuild these takes 0.5 s, in which nobody else writes (300 MB: 2 to 4 s).
REBUILT_AT_ONCE = 64_000_000
TRIES = 5
# Milliseconds that a try waits for readers, and nobody writes; seconds until the next one.
PATIENCE, PAUSE = 200, 0.2


def scrub(path: Path, connect: Callable[[], sqlite3.Connection], rebuild: bool = True) -> None:
    """Rebuild a database (where asked for) and empty its log.

    Raises
    ------
    StorageError
        A reader keeps the log, or the disk is full: nothing is lost, but bytes are left.
    """
    try:
        with closing(connect()) as connection:
            if rebuild:
                with turn_of(path):
                    connection.execute("VACUUM")
            emptied = _empty_log(connection, path)
    except (OSError, sqlite3.Error) as error:
        raise StorageError(
            f"Ce qui est effacé laisse encore des traces dans {path.name} ({error})\u00a0: "
            "faites de la place, puis lancez «\u00a0diagnosis purge\u00a0»."
        ) from error
    if not emptied:
        raise StorageError(
            f"Ce qui est effacé laisse encore des traces dans {path.name}-wal, car quelqu’un lit "
            "la base (une sauvegarde\u00a0?)\u00a0: lancez «\u00a0diagnosis purge\u00a0» ensuite."
        )


@contextmanager
def turn_of(path: Path) -> Iterator[None]:
    """Hold the turn of the writers of a database, whatever their process.

    Raises
    ------
    BlockingIOError
        Another process holds it for too long.
    """
    with path.with_name(f"{path.name}-turn").open("ab") as turn:
        take(turn, TURN)
        yield


def _empty_log(connection: sqlite3.Connection, path: Path) -> bool:
    connection.execute(f"PRAGMA busy_timeout = {PATIENCE}")
    for attempt in range(TRIES):
        if attempt:
            time.sleep(PAUSE)
        with turn_of(path):
            busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if not busy:
            return True
    return False
