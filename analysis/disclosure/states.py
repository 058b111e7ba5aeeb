"""When numbers move: a new state is published once enough families came or left."""

from __future__ import annotations

import hmac
from collections.abc import Collection, Iterable

from ..rules import K

# A quarter: under it a newcomer's answers are told better than by the published shares.
PART = 4


def record_keys(secret: bytes, families: Iterable[str]) -> frozenset[str]:
    """Keys of families, to know who came and left without keeping who they are.

    >>> len(record_keys(b"s", ["one", "two", "one"]))
    2
    """
    return frozenset(hmac.digest(secret, f.encode(), "sha256")[:12].hex() for f in families)


def is_due(
    published: Collection[str], now: Collection[str], k: int = K, closed: bool = False
) -> bool:
    """True when a new state may be published.

    Parameters
    ----------
    published, now : collection of str
        Keys of the families of the published state, and of today.
    k : int
    closed : bool
        The campaign is over: its last state needs ``k`` families only.

    Examples
    --------
    >>> old = {str(at) for at in range(60)}
    >>> [is_due(old, old | {f"new{at}" for at in range(many)}) for many in (11, 15)]
    [False, True]
    """
    return not awaited(published, now, k, closed)


def awaited(
    published: Collection[str], now: Collection[str], k: int = K, closed: bool = False
) -> int:
    """Families that must still come or leave before a new state; parameters as above.

    >>> awaited({"one", "two"}, {"one", "two", "three"}, 11)
    10
    """
    moved = len(set(published) ^ set(now))
    return max(0, (k if closed else max(k, len(published) // PART)) - moved)
