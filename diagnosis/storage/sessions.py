"""Concertation sessions with their votes; what two people change at once."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from dataclasses import asdict
from datetime import date
from typing import Any

from diagnosis.model import OVER, Session, Vote
from diagnosis.storage.engine import Connection, Row
from diagnosis.storage.responses import Responses
from diagnosis.storage.statements import insert, upsert
from diagnosis.storage.trouble import STALE, StaleError, StorageError, TakenError, version_of

SESSIONS = "SELECT code, campaign, themes, open, people, counted, first, day, paused FROM sessions"
# A vote is kept beside its session, in the campaign of it.
VOTE = """INSERT INTO votes (campaign, session, id, language, themes, apart)
    SELECT campaign, code, ?, ?, ?, ? FROM sessions WHERE code = ?
    ON CONFLICT (session, id, campaign) DO UPDATE
    SET language = excluded.language, themes = excluded.themes"""


class Sessions(Responses):
    """The part of a `Storage` that keeps sessions and votes."""

    def _swap(
        self,
        table: str,
        key: tuple[str, ...],
        row: dict[str, Any],
        version: str,
        read: Callable[[Connection, Any], Any],
    ) -> None:
        """Replace a row, unless it is another than the one that was read."""

        def job(db: Connection) -> None:
            if version and version_of(read(db, row[key[0]])) != version:
                raise StaleError(STALE)
            db.execute(upsert(table, row, *key), tuple(row.values()))

        self._write(job)

    def add_session(self, session: Session) -> None:
        def job(db: Connection) -> None:
            if _session_of(db, session.code):
                raise TakenError(f"Le code {session.code} est déjà pris.")
            again = "SELECT 1 FROM sessions WHERE campaign = ? AND first = ?"
            if session.first and db.execute(again, (session.campaign, session.first)).fetchone():
                raise TakenError(f"La séance {session.first} a déjà son second vote.")
            sql = "SELECT coalesce(max(number), 0) + 1 FROM sessions WHERE campaign = ?"
            (number,) = db.execute(sql, (session.campaign,)).fetchone()
            row = {**_session_row(session), "number": number}
            db.execute(insert("sessions", row), tuple(row.values()))

        self._write(job)

    def session(self, code: str) -> Session | None:
        row = self._one(f"{SESSIONS} WHERE code = ?", code)
        return _session(row) if row else None

    def sessions(self, campaign: str) -> list[Session]:
        rows = self._read(f"{SESSIONS} WHERE campaign = ? ORDER BY number, code", campaign)
        return [_session(row) for row in rows]

    def save_session(self, session: Session, version: str = "") -> None:
        row = _session_row(session)
        self._swap("sessions", ("code", "campaign"), row, version, _session_of)

    def save_vote(self, vote: Vote, room: int = 0) -> None:
        def job(db: Connection) -> None:
            sql = "SELECT count(*) FROM votes WHERE session = ? AND apart = ''"
            full = bool(room) and db.execute(sql, (vote.session,)).fetchone()[0] >= room
            themes, apart = json.dumps(vote.themes), vote.apart or (OVER if full else "")
            row = (vote.id, vote.language, themes, apart, vote.session)
            if not db.execute(VOTE, row).rowcount:
                raise StorageError(f"La séance {vote.session} n’existe pas.")

        self._write(job, _turn(vote.session))

    def keep_apart(self, code: str, ids: Collection[str], why: str) -> None:
        sql = "UPDATE votes SET apart = ? WHERE session = ? AND id = ?"
        rows: list[Row] = [(why, code, id) for id in ids]
        self._write(lambda db: db.executemany(sql, rows), _turn(code))

    def votes(self, code: str) -> list[Vote]:
        rows = self._read(
            """SELECT id, session, language, themes, apart FROM votes WHERE session = ?
            ORDER BY id""",
            code,
        )
        return [
            Vote(id, session, language, tuple(json.loads(themes)), apart)
            for id, session, language, themes, apart in rows
        ]


def _turn(code: str) -> str:
    """A room that votes waits for nobody else."""
    return f"votes {code}"


def _session_row(session: Session) -> dict[str, Any]:
    lists = {"themes": json.dumps(session.themes), "counted": json.dumps(session.counted)}
    day = str(session.day) if session.day else None
    flags = {"open": int(session.open), "paused": int(session.paused)}
    return {**asdict(session), **lists, **flags, "day": day}


def _session(row: Any) -> Session:
    code, campaign, themes, open, people, counted, first, day, paused = row
    named, let_in = tuple(json.loads(themes)), tuple(json.loads(counted))
    opened = date.fromisoformat(day) if day else None
    return Session(code, campaign, named, bool(open), people, let_in, first, opened, bool(paused))


def _session_of(db: Connection, code: str) -> Session | None:
    row = db.execute(f"{SESSIONS} WHERE code = ?", (code,)).fetchone()
    return _session(row) if row else None
