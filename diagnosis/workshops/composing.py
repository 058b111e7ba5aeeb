"""What there is to answer, and how far each language has come: material for giving back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from diagnosis import dataset
from diagnosis.instance import Instance
from diagnosis.languages import SOURCE, Language
from diagnosis.model import Campaign, Workshop
from diagnosis.model.giving import Given, Told
from diagnosis.model.workshops import Stop
from diagnosis.voices import said_back, text_said_back
from diagnosis.web import catalogue


@dataclass(frozen=True)
class Need:
    """A need as the published state tells it, and how many lines answer it."""

    name: str
    told: Told | None
    answers: int


@dataclass(frozen=True)
class Proposal:
    """What was proposed at a stop of a walk or around a table, and the need to answer."""

    workshop: Workshop
    stop: Stop
    need: str


@dataclass(frozen=True)
class Tongue:
    """A language of the campaign: lines without its words, and who says what is published.

    ``voice`` is "person", "machine", or empty where nobody does; ``machine`` says that there is a
    machine voice for this language, which speaks a few seconds after publication.
    """

    language: Language
    lacking: int
    voice: str
    said: str

    @property
    def machine(self) -> bool:
        """Whether a machine could say it here."""
        return bool(self.language.machine)


def needs_to_answer(running: Instance, campaign: Campaign, lines: Sequence[Given]) -> list[Need]:
    """Every need, those most asked for first, as the published state tells them."""
    report = dataset.report_shown(running, campaign)
    told = {one.name: one.cell for one in report.needs.domains if one.cell.n} if report else {}
    listed = []
    for domain in running.library_of(campaign).catalogue.domains:
        cell = told.get(domain.name)
        share = Told(cell.n, cell.N, cell.low, cell.high) if cell else None
        answers = sum(one.need == domain.name for one in lines)
        listed.append(Need(domain.name, share, answers))
    return sorted(listed, key=lambda one: -(one.told.n if one.told else 0))


def proposals_of(running: Instance, campaign: Campaign) -> list[Proposal]:
    """What walks and cafés proposed, the last one first."""
    themes = running.themes(campaign)
    found = []
    for workshop in reversed(running.store.workshops(campaign.name)):
        theme = themes.get(workshop.theme)
        need = theme.domains[0] if theme else ""
        found += [Proposal(workshop, stop, need) for stop in workshop.told_stops if stop.proposed]
    return found


def tongues_of(running: Instance, campaign: Campaign, lines: Sequence[Given]) -> list[Tongue]:
    """How far each language of a campaign has come."""
    known = running.languages
    tags = [tag for tag in campaign.languages if tag in known]
    return [_tongue(running, campaign, known[tag], lines) for tag in tags]


def _tongue(
    running: Instance, campaign: Campaign, language: Language, lines: Iterable[Given]
) -> Tongue:
    live = [one for one in lines if one.withdrawn is None]
    written = language.written == SOURCE
    lacking = 0 if written else sum(language.tag not in one.words for one in live)
    library = running.library_of(campaign)
    text = text_said_back(catalogue(language), library, live, language)
    sound = said_back(running.store, running.machine, language, text)
    voice = "" if sound is None else "machine" if sound.machine else "person"
    return Tongue(language, lacking, voice, text)
