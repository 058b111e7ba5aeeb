"""What families made of pictures, in SQLite."""

from __future__ import annotations

import sqlite3
from dataclasses import asdict
from datetime import date

from diagnosis.model import Trial
from diagnosis.storage.engine import Engine

TRIALS = "SELECT picture, day, families, said, pointed, opposite, hurt FROM trials"
SAVE = (
    "INSERT OR REPLACE INTO trials (picture, day, families, said, pointed, opposite, hurt) "
    "VALUES (:picture, :day, :families, :said, :pointed, :opposite, :hurt)"
)


class Trials(Engine):
    """The part of a `Storage` that keeps trials of pictures."""

    def trials(self) -> list[Trial]:
        return [
            Trial(picture, date.fromisoformat(day), *counts)
            for picture, day, *counts in self._read(f"{TRIALS} ORDER BY picture, day")
        ]

    def save_trials(self, trials: list[Trial]) -> None:
        rows = [{**asdict(trial), "day": str(trial.day)} for trial in trials]

        def job(db: sqlite3.Connection) -> None:
            db.executemany(SAVE, rows)

        self._write(job)
