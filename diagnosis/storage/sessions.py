"""Concertation sessions with their votes, and test workshops; what two people change at once."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from dataclasses import asdict
from datetime import date
from typing import Any

from diagnosis.model import (
    OVER,
    Ask,
    Session,
    State,
    Statement,
    Translation,
    Vote,
)
from diagnosis.storage.engine import Connection, Row
from diagnosis.storage.responses import Responses
from diagnosis.storage.statements import insert, upsert
from diagnosis.storage.trouble import STALE, StaleError, StorageError, TakenError, version_of

SESSIONS = """SELECT code, campaign, themes, open, people, counted, first, day, paused, run,
    waiting, ask FROM sessions"""
# A vote is kept beside its session, in the campaign of it.
VOTE = """INSERT INTO votes (campaign, session, id, language, themes, apart, answers)
    SELECT campaign, code, ?, ?, ?, ?, ? FROM sessions WHERE code = ?
    ON CONFLICT (session, id, campaign) DO UPDATE
    SET language = excluded.language, themes = excluded.themes, answers = excluded.answers"""
STATEMENT = """INSERT INTO statements (campaign, session, id, definition)
    SELECT campaign, code, ?, ? FROM sessions WHERE code = ?
    ON CONFLICT (session, id, campaign) DO UPDATE SET definition = excluded.definition"""
STATEMENTS = "SELECT id, session, definition FROM statements WHERE session = ?"


class Sessions(Responses):
    """The part of a `Storage` that keeps sessions, votes and test workshops."""

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

    def remove_session(self, code: str) -> None:
        def job(db: Connection) -> None:
            sql = "DELETE FROM sessions WHERE code = ? AND waiting = 1"
            if db.execute(sql, (code,)).rowcount:
                db.execute("DELETE FROM statements WHERE session = ?", (code,))

        self._write(job)

    def save_vote(self, vote: Vote, room: int = 0, adds: bool = False) -> None:
        def job(db: Connection) -> None:
            sql = "SELECT count(*) FROM votes WHERE session = ? AND apart = ''"
            full = bool(room) and db.execute(sql, (vote.session,)).fetchone()[0] >= room
            themes, apart = json.dumps(vote.themes), vote.apart or (OVER if full else "")
            before = _answers_of(db, vote) if adds else {}
            answers = json.dumps({**before, **vote.answers})
            row = (vote.id, vote.language, themes, apart, answers, vote.session)
            if not db.execute(VOTE, row).rowcount:
                raise StorageError(f"La séance {vote.session} n’existe pas.")

        self._write(job, _turn(vote.session))

    def keep_apart(self, code: str, ids: Collection[str], why: str) -> None:
        sql = "UPDATE votes SET apart = ? WHERE session = ? AND id = ?"
        rows: list[Row] = [(why, code, id) for id in ids]
        self._write(lambda db: db.executemany(sql, rows), _turn(code))

    def votes(self, code: str) -> list[Vote]:
        rows = self._read(
            """SELECT id, session, language, themes, apart, answers FROM votes WHERE session = ?
            ORDER BY id""",
            code,
        )
        return [
            Vote(id, session, language, tuple(json.loads(themes)), apart, json.loads(answers))
            for id, session, language, themes, apart, answers in rows
        ]

    def save_statement(self, statement: Statement, version: str = "") -> None:
        definition = json.dumps(asdict(statement), ensure_ascii=False)

        def job(db: Connection) -> None:
            if version and version_of(_statement_of(db, statement)) != version:
                raise StaleError(STALE)
            if not db.execute(STATEMENT, (statement.id, definition, statement.session)).rowcount:
                raise StorageError(f"La séance {statement.session} n’existe pas.")

        self._write(job, _turn(statement.session))

    def remove_statement(self, code: str, id: str) -> None:
        sql = "DELETE FROM statements WHERE session = ? AND id = ?"
        self._write(lambda db: db.execute(sql, (code, id)), _turn(code))

    def statements(self, code: str) -> list[Statement]:
        found = [_statement(row) for row in self._read(STATEMENTS, code)]
        return sorted(found, key=lambda one: (one.number, one.id))


def _turn(code: str) -> str:
    """A room that votes waits for nobody else."""
    return f"votes {code}"


def _session_row(session: Session) -> dict[str, Any]:
    lists = {"themes": json.dumps(session.themes), "counted": json.dumps(session.counted)}
    flags = {name: int(getattr(session, name)) for name in ("open", "paused", "waiting")}
    day = str(session.day) if session.day else None
    return {**asdict(session), **lists, **flags, "day": day, "ask": json.dumps(asdict(session.ask))}


def _session(row: Any) -> Session:
    code, campaign, themes, open, people, counted, first, day, paused, run, waiting, ask = row
    named, let_in = tuple(json.loads(themes)), tuple(json.loads(counted))
    opened = date.fromisoformat(day) if day else None
    return Session(
        code,
        campaign,
        named,
        bool(open),
        people,
        let_in,
        first,
        opened,
        bool(paused),
        run,
        bool(waiting),
        Ask(**json.loads(ask)),
    )


def _session_of(db: Connection, code: str) -> Session | None:
    row = db.execute(f"{SESSIONS} WHERE code = ?", (code,)).fetchone()
    return _session(row) if row else None


def _answers_of(db: Connection, vote: Vote) -> dict[str, str]:
    sql = "SELECT answers FROM votes WHERE session = ? AND id = ?"
    row = db.execute(sql, (vote.session, vote.id)).fetchone()
    return dict(json.loads(row[0])) if row else {}


def _statement_of(db: Connection, statement: Statement) -> Statement | None:
    row = db.execute(f"{STATEMENTS} AND id = ?", (statement.session, statement.id)).fetchone()
    return _statement(row) if row else None


def _statement(row: Any) -> Statement:
    values = json.loads(row[2])
    told = {tag: Translation(**one) for tag, one in values["translations"].items()}
    return Statement(**{**values, "state": State(values["state"]), "translations": told})
