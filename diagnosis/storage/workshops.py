"""Test workshops: each a record that grows from its plan to what was decided after it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import time
from typing import Any

from diagnosis.model import Workshop
from diagnosis.model.workshops import workshop_of
from diagnosis.storage.engine import LARGEST, Connection
from diagnosis.storage.sessions import Sessions
from diagnosis.storage.statements import insert, upsert


class Workshops(Sessions):
    """The part of a `Storage` that keeps test workshops."""

    def add_workshop(self, workshop: Workshop) -> Workshop:
        def job(db: Connection) -> Workshop:
            (id,) = db.execute("SELECT coalesce(max(id), 0) + 1 FROM workshops").fetchone()
            planned = replace(workshop, id=id)
            row = _row(planned)
            db.execute(insert("workshops", row), tuple(row.values()))
            return planned

        return self._write(job)

    def save_workshop(self, workshop: Workshop, version: str = "") -> None:
        self._swap("workshops", ("id", "campaign"), _row(workshop), version, _find)

    def change_workshop(self, id: int, how: Callable[[Workshop], Workshop]) -> Workshop | None:
        def job(db: Connection) -> Workshop | None:
            found = _find(db, id)
            if found is None:
                return None
            changed = how(found)
            row = _row(changed)
            db.execute(upsert("workshops", row, "id", "campaign"), tuple(row.values()))
            return changed

        return self._write(job) if id <= LARGEST else None

    def workshop(self, id: int) -> Workshop | None:
        if id > LARGEST:
            return None
        row = self._one("SELECT id, definition FROM workshops WHERE id = ?", id)
        return _workshop(row) if row else None

    def workshops(self, campaign: str, removed: bool = False) -> list[Workshop]:
        rows = self._read("SELECT id, definition FROM workshops WHERE campaign = ?", campaign)
        found = [one for one in map(_workshop, rows) if one.removed == removed]
        return sorted(found, key=lambda one: (one.day, one.begins or time.min, one.id))


def _find(db: Connection, id: int) -> Workshop | None:
    row = db.execute("SELECT id, definition FROM workshops WHERE id = ?", (id,)).fetchone()
    return _workshop(row) if row else None


def _row(workshop: Workshop) -> dict[str, Any]:
    return {
        "id": workshop.id,
        "campaign": workshop.campaign,
        "day": str(workshop.day),
        "definition": json.dumps(asdict(workshop), default=str, ensure_ascii=False),
    }


def _workshop(row: Any) -> Workshop:
    return workshop_of({**json.loads(row[1]), "id": row[0]})
