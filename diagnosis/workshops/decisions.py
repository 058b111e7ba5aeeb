"""The log of choices: what was tried, kept, adapted or stopped, with the numbers of that day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from werkzeug.wrappers import Response

from diagnosis.accounts import Right
from diagnosis.model import Workshop
from diagnosis.model.giving import Grounds
from diagnosis.web import campaign_or_404, instance, needs, team_page
from diagnosis.workshops._blueprint import blueprint
from diagnosis.workshops.evaluations import HERE, words_of


@dataclass(frozen=True)
class Choice:
    """A choice about a workshop: to try it (no ``decision``), then to keep, adapt or stop it."""

    workshop: Workshop
    day: date
    decision: str
    reason: str
    grounds: Grounds | None


@blueprint.get("/staff/campaigns/<name>/decisions")
@needs(Right.HOLD_WORKSHOPS)
def decisions(name: str) -> Response:
    """Show every choice of a campaign, the last one first."""
    campaign = campaign_or_404(name)
    store = instance().store
    listed = [*store.workshops(name), *store.workshops(name, removed=True)]
    words = words_of(campaign)
    return team_page(
        "workshops/decisions.html", campaign=campaign, here=HERE, choices=choices(listed), **words
    )


def choices(workshops: Iterable[Workshop]) -> list[Choice]:
    """The choices that workshops bear, the last one first."""
    found = [choice for workshop in workshops for choice in _choices_of(workshop)]
    return sorted(found, key=lambda one: (one.day, one.workshop.id, one.decision), reverse=True)


def _choices_of(workshop: Workshop) -> Iterator[Choice]:
    if workshop.why:
        yield Choice(workshop, workshop.why.day, "", workshop.aim, workshop.why)
    if workshop.decision and workshop.decided:
        yield Choice(workshop, workshop.decided, workshop.decision, workshop.reason, workshop.then)
