"""What is wrong with a server is told with its remedy; what it does in the middle loses nothing."""

import logging
import threading
from contextlib import closing, suppress
from urllib.parse import quote, urlsplit

import psycopg
import pytest

from diagnosis.model import Outcome
from diagnosis.storage import StorageError, UnavailableError, open_store
from diagnosis.storage.postgres import connecting
from tests.postgres import empty_server
from tests.storage.test_contract import RECEIPT, response


@pytest.fixture
def url(server):
    with server.lent("postgres_store") as address:
        yield address


def name_of(url):
    return urlsplit(url).path[1:]


def refusal(url):
    with pytest.raises(StorageError) as refused:
        open_store(url).close()
    assert "secret" not in str(refused.value)
    return str(refused.value)


def test_a_wrong_password__error(server, url):
    server.admin("CREATE ROLE guarded LOGIN PASSWORD 'right'")
    wrong = url.replace("postgresql:///", "postgresql://guarded:secret@/").replace(
        "&user=diagnosis", ""
    )
    assert "mot de passe" in refusal(wrong)
    assert "mot de passe" in refusal(server.url(name_of(url), "guarded"))
    server.admin("DROP ROLE guarded")


def test_a_database_or_account_that_does_not_exist__error(server):
    assert "createdb" in refusal(server.url("nowhere"))
    assert "createuser" in refusal(server.url("postgres", "nobody-here"))


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://diagnosis:secret@127.0.0.1:1/diagnosis",
        "postgresql://diagnosis:secret@host.invalid/diagnosis",
        "postgresql:///diagnosis?host=%2Fnowhere%2Fat%2Fall",
    ],
)
def test_a_machine_that_does_not_answer__error(url):
    assert "vérifiez la machine et le port" in refusal(url)


def test_an_address_with_unknown_words__error():
    assert "postgresql://nom@machine/base" in refusal("postgresql://a:secret@b/c?nothing=1")


def test_an_old_server__error(url, monkeypatch):
    monkeypatch.setattr(connecting, "OLDEST", 99)
    assert "il faut la version 99" in refusal(url)


def test_a_database_that_would_lose_letters__error(server):
    with server.database("template0", "ENCODING 'SQL_ASCII'") as address:
        assert "--encoding=UTF8" in refusal(address)


