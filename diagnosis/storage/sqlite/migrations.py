"""The steps of a SQLite store until engines shared theirs (`steps`).

A step runs in one transaction with its own record; never edit one.
"""

from __future__ import annotations

import sqlite3

from sqlite_utils import Database, Migrations

migrations = Migrations("diagnosis")


def apply(connection: sqlite3.Connection) -> None:
    """Take every step of SQLite alone that a store lacks."""
    migrations.apply(Database(connection))


@migrations()
def m001_first_tables(db: Database) -> None:
    """Create every table of the first version."""
    # WITHOUT ROWID, keyed by the random UUID: a rowid would tell in which order families came.
    # One tree, no second index: each costs a page written per response.
    db.execute(
        """CREATE TABLE responses (
            campaign TEXT NOT NULL, id TEXT NOT NULL, version TEXT NOT NULL,
            language TEXT NOT NULL, channel TEXT NOT NULL, assisted INTEGER NOT NULL,
            week TEXT NOT NULL, answers TEXT NOT NULL, shown TEXT NOT NULL,
            PRIMARY KEY (campaign, id)
        ) WITHOUT ROWID"""
    )
    db.table("questionnaires").create(
        {"name": str, "version": str, "definition": str}, pk=("name", "version")
    )
    db.table("campaigns").create({"name": str, "opens": str, "definition": str}, pk="name")
    db.table("users").create({"name": str, "password_hash": str}, pk="name")
    db.table("invitations").create({"token_hash": str}, pk="token_hash")
    db.table("sessions").create(
        {"code": str, "campaign": str, "themes": str, "open": int}, pk="code"
    )
    db.execute(
        """CREATE TABLE votes (
            id TEXT NOT NULL, session TEXT NOT NULL, language TEXT NOT NULL, themes TEXT NOT NULL,
            PRIMARY KEY (session, id)
        ) WITHOUT ROWID"""
    )
    db.table("workshops").create(
        {"id": int, "campaign": str, "day": str, "definition": str}, pk="id"
    )
    db.table("instance").create({"name": str, "value": str}, pk="name")


@migrations()
def m002_devices_and_voices(db: Database) -> None:
    """Add receipts, prepared tablets, recorded questions and answers spoken by families."""
    db.execute("ALTER TABLE responses ADD COLUMN receipt TEXT NOT NULL DEFAULT ''")
    db.table("kiosks").create({"id": str, "campaign": str, "definition": str}, pk="id")
    db.table("recordings").create(
        {"language": str, "key": str, "kind": str, "version": str, "content": bytes},
        pk=("language", "key"),
    )
    # The sound goes when `text` comes.
    db.execute(
        """CREATE TABLE voices (
            campaign TEXT NOT NULL, id TEXT NOT NULL, question TEXT NOT NULL,
            kind TEXT NOT NULL, content BLOB NOT NULL, text TEXT,
            PRIMARY KEY (campaign, id, question)
        ) WITHOUT ROWID"""
    )


@migrations()
def m003_codings(db: Database) -> None:
    """Add what the team decides of free texts."""
    db.execute(
        """CREATE TABLE codings (
            campaign TEXT NOT NULL, id TEXT NOT NULL, question TEXT NOT NULL,
            codes TEXT NOT NULL, PRIMARY KEY (campaign, id, question)
        ) WITHOUT ROWID"""
    )


@migrations()
def m004_team(db: Database) -> None:
    """Add rights, second factors and ends to members and invitations; visits, tries, journal."""
    # Until now every member could do everything.
    grants = 'TEXT NOT NULL DEFAULT \'[["administrator", "*"]]\''
    db.execute(f"ALTER TABLE users ADD COLUMN grants {grants}")
    db.execute("ALTER TABLE users ADD COLUMN factor TEXT NOT NULL DEFAULT 'null'")
    db.execute("ALTER TABLE invitations ADD COLUMN expires TEXT NOT NULL DEFAULT ''")
    db.execute(f"ALTER TABLE invitations ADD COLUMN grants {grants}")
    db.execute("ALTER TABLE invitations ADD COLUMN member TEXT NOT NULL DEFAULT ''")
    db.execute("UPDATE invitations SET expires = date('now', '+7 days')")
    db.execute(
        """CREATE TABLE visits (
            token_hash TEXT PRIMARY KEY, member TEXT NOT NULL, expires TEXT NOT NULL,
            complete INTEGER NOT NULL, reasons TEXT NOT NULL
        ) WITHOUT ROWID"""
    )
    db.execute(
        "CREATE TABLE tries (key TEXT PRIMARY KEY, count INTEGER NOT NULL, until REAL NOT NULL)"
        " WITHOUT ROWID"
    )
    db.execute(
        """CREATE TABLE journal (
            number INTEGER PRIMARY KEY, at TEXT NOT NULL, who TEXT NOT NULL, what TEXT NOT NULL,
            about TEXT NOT NULL, detail TEXT NOT NULL, before TEXT NOT NULL, hash TEXT NOT NULL
        )"""
    )
    for verb in ("UPDATE", "DELETE"):
        db.execute(
            f"CREATE TRIGGER journal_no_{verb.lower()} BEFORE {verb} ON journal "
            "BEGIN SELECT RAISE(ABORT, 'the journal is only added to'); END"
        )


