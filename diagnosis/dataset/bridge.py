"""The diagnosis of some families of a campaign: what is in the store, handed to the analysis."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

import analysis
from diagnosis.dataset.decided import decided_sessions
from diagnosis.dataset.errors import analysing
from diagnosis.dataset.inputs import themes_of
from diagnosis.dataset.settings import (
    AnalysisSettings,
    entered,
    settings_of,
    without_margins,
)
from diagnosis.dataset.source import Source
from diagnosis.dataset.tables import (
    answers_of,
    codebook_of,
    translations_of,
)
from diagnosis.dataset.texts import coded_of
from diagnosis.dataset.wordings import said_of_words
from diagnosis.model import Campaign
from diagnosis.model.workshops import FACES
from diagnosis.questionnaire import Library, Questionnaire
from diagnosis.storage import Storage


@dataclass(frozen=True)
class Answers:
    """The answers table of some families, the response and version of each line, its meaning."""

    table: pd.DataFrame
    ids: list[str]
    versions: list[str]
    book: analysis.Codebook


def diagnose(
    instance: Source, campaign: Campaign, secret: bytes, families: Collection[str]
) -> tuple[analysis.Diagnosis, list[str]]:
    """Diagnosis of some families, and which of the team's settings it could not use.

    Settings that fitted once must not close the page when they no longer do: a family may give
    an answer that a margin leaves out. Then the margins are left out, then all.

    Parameters
    ----------
    instance, campaign : where they answered.
    secret : of the campaign, by which its numbers are rounded.
    families : ids of their responses.

    Raises
    ------
    DiagnosisError
        The answers cannot be analysed; the message gives cause and remedy.
    """
    answers = answers_among(instance, campaign, families)
    settings = settings_of(instance.store, campaign.name)
    troubles: list[str] = []
    for tried in (settings, without_margins(settings)):
        try:
            given = entered(tried)
            return _diagnose(instance, campaign, secret, answers, settings, given), troubles
        except analysis.AnalysisError as error:
            troubles = [str(error)]
    with analysing():
        return _diagnose(instance, campaign, secret, answers, settings, {}), troubles


def answers_among(instance: Source, campaign: Campaign, families: Collection[str]) -> Answers:
    """Answers of the families whose responses have these ids."""
    states = translations_of(instance.languages, campaign.languages)
    table, ids, versions = answers_of(instance.store, campaign, states)
    kept = [at for at, id in enumerate(ids) if id in families]
    french = instance.languages.french_names
    tags = dict.fromkeys((*campaign.languages, *table["language"]))
    languages = {tag: french.get(tag, tag) for tag in tags}
    book = codebook_of(instance.questionnaire(campaign), languages, instance.crossings)
    lines = table.iloc[kept].reset_index(drop=True)
    return Answers(lines, [ids[at] for at in kept], [versions[at] for at in kept], book)


def evidence_of(store: Storage, campaign: Campaign) -> analysis.Evidence:
    """Gather what closed concertation sessions and held test workshops say of the themes."""
    sessions = [
        analysis.SessionVotes(one.people, one.chosen, one.session.themes)
        for one in decided_sessions(store, campaign.name)
        if one.people
    ]
    held = [
        analysis.WorkshopOutcome(
            w.theme,
            attended=w.attended,
            **{face: w.faces_of(face) for face in FACES},
            decision=w.decision,
        )
        for w in store.workshops(campaign.name)
        if w.held
    ]
    return analysis.Evidence(sessions, held)


def _diagnose(
    instance: Source,
    campaign: Campaign,
    secret: bytes,
    answers: Answers,
    settings: AnalysisSettings,
    given: Mapping[str, Any],
) -> analysis.Diagnosis:
    table, ids, book = answers.table, answers.ids, answers.book
    codings = instance.store.codings(campaign.name)
    library = instance.library_of(campaign)
    return analysis.diagnose(
        table,
        book,
        secret=secret,
        coded=coded_of(codings, table, ids, settings.extra, book),
        themes=themes_of(library.catalogue),
        audiences=_audiences(library, instance.questionnaire(campaign)),
        sectors=_sectors(library, instance.store.get("polygons") or {}),
        evidence=evidence_of(instance.store, campaign),
        k=instance.k,
        apart=instance.store.count_responses(campaign.name, apart=True),
        remarks=said_of_words(instance.questionnaire(campaign), answers.versions, instance.k),
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
        analysis.Sector(s.name, s.label, s.lon, s.lat, polygons.get(s.name), s.landmarks, s.apart)
        for s in library.site.sectors
    ]
