"""The steps of the schema: their names, and those that every engine takes.

A store of one engine has the steps of its own up to the twelfth; from there on a step is written
once, here, in SQL that all read. A step that was merged is never edited.
"""

from __future__ import annotations

from collections.abc import Mapping

from diagnosis.storage.engine import Connection
from diagnosis.storage.trouble import StorageError

# There is no fifth.
OWN = (
    "m001_first_tables",
    "m002_devices_and_voices",
    "m003_codings",
    "m004_team",
    "m006_rooms_and_votes_apart",
    "m007_lists",
    "m008_responses_apart",
    "m009_responses_until",
    "m010_trials",
    "m011_takes",
    "m012_campaign_in_every_key",
)
# Statements by step, in order, of types that all engines have: TEXT, BIGINT, DOUBLE PRECISION; a
# key that does not begin with the campaign still names it, if the table is one of a campaign's.
SHARED: Mapping[str, tuple[str, ...]] = {
    "m013_second_round": ("ALTER TABLE sessions ADD COLUMN first TEXT",),
    "m014_day_of_a_session": ("ALTER TABLE sessions ADD COLUMN day TEXT",),
    "m015_pause": ("ALTER TABLE sessions ADD COLUMN paused BIGINT NOT NULL DEFAULT 0",),
    "m016_steps_of_a_room": (
        "ALTER TABLE sessions ADD COLUMN run TEXT NOT NULL DEFAULT ''",
        # A second vote is a step of the room that it came after, be it a second vote itself.
        """UPDATE sessions SET run = coalesce((SELECT former.first FROM sessions AS former
            WHERE former.code = sessions.first), first) WHERE first IS NOT NULL""",
        "ALTER TABLE sessions ADD COLUMN waiting BIGINT NOT NULL DEFAULT 0",
        "ALTER TABLE sessions ADD COLUMN ask TEXT NOT NULL DEFAULT '{}'",
        "ALTER TABLE votes ADD COLUMN answers TEXT NOT NULL DEFAULT '{}'",
        """CREATE TABLE statements (
            campaign TEXT NOT NULL, session TEXT NOT NULL, id TEXT NOT NULL,
            definition TEXT NOT NULL, PRIMARY KEY (session, id, campaign))""",
    ),
}
STEPS = len(OWN) + len(SHARED)


def waiting(taken: set[str]) -> list[str]:
    """Name the steps that a store lacks, in order.

    Raises
    ------
    StorageError
        It has a step that this program does not know.
    """
    names = [*OWN, *SHARED]
    later = taken - set(names)
    if later:
        raise StorageError(
            f"La base vient d’une version plus récente de cet outil (étape {min(later)})\u00a0: "
            "installez cette version, ou reprenez une sauvegarde faite avec celle-ci."
        )
    return [name for name in names if name not in taken]


def take_shared(db: Connection, taken: set[str], note: str) -> None:
    """Take the shared steps that a store lacks, inside the transaction at hand.

    Parameters
    ----------
    note : the statement of an engine that keeps the name of a step.
    """
    for name in waiting(taken):
        for statement in SHARED[name]:
            db.execute(statement)
        db.execute(note, (name,))
