"""The published state as every process shows it: written by the one that computes, read by all."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from hashlib import sha256
from importlib import import_module
from typing import Any

from analysis.model import Report, typed
from diagnosis import __version__
from diagnosis.dataset.source import Source
from diagnosis.model import Campaign, DiagnosisError

# Of the report that a state holds; one of an earlier version is made again when it is read.
VERSION = 2
Kept = dict[str, Any]
COUNTS = ("families", "arrived", "awaited", "behind")


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
    """The first diagnosis of a campaign is under way.

    ``done`` of its ``pieces`` are made; no piece: numbers are being computed.
    """

    def __init__(self, campaign: str, done: int = 0, pieces: int = 0) -> None:
        super().__init__(f"Le diagnostic de {campaign} se calcule\u00a0: revenez dans un instant.")
        self.done, self.pieces = done, pieces


def state_of(instance: Source, campaign: Campaign, follow: bool = True) -> State:
    """Published state of a campaign: computed here, or read where another process publishes.

    Parameters
    ----------
    instance, campaign : which.
    follow : False to show the last state to many readers without following the team's settings.

    Raises
    ------
    DiagnosisError
        The campaign's questionnaire is not in the store.
    PendingError
        Another process publishes, and has not yet.
    """
    if not instance.publishes:
        return shown_state(instance, campaign)
    # Loaded where it computes: statistics weigh a second of start and sixty megabytes.
    states = import_module("diagnosis.dataset.states")
    computed: State = states.computed_state(instance, campaign, follow)
    return computed


def report_shown(instance: Source, campaign: Campaign) -> Report | None:
    """Report of the published state, None before the first one: nothing is computed, ever.

    What a family is thanked with must not wait for statistics.
    """
    if instance.publishes:
        kept = of_today(instance.store.get(kept_name(campaign)))
        return typed(kept["report"]) if kept else None
    try:
        return shown_state(instance, campaign).records
    except PendingError:
        return None


def troubles_shown(instance: Source, campaign: Campaign) -> tuple[str, ...]:
    """Settings of the team that the published state could not use; nothing is computed."""
    name = kept_name(campaign) if instance.publishes else _name(campaign)
    kept = instance.store.get(name) or {}
    return tuple(kept.get("troubles", ()))


def kept_name(campaign: Campaign) -> str:
    """Name under which who publishes keeps a state."""
    return f"published:{campaign.name}"


def of_today(kept: Any) -> Kept | None:
    """A state as it is kept; none when it is of an earlier version, whose families answer anew."""
    return kept if kept and kept.get("version") == VERSION else None


def news(instance: Source, campaign: Campaign, state: State) -> tuple[bool, bool]:
    """Compare a state with the one that is shown.

    Returns
    -------
    Whether anything of it is new, and whether its report is (or the program that shows it).
    """
    before, now = instance.store.get(_name(campaign)) or {}, _brief(state)
    return now != before, any(now[key] != before.get(key) for key in ("report", "program"))


def show_state(instance: Source, campaign: Campaign, state: State) -> None:
    """Hand a state to the processes that show it."""
    brief = _brief(state)
    instance.store.put(_report(campaign), {"digest": brief["report"], "report": state.report})
    instance.store.put(_name(campaign), brief)


def shown_state(instance: Source, campaign: Campaign) -> State:
    """Read the state that was handed over.

    Raises
    ------
    PendingError
        There is none yet.
    """
    kept = instance.store.get(_name(campaign))
    if kept is None:
        raise PendingError(campaign.name)
    return State(
        report=_read(instance, campaign, kept["report"]),
        day=kept["day"] and date.fromisoformat(kept["day"]),
        troubles=tuple(kept["troubles"]),
        **{name: kept[name] for name in COUNTS},
    )


def _brief(state: State) -> dict[str, Any]:
    """All of a state but its report, which a digest stands for."""
    return {
        "program": __version__,
        "report": sha256(json.dumps(state.report).encode()).hexdigest(),
        "day": state.day and state.day.isoformat(),
        "troubles": list(state.troubles),
        **{name: getattr(state, name) for name in COUNTS},
    }


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
