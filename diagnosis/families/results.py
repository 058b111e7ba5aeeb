"""The public restitution: what families said, what was decided, what happened."""

from __future__ import annotations

from typing import Any

from babel.numbers import format_decimal
from werkzeug.wrappers import Response as WSGIResponse

from diagnosis import dataset
from diagnosis.families._blueprint import blueprint
from diagnosis.instance import Instance
from diagnosis.languages import Language
from diagnosis.model import Campaign, Workshop
from diagnosis.web import campaign_or_404, family_page, instance, page_language

MOST_NEEDS = 6


@blueprint.get("/results/<name>")
def results(name: str) -> WSGIResponse:
    """Show families what they said, in their language."""
    asked = campaign_or_404(name)
    language = page_language(asked.languages)
    shown = restitution(instance(), asked, language)
    return family_page("families/results.html", language=language, **shown)


def restitution(running: Instance, campaign: Campaign, language: Language) -> dict[str, Any]:
    """What the page for families shows, in one language."""
    # Many families may read during a vote: each vote is not followed here.
    report = dataset.state_of(running, campaign, follow=False).report
    workshops = running.store.workshops(campaign.name)
    needs = _needs(running, report, language)
    decided = [_told(running, w, language) for w in workshops if not w.held]
    held = [_told(running, w, language) for w in workshops if w.held]
    seen = [item["picture"] for item in (*needs, *decided, *held)]
    return {
        "campaign": campaign,
        "fictitious": campaign.fictitious,
        "thanks": _thanks(running, report, language),
        "needs": needs,
        "decided": decided,
        "held": held,
        "offered": [running.languages[t] for t in campaign.languages if t in running.languages],
        "used_pictures": sorted({name for name in seen if name in running.pictures}),
    }


def _thanks(running: Instance, report: dict[str, Any], language: Language) -> str:
    """How many families answered; nothing when they are too few to be told."""
    count = report["participation"]["n"]
    if count is None:
        return ""
    translate = running.languages.translator(language.tag)
    return translate.plural(
        "%(count)s famille a répondu. Merci.", "%(count)s familles ont répondu. Merci.", count
    )


def _needs(running: Instance, report: dict[str, Any], language: Language) -> list[dict[str, Any]]:
    pictures = {d.name: d.picture for d in running.library.catalogue.domains}
    return [
        {
            "label": need["label"],
            "picture": pictures.get(need["name"], ""),
            "n": need["cell"]["n"],
            "total": need["cell"]["N"],
            "written": written(need["cell"]["n"], language),
            "of": written(need["cell"]["N"], language),
            "low": written(round(100 * need["cell"]["low"]), language),
            "high": written(round(100 * need["cell"]["high"]), language),
        }
        for need in most_named(report)
    ]


def most_named(report: dict[str, Any]) -> list[dict[str, Any]]:
    """The needs that may be among the first ``MOST_NEEDS``: rounding alone leaves none out."""
    told = [domain for domain in report["needs"]["domains"] if domain["cell"]["n"]]
    last = told[:MOST_NEEDS][-1]["cell"]["n"] if told else 0
    base = report["method"]["door"]["base"]
    # Two told counts closer than this may stand the other way round.
    return [domain for domain in told if last - domain["cell"]["n"] < 2 * base - 1]


def _told(running: Instance, workshop: Workshop, language: Language) -> dict[str, Any]:
    """Describe a workshop; how many came is told from ``k`` people on."""
    theme = running.themes().get(workshop.theme)
    spoken = running.languages.own_names.get(workshop.language, workshop.language)
    enough = workshop.attended >= running.k
    return {
        "label": theme.label if theme else workshop.theme,
        "picture": theme.picture if theme else "",
        "day": workshop.day,
        "place": workshop.place,
        "spoken": spoken,
        "childcare": workshop.childcare,
        "came": workshop.attended if enough else None,
        "written": written(workshop.attended, language) if enough else "",
    }


def written(value: int, language: Language) -> str:
    """Write a number as the language does."""
    return str(format_decimal(value, locale=language.dates))
