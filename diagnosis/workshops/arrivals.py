"""Votes of the last seconds, in the memory of one process: a flood is seen while it comes.

Nothing here knows an address or a device, and nothing is stored but that a vote is kept apart.
"""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass, field

# Seconds: a room told to vote together takes longer than that to read four cards and to choose.
WINDOW = 10
# Nobody opens the page, reads, chooses and sends within that many seconds; machines do.
HASTY = 3
# A facilitator who tries the page, a phone that sends again: fewer hasty votes are no flood.
FEW = 5


@dataclass
class Arrivals:
    """New votes of a session: when each came (seconds), and how long after it was drawn."""

    _recent: deque[tuple[float, str, float]] = field(default_factory=deque)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, id: str, drawn: float, now: float, room: int) -> set[str]:
        """Note a vote; the ids of those that look like a flood now.

        Parameters
        ----------
        id, drawn : of the ballot.
        now : in seconds.
        room : how many people there are, 0 when nobody said.

        Examples
        --------
        >>> votes = Arrivals()
        >>> [len(votes.note(str(n), 100, 101, room=30)) for n in range(7)]
        [0, 0, 0, 0, 0, 6, 7]
        """
        with self._lock:
            while self._recent and self._recent[0][0] < now - WINDOW:
                self._recent.popleft()
            if id not in (known for _, known, _ in self._recent):
                self._recent.append((now, id, now - drawn))
            hasty = {id for _, id, waited in self._recent if waited < HASTY}
            if room and len(self._recent) > room:
                return {id for _, id, _ in self._recent}
            return hasty if len(hasty) > FEW else set()
