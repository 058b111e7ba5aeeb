"""The page of a vote, by what is asked: dots on themes, questions one by one, a wish card."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext
from werkzeug.wrappers import Response

from diagnosis.answers import RefusedError, current_key
from diagnosis.languages import Language
from diagnosis.model import DOTS, N_, PAIRS, WISHES, Campaign, Session
from diagnosis.sessions._blueprint import STATUSES
from diagnosis.sessions.ballot import Said, in_order_of, proposed
from diagnosis.sessions.questions import Question, questions_of
from diagnosis.sessions.wishes import LONGEST_WISH
from diagnosis.web import Ballot, draw_ballot, family_page, instance, say, speaking

PAGES = {DOTS: "sessions/vote.html", WISHES: "sessions/vote_wish.html"}
NOTHING = {
    DOTS: N_("Choisissez un atelier au moins."),
    WISHES: N_("Écrivez une phrase, même courte."),
}
QUESTIONS = "sessions/vote_questions.html"


def draw(session: Session) -> Ballot:
    """Draw a ballot of a session, now."""
    now = instance().now().timestamp()
    return draw_ballot(instance().session_key(), session.code, now)


def show_ballot(
    session: Session,
    campaign: Campaign,
    language: Language,
    ballot: Ballot,
    said: Said,
    refused: RefusedError | None = None,
    spare: list[Ballot] | None = None,
) -> Response:
    """Show what is asked, with what was said before; another language keeps all.

    Parameters
    ----------
    spare : ballots of those to whom the same device is handed on.
    """
    with speaking(language):
        values = {
            "plan": _plan(session, campaign, ballot, spare or []),
            "error": say(refused.message) if refused else "",
            **_asked(session, campaign, language, ballot),
        }
    tags = [tag for tag in campaign.languages if tag in instance().languages]
    return family_page(
        PAGES.get(session.ask.kind, QUESTIONS),
        STATUSES[refused.reason] if refused else 200,
        language,
        fictitious=campaign.fictitious,
        session=session,
        ballot=ballot,
        said=said,
        handed=bool(spare),
        offered=[instance().languages[tag] for tag in tags],
        **values,
    )


def _asked(
    session: Session, campaign: Campaign, language: Language, ballot: Ballot
) -> dict[str, Any]:
    if session.ask.kind == DOTS:
        themes = proposed(session, instance().themes(campaign))
        return {"themes": in_order_of(ballot, themes)}
    if session.ask.kind == WISHES:
        return {"longest": LONGEST_WISH}
    return {"questions": asked_of(session, campaign, language, ballot)}


def asked_of(
    session: Session, campaign: Campaign, language: Language, ballot: Ballot
) -> list[Question]:
    """Questions of a ballot: those of a room, or her own draw of pairs."""
    statements = instance().store.statements(session.code)
    order = ballot.id if session.ask.kind == PAIRS else ""
    with speaking(language):
        return questions_of(session, instance().themes(campaign), statements, language.tag, order)


def _plan(
    session: Session, campaign: Campaign, ballot: Ballot, spare: list[Ballot]
) -> dict[str, Any]:
    """What the page's script needs to keep the limit, and a vote that has no network."""
    most = session.ask.dots
    return {
        "id": ballot.id,
        "code": session.code,
        "campaign": campaign.name,
        "seal": current_key(instance().secrets, campaign.name).shown,
        "most": most,
        "limit": gettext("Gardez %(limit)s choix, pas plus.", limit=most),
        "none": gettext(NOTHING.get(session.ask.kind, N_("Choisissez une réponse au moins."))),
        "spare": [[one.id, one.token] for one in spare],
    }
