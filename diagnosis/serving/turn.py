"""Which of several processes that publish an instance does the work: the one whose mark moves.

No clock is compared with another machine's: whoever waits looks, by its own, how long the mark of
the other has stood still. Two that take the turn at once do the same work twice, no more.
"""

from __future__ import annotations

import os
import socket
import time
from functools import cache
from pathlib import Path
from typing import Any

from diagnosis.storage import Storage

NAME = "working"
BEAT = 30.0  # seconds between two marks: each one makes processes that serve read the store again
PATIENCE = 120.0  # seconds after which a mark that stands still is a dead machine's


class Turn:
    """The turn of this process."""

    def __init__(self) -> None:
        self._me = [machine_name(), os.getpid()]
        self._beats = 0
        self._marked = -BEAT
        self._other: Any = None
        self._since = 0.0

    def is_mine(self, store: Storage) -> bool:
        """Take the turn, keep it, or see that another process has it."""
        kept, now = store.get(NAME), time.monotonic()
        if kept and kept["by"] != self._me and not _is_over(*kept["by"]):
            if kept != self._other:
                self._other, self._since = kept, now
            if now - self._since < PATIENCE:
                return False
        if not kept or kept["by"] != self._me or now - self._marked >= BEAT:
            self._beats, self._marked = self._beats + 1, now
            store.put(NAME, {"by": self._me, "beat": self._beats})
        return True


@cache
def machine_name() -> str:
    """Name of this machine since it started: copies of one disk bear one name."""
    started = Path("/proc/sys/kernel/random/boot_id")
    return f"{socket.gethostname()} {started.read_text().strip() if started.exists() else ''}"


def _is_over(host: str, pid: int) -> bool:
    """Whether a process of this machine is known to have ended."""
    if host != machine_name():
        return False
    try:
        # Signal 0 is none: only whether there is somebody to send it to.
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        pass
    return False
