"""The addresses of the family pages."""

from __future__ import annotations

import uuid
from dataclasses import replace

from flask import current_app, jsonify, make_response, request
from flask_babel import gettext
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as WSGIResponse

from diagnosis.answers import (
    Reason,
    RefusedError,
    Submission,
    check_submission,
    keep,
    read_json,
    rules_for,
    unreadable,
)
from diagnosis.families._blueprint import STATUSES, blueprint
from diagnosis.families.forms import family_form
from diagnosis.families.near import near
from diagnosis.families.pages import (
    Pages,
    Variant,
    choose_variant,
    next_family,
    offered,
    render_page,
    variant_sent,
)
from diagnosis.families.tongues import ask_language, say_again
from diagnosis.families.withdrawal import with_code, words_for
from diagnosis.languages import Language
from diagnosis.model import N_, Campaign, Outcome, Response
from diagnosis.questionnaire import Rules
from diagnosis.web import (
    campaign_or_404,
    family_headers,
    family_page,
    for_team,
    instance,
    is_asked_first,
    page_language,
    refuse_other_sites,
    say,
    speaking,
    wants_json,
)

# Where nothing of hers is on the screen: such a page leads on.
ENDED = {403, 404, 410}
OUTCOMES = {
    Outcome.CREATED: 201,
    Outcome.SAME: 200,
    Outcome.EMPTY: 200,
    Outcome.CONFLICT: 409,
}
NOT_FOUND = N_("Cette page n’existe pas. Regardez l’adresse, ou scannez de nouveau le QR code.")
CLOSED = N_("Ce questionnaire est terminé. Merci à toutes les familles.")
NOT_YET = N_("Ce questionnaire n’est pas encore ouvert. Revenez bientôt.")
ELSEWHERE = N_("Ouvrez d’abord la page du questionnaire, puis répondez.")
CONFLICT = N_("Vos réponses étaient déjà arrivées. Elles sont bien gardées.")


@blueprint.get("/q/<name>")
def questionnaire(name: str) -> WSGIResponse:
    """Show the questionnaire of a campaign in one language."""
    campaign = campaign_or_404(name)
    if closed := closed_page(campaign):
        return closed
    variant = choose_variant(campaign, request.args, request.accept_languages)
    if variant is None:
        return _choose_language(campaign)
    if is_asked_first(request.args, request.accept_languages, campaign.languages):
        return ask_language(campaign, variant)
    pages: Pages = current_app.extensions["diagnosis-pages"]
    headers = {"Content-Language": variant.language, "Vary": "Accept-Language"}
    return pages.ready(campaign, variant).answer({**family_headers(), **headers})


@blueprint.post("/q/<name>/responses")
def respond(name: str) -> WSGIResponse:
    """Store a family's response, durably, once."""
    campaign = campaign_or_404(name)
    if not campaign.accepts(instance().today()):
        return _closed(campaign)
    return _receive(campaign)


def _from_elsewhere(campaign: Campaign) -> WSGIResponse:
    refused = RefusedError(Reason.ELSEWHERE, ELSEWHERE)
    return _refuse(refused, campaign, Submission({}, {}), page_language(campaign.languages))


@refuse_other_sites(_from_elsewhere)
def _receive(campaign: Campaign) -> WSGIResponse:
    language = page_language(campaign.languages)
    submission = Submission({}, {})
    try:
        submission = _read_submission(campaign)
        if submission.language in campaign.languages:
            language = instance().languages[submission.language]
        if submission.form.get("to") in campaign.languages:
            return say_again(campaign, submission)
        response = check_submission(instance(), campaign, submission, language.tag)
        rules = rules_for(instance(), campaign, submission.fields)
        if rules and submission.form and not submission.form.get("id"):
            return _give_back(campaign, submission, language, rules, 200)
        response, code = with_code(campaign, response)
        outcome = keep(instance(), campaign, response)
        return _acknowledge(campaign, response, language, outcome, code)
    except RefusedError as refused:
        return _refuse(refused, campaign, submission, language)


@blueprint.get("/")
def home() -> WSGIResponse:
    """Lead to the campaigns under way."""
    now = [c for c in instance().store.campaigns() if c.is_open(instance().today())]
    return family_page("families/home.html", campaigns=now, offered=list(instance().languages))


@blueprint.get("/privacy")
def privacy() -> WSGIResponse:
    """Say what becomes of the answers, and each person's rights."""
    return family_page("families/privacy.html", offered=list(instance().languages))


@blueprint.get("/accessibility")
def accessibility() -> WSGIResponse:
    """Declare how accessible the pages are."""
    return family_page("families/accessibility.html", offered=list(instance().languages))


