"""An invented year of workshops, for the demonstration: planned, held, counted, decided on.

What happened in them is written in ``year.yaml``; why they were planned is what the published state
tells.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import yaml

from diagnosis.dataset.grounds import grounds_in
from diagnosis.dataset.shown import State, state_of
from diagnosis.dataset.source import Source
from diagnosis.model import Campaign, DiagnosisError, Workshop
from diagnosis.model.giving import Given
from diagnosis.model.workshops import COUNTERS, FACES, DayTally

YEAR = Path(__file__).with_name("year.yaml")
# A workshop is planned two weeks before, and decided on two days after.
PLANNED, DECIDED = timedelta(weeks=2), timedelta(days=2)
# The random name of the phone that counted; in a demonstration there is one.
PHONE = "0" * 32


def invent_year(source: Source, campaign: Campaign, today: date, part: str = "here") -> int:
    """Keep an invented year of workshops, and what was given back.

    Parameters
    ----------
    source : on the day of the published state that the workshops stand on.
    campaign : declared fictitious.
    today : the day before which the year has passed.
    part : ``here`` or ``beside``: which site of the story.

    Raises
    ------
    DiagnosisError
        The campaign is a real one: invented workshops would be taken for real ones.
    """
    if not campaign.fictitious:
        raise DiagnosisError(
            f"La campagne « {campaign.name} » est réelle. "
            "Inventez une année dans une campagne déclarée fictive."
        )
    story = yaml.safe_load(YEAR.read_text("utf-8"))
    state = state_of(source, campaign, follow=False)
    for line in story[part]:
        source.store.add_workshop(_workshop(line, campaign, state, today))
    if part == "here":
        lines = [_given(number, line, today) for number, line in enumerate(story["given"], 1)]
        source.store.change_given(campaign.name, lambda kept: [*kept, *lines])
    return len(story[part])


def _workshop(line: Mapping[str, Any], campaign: Campaign, state: State, today: date) -> Workshop:
    day = _day(line, today)
    begins, _, ends = line["hours"].partition("-")
    planned = day - PLANNED
    # No number is told before there was a state.
    is_told = state.day is not None and planned >= state.day
    decided = day + DECIDED if line.get("decision") else None
    return Workshop(
        id=0,
        campaign=campaign.name,
        theme=line["theme"],
        day=day,
        place=line["place"],
        language=line.get("language", "fr"),
        childcare=line.get("childcare", False),
        format=line.get("format", "workshop"),
        public=line.get("public", "everyone"),
        interpreter=line.get("interpreter", False),
        partner=line.get("partner", ""),
        begins=time.fromisoformat(begins) if begins else None,
        ends=time.fromisoformat(ends) if ends else None,
        why=grounds_in(state, line["theme"], planned) if is_told else None,
        then=grounds_in(state, line["theme"], decided) if decided and is_told else None,
        decision=line.get("decision", ""),
        reason=line.get("reason", ""),
        decided=decided,
        hours=line.get("work", 0),
        cost=line.get("cost", 0),
        **_counts(line),
    )


def _counts(line: Mapping[str, Any]) -> dict[str, Any]:
    """What was counted on the day; nothing where it is to come, or nobody wrote it down."""
    if not line["sums"]:
        return {}
    counts = dict(zip(COUNTERS, line["sums"], strict=True))
    tally = DayTally(1, {name: count for name, count in counts.items() if count not in (0, "-")})
    faces = dict(zip(FACES, line["faces"] or (0, 0, 0), strict=True))
    return {"held": True, "attended": counts["families"], "tallies": {PHONE: tally}, **faces}


def _given(number: int, line: Mapping[str, Any], today: date) -> Given:
    day = today - timedelta(weeks=line["week"])
    return Given(number, line["need"], line["kind"], line["text"], day, published=day)


def _day(line: Mapping[str, Any], today: date) -> date:
    monday = today - timedelta(days=today.weekday(), weeks=line["week"])
    return monday + timedelta(days=line["weekday"] - 1)
