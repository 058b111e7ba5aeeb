"""Secrets of second factors are kept sealed (Fernet): a copy of the store alone draws no code."""

from __future__ import annotations

import logging
import re
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import replace

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from diagnosis.storage import Storage, StorageError, User

# Base 32, as factors were kept before they were sealed; what Fernet seals begins with « gAAAA ».
PLAIN = re.compile(r"[A-Z2-7]+")


def factor_seal(keys: Iterable[str]) -> MultiFernet:
    """What seals with the first key and opens with any; each is 256 bits, in hexadecimal."""
    return MultiFernet([Fernet(urlsafe_b64encode(bytes.fromhex(key))) for key in keys])


def sealed(seal: MultiFernet, secret: str) -> str:
    """A secret as the store keeps it."""
    return seal.encrypt(secret.encode()).decode()


def opened(seal: MultiFernet, kept: str) -> str | None:
    """A secret as the phone knows it, None when the key that sealed it is lost."""
    try:
        return seal.decrypt(kept).decode()
    except InvalidToken:
        return None


def reseal_factors(store: Storage, seal: MultiFernet) -> list[str]:
    """Seal every factor with the first key.

    Returns
    -------
    Names of the members whose factor no key opens; it is left as it was, recovery codes serve on.
    """
    lost: list[str] = []

    def resealed(user: User) -> User:
        if user.factor is None:
            return user
        kept = user.factor.secret
        secret = kept if _is_plain(user) else opened(seal, kept)
        if secret is None:
            lost.append(user.name)
            return user
        return replace(user, factor=replace(user.factor, secret=sealed(seal, secret)))

    store.change_users(lambda users: {name: resealed(user) for name, user in users.items()})
    return lost


def seal_plain_factors(store: Storage, seal: MultiFernet) -> None:
    """Seal the factors that an earlier version kept in clear, and leave no byte of them."""
    if not any(map(_is_plain, store.users())):
        return
    reseal_factors(store, seal)
    try:
        store.scrub(keep_copies=True)
    except StorageError as error:
        logging.getLogger(__name__).warning("%s", error)


def _is_plain(user: User) -> bool:
    return bool(user.factor and PLAIN.fullmatch(user.factor.secret))
