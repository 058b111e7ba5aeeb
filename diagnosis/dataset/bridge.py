"""The diagnosis of a campaign, made again only when what it reads has changed."""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Protocol

import analysis
from diagnosis.dataset.inputs import themes_of
from diagnosis.dataset.tables import analysing, codebook_of, table_of
from diagnosis.i18n import Languages
from diagnosis.model import Campaign
from diagnosis.questionnaire import Library, Questionnaire
from diagnosis.storage import Storage


class Source(Protocol):
    """What the bridge reads of a running instance, which keeps the diagnoses in its memory."""

    store: Storage
    library: Library
    languages: Languages
    k: int
    memory: dict[str, Any]

    def questionnaire(self, campaign: Campaign) -> Questionnaire:
        """Give the questionnaire that a campaign asks."""
        ...


@dataclass
class _Kept:
    """The last diagnosis of a campaign, and of what it was made."""

    lock: Lock = field(default_factory=Lock)
    stamp: tuple[str, ...] = ()
    diagnosis: analysis.Diagnosis | None = None


def diagnosis_of(instance: Source, campaign: Campaign) -> dict[str, Any]:
    """Give the diagnosis of a campaign: disclosed aggregates, the structure of ``report.json``.

    It is kept in memory until a response, a vote, a workshop or a map changes; one computation
    at a time per campaign, the others wait for it.

    Raises
    ------
    DiagnosisError
        The answers cannot be analysed; the message gives cause and remedy.
    """
    return _diagnosed(instance, campaign).to_dict()


def published_of(instance: Source, campaign: Campaign) -> dict[str, Any]:
    """Give the diagnosis for the public, the same one until ``k`` families more (or fewer).

    Two public results that differ by a few families would tell what these families said. So what
    was published is kept in the store: every worker shows the same, and a restart changes nothing.

    Raises
    ------
    DiagnosisError
        The answers cannot be analysed; the message gives cause and remedy.
    """
    name = f"published:{campaign.name}"
    count = instance.store.count_responses(campaign.name)
    kept = instance.store.get(name)
    if not _is_due(kept, count, instance.k):
        return dict(kept["report"])
    fresh = {
        "count": count if count >= instance.k else 0,
        "report": _diagnosed(instance, campaign).to_dict(),
    }
    # Another worker may have published meanwhile, a family more or fewer: the first one stands.
    published = instance.store.change(
        name, lambda former: fresh if _is_due(former, count, instance.k) else former
    )
    return dict(published["report"])


def _is_due(kept: Any, count: int, k: int) -> bool:
    return kept is None or abs(count - kept["count"]) >= k


def report_files(instance: Source, campaign: Campaign) -> dict[str, bytes]:
    """Give ``report.json`` and the self-contained ``report.html`` of a campaign, by name."""
    with tempfile.TemporaryDirectory() as folder, analysing():
        written = analysis.write_report(_diagnosed(instance, campaign), folder)
        return {path.name: path.read_bytes() for path in written}


def evidence_of(store: Storage, campaign: Campaign) -> analysis.Evidence:
    """Gather what concertation sessions and held test workshops say of the themes."""
    sessions = []
    for session in store.sessions(campaign.name):
        votes = store.votes(session.code)
        counts = Counter(theme for vote in votes for theme in dict.fromkeys(vote.themes))
        sessions.append(analysis.SessionVotes(len(votes), counts, session.themes))
    held = [
        analysis.WorkshopOutcome(w.theme, w.attended, w.happy, w.neutral, w.unhappy)
        for w in store.workshops(campaign.name)
        if w.held
    ]
    return analysis.Evidence([s for s in sessions if s.participants], held)


def _diagnosed(instance: Source, campaign: Campaign) -> analysis.Diagnosis:
    kept: _Kept = instance.memory.setdefault(f"diagnosis:{campaign.name}", _Kept())
    with kept.lock:
        stamp = (
            instance.store.stamp(campaign.name),
            campaign.questionnaire,
            campaign.version,
            campaign.title,
            str(campaign.fictitious),
        )
        if kept.diagnosis is None or kept.stamp != stamp:
            kept.diagnosis, kept.stamp = _diagnose(instance, campaign), stamp
        return kept.diagnosis


def _diagnose(instance: Source, campaign: Campaign) -> analysis.Diagnosis:
    questionnaire = instance.questionnaire(campaign)
    own = instance.languages.own_names
    languages = {tag: own.get(tag, tag) for tag in campaign.languages}
    with analysing():
        return analysis.diagnose(
            table_of(instance.store, campaign, instance.k),
            codebook_of(questionnaire, languages),
            themes=themes_of(instance.library.catalogue),
            audiences=_audiences(instance.library, questionnaire),
            sectors=_sectors(instance.library, instance.store.get("polygons") or {}),
            evidence=evidence_of(instance.store, campaign),
            k=instance.k,
            title=campaign.title,
            fictitious=campaign.fictitious,
        )


def _audiences(library: Library, questionnaire: Questionnaire) -> dict[str, analysis.Audience]:
    """The publics, told by the questions that this questionnaire asks."""
    asked = {question.name for question in questionnaire.questions}
    return {
        name: analysis.Audience(
            name, body.label, {q: names for q, names in body.any_of.items() if q in asked}
        )
        for name, body in library.catalogue.audiences.items()
    }


def _sectors(library: Library, polygons: dict[str, Any]) -> list[analysis.Sector]:
    return [
        analysis.Sector(s.name, s.label, s.lon, s.lat, polygons.get(s.name), s.landmarks)
        for s in library.sectors.sectors
    ]
