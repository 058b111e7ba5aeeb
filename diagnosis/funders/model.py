"""The yearly dossier as frozen records: numbers and texts, before any format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from diagnosis.activity import Quarter, Sums
from diagnosis.model import Workshop

if TYPE_CHECKING:
    from analysis.model import Cell


@dataclass(frozen=True)
class Source:
    """A campaign whose numbers are used; ``state`` is the day of its published state, if any."""

    name: str
    title: str
    site: str
    state: date | None
    families: int
    fictitious: bool


@dataclass(frozen=True)
class Meeting:
    """A workshop of the year, with the words for its names."""

    workshop: Workshop
    site: str
    theme: str
    need: str
    format: str
    public: str
    place: str


@dataclass(frozen=True)
class ThemeYear:
    """A theme tried at a site in the year: its sums and what was decided last."""

    site: str
    label: str
    need: str
    sums: Sums


@dataclass(frozen=True)
class SiteQuarter:
    """What a site did in a quarter."""

    site: str
    quarter: Quarter
    sums: Sums


@dataclass(frozen=True)
class NeedTold:
    """A need as the published state of ``source`` tells it."""

    source: Source
    name: str
    label: str
    cell: Cell


@dataclass(frozen=True)
class Branch:
    """A need of a site, the objective, the actions and the indicators that follow.

    ``objective`` is ours (``proposed``) until the team writes its own; ``target`` is what the team
    wants to reach, empty until it says so; ``more`` are actions that the team adds.
    """

    site: str
    need: str
    label: str
    told: NeedTold | None
    objective: str
    proposed: bool
    actions: tuple[str, ...]
    more: tuple[str, ...]
    indicators: tuple[str, ...]
    target: str
    left_out: bool = False


@dataclass(frozen=True)
class Apart:
    """Different people of a year at a site, as the team counted them outside of this program."""

    adults: int | None = None
    children: int | None = None
    how: str = ""


@dataclass(frozen=True)
class SaidBack:
    """A line given back to families in the year."""

    site: str
    need: str
    kind: str
    text: str
    day: date


@dataclass(frozen=True)
class Dossier:
    """What is handed to a funder for a year.

    ``scope`` names the site, or says that there are several; ``apart`` is by site.
    """

    year: int
    scope: str
    made: date
    sources: tuple[Source, ...]
    sums: Sums
    meetings: tuple[Meeting, ...]
    themes: tuple[ThemeYear, ...]
    quarters: tuple[SiteQuarter, ...]
    needs: tuple[NeedTold, ...]
    branches: tuple[Branch, ...]
    back: tuple[SaidBack, ...]
    apart: Mapping[str, Apart] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was planned in the year."""
        return not self.meetings

    @property
    def held(self) -> list[Meeting]:
        """The workshops that took place."""
        return [one for one in self.meetings if one.workshop.held]

    @property
    def decided(self) -> list[Meeting]:
        """The workshops of which something was decided."""
        return [one for one in self.meetings if one.workshop.decision]

    @property
    def founded(self) -> list[Meeting]:
        """The workshops that stand on told numbers frozen when they were planned."""
        return [one for one in self.meetings if one.workshop.why]

    @property
    def fictitious(self) -> bool:
        """Whether any of it is invented."""
        return any(one.fictitious for one in self.sources)
