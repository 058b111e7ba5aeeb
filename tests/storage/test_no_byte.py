"""What is withdrawn, written down or purged is in no file, whoever else has the store open."""

import multiprocessing
import random
import re
import sqlite3
import uuid
from contextlib import closing

import pytest

from diagnosis.model import Coding, Response, Sound
from diagnosis.storage import StorageError, open_store, store_url
from tests.conftest import VERSION

RECEIPT = "5ec2e7" * 10 + "{:04d}"
MANY = 2000
# Of these, one whose text SQLite once moved to another page without wiping it where it was.
MOVED = 1456
SPAWN = multiprocessing.get_context("spawn")


def spoken(number):
    """Three pages of sound that nothing else holds."""
    return Sound("audio/webm", f"VOICE{number:04d}".encode() * 1500)


def sent(number, campaign="c"):
    """A family's answers, of every length, with marks that are found again."""
    length = random.Random(number).randint(1, 80)
    return Response(
        str(uuid.UUID(int=random.Random(number).getrandbits(128), version=4)), campaign,
        VERSION, "fr", "phone", False, "2026-W10", {"E2": f"TEXT{number:04d} " * length},
        receipt=RECEIPT.format(number), voices={} if number % 10 else {"E3": spoken(number)},
    )  # fmt: skip


def left(folder, numbers):
    """The marks of these families that some file holds."""
    written = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    found = set(re.findall(rb"(?:TEXT|VOICE|coding|said|(?:5ec2e7){10})[0-9]{4}", written))
    return sorted(mark.decode() for mark in found if int(mark[-4:]) in numbers)


def look_on(url, ready, done):
    """Another process, that reads now and then and keeps the store open."""
    store = open_store(url)
    store.count_responses("c")
    ready.set()
    done.wait(60)
    store.close()


@pytest.fixture
def store(tmp_path):
    """Two thousand families, the team at work, two other connections and another process."""
    url = store_url(tmp_path)
    opened, second = open_store(url), open_store(url)
    for start in range(0, MANY, 20):
        opened.add_responses([sent(number) for number in range(start, start + 20)])
    for number in range(0, MANY, 7):
        opened.save_coding(Coding("c", sent(number).id, "E2", (f"coding{number:04d}",)))
    assert len(list(second.responses("c"))) == MANY
    ready, done = SPAWN.Event(), SPAWN.Event()
    other = SPAWN.Process(target=look_on, args=(url, ready, done))
    other.start()
    assert ready.wait(60)
    yield opened
    done.set()
    other.join()
    opened.close()
    second.close()


def test_what_families_withdraw_is_in_no_file(store, tmp_path):
    gone = [MOVED, *random.Random(1).sample(range(MANY), 40)]
    assert len(left(tmp_path, gone)) > 80
    for number in gone:
        assert store.withdraw("c", RECEIPT.format(number))
    assert left(tmp_path, gone) == []
    assert store.count_responses("c") == MANY - 41


def test_sound_that_was_written_down_is_in_no_file(store, tmp_path):
    for number in range(0, 200, 10):
        assert store.transcribe("c", sent(number).id, "E3", f"said{number:04d}")
    assert [mark for mark in left(tmp_path, range(200)) if mark.startswith("VOICE")] == []


def test_what_is_purged_is_in_no_file(store, tmp_path):
    store.transcribe("c", sent(0).id, "E3", "said0000")
    store.erase_texts("c", {"E2"})
    store.scrub()
    assert left(tmp_path, range(MANY)) == [RECEIPT.format(number) for number in range(MANY)]
    store.erase_responses("c")
    store.scrub()
    assert left(tmp_path, range(MANY)) == []
    assert sent(1).id.encode() not in (tmp_path / "diagnosis.sqlite").read_bytes()


def test_a_reader_that_holds_the_log_is_told_and_the_next_scrub_ends_it(store, tmp_path, caplog):
    with closing(sqlite3.connect(tmp_path / "diagnosis.sqlite")) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM responses").fetchone()
        assert store.withdraw("c", RECEIPT.format(1)), "the family hears that it is done"
        assert "diagnosis purge" in caplog.text
        assert RECEIPT.format(1) not in caplog.text
        with pytest.raises(StorageError, match="traces.*diagnosis purge"):
            store.scrub()
    store.scrub()
    assert left(tmp_path, [1]) == []


def test_a_large_store_is_rebuilt_later(store, tmp_path, monkeypatch):
    monkeypatch.setattr("diagnosis.storage.sqlite.engine.REBUILT_AT_ONCE", 0)
    store.withdraw("c", RECEIPT.format(MOVED))
    assert len(left(tmp_path, [MOVED])) <= 1
    store.scrub()
    assert left(tmp_path, [MOVED]) == []
