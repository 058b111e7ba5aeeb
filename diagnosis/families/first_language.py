"""The language as a door: tiles, where nobody knows yet which language a family reads."""

from __future__ import annotations

from werkzeug.wrappers import Response as WSGIResponse

from diagnosis.families.pages import Variant, offered
from diagnosis.languages import own_names
from diagnosis.model import Campaign
from diagnosis.web import family_page, instance


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
        voices=own_names(instance().store, languages),
    )
    page.headers["Vary"] = "Accept-Language"
    return page
