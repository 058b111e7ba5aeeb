"""« Ma parole, et après ? »: what became of each need, the same page for everybody.

Six words open it in the language that they are written in. Nothing is looked up for them: whoever
holds a family's code reads what everybody reads, not even whether it is one (decision record 22).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import redirect, request, url_for
from flask_babel import format_decimal
from werkzeug.wrappers import Response as WSGIResponse

from diagnosis import dataset
from diagnosis.answers import language_of, read_words
from diagnosis.families._blueprint import blueprint
from diagnosis.families.dates import ToldWorkshop, next_date, workshops_of
from diagnosis.families.given import Answered, answered, sound_of
from diagnosis.families.needs import NamedNeed, every_need
from diagnosis.families.pages import offered
from diagnosis.instance import Instance
from diagnosis.languages import Language
from diagnosis.model import DOTS, Campaign
from diagnosis.model.giving import Given
from diagnosis.questionnaire import Domain, Service, Theme
from diagnosis.web import (
    campaign_or_404,
    family_page,
    instance,
    page_language,
    refuse_other_sites,
    speaking,
)


@dataclass(frozen=True)
class Put:
    """A theme that a room voted on; ``votes`` of ``people``, empty while it is not told."""

    theme: Theme
    votes: str = ""
    people: str = ""


@dataclass(frozen=True)
class Fate:
    """What became of a need: who asks for it, what was put to the vote, planned, held."""

    domain: Domain
    named: NamedNeed | None
    put: tuple[Put, ...]
    planned: tuple[ToldWorkshop, ...]
    held: tuple[ToldWorkshop, ...]
    services: tuple[Service, ...]
    given: tuple[Answered, ...] = ()

    @property
    def voted(self) -> tuple[Put, ...]:
        """Themes that people chose."""
        return tuple(put for put in self.put if put.votes)

    @property
    def begun(self) -> bool:
        """True once anything was done."""
        return bool(self.put or self.planned or self.held or self.given)


@blueprint.get("/q/<name>/after")
def after(name: str) -> WSGIResponse:
    """Show what became of every need."""
    campaign = campaign_or_404(name)
    language = page_language(campaign.languages)
    return show_after(campaign, language, instance().store.given(name))


def show_after(
    campaign: Campaign, language: Language, lines: list[Given], preview: bool = False
) -> WSGIResponse:
    """The page in a language, of these lines; ``preview`` says that families do not read it yet."""
    with speaking(language):
        shown = fates(instance(), campaign, language, lines)
    return family_page("families/after.html", language=language, preview=preview, **shown)


def _from_elsewhere(name: str) -> WSGIResponse:
    return redirect(url_for("families.after", name=name), 303)


@blueprint.post("/q/<name>/after")
@refuse_other_sites(_from_elsewhere)
def open_after(name: str) -> WSGIResponse:
    """Open the page in the language of the six words; nothing else is read of them."""
    campaign = campaign_or_404(name)
    words, shown = read_words(instance().languages.folder), page_language(campaign.languages).tag
    written = language_of(request.form.get("code", ""), words, (shown, *campaign.languages))
    return redirect(url_for("families.after", name=name, lang=written or shown), 303)


def fates(
    running: Instance, campaign: Campaign, language: Language, lines: list[Given]
) -> dict[str, Any]:
    """What the page shows, in the language being spoken: published facts alone.

    Needs that the team answers come first, in its order.

    Parameters
    ----------
    lines : what is given back, of which what is published shows.
    """
    library = running.library_of(campaign)
    report = dataset.report_shown(running, campaign)
    told = report is not None and report.participation.n is not None
    named = every_need(library, report) if report and told else {}
    workshops, put = workshops_of(running, campaign), put_to_the_vote(running, campaign)
    today, answers = running.today(), answered(lines, language)
    first = list(dict.fromkeys(one.need for one in answers))
    return {
        "campaign": campaign,
        "fictitious": campaign.fictitious,
        "fates": [
            Fate(
                domain,
                named.get(domain.name),
                tuple(one for one in put if domain.name in one.theme.domains),
                tuple(w for w in _touching(domain, workshops) if not w.held and w.day >= today),
                tuple(w for w in _touching(domain, workshops) if w.held),
                tuple(s for s in library.services.services if domain.name in s.domains),
                tuple(one for one in answers if one.need == domain.name),
            )
            for domain in sorted(
                library.catalogue.domains,
                key=lambda one: first.index(one.name) if one.name in first else len(first),
            )
        ],
        "said_back": sound_of(running, campaign, lines, language),
        "coming": next_date(workshops, today),
        "spoken": library.languages,
        "offered": offered(running, campaign),
    }


def _touching(domain: Domain, workshops: Sequence[ToldWorkshop]) -> list[ToldWorkshop]:
    """Workshops that speak of a need; those that are about it first."""
    touching = [one for one in workshops if domain.name in one.domains]
    return sorted(touching, key=lambda one: one.domains[0] != domain.name)


def put_to_the_vote(running: Instance, campaign: Campaign) -> list[Put]:
    """Themes that rooms voted on, with the votes of those that were closed on many people."""
    themes = running.themes(campaign)
    votes: Counter[str] = Counter()
    people: Counter[str] = Counter()
    put: dict[str, None] = {}
    for session in running.store.sessions(campaign.name):
        if session.ask.kind == DOTS and not session.waiting:
            put |= dict.fromkeys(session.themes)
    for one in dataset.decided_sessions(running.store, campaign.name):
        # Everybody in the room saw the totals; of a smaller room, none is told.
        if one.people >= running.k:
            votes.update(one.chosen)
            people.update(dict.fromkeys(one.session.themes, one.people))
    return [
        Put(themes[name], _written(votes[name]), _written(people[name]))
        for name in put
        if name in themes
    ]


def _written(count: int) -> str:
    return str(format_decimal(count)) if count else ""
