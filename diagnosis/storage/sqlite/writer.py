"""One thread that writes, committing together what arrives together.

With ``synchronous=FULL`` each commit waits for the disk. What queues up while one commit is under
way shares the next, so that a busy minute costs a few disk syncs, not one per family. Responses
of a batch go in with one statement: every statement lets go of the interpreter, and under load
taking it back costs more than the insert.
"""

from __future__ import annotations

import fcntl
import logging
import queue
import sqlite3
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any, BinaryIO

from diagnosis.storage.engine import BATCH, Connection, Insert, Job, Result, Row
from diagnosis.storage.trouble import UnavailableError

TURN = 2.0  # seconds that a process waits for its turn
GLANCE = 0.001  # seconds between two looks
BRIEF = 0.2  # the same, while the store is in trouble
# After a failure nobody waits for the store, and one batch this often asks how it is.
REST = 1.0  # seconds
Item = tuple["Job | Row", "Future[Any]"]
Done = tuple["Future[Any]", Any]


class Writer:
    """Runs what it is given one after the other on its own connection.

    Parameters
    ----------
    connect : opens the connection, called in the writer's thread.
    insert : stores the rows of a batch together and gives one result for each.
    turn : a file by which the writers of several processes take turns. SQLite's own waiting is a
        sleep that doubles, and loses more time than a commit takes.
    """

    def __init__(
        self, connect: Callable[[], sqlite3.Connection], insert: Insert, turn: Path
    ) -> None:
        self._connect = connect
        self._turn = turn
        self._insert = insert
        self._queue: queue.SimpleQueue[Item | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._connection: sqlite3.Connection | None = None
        self._trouble: Exception | None = None
        self._rested = 0.0
        self._starting = threading.Lock()

    def run(self, job: Callable[[Connection], Result]) -> Result:
        """Run a job and wait until its transaction is on the disk.

        Whatever the job raises is raised here; the other jobs of the batch are not affected.

        Raises
        ------
        UnavailableError
            The store cannot be written for now.
        """
        return self._wait(job)  # type: ignore[no-any-return]

    def insert(self, row: Row) -> Any:
        """Store a row, together with those of other threads, and wait until it is on the disk."""
        return self._wait(row)

    def close(self) -> None:
        """Finish what is under way and end the thread."""
        if self._thread is not None:
            self._queue.put(None)
            self._thread.join()
            self._thread = None

    def _wait(self, item: Job | Row) -> Any:
        if self._thread is None:
            self._start()
        future: Future[Any] = Future()
        self._queue.put((item, future))
        try:
            return future.result()
        except (sqlite3.OperationalError, OSError) as error:
            raise UnavailableError(error) from error

    def _start(self) -> None:
        with self._starting:
            if self._thread is None:
                self._thread = threading.Thread(target=self._loop, name="writer", daemon=True)
                self._thread.start()

    def _loop(self) -> None:
        going = True
        while going:
            batch, going = self._next_batch()
            if self._trouble and time.monotonic() < self._rested:
                _fail(batch, self._trouble)
                continue
            try:
                self._write(batch)
                self._trouble = None
            except Exception as error:
                self._note(error)
                _fail(batch, error)
        self._let_go()

    def _write(self, batch: list[Item]) -> None:
        self._connection = self._connection or self._connect()
        with self._turn.open("ab") as turn:
            patience = BRIEF if self._trouble else TURN
            take(turn, patience)
            self._connection.execute(f"PRAGMA busy_timeout = {1000 * patience:.0f}")
            self._commit(self._connection, batch)

    def _note(self, trouble: Exception) -> None:
        if not self._trouble:
            logging.getLogger(__name__).error("the store cannot be written: %s", trouble)
        self._trouble, self._rested = trouble, time.monotonic() + REST
        self._let_go()

    def _let_go(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _next_batch(self) -> tuple[list[Item], bool]:
        batch: list[Item] = []
        item = self._queue.get()
        while item is not None:
            batch.append(item)
            if len(batch) == BATCH or self._queue.empty():
                return batch, True
            item = self._queue.get()
        return batch, False

    def _commit(self, connection: sqlite3.Connection, batch: list[Item]) -> None:
        if not batch:
            return
        connection.execute("BEGIN IMMEDIATE")
        try:
            results = self._insert_rows(connection, [item for item in batch if _is_row(item[0])])
            for job, future in batch:
                if not _is_row(job):
                    results += _attempt(connection, job, future)
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
        for future, result in results:
            future.set_result(result)

    def _insert_rows(self, connection: sqlite3.Connection, items: list[Item]) -> list[Done]:
        if not items:
            return []
        rows: list[Any] = [row for row, _ in items]
        try:
            stored = self._insert(connection, rows)
        except sqlite3.Error:
            # A row that cannot be stored must not take the others with it.
            alone = [((lambda db, row=row: self._insert(db, [row])[0]), f) for row, f in items]
            return [done for job, future in alone for done in _attempt(connection, job, future)]
        return [(future, result) for (_, future), result in zip(items, stored, strict=True)]


def take(turn: BinaryIO, patience: float) -> None:
    """Lock the file of turns; closing it lets go of it.

    Raises
    ------
    BlockingIOError
        Another process holds it for too long.
    """
    until = time.monotonic() + patience
    while True:
        try:
            return fcntl.flock(turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                raise
            time.sleep(GLANCE)


def _is_row(item: Job | Row) -> bool:
    return isinstance(item, tuple)


def _attempt(connection: sqlite3.Connection, job: Any, future: Future[Any]) -> list[Done]:
    connection.execute("SAVEPOINT job")
    try:
        result = job(connection)
    except Exception as error:
        connection.execute("ROLLBACK TO job")
        future.set_exception(error)
        return []
    finally:
        connection.execute("RELEASE job")
    return [(future, result)]


def _fail(batch: list[Item], error: Exception) -> None:
    for _, future in batch:
        if not future.done():
            future.set_exception(error)
