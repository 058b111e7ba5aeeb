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
    Ballot,
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
# Seconds until a shared tablet shows the faces to the next family; doubled, three times at most,
# by each face that is touched within `QUICK` seconds of the former pause: a child who plays.
THANKS, QUICK, MOST_QUICK = 6, 3, 3
# What the questionnaire says of the same three pictures.
FACE_LABELS = {"happy": N_("oui"), "neutral": N_("un peu"), "unhappy": N_("non")}
CLOSED = N_("On ne compte pas de visage aujourd’hui. Merci d’être là.")
AGAIN = N_("Ouvrez la page de nouveau, puis touchez un visage.")


@blueprint.get("/faces/<token>")
@blueprint.get("/faces/<token>/shared", endpoint="shared_faces")
@blueprint.get("/faces/<token>/kiosk", endpoint="kiosk_faces")
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
@blueprint.post("/faces/<token>/kiosk", endpoint="keep_kiosk_face")
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
        return _take_back(workshop, token, ballot)
    kept = instance().store.change_workshop(
        workshop.id, lambda found: with_face(found, ballot.id, face)
    )
    if kept is None or ballot.id not in kept.faces:
        return _say(campaign, CLOSED, 410)
    page = _page("workshops/face_thanks.html", workshop, token, ballot=sent, chosen=face)
    if _way():
        # Without a script, a header brings the faces back; nothing of the family before stays.
        run = _run(ballot)
        back = f"{request.path}?run={run}" if run else request.path
        page.headers["Refresh"] = f"{THANKS * 2**run}; url={back}"
    return page


def _take_back(workshop: Workshop, token: str, ballot: Ballot) -> Response:
    """Show the faces again: the one that was touched by mistake counts no more."""
    instance().store.change_workshop(workshop.id, lambda found: without_face(found, ballot.id))
    return _page("workshops/face.html", workshop, token, ballot=ballot.token)


def is_open(workshop: Workshop) -> bool:
    """Whether faces are counted today: from the day of the workshop on, for two weeks."""
    return workshop.day <= instance().today() <= workshop.day + OPEN


def with_face(workshop: Workshop, id: str, face: str) -> Workshop:
    """A workshop with the face of one page, in place of its former one."""
    if id not in workshop.faces and len(workshop.faces) >= MOST_FACES:
        return workshop
    return replace(workshop, faces={**workshop.faces, id: face})


def without_face(workshop: Workshop, id: str) -> Workshop:
    """A workshop without the face of one page."""
    return replace(workshop, faces={one: f for one, f in workshop.faces.items() if one != id})


def _run(ballot: Ballot) -> int:
    """How many faces in a row were touched as soon as they were shown, this one included."""
    sent = request.form.get("run", "")
    former = int(sent) if sent in map(str, range(MOST_QUICK + 1)) else 0
    quick = instance().now().timestamp() - ballot.drawn < QUICK
    return min(former + 1, MOST_QUICK) if quick else 0


def _code(workshop: Workshop) -> str:
    return f"faces {workshop.id}"


def _way() -> str:
    """How the faces are shown, by the end of the address: alone, on a shared device, a kiosk."""
    end = request.path.rpartition("/")[2]
    return f"/{end}" if end in ("shared", "kiosk") else ""


def _page(template: str, workshop: Workshop, token: str, **values: Any) -> Response:
    campaign = campaign_or_404(workshop.campaign)
    language = page_language(campaign.languages)
    theme = instance().themes(campaign).get(workshop.theme)
    if _way() == "/kiosk":
        # A shared tablet stays where it is.
        values["exit_address"] = f"/kiosk/{campaign.name}"
    return family_page(
        template,
        language=language,
        fictitious=campaign.fictitious,
        theme=theme,
        labels=FACE_LABELS,
        token=token,
        way=_way(),
        kiosk=_way() == "/kiosk",
        campaign=campaign,
        run=request.args.get("run", ""),
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
