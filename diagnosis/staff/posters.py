"""What hangs in the street, is handed out or filled in: posters, cards and paper, by language."""

from __future__ import annotations

from typing import Any

from flask import abort, request
from werkzeug.wrappers import Response

from diagnosis.accounts import Right
from diagnosis.languages import Language
from diagnosis.model import Campaign
from diagnosis.questionnaire import effort_of
from diagnosis.staff._blueprint import blueprint
from diagnosis.staff.collecting import path
from diagnosis.web import (
    campaign_or_404,
    instance,
    line_of,
    needs,
    on_paper,
    promised,
    public_address,
    team_page,
)

FIRST = "fr"


@blueprint.get("/campaigns/<name>/poster")
@needs(Right.FOLLOW_CAMPAIGNS)
def poster(name: str) -> Response:
    """Lay out a poster to print, in one of the campaign's languages."""
    campaign = campaign_or_404(name)
    languages = _languages(campaign)
    language = _tongue(languages)
    minutes = _minutes(campaign)
    others = [promised(one, minutes) for one in languages.values() if one is not language]
    return team_page(
        "staff/poster.html",
        **_shared(campaign),
        languages=languages.values(),
        said=promised(language, minutes),
        french=promised(languages[FIRST], minutes) if FIRST in languages else None,
        others=[one for one in others if not one.language.oral],
        oral=[one.language for one in others if one.language.oral],
    )


@blueprint.get("/campaigns/<name>/cards")
@needs(Right.FOLLOW_CAMPAIGNS)
def cards(name: str) -> Response:
    """Lay out A5 cards to hand out, one in each of the campaign's languages."""
    campaign = campaign_or_404(name)
    minutes = _minutes(campaign)
    languages = _languages(campaign)
    return team_page(
        "staff/cards.html",
        **_shared(campaign),
        cards=[promised(language, minutes) for language in languages.values()],
        french=promised(languages[FIRST], minutes) if FIRST in languages else None,
    )


@blueprint.get("/campaigns/<name>/paper")
@needs(Right.FOLLOW_CAMPAIGNS)
def paper(name: str) -> Response:
    """Lay out the questionnaire to fill in on paper, in one of the campaign's languages."""
    campaign = campaign_or_404(name)
    languages = _languages(campaign)
    language = _tongue(languages)
    questionnaire = instance().questionnaire(campaign)
    whole = request.args.get("whole") == "1" or not questionnaire.pause
    return team_page(
        "staff/paper.html",
        campaign=campaign,
        languages=languages.values(),
        said=promised(language, _minutes(campaign)),
        french=promised(languages[FIRST], _minutes(campaign)) if FIRST in languages else None,
        welcome=[
            line_of(language, one.label, one.picture, questionnaire)
            for one in questionnaire.welcome
        ],
        questions=list(on_paper(questionnaire, language, core=not whole)),
        pause=questionnaire.pause,
        whole=whole,
    )


def channel_asked(campaign: Campaign) -> str:
    """The way in that a link or a code is asked for; the first one otherwise."""
    asked = request.args.get("channel", "")
    return asked if asked in campaign.channels else campaign.channels[0]


def _shared(campaign: Campaign) -> dict[str, Any]:
    channel = channel_asked(campaign)
    address = (public_address() + path(campaign, channel)).partition("://")[2]
    return {"campaign": campaign, "channel": channel, "address": address}


def _languages(campaign: Campaign) -> dict[str, Language]:
    known = instance().languages
    return {tag: known[tag] for tag in campaign.languages if tag in known}


def _tongue(languages: dict[str, Language]) -> Language:
    """The language that a sheet is asked for in; French otherwise, or the campaign's first one."""
    tag = request.args.get("tongue", FIRST if FIRST in languages else next(iter(languages)))
    return languages.get(tag) or abort(404)


def _minutes(campaign: Campaign) -> int:
    """What the first part of the questionnaire takes: after it a family may send at once."""
    return effort_of(instance().questionnaire(campaign)).core.minutes
