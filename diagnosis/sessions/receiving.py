"""What a participant sends: read, checked, kept once; asked for again in another language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask import jsonify, make_response, request
from werkzeug.wrappers import Response

from diagnosis.answers import Reason, RefusedError, read_json
from diagnosis.languages import Language
from diagnosis.model import DOTS, FLOOD, N_, WISHES, Campaign, Message, Session, Vote
from diagnosis.sessions._blueprint import STATUSES, blueprint
from diagnosis.sessions.arrivals import Arrivals
from diagnosis.sessions.ballot import Said, check_vote, proposed
from diagnosis.sessions.questions import every_choice
from diagnosis.sessions.showing import show_ballot
from diagnosis.sessions.votes import ask_code, say_message, session_of, words_of
from diagnosis.sessions.wishes import keep_wish
from diagnosis.web import (
    Ballot,
    campaign_or_404,
    family_headers,
    family_page,
    instance,
    page_language,
    read_ballot,
    refuse_other_sites,
    wants_json,
)

FROM_ELSEWHERE = N_("Ouvrez d’abord la page du vote, puis choisissez.")
ANSWER = "answer-"


@dataclass(frozen=True)
class _Sent:
    """What a page sent: of a form, or sealed by a phone that kept it while it had no network.

    ``to`` is the language in which the page is asked for again; nothing is kept then. Who comes
    back with her ballot ``recalls`` what she said.
    """

    ballot: str
    said: Said
    id: str = ""
    to: str = ""
    recalls: bool = False


@blueprint.post("/vote/<code>")
def vote(code: str) -> Response:
    """Keep a participant's choices; sent again with the same id, they replace the first."""
    session = session_of(code)
    if session is None:
        return ask_code(code, 404)
    campaign = campaign_or_404(session.campaign)
    try:
        sent = _read(campaign)
    except RefusedError as refused:
        return _refuse(refused, page_language(campaign.languages))
    known = sent.said.language in campaign.languages
    tag = sent.said.language if known else page_language(campaign.languages).tag
    ballot = read_ballot(instance().session_key(), session.code, sent.ballot)
    if ballot and sent.id not in ("", ballot.id):
        ballot = None
    return _receive(session, campaign, instance().languages[tag], ballot, sent)


def _read(campaign: Campaign) -> _Sent:
    """Read what was sent (`RefusedError`: it cannot be read)."""
    if request.mimetype != "application/json":
        form = request.form
        recalls = "recall" in form
        to = form.get("language", "") if "change" in form or recalls else form.get("to", "")
        answers = {
            name.removeprefix(ANSWER): value
            for name, value in form.items()
            if name.startswith(ANSWER)
        }
        said = _said({**form, "themes": form.getlist("themes"), "answers": answers})
        return _Sent(form.get("ballot", ""), said, to=to, recalls=recalls)
    fields = read_json(request.get_data(), instance().secrets, campaign.name).fields
    return _Sent(str(fields.get("ballot")), _said(fields), str(fields.get("id")))


def _said(fields: Mapping[str, Any]) -> Said:
    themes, answers = fields.get("themes"), fields.get("answers")
    return Said(
        str(fields.get("language")),
        tuple(map(str, themes)) if isinstance(themes, list) else (),
        {str(name): str(value) for name, value in answers.items()}
        if isinstance(answers, dict)
        else {},
        str(fields.get("text") or ""),
        fields.get("voice"),
    )


def _from_elsewhere(
    session: Session,
    campaign: Campaign,
    language: Language,
    ballot: Ballot | None,
    sent: _Sent,
) -> Response:
    return say_message(Message(FROM_ELSEWHERE), 403, language)


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
        said = _recalled(session, ballot, sent) if sent.recalls else sent.said
        return show_ballot(session, campaign, spoken, ballot, said)
    try:
        _keep(session, campaign, ballot, replace(sent.said, language=language.tag))
    except RefusedError as refused:
        again = refused.reason in (Reason.INVALID, Reason.WAIT) and not session.waiting
        if not again or ballot is None or wants_json(request):
            return _refuse(refused, language)
        return show_ballot(session, campaign, language, ballot, sent.said, refused)
    if wants_json(request):
        return make_response(jsonify(id=ballot.id if ballot else ""), 201, family_headers())
    return _thank(session, campaign, language, ballot, sent.said)


def _recalled(session: Session, ballot: Ballot, sent: _Sent) -> Said:
    """What the holder of a ballot said before; only she has its signature."""
    found = [one for one in instance().store.votes(session.code) if one.id == ballot.id]
    return Said(sent.said.language, found[0].themes, found[0].answers) if found else sent.said


def _keep(session: Session, campaign: Campaign, ballot: Ballot | None, said: Said) -> None:
    """Keep what was said (`RefusedError`: with its reason), and apart what comes by the dozen."""
    store = instance().store
    if session.ask.kind == WISHES:
        keep_wish(store, session, campaign.languages, ballot, said)
        return
    known = every_choice(session, store.statements(session.code))
    kept = check_vote(session, campaign.languages, ballot, said, known)
    store.save_vote(kept, session.people)
    if ballot:
        _note_arrival(session, kept, ballot)


def _note_arrival(session: Session, kept: Vote, ballot: Ballot) -> None:
    now = instance().now().timestamp()
    # A statement is answered as soon as it is heard: only who chooses among cards needs time.
    drawn = ballot.drawn if session.ask.kind == DOTS else 0
    arrivals = instance().memory.setdefault(f"arrivals:{session.code}", Arrivals())
    if flood := arrivals.note(kept.id, drawn, now, session.people):
        instance().store.keep_apart(session.code, flood, FLOOD)


def _thank(
    session: Session, campaign: Campaign, language: Language, ballot: Ballot | None, said: Said
) -> Response:
    themes = proposed(session, instance().themes(campaign))
    return family_page(
        "sessions/vote_thanks.html",
        language=language,
        fictitious=campaign.fictitious,
        session=session,
        ballot=ballot,
        said=said,
        chosen=[theme for theme in themes if theme.name in said.themes],
    )


def _refuse(refused: RefusedError, language: Language) -> Response:
    status = STATUSES[refused.reason]
    if not wants_json(request):
        return say_message(refused.message, status, language)
    return make_response(jsonify(message=words_of(refused.message, language)), status)
