"""Recognise a question or a choice by its name, or by its label in any language asked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path

from diagnosis.languages import Catalogue
from diagnosis.model import new_name
from diagnosis.questionnaire import Choice, Question
from diagnosis.readers import Document, fold, without_zeros

__all__ = ["Vocabulary", "fold", "labels", "nearest", "vocabulary"]

FORMER = Path(__file__).with_name("former_words.yaml")
# Without a separator of its own, a column of several choices is tried with these, in this order.
SEPARATORS = (" ", ";", ",", "|", "\n")
LONGEST = 24  # words of a label
# Words that no sign of doubt stands beside.
WORDS = re.compile(r"(?=.*[^\W\d_])[\w\s'’-]+")


def nearest(text: str, known: Iterable[str]) -> str:
    """Find the known word closest to one that is unknown; empty when none is close."""
    written = {fold(word): word for word in known}
    close = get_close_matches(fold(text), list(written), n=1, cutoff=0.5)
    return written[close[0]] if close else ""


def labels(text: str, catalogues: Sequence[Catalogue]) -> set[str]:
    """Fold a French sentence, in French as it is and was, and in each language."""
    if not text:
        return set()
    french = (text, *former_words().get(text, ()))
    return {*map(fold, french), *(fold(words.gettext(text)) for words in catalogues)}


@lru_cache(maxsize=1)
def former_words() -> Mapping[str, Sequence[str]]:
    """What sentences of the shipped questionnaires said before, by what they say now."""
    words: Mapping[str, Sequence[str]] = Document(FORMER).data
    return words


@dataclass(frozen=True)
class Vocabulary:
    """How the choices of a question may be written.

    ``names`` are exact; ``written`` holds folded names, labels and source values, each with the
    choice it means: None for a source value that is no answer. A label that two choices share
    means neither.
    """

    names: frozenset[str]
    written: Mapping[str, str | None] = field(default_factory=dict)

    def knows(self, value: str) -> bool:
        """Say whether a value means a choice, or is declared to be no answer."""
        return value in self.names or self._key(value) in self.written

    def name(self, value: str) -> str | None:
        """Name of the choice that a known value means."""
        return self.written[self._key(value)] if value not in self.names else value

    def _key(self, value: str) -> str:
        key = fold(value)
        if key not in self.written and WORDS.fullmatch(value):
            # The name that a questionnaire of another tool has here (`xlsform.renaming`).
            key = fold(name) if (name := new_name(value, ())) in self.names else key
        if key in self.written or not re.fullmatch(r"-?\d+([.,]0+)?", key):
            return key
        # A spreadsheet writes 1 for « 01 », or 1.0.
        alike = [known for known in self.written if without_zeros(known) == without_zeros(key)]
        return alike[0] if len(alike) == 1 else key

    def split(self, value: str, separator: str) -> list[str]:
        """Cut a cell that holds several choices; a label may itself hold the separator."""
        if self.knows(value):
            return [value]
        # A space is the default, so a column of labels need not say how they are separated.
        tried = SEPARATORS if separator == " " else (separator,)
        cuts = [self._cut(value, sep) for sep in tried if sep == " " or sep in value]
        if not cuts:
            return [value]
        return max(cuts, key=lambda parts: sum(map(self.knows, parts)) / len(parts))

    def _cut(self, value: str, separator: str) -> list[str]:
        pieces = [piece.strip() for piece in value.split(separator) if piece.strip()]
        parts: list[str] = []
        while pieces:
            ends = range(min(len(pieces), LONGEST), 1, -1)
            joined = {end: _joined(pieces[:end], separator) for end in ends}
            end = next((end for end in ends if self.knows(joined[end])), 1)
            parts.append(joined.get(end, pieces[0]))
            pieces = pieces[end:]
        return parts or [value]


def _joined(pieces: Sequence[str], separator: str) -> str:
    return (separator if separator == " " else f"{separator.strip()} ").join(pieces)


def vocabulary(
    question: Question,
    catalogues: Sequence[Catalogue],
    values: Mapping[str, str | None],
    accepted: str,
) -> Vocabulary:
    """Gather how a question's choices may be written.

    Parameters
    ----------
    question : whose choices.
    catalogues : of the languages in which labels may be.
    values : the choice's name by source value, which come first.
    accepted : ``names``, ``labels``, or ``auto`` for both, a name before a label.
    """
    written: dict[str, str | None] = {}
    if accepted != "names":
        written |= _by_label(question.choices, catalogues)
    if accepted != "labels":
        written |= {fold(choice.name): choice.name for choice in question.choices}
    written |= {fold(value): name or None for value, name in values.items()}
    names = {choice.name for choice in question.choices} if accepted != "labels" else set()
    return Vocabulary(frozenset(names - set(values)), written)


def _by_label(choices: Sequence[Choice], catalogues: Sequence[Catalogue]) -> dict[str, str | None]:
    meant: dict[str, set[str]] = {}
    for choice in choices:
        for label in labels(choice.label, catalogues):
            meant.setdefault(label, set()).add(choice.name)
    return {label: names.pop() for label, names in meant.items() if len(names) == 1}
