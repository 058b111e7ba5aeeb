"""The process that computes what planners read: ``diagnosis work``, or one beside those that serve.

It looks at the store every two seconds, and makes what changed: the diagnosis of a campaign, its
pages and files. The processes that serve show what it made last, and compute nothing. Of several
on one instance, on whatever machines, one works and the others wait for it to end.
"""

from __future__ import annotations

import logging
import os
import sys
import time
from datetime import date
from pathlib import Path
from typing import NoReturn

from flask import Flask

from diagnosis.app import create_app
from diagnosis.config import read_settings
from diagnosis.dataset import publish_opinions
from diagnosis.instance import Instance
from diagnosis.planners import publish
from diagnosis.serving.cluster import cluster_of
from diagnosis.serving.parent import end_with_parent
from diagnosis.serving.turn import Turn
from diagnosis.voices import MakingError, say_statements

LOOK = 2.0  # seconds between two looks
# While a room votes, each vote changes the diagnosis: a third of a processor at most.
REST = 2.0  # times what the last look took
NICE = 19  # the lowest priority: families' pages come first
Seen = tuple[int, date]


def work(folder: Path, scheduler: str = "") -> NoReturn:
    """Publish the campaigns of an instance until somebody ends this process.

    Parameters
    ----------
    scheduler : address of a Dask scheduler whose workers compute; here when it is empty.

    Raises
    ------
    DiagnosisError
        The scheduler cannot be reached.
    """
    os.nice(NICE)
    with cluster_of(scheduler):
        _look_for_ever(folder)
    raise SystemExit


def _look_for_ever(folder: Path) -> NoReturn:
    app = create_app(read_settings(folder))
    running: Instance = app.extensions["diagnosis"]
    seen, turn = None, Turn()
    while True:
        begun = time.monotonic()
        seen = look(app, running, seen, turn)
        time.sleep(max(LOOK, REST * (time.monotonic() - begun)))


def look(app: Flask, running: Instance, seen: Seen | None, turn: Turn) -> Seen | None:
    """Publish what changed since the last look; what was seen, None if nothing could be made."""
    try:
        if not turn.is_mine(running.store):
            return None
        now = (running.store.changes(), running.today())
        if now != seen:
            _say(running)
            for campaign in running.store.campaigns():
                publish_opinions(running, campaign)
                publish(app, running, campaign)
                turn.is_mine(running.store)
    except Exception as error:
        # The next look tries again; what was published last is still shown.
        logging.getLogger(__name__).error("nothing new was published: %s", error)
        return None
    return now


def _say(running: Instance) -> None:
    """Say what rooms vote on and what is given back; without a synthesiser, a person does."""
    try:
        say_statements(running.machine, running.languages, running.said_now())
    except MakingError as error:
        logging.getLogger(__name__).warning("%s", error)


if __name__ == "__main__":
    end_with_parent()
    work(Path(sys.argv[1]))
