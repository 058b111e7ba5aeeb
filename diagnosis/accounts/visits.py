"""Visits: what a member has between entering and leaving, kept by the server.

The cookie holds a random token; ended here, a copy of it opens nothing any more.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from diagnosis.accounts.tokens import minute, new_token, token_hash
from diagnosis.storage import Storage, User, Visit

LIFE = timedelta(hours=12)
# To find one's phone and type its code.
HALF_OPEN = timedelta(minutes=15)


def begin_visit(store: Storage, name: str, now: datetime, complete: bool = True) -> str:
    """Open a visit; one that is not complete waits for the second factor. Gives its token."""
    token = new_token()
    expires = minute(now + (LIFE if complete else HALF_OPEN))
    store.add_visit(Visit(token_hash(token), name, expires, complete), minute(now))
    return token


def find_visit(store: Storage, token: str, now: datetime) -> tuple[Visit, User] | None:
    """The visit of a token and its member, unless either is gone."""
    visit = store.visit(token_hash(token))
    if visit is None or visit.expires < minute(now):
        return None
    user = store.user(visit.member)
    return (visit, user) if user else None
