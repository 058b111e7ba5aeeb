"""A backup comes back whole with its passphrase, and anything else is refused with its reason."""

from __future__ import annotations

import io
import json
import os
import shutil
import sqlite3
import stat
import time
import zipfile
from contextlib import closing
from datetime import date
from functools import cache
from pathlib import Path

import pyrage
import pytest

from diagnosis.answers import current_key, open_sealed, seal
from diagnosis.app import open_instance
from diagnosis.config import Settings, read_settings
from diagnosis.keeping import (
    BackupError,
    Manifest,
    drill,
    forget_copies,
    last_backup,
    make_backup,
    make_dated_backup,
    restore,
)
from diagnosis.keeping.backup_file import write_backup
from diagnosis.model import Recording, Response, Sound
from diagnosis.storage import STORE_STEPS
from tests.conftest import VERSION, add_campaign

PASSPHRASE, DAY = "six mots tirés au sort", date(2026, 11, 29)
ID = "8a2f3f8e-30a4-4d1e-9c7c-5f3a2f0b6f11"
SOUND = Sound("audio/webm", b"\x1a\x45\xdf\xa3 a voice")
FILES = {"diagnosis.sqlite", "secrets.json", "settings.yaml"}


def instance_in(folder: Path) -> bytes:
    """Make an instance that has of everything; give what a device holds sealed to it."""
    folder.mkdir()
    (folder / "settings.yaml").write_text("k: 15\n")
    instance = open_instance(Settings(data=folder))
    add_campaign(instance)
    instance.store.add_response(
        Response(ID, "stains", VERSION, "ta", "phone", False, "2020-W10", {"E2": "PRIVATE"},
                 voices={"E2": SOUND})
    )  # fmt: skip
    instance.store.save_recording(Recording("ar", "k", "audio/webm", b"sound"))
    sealed = seal(current_key(instance.secrets, "stains"), "stains", ID, b"waiting")
    instance.store.close()
    return sealed


# A second of work and half a gigabyte each time: done once for each key and passphrase.
OPENED = cache(pyrage.passphrase.decrypt)


@pytest.fixture(autouse=True)
def opened_once(monkeypatch):
    monkeypatch.setattr(pyrage.passphrase, "decrypt", OPENED)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """An instance, its backup, and what waits sealed: made once, to be copied."""
    folder = tmp_path_factory.mktemp("made")
    sealed = instance_in(folder / "instance")
    instance = open_instance(Settings(data=folder / "instance"))
    file = folder / "backup.zip"
    manifest = make_backup(instance.store, folder / "instance", file, PASSPHRASE, DAY)
    instance.store.close()
    return folder / "instance", file, manifest, sealed


@pytest.fixture
def data(made, tmp_path):
    return shutil.copytree(made[0], tmp_path / "instance")


@pytest.fixture
def file(made, tmp_path):
    return Path(shutil.copy(made[1], tmp_path / "backup.zip"))


def ask() -> str:
    return PASSPHRASE


