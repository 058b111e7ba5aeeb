"""The public restitution: what families said, what was decided, what happened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import format_decimal, ngettext
from werkzeug.wrappers import Response as WSGIResponse

from diagnosis import dataset
from diagnosis.families._blueprint import blueprint
from diagnosis.instance import Instance
from diagnosis.model import Campaign, Workshop
from diagnosis.questionnaire import Library, Theme
from diagnosis.web import campaign_or_404, family_page, instance, page_language, speaking

MOST_NEEDS = 6


@dataclass(frozen=True)
class NamedNeed:
    """A need as families read it: its picture, its numbers for a bar, the same in their figures."""

    label: str
    picture: str
    n: int
    total: int
    written: str
    of: str
    low: str
    high: str


@dataclass(frozen=True)
class ToldWorkshop:
    """A workshop, decided or held; ``came`` people, from ``k`` on."""

    label: str
    picture: str
    day: date
    place: str
    spoken: str
    childcare: bool
    came: int | None
    written: str


@blueprint.get("/results/<name>")
def results(name: str) -> WSGIResponse:
    """Show families what they said, in their language."""
    asked = campaign_or_404(name)
    language = page_language(asked.languages)
    with speaking(language):
        shown = restitution(instance(), asked)
    return family_page("families/results.html", language=language, **shown)


def restitution(running: Instance, campaign: Campaign) -> dict[str, Any]:
    """What the page for families shows, in the language being spoken."""
    # Many families may read during a vote: each vote is not followed here.
    report = dataset.state_of(running, campaign, follow=False).records
    workshops = running.store.workshops(campaign.name)
    needs = _needs(running.library_of(campaign), report)
    themes = running.themes(campaign)
    decided = [_told(running, themes, w) for w in workshops if not w.held]
    held = [_told(running, themes, w) for w in workshops if w.held]
    return {
        "campaign": campaign,
        "fictitious": campaign.fictitious,
        "thanks": _thanks(report.participation.n),
        "needs": needs,
        "decided": decided,
        "held": held,
        "offered": [running.languages[t] for t in campaign.languages if t in running.languages],
    }


def _thanks(count: int | None) -> str:
    """How many families answered; nothing when they are too few to be told."""
    if count is None:
        return ""
    return str(
        ngettext("%(num)s famille a répondu. Merci.", "%(num)s familles ont répondu. Merci.", count)
    )


def _needs(library: Library, report: dataset.Report) -> list[NamedNeed]:
    pictures = {d.name: d.picture for d in library.catalogue.domains}
    return [
        NamedNeed(
            label=need.label,
            picture=pictures.get(need.name, ""),
            n=need.cell.n,
            total=need.cell.N,
            written=format_decimal(need.cell.n),
            of=format_decimal(need.cell.N),
            low=format_decimal(round(100 * need.cell.low)),
            high=format_decimal(round(100 * need.cell.high)),
        )
        for need in most_named(report.needs.domains, report.method.door.base)
    ]


def most_named(domains: list[dataset.Need], base: int) -> list[dataset.Need]:
    """The needs that may be among the first ``MOST_NEEDS``: rounding alone leaves none out."""
    told = [need for need in domains if need.cell.n]
    last = told[:MOST_NEEDS][-1].cell.n if told else 0
    # Two told counts closer than this may stand the other way round.
    return [need for need in told if last - need.cell.n < 2 * base - 1]


def _told(running: Instance, themes: Mapping[str, Theme], workshop: Workshop) -> ToldWorkshop:
    theme = themes.get(workshop.theme)
    enough = workshop.attended >= running.k
    return ToldWorkshop(
        label=theme.label if theme else workshop.theme,
        picture=theme.picture if theme else "",
        day=workshop.day,
        place=workshop.place,
        spoken=running.languages.own_names.get(workshop.language, workshop.language),
        childcare=workshop.childcare,
        came=workshop.attended if enough else None,
        written=format_decimal(workshop.attended) if enough else "",
    )
