"""How long a close can be undone: the rule, and the one time of day that it needs. Knows no page.

The time stands once for a campaign, that of its last close, and the next close replaces it; the
journal says the same minute. Nothing of it tells when anybody voted.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from diagnosis.model import Session
from diagnosis.sessions.ballot import second_of
from diagnosis.sessions.runs import open_step
from diagnosis.storage import Storage

# A click by mistake is seen at once; after that people have gone home with the results.
UNDO = timedelta(minutes=10)


def note_close(store: Storage, session: Session, now: datetime) -> None:
    """Note that a session was closed now; no earlier one of its campaign can be reopened."""
    until = (now + UNDO).timestamp()
    store.put(_name(session), {"session": session.code, "until": int(until)})


def may_reopen(store: Storage, session: Session, now: datetime) -> bool:
    """Whether a session is the last one closed of its campaign, ten minutes ago at most.

    Not if the room votes again already: its second vote compares with the first as it was closed;
    nor while it is at another step, for one is open at a time.
    """
    last = store.get(_name(session)) or {}
    closed_last = last.get("session") == session.code
    in_time = closed_last and now.timestamp() < last["until"]
    gone_on = second_of(store, session.campaign, session.code) or open_step(store, session)
    return session.closed and in_time and not gone_on


def reopened(session: Session) -> Session:
    """The session as it was before its close: nothing kept apart was let in yet."""
    return replace(session, open=True, counted=())


def _name(session: Session) -> str:
    return f"closed {session.campaign}"
