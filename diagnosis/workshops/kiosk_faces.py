"""A prepared tablet asks which workshops are held today: it then shows their faces.

The tablet says who it is, as in the news that it gives; an address that anybody may guess opens no
faces.
"""

from __future__ import annotations

from typing import Any

from flask import jsonify, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from diagnosis.answers import Reason, RefusedError, prepared_kiosk, read_sent, unknown_kiosk
from diagnosis.model import Campaign, Workshop
from diagnosis.web import (
    campaign_or_404,
    family_headers,
    instance,
    page_language,
    refuse_other_sites,
    speaking,
)
from diagnosis.workshops._blueprint import blueprint
from diagnosis.workshops.counting import FACES_DOOR
from diagnosis.workshops.keys import token_of

STATUSES = {Reason.UNREADABLE: 400}


def _from_elsewhere(name: str) -> Response:
    campaign_or_404(name)
    return _refuse(unknown_kiosk())


@blueprint.post("/kiosk/<name>/workshops")
@refuse_other_sites(_from_elsewhere)
def kiosk_workshops(name: str) -> Response:
    """Tell a tablet of the campaign where the faces of today's workshops are."""
    campaign = campaign_or_404(name)
    try:
        prepared_kiosk(instance().store, name, read_sent(request.get_data()))
    except RefusedError as refused:
        return _refuse(refused)
    with speaking(page_language(campaign.languages)):
        return _said([_door(campaign, one) for one in _today(name)])


def _today(name: str) -> list[Workshop]:
    today = instance().today()
    return [one for one in instance().store.workshops(name) if one.day == today and one.key]


def _door(campaign: Campaign, workshop: Workshop) -> dict[str, str]:
    theme = instance().themes(campaign).get(workshop.theme)
    token = token_of(workshop.key, FACES_DOOR, workshop.id)
    title = _(theme.label) if theme else workshop.theme
    return {"address": url_for("workshops.kiosk_faces", token=token), "title": title}


def _refuse(refused: RefusedError) -> Response:
    response = _said(message=str(refused))
    response.status_code = STATUSES.get(refused.reason, 403)
    return response


def _said(workshops: Any = None, **values: Any) -> Response:
    response: Response = jsonify(workshops=workshops or [], **values)
    response.headers.update(family_headers())
    return response
