"""In which words: what comes in are the translators' files and the French of the questionnaires.

What goes out are the languages, their direction and their sentences (`Catalogue`), the files that
translators correct (``catalogues``) and the addresses of recorded sentences (``recordings``).
It must never know a page, nor guess: a sentence without translation stays French.
"""

from diagnosis.languages.languages import (
    FAMILIES,
    SOURCE,
    STATES,
    TEAM,
    Catalogue,
    Language,
    Languages,
    catalogue_path,
    entry_state,
    voice_key,
)

__all__ = [
    "FAMILIES",
    "SOURCE",
    "STATES",
    "TEAM",
    "Catalogue",
    "Language",
    "Languages",
    "catalogue_path",
    "entry_state",
    "voice_key",
]
