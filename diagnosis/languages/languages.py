"""In which words: languages, their direction, their catalogues and how far these were reviewed.

Catalogues are gettext ``.po`` files read at start, so a mediator's corrected file needs no
compiling. Direction and names come from ``languages.yaml``, never from the text.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated, BinaryIO, Literal

from babel import Locale
from babel.messages.catalog import Message as Entry
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from pydantic import AfterValidator, BaseModel, ConfigDict

from diagnosis.readers import Document, shaped

SOURCE = "fr"
FRENCH = Locale.parse(SOURCE)
STATES = ("missing", "draft", "reviewed", "pretested", "approved")
STATE = re.compile(r"\bstate:\s*(\w+)")
UNREVIEWED = STATES[: STATES.index("reviewed")]
# Two gettext domains: whoever translates for families is not asked for the team's words.
FAMILIES, TEAM = "messages", "team"
# What questionnaires asked once: a campaign that still asks it is not left without translation.
FORMER = "former"


@dataclass(frozen=True)
class Language:
    """A language: tag (BCP 47), own name, name in French, direction, Babel locale for dates.

    ``oral``: its text is French, with a recorded voice. ``long_words``: on a small phone its words
    do not fit three side by side. ``machine``: the synthesiser's name of it, empty where it has
    none; ``machine_rights``: people judged that voice clear enough for consent and rights.
    """

    # A key that is no field is a slip of the pen, never passed over.
    __pydantic_config__ = ConfigDict(extra="forbid")

    tag: str
    own_name: str
    french: str
    direction: Literal["ltr", "rtl"]
    dates: str
    oral: bool = False
    long_words: bool = False
    machine: str = ""
    machine_rights: bool = False

    @property
    def written(self) -> str:
        """The tag of the language in which the page is written (French for an oral one)."""
        return SOURCE if self.oral else self.tag

    @cached_property
    def locale(self) -> Locale:
        """The locale of its dates, which bears the tag where Babel has none of that name.

        Examples
        --------
        >>> str(Language("snk", "Sooninkanxanne", "soninké", "ltr", "fr", oral=True).locale)
        'fr@snk'
        """
        own = self.tag.replace("-", "_") == self.dates
        return Locale.parse(self.dates if own else f"{self.dates}@{self.tag}")


def _with_source(listed: tuple[Language, ...]) -> tuple[Language, ...]:
    if SOURCE not in {language.tag for language in listed}:
        raise ValueError(f"«\u00a0{SOURCE}\u00a0» n’est pas dans la liste → ajoutez-la")
    return listed


class _File(BaseModel):
    """The shape of ``languages.yaml``."""

    model_config = ConfigDict(extra="forbid")

    languages: Annotated[tuple[Language, ...], AfterValidator(_with_source)]


class French(NullTranslations):
    """The sentences as they are written, with the plural of French: zero is singular."""

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Choose between two French sentences by a count."""
        return msgid1 if FRENCH.plural_form(n) == "one" else msgid2

    ungettext = ngettext


class Catalogue(Translations):
    """The sentences of one language, as gettext has them; one without translation stays French.

    Parameters
    ----------
    compiled : the sentences (an ``.mo`` file), none for French.
    states : how far the translation of each sentence has come.
    draft : whether some sentence was not yet reviewed by a speaker.
    fallback : where a sentence is looked for that is not here, before French.
    """

    def __init__(
        self,
        compiled: BinaryIO | None = None,
        states: Iterable[str] = (),
        *,
        draft: bool = False,
        fallback: NullTranslations | None = None,
    ) -> None:
        super().__init__(compiled)
        self.add_fallback(fallback or French())
        self.states = Counter(states)
        self.is_draft = draft

    def gettext(self, message: str) -> str:
        """Translate a sentence; nothing stays nothing (gettext would give its header)."""
        return super().gettext(message) if message else ""

    ugettext = gettext


class OwnWords(NullTranslations):
    """The sentences of a catalogue, where some are said in a questionnaire's own words.

    Parameters
    ----------
    words : the own translations, by French sentence.
    catalogue : says the rest.
    """

    def __init__(self, words: Mapping[str, str], catalogue: NullTranslations) -> None:
        super().__init__()
        self.add_fallback(catalogue)
        self._words = words

    def gettext(self, message: str) -> str:
        """Translate a sentence."""
        return self._words.get(message) or super().gettext(message)

    ugettext = gettext


