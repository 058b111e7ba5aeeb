"""One process that serves: ``python -m diagnosis.serving DESCRIPTOR FOLDER`` (`processes`)."""

from __future__ import annotations

import os
import signal
import socket
import sys
from pathlib import Path
from threading import Thread

from diagnosis.app import LARGEST, create_app
from diagnosis.config import read_settings
from diagnosis.model import DiagnosisError
from diagnosis.serving.server import run


def main(descriptor: str, folder: str) -> None:
    """Serve the instance of a folder on an inherited socket."""
    Thread(target=_end_with_parent, daemon=True).start()
    try:
        application = create_app(read_settings(Path(folder)))
    except DiagnosisError as error:
        sys.exit(str(error))
    run(application, socket.socket(fileno=int(descriptor)), 2 * LARGEST)


def _end_with_parent() -> None:
    # The other end of this pipe closes when the parent ends, even killed.
    os.read(sys.stdin.fileno(), 1)
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main(*sys.argv[1:])
