"""Slowed tries: how long one waits, and for which device."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from diagnosis.accounts import FAILURES, key_of, known_device, make_device, reserve_try
from diagnosis.instance import Instance

NOW = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)


def test_the_sixth_try_waits_and_each_pause_is_longer(instance: Instance) -> None:
    store, key = instance.store, key_of("amina")
    assert {reserve_try(store, key, NOW) for _ in range(FAILURES)} == {0}
    assert reserve_try(store, key, NOW) == 15
    later = NOW + timedelta(seconds=15)
    assert reserve_try(store, key, later) == 0
    assert reserve_try(store, key, later) == 30


def test_a_pause_set_by_a_clock_that_is_ahead_is_no_longer_than_its_own(instance: Instance) -> None:
    store, key = instance.store, key_of("amina")
    for _ in range(FAILURES):
        reserve_try(store, key, NOW + timedelta(minutes=20))
    assert reserve_try(store, key, NOW) == 15
    assert reserve_try(store, key, NOW + timedelta(seconds=15)) == 0


def test_a_name_is_the_same_however_it_is_typed() -> None:
    assert key_of(" Amina") == key_of("amina")
    assert key_of("amina") != key_of("amin")
    assert key_of("amina", step="code") != key_of("amina")


def test_a_device_is_known_for_one_name_and_one_instance() -> None:
    value = make_device("secret", "amina")
    device = known_device("secret", "Amina ", value)
    assert device
    assert known_device("secret", "paul", value) is None
    assert known_device("other", "amina", value) is None
    for forged in ("", ".", device, f"{device}.", f"x{value}", f"{device}.é"):
        assert known_device("secret", "amina", forged) is None
