"""What planners' pages show: the first screen, then one page per question."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import analysis
from analysis.model import Report, typed
from analysis.pictures import Picture, picture, pictures, standing_alone
from analysis.reading import Reading, need_shown, source_of
from diagnosis import dataset
from diagnosis.instance import Instance
from diagnosis.languages import long_day
from diagnosis.model import Campaign
from diagnosis.planners.dossier import Summary, summary_page
from diagnosis.planners.words import state_words
from diagnosis.questionnaire import Library

# Published states whose pictures a process keeps, and maps of other needs: each is drawn once.
KEPT, MAPS = 16, 64


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
    text = json.dumps(state.report)
    report, drawn = _drawn(text)
    shown = need_shown(report, need)
    if shown != need_shown(report, None):
        drawn = {**drawn, "map": _map(text, shown)}
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
    return standing_alone(understood.report, understood.reading.need, key, understood.source)


@lru_cache(maxsize=KEPT)
def _drawn(text: str) -> tuple[Report, dict[str, Picture]]:
    """A report and its pictures, the most named need on the map."""
    report = typed(json.loads(text))
    return report, pictures(report, need_shown(report, None))


@lru_cache(maxsize=MAPS)
def _map(text: str, need: str | None) -> Picture:
    """The map of another need, which alone differs from what was drawn."""
    return picture(_drawn(text)[0], need, "map")


def labels(library: Library) -> dict[str, str]:
    """The words of the catalogue's codes: formats of sessions, what they need."""
    return {**library.catalogue.formats, **library.catalogue.constraints}