def test_many_that_start_together_make_the_tables_once(empty):
    opened, ready = [], threading.Barrier(6)

    def start():
        ready.wait()
        opened.append(open_store(empty))

    threads = [threading.Thread(target=start) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for store in opened:
        store.check()
        store.close()
    assert len(opened) == 6


def test_tables_of_another_program__error(server, empty):
    server.admin("CREATE TABLE users (id int)", name_of(empty))
    assert "un autre programme" in refusal(empty)


def test_an_account_that_may_make_no_table__error(server, empty):
    server.admin("CREATE ROLE poor LOGIN")
    assert "OWNER TO" in refusal(empty.replace("user=diagnosis", "user=poor"))
    server.admin("DROP ROLE poor")


def test_a_replica_given_as_primary__error(server):
    with empty_server() as replica:
        arguments = ("-h", str(server.folder), "-U", "diagnosis", "--checkpoint=fast", "--no-sync")
        replica.run("pg_basebackup", "-D", str(replica.data), "-R", *arguments)
        replica.start("hot_standby=on")
        address = replica.url("postgres_store")
        assert "target_session_attrs=read-write" in refusal(address)
        both = f"?host={quote(str(replica.folder))},{quote(str(server.folder))}&"
        for wish in ("", "&target_session_attrs=read-write"):
            named = address.replace("?", "&").replace("&host", "?host", 1)
            tried = both + named.partition("&")[2] + wish
            if wish:
                open_store(f"postgresql:///postgres_store{tried}").close()
            else:
                assert "réplique" in refusal(f"postgresql:///postgres_store{tried}")


def test_a_database_that_becomes_read_only_takes_nothing_and_says_so__error(
    server, empty, monkeypatch
):
    monkeypatch.setattr("diagnosis.storage.postgres.engine.MOST", 1)
    with closing(open_store(empty)) as store:
        name = name_of(empty)
        store.check()
        server.admin(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
        store._engine._pool.drain()
        with pytest.raises(UnavailableError):
            store.add_response(response())
        with pytest.raises(UnavailableError, match="accepte d’écrire"):
            store.put("x", 1)
        server.admin(f"ALTER DATABASE {name} RESET default_transaction_read_only")
        # A connection made before that is dropped by the first refusal.
        with suppress(UnavailableError):
            store.check()
        assert store.count_responses("c") == 0
        assert store.add_response(response()) is Outcome.CREATED


def test_a_server_that_stops_and_comes_back_loses_nothing(server, url, monkeypatch):
    monkeypatch.setattr("diagnosis.storage.postgres.engine.REST", 0.0)
    kept, late = response(), response()
    with closing(open_store(url)) as store:
        store._engine._pool.timeout = 0.2
        store.add_response(kept)
        server.stop()
        for ask in (lambda: store.add_response(late), store.check, lambda: store.stamp("c")):
            with pytest.raises(UnavailableError, match="Rien ne peut être enregistré"):
                ask()
        server.start()
        store._engine._pool.timeout = 30.0
        assert store.count_responses("c") == 1
        assert store.add_response(late) is Outcome.CREATED
        assert store.add_response(kept) is Outcome.SAME


def test_what_was_acknowledged_is_there_whatever_becomes_of_the_server(server, url, monkeypatch):
    monkeypatch.setattr("diagnosis.storage.postgres.engine.REST", 0.0)
    acknowledged, over = [], threading.Event()

    def send(store):
        while not over.is_set():
            sent = response()
            with suppress(UnavailableError):
                store.add_response(sent)
                acknowledged.append(sent.id)

    with closing(open_store(url)) as store:
        store.check()
        store._engine._pool.timeout = 0.2
        threads = [threading.Thread(target=send, args=(store,)) for _ in range(4)]
        for thread in threads:
            thread.start()
        for _ in range(3):
            before = len(acknowledged)
            server.stop()
            server.start()
            while len(acknowledged) < before + 20:
                assert all(thread.is_alive() for thread in threads)
                over.wait(0.01)
        over.set()
        for thread in threads:
            thread.join()
        store._engine._pool.timeout = 60.0
        kept = {found.id for found in store.responses("c")}
    assert set(acknowledged) <= kept
    assert len(acknowledged) >= 60


def test_what_an_administrator_set_for_other_programs_is_not_followed(server, empty):
    for setting in ("synchronous_commit = off", "default_transaction_isolation = serializable"):
        server.admin(f"ALTER DATABASE {name_of(empty)} SET {setting}")
    with closing(open_store(empty)) as store:
        names = ("synchronous_commit", "transaction_isolation")
        found = [store._read("SELECT current_setting(?)", name) for name in names]
        assert found == [[("on",)], [("read committed",)]]


def test_connections_lost_while_idle_are_not_felt_by_who_reads_or_answers(server, url):
    cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{}'"
    name = name_of(url)
    with closing(open_store(url)) as store:
        for ask in (lambda: store.count_responses("c"), lambda: store.add_response(response())):
            store.count_responses("c")
            server.admin(cut.format(name))
            ask()
        assert store.count_responses("c") == 1


def test_a_pool_that_is_exhausted_is_told_and_recovers__error(url, monkeypatch):
    going, done = threading.Event(), threading.Event()

    def hold(value):
        going.set()
        assert done.wait(60)
        return value

    monkeypatch.setattr("diagnosis.storage.postgres.engine.MOST", 1)
    monkeypatch.setattr("diagnosis.storage.postgres.engine.REST", 0.0)
    with closing(open_store(url)) as store:
        store.put("x", 1)
        holder = threading.Thread(target=lambda: store.change("x", hold))
        holder.start()
        assert going.wait(60)
        store._engine._pool.timeout = 0.05
        with pytest.raises(UnavailableError, match="réessayez"):
            store.add_response(response())
        done.set()
        holder.join()
        store._engine._pool.timeout = 30.0
        assert store.add_response(response()) is Outcome.CREATED


def test_whoever_waits_too_long_for_a_turn_is_told__error(url, monkeypatch):
    short = "SELECT set_config('lock_timeout', '50ms', false)"
    monkeypatch.setattr("diagnosis.storage.postgres.engine.SETTINGS", short)
    going, done = threading.Event(), threading.Event()

    def hold(value):
        going.set()
        assert done.wait(60)
        return 1

    with closing(open_store(url)) as store:
        holder = threading.Thread(target=lambda: store.change("x", hold))
        holder.start()
        assert going.wait(60)
        with pytest.raises(UnavailableError):
            store.change("x", lambda value: 2)
        assert store.add_response(response()) is Outcome.CREATED, "families wait for no turn"
        done.set()
        holder.join()
        assert store.get("x") == 1


def test_a_password_is_never_written(url, caplog, server):
    with closing(open_store(url)) as store, caplog.at_level(logging.DEBUG):
        server.admin("SELECT 1")
        store.check()
    assert "secret" not in caplog.text


def test_what_is_withdrawn_is_in_no_file_of_the_tables(server, url):
    with psycopg.connect(url) as db:
        found = db.execute("SELECT oid FROM pg_database WHERE datname = current_database()")
        [oid] = found.fetchone()

    def left(mark):
        server.admin("CHECKPOINT")
        files = [path for path in (server.data / "base" / str(oid)).iterdir() if path.is_file()]
        return any(mark in path.read_bytes() for path in files)

    with closing(open_store(url)) as store:
        gone = response(receipt=RECEIPT, answers={"E2": "PRIVATE" * 9})
        store.add_responses([gone, *(response() for _ in range(50))])
        assert left(b"PRIVATE")
        assert store.withdraw("c", RECEIPT)
        assert not left(b"PRIVATE")
        store.add_response(response(answers={"E2": "PURGED" * 9}))
        assert left(b"PURGED")
        store.erase_texts("c", {"E2"})
        store.scrub()
        assert not left(b"PURGED")
        assert store.count_responses("c") == 51


def test_six_writers_at_once_meet_no_error(url):
    stores = [open_store(url) for _ in range(3)]
    failed = []

    def work(store, number):
        try:
            for n in range(15):
                store.add_response(response())
                store.change("count", lambda count: (count or 0) + 1)
                store.put(f"name{number}", n)
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=work, args=(s, n)) for n, s in enumerate(stores * 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert stores[0].get("count") == 90
    assert stores[0].count_responses("c") == 90
    for store in stores:
        store.close()
