"""In which words: what comes in are the translators' files and the French of the questionnaires.

What goes out are the languages, their direction and their sentences (`Catalogue`), the files that
translators correct (``catalogues``), the words that each language keeps (``locked_words``) and the
addresses of recorded sentences (``recordings``).
It must never know a page, nor guess: a sentence without translation stays French.
"""

from diagnosis.languages.catalogues import (
    begin_for_team,
    count_states,
    export_table,
    extract_sentences,
    import_table,
    translated_tags,
    update_catalogues,
)
from diagnosis.languages.french import long_day
from diagnosis.languages.languages import (
    FAMILIES,
    FORMER,
    FRENCH,
    SOURCE,
    STATES,
    TEAM,
    Catalogue,
    Language,
    Languages,
    OwnWords,
    catalogue_path,
    entry_state,
    voice_key,
)
from diagnosis.languages.locked_words import LockedWord, broken_locks, read_locked_words
from diagnosis.languages.recordings import (
    LARGEST_SOUND,
    Sentence,
    address,
    kind_of,
    own_names,
    page_sentences,
    sentences,
    spoken,
    to_record,
)

__all__ = [
    "FAMILIES",
    "FORMER",
    "FRENCH",
    "LARGEST_SOUND",
    "SOURCE",
    "STATES",
    "TEAM",
    "Catalogue",
    "Language",
    "Languages",
    "LockedWord",
    "OwnWords",
    "Sentence",
    "address",
    "begin_for_team",
    "broken_locks",
    "catalogue_path",
    "count_states",
    "entry_state",
    "export_table",
    "extract_sentences",
    "import_table",
    "kind_of",
    "long_day",
    "own_names",
    "page_sentences",
    "read_locked_words",
    "sentences",
    "spoken",
    "to_record",
    "translated_tags",
    "update_catalogues",
    "voice_key",
]
