"""A process ends with the one that started it."""

from __future__ import annotations

import os
import signal
import sys
from threading import Thread


def end_with_parent() -> None:
    """End, as at a stop, when the process at the other end of our input ends, even killed."""
    Thread(target=_wait, daemon=True).start()


def _wait() -> None:
    os.read(sys.stdin.fileno(), 1)
    os.kill(os.getpid(), signal.SIGTERM)
