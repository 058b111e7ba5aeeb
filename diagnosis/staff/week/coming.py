"""What comes, day by day: workshops, prepared sessions, ends of campaigns, what is erased."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import url_for
from flask_babel import gettext as _

from diagnosis.accounts import Right
from diagnosis.answers import RESPONSES_MONTHS, TEXTS_MONTHS, add_months
from diagnosis.model import Campaign
from diagnosis.staff.week.trials_waiting import theme_of
from diagnosis.web import instance, may


@dataclass(frozen=True)
class Coming:
    """What happens on a day (None: whenever the team wants), with the address of its page."""

    day: date | None
    words: str
    address: str
    campaign: Campaign


def coming(campaigns: Sequence[Campaign]) -> list[Coming]:
    """What comes in these campaigns for who is there, the next first; what has no day last."""
    parts = (_workshops, _sessions, _campaign)
    found = [day for campaign in campaigns for part in parts for day in part(campaign)]
    return sorted(found, key=lambda one: one.day or date.max)


def _workshops(campaign: Campaign) -> Iterator[Coming]:
    if not may(Right.HOLD_WORKSHOPS, campaign.name):
        return
    for workshop in instance().store.workshops(campaign.name):
        if workshop.day > instance().today():
            said = _("Atelier «\u00a0%(theme)s\u00a0»", theme=theme_of(campaign, workshop))
            page = url_for("workshops.workshop", id=workshop.id)
            yield Coming(workshop.day, str(said), page, campaign)


def _sessions(campaign: Campaign) -> Iterator[Coming]:
    if not may(Right.HOLD_SESSIONS, campaign.name):
        return
    for session in instance().store.sessions(campaign.name):
        if session.waiting and not session.run:
            said = _("Séance %(code)s, préparée", code=session.code)
            page = url_for("sessions.session", code=session.code)
            yield Coming(None, str(said), page, campaign)


def _campaign(campaign: Campaign) -> Iterator[Coming]:
    """Its days, of which a right to follow it is enough."""
    today, page = instance().today(), url_for("staff.collect", name=campaign.name)
    days = [(campaign.opens, _("Les familles peuvent répondre"))]
    if campaign.closes:
        after = timedelta(days=1)
        days += [
            (campaign.closes, _("Dernier jour pour répondre")),
            (
                campaign.closes + timedelta(days=campaign.grace_days),
                _("Dernier jour où des réponses en attente peuvent encore arriver"),
            ),
            (
                add_months(campaign.closes, TEXTS_MONTHS) + after,
                _("Les textes libres et les voix des familles sont effacés"),
            ),
            (
                add_months(campaign.closes, RESPONSES_MONTHS) + after,
                _("Toutes les réponses sont effacées"),
            ),
        ]
    for day, said in days:
        if day >= today:
            yield Coming(day, str(said), page, campaign)
