"""Free texts on the team's desk: masked before anyone reads, coded by people, then counted.

RESTRICTED: whole texts, one a family. Only the codes that people decided go to the analysis.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

import analysis
from diagnosis.dataset.errors import analysing
from diagnosis.dataset.settings import settings_of
from diagnosis.dataset.source import Source
from diagnosis.dataset.tables import codebook_of
from diagnosis.dataset.unread import Written, written_texts
from diagnosis.model import Campaign, Coding

# Suggestions are learnt anew after that many decisions: each press need not wait for it.
LEARN_EVERY = 10


@dataclass(frozen=True)
class Text:
    """One free text: what may be read of it, what was decided (None: nothing yet)."""

    response: str
    question: str
    language: str
    masked: str
    hidden: int = 0
    codes: tuple[str, ...] | None = None
    suggested: tuple[analysis.Suggested, ...] = ()


def texts_of(instance: Source, campaign: Campaign) -> list[Text]:
    """Masked texts of a campaign, in an order that does not tell when they came."""
    kept = instance.store.codings(campaign.name)
    decided = {(coding.response, coding.question): coding.codes for coding in kept}
    written = written_texts(instance, campaign)
    masked = _masked(instance, campaign, written)
    return [
        Text(
            one.response,
            one.question,
            one.language,
            shown.masked,
            len(shown.spans),
            decided.get((one.response, one.question)),
        )
        for one, shown in zip(written, masked, strict=True)
    ]


def _masked(
    instance: Source, campaign: Campaign, written: Sequence[Written]
) -> list[analysis.Redaction]:
    """Mask each text once per process; what is no longer in the store is forgotten here too."""
    name = f"masked:{campaign.name}"
    former = instance.memory.get(name, {})
    found = {
        (one.response, one.question): former.get((one.response, one.question))
        or analysis.redact(one.text, one.language)
        for one in written
    }
    instance.memory[name] = found
    return list(found.values())


def with_suggestions(instance: Source, campaign: Campaign, texts: Sequence[Text]) -> list[Text]:
    """Add to each text not decided yet the codes suggested for it, the most probable first.

    They are read in the masked texts, so that no word shown with them can be one to hide.
    """
    decided = sum(text.codes is not None for text in texts)
    key = (decided // LEARN_EVERY, [(text.response, text.question) for text in texts])
    suggested = _remembered(
        instance,
        f"suggestions:{campaign.name}",
        key,
        lambda: [item.codes for item in analysis.suggest(*_material(texts), _decided(texts))],
    )
    return [
        replace(text, suggested=codes) if text.codes is None else text
        for text, codes in zip(texts, suggested, strict=True)
    ]


def quality_of(
    instance: Source, campaign: Campaign, texts: Sequence[Text]
) -> list[analysis.Quality]:
    """Measure the suggestions on what was decided, each text judged as if it were not.

    Only what can be measured is given: from 30 texts decided on, of which 10 bear the code.
    """
    key = [(text.response, text.question, text.codes) for text in texts]
    found: list[analysis.Quality] = _remembered(
        instance,
        f"quality:{campaign.name}",
        key,
        lambda: analysis.suggestion_quality(*_material(texts), _decided(texts)),
    )
    return [item for item in found if item.precision is not None]


def _remembered(instance: Source, name: str, key: Any, make: Callable[[], Any]) -> Any:
    """Make anew only what was made of other texts or decisions."""
    kept = instance.memory.get(name)
    if kept is None or kept[0] != key:
        with analysing():
            kept = instance.memory[name] = (key, make())
    return kept[1]


def labels_of(instance: Source, campaign: Campaign) -> dict[str, str]:
    """Codes that may be decided, with their labels: the domains, then the team's own."""
    extra = settings_of(instance.store, campaign.name).extra
    book = codebook_of(instance.questionnaire(campaign))
    domains = instance.library_of(campaign).catalogue.domains
    named = {domain.name: domain.label for domain in domains}
    labels = analysis.code_labels(book, analysis.Coded((), extra))
    return {code: extra.get(code) or named.get(code) or label for code, label in labels.items()}


def coded_of(
    codings: Sequence[Coding],
    table: pd.DataFrame,
    ids: Sequence[str],
    extra: Mapping[str, str],
    book: analysis.Codebook,
) -> analysis.Coded | None:
    """Decisions as the analysis counts them; those that fit no text are left out.

    Parameters
    ----------
    codings : what was decided.
    table, ids : the answers, and the response of each line.
    extra : the team's own codes.
    book : the codebook of the table.
    """
    rows = {id: row for row, id in enumerate(ids)}
    texts = {variable.name for variable in book.variables if variable.type == "text"}
    known = analysis.code_labels(book, analysis.Coded((), extra))
    decisions = [
        analysis.Decision(rows[c.response], c.question, frozenset(c.codes) & set(known))
        for c in codings
        if c.response in rows
        and c.question in texts
        and str(table[c.question].iloc[rows[c.response]]).strip()
    ]
    return analysis.Coded(decisions, extra) if decisions else None


def _material(texts: Sequence[Text]) -> tuple[list[str], list[str]]:
    return [text.masked for text in texts], [text.language for text in texts]


def _decided(texts: Sequence[Text]) -> dict[int, Any]:
    return {at: text.codes for at, text in enumerate(texts) if text.codes is not None}
