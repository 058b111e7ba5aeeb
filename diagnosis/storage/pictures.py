"""What families made of pictures."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

from diagnosis.model import Trial
from diagnosis.storage.engine import Connection, Tables
from diagnosis.storage.statements import upsert

TRIALS = "SELECT picture, day, families, said, pointed, opposite, hurt FROM trials"


class Trials(Tables):
    """The part of a `Storage` that keeps trials of pictures."""

    def trials(self) -> list[Trial]:
        return [
            Trial(picture, date.fromisoformat(day), *counts)
            for picture, day, *counts in self._read(f"{TRIALS} ORDER BY picture, day")
        ]

    def save_trials(self, trials: list[Trial]) -> None:
        rows = [{**asdict(trial), "day": str(trial.day)} for trial in trials]

        def job(db: Connection) -> None:
            for row in rows:
                db.execute(upsert("trials", row, "picture", "day"), tuple(row.values()))

        self._write(job)
