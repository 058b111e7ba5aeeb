"""A real server of the application on loopback, to be started, stopped and killed."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from diagnosis.app import open_instance
from diagnosis.config import read_settings
from diagnosis.instance import Instance


@dataclass
class Server:
    """A server on loopback, the folder of its instance, whether it publishes, and its processes."""

    port: int
    folder: Path
    works: bool = True
    process: subprocess.Popen[bytes] | None = None
    host: str = "127.0.0.1"
    workers: int = 2

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://{self.host}:{self.port}"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        command = [sys.executable, "-m", "diagnosis", "serve", "--data", str(self.folder)]
        command += [] if self.works else ["--no-work"]
        command += ["--host", self.host, "--port", str(self.port), "--workers", str(self.workers)]
        # A group of its own: to kill it is to kill its workers too.
        self.process = subprocess.Popen(command, start_new_session=True)
        self.wait()

    def wait(self) -> None:
        """Wait until it answers."""
        # By the name that every instance takes, whichever address its machine has.
        asked = urllib.request.Request(f"{self.address}/healthz", headers={"Host": "localhost"})
        for _ in range(300):
            try:
                with urllib.request.urlopen(asked, timeout=2):
                    return
            except OSError:
                time.sleep(0.1)
        raise AssertionError("the server did not start")

    def published(self, before: Any = None) -> Any:
        """Wait until what planners read of « stains » is there, another than before."""
        instance = self.open()
        try:
            for _ in range(1200):
                shown = instance.store.get("shown:stains")
                if shown not in (None, before):
                    return shown
                time.sleep(0.1)
        finally:
            instance.store.close()
        raise AssertionError("nothing was published")

    def stop(self) -> None:
        """Let it end what it is doing."""
        assert self.process
        self.process.terminate()
        self.process.wait(timeout=20)

    def kill(self) -> None:
        """End it at once, as a power cut would."""
        assert self.process
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=20)

    def end(self) -> None:
        """Stop it unless it is over already."""
        if self.process and self.process.poll() is None:
            self.stop()

    def open(self) -> Instance:
        """Open the instance beside the server, to look into its store."""
        return open_instance(read_settings(self.folder))


def until(condition: Callable[[], object]) -> None:
    """Wait until something is so."""
    for _ in range(1800):
        if condition():
            return
        time.sleep(0.05)
    raise AssertionError("it did not happen")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
