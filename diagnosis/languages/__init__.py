"""In which words: what comes in are the translators' files and the French of the questionnaires.

What goes out are the languages, their direction and their sentences (`Catalogue`), the files that
translators correct (``catalogues``) and the addresses of recorded sentences (``recordings``).
It must never know a page, nor guess: a sentence without translation stays French.
"""

from diagnosis.languages.catalogues import (
    count_states,
    export_table,
    extract_sentences,
    import_table,
    update_catalogues,
)
from diagnosis.languages.french import long_day, spaced
from diagnosis.languages.languages import (
    SOURCE,
    STATES,
    Catalogue,
    Language,
    Languages,
    catalogue_path,
    entry_state,
    voice_key,
)
from diagnosis.languages.recordings import (
    LARGEST_SOUND,
    Sentence,
    address,
    addresses,
    kind_of,
    own_names,
    sentences,
    spoken,
    to_record,
)

__all__ = [
    "Catalogue",
    "LARGEST_SOUND",
    "Language",
    "Languages",
    "SOURCE",
    "STATES",
    "Sentence",
    "address",
    "addresses",
    "catalogue_path",
    "count_states",
    "entry_state",
    "export_table",
    "extract_sentences",
    "import_table",
    "kind_of",
    "long_day",
    "own_names",
    "sentences",
    "spaced",
    "spoken",
    "to_record",
    "update_catalogues",
    "voice_key",
]
