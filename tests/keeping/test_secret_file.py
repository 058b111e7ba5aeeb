"""Secrets are in their file and nowhere else; every process sees what another one changed."""

from __future__ import annotations

import stat
import threading

import flask
import pytest
from click.testing import CliRunner

from diagnosis.answers import current_key, open_sealed, seal
from diagnosis.app import create_app, open_instance
from diagnosis.cli import main
from diagnosis.dataset.states import secret_of
from diagnosis.keeping import LostError, Secrets, SecretsError
from tests.conftest import add_campaign, application_of

ID = "8a2f3f8e-30a4-4d1e-9c7c-5f3a2f0b6f11"
SEALING, ROUNDING, SESSION = "5ea1" * 16, "70d0" * 16, "5e55" * 16


@pytest.fixture
def former(settings, instance):
    """An instance as version 0.2 left it: every key a value of its store."""
    add_campaign(instance)
    instance.store.remove("has_secrets")
    (settings.data / "secrets.json").unlink()
    for name, value in (
        ("secret_key", SESSION), ("keys:stains", [SEALING]), ("door:stains", ROUNDING),
    ):  # fmt: skip
        instance.store.put(name, value)
    instance.store.close()
    return settings


def test_keys_of_an_earlier_version_move_and_leave_no_byte_behind(former):
    instance = open_instance(former)
    assert (instance.session_key(), instance.receipt_key()) == (SESSION, SESSION)
    assert secret_of(instance.secrets, instance.store.campaign("stains")).hex() == ROUNDING
    key = current_key(instance.secrets, "stains")
    sealed = seal(key, "stains", ID, b"waiting")
    assert open_sealed(instance.secrets, "stains", ID, 1, sealed) == b"waiting"
    for file in former.data.iterdir():
        holds = [s for s in (SEALING, ROUNDING, SESSION) if s.encode() in file.read_bytes()]
        assert bool(holds) == (file.name == "secrets.json"), (file.name, holds)
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    instance.store.close()


def test_a_move_that_was_cut_ends_at_the_next_start(former):
    secrets = Secrets(former.data / "secrets.json")
    secrets.add({"session": SESSION, "receipts": SESSION})
    instance = open_instance(former)
    assert instance.session_key() == SESSION
    assert instance.secrets.get("sealing:stains") == [SEALING]
    assert instance.store.get("secret_key") is None
    instance.store.close()


def test_new_secrets_are_in_no_other_file(settings, instance):
    campaign = add_campaign(instance)
    secret_of(instance.secrets, campaign)
    kept = instance.secrets
    drawn = [kept.get(name) for name in ("session", "receipts", "rounding:stains")]
    for file in settings.data.glob("diagnosis*"):
        content = file.read_bytes()
        for value in (*drawn, *kept.get("sealing:stains")):
            assert value.encode() not in content


def test_another_process_sees_a_change_at_once(settings, instance):
    other = Secrets(settings.data / "secrets.json")
    before = other.get("session")
    instance.renew_session_key()
    assert other.get("session") == instance.session_key() != before


def test_changes_of_many_at_once_lose_none(tmp_path):
    def add(number):
        own = Secrets(tmp_path / "secrets.json")
        for _ in range(20):
            own.change("all", lambda kept: [*(kept or []), number])

    threads = [threading.Thread(target=add, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(Secrets(tmp_path / "secrets.json").get("all")) == sorted([*range(4)] * 20)
    assert [path.name for path in tmp_path.iterdir()] == ["secrets.json"]


def test_a_file_without_its_keys_has_new_ones_that_nobody_can_guess(settings, instance):
    instance.store.close()
    (settings.data / "secrets.json").write_text("{}")
    again = open_instance(settings)
    assert len(again.session_key()) == len(again.receipt_key()) == 64
    again.store.close()


def test_everyone_who_draws_a_secret_gets_the_same(tmp_path):
    drawn = [Secrets(tmp_path / "secrets.json").once("x", lambda n=n: n) for n in (7, 8, 9)]
    assert drawn == [7, 7, 7]


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b"\xff\xfe"])
def test_a_broken_file_is_refused_at_start_and_left_as_it_is__error(settings, instance, content):
    instance.store.close()
    (settings.data / "secrets.json").write_bytes(content)
    with pytest.raises(SecretsError, match=r"secrets\.json ne se lit pas.*sauvegarde"):
        create_app(settings)
    with pytest.raises(SecretsError):
        instance.renew_session_key()
    assert (settings.data / "secrets.json").read_bytes() == content


@pytest.mark.parametrize("broken", [True, False])
def test_a_service_goes_on_with_the_secrets_that_it_knew(
    settings, instance, campaign, client, page, caplog, broken
):
    before = instance.session_key()
    kept = (settings.data / "secrets.json").read_text()
    (settings.data / "secrets.json").unlink()
    if broken:
        (settings.data / "secrets.json").write_text("{")
    for address in ("/q/stains", "/privacy", "/staff/login"):
        page(address)
    assert instance.session_key() == before
    assert caplog.text.count("sauvegarde") == 1, "said, and not at every page"
    with pytest.raises(SecretsError):
        current_key(instance.secrets, "another")
    (settings.data / "secrets.json").write_text(kept.replace(before, "renewed"))
    assert instance.session_key() == "renewed"


def test_secrets_that_are_lost_are_not_drawn_again_in_silence(settings, instance):
    add_campaign(instance)
    before = instance.session_key()
    instance.store.close()
    (settings.data / "secrets.json").unlink()
    with pytest.raises(LostError, match="sauvegarde.*--lost"):
        create_app(settings)
    with pytest.raises(LostError):
        instance.renew_session_key()
    assert not (settings.data / "secrets.json").exists()
    data = ("--data", str(settings.data))
    assert CliRunner().invoke(main, ["secrets", "rotate", *data]).exit_code == 1
    done = CliRunner().invoke(main, ["secrets", "rotate", "--lost", *data])
    assert done.exit_code == 0, done.output
    again = open_instance(settings)
    assert again.session_key() != before
    again.store.close()


def test_rotating_ends_sessions_and_what_waits_still_opens(settings, instance):
    add_campaign(instance)
    app = application_of(settings, instance)
    app.add_url_rule("/who", view_func=lambda: dict(flask.session))
    client = app.test_client()
    with client.session_transaction() as session:
        session["name"] = "amina"
    assert client.get("/who").json == {"name": "amina"}
    waiting = seal(current_key(instance.secrets, "stains"), "stains", ID, b"waiting")
    page = client.get("/q/stains").data
    receipts = instance.receipt_key()
    done = CliRunner().invoke(main, ["secrets", "rotate", "--data", str(settings.data)])
    assert done.exit_code == 0, done.output
    assert "stains" in done.output
    assert client.get("/who").json == {}
    assert current_key(instance.secrets, "stains").number == 2
    assert client.get("/q/stains").data != page, "a device seals to the new key from now on"
    assert open_sealed(instance.secrets, "stains", ID, 1, waiting) == b"waiting"
    assert instance.receipt_key() == receipts
