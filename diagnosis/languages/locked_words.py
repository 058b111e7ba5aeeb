"""Words that every translation keeps: what a language says of a thing, and what it never says."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Message as Entry
from pydantic import BaseModel, ConfigDict

from diagnosis.languages.catalogues import read, translated_tags
from diagnosis.languages.languages import Languages, catalogue_path, entry_state
from diagnosis.model import Problem
from diagnosis.readers import Document, shaped

FILE = "locked_words.yaml"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Rendering(_Strict):
    """What a language says: one of ``use``, none of ``never``; ``nowhere`` is in no sentence."""

    use: tuple[str, ...]
    never: tuple[str, ...] = ()
    nowhere: tuple[str, ...] = ()


class LockedWord(_Strict):
    """A word of the French, where it stands, what it is, and how each language says it."""

    word: str
    french: str
    gloss: str
    rule: str
    languages: dict[str, Rendering]

    def is_in(self, sentence: str) -> bool:
        """Whether a French sentence says it."""
        return re.search(self.french, sentence, re.IGNORECASE) is not None


class _File(_Strict):
    """The shape of ``locked_words.yaml``."""

    words: tuple[LockedWord, ...]


def read_locked_words(folder: Path) -> tuple[LockedWord, ...]:
    """Read the locked words beside the catalogues; none where the file is not."""
    path = folder / FILE
    return shaped(Document(path, as_written=True), _File).words if path.exists() else ()


def broken_locks(languages: Languages) -> list[Problem]:
    """Find every translation that does not keep a locked word: language, sentence, remedy."""
    words = read_locked_words(languages.folder)
    return [
        problem
        for tag in translated_tags(languages)
        for entry in read(languages.folder, tag)
        if entry.id and entry_state(entry) != "missing"
        for word in words
        if tag in word.languages
        for problem in _problems(languages, tag, entry, word)
    ]


def _problems(languages: Languages, tag: str, entry: Entry, word: LockedWord) -> Iterator[Problem]:
    rendering = word.languages[tag]
    french = entry.id if isinstance(entry.id, str) else entry.id[0]
    string = entry.string
    said = [str(form) for form in (string if isinstance(string, (list, tuple)) else (string,))]
    named = word.is_in(french)
    wrong = [*rendering.nowhere, *(rendering.never if named else ())]
    place = f"{catalogue_path(languages.folder, tag).name}, {tag}, «\u00a0{french}\u00a0»"
    remedy = (
        f"écrivez «\u00a0{rendering.use[0]}\u00a0» ({word.gloss}), ou demandez à une personne qui "
        f"parle cette langue et changez le mot dans {FILE}"
    )
    for form in said:
        found = [text for text in wrong if holds_word(form, text)]
        if found:
            cause = f"«\u00a0{found[0]}\u00a0» n’est pas «\u00a0{word.word}\u00a0». {word.rule}"
            yield Problem("wrong-word", place, cause, remedy)
        elif named and not any(_plain(use) in _plain(form) for use in rendering.use):
            cause = f"«\u00a0{word.word}\u00a0» n’y est pas dit comme ailleurs"
            yield Problem("lost-word", place, cause, remedy)


def holds_word(text: str, word: str) -> bool:
    """Whether a text has a word, or a word that begins so.

    Examples
    --------
    >>> holds_word("na cabana, perto", "cabana"), holds_word("the chute", "hut")
    (True, False)
    """
    # Scripts without spaces between words have no beginnings to look for.
    begins = r"\b" if word[0].isalpha() and word[0].islower() and word.isascii() else ""
    return re.search(begins + re.escape(_plain(word)), _plain(text)) is not None


def _plain(text: str) -> str:
    """A text without capitals, nor the vowel signs that Arabic writes or not."""
    # The capital of the Turkish i would leave its dot behind.
    small = unicodedata.normalize("NFC", text).replace("İ", "i").casefold()
    return re.sub("[\u064b-\u0652]", "", small)
