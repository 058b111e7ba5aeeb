"""How long answers are kept: what the page « Vos données et vos droits » promises to families.

Three months after the end of a campaign go the texts that families wrote or said; twelve months
after, everything else that they answered. Only a campaign that has a last day ever ends.

A clock that is wrong must not erase all: the latest day seen is kept, and only moves on by steps
that a machine at rest may take.
"""

from __future__ import annotations

import logging
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from diagnosis.answers.corrections import forget_corrections
from diagnosis.answers.sealing import forget_keys
from diagnosis.keeping import Secrets
from diagnosis.model import Campaign, DiagnosisError
from diagnosis.storage import Storage

RESPONSES_MONTHS, TEXTS_MONTHS = 12, 3
LATEST = "latest_day"
# Days that a clock may leap: a month without a start or a visit is a rest, more is to be asked.
FURTHEST = 30
# Days that a clock may be late: another process may count in another time zone.
LATE = 1


class ClockError(DiagnosisError):
    """The day is too far from the latest one seen to erase anything."""

    def __init__(self, today: date, latest: date) -> None:
        super().__init__(
            f"L’horloge dit {today:%d/%m/%Y}, et le dernier jour vu ici est {latest:%d/%m/%Y}"
            "\u00a0: rien n’est effacé. Mettez cette machine à l’heure\u00a0; si l’horloge a "
            "raison, relancez «\u00a0diagnosis purge --yes\u00a0»."
        )


@dataclass(frozen=True)
class Due:
    """What a campaign has kept long enough: whole responses, or texts and voices in them."""

    campaign: str
    responses: int = 0
    texts: int = 0
    voices: int = 0

    @property
    def counts(self) -> list[str]:
        """What it is, counted in French."""
        named = (
            (self.responses, "réponse"),
            (self.texts, "texte libre"),
            (self.voices, "enregistrement"),
        )
        return [f"{count} {_plural(name, count)}" for count, name in named if count]


def due(store: Storage, today: date) -> list[Due]:
    """Find what is to be erased today, campaign by campaign."""
    return [_due(store, campaign, today) for campaign in store.campaigns()]


def note_day(store: Storage, today: date) -> None:
    """Keep the latest day seen, unless the clock leapt; a store that cannot is only logged.

    No page and no command fails for it: other processes, and tomorrow, note days too.
    """
    try:
        latest = _latest(store) or today
        if (today - latest).days <= FURTHEST and store.get(LATEST) != str(max(today, latest)):
            store.change(LATEST, lambda kept: max(kept or "", str(today)))
    except Exception:
        logging.getLogger(__name__).warning("the day was not noted", exc_info=True)


def purge(store: Storage, secrets: Secrets, today: date, sure: bool = False) -> list[Due]:
    """Erase it for good, with the keys of what ended; give what was erased, campaign by campaign.

    Parameters
    ----------
    sure : the day is right, however far it is from the latest one seen.

    Raises
    ------
    ClockError
        The day is too far from the latest one seen: nothing is erased.
    StorageError
        All is erased, but a reader holds what was there before.
    """
    latest = _latest(store) or today
    if not sure and not -LATE <= (today - latest).days <= FURTHEST:
        raise ClockError(today, latest)
    store.put(LATEST, str(today if sure else max(today, latest)))
    erased = []
    for campaign in store.campaigns():
        erased.append(_due(store, campaign, today))
        if _ended(campaign, RESPONSES_MONTHS, today):
            store.erase_responses(campaign.name)
            forget_corrections(store, campaign.name)
            # Nothing that is still sealed to them may be accepted.
            forget_keys(secrets, campaign.name)
        elif _ended(campaign, TEXTS_MONTHS, today):
            store.erase_texts(campaign.name, _text_questions(store, campaign))
    # Also when nothing was due: what families withdrew since, and what a reader held last time.
    store.scrub()
    return erased


def add_months(day: date, months: int) -> date:
    """The same day some months later, or the last one of a shorter month.

    Examples
    --------
    >>> add_months(date(2026, 11, 30), 3), add_months(date(2024, 2, 29), 12)
    (datetime.date(2027, 2, 28), datetime.date(2025, 2, 28))
    """
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    if year > date.max.year:
        return date.max
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _latest(store: Storage) -> date | None:
    kept = store.get(LATEST)
    return date.fromisoformat(kept) if kept else None


def _ended(campaign: Campaign, months: int, today: date) -> bool:
    return campaign.closes is not None and today > add_months(campaign.closes, months)


def _due(store: Storage, campaign: Campaign, today: date) -> Due:
    if _ended(campaign, RESPONSES_MONTHS, today):
        return Due(campaign.name, responses=store.count_responses(campaign.name, apart=None))
    if not _ended(campaign, TEXTS_MONTHS, today):
        return Due(campaign.name)
    asked = _text_questions(store, campaign)
    kept = store.responses(campaign.name, apart=None)
    texts = sum(len(asked & set(response.answers)) for response in kept)
    return Due(campaign.name, texts=texts, voices=len(store.voices(campaign.name, apart=None)))


def _text_questions(store: Storage, campaign: Campaign) -> set[str]:
    """Name the questions answered in free text, in any version that was answered."""
    versions = {response.version for response in store.responses(campaign.name, apart=None)}
    kept = [store.questionnaire(campaign.questionnaire, version) for version in versions]
    asked = [question for found in kept if found for question in found.questions]
    return {question.name for question in asked if question.type == "text"}


def _plural(name: str, count: int) -> str:
    return name if count < 2 else " ".join(f"{word}s" for word in name.split())
