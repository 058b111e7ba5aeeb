"""The team's home: what awaits, whom to meet next, what comes, and the campaigns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any

from flask import redirect
from werkzeug.wrappers import Response

from diagnosis.accounts import Right
from diagnosis.keeping import last_backup
from diagnosis.model import Campaign
from diagnosis.staff._blueprint import blueprint
from diagnosis.staff.collecting import collected_of
from diagnosis.staff.week.answers_waiting import of_answers
from diagnosis.staff.week.coming import coming
from diagnosis.staff.week.following import Followed, followed
from diagnosis.staff.week.rooms_waiting import of_rooms
from diagnosis.staff.week.trials_waiting import of_workshops
from diagnosis.staff.week.upkeep import (
    all_invented,
    is_backup_late,
    late_erasing,
    missing_settings,
    of_languages,
    of_machine,
    of_settings,
)
from diagnosis.staff.week.work import Work, by_urgency
from diagnosis.web import instance, may, may_somewhere, needs, team_page

# Of one kind: the others wait under one more tap, so that the rest stays in sight.
MOST_OF_A_KIND = 3


@dataclass(frozen=True)
class Meeting:
    """Whom a campaign has heard so far, of ``total`` answers; None before its first state."""

    campaign: Campaign
    total: int
    heard: Followed | None


@blueprint.get("/")
@needs(None)
def index() -> Response:
    """What awaits who is there, in the campaigns that are theirs."""
    if not may_somewhere(Right.FOLLOW_CAMPAIGNS) and may_somewhere(Right.READ_DIAGNOSIS):
        return redirect("/planning/")
    every = instance().store.campaigns()
    mine = [one for one in every if may(Right.FOLLOW_CAMPAIGNS, one.name)]
    return team_page(
        "staff/week.html",
        work=[list(alike) for _, alike in groupby(waiting(mine), key=attrgetter("kind"))],
        most=MOST_OF_A_KIND,
        meetings=_meetings(mine),
        coming=coming(mine),
        campaigns=[(campaign, collected_of(campaign)) for campaign in mine],
        today=instance().today(),
        k=instance().k,
        erasing=late_erasing(),
        unset=missing_settings(),
        backup=_backup(),
        edits_lists=any(may(Right.EDIT_LISTS, site=site.name) for site in instance().library.sites),
    )


def waiting(campaigns: Sequence[Campaign]) -> list[Work]:
    """Everything that waits in these campaigns for who is there, the most urgent first."""
    found = [*of_machine(), *of_languages()]
    for campaign in campaigns:
        for part in (of_answers, of_rooms, of_workshops, of_settings):
            found += part(campaign)
    return by_urgency(found)


def _meetings(campaigns: Sequence[Campaign]) -> list[Meeting]:
    """Campaigns that still ask, of which the person may read what families said."""
    store, today = instance().store, instance().today()
    return [
        Meeting(one, store.count_responses(one.name), followed(one))
        for one in campaigns
        if one.is_open(today) and may(Right.READ_DIAGNOSIS, one.name)
    ]


def _backup() -> dict[str, Any] | None:
    """The day of the last backup, and whether the next is late; None when all is invented."""
    if all_invented():
        return None
    return {"last": last_backup(instance().store), "late": is_backup_late()}
