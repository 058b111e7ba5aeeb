"""Addresses that nobody guesses: of a workshop's day, of its faces, of a campaign's calendar.

Each is made of a random text that its record keeps; renewing that text ends the addresses made
before. The key of the instance has no part in it: a code printed for a door outlives its rotation.
Knows no page.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets

# 128 bits; nobody types it: it stands in a code at a door, or in a calendar's settings.
DIGITS = 32
NAMED = re.compile(rf"(\d{{1,12}})-([0-9a-f]{{{DIGITS}}})")


def new_key() -> str:
    """Draw the text that addresses are made of; another one ends those before."""
    return secrets.token_urlsafe(16)


def sign(key: str, purpose: str, subject: str) -> str:
    """Sign what an address opens.

    Parameters
    ----------
    key : of the subject, as it is now.
    purpose : "day", "faces" or "calendar": an address of one opens no other.
    subject : the workshop's number, the campaign's name.
    """
    said = f"{purpose} {subject}".encode()
    return hmac.new(key.encode(), said, hashlib.sha256).hexdigest()[:DIGITS]


def token_of(key: str, purpose: str, id: int) -> str:
    """The end of an address about a workshop: its number and a signature; empty without a key."""
    return f"{id}-{sign(key, purpose, str(id))}" if key else ""


def number_in(token: str) -> int | None:
    """The number of the workshop that an address names, signed or not.

    Examples
    --------
    >>> number_in(token_of("key", "day", 12)), number_in("12")
    (12, None)
    """
    found = NAMED.fullmatch(token)
    return int(found[1]) if found else None


def is_signed(key: str, purpose: str, token: str) -> bool:
    """Whether an address was made for this purpose, with the key of now.

    Examples
    --------
    >>> token = token_of("a", "day", 12)
    >>> is_signed("a", "day", token), is_signed("b", "day", token), is_signed("a", "faces", token)
    (True, False, False)
    """
    id = number_in(token)
    wanted = token_of(key, purpose, id) if id is not None else ""
    return bool(wanted) and hmac.compare_digest(wanted.encode(), token.encode())
