"""The participants' side: type the code, choose up to three themes, change one's mind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import jsonify, make_response, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from diagnosis.answers import Reason, RefusedError, current_key, read_json
from diagnosis.languages import Language
from diagnosis.model import FLOOD, N_, Campaign, Message, Session, Vote
from diagnosis.web import (
    campaign_or_404,
    family_headers,
    family_page,
    instance,
    page_language,
    polled,
    refuse_other_sites,
    say,
    speaking,
    wants_json,
)
from diagnosis.workshops._blueprint import STATUSES, blueprint
from diagnosis.workshops.arrivals import Arrivals
from diagnosis.workshops.ballot import (
    MOST_CHOICES,
    check_vote,
    clean_code,
    in_order_of,
    proposed,
    second_of,
)
from diagnosis.workshops.tokens import Ballot, draw_ballot, read_ballot

UNKNOWN = N_("Ce code n’existe pas. Regardez l’écran, puis tapez les quatre lettres.")
OTHER_LANGUAGE = N_("Cette langue n’est pas encore proposée. Choisissez-en une autre.")
FROM_ELSEWHERE = N_("Ouvrez d’abord la page du vote, puis choisissez.")


@blueprint.get("/vote")
def type_code() -> Response:
    """Ask for the four letters."""
    typed = request.args.get("code")
    if typed is None:
        return _ask_code()
    code = clean_code(typed)
    if not code or instance().store.session(code) is None:
        return _ask_code(typed, 404)
    return redirect(url_for("workshops.ballot", code=code, lang=request.args.get("lang")))


@blueprint.get("/vote/<code>")
def ballot(code: str) -> Response:
    """Show the themes of a session as cards."""
    session = _session(code)
    if session is None:
        return _ask_code(code, 404)
    campaign = campaign_or_404(session.campaign)
    asked = request.args.get("lang")
    language = page_language(campaign.languages)
    if asked is not None and asked not in campaign.languages:
        return _say(Message(OTHER_LANGUAGE), 404, language, campaign)
    if again := _again(session, language):
        return redirect(again)
    if not session.open:
        return _say(Message(N_("Ce vote est terminé. Merci d’être là.")), 410, language)
    return _show_cards(session, campaign, language, _draw(session), [])


@blueprint.get("/vote/<code>/now")
def now(code: str) -> Response:
    """Say whether the vote goes on: to a phone's script every two seconds, else as a page."""
    session = _session(code)
    if session is None:
        return _ask_code(code, 404)
    campaign = campaign_or_404(session.campaign)
    language = page_language(campaign.languages)
    again = _again(session, language)
    if wants_json(request):
        there = {"again": again} if again else {}
        return polled(open=session.open, paused=session.paused, **there)
    return family_page(
        "workshops/vote_now.html",
        language=language,
        fictitious=campaign.fictitious,
        session=session,
        again=again,
    )


@blueprint.post("/vote/<code>")
def vote(code: str) -> Response:
    """Keep a participant's choices; sent again with the same id, they replace the first."""
    session = _session(code)
    if session is None:
        return _ask_code(code, 404)
    campaign = campaign_or_404(session.campaign)
    try:
        sent = _read(campaign)
    except RefusedError as refused:
        return _refuse(refused, page_language(campaign.languages))
    known = sent.language in campaign.languages
    tag = sent.language if known else page_language(campaign.languages).tag
    ballot = read_ballot(instance().session_key(), session.code, sent.ballot)
    if ballot and sent.id not in ("", ballot.id):
        ballot = None
    return _receive(session, campaign, instance().languages[tag], ballot, sent)


@dataclass(frozen=True)
class _Sent:
    """What a page sent: of a form, or sealed by a phone that kept it while it had no network.

    ``to`` is the language in which the page is asked for again; nothing is kept then.
    """

    language: str
    ballot: str
    themes: list[str]
    id: str = ""
    to: str = ""


def _read(campaign: Campaign) -> _Sent:
    """Read what was sent (`RefusedError`: it cannot be read)."""
    if request.mimetype != "application/json":
        form = request.form
        to = form.get("language", "") if "change" in form else form.get("to", "")
        return _Sent(
            form.get("language", ""), form.get("ballot", ""), form.getlist("themes"), to=to
        )
    fields = read_json(request.get_data(), instance().secrets, campaign.name).fields
    themes = fields.get("themes")
    return _Sent(
        str(fields.get("language")),
        str(fields.get("ballot")),
        [str(theme) for theme in themes] if isinstance(themes, list) else [],
        str(fields.get("id")),
    )


