"""The rules of a vote, and what its counts say. Knows no page."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from diagnosis.answers import Reason, RefusedError
from diagnosis.model import FLOOD, N_, OVER, Session, Vote
from diagnosis.questionnaire import Theme
from diagnosis.storage import Storage, StorageError, TakenError
from diagnosis.workshops.tokens import Ballot

MOST_CHOICES = 3
# No vowel makes no word; without Q, nor letters that look or sound alike when called out.
LETTERS = "BCDFGHJKMNPRSTVWXZ"
CODE = re.compile(r"[A-Z]{4}")
PAUSED = N_("Le vote est en pause. Vos choix sont encore là\u00a0: envoyez-les de nouveau bientôt.")


@dataclass(frozen=True)
class Count:
    """How many participants chose a theme; ``share`` is in percent of the participants."""

    theme: Theme
    votes: int
    share: float


@dataclass(frozen=True)
class Counts:
    """The votes of a session that count, theme by theme in the order proposed.

    ``over`` and ``flood`` count those kept apart: more than there are people, sent by the dozen.
    """

    participants: int
    themes: list[Count]
    over: int = 0
    flood: int = 0

    @property
    def sorted(self) -> list[Count]:
        """The themes, the most chosen first."""
        return sorted(self.themes, key=lambda count: -count.votes)


def open_session(
    store: Storage,
    campaign: str,
    themes: Sequence[str],
    people: int = 0,
    first: str | None = None,
    day: date | None = None,
) -> Session:
    """Open a concertation session of a room of so many people under a free code.

    Parameters
    ----------
    first : the session that this one votes again on; if it has its second vote, that is returned.
    """
    for _ in range(50):
        code = "".join(secrets.choice(LETTERS) for _ in range(4))
        session = Session(code, campaign, tuple(themes), people=people, first=first, day=day)
        if first and (there := second_of(store, campaign, first)):
            return there
        try:
            store.add_session(session)
        except TakenError:
            continue
        return session
    raise StorageError("Aucun code libre\u00a0: réessayez.")


def second_of(store: Storage, campaign: str, first: str) -> Session | None:
    """The session in which a room votes again, if there is one."""
    return next((one for one in store.sessions(campaign) if one.first == first), None)


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
    session: Session,
    offered: Sequence[str],
    ballot: Ballot | None,
    language: str,
    themes: Sequence[str],
) -> Vote:
    """Make a vote of what a participant sent.

    Parameters
    ----------
    offered : languages of the campaign.
    ballot : that the page held, None when it held none of ours.

    Raises
    ------
    RefusedError
        With its reason and what to do.
    """
    if not session.open:
        raise RefusedError(Reason.OVER, N_("Ce vote est terminé. Merci d’être là."))
    if session.paused:
        raise RefusedError(Reason.WAIT, PAUSED)
    if ballot is None:
        raise RefusedError(
            Reason.UNREADABLE, N_("Un souci de notre côté. Ouvrez la page de nouveau.")
        )
    chosen = tuple(dict.fromkeys(themes))
    if not set(chosen) <= set(session.themes) or language not in offered:
        raise RefusedError(
            Reason.INVALID, N_("Cette page ne marche pas ici. Ouvrez-la de nouveau.")
        )
    if len(chosen) > MOST_CHOICES:
        raise RefusedError(
            Reason.INVALID, N_("Gardez %(limit)s choix, pas plus."), limit=MOST_CHOICES
        )
    if not chosen:
        raise RefusedError(Reason.INVALID, N_("Choisissez un atelier au moins."))
    return Vote(ballot.id, session.code, language, chosen)


def in_order_of(ballot: Ballot, themes: Sequence[Theme]) -> list[Theme]:
    """Themes in the order of one ballot: each participant has another, which her vote keeps.

    Nobody's choice is told by where a card stood: the order is that of a hash of the vote's id.
    """

    def place(theme: Theme) -> bytes:
        return hashlib.sha256(f"{ballot.id} {theme.name}".encode()).digest()

    return sorted(themes, key=place)


def count_votes(session: Session, votes: Sequence[Vote], catalogue: Mapping[str, Theme]) -> Counts:
    """Count the votes of a session; those kept apart are counted apart."""
    counted = session.counted_among(votes)
    chosen = Counter(theme for vote in counted for theme in vote.themes)
    apart = Counter(vote.apart for vote in votes) - Counter(vote.apart for vote in counted)
    people = len(counted)
    return Counts(
        people,
        [
            Count(theme, chosen[theme.name], round(100 * chosen[theme.name] / max(people, 1), 1))
            for theme in proposed(session, catalogue)
        ],
        apart[OVER],
        apart[FLOOD],
    )


def proposed(session: Session, catalogue: Mapping[str, Theme]) -> list[Theme]:
    """The themes of a session (those that the catalogue still has)."""
    return [catalogue[name] for name in session.themes if name in catalogue]