@migrations()
def m006_rooms_and_votes_apart(db: Database) -> None:
    """Add how many people are in a room, and which votes are kept apart."""
    db.execute("ALTER TABLE sessions ADD COLUMN people INTEGER NOT NULL DEFAULT 0")
    db.execute("ALTER TABLE sessions ADD COLUMN counted TEXT NOT NULL DEFAULT '[]'")
    db.execute("ALTER TABLE votes ADD COLUMN apart TEXT NOT NULL DEFAULT ''")


@migrations()
def m007_lists(db: Database) -> None:
    """Add what the team edits of the lists: sites, places, services, themes."""
    db.execute(
        """CREATE TABLE lists (
            name TEXT NOT NULL, number INTEGER NOT NULL, day TEXT NOT NULL, member TEXT NOT NULL,
            content TEXT NOT NULL, PRIMARY KEY (name, number)
        ) WITHOUT ROWID"""
    )


@migrations()
def m008_responses_apart(db: Database) -> None:
    """Add which sign of a flood a response bears, and what the team said of it."""
    db.execute("ALTER TABLE responses ADD COLUMN apart TEXT NOT NULL DEFAULT ''")
    db.execute("ALTER TABLE responses ADD COLUMN counted INTEGER")
    # What counts, said here alone: what the team says, else all but responses that are alike.
    db.execute(
        """ALTER TABLE responses ADD COLUMN counts INTEGER
        AS (coalesce(counted, apart <> 'alike')) VIRTUAL"""
    )


@migrations()
def m009_responses_until(db: Database) -> None:
    """Add the last question asked of a family that sent before the end."""
    db.execute("ALTER TABLE responses ADD COLUMN until TEXT NOT NULL DEFAULT ''")


@migrations()
def m010_trials(db: Database) -> None:
    """Add what families made of pictures without words: counts by picture and day."""
    db.execute(
        """CREATE TABLE trials (
            picture TEXT NOT NULL, day TEXT NOT NULL, families INTEGER NOT NULL,
            said INTEGER NOT NULL, pointed INTEGER NOT NULL, opposite INTEGER NOT NULL,
            hurt INTEGER NOT NULL, PRIMARY KEY (picture, day)
        ) WITHOUT ROWID"""
    )


@migrations()
def m011_takes(db: Database) -> None:
    """Add links by which somebody elsewhere records sentences."""
    db.execute(
        """CREATE TABLE takes (
            token_hash TEXT PRIMARY KEY, language TEXT NOT NULL, questionnaire TEXT NOT NULL,
            core INTEGER NOT NULL, expires TEXT NOT NULL, device TEXT NOT NULL
        ) WITHOUT ROWID"""
    )


# Columns, key and former rows. The campaign ends the key: each is looked for by the rest alone.
KEYED = {
    "sessions": (
        """code TEXT NOT NULL, campaign TEXT NOT NULL, themes TEXT NOT NULL,
        open INTEGER NOT NULL, people INTEGER NOT NULL DEFAULT 0,
        counted TEXT NOT NULL DEFAULT '[]', number INTEGER NOT NULL DEFAULT 0""",
        "code, campaign",
        "SELECT code, campaign, themes, open, people, counted, rowid FROM former",
    ),
    "votes": (
        """campaign TEXT NOT NULL, session TEXT NOT NULL, id TEXT NOT NULL,
        language TEXT NOT NULL, themes TEXT NOT NULL, apart TEXT NOT NULL DEFAULT ''""",
        "session, id, campaign",
        """SELECT coalesce((SELECT campaign FROM sessions WHERE code = session), ''),
        session, id, language, themes, apart FROM former""",
    ),
    "workshops": (
        """id INTEGER NOT NULL, campaign TEXT NOT NULL, day TEXT NOT NULL,
        definition TEXT NOT NULL""",
        "id, campaign",
        "SELECT id, campaign, day, definition FROM former",
    ),
    "kiosks": (
        "id TEXT NOT NULL, campaign TEXT NOT NULL, definition TEXT NOT NULL",
        "id, campaign",
        "SELECT id, campaign, definition FROM former",
    ),
}


@migrations()
def m012_campaign_in_every_key(db: Database) -> None:
    """Let the keys of sessions, votes, workshops and tablets bear the campaign."""
    for table, (columns, key, rows) in KEYED.items():
        db.execute(f"ALTER TABLE {table} RENAME TO former")
        db.execute(f"CREATE TABLE {table} ({columns}, PRIMARY KEY ({key})) WITHOUT ROWID")
        db.execute(f"INSERT INTO {table} {rows}")
        db.execute("DROP TABLE former")
