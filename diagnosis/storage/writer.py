"""One thread that writes, committing together what arrives together.

With ``synchronous=FULL`` each commit waits for the disk. Jobs that queue up while one commit is
under way share the next, so that a busy minute costs a few disk syncs, not one per family.
"""

from __future__ import annotations

import queue
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

Result = TypeVar("Result")
Job = Callable[[sqlite3.Connection], Any]
Item = tuple[Job, "Future[Any]"]
BATCH = 256


class Writer:
    """Runs jobs one after the other on its own connection.

    Parameters
    ----------
    connect : opens the connection, called in the writer's thread.
    """

    def __init__(self, connect: Callable[[], sqlite3.Connection]) -> None:
        self._connect = connect
        self._queue: queue.SimpleQueue[Item | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()

    def run(self, job: Callable[[sqlite3.Connection], Result]) -> Result:
        """Run a job and wait until its transaction is on the disk.

        Whatever the job raises is raised here; the other jobs of the batch are not affected.
        """
        self._start()
        future: Future[Result] = Future()
        self._queue.put((job, future))
        return future.result()

    def close(self) -> None:
        """Finish the jobs under way and end the thread."""
        if self._thread is not None:
            self._queue.put(None)
            self._thread.join()
            self._thread = None

    def _start(self) -> None:
        with self._starting:
            if self._thread is None:
                self._thread = threading.Thread(target=self._loop, name="writer", daemon=True)
                self._thread.start()

    def _loop(self) -> None:
        connection: sqlite3.Connection | None = None
        going = True
        while going:
            batch, going = self._next_batch()
            try:
                connection = connection or self._connect()
                _commit(connection, batch)
            except Exception as error:
                _fail(batch, error)
        if connection is not None:
            connection.close()

    def _next_batch(self) -> tuple[list[Item], bool]:
        batch: list[Item] = []
        item = self._queue.get()
        while item is not None:
            batch.append(item)
            if len(batch) == BATCH or self._queue.empty():
                return batch, True
            item = self._queue.get()
        return batch, False


def _commit(connection: sqlite3.Connection, batch: list[Item]) -> None:
    if not batch:
        return
    results: list[tuple[Future[Any], Any]] = []
    connection.execute("BEGIN IMMEDIATE")
    try:
        for job, future in batch:
            try:
                connection.execute("SAVEPOINT job")
                results.append((future, job(connection)))
                connection.execute("RELEASE job")
            except Exception as error:
                connection.execute("ROLLBACK TO job")
                connection.execute("RELEASE job")
                future.set_exception(error)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    for future, result in results:
        future.set_result(result)


def _fail(batch: list[Item], error: Exception) -> None:
    for _, future in batch:
        if not future.done():
            future.set_exception(error)
