"""The told numbers that a choice stands on, frozen the day that it is made."""

from __future__ import annotations

from datetime import date

from analysis.model import Cell
from diagnosis.dataset.shown import PendingError, State, state_of
from diagnosis.dataset.source import Source
from diagnosis.model import Campaign
from diagnosis.model.giving import Asked, Grounds, Told


def grounds_today(running: Source, campaign: Campaign, theme: str) -> Grounds | None:
    """What the published state tells of a theme today; None before the first state."""
    try:
        state = state_of(running, campaign, follow=False)
    except PendingError:
        return None
    return grounds_in(state, theme, running.today())


def grounds_in(state: State, theme: str, today: date) -> Grounds | None:
    """What a state tells of a theme: numbers that passed the door, nothing else."""
    if state.day is None:
        return None
    themes = state.records.themes.items
    found = next((one for one in themes if one.name == theme), None)
    if found is None:
        return None
    return Grounds(
        day=today,
        state=state.day,
        families=state.families,
        needed=_told(found.needed),
        wished=_told(found.wished),
        votes=found.decided.votes,
        participants=found.decided.participants,
        first=found.rank_low,
        last=found.rank_high,
        themes=len(themes),
    )


def asked_today(running: Source, campaign: Campaign, need: str) -> Asked | None:
    """What the published state tells of a need today; None before the first state."""
    try:
        state = state_of(running, campaign, follow=False)
    except PendingError:
        return None
    return asked_in(state, need)


def asked_in(state: State, need: str) -> Asked | None:
    """What a state tells of a need: numbers that passed the door, nothing else."""
    if state.day is None:
        return None
    found = next((one for one in state.records.needs.domains if one.name == need), None)
    return Asked(state.day, state.families, _told(found.cell if found else None))


def _told(cell: Cell | None) -> Told | None:
    return Told(cell.n, cell.N, cell.low, cell.high) if cell else None
