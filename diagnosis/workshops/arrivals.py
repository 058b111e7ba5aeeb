"""Votes of the last seconds, in the memory of one process: a flood is seen while it comes.

Nothing here knows an address or a device, and nothing is stored but that a vote is kept apart.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

# Seconds: a room told to vote together takes longer than that to read four cards and to choose.
WINDOW = 10
# Nobody opens the page, reads, chooses and sends within that many seconds; machines do.
HASTY = 3
# A facilitator who tries the page, a phone that sends again: fewer hasty votes are no flood.
FEW = 5
# Votes looked at: a flood of thousands must not make each of its votes dearer than the last.
MOST = 600


@dataclass
class Arrivals:
    """New votes of a session: when each came, how long after it was drawn (seconds); those told."""

    _recent: dict[str, tuple[float, float]] = field(default_factory=dict)
    _told: set[str] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, id: str, drawn: float, now: float, room: int) -> set[str]:
        """Note a vote; the ids that look like a flood now, each told once.

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
            self._forget(now - WINDOW)
            self._recent.setdefault(id, (now, now - drawn))
            found = self._flood(room) - self._told
            self._told |= found
            return found

    def _forget(self, before: float) -> None:
        while self._recent:
            oldest = next(iter(self._recent))
            if self._recent[oldest][0] >= before and len(self._recent) < MOST:
                break
            del self._recent[oldest]
            self._told.discard(oldest)

    def _flood(self, room: int) -> set[str]:
        if room and len(self._recent) > room:
            return set(self._recent)
        hasty = {id for id, (_, waited) in self._recent.items() if waited < HASTY}
        return hasty if len(hasty) > FEW else set()
