"""Processes that serve on one socket: one that dies is replaced, all end with their parent."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import NoReturn

from diagnosis.model import DiagnosisError
from diagnosis.serving.server import PATIENCE

BACKLOG = 1024  # connections that wait to be taken
BREATH = 1.0  # seconds before one that could not live is replaced


def listen(host: str, port: int) -> socket.socket:
    """Open the address of a server.

    Raises
    ------
    DiagnosisError
        The port is taken, or not ours to take.
    """
    try:
        return socket.create_server(
            (host, port),
            family=socket.AF_INET6 if ":" in host else socket.AF_INET,
            backlog=BACKLOG,
        )
    except OSError as error:
        raise DiagnosisError(
            f"Le port {port} ne peut pas s’ouvrir ({error.strerror})\u00a0: "
            "choisissez-en un autre avec --port."
        ) from error


def serve(folder: Path, listener: socket.socket, workers: int) -> NoReturn:
    """Serve an instance with so many processes, until SIGTERM or SIGINT.

    Parameters
    ----------
    folder : of the instance.
    listener : where it listens (`listen`).
    """
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    running = [_start(folder, listener) for _ in range(workers)]
    try:
        while True:
            died, _ = os.wait()
            time.sleep(BREATH)
            running = [p if p.pid != died else _start(folder, listener) for p in running]
    except KeyboardInterrupt:
        sys.exit(0)
    finally:
        _end(running)


def _start(folder: Path, listener: socket.socket) -> subprocess.Popen[bytes]:
    """Start a process that serves; its input ends when this process does, however it ends."""
    command = [sys.executable, "-m", "diagnosis.serving", str(listener.fileno()), str(folder)]
    return subprocess.Popen(  # noqa: S603 - our own module
        command, stdin=subprocess.PIPE, pass_fds=[listener.fileno()]
    )


def _end(running: list[subprocess.Popen[bytes]]) -> None:
    for process in running:
        process.terminate()
    until = time.monotonic() + PATIENCE + 1
    for process in running:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(max(0, until - time.monotonic()))
        process.kill()
