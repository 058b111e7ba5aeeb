"""The rules of a vote, and what its counts say. Knows no page."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from diagnosis.answers import Reason, RefusedError
from diagnosis.model import DOTS, FLOOD, N_, OVER, Session, Vote
from diagnosis.questionnaire import Theme
from diagnosis.storage import Storage, StorageError, TakenError
from diagnosis.web import Ballot

# No vowel makes no word; without Q, nor letters that look or sound alike when called out.
LETTERS = "BCDFGHJKMNPRSTVWXZ"
CODE = re.compile(r"[A-Z]{4}")
PAUSED = N_("Le vote est en pause. Vos choix sont encore là\u00a0: envoyez-les de nouveau bientôt.")
OVER_NOW = N_("Ce vote est terminé. Merci d’être là.")
NOT_YET = N_("Le vote commence bientôt. Cette page s’ouvre toute seule.")


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


def open_session(store: Storage, wanted: Session) -> Session:
    """Add a session under a free code, open or waiting as it is wanted.

    A second vote is added once: if the session that it votes again on has one, that is returned.
    """
    for _ in range(50):
        code = "".join(secrets.choice(LETTERS) for _ in range(4))
        if wanted.first and (there := second_of(store, wanted.campaign, wanted.first)):
            return there
        session = replace(wanted, code=code)
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


@dataclass(frozen=True)
class Said:
    """What a participant sent: dots, a theme once for each; answers, by question; a wish.

    ``voice`` is the wish as her page recorded it, or nothing.
    """

    language: str
    themes: tuple[str, ...] = ()
    answers: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
    voice: Any = None


def check_vote(
    session: Session,
    offered: Sequence[str],
    ballot: Ballot | None,
    said: Said,
    known: Mapping[str, Collection[str]],
) -> Vote:
    """Make a vote of what a participant sent.

    Parameters
    ----------
    offered : languages of the campaign.
    ballot : that the page held, None when it held none of ours.
    known : the choices of each question of the session.

    Raises
    ------
    RefusedError
        With its reason and what to do.
    """
    check_open(session)
    if ballot is None:
        raise RefusedError(
            Reason.UNREADABLE, N_("Un souci de notre côté. Ouvrez la page de nouveau.")
        )
    dots = said.themes if session.ask.stacked else tuple(dict.fromkeys(said.themes))
    strange = any(choice not in known.get(name, ()) for name, choice in said.answers.items())
    if strange or not set(dots) <= set(session.themes) or said.language not in offered:
        raise RefusedError(
            Reason.INVALID, N_("Cette page ne marche pas ici. Ouvrez-la de nouveau.")
        )
    if session.ask.kind == DOTS:
        _check_dots(dots, session.ask.dots)
        return Vote(ballot.id, session.code, said.language, dots)
    if not said.answers:
        raise RefusedError(Reason.INVALID, N_("Choisissez une réponse au moins."))
    return Vote(ballot.id, session.code, said.language, (), "", dict(said.answers))


def check_open(session: Session) -> None:
    """Refuse what comes to a vote that is over, paused, or has not begun (`RefusedError`)."""
    if session.waiting:
        raise RefusedError(Reason.WAIT, NOT_YET)
    if not session.open:
        raise RefusedError(Reason.OVER, OVER_NOW)
    if session.paused:
        raise RefusedError(Reason.WAIT, PAUSED)


def _check_dots(dots: Sequence[str], most: int) -> None:
    if len(dots) > most:
        raise RefusedError(Reason.INVALID, N_("Gardez %(limit)s choix, pas plus."), limit=most)
    if not dots:
        raise RefusedError(Reason.INVALID, N_("Choisissez un atelier au moins."))


def in_order_of(ballot: Ballot, themes: Sequence[Theme]) -> list[Theme]:
    """Themes in the order of one ballot: each participant has another, which her vote keeps.

    Nobody's choice is told by where a card stood: the order is that of a hash of the vote's id.
    """

    def place(theme: Theme) -> bytes:
        return hashlib.sha256(f"{ballot.id} {theme.name}".encode()).digest()

    return sorted(themes, key=place)


def count_votes(session: Session, votes: Sequence[Vote], catalogue: Mapping[str, Theme]) -> Counts:
    """Count the dots of a session, stickers on the wall among them; those apart are counted apart.

    A share is of the people, or of the dots where several may lie on one theme.
    """
    counted = session.counted_among(votes)
    dots = Counter(theme for vote in counted for theme in vote.themes)
    dots += Counter(session.ask.stickers)
    apart = Counter(vote.apart for vote in votes) - Counter(vote.apart for vote in counted)
    people = sum(map(has_spoken, counted)) + session.ask.stuck
    whole = max(dots.total() if session.ask.stacked else people, 1)
    return Counts(
        people,
        [
            Count(theme, dots[theme.name], round(100 * dots[theme.name] / whole, 1))
            for theme in proposed(session, catalogue)
        ],
        apart[OVER],
        apart[FLOOD],
    )


def has_spoken(vote: Vote) -> bool:
    """Whether a vote says something; what a card said may have been taken back."""
    return bool(vote.themes) or any(vote.answers.values())


def proposed(session: Session, catalogue: Mapping[str, Theme]) -> list[Theme]:
    """The themes of a session (those that the catalogue still has)."""
    return [catalogue[name] for name in session.themes if name in catalogue]
