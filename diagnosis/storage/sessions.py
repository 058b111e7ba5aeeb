"""Concertation sessions with their votes, and test workshops; what two people change at once."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Collection
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from diagnosis.model import OVER, Session, Vote, Workshop
from diagnosis.storage.responses import Responses
from diagnosis.storage.statements import insert, upsert
from diagnosis.storage.trouble import STALE, StaleError, TakenError, version_of

SESSIONS = "SELECT code, campaign, themes, open, people, counted FROM sessions"
# SQLite's integers have 64 bits; an address may hold any number.
LARGEST = 2**63 - 1


class Sessions(Responses):
    """The part of a `Storage` that keeps sessions, votes and test workshops."""

    def _swap(
        self,
        table: str,
        key: str,
        row: dict[str, Any],
        version: str,
        read: Callable[[sqlite3.Connection, Any], Any],
    ) -> None:
        """Replace a row, unless it is another than the one that was read."""

        def job(db: sqlite3.Connection) -> None:
            if version and version_of(read(db, row[key])) != version:
                raise StaleError(STALE)
            upsert(db, table, row, key)

        self._write(job)

    def add_session(self, session: Session) -> None:
        taken = TakenError(f"Le code {session.code} est déjà pris.")
        self._insert("sessions", _session_row(session), taken)

    def session(self, code: str) -> Session | None:
        row = self._one(f"{SESSIONS} WHERE code = ?", code)
        return _session(row) if row else None

    def sessions(self, campaign: str) -> list[Session]:
        rows = self._read(f"{SESSIONS} WHERE campaign = ? ORDER BY rowid", campaign)
        return [_session(row) for row in rows]

    def save_session(self, session: Session, version: str = "") -> None:
        self._swap("sessions", "code", _session_row(session), version, _session_of)

    def save_vote(self, vote: Vote, room: int = 0) -> None:
        def job(db: sqlite3.Connection) -> None:
            sql = "SELECT count(*) FROM votes WHERE session = ? AND apart = ''"
            full = bool(room) and db.execute(sql, (vote.session,)).fetchone()[0] >= room
            themes, apart = json.dumps(vote.themes), vote.apart or (OVER if full else "")
            db.execute(
                """INSERT INTO votes (id, session, language, themes, apart) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (session, id) DO UPDATE
                SET language = excluded.language, themes = excluded.themes""",
                (vote.id, vote.session, vote.language, themes, apart),
            )

        self._write(job)

    def keep_apart(self, code: str, ids: Collection[str], why: str) -> None:
        sql = "UPDATE votes SET apart = ? WHERE session = ? AND id = ?"
        self._write(lambda db: db.executemany(sql, [(why, code, id) for id in ids]) and None)

    def votes(self, code: str) -> list[Vote]:
        rows = self._read(
            "SELECT id, session, language, themes, apart FROM votes WHERE session = ?", code
        )
        return [
            Vote(id, session, language, tuple(json.loads(themes)), apart)
            for id, session, language, themes, apart in rows
        ]

    def add_workshop(self, workshop: Workshop) -> Workshop:
        def job(db: sqlite3.Connection) -> int:
            row = _workshop_row(workshop)
            del row["id"]
            return insert(db, "workshops", row)

        return replace(workshop, id=self._write(job))

    def save_workshop(self, workshop: Workshop, version: str = "") -> None:
        self._swap("workshops", "id", _workshop_row(workshop), version, _workshop_of)

    def workshop(self, id: int) -> Workshop | None:
        if id > LARGEST:
            return None
        row = self._one("SELECT id, definition FROM workshops WHERE id = ?", id)
        return _workshop(row) if row else None

    def workshops(self, campaign: str) -> list[Workshop]:
        rows = self._read(
            "SELECT id, definition FROM workshops WHERE campaign = ? ORDER BY day, id", campaign
        )
        return [_workshop(row) for row in rows]


def _session_row(session: Session) -> dict[str, Any]:
    lists = {"themes": json.dumps(session.themes), "counted": json.dumps(session.counted)}
    return {**asdict(session), **lists, "open": int(session.open)}


def _session(row: Any) -> Session:
    code, campaign, themes, open, people, counted = row
    return Session(
        code, campaign, tuple(json.loads(themes)), bool(open), people, tuple(json.loads(counted))
    )


def _session_of(db: sqlite3.Connection, code: str) -> Session | None:
    row = db.execute(f"{SESSIONS} WHERE code = ?", (code,)).fetchone()
    return _session(row) if row else None


def _workshop_of(db: sqlite3.Connection, id: int) -> Workshop | None:
    row = db.execute("SELECT id, definition FROM workshops WHERE id = ?", (id,)).fetchone()
    return _workshop(row) if row else None


def _workshop_row(workshop: Workshop) -> dict[str, Any]:
    return {
        "id": workshop.id,
        "campaign": workshop.campaign,
        "day": str(workshop.day),
        "definition": json.dumps(asdict(workshop), default=str, ensure_ascii=False),
    }


def _workshop(row: Any) -> Workshop:
    data = json.loads(row[1])
    return Workshop(**{**data, "id": row[0], "day": date.fromisoformat(data["day"])})
