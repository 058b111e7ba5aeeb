"""Processes that serve on one socket, and perhaps one that publishes: all end with their parent."""

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


def serve(folder: Path, listener: socket.socket, workers: int, works: bool = True) -> NoReturn:
    """Serve an instance with so many processes, until SIGTERM or SIGINT.

    Parameters
    ----------
    folder : of the instance.
    listener : where it listens (`listen`).
    works : whether one more process publishes; otherwise that is `diagnosis work`, elsewhere.
    """
    # Ctrl-C too, by name: a shell that starts us in the background has it ignored.
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: sys.exit(0))
    worker = ["diagnosis.serving.worker", str(listener.fileno()), str(folder)]
    publisher = ["diagnosis.serving.publisher", str(folder)]
    wanted = [worker] * workers + [publisher] * works
    running = [_start(module, listener) for module in wanted]
    try:
        while True:
            died, _ = os.wait()
            time.sleep(BREATH)
            running = [
                process if process.pid != died else _start(module, listener)
                for process, module in zip(running, wanted, strict=True)
            ]
    finally:
        _end(running)


def _start(module: list[str], listener: socket.socket) -> subprocess.Popen[bytes]:
    """Start a module of ours; its input ends when this process does, however it ends."""
    return subprocess.Popen(  # noqa: S603 - our own modules
        [sys.executable, "-m", *module], stdin=subprocess.PIPE, pass_fds=[listener.fileno()]
    )


def _end(running: list[subprocess.Popen[bytes]]) -> None:
    for process in running:
        process.terminate()
    until = time.monotonic() + PATIENCE + 1
    for process in running:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(max(0, until - time.monotonic()))
        process.kill()
