"""Codes of the second factor: right ones, late ones, used ones, recovery codes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from pyotp import TOTP

from diagnosis.accounts import (
    add_user,
    enrol,
    factor_address,
    forget_factor,
    new_secret,
    use_code,
)
from diagnosis.instance import Instance
from diagnosis.storage import Storage

NOW = datetime(2026, 11, 29, 12, 0, 10, tzinfo=UTC)
# RFC 6238, appendix B: the secret « 12345678901234567890 », and its code at 59 seconds.
SECRET, MOMENT, CODE = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", 59, "287082"


@pytest.fixture
def store(instance: Instance) -> Storage:
    add_user(instance.store, "amina", "quatre mots au hasard")
    return instance.store


def code(secret: str, moment: datetime) -> str:
    return TOTP(secret).at(moment)


def test_the_code_of_the_standard_opens(store: Storage) -> None:
    moment = datetime.fromtimestamp(MOMENT, UTC)
    assert enrol(store, "amina", SECRET, CODE, moment)
    assert enrol(store, "amina", SECRET, "287083", moment) is None


def test_a_code_opens_once_and_only_in_its_time(store: Storage) -> None:
    secret = new_secret()
    assert enrol(store, "amina", secret, code(secret, NOW), NOW)
    assert not use_code(store, "amina", code(secret, NOW), NOW), "used on setting up"
    later = NOW + timedelta(minutes=5)
    late = code(secret, later - timedelta(minutes=1))
    assert not use_code(store, "amina", late, later)
    assert use_code(store, "amina", code(secret, later - timedelta(seconds=30)), later)
    assert use_code(store, "amina", f" {code(secret, later)[:3]} {code(secret, later)[3:]}", later)
    assert not use_code(store, "amina", code(secret, later), later)


def test_each_recovery_code_serves_once(store: Storage) -> None:
    secret = new_secret()
    codes = enrol(store, "amina", secret, code(secret, NOW), NOW) or []
    assert len(set(codes)) == 10
    kept = store.user("amina")
    assert kept
    assert kept.factor
    assert not set(codes) & set(kept.factor.recovery), "only hashes are kept"
    assert use_code(store, "amina", codes[3].upper().replace("-", " "), NOW)
    assert not use_code(store, "amina", codes[3], NOW)
    assert use_code(store, "amina", codes[4], NOW)
    assert not use_code(store, "amina", "", NOW)


def test_without_a_second_factor_no_code_opens(store: Storage) -> None:
    secret = new_secret()
    assert enrol(store, "amina", secret, code(secret, NOW), NOW)
    forget_factor(store, "amina")
    later = NOW + timedelta(minutes=5)
    assert not use_code(store, "amina", code(secret, later), later)


def test_the_address_that_a_phone_scans() -> None:
    address = factor_address(SECRET, "amina bé")
    assert address.startswith("otpauth://totp/Diagnosis:amina%20b%C3%A9?secret=GEZDGNBV")
