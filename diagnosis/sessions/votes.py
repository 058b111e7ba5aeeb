"""The participants' side: type the code, go where the room votes now, wait for it to begin."""

from __future__ import annotations

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from diagnosis.languages import Language
from diagnosis.model import N_, Campaign, Message, Session
from diagnosis.sessions._blueprint import blueprint
from diagnosis.sessions.ballot import OVER_NOW, Said, clean_code
from diagnosis.sessions.runs import next_step, open_step
from diagnosis.sessions.showing import draw, show_ballot
from diagnosis.web import (
    campaign_or_404,
    family_page,
    instance,
    page_language,
    polled,
    say,
    speaking,
    wants_json,
)

UNKNOWN = N_("Ce code n’existe pas. Regardez l’écran, puis tapez les quatre lettres.")
OTHER_LANGUAGE = N_("Cette langue n’est pas encore proposée. Choisissez-en une autre.")


@blueprint.get("/vote")
def type_code() -> Response:
    """Ask for the four letters."""
    typed = request.args.get("code")
    if typed is None:
        return ask_code()
    code = clean_code(typed)
    if not code or instance().store.session(code) is None:
        return ask_code(typed, 404)
    return redirect(url_for("sessions.ballot", code=code, lang=request.args.get("lang")))


@blueprint.get("/vote/<code>")
def ballot(code: str) -> Response:
    """Show what a session asks; whoever comes with the code of another step is brought to it."""
    session = session_of(code)
    if session is None:
        return ask_code(code, 404)
    campaign = campaign_or_404(session.campaign)
    asked = request.args.get("lang")
    language = page_language(campaign.languages)
    if asked is not None and asked not in campaign.languages:
        return say_message(Message(OTHER_LANGUAGE), 404, language, campaign)
    if again := _again(session, language):
        return redirect(again)
    if session.waiting or (not session.open and next_step(instance().store, session)):
        return _wait(session, campaign, language)
    if not session.open:
        return say_message(Message(OVER_NOW), 410, language)
    return show_ballot(session, campaign, language, draw(session), Said(language.tag))


@blueprint.get("/vote/<code>/now")
def now(code: str) -> Response:
    """Say whether the vote goes on: to a phone's script every two seconds, else as a page."""
    session = session_of(code)
    if session is None:
        return ask_code(code, 404)
    campaign = campaign_or_404(session.campaign)
    language = page_language(campaign.languages)
    again = _again(session, language)
    if wants_json(request):
        there = {"again": again} if again else {}
        return polled(open=session.open, paused=session.paused, **there)
    return family_page(
        "sessions/vote_now.html",
        language=language,
        fictitious=campaign.fictitious,
        session=session,
        again=again,
    )


def _wait(session: Session, campaign: Campaign, language: Language) -> Response:
    """Say that a step begins soon; the page goes to it by itself."""
    return family_page(
        "sessions/vote_wait.html",
        language=language,
        fictitious=campaign.fictitious,
        session=session,
    )


def _again(session: Session, language: Language) -> str:
    """Where this room votes now, if it is not here."""
    here = open_step(instance().store, session)
    if here is None or here.code == session.code:
        return ""
    return url_for("sessions.ballot", code=here.code, lang=language.tag)


def words_of(message: Message, language: Language) -> str:
    """A message in the language of a page."""
    with speaking(language):
        return say(message)


def session_of(code: str) -> Session | None:
    """The session of a code as it was typed."""
    return instance().store.session(clean_code(code)) if clean_code(code) else None


def ask_code(typed: str = "", status: int = 200) -> Response:
    """Ask for the four letters, once more if they are none of ours."""
    language = page_language()
    return family_page(
        "sessions/vote_code.html",
        status,
        language,
        typed=typed,
        error=words_of(Message(UNKNOWN), language) if status == 404 else "",
        offered=list(instance().languages),
    )


def say_message(
    message: Message, status: int, language: Language, campaign: Campaign | None = None
) -> Response:
    """Show one message as a page."""
    title, _, rest = words_of(message, language).partition(". ")
    tags = campaign.languages if campaign else ()
    return family_page(
        "shared/public_message.html",
        status,
        language,
        title=title.rstrip("."),
        text=rest,
        offered=[instance().languages[tag] for tag in tags if tag in instance().languages],
        ended=status == 410,
    )
