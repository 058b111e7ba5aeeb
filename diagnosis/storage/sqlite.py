"""The SQLite engine: one file, WAL, every acknowledged write synced to the disk."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from sqlite_utils import Database

from diagnosis.model import Campaign, Outcome, Response, Session, User, Vote, Workshop
from diagnosis.questionnaire import Questionnaire
from diagnosis.storage import StorageError, TakenError, Tally
from diagnosis.storage.migrations import migrations
from diagnosis.storage.writer import BATCH, Row, Writer

BUSY_SECONDS = 10.0
Result = TypeVar("Result")

INSERT_RESPONSES = """INSERT INTO responses
    (id, campaign, version, language, channel, assisted, week, answers, shown)
    VALUES {} ON CONFLICT DO NOTHING"""
PLACES = "(?, ?, ?, ?, ?, ?, ?, ?, ?)"
SELECT_RESPONSE = """SELECT id, campaign, version, language, channel, assisted, week, answers, shown
    FROM responses"""


class SQLiteStorage:
    """A `Storage` in one SQLite file.

    Parameters
    ----------
    path : the database file; created with its tables when it does not exist.

    Raises
    ------
    StorageError
        The file cannot be opened or is no database.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._local = threading.local()
        self._connections: list[sqlite3.Connection] = []
        self._writer = Writer(self._connect, _insert_responses, path.with_name(f"{path.name}-turn"))
        try:
            self._migrate()
        except sqlite3.Error as error:
            raise StorageError(
                f"La base {path.name} ne s’ouvre pas ({error})\u00a0: "
                "vérifiez le fichier et les droits."
            ) from error

    def add_response(self, response: Response) -> Outcome:
        return Outcome(self._writer.insert(_response_row(response)))

    def add_responses(self, responses: list[Response]) -> list[Outcome]:
        rows = [_response_row(response) for response in responses]
        return self._write(
            lambda db: [
                outcome
                for start in range(0, len(rows), BATCH)
                for outcome in _insert_responses(db, rows[start : start + BATCH])
            ]
        )

    def responses(self, campaign: str) -> Iterator[Response]:
        for row in self._read(f"{SELECT_RESPONSE} WHERE campaign = ? ORDER BY id", campaign):
            yield _response(row)

    def count_responses(self, campaign: str) -> int:
        return int(self._one("SELECT count(*) FROM responses WHERE campaign = ?", campaign)[0])

    def tally(self, campaign: str) -> list[Tally]:
        rows = self._read(
            """SELECT week, channel, language, count(*) FROM responses WHERE campaign = ?
            GROUP BY week, channel, language ORDER BY week, channel, language""",
            campaign,
        )
        return [Tally(*row) for row in rows]

    def save_questionnaire(self, questionnaire: Questionnaire) -> None:
        kept = self.questionnaire(questionnaire.name, questionnaire.version)
        if kept == questionnaire:
            return
        if kept is not None:
            raise TakenError(
                f"Le questionnaire «\u00a0{questionnaire.name}\u00a0» version "
                f"{questionnaire.version} existe déjà avec d’autres mots\u00a0: "
                "augmentez son numéro de version."
            )
        self._insert(
            "questionnaires",
            {
                "name": questionnaire.name,
                "version": questionnaire.version,
                "definition": questionnaire.model_dump_json(),
            },
            f"Le questionnaire {questionnaire.name} existe déjà.",
        )

    def questionnaire(self, name: str, version: str) -> Questionnaire | None:
        row = self._one(
            "SELECT definition FROM questionnaires WHERE name = ? AND version = ?", name, version
        )
        return Questionnaire.model_validate_json(row[0]) if row else None

    def add_campaign(self, campaign: Campaign) -> None:
        self._insert(
            "campaigns",
            _campaign_row(campaign),
            f"La campagne «\u00a0{campaign.name}\u00a0» existe déjà\u00a0: "
            "choisissez un autre nom.",
        )

    def save_campaign(self, campaign: Campaign) -> None:
        row = _campaign_row(campaign)
        self._write(lambda db: Database(db).table("campaigns").upsert(row, pk="name") and None)

    def campaign(self, name: str) -> Campaign | None:
        row = self._one("SELECT definition FROM campaigns WHERE name = ?", name)
        return _campaign(row[0]) if row else None

    def campaigns(self) -> list[Campaign]:
        rows = self._read("SELECT definition FROM campaigns ORDER BY opens DESC, name")
        return [_campaign(row[0]) for row in rows]

    def add_user(self, user: User) -> None:
        self._insert("users", asdict(user), f"Le nom «\u00a0{user.name}\u00a0» est déjà pris.")

    def user(self, name: str) -> User | None:
        row = self._one("SELECT name, password_hash FROM users WHERE name = ?", name)
        return User(*row) if row else None

    def add_invitation(self, token_hash: str) -> None:
        self._insert("invitations", {"token_hash": token_hash}, "Cette invitation existe déjà.")

    def has_invitation(self, token_hash: str) -> bool:
        return bool(self._one("SELECT 1 FROM invitations WHERE token_hash = ?", token_hash))

    def accept_invitation(self, token_hash: str, user: User) -> bool:
        def job(db: sqlite3.Connection) -> bool:
            used = db.execute("DELETE FROM invitations WHERE token_hash = ?", (token_hash,))
            if used.rowcount:
                db.execute("INSERT INTO users VALUES (?, ?)", (user.name, user.password_hash))
            return bool(used.rowcount)

        try:
            return self._write(job)
        except sqlite3.IntegrityError as error:
            raise TakenError(f"Le nom «\u00a0{user.name}\u00a0» est déjà pris.") from error

    def add_session(self, session: Session) -> None:
        row = {**asdict(session), "themes": json.dumps(session.themes), "open": int(session.open)}
        self._insert("sessions", row, f"Le code {session.code} est déjà pris.")

    def session(self, code: str) -> Session | None:
        row = self._one("SELECT code, campaign, themes, open FROM sessions WHERE code = ?", code)
        return _session(row) if row else None

    def sessions(self, campaign: str) -> list[Session]:
        rows = self._read(
            "SELECT code, campaign, themes, open FROM sessions WHERE campaign = ? ORDER BY rowid",
            campaign,
        )
        return [_session(row) for row in rows]

    def close_session(self, code: str) -> None:
        self._write(lambda db: db.execute("UPDATE sessions SET open = 0 WHERE code = ?", (code,)))

    def save_vote(self, vote: Vote) -> None:
        self._write(
            lambda db: db.execute(
                """INSERT INTO votes (id, session, language, themes) VALUES (?, ?, ?, ?)
                ON CONFLICT (session, id) DO UPDATE
                SET language = excluded.language, themes = excluded.themes""",
                (vote.id, vote.session, vote.language, json.dumps(vote.themes)),
            )
        )

    def votes(self, code: str) -> list[Vote]:
        rows = self._read("SELECT id, session, language, themes FROM votes WHERE session = ?", code)
        return [Vote(row[0], row[1], row[2], tuple(json.loads(row[3]))) for row in rows]

    def add_workshop(self, workshop: Workshop) -> Workshop:
        def job(db: sqlite3.Connection) -> int:
            row = _workshop_row(workshop)
            del row["id"]
            return int(str(Database(db).table("workshops").insert(row).last_pk))

        return replace(workshop, id=self._write(job))

    def save_workshop(self, workshop: Workshop) -> None:
        row = _workshop_row(workshop)
        self._write(lambda db: Database(db).table("workshops").upsert(row, pk="id") and None)

    def workshop(self, id: int) -> Workshop | None:
        row = self._one("SELECT id, definition FROM workshops WHERE id = ?", id)
        return _workshop(row) if row else None

    def workshops(self, campaign: str) -> list[Workshop]:
        rows = self._read(
            "SELECT id, definition FROM workshops WHERE campaign = ? ORDER BY day, id", campaign
        )
        return [_workshop(row) for row in rows]

    def put(self, name: str, value: Any) -> None:
        row = {"name": name, "value": json.dumps(value)}
        self._write(lambda db: Database(db).table("instance").upsert(row, pk="name") and None)

    def put_once(self, name: str, value: Any) -> Any:
        if (kept := self.get(name)) is not None:
            return kept
        row = {"name": name, "value": json.dumps(value)}
        self._write(lambda db: Database(db).table("instance").insert(row, ignore=True) and None)
        return self.get(name)

    def get(self, name: str) -> Any:
        row = self._one("SELECT value FROM instance WHERE name = ?", name)
        return json.loads(row[0]) if row else None

    def stamp(self, campaign: str) -> str:
        counts = [
            self._one(sql, campaign)[0]
            for sql in (
                "SELECT count(*) FROM responses WHERE campaign = ?",
                """SELECT group_concat(code || open || (SELECT group_concat(id || themes)
                FROM votes WHERE session = code)) FROM sessions WHERE campaign = ?""",
                "SELECT group_concat(definition) FROM workshops WHERE campaign = ?",
            )
        ]
        return json.dumps([*counts, self.get("polygons")])

    def check(self) -> None:
        try:
            with closing(self._connect()) as connection:
                connection.execute("BEGIN IMMEDIATE")
                connection.execute("INSERT INTO instance VALUES ('check', 'null')")
                connection.execute("ROLLBACK")
        except sqlite3.Error as error:
            raise StorageError(f"La base ne peut pas être écrite ({error}).") from error

    def close(self) -> None:
        self._writer.close()
        while self._connections:
            self._connections.pop().close()
        self._local = threading.local()

    def _migrate(self) -> None:
        connection = self._connect()
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            # Two processes may start together: the first one migrates, the other waits for it.
            connection.execute("BEGIN IMMEDIATE")
            migrations.apply(Database(connection))
            connection.execute("COMMIT")
        finally:
            connection.close()

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self._path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        try:
            connection.execute("PRAGMA synchronous = FULL")
            # Each checkpoint writes every changed page again: 16 MB of log between two of them.
            connection.execute("PRAGMA wal_autocheckpoint = 4000")
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    def _reader(self) -> sqlite3.Connection:
        if not hasattr(self._local, "connection"):
            self._local.connection = self._connect()
            self._connections.append(self._local.connection)
        return self._local.connection  # type: ignore[no-any-return]

    def _read(self, sql: str, *values: Any) -> list[Any]:
        return self._reader().execute(sql, values).fetchall()

    def _one(self, sql: str, *values: Any) -> Any:
        return self._reader().execute(sql, values).fetchone()

    def _write(self, job: Callable[[sqlite3.Connection], Result]) -> Result:
        return self._writer.run(job)

    def _insert(self, table: str, row: dict[str, Any], taken: str) -> None:
        try:
            self._write(lambda db: Database(db).table(table).insert(row) and None)
        except sqlite3.IntegrityError as error:
            raise TakenError(taken) from error


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _response_row(response: Response) -> Row:
    return (
        response.id,
        response.campaign,
        response.version,
        response.language,
        response.channel,
        int(response.assisted),
        response.week,
        _encode(response.answers),
        _encode(response.shown),
    )


