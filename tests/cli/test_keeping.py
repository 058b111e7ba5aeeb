"""``backup``, ``restore``, ``purge``: an instance comes back whole, and nothing is overwritten."""

from __future__ import annotations

import uuid
import zipfile
from datetime import date

import pytest
from click.testing import CliRunner

from diagnosis.app import open_instance
from diagnosis.cli import main
from diagnosis.config import read_settings
from diagnosis.model import Response, Sound
from tests.conftest import VERSION, add_campaign

ID = "8a2f3f8e-30a4-4d1e-9c7c-5f3a2f0b6f11"
WORDS = "six mots tirés au sort"
SOUND = Sound("audio/webm", b"\x1a\x45\xdf\xa3")


@pytest.fixture
def run():
    def invoke(*arguments, code=0, **options):
        result = CliRunner().invoke(main, [str(a) for a in arguments], **options)
        assert result.exit_code == code, (result.output, result.exception)
        return result.output

    return invoke


@pytest.fixture
def data(run, tmp_path):
    """An instance with a campaign and an answer that was spoken."""
    folder = tmp_path / "instance"
    run("init", "--data", folder)
    (folder / "settings.yaml").write_text("k: 15\n")
    instance = open_instance(read_settings(folder))
    add_campaign(instance, closes=date(2020, 3, 1), opens=date(2020, 1, 1))
    response = Response(
        ID, "stains", VERSION, "ta", "phone", False, "2020-W10", {"E2": "mot"}, voices={"E2": SOUND}
    )
    instance.store.add_response(response)
    instance.store.close()
    return folder


def test_a_backup_is_made_tried_and_taken_back(run, data, tmp_path, monkeypatch):
    file, other, secret = tmp_path / "copy.zip", tmp_path / "other", tmp_path / "passphrase"
    assert "il s’ouvre" in run("backup", file, "--data", data, input=f"{WORDS}\n{WORDS}\n")
    secret.write_text(f"{WORDS}\n")
    tried = run("backup", "--drill", file, "--data", data, "--passphrase-file", secret)
    assert "1 réponse," in tried
    assert f"{date.today():%d/%m/%Y}" in tried
    monkeypatch.setenv("DIAGNOSIS_PASSPHRASE", WORDS)
    run("restore", file, "--data", other)
    instance = open_instance(read_settings(other))
    assert instance.store.count_responses("stains") == 1
    assert read_settings(other, {}).k == 15
    instance.store.close()


def test_an_instance_that_is_there_is_replaced_only_when_asked(run, data, tmp_path):
    # As version 0.2 wrote them: without passphrase.
    with zipfile.ZipFile(tmp_path / "old.zip", "w") as archive:
        for name in ("diagnosis.sqlite", "secrets.json"):
            archive.write(data / name, name)
    assert "--replace" in run("restore", tmp_path / "old.zip", "--data", data, code=1)
    replaced = run("restore", tmp_path / "old.zip", "--data", data, "--replace")
    assert "Effacez ce dossier" in replaced
    assert str(next(data.glob("former-*"))) in replaced
    assert not (data / "settings.yaml").exists()


def test_backups_of_a_day_are_made_into_a_folder(run, data, tmp_path, monkeypatch):
    monkeypatch.setenv("DIAGNOSIS_PASSPHRASE", WORDS)
    (tmp_path / "diagnosis-2020-01-01.zip").touch()
    said = run("backup", "--into", tmp_path, "--keep", "1", "--data", data)
    assert f"diagnosis-{date.today()}.zip contient" in said
    assert "diagnosis-2020-01-01.zip est effacé" in said


def test_backup_without_passphrase_or_with_two_wishes__error(run, data, tmp_path):
    file = tmp_path / "copy.zip"
    assert "--passphrase-file" in run("backup", file, "--data", data, code=1)
    run("backup", "--data", data, code=2)
    run("backup", file, "--into", tmp_path, "--data", data, code=2)
    run("backup", "--drill", file, "--data", data, code=2)
    (tmp_path / "empty").touch()
    said = run("backup", file, "--data", data, "--passphrase-file", tmp_path / "empty", code=1)
    assert "12 caractères" in said
    assert not file.exists()


def test_backup_replaces_nothing__error(run, data, tmp_path, monkeypatch):
    monkeypatch.setenv("DIAGNOSIS_PASSPHRASE", WORDS)
    file = tmp_path / "copy.zip"
    file.write_bytes(b"mine")
    assert "existe déjà" in run("backup", file, "--data", data, code=1)
    assert file.read_bytes() == b"mine"
    assert "écrit" in run("backup", tmp_path / "no" / "x.zip", "--data", data, code=1)
    assert "diagnosis init" in run("backup", tmp_path / "x.zip", "--data", tmp_path / "n", code=1)
    assert not (tmp_path / "x.zip").exists()


def test_backup_that_fails_leaves_nothing(run, data, tmp_path):
    (data / "secrets.json").unlink()
    (data / "secrets.json").mkdir()
    before = set(tmp_path.iterdir())
    run("backup", tmp_path / "x.zip", "--data", data, input=f"{WORDS}\n{WORDS}\n", code=1)
    assert set(tmp_path.iterdir()) == before


def test_purge_says_then_does(run, data):
    instance = open_instance(read_settings(data))
    add_campaign(instance, "endless")
    instance.store.add_response(
        Response(
            str(uuid.uuid4()), "endless", VERSION, "fr", "phone", False, "2020-W10", {"E2": "x"}
        )
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


def test_purge_with_a_wrong_clock_erases_nothing_but_with_yes(run, data):
    instance = open_instance(read_settings(data))
    instance.store.put("latest_day", "2020-04-01")
    instance.store.close()
    refused = run("purge", "--data", data, code=1)
    assert "01/04/2020" in refused
    assert "--yes" in refused
    assert "À effacer (stains)" in run("purge", "--data", data, "--dry-run")
    assert "Effacé pour de bon (stains)" in run("purge", "--data", data, "--yes")
