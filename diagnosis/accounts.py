"""Who may enter: names, password hashes, one-time invitations. Knows no page."""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Callable

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from diagnosis.model import N_, DiagnosisError, User
from diagnosis.storage import Storage

SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 200
FAILURES = 5
FIRST_PAUSE = 15.0
LONGEST_PAUSE = 15 * 60.0
NAMES_WATCHED = 1000

_hasher = PasswordHasher()
# Checked when the name is unknown, so that the answer takes as long as for a known one.
_NOBODY = _hasher.hash(secrets.token_hex(16))


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
    return _hasher.hash(password)


def check_password(password: str, password_hash: str) -> bool:
    """Whether a password is the one that was hashed."""
    try:
        return _hasher.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


def add_user(store: Storage, name: str, password: str) -> User:
    """Add a member of the team.

    Raises
    ------
    WeakPasswordError
        The password is too short.
    TakenError
        The name is in use.
    """
    user = User(name.strip(), hash_password(password))
    store.add_user(user)
    return user


def make_invitation(store: Storage) -> str:
    """Make a one-time invitation; the store keeps only a hash of the token returned."""
    token = secrets.token_urlsafe(24)
    store.add_invitation(token_hash(token))
    return token


def token_hash(token: str) -> str:
    """What the store knows of an invitation's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def use_invitation(store: Storage, token: str, name: str, password: str) -> User | None:
    """Add the invited member; None when the invitation was already used.

    Raises
    ------
    WeakPasswordError, TakenError
        As for `add_user`; the invitation stays unused.
    """
    user = User(name.strip(), hash_password(password))
    return user if store.accept_invitation(token_hash(token), user) else None


def find_user(store: Storage, name: str, password: str) -> User | None:
    """The member with this name and this password."""
    user = store.user(name.strip())
    right = check_password(password, user.password_hash if user else _NOBODY)
    return user if right else None


class Patience:
    """Slows down whoever tries passwords: after five failures a name waits, longer each time.

    Kept in memory and by name alone: neither an address nor a device is looked at.

    Examples
    --------
    >>> now = 0.0
    >>> patience = Patience(lambda: now)
    >>> for _ in range(5):
    ...     patience.note_failure("amina")
    >>> patience.wait("amina"), patience.wait("paul")
    (15, 0)
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failures: dict[str, tuple[int, float]] = {}

    def wait(self, name: str) -> int:
        """The seconds that this name still has to wait."""
        _, until = self._failures.get(_key(name), (0, 0.0))
        return max(0, round(until - self._clock()))

    def note_failure(self, name: str) -> None:
        """Remember a wrong password."""
        failures = self._failures.pop(_key(name), (0, 0.0))[0] + 1
        pause = FIRST_PAUSE * 2 ** min(failures - FAILURES, 10) if failures >= FAILURES else 0.0
        self._failures[_key(name)] = (failures, self._clock() + min(pause, LONGEST_PAUSE))
        # Dictionaries keep their order: the name that failed longest ago is forgotten first.
        while len(self._failures) > NAMES_WATCHED:
            del self._failures[next(iter(self._failures))]

    def note_success(self, name: str) -> None:
        """Forget the failures of a name."""
        self._failures.pop(_key(name), None)


def _key(name: str) -> str:
    return name.strip().casefold()[:100]
