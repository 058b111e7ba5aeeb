"""Workshops as families read them: the dates that the team published, and what was held."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from flask_babel import format_decimal

from diagnosis.instance import Instance
from diagnosis.model import Campaign


@dataclass(frozen=True)
class ToldWorkshop:
    """A workshop, decided or held; ``came`` people, from ``k`` on.

    ``domains`` are the needs that its theme touches, the main one first.
    """

    label: str
    picture: str
    day: date
    place: str
    spoken: str
    childcare: bool
    held: bool
    came: int | None
    written: str
    domains: tuple[str, ...]


def workshops_of(running: Instance, campaign: Campaign) -> list[ToldWorkshop]:
    """The workshops of a campaign, by day, in the language being spoken."""
    themes = running.themes(campaign)
    places = running.questionnaire(campaign).places
    told = []
    for workshop in running.store.workshops(campaign.name):
        theme = themes.get(workshop.theme)
        enough = workshop.attended >= running.k
        told.append(
            ToldWorkshop(
                label=theme.label if theme else workshop.theme,
                picture=theme.picture if theme else "",
                day=workshop.day,
                place=places.get(workshop.place, workshop.place),
                spoken=running.languages.own_names.get(workshop.language, workshop.language),
                childcare=workshop.childcare,
                held=workshop.held,
                came=workshop.attended if enough else None,
                written=format_decimal(workshop.attended) if enough else "",
                domains=theme.domains if theme else (),
            )
        )
    return told


def next_date(workshops: Iterable[ToldWorkshop], today: date) -> ToldWorkshop | None:
    """The first workshop that is still to come, today's included."""
    coming = (one for one in workshops if not one.held and one.day >= today)
    return min(coming, key=lambda one: one.day, default=None)
