"""A wish card: one sentence of a participant, which the facilitator lets in or not.

What could single somebody out in it (a name, a telephone, an address) is masked before it is
stored. A sentence that was spoken waits as a sound until somebody has written it down. Knows no
page.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence

import analysis
from diagnosis.answers import Reason, RefusedError, read_sound
from diagnosis.model import N_, Session, Sound, State, Statement
from diagnosis.questionnaire import UnfitAnswerError
from diagnosis.sessions.ballot import Said, check_open
from diagnosis.storage import Storage
from diagnosis.web import Ballot

# A wish is read aloud and voted on: one sentence, on one card.
LONGEST_WISH = 140
# More cards that wait than a facilitator can read during a session.
MOST_WAITING = 200
READ_ALREADY = N_("Votre carte a déjà été lue. Ouvrez la page de nouveau pour en écrire une autre.")


def keep_wish(
    store: Storage,
    session: Session,
    offered: Sequence[str],
    ballot: Ballot | None,
    said: Said,
) -> None:
    """Keep a card until the facilitator reads it; sent again, it replaces the first.

    Raises
    ------
    RefusedError
        With its reason and what to do.
    """
    check_open(session)
    if ballot is None or said.language not in offered:
        raise RefusedError(
            Reason.UNREADABLE, N_("Un souci de notre côté. Ouvrez la page de nouveau.")
        )
    text, sound = " ".join(said.text.split()), _sound(said)
    if not text and not sound:
        raise RefusedError(Reason.INVALID, N_("Écrivez une phrase, même courte."))
    if len(text) > LONGEST_WISH:
        raise RefusedError(
            Reason.INVALID,
            N_("C’est un peu long\u00a0: gardez une phrase de %(most)s lettres."),
            most=LONGEST_WISH,
        )
    there = store.statements(session.code)
    mine = next((one for one in there if one.id == ballot.id), None)
    if mine and mine.state is not State.NEW:
        raise RefusedError(Reason.INVALID, READ_ALREADY)
    if not mine and sum(one.state is State.NEW for one in there) >= MOST_WAITING:
        raise RefusedError(
            Reason.WAIT, N_("Beaucoup de cartes attendent d’être lues. Réessayez bientôt.")
        )
    card = Statement(ballot.id, session.code, said.language, mask(text, said.language), State.NEW)
    # What she wrote says it: no sound is kept that nobody needs.
    if sound and not text:
        content = base64.b64encode(sound.content).decode()
        store.put(_voice(card), {"kind": sound.kind, "content": content})
    else:
        store.remove(_voice(card))
    store.save_statement(card)


def voice_of(store: Storage, card: Statement) -> Sound | None:
    """What was spoken of a card, until it is written down."""
    kept = store.get(_voice(card))
    return Sound(kept["kind"], base64.b64decode(kept["content"])) if kept else None


def erase_voice(store: Storage, card: Statement) -> None:
    """Erase what was spoken of a card."""
    store.remove(_voice(card))


def _sound(said: Said) -> Sound | None:
    if not said.voice:
        return None
    try:
        return read_sound(said.voice)
    except UnfitAnswerError as unfit:
        raise RefusedError(Reason.INVALID, unfit.message.text) from unfit


def _voice(card: Statement) -> str:
    return f"voice {card.session} {card.id}"


def mask(text: str, language: str) -> str:
    """A text without what could single somebody out.

    Examples
    --------
    >>> mask("Appelez-moi au 06 12 34 56 78", "fr")
    'Appelez-moi au [téléphone]'
    """
    return analysis.redact(text, language).masked
