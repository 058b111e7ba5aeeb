"""Which sessions say what a room decided: closed, and the last vote where there were two."""

from __future__ import annotations

from diagnosis.model import Session, Vote
from diagnosis.storage import Storage


def decided_sessions(store: Storage, campaign: str) -> list[tuple[Session, list[Vote]]]:
    """Closed sessions of a campaign with the votes that count, in the order of their opening.

    A second vote on the same themes takes the place of the first once it is closed and somebody
    voted in it: those who discussed must not count twice.
    """
    closed = [session for session in store.sessions(campaign) if not session.open]
    counted = [(session, session.counted_among(store.votes(session.code))) for session in closed]
    replaced = {session.first for session, votes in counted if votes}
    return [(session, votes) for session, votes in counted if session.code not in replaced]
