"""Three faces at the door of a workshop: by the code on a family's phone, or on a shared tablet.

No script and no cookie: the page holds a token, signed by the workshop's key, which makes one face
however often it is sent and lets a family change her mind. Only the face and the random name of
that page are kept.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from flask import request
from flask_babel import gettext
from werkzeug.wrappers import Response

from diagnosis.model import N_, Campaign, Workshop
from diagnosis.model.workshops import FACES
from diagnosis.web import (
    campaign_or_404,
    draw_ballot,
    family_page,
    instance,
    page_language,
    read_ballot,
    refuse_other_sites,
    speaking,
)
from diagnosis.workshops._blueprint import blueprint
from diagnosis.workshops.counting import FACES_DOOR, workshop_signed

# Families answer as they leave, or from home with the photograph of a code; not months later.
OPEN = timedelta(days=14)
# A test workshop is a room; more faces come from somebody who plays with the code.
MOST_FACES = 500
# Seconds until a shared tablet shows the faces to the next family.
THANKS = 6
# What the questionnaire says of the same three pictures.
FACE_LABELS = {"happy": N_("oui"), "neutral": N_("un peu"), "unhappy": N_("non")}
CLOSED = N_("On ne compte pas de visage aujourd’hui. Merci d’être là.")
AGAIN = N_("Ouvrez la page de nouveau, puis touchez un visage.")


@blueprint.get("/faces/<token>")
@blueprint.get("/faces/<token>/shared", endpoint="shared_faces")
def faces(token: str) -> Response:
    """Ask how it was: three faces with their words."""
    workshop = workshop_signed(FACES_DOOR, token)
    campaign = campaign_or_404(workshop.campaign)
    if not is_open(workshop):
        return _say(campaign, CLOSED, 410)
    now = instance().now().timestamp()
    ballot = draw_ballot(workshop.key, _code(workshop), now).token
    return _page("workshops/face.html", workshop, token, ballot=ballot)


def _from_elsewhere(token: str) -> Response:
    workshop = workshop_signed(FACES_DOOR, token)
    return _say(campaign_or_404(workshop.campaign), AGAIN, 403)


@blueprint.post("/faces/<token>")
@blueprint.post("/faces/<token>/shared", endpoint="keep_shared_face")
@refuse_other_sites(_from_elsewhere)
def keep_face(token: str) -> Response:
    """Keep a face; sent again from the same page, it replaces the first."""
    workshop = workshop_signed(FACES_DOOR, token)
    campaign = campaign_or_404(workshop.campaign)
    if not is_open(workshop):
        return _say(campaign, CLOSED, 410)
    sent, face = request.form.get("ballot", ""), request.form.get("face", "")
    ballot = read_ballot(workshop.key, _code(workshop), sent)
    if ballot is None or (face and face not in FACES):
        return _say(campaign, AGAIN, 400)
    if not face:
        return _page("workshops/face.html", workshop, token, ballot=sent)
    kept = instance().store.change_workshop(
        workshop.id, lambda found: with_face(found, ballot.id, face)
    )
    if kept is None or ballot.id not in kept.faces:
        return _say(campaign, CLOSED, 410)
    page = _page("workshops/face_thanks.html", workshop, token, ballot=sent, chosen=face)
    if _is_shared():
        # Without a script, a header brings the faces back; nothing of the family before stays.
        page.headers["Refresh"] = f"{THANKS}; url={request.path}"
    return page


def is_open(workshop: Workshop) -> bool:
    """Whether faces are counted today: from the day of the workshop on, for two weeks."""
    return workshop.day <= instance().today() <= workshop.day + OPEN


def with_face(workshop: Workshop, id: str, face: str) -> Workshop:
    """A workshop with the face of one page, in place of its former one."""
    if id not in workshop.faces and len(workshop.faces) >= MOST_FACES:
        return workshop
    return replace(workshop, faces={**workshop.faces, id: face})


def _code(workshop: Workshop) -> str:
    return f"faces {workshop.id}"


def _is_shared() -> bool:
    return request.path.endswith("/shared")


def _page(template: str, workshop: Workshop, token: str, **values: Any) -> Response:
    campaign = campaign_or_404(workshop.campaign)
    language = page_language(campaign.languages)
    theme = instance().themes(campaign).get(workshop.theme)
    return family_page(
        template,
        language=language,
        fictitious=campaign.fictitious,
        theme=theme,
        labels=FACE_LABELS,
        token=token,
        shared=_is_shared(),
        offered=_offered(campaign),
        **values,
    )


def _offered(campaign: Campaign) -> list[Any]:
    known = instance().languages
    return [known[tag] for tag in campaign.languages if tag in known]


def _say(campaign: Campaign, sentence: str, status: int) -> Response:
    language = page_language(campaign.languages)
    with speaking(language):
        title, _, rest = gettext(sentence).partition(". ")
    return family_page(
        "shared/public_message.html",
        status,
        language,
        title=title.rstrip("."),
        text=rest,
        offered=_offered(campaign),
        ended=status == 410,
    )
