"""A SQLite file that an earlier version wrote, step by step, and one that a later one did."""

import json
import sqlite3
import stat
from contextlib import closing
from dataclasses import asdict
from datetime import date

import pytest
from sqlite_utils import Database

from diagnosis.model import ALIKE, Coding, Kiosk, Session, Trial, Vote, Workshop
from diagnosis.storage import Grant, StorageError, User, open_store, store_url
from diagnosis.storage.sqlite.migrations import migrations
from diagnosis.storage.steps import OWN
from tests.storage.test_contract import ID, RECEIPT, response
from tests.storage.test_team import keep


@pytest.fixture
def url(tmp_path):
    return store_url(tmp_path)


def test_responses_of_before_the_signs_count_as_they_did(store, again, tmp_path):
    kept = response(receipt=RECEIPT)
    store.add_responses([kept, response(campaign="d")])
    store.close()
    with closing(sqlite3.connect(tmp_path / "diagnosis.sqlite")) as db:
        for column in ("counts", "counted", "apart"):
            db.execute(f"ALTER TABLE responses DROP COLUMN {column}")
        db.execute("DELETE FROM _sqlite_migrations WHERE name LIKE 'm008%'")
        db.commit()
    renewed = again()
    assert list(renewed.responses("c")) == [kept]
    assert renewed.count_responses("d") == 1
    assert renewed.count_responses("c", apart=True) == 0
    renewed.set_apart("c", [kept.id], ALIKE)
    assert renewed.count_responses("c") == 0


def test_a_store_of_before_the_trials_has_none(store, again, tmp_path):
    store.close()
    with closing(sqlite3.connect(tmp_path / "diagnosis.sqlite")) as db:
        db.execute("DROP TABLE trials")
        db.execute("DELETE FROM _sqlite_migrations WHERE name LIKE 'm010%'")
        db.commit()
    renewed = again()
    assert renewed.trials() == []
    renewed.save_trials([Trial("stop", date(2026, 12, 5), 3, 3, 3)])
    assert len(renewed.trials()) == 1


def test_sessions_of_before_the_rooms_keep_their_votes(store, again, tmp_path):
    session, vote = Session("ABCD", "c", ("t1",), open=False), Vote(ID, "ABCD", "fr", ("t1",))
    store.add_session(session)
    store.save_vote(vote)
    store.close()
    with closing(sqlite3.connect(tmp_path / "diagnosis.sqlite")) as db:
        for table, column in (("sessions", "people"), ("sessions", "counted"), ("votes", "apart")):
            db.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
        db.execute("DELETE FROM _sqlite_migrations WHERE name LIKE 'm006%'")
        db.commit()
    renewed = again()
    assert renewed.session("ABCD") == session
    assert session.counted_among(renewed.votes("ABCD")) == [vote]


def test_a_store_of_before_the_decisions_is_brought_up_to_date(store, again, tmp_path, caplog):
    kept = response(id=ID, answers={"E2": "dormir"})
    store.add_response(kept)
    store.close()
    with closing(sqlite3.connect(tmp_path / "diagnosis.sqlite")) as db:
        db.execute("DROP TABLE codings")
        db.execute("DELETE FROM _sqlite_migrations WHERE name LIKE 'm003%'")
        db.commit()
    renewed = again()
    assert list(renewed.responses("c")) == [kept]
    assert renewed.save_coding(Coding("c", ID, "E2", ("sommeil",)))
    again()
    (copy,) = tmp_path.glob("diagnosis.sqlite-before-*")
    assert copy.name == "diagnosis.sqlite-before-m003_codings"
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert caplog.text.count(copy.name) == 1
    with closing(sqlite3.connect(copy)) as db:
        assert "dormir" in db.execute("SELECT answers FROM responses").fetchone()[0]
        assert not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'codings'").fetchall()
    renewed.scrub(keep_copies=True)
    assert copy.exists()
    renewed.scrub()
    assert not copy.exists(), "it holds what is erased from now on"


def test_what_a_family_withdraws_leaves_the_copy_of_before_an_upgrade_too(store, tmp_path):
    store.add_response(response(receipt=RECEIPT))
    copy = tmp_path / "diagnosis.sqlite-before-m009"
    store.copy_to(copy)
    store.withdraw("c", RECEIPT)
    assert not copy.exists()


def test_a_store_of_a_later_version_is_refused_and_left_as_it_is__error(store, again, tmp_path):
    store.close()
    with closing(sqlite3.connect(tmp_path / "diagnosis.sqlite")) as db:
        db.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES (?, ?, ?)",
            ("diagnosis", "m999_later", "2030-01-01"),
        )
        db.commit()
    before = (tmp_path / "diagnosis.sqlite").read_bytes()
    with pytest.raises(StorageError, match="plus récente.*m999_later.*installez"):
        again()
    assert (tmp_path / "diagnosis.sqlite").read_bytes() == before


