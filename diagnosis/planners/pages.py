"""What planners' pages show: the first screen, then one page per question."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import analysis
from analysis.report import (
    Picture,
    Reading,
    Report,
    need_shown,
    pictures,
    source_of,
    standing_alone,
    typed,
)
from diagnosis import dataset
from diagnosis.instance import Instance
from diagnosis.languages import long_day
from diagnosis.model import Campaign
from diagnosis.planners.dossier import Summary, summary_page
from diagnosis.planners.words import families, state_words
from diagnosis.questionnaire import Library

# Published states whose pictures a process keeps: each is drawn once (a second and a half).
KEPT = 16


@dataclass(frozen=True)
class Understood:
    """The published state of a campaign, read: what every page of it shows."""

    state: dataset.State
    report: Report
    reading: Reading
    pictures: Mapping[str, Picture]
    words: str
    source: str

    @property
    def is_enough(self) -> bool:
        """Whether enough families answered for numbers to be told."""
        return self.report.participation.n is not None


def understand(instance: Instance, campaign: Campaign, need: str | None = None) -> Understood:
    """Read the published state; ``need`` is the one on the map, by default the most named."""
    state = dataset.state_of(instance, campaign)
    report, drawn, shown = _drawn(json.dumps(state.report), need)
    titles = {key: picture.finding for key, picture in drawn.items()}
    day = long_day(state.day) if state.day else ""
    return Understood(
        state, report, Reading(report, titles, shown), drawn, state_words(state),
        source_of(report, day),
    )  # fmt: skip


def first_screen(understood: Understood) -> Summary:
    """The finding, one picture, how sure, and what to do next."""
    said = analysis.Diagnosis.of(understood.state.report).said
    return summary_page(understood.report, said, understood.state.awaited)


def picture_file(understood: Understood, key: str) -> str:
    """A figure as a file of its own."""
    report, need = understood.state.report, understood.reading.need
    return standing_alone(report, need, key, understood.source)


@lru_cache(maxsize=KEPT)
def _drawn(text: str, need: str | None) -> tuple[Report, dict[str, Picture], str | None]:
    """A report, its pictures, and the need on the map."""
    plain = json.loads(text)
    report = typed(plain)
    shown = need_shown(report, need)
    return report, pictures(plain, shown), shown


def campaigns(instance: Instance) -> list[dict[str, Any]]:
    """The campaigns with the number of families, which under ``k`` is not told."""
    counts = {c.name: instance.store.count_responses(c.name) for c in instance.store.campaigns()}
    return [
        {"campaign": campaign, "families": families(counts[campaign.name], instance.k)}
        for campaign in instance.store.campaigns()
    ]


def labels(library: Library) -> dict[str, str]:
    """The words of the catalogue's codes: formats of sessions, what they need."""
    return {**library.catalogue.formats, **library.catalogue.constraints}
