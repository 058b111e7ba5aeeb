"""How a collection goes: who was heard beside who lives there, and where families stop.

All of it is told from the published state, whose numbers passed the door; nothing is computed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from diagnosis import dataset
from diagnosis.dataset import Beside, NonUsers, Stop
from diagnosis.model import Campaign
from diagnosis.web import instance


@dataclass(frozen=True)
class Followed:
    """What the published state tells of a collection.

    ``families`` are those that it counts. ``away`` are those that do not come today, None
    where the answers do not tell it. ``entered`` says that the team wrote who lives in the
    neighbourhood; ``beside`` holds, by question, the answers whose share of the
    neighbourhood is known, ``missed`` those of them heard too little, the widest gap first.
    """

    families: int
    away: NonUsers | None
    entered: bool
    beside: Sequence[Sequence[Beside]]
    missed: Sequence[Beside]
    stops: Sequence[Stop]


def followed(campaign: Campaign) -> Followed | None:
    """What can be told of a collection, None before its first published state."""
    report = dataset.report_shown(instance(), campaign)
    if report is None or report.participation.n is None:
        return None
    beside = dataset.beside_margins(report)
    return Followed(
        report.participation.n,
        dataset.non_users(report, dataset.away_answers(instance(), campaign)),
        bool(dataset.settings_of(instance().store, campaign.name).margins),
        [list(group) for _, group in groupby(beside, key=lambda one: one.question.name)],
        dataset.missed(report),
        dataset.stops(report, instance().questionnaire(campaign)),
    )