def _response(row: Any) -> Response:
    id, campaign, version, language, channel, assisted, week, answers, shown = row
    return Response(
        id,
        campaign,
        version,
        language,
        channel,
        bool(assisted),
        week,
        json.loads(answers),
        json.loads(shown),
    )


def _insert_responses(db: sqlite3.Connection, rows: Sequence[Row]) -> list[Outcome]:
    """Insert rows with one statement; look at each only when some were there already."""
    sql = INSERT_RESPONSES.format(", ".join([PLACES] * len(rows)))
    db.execute("SAVEPOINT together")
    inserted = db.execute(sql, [value for row in rows for value in row]).rowcount
    if inserted < len(rows) and len(rows) > 1:
        db.execute("ROLLBACK TO together")
    db.execute("RELEASE together")
    if inserted == len(rows):
        return [Outcome.CREATED] * len(rows)
    if len(rows) == 1:
        return [_compare(db, rows[0])]
    return [outcome for row in rows for outcome in _insert_responses(db, [row])]


def _compare(db: sqlite3.Connection, row: Row) -> Outcome:
    kept = db.execute(f"{SELECT_RESPONSE} WHERE id = ? AND campaign = ?", row[:2]).fetchone()
    # The week may differ: a phone that sends again on Monday sends the same response.
    content = [[*found[:6], *map(json.loads, found[7:])] for found in (kept, row)]
    return Outcome.SAME if content[0] == content[1] else Outcome.CONFLICT


def _campaign_row(campaign: Campaign) -> dict[str, Any]:
    definition = json.dumps(asdict(campaign), default=str, ensure_ascii=False)
    return {"name": campaign.name, "opens": str(campaign.opens), "definition": definition}


def _campaign(definition: str) -> Campaign:
    data = json.loads(definition)
    for key in ("languages", "channels"):
        data[key] = tuple(data[key])
    data["opens"] = date.fromisoformat(data["opens"])
    data["closes"] = date.fromisoformat(data["closes"]) if data["closes"] else None
    return Campaign(**data)


def _session(row: Any) -> Session:
    return Session(row[0], row[1], tuple(json.loads(row[2])), bool(row[3]))


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