def test_broken_file__error(tmp_path):
    (tmp_path / "diagnosis.sqlite").write_bytes(b"no database at all, " * 100)
    with pytest.raises(StorageError):
        open_store(store_url(tmp_path))


def test_members_of_before_the_rights_may_do_everything(store, again, tmp_path):
    store.close()
    with closing(sqlite3.connect(tmp_path / "diagnosis.sqlite")) as db:
        for table in ("visits", "tries", "journal", "users", "invitations"):
            db.execute(f"DROP TABLE {table}")
        db.execute("CREATE TABLE users (name TEXT PRIMARY KEY, password_hash TEXT)")
        db.execute("CREATE TABLE invitations (token_hash TEXT PRIMARY KEY)")
        db.execute("INSERT INTO users VALUES ('amina', 'hash')")
        db.execute("INSERT INTO invitations VALUES ('token')")
        db.execute("DELETE FROM _sqlite_migrations WHERE name LIKE 'm004%'")
        db.commit()
    renewed = again()
    everything = (Grant("administrator"),)
    assert renewed.users() == [User("amina", "hash", everything)]
    [invited] = renewed.invitations()
    assert invited.grants == everything
    assert 6 <= (invited.expires - date.today()).days <= 8
    keep(renewed, User("paul", "hash"))
    assert renewed.user("paul").grants == ()


WORKSHOP = Workshop(7, "c", "t", date(2026, 12, 1), "pmi", "fr")
KIOSK = Kiosk("k", "c", "PMI", "hash", "pin")
# What a release wrote, by the step that made its table.
SAID = [
    (
        "m001",
        "INSERT INTO responses VALUES ('c', 'r', '1', 'fr', 'phone', 0, '2026-W47', '{}', '{}')",
    ),
    ("m001", "INSERT INTO sessions VALUES ('ZZZZ', 'c', '[\"t1\"]', 1)"),
    ("m001", "INSERT INTO sessions VALUES ('ABCD', 'c', '[]', 0)"),
    ("m001", "INSERT INTO votes VALUES ('v', 'ZZZZ', 'ar', '[\"t1\"]')"),
    ("m001", "INSERT INTO votes VALUES ('v', 'GONE', 'ar', '[]')"),
    ("m001", "INSERT INTO instance VALUES ('x', '1')"),
    ("m002", "INSERT INTO kiosks VALUES ('k', 'c', '{}')"),
]


@pytest.mark.parametrize("released", OWN[:-1])
def test_what_each_released_schema_held_is_there_under_today_s_keys__ok(tmp_path, released):
    later = OWN[OWN.index(released) + 1]
    with closing(sqlite3.connect(tmp_path / "diagnosis.sqlite", isolation_level=None)) as db:
        migrations.apply(Database(db), stop_before=later)
        for step, statement in SAID:
            if step <= released:
                # Columns that came later have their default.
                db.execute(named(db, statement))
        held = json.dumps(asdict(WORKSHOP), default=str)
        db.execute("INSERT INTO workshops VALUES (7, 'c', '2026-12-01', ?)", (held,))
        if released >= "m002":
            db.execute("UPDATE kiosks SET definition = ?", (json.dumps(asdict(KIOSK)),))
    with closing(open_store(store_url(tmp_path))) as store:
        assert [session.code for session in store.sessions("c")] == ["ZZZZ", "ABCD"], "as opened"
        assert store.votes("ZZZZ") == [Vote("v", "ZZZZ", "ar", ("t1",))]
        assert len(store.votes("GONE")) == 1, "nothing is lost"
        assert store.workshop(7) == WORKSHOP
        assert store.kiosks("c") == ([KIOSK] if released >= "m002" else [])
        assert store.count_responses("c") == store.get("x") == 1
        assert store.add_workshop(WORKSHOP).id == 8
        keys = store._engine.tables()
    assert keys["votes"] == ("session", "id", "campaign")
    for table in ("sessions", "workshops", "kiosks"):
        assert "campaign" in keys[table]


def named(db, statement):
    """The statement with the names of the first columns, as its release had them."""
    table, values = statement.split()[2], statement.count(", ") + 1
    columns = [row[1] for row in db.execute(f"PRAGMA table_info({table})")][:values]
    return statement.replace(f"{table} VALUES", f"{table} ({', '.join(columns)}) VALUES")
