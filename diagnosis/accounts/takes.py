"""Links to record: who holds one reads a sheet of sentences, on one device, within 7 days.

The store keeps hashes alone: neither the link nor who reads can be found in it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from diagnosis.accounts.tokens import new_token, token_hash
from diagnosis.storage import Storage, Take

TAKE_DAYS = 7


def make_take(store: Storage, today: date, take: Take) -> str:
    """Make a link; its token is returned, and kept nowhere.

    Parameters
    ----------
    take : what is to be read; its hash and its end are set here.
    """
    token = new_token()
    for old in store.takes():
        if old.expires < today:
            store.remove_take(old.token_hash)
    store.add_take(
        replace(take, token_hash=token_hash(token), expires=today + timedelta(TAKE_DAYS))
    )
    return token


def find_take(store: Storage, token: str, today: date) -> Take | None:
    """The link of a token, unless it was closed or is too old."""
    hashed = token_hash(token)
    return next((one for one in open_takes(store, today) if one.token_hash == hashed), None)


def open_takes(store: Storage, today: date) -> list[Take]:
    """Links that can still be used."""
    return [one for one in store.takes() if one.expires >= today]


def begin_take(store: Storage, take: Take) -> str:
    """Bind a link to the device at hand: what it shows from then on, empty when it comes second."""
    held = new_token()
    return held if store.begin_take(take.token_hash, token_hash(held)) else ""


def holds_take(take: Take, held: str) -> bool:
    """Whether a device is the one that opened a link."""
    return bool(take.device) and take.device == token_hash(held)
