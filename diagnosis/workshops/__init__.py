"""Closing the loop: what comes in are the votes of a room and the counts of a test workshop.

What goes out are live sessions and evaluations for the team, and ballots for participants in their
language, without cookie and without script; the next diagnosis reads the counts. It must never
keep who voted: votes and evaluations are counts of the room, not of persons.
"""

from diagnosis.workshops import (
    by_hand,
    card_sheets,
    closings,
    counting,
    decisions,
    desk,
    evaluations,
    faces,
    feed,
    flyers,
    giving,
    held_cards,
    pacing,
    preparing,
    printed_record,
    receiving,
    removing,
    screens,
    scripts,
    second_votes,
    sessions,
    votes,
)
from diagnosis.workshops._blueprint import blueprint

__all__ = [
    "blueprint",
    "by_hand",
    "card_sheets",
    "closings",
    "counting",
    "decisions",
    "desk",
    "evaluations",
    "faces",
    "feed",
    "flyers",
    "giving",
    "held_cards",
    "pacing",
    "preparing",
    "printed_record",
    "receiving",
    "removing",
    "screens",
    "scripts",
    "second_votes",
    "sessions",
    "votes",
]
