"""Deciding together: what comes in are the votes, cards and sentences of a room.

What goes out are live sessions and their records for the team, and ballots for participants in
their language, without cookie and without script; the next diagnosis reads the counts. It must
never keep who voted: votes are counts of the room, not of persons.
"""

from diagnosis.sessions import (
    by_hand,
    card_sheets,
    closings,
    desk,
    held_cards,
    pacing,
    preparing,
    printed_record,
    receiving,
    screens,
    scripts,
    second_votes,
    sessions,
    votes,
)
from diagnosis.sessions._blueprint import blueprint

__all__ = [
    "blueprint",
    "by_hand",
    "card_sheets",
    "closings",
    "desk",
    "held_cards",
    "pacing",
    "preparing",
    "printed_record",
    "receiving",
    "screens",
    "scripts",
    "second_votes",
    "sessions",
    "votes",
]
