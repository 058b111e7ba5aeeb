"""A report as it is read: its sections, their findings, what is told first and what on demand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from ..french import number, typography
from ..model import Gap, Gaps, NeedMap, Question, Report, Theme, Unmet, Zone
from .lineage import Line, lineage

# Told first: how the responses came, then who answered; the rest is on demand.
FIRST_ASKED = ("channel", "language", "assisted")
MOST_EXPLAINED = 3
MOST_GAPS = 6


@dataclass(frozen=True)
class Section:
    """A question that the report answers: its name in addresses, its topic, its finding."""

    name: str
    topic: str
    finding: str


# In the order of the pages; each has its partial, `sections/<name>.html`.
TOPICS = {
    "needs": "Besoins",
    "who": "Qui a répondu",
    "where": "Par zone",
    "profiles": "Profils",
    "answers": "Réponses",
    "themes": "Thèmes",
    "programme": "Programme",
    "words": "Parole",
    "method": "Méthode",
}


@dataclass(frozen=True)
class Reading:
    """A report with the findings of its pictures, in the order in which it is read.

    Parameters
    ----------
    report : to be read.
    titles : findings of its pictures, by key.
    need : name of the need on the map.
    """

    report: Report
    titles: Mapping[str, str]
    need: str | None = None

    @property
    def sections(self) -> list[Section]:
        """The sections in their order."""
        return [Section(name, topic, self.findings[name]) for name, topic in TOPICS.items()]

    @property
    def topics(self) -> dict[str, str]:
        """What each section is about, in a word."""
        return TOPICS

    @cached_property
    def findings(self) -> dict[str, str]:
        """What each section and each part of one says, in a sentence without its point."""
        report = self.report
        many = report.participation.n
        return {
            "needs": self.titles["needs"],
            "who": f"{number(many)} familles ont répondu" if many else report.findings[0],
            "gaps": gap_finding(report.needs.gaps),
            "where": self.titles["map"],
            "profiles": self.titles["profiles"],
            "answers": self.titles["axes"],
            "themes": self.titles["themes"],
            "programme": self.titles["programme"],
            "words": "Aucun texte n’est publié, seulement ce qui y revient",
            "method": "Ce que ces chiffres ne disent pas",
        }

    @property
    def is_weighted(self) -> bool:
        """Whether weighted shares stand beside the counts."""
        return any(need.weighted for need in self.report.needs.domains)

    @property
    def _unmet(self) -> list[Unmet]:
        return [need.unmet for need in self.report.needs.domains if need.unmet]

    @property
    def is_support_told(self) -> bool:
        """Whether support that is lacking is told need by need."""
        return self.report.needs.unmet is not None and bool(self._unmet)

    @property
    def lacking(self) -> list[Unmet]:
        """Support that families lack more or less often when they name a need."""
        return [entry for entry in self._unmet if entry.differs]

    @property
    def asked_first(self) -> list[Question]:
        """How the responses came, and the first question."""
        found = {question.name: question for question in self.report.participation.variables}
        return [*(found[name] for name in FIRST_ASKED if name in found), *self._asked[:1]]

    @property
    def asked_next(self) -> list[Question]:
        """The other questions."""
        return self._asked[1:]

    @property
    def _asked(self) -> list[Question]:
        return [q for q in self.report.participation.variables if q.name not in FIRST_ASKED]

    @property
    def gaps_first(self) -> list[Gap]:
        """The first gaps beyond chance."""
        return self._gaps[:MOST_GAPS]

    @property
    def gaps_next(self) -> list[Gap]:
        """The other gaps beyond chance."""
        return self._gaps[MOST_GAPS:]

    @property
    def gaps_open(self) -> list[Gap]:
        """Comparisons of which nothing can be concluded."""
        return [gap for gap in self.report.needs.gaps.items if not gap.differs]

    @property
    def _gaps(self) -> list[Gap]:
        return [gap for gap in self.report.needs.gaps.items if gap.differs]

    @property
    def mapped(self) -> NeedMap | None:
        """The need on the map."""
        return next((n for n in self.report.maps.needs if n.name == self.need), None)

    @property
    def zones(self) -> dict[str, Zone]:
        """The zones by name."""
        return {zone.name: zone for zone in self.report.maps.zones}

    @property
    def themes_first(self) -> list[Theme]:
        """The themes whose place is explained."""
        return self.report.themes.items[:MOST_EXPLAINED]

    @property
    def lineage(self) -> list[Line]:
        """Where each number comes from."""
        return lineage(self.report)

    @property
    def settings(self) -> list[tuple[str, str]]:
        """What it takes to make the same numbers again."""
        method = self.report.method
        named = {**method.parameters, **method.versions}
        facts = [(name, str(value)) for name, value in sorted(named.items())]
        seed = [("poids", method.weights), ("graine", str(method.seed))]
        return [*facts, *seed, ("version du rapport", str(self.report.version))]


def need_shown(report: Report, need: str | None) -> str | None:
    """Name of the need on the map: the one asked for, else the most named."""
    drawn = {entry.name for entry in report.maps.needs}
    named = [need.name for need in report.needs.domains if need.name in drawn]
    return need if need in drawn else next(iter(named), None)


def gap_finding(section: Gaps) -> str:
    """Title of the gaps between groups."""
    if not section.tested:
        return "Aucun groupe ne peut encore être comparé à un autre"
    if not section.found:
        return "On ne peut pas conclure que des groupes diffèrent"
    if section.found == 1:
        return "Un écart entre groupes dépasse le hasard"
    return f"{number(section.found)} écarts entre groupes dépassent le hasard"


def source_of(report: Report, day: str = "") -> str:
    """Where the numbers come from, in a line: families, day, intervals.

    Parameters
    ----------
    report : the numbers.
    day : of the state that is shown, when there is one.
    """
    many = number(report.participation.n or 0)
    state = f", état du {day}" if day else ""
    invented = " fictives" if report.fictitious else ""
    return typography(f"Source : {many} familles{invented}{state} ; intervalles à 95 %.")
