"""What most rooms share: responses, campaigns, tablets, lists; problems and how they are told."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import Enum
from typing import Any

Answer = str | int | list[str]
Answers = dict[str, Answer]

YES = frozenset({"1", "true", "yes", "oui", "on"})
NO = frozenset({"", "0", "false", "no", "non", "off", "none"})
# Signs of a flood of responses: the same answers again and again; many within a minute.
ALIKE, BURST = "alike", "burst"
CHANNELS = ("phone", "kiosk", "street", "workshop", "paper")


@dataclass(frozen=True)
class Sound:
    """A short recording and its media type ("audio/webm")."""

    kind: str
    content: bytes


@dataclass(frozen=True)
class Response:
    """One completed questionnaire by one family.

    ``week`` is the ISO week of arrival ("2026-W47"): no finer time is kept. ``shown`` holds, per
    question whose choices were drawn or shuffled, the choices the family saw, in order.
    ``until`` is the last question asked of a family that sent before the end, or empty: what comes
    after it was not asked, what lacks before it was passed.
    ``receipt`` is the slow hash of the code by which the family can withdraw it, or empty.
    ``voices`` holds answers that were spoken, by question, until somebody writes them down.
    ``apart`` says which sign of a flood was seen, `ALIKE`, `BURST` or nothing; ``counted`` what the
    team said of it then (None: nothing yet). Without a word, `ALIKE` alone does not count.
    """

    id: str
    campaign: str
    version: str
    language: str
    channel: str
    assisted: bool
    week: str
    answers: Mapping[str, Answer]
    shown: Mapping[str, list[str]] = field(default_factory=dict)
    receipt: str = ""
    voices: Mapping[str, Sound] = field(default_factory=dict)
    until: str = ""
    apart: str = ""
    counted: bool | None = None


@dataclass(frozen=True)
class Voice:
    """A spoken answer that waits for somebody to write it down."""

    response: str
    question: str
    language: str


@dataclass(frozen=True)
class Coding:
    """What the team decided of one free text after reading it; no code: it is about none."""

    campaign: str
    response: str
    question: str
    codes: tuple[str, ...] = ()


class Outcome(Enum):
    """What became of a response that a device sent; `EMPTY`: it said nothing, and is no family."""

    EMPTY = "empty"
    CREATED = "created"
    SAME = "same"
    CONFLICT = "conflict"


@dataclass(frozen=True)
class Campaign:
    """A collection: site, questionnaire version, dates, languages and channels."""

    name: str
    title: str
    site: str
    questionnaire: str
    version: str
    languages: tuple[str, ...]
    channels: tuple[str, ...]
    opens: date
    closes: date | None = None
    fictitious: bool = False
    grace_days: int = 14

    def is_open(self, today: date) -> bool:
        """Say whether families may answer on that day, both ends included."""
        return self.opens <= today and (self.closes is None or today <= self.closes)

    def accepts(self, today: date) -> bool:
        """Say whether answers that waited on a device may still arrive: some days after the end."""
        late = today - timedelta(days=self.grace_days)
        return self.opens <= today and (self.closes is None or late <= self.closes)


@dataclass(frozen=True)
class Revision:
    """What a list (sites, places, services, themes) says from a day on, and who wrote it.

    Numbers begin at 1; ``content`` is plain data, shaped as the list's file is.
    """

    name: str
    number: int
    day: date
    member: str
    content: Any


@dataclass(frozen=True)
class Kiosk:
    """A tablet that the team prepared for a campaign, and the last news of it.

    ``token_hash`` is that of the secret by which the tablet makes itself known; ``pin`` is the
    salted slow hash that the tablet checks by itself, without network. ``contact`` is the last
    sign of life (ISO minute, UTC): it comes by a timer, never because a family answered.
    ``waiting`` answers are to be sent, ``aside`` were refused, ``sent`` left since it was prepared.
    A ``reusable`` one may be prepared again with the same link (in the demonstration). One without
    ``pin`` collects with an application of others (ODK Collect, KoboCollect): it tells no news.
    """

    id: str
    campaign: str
    name: str
    token_hash: str
    pin: str
    prepared: bool = False
    reusable: bool = False
    contact: str = ""
    waiting: int = 0
    aside: int = 0
    sent: int = 0
    version: str = ""


@dataclass(frozen=True)
class Recording:
    """A sentence read aloud by the team in one language; ``key`` names the sentence."""

    language: str
    key: str
    kind: str
    content: bytes


@dataclass(frozen=True)
class Trial:
    """How many families of one day said what a picture means, pointed at it, were hurt by it."""

    picture: str
    day: date
    families: int
    said: int
    pointed: int
    opposite: int = 0
    hurt: int = 0


@dataclass(frozen=True)
class Problem:
    """Something wrong in a file: where, why, and what to do about it."""

    code: str
    place: str
    cause: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.place}\u00a0: {self.cause} → {self.remedy} [{self.code}]"


class DiagnosisError(Exception):
    """Base of every error raised on purpose; its text is one sentence with cause and remedy.

    Parameters
    ----------
    text : French; pages say it in the language of whoever reads (``message``).
    values : what stands at its places, such as ``%(name)s``.
    """

    def __init__(self, text: str = "", **values: object) -> None:
        super().__init__(text % values if values else text)
        self.message = Message(text, values)


class ProblemsError(DiagnosisError):
    """Several problems found in files, reported together."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def yes_or_no(value: object, yes: AbstractSet[str] = YES, no: AbstractSet[str] = NO) -> bool | None:
    """Read yes or no, None when it is neither.

    Parameters
    ----------
    yes, no : how they are written, in small letters; files of other tools have more ways.

    Examples
    --------
    >>> yes_or_no("Oui"), yes_or_no(None), yes_or_no("maybe")
    (True, False, None)
    """
    written = str(value).lower()
    return written in yes if written in yes | no else None


def N_(text: str) -> str:  # noqa: N802 - the gettext convention for "translate later"
    """Mark a sentence for translation without translating it yet."""
    return text


@dataclass(frozen=True)
class Message:
    """A sentence to translate late: its French source and the values it holds."""

    text: str
    values: Mapping[str, Any] = field(default_factory=dict)
