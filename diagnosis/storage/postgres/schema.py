"""The schema of a PostgreSQL store: made whole as it was when there came two engines, then shared.

There is no earlier one to bring up to date. Texts compare by their bytes, as in every engine.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from typing import Any

import psycopg

from diagnosis.storage.engine import Cursor
from diagnosis.storage.postgres.connecting import Marked, connect, said, shown
from diagnosis.storage.steps import OWN, take_shared, waiting
from diagnosis.storage.trouble import StorageError

TYPES = {"TEXT": 'TEXT COLLATE "C"', "BLOB": "BYTEA"}
STEPS = "CREATE TABLE schema_steps (name TEXT PRIMARY KEY, taken TIMESTAMPTZ DEFAULT now())"
NOTE = "INSERT INTO schema_steps (name) VALUES (?)"
TAKEN = "SELECT name FROM schema_steps"
# Not `to_regclass`: it remembers that there was no table, after the turn of who made it.
KNOWN = """SELECT 1 FROM pg_tables
    WHERE tablename = 'schema_steps' AND schemaname = current_schema()"""
TURN = "SELECT pg_advisory_xact_lock(hashtextextended('schema', 0))"
# As the twelfth step left it. The columns of a key that names a campaign can be spread by it.
TABLES = (
    """CREATE TABLE responses (
        campaign TEXT NOT NULL, id TEXT NOT NULL, version TEXT NOT NULL, language TEXT NOT NULL,
        channel TEXT NOT NULL, assisted BIGINT NOT NULL, week TEXT NOT NULL,
        answers TEXT NOT NULL, shown TEXT NOT NULL, receipt TEXT NOT NULL DEFAULT '',
        apart TEXT NOT NULL DEFAULT '', counted BIGINT,
        counts BIGINT GENERATED ALWAYS AS
            (coalesce(counted, CASE WHEN apart <> 'alike' THEN 1 ELSE 0 END)) STORED,
        until TEXT NOT NULL DEFAULT '', PRIMARY KEY (campaign, id))""",
    """CREATE TABLE voices (
        campaign TEXT NOT NULL, id TEXT NOT NULL, question TEXT NOT NULL, kind TEXT NOT NULL,
        content BLOB NOT NULL, text TEXT, PRIMARY KEY (campaign, id, question))""",
    """CREATE TABLE codings (
        campaign TEXT NOT NULL, id TEXT NOT NULL, question TEXT NOT NULL, codes TEXT NOT NULL,
        PRIMARY KEY (campaign, id, question))""",
    """CREATE TABLE sessions (
        code TEXT NOT NULL, campaign TEXT NOT NULL, themes TEXT NOT NULL, open BIGINT NOT NULL,
        people BIGINT NOT NULL DEFAULT 0, counted TEXT NOT NULL DEFAULT '[]',
        number BIGINT NOT NULL DEFAULT 0, PRIMARY KEY (code, campaign))""",
    """CREATE TABLE votes (
        campaign TEXT NOT NULL, session TEXT NOT NULL, id TEXT NOT NULL, language TEXT NOT NULL,
        themes TEXT NOT NULL, apart TEXT NOT NULL DEFAULT '',
        PRIMARY KEY (session, id, campaign))""",
    """CREATE TABLE workshops (
        id BIGINT NOT NULL, campaign TEXT NOT NULL, day TEXT NOT NULL, definition TEXT NOT NULL,
        PRIMARY KEY (id, campaign))""",
    """CREATE TABLE kiosks (
        id TEXT NOT NULL, campaign TEXT NOT NULL, definition TEXT NOT NULL,
        PRIMARY KEY (id, campaign))""",
    "CREATE TABLE campaigns (name TEXT PRIMARY KEY, opens TEXT, definition TEXT)",
    """CREATE TABLE questionnaires (
        name TEXT, version TEXT, definition TEXT, PRIMARY KEY (name, version))""",
    """CREATE TABLE lists (
        name TEXT NOT NULL, number BIGINT NOT NULL, day TEXT NOT NULL, member TEXT NOT NULL,
        content TEXT NOT NULL, PRIMARY KEY (name, number))""",
    """CREATE TABLE recordings (
        language TEXT, key TEXT, kind TEXT, version TEXT, content BLOB,
        PRIMARY KEY (language, key))""",
    """CREATE TABLE trials (
        picture TEXT NOT NULL, day TEXT NOT NULL, families BIGINT NOT NULL, said BIGINT NOT NULL,
        pointed BIGINT NOT NULL, opposite BIGINT NOT NULL, hurt BIGINT NOT NULL,
        PRIMARY KEY (picture, day))""",
    "CREATE TABLE instance (name TEXT PRIMARY KEY, value TEXT)",
    """CREATE TABLE users (
        name TEXT PRIMARY KEY, password_hash TEXT, grants TEXT NOT NULL, factor TEXT NOT NULL)""",
    """CREATE TABLE invitations (
        token_hash TEXT PRIMARY KEY, expires TEXT NOT NULL, grants TEXT NOT NULL,
        member TEXT NOT NULL)""",
    """CREATE TABLE takes (
        token_hash TEXT PRIMARY KEY, language TEXT NOT NULL, questionnaire TEXT NOT NULL,
        core BIGINT NOT NULL, expires TEXT NOT NULL, device TEXT NOT NULL)""",
    """CREATE TABLE visits (
        token_hash TEXT PRIMARY KEY, member TEXT NOT NULL, expires TEXT NOT NULL,
        complete BIGINT NOT NULL, reasons TEXT NOT NULL)""",
    """CREATE TABLE tries (
        key TEXT PRIMARY KEY, count BIGINT NOT NULL, until DOUBLE PRECISION NOT NULL)""",
    """CREATE TABLE journal (
        number BIGINT PRIMARY KEY, at TEXT NOT NULL, who TEXT NOT NULL, what TEXT NOT NULL,
        about TEXT NOT NULL, detail TEXT NOT NULL, before TEXT NOT NULL, hash TEXT NOT NULL)""",
    """CREATE FUNCTION journal_stays() RETURNS trigger LANGUAGE plpgsql AS
        'BEGIN RAISE EXCEPTION ''the journal is only added to''; END'""",
    """CREATE TRIGGER journal_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON journal
        EXECUTE FUNCTION journal_stays()""",
)


class Typed(Marked):
    """A connection that makes tables with the types of this engine."""

    def execute(self, sql: str, values: Sequence[Any] = (), /) -> Cursor:
        """Run a statement."""
        typed = re.sub(r"\b(TEXT|BLOB)\b", lambda found: TYPES[found[1]], sql)
        return super().execute(typed, values)


def bring_up_to_date(url: str) -> None:
    """Make the tables that a database lacks, in one transaction, whoever else tries.

    Raises
    ------
    StorageError
        There is no such database, it is of a later version, or its tables cannot be made.
    """
    with connect(url) as connection, connection.transaction():
        db = Typed(connection)
        if not waiting(_taken(db)):
            return
        db.execute(TURN)
        try:
            _take(db, url)
        except psycopg.Error as error:
            raise _refused(url, error) from error


def _taken(db: Marked) -> set[str]:
    known = db.execute(KNOWN).fetchone()
    return {name for (name,) in db.execute(TAKEN)} if known else set()


def _take(db: Marked, url: str) -> None:
    # Read again: another process may have taken them while this one waited for its turn.
    taken = _taken(db)
    if not taken:
        for statement in (STEPS, *TABLES):
            db.execute(statement)
        for name in OWN:
            db.execute(NOTE, (name,))
    elif steps := waiting(taken):
        logging.getLogger(__name__).warning(
            "La base %s change de forme (%s).", shown(url), ", ".join(steps)
        )
    take_shared(db, _taken(db), NOTE)


def _refused(url: str, error: psycopg.Error) -> StorageError:
    remedy = "rien n’y a changé\u00a0; reprenez avec ce que dit le serveur"
    if isinstance(error, psycopg.errors.InsufficientPrivilege):
        remedy = "donnez-la à ce compte\u00a0: ALTER DATABASE base OWNER TO nom"
    if isinstance(error, psycopg.errors.DuplicateTable):
        remedy = "un autre programme y a ses tables\u00a0: donnez à celui-ci une base à lui seul"
    return StorageError(
        f"Les tables ne se font pas dans la base {shown(url)} ({said(error)})\u00a0: {remedy}."
    )
