"""Signs of a flood among responses as they come, in the memory of one process.

Nothing here knows an address, a device or the time of day, and nothing is stored but which sign a
response bears. Nobody who answers is told: what was sent is kept and acknowledged as ever.
"""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace

from diagnosis.answers.recent import Recent
from diagnosis.instance import Instance
from diagnosis.interchange import refuses
from diagnosis.model import ALIKE, BURST, Answer, Campaign, Outcome, Response

# Seconds within which the same answers, again and again, are no chance.
WHILE = 600
# Answers (texts apart) from which no chance gives so many families the same ones. 9 000 invented
# families to whom one question in three was withheld: of 3 000, 7 at most agree on three answers,
# 36 on one. In ten minutes of a crowd (60 responses), that is none and one.
ENOUGH = 3
# Within `WHILE`, more responses with the same answers than this are a flood: of enough, of fewer.
FEW, FEW_SHORT = 5, 30
# Of a whole campaign, more with the same answers (enough of them) than this are looked at.
FEW_EVER = 10
# Seconds for many responses to have come at once.
AT_ONCE = 60
# More than this within a minute are looked at. A hall of a hundred parents who answer on their
# phones ends over ten minutes; 300 phones that waited for a server that was down come back within
# five. Five tablets of the team that find the network again bring forty each, and more on one day
# is none of ours.
CROWD, TABLETS = 30, 200
# Different answers looked at: a flood must not make each of its responses dearer than the last.
MOST = 1000


@dataclass(frozen=True)
class Likeness:
    """What two responses that are alike share: a digest of so many answers, texts left out."""

    digest: str
    answers: int

    @classmethod
    def of(cls, response: Response, texts: AbstractSet[str]) -> Likeness:
        """Of a response.

        Parameters
        ----------
        texts : names of the questions answered in words: one word more would hide the rest. Nor do
            the cards shown count, which a program that sends again may draw anew.
        """
        ticked = closed_answers(response, texts)
        written = json.dumps(ticked, sort_keys=True, ensure_ascii=False).encode()
        return cls(hashlib.sha256(written).hexdigest()[:16], len(ticked))

    @property
    def few(self) -> int:
        """Responses with these answers that a few minutes may bring by chance."""
        return FEW if self.answers >= ENOUGH else FEW_SHORT


def closed_answers(response: Response, texts: AbstractSet[str]) -> dict[str, Answer]:
    """Answers but those in words; the order of several choices says nothing."""
    return {
        name: sorted(answer) if isinstance(answer, list) else answer
        for name, answer in response.answers.items()
        if name not in texts
    }


@dataclass
class Arrivals:
    """Responses of a campaign that came in the last minutes."""

    _alike: dict[str, Recent] = field(default_factory=dict)
    _at_once: dict[str, Recent] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def sign(self, channel: str, likeness: Likeness, now: float) -> str:
        """Which flood is under way that one more response would belong to; empty for none."""
        with self._lock:
            if self._like(likeness, now).count(now) >= likeness.few:
                return ALIKE
            return BURST if self._with(channel).count(now) >= crowd(channel) else ""

    def note(self, id: str, channel: str, likeness: Likeness, now: float) -> tuple[str, set[str]]:
        """Note a response that is stored; a sign and the ids that bear it, each told once.

        Parameters
        ----------
        now : in seconds, of any clock.

        Examples
        --------
        >>> came, same = Arrivals(), Likeness("9f", 6)
        >>> [len(came.note(str(n), "phone", same, n)[1]) for n in range(8)]
        [0, 0, 0, 0, 0, 6, 1, 1]
        """
        with self._lock:
            at_once = self._with(channel)
            alike = self._like(likeness, now).note(id, now, likeness.few)
            # Whoever comes meanwhile with other answers is no part of it, and no crowd.
            at_once.forget(alike)
            return (ALIKE, alike) if alike else (BURST, at_once.note(id, now, crowd(channel)))

    def _with(self, channel: str) -> Recent:
        return self._at_once.setdefault(channel, Recent(AT_ONCE))

    def _like(self, likeness: Likeness, now: float) -> Recent:
        """Those alike, put last; what is over goes."""
        found = self._alike.pop(likeness.digest, None) or Recent(WHILE)
        while self._alike:
            oldest = next(iter(self._alike))
            if len(self._alike) < MOST and self._alike[oldest].count(now):
                break
            del self._alike[oldest]
        self._alike[likeness.digest] = found
        return found


def crowd(channel: str) -> int:
    """Responses that a minute may bring by a channel: a tablet brings a whole day's at once."""
    return CROWD if channel == "phone" else TABLETS


def keep(instance: Instance, campaign: Campaign, response: Response) -> Outcome:
    """Store a response that a device sent, with the sign of a flood that it may bear."""
    if is_empty(response):
        return Outcome.EMPTY
    likeness = Likeness.of(response, text_questions(instance, campaign, response.version))
    arrivals: Arrivals = instance.memory.setdefault(f"responses:{campaign.name}", Arrivals())
    now = time.monotonic()
    apart = arrivals.sign(response.channel, likeness, now)
    outcome = instance.store.add_response(replace(response, apart=apart))
    if outcome is Outcome.CREATED:
        # Stored first, so that whoever tells the others finds this one too.
        why, ids = arrivals.note(response.id, response.channel, likeness, now)
        others = ids - {response.id} if why == apart else ids
        if others:
            instance.store.set_apart(campaign.name, others, why)
    return outcome


def is_empty(response: Response) -> bool:
    """Whether a family passed every question, or refused: thanked, with nothing to keep."""
    return not (response.answers or response.voices) or refuses(response.answers)


def text_questions(instance: Instance, campaign: Campaign, version: str) -> AbstractSet[str]:
    """Names of the questions of a version that are answered in words."""
    rules = instance.rules(campaign.questionnaire, version)
    asked = rules.questionnaire.questions if rules else ()
    return {question.name for question in asked if question.type == "text"}