class Languages:
    """Every language of the project, in the order of the file.

    Parameters
    ----------
    folder : holds ``languages.yaml`` and ``<tag>/LC_MESSAGES/messages.po``, and ``team.po`` in the
        languages that the team's pages speak.

    Attributes
    ----------
    team_tags : the tags of the languages that the team's pages speak: French and those translated.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        listed = shaped(Document(folder / "languages.yaml"), _File).languages
        self._languages = {language.tag: language for language in listed}
        self._catalogues: dict[tuple[str, str], Catalogue] = {}
        self._added: set[tuple[str, str]] = set()
        self.team_tags = self._spoken_by_the_team()

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

    def _spoken_by_the_team(self) -> tuple[str, ...]:
        return tuple(tag for tag in self._languages if tag == SOURCE or self._is_for_team(tag))

    def catalogue(self, tag: str, domain: str = FAMILIES) -> Catalogue:
        """The sentences of a language; those of French for an oral one.

        The team's pages also show what families read (a theme, a question): a sentence that is not
        in the team's catalogue is said as families read it.
        """
        if (tag, domain) not in self._catalogues:
            self._catalogues[tag, domain] = self._read(tag, domain)
        return self._catalogues[tag, domain]

    def _read(self, tag: str, domain: str) -> Catalogue:
        if tag == SOURCE or self._languages[tag].oral:
            return Catalogue()
        path = catalogue_path(self.folder, tag, domain)
        if domain == FAMILIES:
            return read_catalogue(path, read_catalogue(path.with_name(f"{FORMER}.po")))
        families = self.catalogue(tag)
        return read_catalogue(path, families) if self._is_for_team(tag) else families

    def _is_for_team(self, tag: str) -> bool:
        path = catalogue_path(self.folder, tag, TEAM)
        return (tag, TEAM) in self._added or path.exists() or path.with_suffix(".mo").exists()

    def spoken_in(self, locale: Locale, domain: str = FAMILIES) -> Catalogue:
        """The sentences of the language that has this locale (`Language.locale`)."""
        return self.catalogue(locale.modifier or str(locale).replace("_", "-"), domain)

    def add(self, language: Language, catalogue: Catalogue, *domains: str) -> None:
        """Offer one more language with its own sentences (a pseudo-locale, in tests)."""
        # New mappings: a copy of these languages (`copy.copy`) shares what was read, not this one.
        spoken = {(language.tag, domain): catalogue for domain in domains or (FAMILIES,)}
        self._languages = {**self._languages, language.tag: language}
        self._added = self._added | spoken.keys()
        self._catalogues = {**self._catalogues, **spoken}
        self.team_tags = self._spoken_by_the_team()


def voice_key(text: str) -> str:
    """Name a sentence for its recordings: the same French source, the same voice."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def catalogue_path(folder: Path, tag: str, domain: str = FAMILIES) -> Path:
    """The place of a language's catalogue."""
    return folder / tag.replace("-", "_") / "LC_MESSAGES" / f"{domain}.po"


def read_catalogue(path: Path, fallback: NullTranslations | None = None) -> Catalogue:
    """Read a translators' file as it is, else the compiled one beside it, else nothing.

    A compiled file does not say who has looked at it: it is a draft.
    """
    compiled = path.with_suffix(".mo")
    if path.exists():
        with path.open("rb") as file:
            entries = read_po(file)
        states = [entry_state(entry) for entry in entries if entry.id]
        content = io.BytesIO()
        write_mo(content, entries)
        content.seek(0)
        draft = any(state in UNREVIEWED for state in states)
        return Catalogue(content, states, draft=draft, fallback=fallback)
    if compiled.exists():
        with compiled.open("rb") as file:
            return Catalogue(file, draft=True, fallback=fallback)
    return Catalogue(fallback=fallback)


def entry_state(entry: Entry) -> str:
    """Read a sentence's state from the translator's comment ``# state: reviewed``, else a draft.

    Editors keep these comments and the flag ``fuzzy`` (not read again: missing), not always others.
    """
    strings = entry.string if isinstance(entry.string, (list, tuple)) else [entry.string]
    if entry.fuzzy or not all(strings):
        return "missing"
    found = [match[1] for comment in entry.user_comments if (match := STATE.search(comment))]
    return found[0] if found and found[0] in STATES else "draft"
