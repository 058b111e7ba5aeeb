"""The second factor: six digits that a phone's application draws (TOTP, RFC 6238)."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import datetime

from cryptography.fernet import MultiFernet
from pyotp import TOTP, random_base32

from diagnosis.accounts.members import change_user
from diagnosis.accounts.sealed_factors import opened, sealed
from diagnosis.accounts.tokens import token_hash
from diagnosis.storage import Factor, Storage, User

STEP = 30  # seconds that a code lasts, as every application has it
# A phone's clock may be this many steps away.
DRIFT = (0, -1, 1)
RECOVERY_CODES = 10
# Letters and digits that nobody confuses on paper: 12 of them are 58 bits.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def new_secret() -> str:
    """A new secret, in base 32."""
    return random_base32()


def factor_address(secret: str, name: str) -> str:
    """The address that an application scans."""
    return TOTP(secret).provisioning_uri(name=name, issuer_name="Diagnosis")


def enrol(
    store: Storage, seal: MultiFernet, name: str, secret: str, code: str, now: datetime
) -> list[str] | None:
    """Set the second factor of a member once its first code is right; gives the recovery codes.

    Only their hashes are kept: they are shown once. The secret is kept sealed.
    """
    step = _step_of(secret, code, now, 0)
    if step is None:
        return None
    codes = [_recovery_code() for _ in range(RECOVERY_CODES)]
    factor = Factor(sealed(seal, secret), step, tuple(map(_recovery_hash, codes)))
    change_user(store, name, lambda user: replace(user, factor=factor))
    return codes


def use_code(store: Storage, seal: MultiFernet, name: str, code: str, now: datetime) -> bool:
    """Whether a code opens: that of the phone or a recovery code, each of which serves once."""
    entered = []

    def used(user: User) -> User:
        factor = _after(seal, user.factor, code, now) if user.factor else None
        entered.append(factor is not None)
        return replace(user, factor=factor) if factor else user

    change_user(store, name, used)
    return entered[-1]


def forget_factor(store: Storage, name: str) -> None:
    """Take the second factor of a member away."""
    change_user(store, name, lambda user: replace(user, factor=None))


def _after(seal: MultiFernet, factor: Factor, code: str, now: datetime) -> Factor | None:
    """The factor once a code is used, None when the code is wrong."""
    secret = opened(seal, factor.secret)
    step = _step_of(secret, code, now, factor.step) if secret else None
    if step is not None:
        return replace(factor, step=step)
    hashed = _recovery_hash(code)
    left = tuple(kept for kept in factor.recovery if kept != hashed)
    return replace(factor, recovery=left) if left != factor.recovery else None


def _step_of(secret: str, code: str, now: datetime, last: int) -> int | None:
    """The half minute that a code is of, None for a wrong one and for one that was used."""
    digits = "".join(code.split())
    here = int(now.timestamp()) // STEP
    totp = TOTP(secret, interval=STEP)
    steps = (here + away for away in DRIFT if here + away > last)
    return next((step for step in steps if totp.verify(digits, for_time=step * STEP)), None)


def _recovery_code() -> str:
    drawn = "".join(secrets.choice(LETTERS) for _ in range(12))
    return f"{drawn[:4]}-{drawn[4:8]}-{drawn[8:]}"


def _recovery_hash(code: str) -> str:
    return token_hash("".join(sign for sign in code.lower() if sign.isalnum()))
