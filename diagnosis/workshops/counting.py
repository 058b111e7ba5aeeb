"""The day of a workshop on a phone: + and − with one thumb, kept there without network.

Whoever has the address counts, without an account: a volunteer's phone has none, and a visit ends
in twelve hours. The address opens one workshop's counts and nothing else, and can be renewed.
Each phone holds a tally of its own under a random name: sent again it replaces itself, and the
tallies of all phones are added up.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import abort, current_app, flash, jsonify, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from diagnosis.accounts import Right
from diagnosis.activity import COUNTER_LABELS
from diagnosis.languages import SOURCE
from diagnosis.model import Workshop
from diagnosis.model.workshops import ADULTS, AMONG, CHILDREN, FAMILIES, FORMATS
from diagnosis.web import (
    COMMON_HEADERS,
    asset,
    campaign_or_404,
    instance,
    needs,
    public_address,
    qr_inline,
    refuse_other_sites,
    script,
    team_headers,
    team_page,
)
from diagnosis.workshops._blueprint import blueprint
from diagnosis.workshops.evaluations import HERE, words_of, workshop_or_404
from diagnosis.workshops.keys import is_signed, new_key, number_in, token_of
from diagnosis.workshops.tallies import LONGEST, UnreadableError, read_tally, with_tally

DAY, FACES_DOOR = "day", "faces"
GROUPS = ((FAMILIES,), ADULTS, CHILDREN, AMONG)


@blueprint.get("/day/<token>")
def day(token: str) -> Response:
    """The counters of one workshop, for one thumb."""
    workshop = workshop_signed(DAY, token)
    campaign = campaign_or_404(workshop.campaign)
    return team_page(
        "workshops/day.html",
        workshop=workshop,
        campaign=None,
        fictitious=campaign.fictitious,
        token=token,
        groups=[[(name, _(COUNTER_LABELS[name])) for name in group] for group in GROUPS],
        tongues=[(tag, name) for tag, name in _tongues(campaign.languages)],
        counted=workshop.counted,
        phones=len(workshop.tallies),
        noted=bool(workshop.stops) or workshop.format != FORMATS[0],
        longest=LONGEST,
        kept=[request.path, *map(asset, ("shared/tokens.css", "shared/team.css", *OWN))],
        **words_of(campaign),
    )


OWN = ("workshops/day.css", "workshops/day.js")


@blueprint.get("/day/sw.js")
def day_worker() -> Response:
    """The script that opens the day's page without network; it keeps nothing else."""
    response = current_app.response_class(script("workshops/day-sw"), mimetype="text/javascript")
    policy = "default-src 'none'; connect-src 'self'"
    response.headers.update(
        {**COMMON_HEADERS, "Content-Security-Policy": policy, "Cache-Control": "no-cache"}
    )
    return response


def _from_elsewhere(token: str) -> Response:
    return _refused(_("Ouvrez d’abord la page du jour, puis comptez."), 403)


@blueprint.post("/day/<token>")
@refuse_other_sites(_from_elsewhere)
def keep_tally(token: str) -> Response:
    """Keep what one phone counted, in place of what it had sent before; give the sum of all."""
    workshop = workshop_signed(DAY, token)
    languages = campaign_or_404(workshop.campaign).languages
    try:
        tags = {*languages, SOURCE, workshop.language}
        places = {stop.place for stop in workshop.stops}
        device, tally = read_tally(request.get_data(), tags, places)
        kept = instance().store.change_workshop(
            workshop.id, lambda found: with_tally(found, device, tally)
        )
    except UnreadableError as wrong:
        return _refused(_(wrong.message.text) % wrong.message.values, 422)
    return _said(step=tally.step, counted=(kept or workshop).counted)


@blueprint.get("/staff/workshops/<int:id>/door")
@needs(Right.HOLD_WORKSHOPS)
def door(id: int) -> Response:
    """The codes of the day: one for the team's phones, one for the faces of families."""
    workshop = workshop_or_404(id)
    campaign = campaign_or_404(workshop.campaign)
    addresses = addresses_of(workshop)
    codes = {name: qr_inline(address) for name, address in addresses.items()}
    return team_page(
        "workshops/door.html",
        campaign=campaign,
        here=HERE,
        workshop=workshop,
        addresses=addresses,
        codes=codes,
        **words_of(campaign),
    )


@blueprint.post("/staff/workshops/<int:id>/door")
@needs(Right.HOLD_WORKSHOPS)
def renew_door(id: int) -> Response:
    """Make new addresses for the day; those before open nothing any more."""
    workshop_or_404(id)
    instance().store.change_workshop(id, lambda found: replace(found, key=new_key()))
    flash(_("Les adresses de ce jour sont neuves. Les anciennes ne s’ouvrent plus."))
    return redirect(url_for("workshops.door", id=id))


def workshop_signed(purpose: str, token: str) -> Workshop:
    """The workshop that an address was made for, or 404."""
    id = number_in(token)
    found = instance().store.workshop(id) if id is not None else None
    if found is None or found.removed or not is_signed(found.key, purpose, token):
        abort(404)
    return found


def addresses_of(workshop: Workshop) -> dict[str, str]:
    """The addresses of a workshop's day by purpose; none before its key was made."""
    views = {DAY: "workshops.day", FACES_DOOR: "workshops.faces"}
    return {
        purpose: public_address()
        + url_for(view, token=token_of(workshop.key, purpose, workshop.id))
        for purpose, view in views.items()
        if workshop.key
    }


def _tongues(tags: tuple[str, ...]) -> list[tuple[str, str]]:
    names = instance().languages.own_names
    return [(tag, names[tag]) for tag in tags if tag in names]


def _refused(message: str, status: int) -> Response:
    response = _said(message=message)
    response.status_code = status
    return response


def _said(**values: Any) -> Response:
    response: Response = jsonify(values)
    response.headers.update(team_headers())
    return response