def content_of(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def altered(file: Path, **changes: bytes) -> Path:
    """The archive with other members, its own sums right."""
    with zipfile.ZipFile(file) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in {**members, **changes}.items():
            archive.writestr(name, content)
    return file


def test_instance_comes_back_whole(made, file, tmp_path):
    assert restore(file, ask, tmp_path / "other", replace=False) is None
    folder = tmp_path / "other"
    assert {path.name for path in folder.iterdir()} >= FILES
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    instance = open_instance(read_settings(folder, {}))
    try:
        assert instance.k == 15
        assert instance.store.count_responses("stains") == 1
        assert instance.store.voice("stains", ID, "E2") == SOUND
        assert instance.store.recording("ar", "k").content == b"sound"
        assert open_sealed(instance.secrets, "stains", ID, 1, made[3]) == b"waiting"
    finally:
        instance.store.close()


def test_a_backup_says_nothing_without_its_passphrase_and_leaves_nothing_else(made):
    data, file, manifest, _ = made
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    for mark in (b"PRIVATE", b"a voice", b"SQLite", b"stains", b"session", b"AGE-SECRET"):
        assert mark not in file.read_bytes()
    assert {path.name for path in file.parent.iterdir()} == {"instance", "backup.zip"}
    assert not list(data.glob("copy-*"))
    assert set(manifest.files) == FILES
    assert manifest.answers == {"stains": 1}
    with closing(sqlite3.connect(data / "diagnosis.sqlite")) as store:
        kept = store.execute("SELECT value FROM instance WHERE name = 'backup_day'").fetchone()
    assert json.loads(kept[0]) == str(DAY)


def test_a_backup_opens_with_age_alone(made):
    with zipfile.ZipFile(made[1]) as archive:
        key = pyrage.passphrase.decrypt(archive.read("key.age"), PASSPHRASE).decode()
        identity = pyrage.x25519.Identity.from_str(key)
        store = pyrage.decrypt(archive.read("diagnosis.sqlite.age"), [identity])
        settings = pyrage.decrypt(archive.read("settings.yaml.age"), [identity])
    assert store.startswith(b"SQLite format 3\0")
    assert settings == b"k: 15\n"


def test_another_passphrase__error(file, tmp_path):
    with pytest.raises(BackupError, match="phrase de passe.*vérifiez-la"):
        restore(file, lambda: "six autres mots", tmp_path / "other", replace=False)
    assert not list((tmp_path / "other").iterdir())


def test_a_busy_machine_is_given_time(file, tmp_path, monkeypatch):
    busy = [pyrage.DecryptError("Excessive work parameter for passphrase.")] * 3

    def decrypt(key, passphrase):
        if busy:
            raise busy.pop()
        return OPENED(key, passphrase)

    monkeypatch.setattr(pyrage.passphrase, "decrypt", decrypt)
    monkeypatch.setattr("diagnosis.keeping.passphrase.PAUSE", 0)
    restore(file, ask, tmp_path / "other", replace=False)
    busy[:] = [pyrage.DecryptError("Excessive work parameter for passphrase.")] * 99
    with pytest.raises(BackupError, match="trop occupée"):
        restore(file, ask, tmp_path / "another", replace=False)


def test_a_short_passphrase__error(data, tmp_path):
    instance = open_instance(Settings(data=data))
    with pytest.raises(BackupError, match="12 caractères"):
        make_backup(instance.store, data, tmp_path / "b.zip", "court", DAY)
    instance.store.close()
    assert not (tmp_path / "b.zip").exists()


def test_a_truncated_file__error(file, tmp_path):
    whole = file.read_bytes()
    for size in (2, 100, len(whole) // 2, len(whole) - 1):
        file.write_bytes(whole[:size])
        with pytest.raises(BackupError, match="abîmé ou incomplet"):
            restore(file, ask, tmp_path / "other", replace=False)
        assert not list((tmp_path / "other").iterdir())


def test_an_altered_file__error(file, tmp_path):
    whole = file.read_bytes()
    for place in (40, len(whole) // 2, len(whole) - 400):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(BackupError):
            restore(file, ask, tmp_path / "other", replace=False)
        assert not list((tmp_path / "other").iterdir())


def test_a_file_altered_with_care__error(file, tmp_path):
    with zipfile.ZipFile(file) as archive:
        store, secrets = (archive.read(f"{n}.age") for n in ("diagnosis.sqlite", "secrets.json"))
    middle = len(store) // 2
    broken = store[:middle] + bytes([store[middle] ^ 1]) + store[middle + 1 :]
    for changes in (
        {"diagnosis.sqlite.age": broken},
        {"settings.yaml.age": secrets},
        {"manifest.json.age": secrets},
    ):
        with pytest.raises(BackupError, match="abîmé|n’est pas une sauvegarde"):
            restore(altered(file, **changes), ask, tmp_path / "other", replace=False)
        assert not list((tmp_path / "other").iterdir())


@pytest.mark.parametrize("changes", [{"format": 2}, {"steps": STORE_STEPS + 1}])
def test_a_file_of_a_later_version__error(tmp_path, changes):
    manifest = Manifest(version="9.1", day=DAY, answers={}, **changes)
    store = {"diagnosis.sqlite": io.BytesIO(b"later")}
    write_backup(tmp_path / "later.zip", PASSPHRASE, manifest, store)
    with pytest.raises(BackupError, match=r"version 9\.1.*plus récente.*installez"):
        restore(tmp_path / "later.zip", ask, tmp_path / "other", replace=False)
    assert not list((tmp_path / "other").iterdir())


@pytest.mark.parametrize("content", [b"", b"no archive", b"age-encryption.org/v1\n-> scrypt"])
def test_a_file_of_something_else__error(tmp_path, content):
    (tmp_path / "x").write_bytes(content)
    with pytest.raises(BackupError, match="n’est pas une sauvegarde"):
        restore(tmp_path / "x", ask, tmp_path / "other", replace=False)


def test_an_archive_of_something_else__error(file, tmp_path):
    for extra in ({"../x.age": b""}, {"other.age": b""}):
        with pytest.raises(BackupError, match="n’est pas une sauvegarde"):
            restore(altered(file, **extra), ask, tmp_path / "other", replace=False)
    assert not list((tmp_path / "other").iterdir())


def test_a_folder_that_is_not_empty_is_left_as_it_is__error(file, data):
    before = content_of(data)
    with pytest.raises(BackupError, match="n’est pas vide.*--replace"):
        restore(file, ask, data, replace=False)
    assert content_of(data) == before


def test_an_instance_that_is_replaced_is_put_aside_whole(file, data, tmp_path):
    shutil.rmtree(data)
    instance_in(data)
    (data / "notes.txt").write_text("mine")
    before = content_of(data)
    aside = restore(file, ask, data, replace=True)
    assert content_of(aside) == before
    assert aside.parent == data
    assert "notes.txt" not in {path.name for path in data.iterdir()}
    instance = open_instance(Settings(data=data))
    assert instance.store.count_responses("stains") == 1
    instance.store.close()


def test_an_instance_stays_when_the_new_one_does_not_open(data, tmp_path):
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr("diagnosis.sqlite", b"no database at all, " * 100)
    before = content_of(data)
    with pytest.raises(Exception, match="ne s’ouvre pas"):
        restore(tmp_path / "b.zip", ask, data, replace=True)
    assert content_of(data) == before


def test_a_backup_of_before_encryption_still_comes_back(tmp_path):
    instance_in(tmp_path / "old")
    with closing(sqlite3.connect(tmp_path / "old" / "diagnosis.sqlite")) as store, store:
        store.execute("INSERT INTO instance VALUES ('secret_key', '\"kept\"')")
        store.execute("DELETE FROM instance WHERE name = 'has_secrets'")
    with zipfile.ZipFile(tmp_path / "old.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("diagnosis.sqlite", "settings.yaml"):
            archive.write(tmp_path / "old" / name, name)

    def asked() -> str:
        raise AssertionError("it has no passphrase")

    restore(tmp_path / "old.zip", asked, tmp_path / "other", replace=False)
    instance = open_instance(Settings(data=tmp_path / "other"))
    assert instance.session_key() == "kept"
    assert instance.store.count_responses("stains") == 1
    instance.store.close()
    with pytest.raises(BackupError, match="sans manifeste"):
        drill(tmp_path / "old.zip", asked, tmp_path)


@pytest.mark.parametrize(
    "members",
    [
        {"diagnosis.sqlite": b"no database at all", "settings.yaml": b""},
        {"settings.yaml": b""},
        {"diagnosis.sqlite": b"", "other.txt": b""},
        {"../diagnosis.sqlite": b""},
        {"diagnosis.sqlite": b"", "../../x": b""},
        {},
    ],
)
def test_an_old_archive_of_something_else__error(tmp_path, members):
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    with pytest.raises(Exception, match=r"sauvegarde|ne s’ouvre pas"):
        restore(tmp_path / "x.zip", ask, tmp_path / "other", replace=False)
    assert not list((tmp_path / "other").iterdir())


def test_the_oldest_go_once_the_new_one_is_good(data, tmp_path):
    into = tmp_path / "kept"
    into.mkdir()
    old = [into / f"diagnosis-2026-11-{day:02d}.zip" for day in (3, 1, 2)]
    for path in (*old, into / "mine.zip", into / "diagnosis-2026.zip"):
        path.write_bytes(b"x")
    instance = open_instance(Settings(data=data))
    with pytest.raises(BackupError):
        make_dated_backup(instance.store, data, into, "court", DAY, 1)
    assert len(list(into.iterdir())) == 5
    made, gone = make_dated_backup(instance.store, data, into, PASSPHRASE, DAY, 2)
    assert made == into / "diagnosis-2026-11-29.zip"
    assert sorted(gone) == sorted(old[1:])
    assert {path.name for path in into.iterdir()} == {
        "mine.zip", "diagnosis-2026.zip", "diagnosis-2026-11-03.zip", made.name,
    }  # fmt: skip
    before = made.read_bytes()
    assert make_dated_backup(instance.store, data, into, PASSPHRASE, DAY, 2) == (made, [])
    assert made.read_bytes() != before, "the last one of a day"
    assert last_backup(instance.store) == DAY
    with pytest.raises(BackupError, match="n’existe pas"):
        make_dated_backup(instance.store, data, tmp_path / "no", PASSPHRASE, DAY, 2)
    instance.store.close()


def test_what_a_crash_left_of_a_copy_goes_the_next_day(data):
    for name in ("copy-now", "copy-then", "mine"):
        (data / name).mkdir()
        (data / name / "diagnosis.sqlite").write_bytes(b"x")
    yesterday = time.time() - 90_000
    os.utime(data / "copy-then", (yesterday, yesterday))
    os.utime(data / "mine", (yesterday, yesterday))
    forget_copies(data)
    assert sorted(path.name for path in data.iterdir() if path.is_dir()) == ["copy-now", "mine"]


def test_a_drill_compares_and_leaves_nothing(made, file, data, tmp_path):
    before = content_of(data)
    assert drill(file, ask, data) == made[2]
    assert content_of(data) == before
    other = dict.fromkeys(("diagnosis.sqlite", "secrets.json"))
    for name in other:
        other[name] = io.BytesIO((data / name).read_bytes())
    wrong = Manifest(version="0.2.0", day=DAY, answers={"stains": 2})
    write_backup(tmp_path / "wrong.zip", PASSPHRASE, wrong, other)
    with pytest.raises(BackupError, match="abîmé"):
        drill(tmp_path / "wrong.zip", ask, data)
    assert content_of(data) == before
