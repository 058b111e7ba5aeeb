"""Votes of the last seconds, in the memory of one process: a flood is seen while it comes.

Nothing here knows an address or a device, and nothing is stored but that a vote is kept apart.
"""

from __future__ import annotations

import math
import threading
from dataclasses import dataclass, field

from diagnosis.answers import Recent

# Seconds: a room told to vote together takes longer than that to read four cards and to choose.
WINDOW = 10
# Nobody opens the page, reads, chooses and sends within that many seconds; machines do.
HASTY = 3
# A facilitator who tries the page, a phone that sends again: fewer hasty votes are no flood.
FEW = 5


@dataclass
class Arrivals:
    """New votes of a session: all, and those sent sooner than anybody can choose."""

    _all: Recent = field(default_factory=lambda: Recent(WINDOW))
    _hasty: Recent = field(default_factory=lambda: Recent(WINDOW))
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, id: str, drawn: float, now: float, room: int) -> set[str]:
        """Note a vote; the ids that look like a flood now, once for each of its signs.

        Parameters
        ----------
        id, drawn : of the ballot.
        now : in seconds.
        room : how many people there are, 0 when nobody said.

        Examples
        --------
        >>> votes = Arrivals()
        >>> [len(votes.note(str(n), 100, 101, room=30)) for n in range(8)]
        [0, 0, 0, 0, 0, 6, 1, 1]
        """
        with self._lock:
            # Drawn by a machine whose clock is ahead, it says nothing of haste.
            soon = 0 <= now - drawn < HASTY
            hasty = self._hasty.note(id, now, FEW) if soon else set()
            return hasty | self._all.note(id, now, room or math.inf)
