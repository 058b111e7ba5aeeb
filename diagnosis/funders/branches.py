"""Needs → objectives → actions → indicators of a site, from the diagnosis and what was held."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from analysis.french import typography
from diagnosis.activity import Sums, sums_of
from diagnosis.funders.model import Branch, Meeting, NeedTold
from diagnosis.funders.objectives import Notes
from diagnosis.funders.wording import capital, counted, plain, plural, useful

if TYPE_CHECKING:
    from analysis.model import Report
    from diagnosis.questionnaire import Theme

PROPOSED = "Répondre au besoin « %s » par des ateliers essayés avec les familles."
PRESENT = ("présence de famille", "présences de familles")


@dataclass(frozen=True)
class Ground:
    """What the tree of a site grows from.

    ``needs`` are those told by its published states, ``labels`` the French of each need's name,
    ``themes`` the catalogue, ``reports`` those of the published states, ``meetings`` the workshops
    of the year.
    """

    town: str
    needs: Sequence[NeedTold]
    labels: Mapping[str, str]
    themes: Mapping[str, Theme]
    reports: Sequence[Report]
    meetings: Sequence[Meeting]
    today: date


def branches_of(ground: Ground, notes: Notes) -> Iterator[Branch]:
    """The branches of a site: a need for each theme that was planned or is in the programme.

    Needs told by more families come first; what the team wrote takes the place of what is proposed.
    """
    told = {need.name: need for need in reversed(ground.needs)}
    wanted = [theme for theme in _themes(ground) if theme in ground.themes]
    names = dict.fromkeys(ground.themes[theme].main for theme in wanted)
    for name in sorted(names, key=lambda one: -told[one].cell.share if one in told else 0):
        label = capital(typography(plain(ground.labels.get(name, name))))
        own = [m.workshop for m in ground.meetings if _main(ground, m.workshop.theme) == name]
        written, sums = notes.of(name), sums_of(own, ground.today)
        yield Branch(
            site=ground.town,
            need=name,
            label=label,
            told=told.get(name),
            objective=plain(written.objective) or typography(PROPOSED % _within(label)),
            proposed=not written.objective,
            actions=tuple(_actions(ground, name)),
            more=tuple(map(plain, written.more)),
            indicators=tuple(_indicators(sums)),
            target=plain(written.target),
            left_out=written.left_out,
        )


def _within(label: str) -> str:
    return label[:1].lower() + label[1:]


def _themes(ground: Ground) -> Iterator[str]:
    yield from (meeting.workshop.theme for meeting in ground.meetings)
    for report in ground.reports:
        yield from (session.theme for session in report.programme.sessions)


def _main(ground: Ground, theme: str) -> str:
    return ground.themes[theme].main if theme in ground.themes else ""


def _actions(ground: Ground, need: str) -> Iterator[str]:
    """The themes that answer a need: those planned in the year, then those only proposed."""
    for name in dict.fromkeys(_themes(ground)):
        if _main(ground, name) != need:
            continue
        own = [m.workshop for m in ground.meetings if m.workshop.theme == name]
        sums, label = sums_of(own, ground.today), ground.themes[name].label
        done = f"{plural(sums.held, 'séance tenue', 'séances tenues')} sur {sums.planned}"
        yield typography(f"{plain(label)} ({done if own else 'proposé par le programme'})")


def _indicators(sums: Sums) -> Iterator[str]:
    """What was counted of the actions of a need; nothing that was not."""
    if not sums.held:
        return
    yield plural(sums.held, "séance tenue", "séances tenues")
    yield plural(sums.families, *PRESENT)
    for name, words in (
        ("first_time", "familles venues pour la première fois"),
        ("without_pmi", "familles qui ne vont pas à la PMI"),
    ):
        if sums.count(name).sessions:
            yield f"{words}\u00a0: {counted(sums.count(name), sums.held)}"
    if sums.usefulness:
        yield useful(sums.usefulness)
