"""Steps of the schema that every engine takes; stores of later versions; the same tables in all."""

from contextlib import closing

import pytest

from diagnosis.storage import StorageError, open_store, steps, store_url
from tests.storage.test_contract import response

NEXT = (
    "CREATE TABLE wishes (campaign TEXT NOT NULL, id TEXT NOT NULL, number BIGINT NOT NULL, "
    "weight DOUBLE PRECISION, PRIMARY KEY (campaign, id))",
    "ALTER TABLE responses ADD COLUMN wish TEXT NOT NULL DEFAULT 'none'",
    "INSERT INTO wishes SELECT campaign, id, 1, 0.5 FROM responses",
)


@pytest.fixture
def url(request, tmp_path):
    if request.param == "sqlite":
        yield store_url(tmp_path)
        return
    with request.getfixturevalue("server").database() as address:
        yield address


both = pytest.mark.parametrize("url", ["sqlite", "postgres"], indirect=True)


@both
def test_a_shared_step_is_taken_once_with_the_data_there__ok(store, again, monkeypatch):
    kept = response()
    store.add_response(kept)
    monkeypatch.setattr(steps, "SHARED", {**steps.SHARED, "m900_wishes": NEXT})
    for _ in range(2):
        renewed = again()
        assert renewed._read("SELECT * FROM wishes") == [("c", kept.id, 1, 0.5)]
        assert renewed._read("SELECT wish FROM responses") == [("none",)]
        assert list(renewed.responses("c")) == [kept]
        assert renewed._engine.tables()["wishes"] == ("campaign", "id")


@both
def test_a_step_that_fails_changes_nothing__error(store, again, monkeypatch):
    store.add_response(response())
    broken = {**steps.SHARED, "m900_wishes": (*NEXT, "INSERT INTO nowhere VALUES (1)")}
    with monkeypatch.context() as patch:
        patch.setattr(steps, "SHARED", broken)
        with pytest.raises(StorageError, match="nowhere"):
            again()
    renewed = again()
    assert "wishes" not in renewed._engine.tables()
    assert renewed.count_responses("c") == 1


@both
def test_a_store_of_a_later_version_is_refused__error(store, again, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(steps, "SHARED", {**steps.SHARED, "m999_later": ()})
        again()
    with pytest.raises(StorageError, match=r"plus récente.*m999_later.*installez"):
        again()


def test_all_engines_have_the_same_tables_columns_and_keys(tmp_path, server):
    found = []
    with server.lent("postgres_store") as plain, server.lent("spread_store") as spread:
        for address in (store_url(tmp_path), plain, spread):
            with closing(open_store(address)) as store:
                tables = store._engine.tables()
                columns = {name: sorted(store._engine.columns(name)) for name in tables}
                found.append((tables, columns))
    assert found[0] == found[1] == found[2]
    assert len(found[0][0]) == 20


@both
def test_the_table_of_a_campaign_s_rows_names_the_campaign_in_its_key(store):
    for table, key in store._engine.tables().items():
        if "campaign" in store._engine.columns(table):
            assert "campaign" in key, table
