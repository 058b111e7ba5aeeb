"""Codes of the second factor: right ones, late ones, used ones, recovery codes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from pyotp import TOTP

from diagnosis.accounts import (
    add_user,
    enrol,
    factor_address,
    factor_seal,
    forget_factor,
    new_secret,
    use_code,
)
from diagnosis.app import open_instance
from diagnosis.cli import main
from diagnosis.config import Settings
from diagnosis.instance import Instance
from diagnosis.keeping import make_backup, restore
from diagnosis.storage import Storage

NOW = datetime(2026, 11, 29, 12, 0, 10, tzinfo=UTC)
# RFC 6238, appendix B: the secret « 12345678901234567890 », and its code at 59 seconds.
SECRET, MOMENT, CODE = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", 59, "287082"


SEAL = factor_seal(["0f" * 32])


@pytest.fixture
def store(instance: Instance) -> Storage:
    add_user(instance.store, "amina", "quatre mots au hasard")
    return instance.store


@pytest.fixture
def enrolled(instance: Instance, store: Storage) -> str:
    """The secret of a member's second factor, kept by the instance's own key."""
    secret = new_secret()
    assert enrol(store, instance.factor_seal(), "amina", secret, code(secret, NOW), NOW)
    return secret


def code(secret: str, moment: datetime) -> str:
    return TOTP(secret).at(moment)


def test_the_code_of_the_standard_opens(store: Storage) -> None:
    moment = datetime.fromtimestamp(MOMENT, UTC)
    assert enrol(store, SEAL, "amina", SECRET, CODE, moment)
    assert enrol(store, SEAL, "amina", SECRET, "287083", moment) is None


def test_a_code_opens_once_and_only_in_its_time(store: Storage) -> None:
    secret = new_secret()
    assert enrol(store, SEAL, "amina", secret, code(secret, NOW), NOW)
    assert not use_code(store, SEAL, "amina", code(secret, NOW), NOW), "used on setting up"
    later = NOW + timedelta(minutes=5)
    late = code(secret, later - timedelta(minutes=1))
    assert not use_code(store, SEAL, "amina", late, later)
    assert use_code(store, SEAL, "amina", code(secret, later - timedelta(seconds=30)), later)
    assert use_code(
        store, SEAL, "amina", f" {code(secret, later)[:3]} {code(secret, later)[3:]}", later
    )
    assert not use_code(store, SEAL, "amina", code(secret, later), later)


def test_each_recovery_code_serves_once(store: Storage) -> None:
    secret = new_secret()
    codes = enrol(store, SEAL, "amina", secret, code(secret, NOW), NOW) or []
    assert len(set(codes)) == 10
    kept = store.user("amina")
    assert kept
    assert kept.factor
    assert not set(codes) & set(kept.factor.recovery), "only hashes are kept"
    assert use_code(store, SEAL, "amina", codes[3].upper().replace("-", " "), NOW)
    assert not use_code(store, SEAL, "amina", codes[3], NOW)
    assert use_code(store, SEAL, "amina", codes[4], NOW)
    assert not use_code(store, SEAL, "amina", "", NOW)


def test_without_a_second_factor_no_code_opens(store: Storage) -> None:
    secret = new_secret()
    assert enrol(store, SEAL, "amina", secret, code(secret, NOW), NOW)
    forget_factor(store, "amina")
    later = NOW + timedelta(minutes=5)
    assert not use_code(store, SEAL, "amina", code(secret, later), later)


def test_the_address_that_a_phone_scans() -> None:
    address = factor_address(SECRET, "amina bé")
    assert address.startswith("otpauth://totp/Diagnosis:amina%20b%C3%A9?secret=GEZDGNBV")


def opens(instance: Instance, secret: str) -> bool:
    """Whether the code that a phone shows five minutes later opens."""
    later = NOW + timedelta(minutes=5)
    return use_code(instance.store, instance.factor_seal(), "amina", code(secret, later), later)


def rotate(settings: Settings, *more: str) -> str:
    done = CliRunner().invoke(main, ["secrets", "rotate", *more, "--data", str(settings.data)])
    assert done.exit_code == 0, done.output
    return done.output


def test_no_file_of_an_instance_holds_a_secret_in_clear(
    settings: Settings, instance: Instance, enrolled: str
) -> None:
    for file in settings.data.iterdir():
        assert enrolled.encode() not in file.read_bytes(), file.name
    assert opens(instance, enrolled)


def test_rotated_secrets_seal_anew_and_the_phone_opens_still(
    settings: Settings, instance: Instance, enrolled: str
) -> None:
    before = instance.store.user("amina")
    for _ in range(3):
        rotate(settings)
    after = instance.store.user("amina")
    assert before != after
    assert len(instance.secrets.get("factors")) == 2
    assert opens(instance, enrolled)


def test_a_backup_taken_back_opens_by_the_phone(
    settings: Settings, instance: Instance, enrolled: str, tmp_path: Path
) -> None:
    file, words = tmp_path / "backup.zip", "six mots de diceware tires au sort"
    make_backup(instance.store, settings.data, file, words, instance.today())
    rotate(settings)
    restore(file, lambda: words, tmp_path / "back", replace=False)
    back = open_instance(replace(settings, data=tmp_path / "back"))
    assert opens(back, enrolled)
    back.store.close()


def test_a_lost_key_leaves_the_recovery_codes_and_is_said(
    settings: Settings, instance: Instance, store: Storage
) -> None:
    secret = new_secret()
    codes = enrol(store, instance.factor_seal(), "amina", secret, code(secret, NOW), NOW) or []
    (settings.data / "secrets.json").unlink()
    assert "user reset amina" in rotate(settings, "--lost")
    again = open_instance(settings)
    assert not opens(again, secret)
    assert use_code(again.store, again.factor_seal(), "amina", codes[0], NOW)
    again.store.close()


def test_a_secret_that_was_kept_in_clear_is_sealed_at_the_next_start(
    settings: Settings, instance: Instance, enrolled: str
) -> None:
    user = instance.store.user("amina")
    assert user
    assert user.factor
    plain = replace(user, factor=replace(user.factor, secret=enrolled))
    instance.store.change_users(lambda users: {**users, "amina": plain})
    instance.store.close()
    again = open_instance(settings)
    for file in settings.data.iterdir():
        assert enrolled.encode() not in file.read_bytes(), file.name
    assert opens(again, enrolled)
    again.store.close()
