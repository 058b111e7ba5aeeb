"""The calendar of test workshops: a page for the team, and a feed that calendars subscribe to."""

from __future__ import annotations

from datetime import date, timedelta

from flask import abort, current_app, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from diagnosis.accounts import Right
from diagnosis.model import Campaign, Workshop
from diagnosis.web import campaign_or_404, instance, needs, public_address, team_headers, team_page
from diagnosis.workshops._blueprint import blueprint
from diagnosis.workshops.evaluations import HERE, words_of
from diagnosis.workshops.icalendar_file import calendar_text
from diagnosis.workshops.keys import new_key, sign

PURPOSE = "calendar"
# Clients ask every minute: within one, theirs is fresh.
FRESH = 60


@blueprint.get("/staff/campaigns/<name>/calendar")
@needs(Right.HOLD_WORKSHOPS)
def calendar(name: str) -> Response:
    """Show the workshops month by month, and the address of the feed."""
    campaign = campaign_or_404(name)
    return team_page(
        "workshops/calendar.html",
        campaign=campaign,
        here=HERE,
        months=_months(instance().store.workshops(name)),
        address=feed_address(campaign),
        today=instance().today(),
        **words_of(campaign),
    )


@blueprint.post("/staff/campaigns/<name>/calendar")
@needs(Right.HOLD_WORKSHOPS)
def renew_feed(name: str) -> Response:
    """Make a new address of the feed; the one before opens nothing any more."""
    campaign_or_404(name)
    instance().store.put(_kept(name), new_key())
    flash(_("L’adresse du calendrier est neuve. L’ancienne ne s’ouvre plus."))
    return redirect(url_for("workshops.calendar", name=name))


@blueprint.get("/calendar/<name>/<signature>.ics")
def feed(name: str, signature: str) -> Response:
    """Answer a calendar: the workshops that were not removed, or 304 when nothing changed."""
    campaign = campaign_or_404(name)
    if not signature or signature != _signature(campaign):
        abort(404)
    themes = {item.name: _(item.label) for item in instance().themes(campaign).values()}
    text = calendar_text(
        campaign, instance().store.workshops(name), themes, words_of(campaign)["places"]
    )
    response = current_app.response_class(text, mimetype="text/calendar")
    response.headers.update(
        {**team_headers(), "Cache-Control": f"private, max-age={FRESH}, must-revalidate"}
    )
    response.add_etag()
    response.make_conditional(request)
    return response


def feed_address(campaign: Campaign) -> str:
    """The secret address of a campaign's feed; empty until somebody asks for one."""
    signature = _signature(campaign)
    if not signature:
        return ""
    return public_address() + url_for("workshops.feed", name=campaign.name, signature=signature)


def _signature(campaign: Campaign) -> str:
    key = instance().store.get(_kept(campaign.name)) or ""
    return sign(key, PURPOSE, campaign.name) if key else ""


def _kept(name: str) -> str:
    return f"calendar {name}"


def _months(listed: list[Workshop]) -> list[tuple[date, list[Workshop]]]:
    """Workshops by month, the first day of each standing for it."""
    months: dict[date, list[Workshop]] = {}
    for workshop in listed:
        first = workshop.day - timedelta(days=workshop.day.day - 1)
        months.setdefault(first, []).append(workshop)
    return list(months.items())
