"""Cards held up and read by a camera: the page that reads, and what it sends.

Pictures stay in the browser; what comes here are numbers of cards and choices, of no person.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping
from typing import Any

from flask import abort, jsonify, make_response, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from diagnosis.accounts import Right
from diagnosis.answers import Reason, RefusedError, current_key, read_json
from diagnosis.languages import Language
from diagnosis.model import N_, STATEMENTS, Campaign, Session
from diagnosis.sessions._blueprint import STATUSES, blueprint
from diagnosis.sessions.ballot import clean_code
from diagnosis.sessions.card_faces import MOST_CARDS, SHAPES, USUAL_CARDS
from diagnosis.sessions.questions import (
    Question,
    cards_kept,
    fits_cards,
    keep_cards,
    questions_of,
)
from diagnosis.sessions.sessions import HERE, session_or_404
from diagnosis.web import (
    COMMON_HEADERS,
    asset,
    campaign_or_404,
    family_headers,
    instance,
    needs,
    page_language,
    refuse_other_sites,
    say,
    speaking,
    team_language,
    team_page,
    whole_book,
)

CAMERA = COMMON_HEADERS["Permissions-Policy"].replace("camera=()", "camera=(self)")
NUMBER = re.compile(r"[1-9][0-9]{0,2}")
# Words of the page of the vote, which says the same of what it cannot read.
ELSEWHERE = N_("Ouvrez d’abord la page du vote, puis choisissez.")
UNKNOWN = N_("Un souci de notre côté. Ouvrez la page de nouveau.")
NOT_OF_HERE = N_("Cette page ne marche pas ici. Ouvrez-la de nouveau.")


@blueprint.get("/staff/sessions/<code>/cards")
@needs(Right.HOLD_SESSIONS)
def read_cards(code: str) -> Response:
    """Show the page that reads cards, one question of the session at a time."""
    session = session_or_404(code)
    campaign = campaign_or_404(session.campaign)
    response = team_page(
        "sessions/read_cards.html",
        campaign=campaign,
        here=HERE,
        session=session,
        shapes=SHAPES,
        plan=_plan(session, campaign),
    )
    # The one page of the team that looks.
    response.headers["Permissions-Policy"] = CAMERA
    return response


@blueprint.post("/vote/<code>/cards")
def keep_read_cards(code: str) -> Response:
    """Keep what a page read of a question; sent again, it replaces what was read before.

    It carries no visit: what waited without network leaves when it comes back, whoever is logged
    in by then. The page's own signature opens it.
    """
    session = instance().store.session(clean_code(code)) if clean_code(code) else None
    return _receive(session or abort(404))


def questions_for_cards(session: Session, campaign: Campaign, language: str) -> list[Question]:
    """Questions of a session that cards can answer; none where one has more than four choices."""
    statements = instance().store.statements(session.code)
    found = questions_of(session, instance().themes(campaign), statements, language)
    return found if fits_cards(found) else []


def _plan(session: Session, campaign: Campaign) -> dict[str, Any]:
    """What the page's script needs, with or without network."""
    language = team_language()
    store, key, book = instance().store, instance().session_key(), instance().pictures
    handed = min(session.people or USUAL_CARDS, MOST_CARDS)
    return {
        "code": session.code,
        "campaign": campaign.name,
        "seal": current_key(instance().secrets, campaign.name).shown,
        "to": url_for("sessions.keep_read_cards", code=session.code, lang=language.tag),
        "token": _token(session.code),
        "handed": handed,
        "most": MOST_CARDS,
        "eye": asset("sessions/eye.js"),
        "hidden": session.ask.hidden,
        "shapes": [say_shape(at) for at in range(len(SHAPES))],
        "questions": [
            {
                "name": one.name,
                "label": one.label,
                **_tongue_of(session, one),
                "choices": [
                    {
                        "name": choice.name,
                        "label": choice.label,
                        "picture": whole_book(book, choice.picture) if choice.picture else "",
                    }
                    for choice in one.choices
                ],
                "kept": cards_kept(store, key, session, one, MOST_CARDS),
            }
            for one in questions_for_cards(session, campaign, language.tag)
        ],
    }


def language_of(session: Session, question: Question) -> Language | None:
    """The language of a statement, which may be no other than its own; None: the page's."""
    written = session.ask.kind == STATEMENTS and question.language in instance().languages
    return instance().languages[question.language] if written else None


def _tongue_of(session: Session, question: Question) -> dict[str, str]:
    language = language_of(session, question) or team_language()
    return {"tag": language.tag, "direction": language.direction}


def _refuse_foreign(session: Session) -> Response:
    return _say(RefusedError(Reason.UNREADABLE, ELSEWHERE), session, 403)


@refuse_other_sites(_refuse_foreign)
def _receive(session: Session) -> Response:
    campaign = campaign_or_404(session.campaign)
    store, key = instance().store, instance().session_key()
    try:
        fields = read_json(request.get_data(), instance().secrets, campaign.name).fields
        question = _question(session, campaign, fields)
        keep_cards(store, key, session, question, _read(fields))
    except RefusedError as refused:
        return _say(refused, session, STATUSES[refused.reason])
    kept = cards_kept(store, key, session, question, MOST_CARDS)
    return make_response(jsonify(id=str(fields.get("id")), kept=kept), 201, family_headers())


def _question(session: Session, campaign: Campaign, fields: Mapping[str, Any]) -> Question:
    """The question that was read (`RefusedError`: the page is none of ours, or none of today's)."""
    token = str(fields.get("token")).encode("utf-8", "replace")
    if not hmac.compare_digest(token, _token(session.code).encode()):
        raise RefusedError(Reason.UNREADABLE, UNKNOWN)
    asked = questions_for_cards(session, campaign, team_language().tag)
    found = next((one for one in asked if one.name == fields.get("question")), None)
    if found is None:
        raise RefusedError(Reason.INVALID, NOT_OF_HERE)
    return found


def _read(fields: Mapping[str, Any]) -> dict[int, str]:
    """The choice by number of card."""
    cards = fields.get("cards")
    listed = cards if isinstance(cards, dict) else {"": None}
    numbered = {
        int(number): choice
        for number, choice in listed.items()
        if NUMBER.fullmatch(str(number)) and int(number) <= MOST_CARDS and isinstance(choice, str)
    }
    if len(numbered) != len(listed):
        raise RefusedError(Reason.INVALID, NOT_OF_HERE)
    return numbered


def _say(refused: RefusedError, session: Session, status: int) -> Response:
    with speaking(page_language(campaign_or_404(session.campaign).languages)):
        return make_response(jsonify(message=say(refused.message)), status, family_headers())


def say_shape(at: int) -> str:
    """The name of a shape, in the language being spoken."""
    return str(gettext(SHAPES[at].name))


def _token(code: str) -> str:
    """What a page that reads shows to be one: signed for one session."""
    said = f"reader of cards {code}".encode()
    return hmac.new(instance().session_key().encode(), said, hashlib.sha256).hexdigest()[:32]
