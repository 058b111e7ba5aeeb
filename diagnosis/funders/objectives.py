"""The tree of objectives of a site and a year: proposed from numbers, written by the team, kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from diagnosis.funders.model import Apart
from diagnosis.storage import STALE, StaleError, Storage, version_of


@dataclass(frozen=True)
class Written:
    """What the team wrote of one need: its objective, actions it adds, what it wants to reach."""

    objective: str = ""
    more: tuple[str, ...] = ()
    target: str = ""
    left_out: bool = False


@dataclass(frozen=True)
class Notes:
    """What the team wrote for the dossier of a site and a year, by need, and counted apart."""

    branches: Mapping[str, Written] = field(default_factory=dict)
    apart: Apart = Apart()

    def of(self, need: str) -> Written:
        """What was written of a need."""
        return self.branches.get(need, Written())


def notes_of(store: Storage, year: int, site: str) -> Notes:
    """Read what the team wrote."""
    return _notes(store.get(_name(year, site)))


def keep_notes(store: Storage, year: int, site: str, notes: Notes, version: str) -> None:
    """Keep what the team wrote, in place of the version that it read (`StaleError`)."""

    def how(kept: Any) -> Any:
        if version != version_of(_notes(kept)):
            raise StaleError(STALE)
        return asdict(notes)

    store.change(_name(year, site), how)


def lines(text: str) -> tuple[str, ...]:
    """Cut what was typed into its lines.

    >>> lines("une\\n\\n deux ")
    ('une', 'deux')
    """
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _notes(kept: Any) -> Notes:
    if not kept:
        return Notes()
    return Notes(_branches(kept["branches"].items()), Apart(**kept["apart"]))


def _branches(kept: Iterable[tuple[str, Any]]) -> dict[str, Written]:
    return {name: Written(**{**one, "more": tuple(one["more"])}) for name, one in kept}


def _name(year: int, site: str) -> str:
    return f"dossier:{year}:{site}"
