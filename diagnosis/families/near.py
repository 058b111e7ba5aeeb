"""What a family that has answered is given back, the same for all: dates, needs, services.

Nothing of it depends on what she answered: who looks over her shoulder, or opens the page after
her, reads what everybody reads. It is taken from published facts, and computes none.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from flask import abort, jsonify, make_response, render_template
from markupsafe import Markup
from werkzeug.wrappers import Response as WSGIResponse

from diagnosis import dataset
from diagnosis.families._blueprint import blueprint
from diagnosis.families.dates import ToldWorkshop, next_date, workshops_of
from diagnosis.families.needs import NamedNeed, needs_of
from diagnosis.families.picture_book import files_of
from diagnosis.instance import Instance
from diagnosis.languages import Language
from diagnosis.model import Campaign
from diagnosis.questionnaire import Library
from diagnosis.web import (
    OneLanguage,
    campaign_or_404,
    catalogue,
    family_headers,
    instance,
    speaking,
    whole_book,
)

# Languages of a few campaigns, in two places; each weighs a few kilobytes.
MOST = 128
MOST_NEEDS = 3


@dataclass(frozen=True)
class News:
    """What is published for families: the next date, what they asked for so far."""

    coming: ToldWorkshop | None
    needs: tuple[NamedNeed, ...]


@blueprint.get("/words/<language>/news/<name>.json")
def news(language: str, name: str) -> WSGIResponse:
    """What the last screen of a questionnaire gives back, as markup; kept by the device."""
    campaign = campaign_or_404(name)
    if language not in instance().languages:
        abort(404)
    html = near(campaign, instance().languages[language], inside=True)
    headers = {**family_headers(), "Cache-Control": "public, max-age=60"}
    return make_response(jsonify(html=html), 200, headers)


def near(campaign: Campaign, language: Language, inside: bool = False) -> str:
    """What a family is thanked with, as markup, written once for all families alike.

    Parameters
    ----------
    inside : the questionnaire's own page, which has pictures of its own and stays open.
    """
    running = instance()
    with speaking(language):
        told = published(running, campaign)
    return _written(campaign, language, running.library_of(campaign), told, inside)


def published(running: Instance, campaign: Campaign) -> News:
    """What may be told today, in the language being spoken."""
    coming = next_date(workshops_of(running, campaign), running.today())
    report = dataset.report_shown(running, campaign)
    if report is None or report.participation.n is None:
        return News(coming, ())
    needs = needs_of(running.library_of(campaign), report, MOST_NEEDS)
    # Where too many may be the first ones, no few of them are.
    return News(coming, tuple(needs) if len(needs) <= 2 * MOST_NEEDS else ())


@lru_cache(maxsize=MOST)
def _written(
    campaign: Campaign, language: Language, library: Library, told: News, inside: bool
) -> str:
    with speaking(language):
        html = render_template(
            "families/near.html",
            _=OneLanguage(language).gettext,
            language=language,
            draft=catalogue(language).is_draft,
            campaign=campaign,
            services=library.services.services,
            spoken=library.languages,
            told=told,
            inside=inside,
            heading="h3" if inside else "h2",
            at=_pictures(campaign, library, inside),
        )
    return Markup(html)  # noqa: S704 - our own template


def _pictures(campaign: Campaign, library: Library, inside: bool) -> Callable[[str], str]:
    """Where pictures are: in the files that the questionnaire's page has, and its device keeps."""
    book = instance().pictures
    rules = instance().rules(campaign.questionnaire, campaign.version) if inside else None
    if rules is None:
        return lambda name: whole_book(book, name)
    files = files_of(book, library, rules.questionnaire, campaign.name)
    return lambda name: files(name) or whole_book(book, name)
