"""From what the team did and what the published states tell to the dossier of a year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.french import typography
from diagnosis import dataset
from diagnosis.activity import (
    FORMAT_LABELS,
    GIVEN_LABELS,
    PUBLIC_LABELS,
    Quarter,
    of_year,
    quarters,
    sums_of,
)
from diagnosis.funders.branches import Ground, branches_of
from diagnosis.funders.model import (
    Branch,
    Dossier,
    Meeting,
    NeedTold,
    SaidBack,
    SiteQuarter,
    Source,
    ThemeYear,
)
from diagnosis.funders.objectives import notes_of
from diagnosis.funders.wording import capital, plain
from diagnosis.instance import Instance
from diagnosis.model import Campaign, Workshop

if TYPE_CHECKING:
    from analysis.model import Report

SEVERAL = "tous les sites"


@dataclass(frozen=True)
class _Read:
    """A campaign with what was read of it."""

    campaign: Campaign
    site: str
    source: Source
    report: Report | None
    meetings: tuple[Meeting, ...]


def dossier_of(running: Instance, year: int, campaigns: Sequence[Campaign]) -> Dossier:
    """Make the dossier of a year.

    Parameters
    ----------
    running : where the workshops and the published states are.
    year : a calendar year.
    campaigns : whose workshops are counted, of one site or several.

    Raises
    ------
    PendingError
        A first state is being computed: a dossier of now would say that there is none.
    """
    read = [_read(running, campaign, year) for campaign in campaigns]
    meetings = sorted((m for one in read for m in one.meetings), key=lambda m: m.workshop.day)
    sites = {one.site: running.town(one.site) for one in read}
    today = running.today()
    return Dossier(
        year=year,
        scope=next(iter(sites.values())) if len(sites) == 1 else SEVERAL,
        made=today,
        sources=tuple(one.source for one in read),
        sums=sums_of((m.workshop for m in meetings), today),
        meetings=tuple(meetings),
        themes=tuple(_themes(running, meetings)),
        quarters=tuple(_quarters(running, year, sites.values(), meetings)),
        needs=tuple(need for one in read for need in _needs(one)),
        branches=tuple(_branches(running, year, sites, read)),
        back=tuple(back for one in read for back in _back(running, one.campaign, year)),
        apart={town: notes_of(running.store, year, site).apart for site, town in sites.items()},
    )


def site_of(running: Instance, campaign: Campaign) -> str:
    """The site where a campaign is, by its short name."""
    return running.library_of(campaign).site.name


def _read(running: Instance, campaign: Campaign, year: int) -> _Read:
    state = dataset.state_of(running, campaign, follow=False)
    told = state if state.day else None
    site = site_of(running, campaign)
    source = Source(
        campaign.name,
        typography(plain(campaign.title)),
        running.town(site),
        told.day if told else None,
        told.families if told else 0,
        campaign.fictitious,
    )
    workshops = of_year(running.store.workshops(campaign.name), year)
    named = tuple(_Names(running, campaign).meeting(one) for one in workshops)
    return _Read(campaign, site, source, told.records if told else None, named)


class _Names:
    """The words for the names that a campaign's workshops hold."""

    def __init__(self, running: Instance, campaign: Campaign) -> None:
        library = running.library_of(campaign)
        self.site = library.site.town
        self.themes = running.themes(campaign)
        self.needs = {domain.name: domain.label for domain in library.catalogue.domains}
        self.places = running.questionnaire(campaign).places

    def meeting(self, workshop: Workshop) -> Meeting:
        """A workshop with its words; one whose theme was taken away keeps the theme's name."""
        theme = self.themes.get(workshop.theme)
        return Meeting(
            workshop,
            self.site,
            typography(plain(theme.label if theme else workshop.theme)),
            capital(typography(plain(self.needs.get(theme.main, theme.main)))) if theme else "–",
            FORMAT_LABELS.get(workshop.format, workshop.format),
            PUBLIC_LABELS.get(workshop.public, workshop.public),
            typography(plain(self.places.get(workshop.place, workshop.place))),
        )


def _themes(running: Instance, meetings: Sequence[Meeting]) -> Iterator[ThemeYear]:
    """Sums by site and theme, in the order of the first day of each."""
    order = dict.fromkeys((one.site, one.theme, one.need) for one in meetings)
    for site, theme, need in order:
        own = (m.workshop for m in meetings if (m.site, m.theme, m.need) == (site, theme, need))
        yield ThemeYear(site, theme, need, sums_of(own, running.today()))


def _quarters(
    running: Instance, year: int, sites: Iterable[str], meetings: Sequence[Meeting]
) -> Iterator[SiteQuarter]:
    for site in sites:
        for quarter in quarters(year):
            own = (
                m.workshop
                for m in meetings
                if m.site == site and Quarter.of(m.workshop.day) == quarter
            )
            yield SiteQuarter(site, quarter, sums_of(own, running.today()))


def _needs(read: _Read) -> Iterator[NeedTold]:
    for domain in read.report.needs.domains if read.report else ():
        label = capital(typography(domain.label))
        yield NeedTold(read.source, domain.name, label, domain.cell)


def _branches(
    running: Instance, year: int, sites: dict[str, str], read: Sequence[_Read]
) -> Iterator[Branch]:
    for site, town in sites.items():
        own = [one for one in read if one.site == site]
        catalogue = running.library_at(site).catalogue
        ground = Ground(
            town=town,
            needs=[need for one in own for need in _needs(one)],
            labels={domain.name: domain.label for domain in catalogue.domains},
            themes={theme.name: theme for theme in catalogue.themes},
            reports=[one.report for one in own if one.report],
            meetings=[meeting for one in own for meeting in one.meetings],
            today=running.today(),
        )
        yield from branches_of(ground, notes_of(running.store, year, site))


def _back(running: Instance, campaign: Campaign, year: int) -> Iterator[SaidBack]:
    library = running.library_of(campaign)
    labels = {domain.name: domain.label for domain in library.catalogue.domains}
    for one in running.store.given(campaign.name):
        if one.published and one.published.year == year:
            need = capital(typography(plain(labels.get(one.need, one.need))))
            yield SaidBack(
                library.site.town, need, GIVEN_LABELS[one.kind], plain(one.text), one.published
            )