def _from_elsewhere(
    session: Session,
    campaign: Campaign,
    language: Language,
    ballot: Ballot | None,
    sent: _Sent,
) -> Response:
    return _say(Message(FROM_ELSEWHERE), 403, language)


@refuse_other_sites(_from_elsewhere)
def _receive(
    session: Session,
    campaign: Campaign,
    language: Language,
    ballot: Ballot | None,
    sent: _Sent,
) -> Response:
    if sent.to in campaign.languages and session.open and ballot:
        spoken = instance().languages[sent.to]
        return _show_cards(session, campaign, spoken, ballot, sent.themes)
    try:
        kept = check_vote(session, campaign.languages, ballot, language.tag, sent.themes)
    except RefusedError as refused:
        again = refused.reason in (Reason.INVALID, Reason.WAIT)
        if not again or ballot is None or wants_json(request):
            return _refuse(refused, language)
        return _show_cards(session, campaign, language, ballot, sent.themes, refused)
    _keep(session, kept, ballot)
    if wants_json(request):
        return make_response(jsonify(id=kept.id), 201, family_headers())
    chosen = [
        theme
        for theme in proposed(session, instance().themes(campaign))
        if theme.name in kept.themes
    ]
    return family_page(
        "workshops/vote_thanks.html",
        language=language,
        fictitious=campaign.fictitious,
        session=session,
        ballot=ballot,
        chosen=chosen,
    )


def _refuse(refused: RefusedError, language: Language) -> Response:
    status = STATUSES[refused.reason]
    if not wants_json(request):
        return _say(refused.message, status, language)
    return make_response(jsonify(message=_words(refused.message, language)), status)


def _draw(session: Session) -> Ballot:
    now = instance().now().timestamp()
    return draw_ballot(instance().session_key(), session.code, now)


def _keep(session: Session, vote: Vote, ballot: Ballot | None) -> None:
    """Keep a vote, and apart those that come with it by the dozen."""
    store, now = instance().store, instance().now().timestamp()
    store.save_vote(vote, session.people)
    arrivals = instance().memory.setdefault(f"arrivals:{session.code}", Arrivals())
    flood = arrivals.note(vote.id, ballot.drawn if ballot else now, now, session.people)
    if flood:
        store.keep_apart(session.code, flood, FLOOD)


def _show_cards(
    session: Session,
    campaign: Campaign,
    language: Language,
    ballot: Ballot,
    chosen: list[str],
    refused: RefusedError | None = None,
) -> Response:
    """Show the cards, in the order of the ballot; another language keeps both."""
    themes = in_order_of(ballot, proposed(session, instance().themes(campaign)))
    tags = [tag for tag in campaign.languages if tag in instance().languages]
    return family_page(
        "workshops/vote.html",
        STATUSES[refused.reason] if refused else 200,
        language,
        fictitious=campaign.fictitious,
        session=session,
        themes=themes,
        most=MOST_CHOICES,
        plan=_plan(campaign, ballot, language),
        ballot=ballot,
        chosen=chosen,
        error=_words(refused.message, language) if refused else "",
        offered=[instance().languages[tag] for tag in tags],
    )


def _plan(campaign: Campaign, ballot: Ballot, language: Language) -> dict[str, Any]:
    """What the page's script needs to keep the limit, and a vote that has no network."""
    with speaking(language):
        limit = gettext("Gardez %(limit)s choix, pas plus.", limit=MOST_CHOICES)
        return {
            "id": ballot.id,
            "campaign": campaign.name,
            "seal": current_key(instance().secrets, campaign.name).shown,
            "most": MOST_CHOICES,
            "limit": limit,
            "none": gettext("Choisissez un atelier au moins."),
        }


def _words(message: Message, language: Language) -> str:
    with speaking(language):
        return say(message)


def _session(code: str) -> Session | None:
    return instance().store.session(clean_code(code)) if clean_code(code) else None


def _again(session: Session, language: Language) -> str:
    """Where the same themes are voted again after discussion; empty where they are not."""
    second = None if session.open else second_of(instance().store, session.campaign, session.code)
    if second is None:
        return ""
    here = url_for("workshops.ballot", code=second.code, lang=language.tag)
    return here if second.open else _again(second, language)


def _ask_code(typed: str = "", status: int = 200) -> Response:
    language = page_language()
    return family_page(
        "workshops/vote_code.html",
        status,
        language,
        typed=typed,
        error=_words(Message(UNKNOWN), language) if status == 404 else "",
        offered=list(instance().languages),
    )


def _say(
    message: Message, status: int, language: Language, campaign: Campaign | None = None
) -> Response:
    title, _, rest = _words(message, language).partition(". ")
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
