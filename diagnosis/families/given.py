"""What the team answers families: read, heard, looked at before publication, hung on a wall."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from diagnosis.instance import Instance
from diagnosis.languages import SOURCE, Language
from diagnosis.model import Campaign
from diagnosis.model.giving import ANSWERS, Given, Step
from diagnosis.voices import SaidBack, said_back, text_said_back
from diagnosis.web import catalogue


@dataclass(frozen=True)
class Answered:
    """What the team answers on a need; ``tag`` is the language that ``text`` is written in."""

    need: str
    kind: str
    text: str
    tag: str
    day: date
    follow: tuple[Step, ...]

    @property
    def label(self) -> str:
        """What kind of answer it is, in French."""
        return ANSWERS[self.kind]


def answered(lines: Iterable[Given], language: Language) -> list[Answered]:
    """What is published, in its order; in French where a language has no words of it."""
    found = []
    for one in lines:
        if one.is_read:
            words = one.words.get(language.tag, "")
            tag = language.written if words else SOURCE
            found.append(Answered(one.need, one.kind, words or one.text, tag, one.day, one.follow))
    return found


def as_published(lines: Iterable[Given], today: date) -> list[Given]:
    """Lines as they will be once those that wait are published; what was withdrawn stays out."""
    return [one if one.withdrawn else replace(one, published=one.published or today)
            for one in lines]  # fmt: skip


def sound_of(
    running: Instance, campaign: Campaign, lines: Iterable[Given], language: Language
) -> SaidBack | None:
    """All of it said in a language, where somebody or something says it."""
    library = running.library_of(campaign)
    text = text_said_back(catalogue(language), library, lines, language)
    return said_back(running.store, running.machine, language, text)
