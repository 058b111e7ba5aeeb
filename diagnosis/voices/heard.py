"""What families can hear in a language: recordings first, then what the machine voice says."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from diagnosis.languages import (
    SOURCE,
    Language,
    Languages,
    Sentence,
    own_names,
    page_sentences,
    sentences,
    to_record,
    voice_key,
)
from diagnosis.questionnaire import Library, Questionnaire
from diagnosis.storage import Storage
from diagnosis.voices.machine import MachineVoices
from diagnosis.voices.names import plain, sound_name

# Sentences of consent, of rights and of danger, by the start of their paths: see `is_grave`.
GRAVE = ("welcome/", "page/privacy/", "page/withdraw/", "help/", "voice")


@dataclass(frozen=True)
class Heard:
    """What can be heard in a language, by `sound_name`.

    ``recorded`` holds the end of each recording's address, ``names`` the address of each language's
    own name; ``machine`` is what the machine voice says, in the language ``spoken``. ``alone``:
    recordings are all that may be heard (an oral language).
    """

    spoken: str
    alone: bool
    recorded: Mapping[str, str]
    names: Mapping[str, str]
    machine: tuple[str, ...]
    version: str

    def __bool__(self) -> bool:
        return bool(self.recorded or self.names or self.machine)

    @property
    def content(self) -> dict[str, Any]:
        """What a page asks for, as JSON."""
        return {
            "spoken": self.spoken,
            "alone": self.alone,
            "recorded": self.recorded,
            "names": self.names,
            "machine": " ".join(self.machine),
            "version": self.version,
        }

    @property
    def mark(self) -> str:
        """A short text that changes with the content."""
        written = json.dumps(self.content, sort_keys=True)
        return hashlib.sha256(written.encode()).hexdigest()[:8]


def lines_of(
    languages: Languages, library: Library, questionnaires: Iterable[Questionnaire] = ()
) -> dict[str, Sentence]:
    """Every sentence that families' pages say, at every site, by the key of its recordings.

    Parameters
    ----------
    questionnaires : what campaigns ask beside what the library holds today.
    """
    found: dict[str, Sentence] = {}
    for sentence in _every(languages, library, questionnaires):
        kept = found.setdefault(sentence.key, sentence)
        # Said in two places, one of them grave: grave.
        if is_grave(sentence) and not is_grave(kept):
            found[sentence.key] = sentence
    return found


def is_grave(sentence: Sentence) -> bool:
    """Whether a sentence speaks of consent, rights or danger, where a wrong word does harm."""
    return sentence.path.startswith(GRAVE) or sentence.path.endswith("/hint/text")


def core_sentences(library: Library, language: Language) -> list[Sentence]:
    """What must be recorded before an oral language is offered as heard, its own name first.

    The notice, and the questions before the pause.
    """
    asked = sorted(library.questionnaires.values(), key=lambda one: not one.pause)[0]
    return to_record(asked.model_copy(update={"questions": asked.core}), language)


def is_heard(store: Storage, library: Library, language: Language) -> bool:
    """Whether an oral language has its own name and the core recorded (others always are)."""
    if not language.oral:
        return True
    kept = store.recordings(language.tag)
    return bool(kept) and all(one.key in kept for one in core_sentences(library, language))


def said_in(languages: Languages, lines: Iterable[Sentence], language: Language) -> dict[str, str]:
    """What the machine voice is to say in a language, by `sound_name`.

    Where nobody has judged it good enough for that (``machine_rights``), nothing grave.
    """
    catalogue = languages.catalogue(language.tag)
    found: dict[str, str] = {}
    doubled = set()
    for line in lines:
        if line.language not in ("", language.tag):
            continue
        if is_grave(line) and not language.machine_rights:
            continue
        text = plain(line.text if line.language else catalogue.gettext(line.text))
        if found.setdefault(sound_name(text), text) != text:
            doubled.add(sound_name(text))
    # A voice that says another sentence is worse than none.
    return {name: text for name, text in found.items() if name not in doubled and text}


def heard_in(
    store: Storage,
    machine: MachineVoices,
    languages: Languages,
    library: Library,
    questionnaires: Iterable[Questionnaire],
    language: Language,
) -> Heard:
    """What can be heard in a language; French for an oral one that is not recorded enough."""
    alone = language.oral and is_heard(store, library, language)
    spoken = language if alone or not language.oral else languages[SOURCE]
    kept = store.recordings(spoken.tag)
    lines = lines_of(languages, library, questionnaires) if kept else {}
    catalogue = languages.catalogue(spoken.tag)
    recorded = {
        sound_name(catalogue.gettext(lines[key].text)): f"{key}?v={version}"
        for key, version in kept.items()
        if key in lines
    }
    names = {**_machine_names(machine, languages), **own_names(store, languages)}
    said = () if alone else tuple(sorted(machine.names(spoken.tag)))
    return Heard(spoken.tag, alone, recorded, names, said, machine.version(spoken.tag))


def _machine_names(machine: MachineVoices, languages: Languages) -> dict[str, str]:
    """The address of each language's own name, as the machine voice says it in that language."""
    found = {}
    for language in languages:
        name = sound_name(language.own_name)
        if name in machine.names(language.tag):
            version = machine.version(language.tag)
            found[language.tag] = f"/voices/{language.tag}/machine/{name}?v={version}"
    return found


def _every(
    languages: Languages, library: Library, questionnaires: Iterable[Questionnaire]
) -> Iterator[Sentence]:
    for questionnaire in questionnaires:
        yield from sentences(questionnaire)
    for site in library.sites:
        here = library.at(site.name)
        for questionnaire in here.questionnaires.values():
            yield from sentences(questionnaire)
        yield from _lists(here)
    yield from page_sentences(languages)
    for language in languages:
        yield Sentence(f"language/{language.tag}", language.own_name, language.tag)


def _lists(library: Library) -> Iterator[Sentence]:
    """What the lists of a site say on the pages around the questionnaire."""
    for help_number in library.services.help_numbers:
        yield _line("help", help_number.label)
    for service in library.services.services:
        yield from (_line("service", text) for text in (service.label, service.description))
    catalogue = library.catalogue
    labels = [theme.label for theme in catalogue.themes]
    labels += [domain.label for domain in catalogue.domains]
    labels += [place.label for place in library.places]
    yield from (_line("theme", text) for text in labels)


def _line(where: str, text: str) -> Sentence:
    return Sentence(f"{where}/{voice_key(text)}", text)
