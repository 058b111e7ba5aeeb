"""A process that serves: ``python -m diagnosis.serving.worker DESCRIPTOR FOLDER``."""

from __future__ import annotations

import socket
import sys
from dataclasses import replace
from pathlib import Path

from diagnosis.app import LARGEST, create_app, open_instance
from diagnosis.config import read_settings
from diagnosis.model import DiagnosisError
from diagnosis.serving.microcache import Microcache
from diagnosis.serving.parent import end_with_parent
from diagnosis.serving.refusal import refusal
from diagnosis.serving.server import run


def main(descriptor: str, folder: str) -> None:
    """Serve the instance of a folder on an inherited socket; another process publishes."""
    end_with_parent()
    settings = read_settings(Path(folder))
    try:
        application = create_app(settings, replace(open_instance(settings), publishes=False))
    except DiagnosisError as error:
        sys.exit(str(error))
    told = refusal(settings.address.startswith("https://"))
    run(Microcache(application), socket.socket(fileno=int(descriptor)), 2 * LARGEST, told)


if __name__ == "__main__":
    main(*sys.argv[1:])
