"""A tally as a phone sends it: read, checked, put in place of the phone's former one.

Knows no page.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from dataclasses import replace
from typing import Any

import analysis
from diagnosis.model import N_, DiagnosisError, Workshop
from diagnosis.model.workshops import COUNTERS, MOST_STOPS, SPEAKS, DayTally, Stop

# A phone draws 128 bits for one workshop: it says nothing of the phone, nor of who holds it.
DEVICE = re.compile(r"[0-9a-f]{32}")
# Nobody counts beyond a thousand by thumb, nor touches a phone a million times in a day.
MOST, MOST_STEPS = 1000, 1_000_000
# A team has few phones; more come from somebody who plays with the address.
MOST_PHONES = 20
# Signs of each part of a stop: a line, and what is told in a few sentences.
LONGEST = {"place": 200, "seen": 600, "proposed": 600}
UNREADABLE = N_("Ces comptes ne sont pas lisibles. Rouvrez la page du jour, puis envoyez encore.")
BELOW = N_("Un compte va de 0 à %(most)s. Corrigez-le avec + et −.")
TOO_MANY = N_("Déjà %(most)s téléphones comptent pour cet atelier. Renouvelez l’adresse du jour.")


class UnreadableError(DiagnosisError):
    """What a phone sent is no tally."""


def read_tally(
    body: bytes, languages: Collection[str], places: Collection[str] = ()
) -> tuple[str, DayTally]:
    """Read what a phone sent: its random name and its tally.

    Parameters
    ----------
    body : JSON, ``{"device": 32 hex digits, "step": whole number, "counts": {counter: count}}``,
        on a walk with ``"stops": [{"place": …, "seen": …, "proposed": …}]``.
    languages : tags that may be counted.
    places : planned stops, which stay as they were written.

    Raises
    ------
    UnreadableError
        With what to do.

    Examples
    --------
    >>> read_tally(b'{"device": "%s", "step": 3, "counts": {"families": 2}}' % (b"a" * 32), [])[1]
    DayTally(step=3, counts={'families': 2}, stops=())
    """
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError):
        raise UnreadableError(UNREADABLE) from None
    known = {*COUNTERS, *(SPEAKS + tag for tag in languages)}
    if not isinstance(sent, dict) or not DEVICE.fullmatch(str(sent.get("device"))):
        raise UnreadableError(UNREADABLE)
    step, counts = sent.get("step", -1), sent.get("counts")
    if not _whole(step, MOST_STEPS) or not isinstance(counts, dict) or not set(counts) <= known:
        raise UnreadableError(UNREADABLE)
    if not all(_whole(count, MOST) for count in counts.values()):
        raise UnreadableError(BELOW, most=MOST)
    return sent["device"], DayTally(
        int(step),
        {name: count for name, count in counts.items() if count},
        _stops(sent.get("stops", []), places),
    )


def with_tally(workshop: Workshop, device: str, tally: DayTally) -> Workshop:
    """A workshop with the tally of one phone: the newer of the two that it sent stays.

    Raises
    ------
    UnreadableError
        More phones count than a team has.
    """
    former = workshop.tallies.get(device)
    if former and former.step >= tally.step:
        return workshop
    if former is None and len(workshop.tallies) >= MOST_PHONES:
        raise UnreadableError(TOO_MANY, most=MOST_PHONES)
    return replace(workshop, tallies={**workshop.tallies, device: tally})


def _stops(sent: Any, places: Collection[str]) -> tuple[Stop, ...]:
    """Read what was noted of a walk; what looks like a name is hidden, as nobody is there to ask.

    Stops that only bear a place say nothing.
    """
    if not isinstance(sent, list) or len(sent) > MOST_STOPS:
        raise UnreadableError(UNREADABLE)
    read = [Stop(*(_part(one, name, places) for name in LONGEST)) for one in sent]
    return tuple(stop for stop in read if stop.is_noted)


def _part(stop: Any, name: str, places: Collection[str]) -> str:
    text = stop.get(name) if isinstance(stop, dict) else None
    if not isinstance(text, str):
        raise UnreadableError(UNREADABLE)
    cut = text.strip()[: LONGEST[name]]
    return cut if cut in places else analysis.redact(cut).masked


def _whole(value: Any, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= most
