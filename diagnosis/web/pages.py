"""Pages for families and for the team: template, headers, and what every template reads."""

from __future__ import annotations

from typing import Any

from flask import current_app, render_template
from markupsafe import Markup
from werkzeug.wrappers import Response as WSGIResponse

from diagnosis import __version__
from diagnosis.languages import TEAM, Language
from diagnosis.questionnaire import Questionnaire
from diagnosis.storage import UnavailableError
from diagnosis.web.assets import PUBLIC_SHEETS, asset, style
from diagnosis.web.headers import family_headers, team_headers
from diagnosis.web.languages import OneLanguage, catalogue, page_language, speaking
from diagnosis.web.requests import instance
from diagnosis.web.speech import speech_at_hand


def family_page(
    template: str, status: int = 200, language: Language | None = None, **values: Any
) -> WSGIResponse:
    """Render a page for families: inlined style and script, strict policy, nothing stored."""
    language = language or page_language()
    with speaking(language):
        # A page of trouble asks no store what can be heard.
        sound = sound_addresses(language) if status < 500 else []
        shown = {"sound": sound, **family_values(language, *PUBLIC_SHEETS), **values}
        html = render_template(template, **shown)
    response = current_app.make_response((html, status))
    response.headers.update(family_headers())
    return response


def family_values(
    language: Language, *sheets: str, asked: Questionnaire | None = None
) -> dict[str, Any]:
    """What every family template reads; ``sheets`` are the styles that the page needs.

    ``asked`` is the questionnaire that the page shows, in its own words where it has some.
    """
    said = OneLanguage(language, asked=asked)
    return {
        "language": language,
        "_": said.gettext,
        "ngettext": said.ngettext,
        "draft": catalogue(language).is_draft,
        "style": Markup(style(*sheets)),  # noqa: S704 - our own file
        "exit_address": instance().exit_address,
        "instance": instance(),
    }


def sound_addresses(language: Language) -> list[str]:
    """The script and style of voices, then what can be heard in a language if anything is kept."""
    try:
        heard = instance().heard(language.tag)
    except UnavailableError:
        # A page opens whatever the store does; it is read, not heard.
        heard = None
    listed = [f"/words/{language.tag}/sounds.json?v={heard.mark}"] if heard else []
    return [asset("families/voice.js"), asset("families/voice.css"), *listed]


def team_page(template: str, status: int = 200, **values: Any) -> WSGIResponse:
    """Render a page for the team or for planners: style and script from our own files only."""
    speech = speech_at_hand()
    said = OneLanguage(speech.language, TEAM)
    values |= {"_": said.gettext, "ngettext": said.ngettext}
    html = render_template(template, version=__version__, speech=speech, **values)
    response = current_app.make_response((html, status))
    response.headers.update(team_headers())
    return response
