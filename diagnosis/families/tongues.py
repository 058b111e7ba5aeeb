"""Another language: asked first where nobody knows it, changed under way, read at the end."""

from __future__ import annotations

from dataclasses import replace

from flask import make_response, request
from werkzeug.wrappers import Response as WSGIResponse

from diagnosis.answers import Submission, rules_for, unreadable
from diagnosis.families._blueprint import blueprint
from diagnosis.families.forms import family_form
from diagnosis.families.near import near
from diagnosis.families.pages import Variant, next_family, offered, render_page, variant_sent
from diagnosis.model import Campaign
from diagnosis.web import (
    campaign_or_404,
    family_headers,
    family_page,
    instance,
    page_language,
    speaking,
)


def ask_language(campaign: Campaign, variant: Variant) -> WSGIResponse:
    """The tiles of a campaign's languages; each leads on in the way one came.

    Parameters
    ----------
    campaign : which is open.
    variant : the page that would have been shown, in the language that the device may read.
    """
    languages = offered(instance(), campaign)
    page = family_page(
        "families/language.html",
        language=instance().languages[variant.language],
        campaign=campaign,
        fictitious=campaign.fictitious,
        channel=variant.channel,
        assisted=variant.assisted,
        offered=languages,
    )
    page.headers["Vary"] = "Accept-Language"
    return page


def say_again(campaign: Campaign, submission: Submission) -> WSGIResponse:
    """The form in the language asked for (``to``), with what was answered: for want of a script.

    Nothing is checked nor kept.

    Raises
    ------
    RefusedError
        The form is of no version that was ever asked.
    """
    rules = rules_for(instance(), campaign, submission.fields)
    if rules is None:
        raise unreadable()
    variant = variant_sent(campaign, submission.fields, submission.form["to"])
    with speaking(instance().languages[variant.language], rules.questionnaire):
        form = family_form(rules)(submission.form)
    id, until = (submission.form.get(name, "") for name in ("id", "until"))
    # Whoever began on an older version goes on with that one.
    asked = replace(campaign, version=rules.questionnaire.version)
    html = render_page(instance(), asked, variant, form, id, until)
    return make_response(html, 200, family_headers())


@blueprint.get("/q/<name>/thanks")
def thanks(name: str) -> WSGIResponse:
    """Say the thank-you page in another language: what is the same for every family."""
    campaign = campaign_or_404(name)
    language = page_language(campaign.languages)
    variant = variant_sent(campaign, request.args, language.tag)
    return family_page(
        "families/thanks.html",
        language=language,
        campaign=campaign,
        words=[],
        near=near(campaign, language),
        library=instance().library_of(campaign),
        next_family=next_family(campaign, variant),
        offered=offered(instance(), campaign),
        channel=variant.channel,
        assisted=variant.assisted,
    )