def page_for_people(error: HTTPException) -> WSGIResponse:
    """Answer an HTTP error kindly, in the person's language, as JSON where asked for."""
    language = page_language()
    texts = {
        404: NOT_FOUND,
        405: NOT_FOUND,
        413: N_("C’est trop long pour nous. Raccourcissez votre texte, puis renvoyez."),
        500: N_("Un souci de notre côté. Vos réponses sont encore sur votre écran : renvoyez-les."),
    }
    text = texts.get(error.code or 500, texts[500] if (error.code or 500) >= 500 else NOT_FOUND)
    return _say(text, error.code or 500, language)


def closed_page(campaign: Campaign) -> WSGIResponse | None:
    """The page of a campaign that families may not begin to answer today, None when they may."""
    return None if campaign.is_open(instance().today()) else _closed(campaign)


def _read_submission(campaign: Campaign) -> Submission:
    """Read a form or a JSON submission.

    Raises
    ------
    RefusedError
        Another type of content, or as for `read_json`.
    """
    if request.mimetype == "application/json":
        return read_json(request.get_data(), instance().secrets, campaign.name)
    if request.mimetype in ("application/x-www-form-urlencoded", "multipart/form-data"):
        lists = {name: request.form.getlist(name) for name in request.form}
        single = {name: values[-1] for name, values in lists.items()}
        if not wants_json(request):
            # The page is the same for all: without JavaScript, a family's UUID is drawn here.
            single["id"] = single.get("id") or str(uuid.uuid4())
        return Submission(single, lists, request.form)
    raise unreadable(Reason.UNSUPPORTED)


def _closed(campaign: Campaign) -> WSGIResponse:
    language = page_language(campaign.languages)
    if instance().today() < campaign.opens:
        return _say(NOT_YET, 403, language)
    return _say(CLOSED, 410, language, campaign=campaign)


def _choose_language(campaign: Campaign) -> WSGIResponse:
    return _say(
        N_("Cette langue n’est pas encore proposée. Choisissez-en une autre."),
        404,
        page_language(campaign.languages),
        offered(instance(), campaign),
    )


def _say(
    text: str,
    status: int,
    language: Language,
    offered: list[Language] | None = None,
    campaign: Campaign | None = None,
) -> WSGIResponse:
    with speaking(language):
        title = gettext(text)
    if wants_json(request):
        return make_response(jsonify(message=title), status, family_headers())
    return family_page(
        "shared/public_message.html",
        status,
        language,
        title=title,
        offered=offered,
        ended=_leads_on(status),
        campaign=campaign,
    )


def _leads_on(status: int) -> bool:
    """Whether a message ends the way: not on a kiosk, which must not be left, nor for the team."""
    return status in ENDED and not for_team(request) and not request.path.startswith("/kiosk/")


def _acknowledge(
    campaign: Campaign,
    response: Response,
    language: Language,
    outcome: Outcome,
    code: tuple[int, ...],
) -> WSGIResponse:
    if outcome is Outcome.CONFLICT:
        return _say(CONFLICT, 409, language)
    status = OUTCOMES[outcome]
    if wants_json(request):
        content = jsonify(id=response.id, status=outcome.value)
        return make_response(content, status, family_headers())
    return family_page(
        "families/thanks.html",
        status,
        language,
        campaign=campaign,
        words=words_for(code, language),
        # Another page would not show the code again.
        offered=[] if code else offered(instance(), campaign),
        channel=response.channel,
        assisted=response.assisted,
        near=near(campaign, language),
        library=instance().library_of(campaign),
        next_family=next_family(
            campaign, Variant(language.tag, response.channel, response.assisted)
        ),
    )


def _refuse(
    refused: RefusedError, campaign: Campaign, submission: Submission, language: Language
) -> WSGIResponse:
    status = STATUSES[refused.reason]
    rules = rules_for(instance(), campaign, submission.fields)
    if wants_json(request):
        with speaking(language, rules.questionnaire if rules else None):
            errors = {name: say(error) for name, error in refused.errors.items()}
            content = jsonify(message=say(refused.message), errors=errors)
        return make_response(content, status, family_headers())
    if rules is None or not _about_questions(refused, rules):
        return _say(refused.message.text, status, language)
    return _give_back(campaign, submission, language, rules, status)


def _give_back(
    campaign: Campaign, submission: Submission, language: Language, rules: Rules, status: int
) -> WSGIResponse:
    """Show the form again, to correct or to look over, with a UUID: sent twice, it counts once."""
    # Whoever began on an older version corrects that one.
    campaign = replace(campaign, version=rules.questionnaire.version)
    with speaking(language, rules.questionnaire):
        form = family_form(rules)(submission.form)
        form.validate()
    variant = variant_sent(campaign, submission.fields, language.tag)
    id, until = (str(submission.fields.get(name) or "") for name in ("id", "until"))
    html = render_page(instance(), campaign, variant, form, id, until)
    return make_response(html, status, family_headers())


def _about_questions(refused: RefusedError, rules: Rules) -> bool:
    asked = rules.questionnaire.questions
    about = any(question.name in refused.errors for question in asked)
    return about and refused.reason is Reason.INVALID
