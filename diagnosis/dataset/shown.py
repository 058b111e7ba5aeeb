"""The published state as every process shows it: written by the one that computes, read by all."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from hashlib import sha256
from typing import Any

from analysis.model import Report, typed
from diagnosis.dataset.source import Source
from diagnosis.model import Campaign, DiagnosisError


@dataclass(frozen=True)
class State:
    """What everybody sees of a campaign, until enough families came or left.

    ``report`` has the structure of ``report.json``; ``day`` is that of the state, None while
    too few families answered for a first one. ``families`` are those it counts, ``arrived``
    those that came since, ``awaited`` those that must still come or leave before the next.
    ``troubles`` are the team's settings that could not be used; ``behind`` is true while what
    the team changed since waits for the next state.
    """

    report: dict[str, Any]
    day: date | None
    families: int
    arrived: int
    awaited: int
    troubles: tuple[str, ...] = ()
    behind: bool = False

    @cached_property
    def records(self) -> Report:
        """The report as frozen dataclasses."""
        return typed(self.report)


class PendingError(DiagnosisError):
    """The first diagnosis of a campaign is under way."""


def show_state(instance: Source, campaign: Campaign, state: State) -> tuple[bool, bool]:
    """Hand a state to the processes that show it.

    Returns
    -------
    Whether anything of it is new, and whether its report is.
    """
    store = instance.store
    written = json.dumps(state.report)
    digest = sha256(written.encode()).hexdigest()
    before = store.get(_name(campaign)) or {}
    now = {
        "report": digest,
        "day": state.day and state.day.isoformat(),
        "families": state.families,
        "arrived": state.arrived,
        "awaited": state.awaited,
        "troubles": list(state.troubles),
        "behind": state.behind,
    }
    if now == before:
        return False, False
    if digest != before.get("report"):
        store.put(_report(campaign), {"digest": digest, "report": state.report})
    store.put(_name(campaign), now)
    return True, digest != before.get("report")


def shown_state(instance: Source, campaign: Campaign) -> State:
    """Read the state that was handed over.

    Raises
    ------
    PendingError
        There is none yet.
    """
    kept = instance.store.get(_name(campaign))
    if kept is None:
        raise PendingError("Le diagnostic se calcule\u00a0: revenez dans un instant.")
    values = {**kept, "day": kept["day"] and date.fromisoformat(kept["day"])}
    values["troubles"] = tuple(kept["troubles"])
    return State(**{**values, "report": _read(instance, campaign, kept["report"])})


def _read(instance: Source, campaign: Campaign, digest: str) -> dict[str, Any]:
    """Read a report, once for each: it weighs three hundred kilobytes."""
    name = _report(campaign)
    if instance.memory.get(name, {}).get("digest") != digest:
        instance.memory[name] = instance.store.get(name)
    report: dict[str, Any] = instance.memory[name]["report"]
    return report


def _name(campaign: Campaign) -> str:
    return f"shown:{campaign.name}"


def _report(campaign: Campaign) -> str:
    return f"shown-report:{campaign.name}"
