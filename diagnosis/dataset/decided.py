"""Which sessions say what a room decided: closed, and the last vote where there were two."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from diagnosis.model import DOTS, Session, Vote
from diagnosis.storage import Storage


@dataclass(frozen=True)
class Decision:
    """What a room chose: how many people could, and how many of them chose each theme."""

    session: Session
    people: int
    chosen: Counter[str]


def decided_sessions(store: Storage, campaign: str) -> list[Decision]:
    """Votes with dots of a campaign that are closed, in the order of their opening.

    A second vote on the same themes takes the place of the first once it is closed and somebody
    voted in it: those who discussed must not count twice. Pairs and statements put no theme to the
    vote: they help a room to talk.
    """
    found = [
        _decision(session, session.counted_among(store.votes(session.code)))
        for session in store.sessions(campaign)
        if session.closed and session.ask.kind == DOTS
    ]
    replaced = {one.session.first for one in found if one.people}
    return [one for one in found if one.session.code not in replaced]


def opinions_kept(store: Storage, code: str) -> dict[str, Any]:
    """Opinions computed last of a room: ``message``, ``groups``, ``findings``; or nothing."""
    return dict(store.get(opinions_name(code)) or {})


def opinions_name(code: str) -> str:
    """The value of the store under which the opinions of a room are kept."""
    return f"opinions {code}"


def _decision(session: Session, votes: Sequence[Vote]) -> Decision:
    chosen = Counter(theme for vote in votes for theme in dict.fromkeys(vote.themes))
    # How many people put the stickers that lie on each other is not known.
    walls = {} if session.ask.stacked else session.ask.stickers
    stuck = 0 if session.ask.stacked else session.ask.stuck
    # A card without dots was read by mistake, and taken back.
    voters = sum(bool(vote.themes or vote.language) for vote in votes)
    return Decision(session, voters + stuck, chosen + Counter(walls))
