"""What staff enter for the analysis of a campaign: checked, kept as data, read by the bridge.

Margins of the neighbourhood, limits of the programme, names of profiles. Each change is noted with
its day and its part, never with who made it nor with what any family said.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any

import analysis
from analysis.model import Profile
from diagnosis.dataset.errors import analysing
from diagnosis.dataset.inputs import themes_of
from diagnosis.questionnaire import Library
from diagnosis.storage import STALE, StaleError, Storage, version_of

MOST_CHANGES = 40
Plain = Mapping[str, Any]


@dataclass(frozen=True)
class Change:
    """A day on which a part of the settings changed."""

    day: date
    part: str


@dataclass(frozen=True)
class AnalysisSettings:
    """What staff entered, as plain data.

    ``margins`` holds shares by variable and category (None: as in the survey), ``sources`` where
    each comes from, ``limits`` the limits of the programme by the names of
    :class:`analysis.Limits`, ``profiles`` the names of profiles with their signatures, ``extra``
    the team's own codes of free texts, ``changes`` the last changes, the latest first.
    """

    margins: Mapping[str, Mapping[str, float | None]] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    limits: Plain = field(default_factory=dict)
    profiles: Sequence[Plain] = ()
    extra: Mapping[str, str] = field(default_factory=dict)
    changes: Sequence[Change] = ()

    @property
    def stamp(self) -> str:
        """Text that changes when the diagnosis has to be made again."""
        kept = [self.margins, self.limits, list(self.profiles), self.extra]
        return json.dumps(kept, sort_keys=True)


def settings_of(store: Storage, campaign: str) -> AnalysisSettings:
    """Read what staff entered for a campaign."""
    kept = store.get(f"analysis:{campaign}") or {}
    changes = tuple(
        Change(date.fromisoformat(change["day"]), change["part"])
        for change in kept.get("changes", ())
    )
    return AnalysisSettings(**{**kept, "changes": changes})


def part_of(settings: AnalysisSettings, *names: str) -> dict[str, Any]:
    """Some of what staff entered, as plain data whose version can be told."""
    return {name: getattr(settings, name) or None for name in names}


def change_settings(
    store: Storage, campaign: str, day: date, part: str, version: str = "", **values: Any
) -> AnalysisSettings:
    """Keep new values of a part of the settings, and note that it changed.

    Parameters
    ----------
    store, campaign : where.
    day : of the change.
    part : the word for it in the list of changes.
    version : of :func:`part_of` the same names, as it was read; not looked at when empty.
    values : by the names of :class:`AnalysisSettings`.

    Raises
    ------
    StaleError
        Somebody else has changed this part since.
    """

    def how(kept: Any) -> Any:
        former = kept or {}
        known = {name: former.get(name) or None for name in plain}
        if version and version_of(known) != version:
            raise StaleError(STALE)
        if all((former.get(name) or None) == (value or None) for name, value in plain.items()):
            return former
        changes = [{"day": str(day), "part": part}, *former.get("changes", ())]
        return {**former, **plain, "changes": changes[:MOST_CHANGES]}

    # As it comes back from the store: tuples are lists there.
    plain = json.loads(json.dumps(values))
    store.change(f"analysis:{campaign}", how)
    return settings_of(store, campaign)


def check_limits(library: Library, limits: Plain) -> None:
    """Refuse limits that the analysis cannot use.

    Raises
    ------
    DiagnosisError
        Cause and remedy are told.
    """
    with analysing():
        read = analysis.read_limits(limits)
        for theme in themes_of(library.catalogue):
            read.cost(theme.name, theme.format)


def entered(settings: AnalysisSettings) -> dict[str, Any]:
    """Settings as :func:`analysis.diagnose` takes them.

    Raises
    ------
    AnalysisError
        Something kept can no longer be read.
    """
    return {
        "margins": analysis.read_margins(settings.margins) or None,
        "limits": analysis.read_limits(settings.limits) if settings.limits else None,
        "edits": analysis.read_edits(list(settings.profiles)),
    }


def without_margins(settings: AnalysisSettings) -> AnalysisSettings:
    """Leave the margins out."""
    return replace(settings, margins={})


def signature_of(profile: Profile) -> list[dict[str, Any]]:
    """Plain data by which a published profile is found again."""
    return [trait._asdict() for trait in analysis.signature_of(asdict(profile))]
