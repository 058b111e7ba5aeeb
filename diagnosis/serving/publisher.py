"""The process that computes what planners read: ``python -m diagnosis.serving.publisher FOLDER``.

It looks at the store every two seconds, and makes what changed: the diagnosis of a campaign, its
pages and files. The processes that serve show what it made last, and compute nothing.
"""

from __future__ import annotations

import logging
import os
import sys
import time
from datetime import date
from pathlib import Path

from flask import Flask

from diagnosis.app import create_app
from diagnosis.config import read_settings
from diagnosis.instance import Instance
from diagnosis.planners import publish
from diagnosis.serving.parent import end_with_parent

LOOK = 2.0  # seconds between two looks
# While a room votes, each vote changes the diagnosis: a third of a processor at most.
REST = 2.0  # times what the last look took
NICE = 19  # the lowest priority: families' pages come first
Seen = tuple[int, date]


def main(folder: str) -> None:
    """Publish the campaigns of an instance until its parent ends."""
    end_with_parent()
    os.nice(NICE)
    app = create_app(read_settings(Path(folder)))
    running: Instance = app.extensions["diagnosis"]
    seen = None
    while True:
        begun = time.monotonic()
        seen = look(app, running, seen)
        time.sleep(max(LOOK, REST * (time.monotonic() - begun)))


def look(app: Flask, running: Instance, seen: Seen | None) -> Seen | None:
    """Publish what changed since the last look; what was seen, None after a trouble."""
    try:
        now = (running.store.changes(), running.today())
        if now != seen:
            for campaign in running.store.campaigns():
                publish(app, running, campaign)
    except Exception as error:
        # The next look tries again; what was published last is still shown.
        logging.getLogger(__name__).error("nothing new was published: %s", error)
        return None
    return now


if __name__ == "__main__":
    main(*sys.argv[1:])
