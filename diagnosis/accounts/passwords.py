"""Passwords: known by their argon2 hash alone."""

from __future__ import annotations

import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from diagnosis.costly import costly
from diagnosis.model import N_, DiagnosisError
from diagnosis.storage import Storage, User

SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 200

_hasher = PasswordHasher()


class WeakPasswordError(DiagnosisError):
    """The password is too short."""

    def __init__(self) -> None:
        super().__init__(
            N_("Ce mot de passe est trop court\u00a0: prenez %(least)s signes au moins."),
            least=SHORTEST_PASSWORD,
        )


def hash_password(password: str) -> str:
    """The argon2 hash of a password.

    Raises
    ------
    WeakPasswordError
        It is shorter than ten characters.
    """
    if len(password) < SHORTEST_PASSWORD:
        raise WeakPasswordError
    return costly(_hasher.hash, password)


def check_password(password: str, password_hash: str) -> bool:
    """Whether a password is the one that was hashed."""
    try:
        return costly(_hasher.verify, password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


def find_user(store: Storage, name: str, password: str) -> User | None:
    """The member with this name and this password."""
    user = store.user(name.strip())
    right = check_password(password, user.password_hash if user else _nobody())
    return user if right else None


@cache
def _nobody() -> str:
    """Hash checked when a name is unknown, so that the answer takes as long as for a known one."""
    return _hasher.hash(secrets.token_hex(16))
