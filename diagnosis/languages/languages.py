"""In which words: languages, their direction, their catalogues and how far these were reviewed.

Catalogues are gettext ``.po`` files read at start, so a mediator's corrected file needs no
compiling. Direction and names come from ``languages.yaml``, never from the text.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

import yaml
from babel.dates import format_date
from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as Entry
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

from diagnosis.model import Message

SOURCE = "fr"
STATES = ("missing", "draft", "reviewed", "pretested", "approved")


@dataclass(frozen=True)
class Language:
    """A language: tag (BCP 47), own name, name in French, direction, Babel locale for dates.

    ``oral``: its text is French, with a recorded voice. ``long_words``: on a small phone its words
    do not fit three side by side.
    """

    tag: str
    own_name: str
    french: str
    direction: str
    dates: str
    oral: bool = False
    long_words: bool = False

    @property
    def written(self) -> str:
        """The tag of the language in which the page is written (French for an oral one)."""
        return SOURCE if self.oral else self.tag


class Translator:
    """The sentences of one language; a sentence without translation stays French."""

    def __init__(self, language: Language, catalogue: Catalog | None) -> None:
        self.language = language
        self._states = {} if catalogue is None else _states(catalogue)
        self._translations: Translations | None = None
        if catalogue is not None:
            compiled = io.BytesIO()
            write_mo(compiled, catalogue)
            compiled.seek(0)
            self._translations = Translations(compiled)

    def __call__(self, text: str, **values: object) -> str:
        """Translate a sentence and put the values into its ``%(name)s`` places."""
        found = self._translations.ugettext(text) if self._translations and text else text
        return found % values if values else found

    def plural(self, one: str, several: str, count: int, **values: object) -> str:
        """Translate a sentence that depends on a count, held as ``%(count)s``."""
        if self._translations:
            found = self._translations.ungettext(one, several, count)
        else:
            found = one if count < 2 else several
        return found % {"count": count, **values}

    def message(self, message: Message) -> str:
        """Translate a message made in another room."""
        return self(message.text, **message.values)

    def date(self, day: date) -> str:
        """Write a day as the language does ("21 novembre 2026")."""
        return format_date(day, "long", locale=self.language.dates)

    @cached_property
    def is_draft(self) -> bool:
        """Whether some sentence was not yet reviewed by a speaker."""
        states = self._states.values()
        return any(STATES.index(state) < STATES.index("reviewed") for state in states)

    def count_states(self) -> dict[str, int]:
        """Count the sentences in each state of translation."""
        return {state: sum(found == state for found in self._states.values()) for state in STATES}


class Languages:
    """Every language of the project, in the order of the file.

    Parameters
    ----------
    folder : holds ``languages.yaml`` and ``<tag>/LC_MESSAGES/messages.po``.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        listed = yaml.safe_load((folder / "languages.yaml").read_text("utf-8"))["languages"]
        self._languages = {entry["tag"]: Language(**entry) for entry in listed}
        self._translators: dict[str, Translator] = {}

    def __contains__(self, tag: object) -> bool:
        return tag in self._languages

    def __getitem__(self, tag: str) -> Language:
        return self._languages[tag]

    def __iter__(self) -> Iterator[Language]:
        return iter(self._languages.values())

    @property
    def tags(self) -> tuple[str, ...]:
        """Every tag."""
        return tuple(self._languages)

    @property
    def own_names(self) -> Mapping[str, str]:
        """The own name of each language by tag."""
        return {tag: language.own_name for tag, language in self._languages.items()}

    @property
    def french_names(self) -> Mapping[str, str]:
        """The French name of each language by tag, for those who read the results."""
        return {tag: language.french for tag, language in self._languages.items()}

    def translator(self, tag: str) -> Translator:
        """The sentences of a language; those of French for an oral one."""
        if tag not in self._translators:
            self._translators[tag] = Translator(self._languages[tag], self._catalogue(tag))
        return self._translators[tag]

    def add(self, translator: Translator) -> None:
        """Offer one more language with its own sentences (a pseudo-locale, in tests)."""
        self._languages[translator.language.tag] = translator.language
        self._translators[translator.language.tag] = translator

    def _catalogue(self, tag: str) -> Catalog | None:
        path = catalogue_path(self.folder, tag)
        if tag == SOURCE or not path.exists():
            return None
        with path.open("rb") as file:
            return read_po(file, locale=None)


def voice_key(text: str) -> str:
    """Name a sentence for its recordings: the same French source, the same voice."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def catalogue_path(folder: Path, tag: str) -> Path:
    """The place of a language's catalogue."""
    return folder / tag.replace("-", "_") / "LC_MESSAGES" / "messages.po"


def entry_state(entry: Entry) -> str:
    """Read a sentence's state from its ``state:`` comment; without one it is a draft."""
    strings = entry.string if isinstance(entry.string, (list, tuple)) else [entry.string]
    if entry.fuzzy or not all(strings):
        return "missing"
    own = [c.removeprefix("state:").strip() for c in entry.user_comments if "state:" in c]
    return (own or ["draft"])[0]


def _states(catalogue: Catalog) -> dict[str, str]:
    return {_first(entry.id): entry_state(entry) for entry in catalogue if entry.id}


def _first(id: str | list[str] | tuple[str, ...]) -> str:
    return id if isinstance(id, str) else id[0]
