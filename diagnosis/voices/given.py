"""What the team answers families, said in one go: a person's voice where there is one.

One sound a language says all that is published. Its recordings bear the key of the whole text, and
the machine's sound its name: a line that is changed or withdrawn is heard no more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from diagnosis.languages import SOURCE, Catalogue, Language, Languages, address, voice_key
from diagnosis.model import N_
from diagnosis.model.giving import ANSWERS, Given
from diagnosis.questionnaire import Library
from diagnosis.storage import Storage
from diagnosis.voices.machine import MachineVoices
from diagnosis.voices.names import plain, sound_name

# A sentence ends so in one of the scripts; the synthesiser breathes there.
STOPS = tuple(".!?…。！？۔؟।")
SAID = N_("Vous avez dit\u00a0: %(need)s")


@dataclass(frozen=True)
class SaidBack:
    """Where a sound is, and whether a machine speaks it; ``text`` is what it says."""

    address: str
    machine: bool
    text: str


def text_said_back(
    catalogue: Catalogue, library: Library, lines: Iterable[Given], language: Language
) -> str:
    """All that is published, as it is said in a language; empty where nothing is.

    What nobody wrote in that language is left out; in one that is only spoken, a speaker says the
    French in her own words.
    """
    labels = {domain.name: domain.label for domain in library.catalogue.domains}
    said = []
    for one in lines:
        words = one.text if language.written == SOURCE else one.words.get(language.tag, "")
        if one.is_read and words:
            need = catalogue.gettext(labels.get(one.need, one.need))
            told = catalogue.gettext(SAID) % {"need": need}
            said += [told, catalogue.gettext(ANSWERS[one.kind]), words]
    return " ".join(part if part.endswith(STOPS) else f"{part}." for part in said)


def said_back(
    store: Storage, machine: MachineVoices, language: Language, text: str
) -> SaidBack | None:
    """The sound of a text in a language; None where nobody has recorded it and no machine can."""
    key, name = voice_key(text), sound_name(text)
    version = store.recordings(language.tag).get(key, "")
    if text and version:
        return SaidBack(address(language.tag, key, version), False, text)
    if text and name in machine.names(language.tag):
        made = f"/voices/{language.tag}/machine/{name}?v={machine.version(language.tag)}"
        return SaidBack(made, True, text)
    return None


def texts_said_back(
    languages: Languages, campaigns: Iterable[tuple[Library, list[Given]]]
) -> dict[str, dict[str, str]]:
    """What the machine voice is to say of what is given back, by language and `sound_name`."""
    found: dict[str, dict[str, str]] = {}
    for library, lines in campaigns:
        for language in languages:
            catalogue = languages.catalogue(language.tag)
            text = text_said_back(catalogue, library, lines, language)
            if text and language.machine:
                found.setdefault(language.tag, {})[sound_name(text)] = plain(text)
    return found


def together(*texts: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """Texts by language and name, from several places.

    Examples
    --------
    >>> together({"fr": {"a": "Un"}}, {"fr": {"b": "Deux"}, "ar": {}})
    {'fr': {'a': 'Un', 'b': 'Deux'}, 'ar': {}}
    """
    found: dict[str, dict[str, str]] = {}
    for one in texts:
        for tag, named in one.items():
            found.setdefault(tag, {}).update(named)
    return found
