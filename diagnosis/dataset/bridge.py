"""The diagnosis of a campaign, made again only when what it reads has changed."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

import pandas as pd

import analysis
from diagnosis.dataset.inputs import themes_of
from diagnosis.dataset.settings import (
    AnalysisSettings,
    entered,
    settings_of,
    without_margins,
)
from diagnosis.dataset.source import Source
from diagnosis.dataset.tables import (
    analysing,
    answers_of,
    codebook_of,
    translations_of,
)
from diagnosis.dataset.texts import coded_of
from diagnosis.model import Campaign
from diagnosis.questionnaire import Library, Questionnaire
from diagnosis.storage import Storage


@dataclass
class _Kept:
    """The last diagnosis of a campaign, and of what it was made."""

    lock: Lock = field(default_factory=Lock)
    stamp: tuple[str, ...] = ()
    diagnosis: analysis.Diagnosis | None = None
    troubles: list[str] = field(default_factory=list)


def diagnosis_of(instance: Source, campaign: Campaign) -> dict[str, Any]:
    """Give the diagnosis of a campaign: disclosed aggregates, the structure of ``report.json``.

    It is kept in memory until a response, a vote, a workshop, a map or a setting of the team
    changes; one computation at a time per campaign, the others wait for it.

    Raises
    ------
    DiagnosisError
        The answers cannot be analysed; the message gives cause and remedy.
    """
    return _diagnosed(instance, campaign).to_dict()


def troubles_of(instance: Source, campaign: Campaign) -> list[str]:
    """Say which of the team's settings the diagnosis could not use, and why."""
    _diagnosed(instance, campaign)
    return list(_kept(instance, campaign).troubles)


def try_margins(
    instance: Source, campaign: Campaign, margins: Mapping[str, Mapping[str, float]]
) -> list[str]:
    """Try margins on the answers; give what the report would say of them.

    Raises
    ------
    DiagnosisError
        The margins do not fit the answers or one another.
    """
    with analysing():
        table, _, book = _answers(instance, campaign)
        return analysis.check_margins(table, book, margins, instance.k)


def published_of(instance: Source, campaign: Campaign, fresh: bool = False) -> dict[str, Any]:
    """Give the diagnosis for the public, the same one until ``k`` families more (or fewer).

    Two public results that differ by a few families would tell what these families said. So what
    was published is kept in the store: every worker shows the same, and a restart changes nothing.
    With ``fresh``, what the team sets is followed too, while the responses are the very same.

    Raises
    ------
    DiagnosisError
        The answers cannot be analysed; the message gives cause and remedy.
    """
    name = f"published:{campaign.name}"
    count, answers = (
        instance.store.count_responses(campaign.name),
        _answers_mark(instance, campaign),
    )
    kept = instance.store.get(name)
    same = kept is not None and fresh and kept.get("answers") == answers
    if not same and not _is_due(kept, count, instance.k):
        return _of_today(kept["report"])
    report = _diagnosed(instance, campaign).to_dict()
    if same and report == kept["report"]:
        return report
    new = {"count": count if count >= instance.k else 0, "answers": answers, "report": report}

    def publish(former: Any) -> Any:
        # Another worker may have published meanwhile, a family more or fewer: the first one stands.
        again = same and former is not None and former.get("answers") == answers
        return new if again or _is_due(former, count, instance.k) else former

    return _of_today(instance.store.change(name, publish)["report"])


def _of_today(report: dict[str, Any]) -> dict[str, Any]:
    """Let a report published before support was asked about say nothing of it."""
    needs = report["needs"]
    domains = [{"unmet": None, **domain} for domain in needs["domains"]]
    return {**report, "needs": {"unmet": None, **needs, "domains": domains}}


def _answers_mark(instance: Source, campaign: Campaign) -> str:
    """Give a text that changes when a response comes, goes or changes."""
    return str(json.loads(instance.store.stamp(campaign.name))[0])


def _is_due(kept: Any, count: int, k: int) -> bool:
    return kept is None or abs(count - kept["count"]) >= k


def report_files(instance: Source, campaign: Campaign, published: bool = False) -> dict[str, bytes]:
    """Give ``report.json`` and the self-contained ``report.html`` of a campaign, by name.

    ``published``: of the diagnosis for the public.
    """
    with tempfile.TemporaryDirectory() as folder, analysing():
        diagnosis = (
            analysis.Diagnosis.of(published_of(instance, campaign, fresh=True))
            if published
            else _diagnosed(instance, campaign)
        )
        written = analysis.write_report(diagnosis, folder)
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


def _kept(instance: Source, campaign: Campaign) -> _Kept:
    kept: _Kept = instance.memory.setdefault(f"diagnosis:{campaign.name}", _Kept())
    return kept


def _diagnosed(instance: Source, campaign: Campaign) -> analysis.Diagnosis:
    kept = _kept(instance, campaign)
    with kept.lock:
        settings = settings_of(instance.store, campaign.name)
        stamp = (
            instance.store.stamp(campaign.name),
            campaign.questionnaire,
            campaign.version,
            campaign.title,
            str(campaign.fictitious),
            settings.stamp,
        )
        if kept.diagnosis is None or kept.stamp != stamp:
            kept.diagnosis, kept.troubles = _within_settings(instance, campaign, settings)
            kept.stamp = stamp
        return kept.diagnosis


def _within_settings(
    instance: Source, campaign: Campaign, settings: AnalysisSettings
) -> tuple[analysis.Diagnosis, list[str]]:
    """Make the diagnosis; settings that fitted once must not close the page when they no longer do.

    A family may give an answer that a margin leaves out: then the margins are left out, then all.
    """
    troubles: list[str] = []
    for tried in (settings, without_margins(settings)):
        try:
            return _diagnose(instance, campaign, entered(tried)), troubles
        except analysis.AnalysisError as error:
            troubles = [str(error)]
    with analysing():
        return _diagnose(instance, campaign, {}), troubles


def _answers(
    instance: Source, campaign: Campaign
) -> tuple[pd.DataFrame, list[str], analysis.Codebook]:
    french = instance.languages.french_names
    languages = {tag: french.get(tag, tag) for tag in campaign.languages}
    book = codebook_of(instance.questionnaire(campaign), languages)
    states = translations_of(instance.languages, campaign.languages)
    return *answers_of(instance.store, campaign, instance.k, states), book


def _diagnose(instance: Source, campaign: Campaign, given: Mapping[str, Any]) -> analysis.Diagnosis:
    table, ids, book = _answers(instance, campaign)
    extra = settings_of(instance.store, campaign.name).extra
    return analysis.diagnose(
        table,
        book,
        coded=coded_of(instance.store.codings(campaign.name), table, ids, extra, book),
        themes=themes_of(instance.library.catalogue),
        audiences=_audiences(instance.library, instance.questionnaire(campaign)),
        sectors=_sectors(instance.library, instance.store.get("polygons") or {}),
        evidence=evidence_of(instance.store, campaign),
        k=instance.k,
        title=campaign.title,
        fictitious=campaign.fictitious,
        **given,
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
