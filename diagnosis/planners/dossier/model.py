"""What the five pages hold: words, tables and pictures, ready to be laid out on any paper."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from analysis.model import Need


@dataclass(frozen=True)
class Fact:
    """What stands in one cell of a table; ``under`` is written smaller below."""

    told: str
    under: str = ""


@dataclass(frozen=True)
class Row:
    """One line of a table; ``drawn`` is the dot and the interval, where the table draws them."""

    name: str
    facts: tuple[Fact, ...]
    drawn: Markup = Markup("")
    under: str = ""


@dataclass(frozen=True)
class Table:
    """A table; ``rest`` says how many lines are in the annexes only."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[Row, ...]
    rest: str = ""
    drawn: bool = False


@dataclass(frozen=True)
class Picture:
    """A drawing, and the sentence that reads it."""

    svg: Markup
    reading: str


@dataclass(frozen=True)
class Head:
    """What every page says: of whom, when, how many, how rounded."""

    title: str
    site: str
    state: str
    families: str
    fictitious: bool
    rounded: str


@dataclass(frozen=True)
class Point:
    """A sentence of the summary, what it speaks of, and the section and page that show why."""

    topic: str
    sentence: str
    section: str
    page: int


@dataclass(frozen=True)
class Step:
    """What is open; the section and the page that it speaks of, when there is one."""

    sentence: str
    section: str = ""
    page: int = 0


@dataclass(frozen=True)
class Summary:
    """Page 1: the finding, what matters, one picture, how sure, what to do next."""

    finding: str
    points: tuple[Point, ...]
    drawn: tuple[Need, ...]
    picture: Picture
    needs: Table
    sure: tuple[str, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class NeedsPage:
    """Page 2: every need, support that is lacking, gaps between groups."""

    finding: str
    needs: Table
    reading: str
    support: tuple[str, ...]
    support_rule: str
    gaps_finding: str
    gaps: tuple[str, ...]
    gaps_rest: str
    not_tested: tuple[str, ...]


@dataclass(frozen=True)
class WherePage:
    """Page 3: zones and who answered."""

    finding: str
    map: Picture | None
    zones: Table | None
    crossed: Table | None
    crossed_reading: str
    answered_finding: str
    answered: tuple[Table, ...]


@dataclass(frozen=True)
class ProgrammePage:
    """Page 4: themes needed, wished and decided; the programme."""

    finding: str
    themes_finding: str
    themes: Table | None
    themes_notes: tuple[str, ...]
    sessions: Table | None
    sessions_notes: tuple[str, ...]


@dataclass(frozen=True)
class MethodPage:
    """Page 5: who was counted, the door, intervals, limits, and where each number comes from."""

    counted: tuple[str, ...]
    door: tuple[str, ...]
    limits: tuple[str, ...]
    lineage: Table
    made: str


@dataclass(frozen=True)
class Dossier:
    """The whole."""

    head: Head
    summary: Summary
    needs: NeedsPage
    where: WherePage
    programme: ProgrammePage
    method: MethodPage
