"""A run: the steps of one room, one after another, under the code that it began with.

A step is a session. Phones and the big screen go from one to the next by themselves: whoever has
the code of any step is shown the one that is open. Knows no page.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from diagnosis.model import Session
from diagnosis.storage import Storage, version_of


def steps_of(store: Storage, session: Session) -> list[Session]:
    """The steps of a room, those played or under way in their order, then those that wait."""
    here = session.began_with
    steps = [one for one in store.sessions(session.campaign) if one.began_with == here]
    return sorted(steps, key=lambda one: one.waiting)


def open_step(store: Storage, session: Session) -> Session | None:
    """The step of this room that takes votes now; None between two of them."""
    if session.open:
        return session
    return next((one for one in steps_of(store, session) if one.open), None)


def next_step(store: Storage, session: Session) -> Session | None:
    """The first step of this room that waits."""
    return next((one for one in steps_of(store, session) if one.waiting), None)


def start_step(store: Storage, session: Session, day: date) -> bool:
    """Open a step that waits; not while another one of the room is open.

    Raises
    ------
    StaleError
        Somebody else has changed it at the same moment.
    """
    if not session.waiting or open_step(store, session):
        return False
    begun = replace(session, open=True, waiting=False, day=day)
    store.save_session(begun, version_of(session))
    return True
