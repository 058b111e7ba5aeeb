"""A store copied both ways, broken off anywhere, refused where it would harm."""

import uuid
from contextlib import closing
from datetime import date

import pytest

from diagnosis.model import (
    Campaign,
    Coding,
    Kiosk,
    Recording,
    Session,
    Sound,
    Statement,
    Trial,
    Vote,
    Workshop,
)
from diagnosis.storage import (
    Entry,
    Invitation,
    StorageError,
    Take,
    User,
    Visit,
    copy_store,
    open_store,
    store_url,
)
from tests.storage.test_contract import ID, RECEIPT, response

# Of SQLite; the other engine is asked of `url`.
BACK = "back"


def filled(store):
    """Something in every table, and more responses than two batches hold."""
    store.add_responses(
        [response(campaign=f"c{n % 3}", answers={"E2": "é" * n}) for n in range(600)]
    )
    store.add_response(
        response(id=ID, receipt=RECEIPT, voices={"E2": Sound("audio/webm", b"\0\xff")})
    )
    store.add_responses([response(voices={"E3": Sound("a", bytes([n]))}) for n in range(40)])
    store.save_coding(Coding("c", ID, "E2", ("sommeil",)))
    store.add_campaign(Campaign("c", "T", "S", "q", "1", ("fr",), ("phone",), date(2026, 1, 1)))
    store.add_session(Session("ABCD", "c", ("t1",)))
    store.save_vote(Vote(str(uuid.uuid4()), "ABCD", "ar", ("t1",)))
    store.save_statement(Statement("a", "ABCD", "fr", "Un lieu"))
    store.add_workshop(Workshop(0, "c", "t", date(2026, 12, 1), "pmi", "fr"))
    store.save_kiosk(Kiosk("3f7k2m", "c", "PMI", "hash", "pin"))
    store.save_recording(Recording("ar", "k1", "audio/webm", b"\x00first"))
    store.save_trials([Trial("stop", date(2026, 12, 5), 3, 3, 3)])
    for name in ("a", "copies", "copying-not", "z"):
        store.put(name, {name: "é"})
    store.change_users(lambda users: {"amina": User("amina", "hash")})
    store.add_invitation(Invitation("a", date(2026, 12, 1)))
    store.add_take(Take("t", "ta", "q", True, date(2026, 12, 1)))
    store.add_visit(Visit("token", "amina", "2026-11-29T12:00"), "2026-11-29T00:00")
    store.reserve_try("a", 0.25, lambda count: 1.5)
    store.add_entry(lambda last: Entry(1, "2026-11-29T12:00", "amina", "entered", "", "", "", "h"))


@pytest.fixture
def source(tmp_path):
    """A file of SQLite with something in every table."""
    address = store_url(tmp_path / "source")
    (tmp_path / "source").mkdir()
    with closing(open_store(address)) as store:
        filled(store)
    return address


@pytest.fixture
def back(tmp_path):
    (tmp_path / BACK).mkdir()
    return store_url(tmp_path / BACK)


@pytest.fixture
def url(request, tmp_path):
    with request.getfixturevalue("server").lent("postgres_store") as address:
        yield address


def test_a_store_goes_to_the_other_engine_and_back__ok(source, url, back):
    there, home = copy_store(source, url), copy_store(url, back)
    assert there == home
    counts = {one.table: one.count for one in home}
    assert counts.pop("responses") == 641
    assert counts.pop("voices") == 41
    assert counts.pop("instance") == 4
    # The questionnaires and lists that nobody filled; one row everywhere else.
    assert {table for table, count in counts.items() if count == 0} == {"questionnaires", "lists"}
    assert len(counts) == 17
    with closing(open_store(source)) as former, closing(open_store(back)) as new:
        for campaign in ("c", "c0", "c1"):
            assert list(former.responses(campaign)) == list(new.responses(campaign))
            assert former.stamp(campaign) == new.stamp(campaign)


class BrokenOffError(Exception):
    """The machine goes down."""


@pytest.mark.parametrize("at", range(0, 27, 2))
def test_a_copy_broken_off_anywhere_goes_on__ok(source, url, at):
    seen = []

    def step(*told):
        seen.append(told)
        if len(seen) == at + 1:
            raise BrokenOffError

    with pytest.raises(BrokenOffError):
        copy_store(source, url, step)
    with pytest.raises(StorageError, match="pas finie.*storage copy"):
        open_store(url)
    later = []
    copied = copy_store(source, url, lambda *told: later.append(told))
    assert sum(one.count for one in copied) > 600
    with closing(open_store(url)) as new:
        assert new.count_responses("c") == 41
        assert new.get("z") == {"z": "é"}
        assert new.get("copying") is None
    assert all(done <= total for _, done, total in later)


def test_what_was_copied_is_not_copied_again(source, url):
    def step(table, done, total):
        if (table, done) == ("responses", 256):
            raise BrokenOffError

    with pytest.raises(BrokenOffError):
        copy_store(source, url, step)
    later = []
    copy_store(source, url, lambda *told: later.append(told))
    assert [done for table, done, _ in later if table == "responses"] == [256, 512, 641]


def test_a_target_that_is_not_empty__error(source, url):
    with closing(open_store(url)) as store:
        store.put("x", 1)
    with pytest.raises(StorageError, match="pas vide.*rien n’y a changé"):
        copy_store(source, url)
    with closing(open_store(url)) as store:
        assert store.get("x") == 1
        assert store.count_responses("c") == 0


def test_a_copy_begun_from_elsewhere__error(source, url, back):
    with closing(open_store(back)) as store:
        store.put("x", 1)

    def step(*_):
        raise BrokenOffError

    with pytest.raises(BrokenOffError):
        copy_store(source, url, step)
    with pytest.raises(StorageError, match="se remplit déjà depuis sqlite"):
        copy_store(back, url)


def test_a_source_that_changed_between_two_goes__error(source, url):
    def step(table, done, total):
        if (table, done) == ("responses", 512):
            raise BrokenOffError

    with pytest.raises(BrokenOffError):
        copy_store(source, url, step)
    with closing(open_store(source)) as store:
        assert store.withdraw("c", RECEIPT)
    with pytest.raises(
        StorageError, match=r"diffère de la base \(codings, responses.*\).*Arrêtez le service"
    ):
        copy_store(source, url)
    with pytest.raises(StorageError, match="pas finie"):
        open_store(url)


def test_nothing_to_copy__error(source, url, back, tmp_path):
    with pytest.raises(StorageError, match="vide"):
        copy_store(url, back)
    with pytest.raises(StorageError, match="pas de base"):
        copy_store(store_url(tmp_path / "nowhere"), url)
    with pytest.raises(StorageError, match="la même"):
        copy_store(source, source)
