"""One place for costly work in each process: a short line in, one result at a time out.

A slow hash takes a processor and 64 MB; forty-eight at once stopped the site. Here one is computed
at a time, on a thread of low priority, and whoever finds the line full is told to come back. It
must never hold the threads that families' pages need.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from diagnosis.model import DiagnosisError

Result = TypeVar("Result")
LINE = 4  # of a server's eight threads, those that may wait here
NICE = 10


class BusyError(DiagnosisError):
    """The line is full; a moment later there is room."""

    def __init__(self) -> None:
        super().__init__("Trop de demandes en même temps\u00a0: réessayez dans quelques secondes.")


_line = threading.BoundedSemaphore(LINE)


def _lower() -> None:
    # Linux gives each thread its own priority; elsewhere the line alone protects.
    with contextlib.suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICE)


_place = ThreadPoolExecutor(1, "costly", initializer=_lower)


def costly(work: Callable[..., Result], *values: Any) -> Result:
    """Do some work in the one place, once it is free.

    Raises
    ------
    BusyError
        The line is full.
    """
    if not _line.acquire(blocking=False):
        raise BusyError
    try:
        return _place.submit(work, *values).result()
    finally:
        _line.release()


def expect_room() -> None:
    """Refuse before anything is counted, when the line is full (`BusyError`)."""
    if not _line.acquire(blocking=False):
        raise BusyError
    _line.release()
