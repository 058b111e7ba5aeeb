"""Slowed tries: after five of them a name waits, longer each time, whichever process is asked.

A try is counted before the password is looked at, so that many at once pass no more than five. A
device that once entered under a name has a counter of its own for it: nobody can lock its owner
out by trying that name elsewhere. No address is looked at.
"""

from __future__ import annotations

import hashlib
import hmac
import math
import secrets
from datetime import datetime

from diagnosis.storage import Storage

FAILURES = 5
# Seconds: the first pause, doubled each time, and the longest one.
FIRST_PAUSE = 15.0
LONGEST_PAUSE = 15 * 60.0


def reserve_try(store: Storage, key: str, now: datetime) -> int:
    """Count a try before it is made; the seconds to wait when it may not be made."""
    return math.ceil(store.reserve_try(key, now.timestamp(), pause_after))


def pause_after(tries: int) -> float:
    """The seconds to wait after so many tries.

    Examples
    --------
    >>> [pause_after(tries) for tries in (1, 4, 5, 6, 99)]
    [0.0, 0.0, 15.0, 30.0, 900.0]
    """
    if tries < FAILURES:
        return 0.0
    return min(FIRST_PAUSE * 2.0 ** min(tries - FAILURES, 10), LONGEST_PAUSE)


def key_of(name: str, device: str | None = None, step: str = "password") -> str:
    """What tries are counted by: the name, or the device that is known for it.

    Parameters
    ----------
    step : the secret that is tried.
    """
    known = f"device {device}" if device else f"name {folded(name)}"
    # Hashed: people sometimes type their password in place of their name.
    return hashlib.sha256(f"{step} {known}".encode()).hexdigest()


def folded(name: str) -> str:
    """A name as tries know it: neither capitals nor spaces make another one."""
    return name.strip().casefold()[:100]


def device_cookie(name: str) -> str:
    """Name of the cookie by which a device is known for a name."""
    return f"device-{hashlib.sha256(folded(name).encode()).hexdigest()[:12]}"


def make_device(secret: str, name: str) -> str:
    """The signed value of that cookie, for a device that entered under the name."""
    device = secrets.token_urlsafe(12)
    return f"{device}.{_signature(secret, name, device)}"


def known_device(secret: str, name: str, value: str) -> str | None:
    """The device that a cookie's value names, None when we did not sign it for this name."""
    device, _, signature = value.partition(".")
    expected = _signature(secret, name, device)
    return device if hmac.compare_digest(signature.encode(), expected.encode()) else None


def _signature(secret: str, name: str, device: str) -> str:
    said = f"device {folded(name)} {device}".encode()
    return hmac.new(secret.encode(), said, hashlib.sha256).hexdigest()
