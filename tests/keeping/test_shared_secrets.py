"""Machines that share a store share its secrets; the store alone tells none of them."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace

import pytest

from diagnosis.answers import current_key, forget_keys, open_sealed, rotate, seal
from diagnosis.app import open_instance
from diagnosis.config import Settings
from diagnosis.keeping import LostError, SecretsError, forget_secrets
from diagnosis.storage import UnavailableError, store_url

ID = "8a2f3f8e-30a4-4d1e-9c7c-5f3a2f0b6f11"
FILE = "secrets.json"


@pytest.fixture
def machine(tmp_path):
    """Opens the machine of a name: its folder has a copy of the first one's file."""
    running = []

    def start(name, copied=True):
        folder = tmp_path / name
        if copied and not folder.exists():
            folder.mkdir(mode=0o700)
            if running:
                shutil.copy(tmp_path / "one" / FILE, folder)
        settings = Settings(data=folder, database_url=store_url(tmp_path))
        running.append(open_instance(settings))
        return running[-1]

    yield start
    for instance in running:
        instance.store.close()


def test_what_one_machine_draws_the_other_opens(machine, tmp_path):
    one, two = machine("one"), machine("two")
    assert one.session_key() == two.session_key()
    key = current_key(one.secrets, "stains")
    sealed = seal(key, "stains", ID, b"waiting")
    assert open_sealed(two.secrets, "stains", ID, 1, sealed) == b"waiting"
    assert rotate(two.secrets, "stains") == current_key(one.secrets, "stains")
    forget_keys(one.secrets, "stains")
    assert two.secrets.get("sealing:stains") == ["", ""]
    for name in ("one", "two"):
        assert json.loads((tmp_path / name / FILE).read_text()).keys() == {"shared"}


def test_the_store_tells_nothing(machine, tmp_path):
    one = machine("one")
    rotate(one.secrets, "stains")
    told = [one.session_key(), one.receipt_key(), *one.secrets.get("sealing:stains")]
    [opener] = json.loads((tmp_path / "one" / FILE).read_text())["shared"]
    one.store.close()
    for file in tmp_path.glob("diagnosis.sqlite*"):
        assert not [key for key in (*told, opener) if key.encode() in file.read_bytes()]


def test_an_instance_that_begins_to_share_keeps_its_keys(machine, tmp_path):
    alone = open_instance(Settings(data=tmp_path))
    key, session = current_key(alone.secrets, "stains"), alone.session_key()
    alone.store.close()
    (tmp_path / "one").mkdir(mode=0o700)
    shutil.copy(tmp_path / FILE, tmp_path / "one")
    one = machine("one")
    assert (current_key(one.secrets, "stains"), one.session_key()) == (key, session)


def test_the_file_of_another_instance_is_refused__error(machine, tmp_path):
    machine("one").session_key()
    for content in ("{}", '{"shared": ["short"]}', json.dumps({"shared": ["A" * 43 + "="]})):
        (tmp_path / "two").mkdir(mode=0o700, exist_ok=True)
        (tmp_path / "two" / FILE).write_text(content)
        with pytest.raises(SecretsError, match="recopiez"):
            machine("two")
        assert (tmp_path / "two" / FILE).read_text() == content


def test_a_machine_without_the_file_is_refused__error(machine):
    machine("one")
    with pytest.raises(LostError):
        machine("two", copied=False)


def test_after_a_renewal_the_others_go_on_until_the_file_is_copied(machine, tmp_path):
    one, two = machine("one"), machine("two")
    before = two.session_key()
    one.secrets.renew()
    one.renew_session_key()
    assert two.session_key() == before
    with pytest.raises(SecretsError, match="recopiez"):
        rotate(two.secrets, "stains")
    shutil.copy(tmp_path / "one" / FILE, tmp_path / "two")
    assert two.session_key() == one.session_key() != before


def test_a_renewal_that_is_cut_loses_nothing(machine, monkeypatch):
    one = machine("one")
    before = one.session_key()
    monkeypatch.setattr(one.store, "change", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        one.secrets.renew()
    assert machine("one").session_key() == one.session_key() == before


def test_what_was_known_is_known_while_the_store_is_away(machine, monkeypatch):
    one = machine("one")
    key = one.session_key()

    def away(*_):
        raise UnavailableError("away")

    monkeypatch.setattr(one.store, "get", away)
    assert one.session_key() == key


def test_secrets_that_are_lost_are_made_anew(machine, tmp_path):
    one = machine("one")
    before = one.session_key()
    (tmp_path / "one" / FILE).unlink()
    with pytest.raises(LostError):
        machine("one")
    forget_secrets(one.store)
    assert machine("one").session_key() != before


def test_a_backup_taken_back_to_one_machine_opens(machine, tmp_path):
    one = machine("one")
    key = one.receipt_key()
    shutil.copy(tmp_path / "one" / FILE, tmp_path)
    back = open_instance(Settings(data=tmp_path))
    assert back.receipt_key() == key
    back.store.close()


def test_a_secret_that_does_not_change_is_not_written(machine):
    one = machine("one")
    before = one.store.get("sealed_secrets")
    one.secrets.add({"session": "another"})
    one.secrets.change("session", lambda kept: kept)
    assert one.store.get("sealed_secrets") == before
    assert replace(one).session_key() == one.session_key()
