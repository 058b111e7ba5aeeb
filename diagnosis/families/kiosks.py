"""A shared tablet: prepared by the team, it asks the language first and forgets everyone.

No session and no cookie: a tablet is known by the secret that it was given when it was prepared.
"""

from __future__ import annotations

from typing import Any

from flask import current_app, jsonify, make_response, request
from werkzeug.wrappers import Response as WSGIResponse

from diagnosis.answers import RefusedError, note_contact, prepare, read_sent, unknown_kiosk
from diagnosis.families._blueprint import STATUSES, blueprint
from diagnosis.families.pages import offered
from diagnosis.families.views import CLOSED, NOT_YET
from diagnosis.model import Campaign
from diagnosis.web import (
    asset,
    campaign_or_404,
    edition,
    family_headers,
    family_page,
    instance,
    page_language,
    refuse_other_sites,
)

ASSETS = tuple(
    f"families/{name}"
    for name in (
        "kiosk.js",
        "kiosk-team.js",
        "kiosk.css",
        "kiosk-team.css",
        "kiosk.svg",
        "voice.js",
        "voice.css",
    )
)


@blueprint.get("/kiosk/<name>")
def kiosk(name: str) -> WSGIResponse:
    """Ask the language first, on a shared screen."""
    campaign = campaign_or_404(name)
    status, closed = _closed(campaign)
    response = family_page(
        "families/kiosk.html",
        status,
        page_language(campaign.languages),
        campaign=campaign,
        fictitious=campaign.fictitious,
        kiosk=True,
        closed=closed,
        edition=edition(campaign),
        offered=[] if closed else offered(instance(), campaign),
        keep=[] if closed else _to_keep(campaign),
    )
    # A tablet that keeps the page asks whether it changed.
    response.add_etag()
    return response.make_conditional(request)


@blueprint.get("/kiosk/<name>/manifest.webmanifest")
def kiosk_manifest(name: str) -> WSGIResponse:
    """Let a tablet install the page: a neutral name, the whole screen."""
    address = f"/kiosk/{campaign_or_404(name).name}"
    response: WSGIResponse = jsonify(
        id=address,
        name="Votre avis",
        short_name="Votre avis",
        start_url=address,
        scope="/",
        display="fullscreen",
        background_color="#FFFBF4",
        theme_color="#FFFBF4",
        icons=[{"src": asset("families/kiosk.svg"), "sizes": "any", "type": "image/svg+xml"}],
    )
    response.headers.update(family_headers())
    response.mimetype = "application/manifest+json"
    return response


def _from_elsewhere(name: str) -> WSGIResponse:
    campaign_or_404(name)
    return _refuse(unknown_kiosk())


@blueprint.post("/kiosk/<name>/prepare")
@refuse_other_sites(_from_elsewhere)
def prepare_kiosk(name: str) -> WSGIResponse:
    """Prepare a tablet: what it keeps, once per link."""
    campaign = campaign_or_404(name)
    try:
        kept = prepare(instance().store, campaign.name, _read())
    except RefusedError as refused:
        return _refuse(refused)
    return make_response(jsonify(kept), 200, family_headers())


@blueprint.post("/kiosk/<name>/contact")
@refuse_other_sites(_from_elsewhere)
def kiosk_contact(name: str) -> WSGIResponse:
    """Hear from a tablet: what waits on it, what it runs."""
    campaign = campaign_or_404(name)
    try:
        note_contact(instance().store, campaign.name, _read(), instance().now())
    except RefusedError as refused:
        return _refuse(refused)
    response = current_app.response_class(status=204)
    response.headers.update(family_headers())
    return response


def _closed(campaign: Campaign) -> tuple[int, str]:
    """The status and reason of a day without answers, on which those that wait may still leave."""
    today = instance().today()
    if campaign.is_open(today):
        return 200, ""
    return (403, NOT_YET) if today < campaign.opens else (410, CLOSED)


def _to_keep(campaign: Campaign) -> list[str]:
    """The addresses of all that works without network on a prepared tablet."""
    pages = [f"/q/{campaign.name}?lang={tag}&channel=kiosk" for tag in campaign.languages]
    return [f"/kiosk/{campaign.name}", *pages, *map(asset, ASSETS)]


def _read() -> Any:
    """Read a tablet's JSON body; reject anything else."""
    if not request.is_json:
        raise unknown_kiosk()
    return read_sent(request.get_data())


def _refuse(refused: RefusedError) -> WSGIResponse:
    content = jsonify(message=str(refused))
    return make_response(content, STATUSES[refused.reason], family_headers())
