"""The public restitution: what families said, what was decided, what happened."""

from __future__ import annotations

from typing import Any

from flask_babel import ngettext
from werkzeug.wrappers import Response as WSGIResponse

from diagnosis import dataset
from diagnosis.families._blueprint import blueprint
from diagnosis.families.dates import next_date, workshops_of
from diagnosis.families.needs import most_named, needs_of
from diagnosis.families.pages import offered
from diagnosis.instance import Instance
from diagnosis.model import Campaign
from diagnosis.web import campaign_or_404, family_page, instance, page_language, speaking

__all__ = ["most_named", "restitution", "results"]


@blueprint.get("/results/<name>")
def results(name: str) -> WSGIResponse:
    """Show families what they said, in their language."""
    asked = campaign_or_404(name)
    language = page_language(asked.languages)
    with speaking(language):
        shown = restitution(instance(), asked)
    return family_page("families/results.html", language=language, **shown)


def restitution(running: Instance, campaign: Campaign) -> dict[str, Any]:
    """What the page for families shows, in the language being spoken."""
    # Many families may read during a vote: each vote is not followed here.
    report = dataset.state_of(running, campaign, follow=False).records
    workshops = workshops_of(running, campaign)
    coming = next_date(workshops, running.today())
    return {
        "campaign": campaign,
        "fictitious": campaign.fictitious,
        "thanks": _thanks(report.participation.n),
        "needs": needs_of(running.library_of(campaign), report),
        "coming": coming,
        "decided": [one for one in workshops if not one.held and one is not coming],
        "held": [one for one in workshops if one.held],
        "offered": offered(running, campaign),
    }


def _thanks(count: int | None) -> str:
    """How many families answered; nothing when they are too few to be told."""
    if count is None:
        return ""
    return str(
        ngettext("%(num)s famille a répondu. Merci.", "%(num)s familles ont répondu. Merci.", count)
    )
