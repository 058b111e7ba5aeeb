"""Spoken answers: listened to once by the team, written down, and erased for good."""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort, current_app, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from diagnosis.accounts import Right
from diagnosis.languages import Language
from diagnosis.model import Campaign, Voice
from diagnosis.questionnaire import Question
from diagnosis.staff._blueprint import blueprint
from diagnosis.web import campaign_or_404, instance, needs, spaced, team_headers, team_page

LONGEST = 300


@dataclass(frozen=True)
class Waiting:
    """A spoken answer with the question it answers; ``text`` is what was typed so far."""

    voice: Voice
    language: Language
    question: str
    longest: int
    text: str = ""
    error: str = ""


@blueprint.get("/campaigns/<name>/voices")
@needs(Right.HEAR_VOICES, reason=True)
def spoken(name: str) -> Response:
    """List the spoken answers that wait to be written down."""
    return _page(campaign_or_404(name))


@blueprint.get("/campaigns/<name>/voices/<id>/<question>")
@needs(Right.HEAR_VOICES, reason=True)
def listen(name: str, id: str, question: str) -> Response:
    """The sound of a spoken answer to the team, to be kept nowhere."""
    campaign = campaign_or_404(name)
    sound = instance().store.voice(campaign.name, id, question) or abort(404)
    response = current_app.response_class(sound.content, mimetype=sound.kind)
    response.headers.update(team_headers())
    length = len(sound.content)
    return response.make_conditional(request, accept_ranges=True, complete_length=length)


@blueprint.post("/campaigns/<name>/voices/<id>/<question>")
@needs(Right.HEAR_VOICES, reason=True)
def transcribe(name: str, id: str, question: str) -> Response:
    """Write a spoken answer down, or keep nothing of it; either way its sound goes."""
    campaign = campaign_or_404(name)
    text = " ".join(request.form.get("text", "").split())
    nothing = request.form.get("keep") == "nothing"
    if not nothing and (trouble := _trouble(campaign, question, text)):
        return _page(campaign, (id, question), text, trouble)
    place, said = (campaign.name, id, question), "" if nothing else text
    done = instance().store.transcribe(*place, said, request.form.get("former"))
    other = None if done or nothing else instance().store.transcription(*place)
    if other is not None and other != text:
        return _both(campaign, question, text, other)
    flash(_outcome(done, nothing))
    return redirect(url_for("staff.spoken", name=campaign.name))


def say_waiting(count: int) -> str:
    """Say how many spoken answers wait, nothing when none does.

    Examples
    --------
    >>> say_waiting(3)
    '3 réponses parlées à écrire'
    """
    if not count:
        return ""
    words = ngettext(
        "%(count)s réponse parlée à écrire",
        "%(count)s réponses parlées à écrire",
        count,
        count=spaced(count),
    )
    return str(words)


def _both(campaign: Campaign, question: str, hers: str, theirs: str) -> Response:
    """Show what two people wrote of one answer: the second may keep either."""
    asked = _question(campaign, question)
    return team_page(
        "staff/spoken_twice.html",
        409,
        campaign=campaign,
        here="Recueillir",
        question=_(asked.label) if asked else question,
        hers=hers,
        theirs=theirs,
        longest=_longest(campaign, question),
    )


def _page(
    campaign: Campaign,
    wrong: tuple[str, str] | None = None,
    text: str = "",
    error: str = "",
) -> Response:
    found = []
    for voice in instance().store.voices(campaign.name):
        is_wrong = wrong == (voice.response, voice.question)
        found.append(_waiting(campaign, voice, *((text, error) if is_wrong else ())))
    order = instance().languages.tags
    # By language, so that whoever speaks it finds hers together; never by time.
    found.sort(key=lambda item: order.index(item.language.tag))
    return team_page(
        "staff/spoken.html",
        422 if error else 200,
        campaign=campaign,
        here="Recueillir",
        title=say_waiting(len(found)) or _("Aucune réponse parlée à écrire"),
        waiting=found,
    )


def _waiting(campaign: Campaign, voice: Voice, *typed: str) -> Waiting:
    languages = instance().languages
    language = languages[voice.language if voice.language in languages else "fr"]
    question = _question(campaign, voice.question)
    label = _(question.label) if question else voice.question
    return Waiting(voice, language, label, _longest(campaign, voice.question), *typed)


def _question(campaign: Campaign, name: str) -> Question | None:
    questions = instance().questionnaire(campaign).questions
    # The campaign may have asked it in a former version.
    return next((question for question in questions if question.name == name), None)


def _longest(campaign: Campaign, name: str) -> int:
    question = _question(campaign, name)
    return question.max_length if question else LONGEST


def _trouble(campaign: Campaign, question: str, text: str) -> str:
    longest = _longest(campaign, question)
    if not text:
        return str(_("Écrivez ce que vous entendez, ou choisissez «\u202fRien à garder\u202f»."))
    if len(text) > longest:
        return str(_("C’est trop long\u00a0: gardez %(most)s signes au plus.", most=longest))
    return ""


def _outcome(done: bool, nothing: bool) -> str:
    if not done:
        return str(_("Quelqu’un a déjà écrit cette réponse. Son texte est gardé."))
    if nothing:
        return str(_("Rien n’est gardé, le son est effacé."))
    return str(_("C’est écrit, le son est effacé."))
