"""What waits of test workshops: their day, how they went, what is decided, what families read."""

from __future__ import annotations

from collections.abc import Iterator

from flask import url_for
from flask_babel import gettext as _

from diagnosis.accounts import Right
from diagnosis.model import Campaign, Workshop
from diagnosis.model.giving import Given
from diagnosis.staff.week.work import Work
from diagnosis.web import day_and_month, instance, may

SHOWN = 60  # letters of a sentence that stand in a line


def of_workshops(campaign: Campaign) -> Iterator[Work]:
    """What waits for who holds workshops."""
    if not may(Right.HOLD_WORKSHOPS, campaign.name):
        return
    given = instance().store.given(campaign.name)
    told = {one.workshop for one in given}
    for workshop in instance().store.workshops(campaign.name):
        yield from _of_workshop(campaign, workshop, workshop.id in told)
    for line in given:
        yield from _of_line(campaign, line)


def theme_of(campaign: Campaign, workshop: Workshop) -> str:
    """What a workshop is about."""
    theme = instance().themes(campaign).get(workshop.theme)
    return str(_(theme.label) if theme else workshop.theme)


def _name_of(campaign: Campaign, workshop: Workshop) -> str:
    return str(
        _(
            "«\u00a0%(theme)s\u00a0» du %(day)s",
            theme=theme_of(campaign, workshop),
            day=day_and_month(workshop.day),
        )
    )


def _of_workshop(campaign: Campaign, workshop: Workshop, told: bool) -> Iterator[Work]:
    today, name = instance().today(), _name_of(campaign, workshop)
    page = url_for("workshops.workshop", id=workshop.id)
    if not workshop.held and workshop.day == today:
        said = _("Aujourd’hui, l’atelier %(workshop)s\u00a0: ses codes", workshop=name)
        door = url_for("workshops.door", id=workshop.id)
        yield Work("workshop today", str(said), door, campaign)
    elif not workshop.held and workshop.day < today:
        said = _("L’atelier %(workshop)s est à noter\u00a0: qui est venu", workshop=name)
        yield Work("workshop to note", str(said), page, campaign)
    elif workshop.held and not workshop.decision:
        said = _("L’atelier %(workshop)s\u00a0: garder, adapter ou arrêter", workshop=name)
        yield Work("workshop to decide", str(said), page, campaign)
    elif workshop.decision and not told:
        said = _("Dire aux familles ce que devient l’atelier %(workshop)s", workshop=name)
        address = url_for("workshops.new_given", name=campaign.name, workshop=workshop.id)
        yield Work("decision to tell", str(said), address, campaign)


def _of_line(campaign: Campaign, line: Given) -> Iterator[Work]:
    if line.published or line.withdrawn:
        return
    begun = line.text if len(line.text) <= SHOWN else f"{line.text[:SHOWN].rstrip()}…"
    said = _("À relire, puis à publier\u00a0: «\u00a0%(line)s\u00a0»", line=begun)
    address = url_for("workshops.given", name=campaign.name, _anchor=f"line-{line.number}")
    yield Work("line to publish", str(said), address, campaign)
