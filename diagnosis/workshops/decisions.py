"""The log of choices: what was tried, kept, adapted, stopped, answered, with that day's numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from werkzeug.wrappers import Response

from diagnosis.accounts import Right
from diagnosis.activity import GIVEN_LABELS
from diagnosis.model import Campaign, Workshop
from diagnosis.model.giving import Given, Grounds
from diagnosis.web import campaign_or_404, instance, needs, team_page
from diagnosis.workshops._blueprint import blueprint
from diagnosis.workshops.evaluations import HERE, words_of


@dataclass(frozen=True)
class Choice:
    """A choice about a workshop: to try it (no ``decision``), then to keep, adapt or stop it.

    Or what families are answered, ``line``, which bears its own numbers.
    """

    day: date
    workshop: Workshop | None = None
    decision: str = ""
    reason: str = ""
    grounds: Grounds | None = None
    line: Given | None = None

    @property
    def place(self) -> tuple[date, int, int, str]:
        """Where it stands in the log."""
        workshop, line = self.workshop, self.line
        return self.day, workshop.id if workshop else 0, line.number if line else 0, self.decision


@blueprint.get("/staff/campaigns/<name>/decisions")
@needs(Right.HOLD_WORKSHOPS)
def decisions(name: str) -> Response:
    """Show every choice of a campaign, the last one first."""
    campaign = campaign_or_404(name)
    store = instance().store
    listed = [*store.workshops(name), *store.workshops(name, removed=True)]
    return team_page(
        "workshops/decisions.html",
        campaign=campaign,
        here=HERE,
        choices=choices(listed, store.given(name)),
        needs_named=needs_named(campaign),
        kinds={kind: _(label) for kind, label in GIVEN_LABELS.items()},
        **words_of(campaign),
    )


def choices(workshops: Iterable[Workshop], lines: Iterable[Given] = ()) -> list[Choice]:
    """The choices that workshops and answers bear, the last one first."""
    found = [choice for workshop in workshops for choice in _choices_of(workshop)]
    found += [Choice(line.day, line=line) for line in lines]
    return sorted(found, key=lambda one: one.place, reverse=True)


def needs_named(campaign: Campaign) -> dict[str, str]:
    """What the team calls each need."""
    domains = instance().library_of(campaign).catalogue.domains
    return {domain.name: _(domain.label) for domain in domains}


def _choices_of(workshop: Workshop) -> Iterator[Choice]:
    if workshop.why:
        yield Choice(workshop.why.day, workshop, "", workshop.aim, workshop.why)
    if workshop.decision and workshop.decided:
        yield Choice(workshop.decided, workshop, workshop.decision, workshop.reason, workshop.then)
