"""The rules of a vote, and what its counts say. Knows no page."""

from __future__ import annotations

import re
import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from diagnosis.answers import Reason, RefusedError
from diagnosis.model import N_, Session, Vote
from diagnosis.questionnaire import Theme
from diagnosis.storage import Storage, StorageError, TakenError

MOST_CHOICES = 3
# No vowel makes no word; without Q, nor letters that look or sound alike when called out.
LETTERS = "BCDFGHJKMNPRSTVWXZ"
CODE = re.compile(r"[A-Z]{4}")
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


@dataclass(frozen=True)
class Count:
    """How many participants chose a theme; ``share`` is in percent of the participants."""

    theme: Theme
    votes: int
    share: float


@dataclass(frozen=True)
class Counts:
    """The votes of a session, theme by theme in the order proposed."""

    participants: int
    themes: list[Count]

    @property
    def sorted(self) -> list[Count]:
        """The themes, the most chosen first."""
        return sorted(self.themes, key=lambda count: -count.votes)


def open_session(store: Storage, campaign: str, themes: Sequence[str]) -> Session:
    """Open a concertation session under a free code."""
    for _ in range(50):
        code = "".join(secrets.choice(LETTERS) for _ in range(4))
        session = Session(code, campaign, tuple(themes))
        try:
            store.add_session(session)
        except TakenError:
            continue
        return session
    raise StorageError("Aucun code libre\u00a0: réessayez.")


def clean_code(text: str) -> str:
    """Read a code as people type it; empty when it cannot be one.

    Examples
    --------
    >>> clean_code(" kw rt "), clean_code("K2")
    ('KWRT', '')
    """
    code = "".join(text.split()).upper()
    return code if CODE.fullmatch(code) else ""


def check_vote(
    session: Session, offered: Sequence[str], id: str, language: str, themes: Sequence[str]
) -> Vote:
    """Make a vote of what a participant sent.

    Parameters
    ----------
    offered : languages of the campaign.

    Raises
    ------
    RefusedError
        With its reason and what to do.
    """
    if not session.open:
        raise RefusedError(Reason.OVER, N_("Ce vote est terminé. Merci d’être là."))
    if not UUID.fullmatch(id):
        raise RefusedError(
            Reason.UNREADABLE, N_("Il manque le numéro de votre vote. Rechargez la page.")
        )
    chosen = tuple(dict.fromkeys(themes))
    if not set(chosen) <= set(session.themes) or language not in offered:
        raise RefusedError(Reason.INVALID, N_("Cette page ne convient pas ici. Rechargez-la."))
    if len(chosen) > MOST_CHOICES:
        raise RefusedError(
            Reason.INVALID, N_("Gardez %(limit)s choix au plus."), limit=MOST_CHOICES
        )
    if not chosen:
        raise RefusedError(Reason.INVALID, N_("Choisissez un atelier au moins."))
    return Vote(id.lower(), session.code, language, chosen)


def count_votes(session: Session, votes: Sequence[Vote], catalogue: Mapping[str, Theme]) -> Counts:
    """Count the votes of a session."""
    chosen = Counter(theme for vote in votes for theme in vote.themes)
    people = len(votes)
    return Counts(
        people,
        [
            Count(theme, chosen[theme.name], round(100 * chosen[theme.name] / max(people, 1), 1))
            for theme in proposed(session, catalogue)
        ],
    )


def proposed(session: Session, catalogue: Mapping[str, Theme]) -> list[Theme]:
    """The themes of a session (those that the catalogue still has)."""
    return [catalogue[name] for name in session.themes if name in catalogue]
