"""Tokens drawn at random: whoever holds one shows it, the store keeps its hash alone."""

from __future__ import annotations

import hashlib
import secrets
from datetime import UTC, datetime


def new_token() -> str:
    """A token of 192 random bits, which needs no slow hash."""
    return secrets.token_urlsafe(24)


def token_hash(token: str) -> str:
    """What the store knows of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def minute(moment: datetime) -> str:
    """A moment as it is kept: the minute, in UTC.

    Examples
    --------
    >>> minute(datetime(2026, 11, 29, 12, 4, 59, tzinfo=UTC))
    '2026-11-29T12:04'
    """
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M")
