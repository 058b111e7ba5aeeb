"""``backup``, ``restore``, ``purge``: an instance comes back whole, and nothing is overwritten."""

from __future__ import annotations

import stat
import uuid
import zipfile
from datetime import date

import pytest
from click.testing import CliRunner

from diagnosis.answers import current_key, open_sealed, seal
from diagnosis.app import open_instance
from diagnosis.cli import main
from diagnosis.config import read_settings
from diagnosis.model import Recording, Response, Sound
from tests.conftest import add_campaign

ID = "8a2f3f8e-30a4-4d1e-9c7c-5f3a2f0b6f11"
SOUND = Sound("audio/webm", b"\x1a\x45\xdf\xa3")


@pytest.fixture
def run():
    def invoke(*arguments, code=0):
        result = CliRunner().invoke(main, [str(a) for a in arguments])
        assert result.exit_code == code, (result.output, result.exception)
        return result.output

    return invoke


@pytest.fixture
def data(run, tmp_path):
    """An instance with a campaign, an answer that was spoken, a recording and a sealed answer."""
    folder = tmp_path / "instance"
    run("init", "--data", folder)
    (folder / "settings.yaml").write_text("k: 15\n")
    instance = open_instance(read_settings(folder))
    add_campaign(instance, closes=date(2020, 3, 1), opens=date(2020, 1, 1))
    response = Response(
        ID, "stains", "1", "ta", "phone", False, "2020-W10", {"E2": "mot"}, voices={"E2": SOUND}
    )
    instance.store.add_response(response)
    instance.store.save_recording(Recording("ar", "k", "audio/webm", b"sound"))
    sealed = seal(current_key(instance.store, "stains"), "stains", ID, b"waiting")
    instance.store.close()
    (tmp_path / "sealed").write_bytes(sealed)
    return folder


def test_instance_comes_back_whole(run, data, tmp_path):
    file, other = tmp_path / "copy.zip", tmp_path / "other"
    assert str(file) in run("backup", file, "--data", data)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert set(tmp_path.iterdir()) == {file, data, tmp_path / "sealed"}, "nothing else is left"
    run("restore", file, "--data", other)
    assert {path.name for path in other.iterdir()} == {"diagnosis.sqlite", "settings.yaml"}
    assert stat.S_IMODE((other / "diagnosis.sqlite").stat().st_mode) == 0o600
    assert read_settings(other, {}).k == 15
    instance = open_instance(read_settings(other))
    try:
        assert instance.store.count_responses("stains") == 1
        assert instance.store.voice("stains", ID, "E2") == SOUND
        assert instance.store.recording("ar", "k").content == b"sound"
        waiting = (tmp_path / "sealed").read_bytes()
        assert open_sealed(instance.store, "stains", ID, 1, waiting) == b"waiting"
    finally:
        instance.store.close()


def test_backup_replaces_nothing__error(run, data, tmp_path):
    file = tmp_path / "copy.zip"
    file.write_bytes(b"mine")
    assert "existe déjà" in run("backup", file, "--data", data, code=1)
    assert file.read_bytes() == b"mine"
    assert "écrit" in run("backup", tmp_path / "no" / "x.zip", "--data", data, code=1)
    assert "diagnosis init" in run("backup", tmp_path / "x.zip", "--data", tmp_path / "n", code=1)
    assert not (tmp_path / "x.zip").exists()


def test_backup_that_fails_leaves_nothing(run, data, tmp_path, monkeypatch):
    from diagnosis.storage.sqlite import SQLiteStorage

    def broken(*_):
        raise OSError("disk")

    monkeypatch.setattr(SQLiteStorage, "copy_to", broken)
    assert (
        CliRunner().invoke(main, ["backup", str(tmp_path / "x.zip"), "--data", str(data)]).exception
    )
    assert not (tmp_path / "x.zip").exists()


@pytest.mark.parametrize("name", ["diagnosis.sqlite", "diagnosis.sqlite-wal"])
def test_restore_replaces_nothing__error(run, data, tmp_path, name):
    file, other = tmp_path / "copy.zip", tmp_path / "other"
    run("backup", file, "--data", data)
    other.mkdir()
    (other / name).write_bytes(b"mine")
    assert name in run("restore", file, "--data", other, code=1)
    assert [path.read_bytes() for path in other.iterdir()] == [b"mine"]


def test_restore_keeps_settings_that_are_there(run, data, tmp_path):
    file, other = tmp_path / "copy.zip", tmp_path / "other"
    run("backup", file, "--data", data)
    other.mkdir()
    (other / "settings.yaml").write_text("k: 20\n")
    assert "gardé" in run("restore", file, "--data", other)
    assert read_settings(other, {}).k == 20


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
def test_restore_of_something_else__error(run, tmp_path, members):
    file, other = tmp_path / "copy.zip", tmp_path / "other"
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    assert run("restore", file, "--data", other, code=1).strip()
    assert not other.exists() or not list(other.iterdir())


def test_restore_of_a_damaged_file__error(run, data, tmp_path):
    file = tmp_path / "copy.zip"
    run("backup", file, "--data", data)
    whole = file.read_bytes()
    middle = len(whole) // 2
    for broken in (b"", b"PK", whole[:middle], whole[:middle] + bytes(99) + whole[middle + 99 :]):
        file.write_bytes(broken)
        assert "abîmé" in run("restore", file, "--data", tmp_path / "other", code=1)
        assert not list((tmp_path / "other").iterdir())
    run("restore", tmp_path / "none.zip", "--data", tmp_path / "other", code=2)


def test_purge_says_then_does(run, data):
    instance = open_instance(read_settings(data))
    add_campaign(instance, "endless")
    instance.store.add_response(
        Response(str(uuid.uuid4()), "endless", "1", "fr", "phone", False, "2020-W10", {"E2": "x"})
    )
    instance.store.close()
    assert "À effacer (stains)\u00a0: 1 réponse." in run("purge", "--data", data, "--dry-run")
    output = run("purge", "--data", data)
    assert "Effacé pour de bon (stains)\u00a0: 1 réponse." in output
    assert "endless n’a pas de dernier jour" in output
    assert "Rien à effacer" in run("purge", "--data", data)
    instance = open_instance(read_settings(data))
    assert instance.store.count_responses("stains") == 0
    assert instance.store.count_responses("endless") == 1
    written = [(line.who, line.what, line.about) for line in instance.store.entries()]
    assert written == [("diagnosis", "purged", "stains")]
    instance.store.close()
