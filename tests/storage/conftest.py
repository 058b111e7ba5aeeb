"""Every engine of a store, empty."""

import psycopg
import pytest

from diagnosis.storage import open_store, store_url
from diagnosis.storage.postgres import engine
from tests.postgres import running_server

# The last one is PostgreSQL with every campaign's tables spread by campaign.
ENGINES = ("sqlite", "postgres", "spread")
PARTS = 4
SPREAD = """SELECT table_name FROM information_schema.columns
    WHERE column_name = 'campaign' AND table_schema = current_schema() ORDER BY 1"""


@pytest.fixture(scope="session")
def server():
    """A server of PostgreSQL, with the stores that tests copy."""
    with running_server() as running:
        for name in ("postgres_store", "spread_store"):
            running.admin(f"CREATE DATABASE {name}")
            open_store(running.url(name)).close()
        spread(running.url("spread_store"))
        yield running


def spread(url):
    """Replace each table of the campaigns by one in parts, by the hash of the campaign."""
    with psycopg.connect(url, autocommit=True) as db:
        tables = [name for (name,) in db.execute(SPREAD)]
        assert len(tables) == 8
        for table in tables:
            db.execute(f"ALTER TABLE {table} RENAME TO whole_{table}")
            db.execute(
                f"CREATE TABLE {table} (LIKE whole_{table} INCLUDING ALL)"
                " PARTITION BY HASH (campaign)"
            )
            for part in range(PARTS):
                db.execute(
                    f"CREATE TABLE {table}_{part} PARTITION OF {table}"
                    f" FOR VALUES WITH (MODULUS {PARTS}, REMAINDER {part})"
                )
            db.execute(f"DROP TABLE whole_{table}")


@pytest.fixture(autouse=True)
def patient(monkeypatch):
    """A test waits for a busy machine; what is told when it is not waited for says so itself."""
    monkeypatch.setattr(engine, "PATIENCE", 60.0)
    monkeypatch.setattr(engine, "SETTINGS", engine.SETTINGS.replace("'2s'", "'60s'"))


@pytest.fixture(params=ENGINES)
def url(request, tmp_path):
    if request.param == "sqlite":
        yield store_url(tmp_path)
        return
    server = request.getfixturevalue("server")
    with server.lent(f"{request.param}_store") as address:
        yield address


@pytest.fixture
def empty(request, server):
    """A database of PostgreSQL without a table."""
    with server.database() as address:
        yield address


@pytest.fixture
def store(url):
    opened = open_store(url)
    yield opened
    opened.close()


@pytest.fixture
def again(url, store):
    """Open the same store a second time, as another process would."""
    others = []

    def open_again():
        others.append(open_store(url))
        return others[-1]

    yield open_again
    for other in others:
        other.close()
