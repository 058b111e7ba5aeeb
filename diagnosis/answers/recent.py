"""What came in the last seconds: more than a few together are a flood."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

# Ids looked at: a flood of thousands must not make each of them dearer than the last.
MOST = 600


@dataclass
class Recent:
    """Ids by when they came, for so many seconds."""

    seconds: float
    _since: dict[str, float] = field(default_factory=dict)
    _untold: set[str] = field(default_factory=set)

    def count(self, now: float) -> int:
        """How many came within these seconds (`MOST` at most)."""
        while self._since:
            oldest = next(iter(self._since))
            if self._since[oldest] >= now - self.seconds and len(self._since) < MOST:
                break
            self.forget([oldest])
        return len(self._since)

    def note(self, id: str, now: float, few: float) -> set[str]:
        """Note an id; when more than a few came, those that were not told yet.

        Examples
        --------
        >>> recent = Recent(10)
        >>> [sorted(recent.note(id, 0, few=2)) for id in "aabcd"]
        [[], [], [], ['a', 'b', 'c'], ['d']]
        >>> recent.note("e", 11, few=2)
        set()
        """
        self.count(now)
        if id not in self._since:
            self._since[id] = now
            self._untold.add(id)
        if len(self._since) <= few:
            return set()
        told, self._untold = self._untold, set()
        return told

    def forget(self, ids: Iterable[str]) -> None:
        """Look at these no longer."""
        for id in ids:
            self._since.pop(id, None)
            self._untold.discard(id)
