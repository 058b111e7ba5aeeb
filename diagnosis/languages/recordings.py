"""Which sentences a family can hear, and where their recordings are.

A sentence is named by its path on the page (``B1``, ``B1/hint``, ``B1/sommeil``, ``welcome/0``),
its recordings by the French text itself (`voice_key`): a changed sentence loses its
voice, the same sentence asked elsewhere keeps it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from diagnosis.languages.catalogues import read, translated_tags
from diagnosis.languages.languages import Language, Languages, voice_key
from diagnosis.questionnaire import Questionnaire
from diagnosis.storage import Storage

LARGEST_SOUND = 256 * 1024
# What the page itself says, word for word as in its templates (a test holds them equal).
COMMON = {
    "voice": "L’équipe écrit ce que vous dites, puis efface votre voix.",
    "summary": "Vos réponses",
    "summary/hint": "C’est bon pour vous\u202f? Envoyez. Vous pouvez encore changer.",
    "thanks": "Merci, vos réponses sont arrivées.",
    "thanks/kept": "Merci. Pas de réseau\u00a0: vos réponses restent ici, fermées à clé. "
    "Elles partent toutes seules quand le réseau revient.",
    "thanks/hint": "L’équipe lit toutes les réponses ensemble. "
    "Puis elle affiche les résultats dans le quartier.",
}

# What it says where a family may stop after two minutes.
PAUSE = {
    "pause": "Merci, l’essentiel est dit.",
    "pause/hint": "Envoyez, ou continuez\u00a0: vous pourrez encore vous arrêter.",
}


@dataclass(frozen=True)
class Sentence:
    """A sentence that can be read aloud.

    ``language`` is set where it is always said in one language: the own name of a language.
    """

    path: str
    text: str
    language: str = ""

    @property
    def key(self) -> str:
        """The name of its recordings."""
        return voice_key(self.text)


def sentences(questionnaire: Questionnaire) -> Iterator[Sentence]:
    """Every sentence of the family page in the order of the page."""
    yield Sentence("welcome", questionnaire.title)
    for index, sentence in enumerate(questionnaire.welcome):
        yield Sentence(f"welcome/{index}", sentence.label)
    for question in questionnaire.questions:
        yield Sentence(question.name, question.label)
        if question.hint:
            # What is asked not to be written (a name, an illness) is a promise too.
            kind = "/text" if question.type == "text" else ""
            yield Sentence(f"{question.name}/hint{kind}", question.hint)
        for choice in question.choices:
            own = question.use == "language" and choice.name != "autre"
            path = f"{question.name}/{choice.name}"
            yield Sentence(path, choice.label, choice.name if own else "")
    for path, text in {**COMMON, **(PAUSE if questionnaire.pause else {})}.items():
        yield Sentence(path, text)


def spoken(questionnaire: Questionnaire, languages: Iterable[Language] = ()) -> dict[str, str]:
    """The French source of every sentence by path.

    Parameters
    ----------
    languages : whose own names are added, as ``language/<tag>``.
    """
    found = {sentence.path: sentence.text for sentence in sentences(questionnaire)}
    return found | {f"language/{language.tag}": language.own_name for language in languages}


def page_sentences(languages: Languages) -> list[Sentence]:
    """What families' pages say around the questionnaire, by the file that says it.

    Sentences with a value in them are left out: nobody can say them once for all.
    """
    tags = translated_tags(languages)
    found = []
    for entry in read(languages.folder, tags[0]) if tags else ():
        files = [PurePosixPath(path) for path, _ in entry.locations if path.startswith("diagnosis")]
        if entry.id and files and isinstance(entry.id, str) and "%(" not in entry.id:
            found.append(Sentence(f"page/{files[0].stem}/{voice_key(entry.id)}", entry.id))
    return sorted(found, key=lambda sentence: sentence.path)


def to_record(
    questionnaire: Questionnaire, language: Language, around: Iterable[Sentence] = ()
) -> list[Sentence]:
    """The sentences that wait for a voice in a language, each once.

    Parameters
    ----------
    around : what is said beside the questionnaire (`page_sentences`), last.
    """
    named = Sentence(f"language/{language.tag}", language.own_name, language.tag)
    found = {named.key: named}
    for sentence in (*sentences(questionnaire), *around):
        if sentence.language in ("", language.tag):
            found.setdefault(sentence.key, sentence)
    return list(found.values())


def own_names(store: Storage, languages: Iterable[Language]) -> dict[str, str]:
    """The address of each language's own name, said in that language, by tag."""
    found = {}
    for language in languages:
        key = voice_key(language.own_name)
        if version := store.recordings(language.tag).get(key):
            found[language.tag] = address(language.tag, key, version)
    return found


def address(language: str, key: str, version: str) -> str:
    """The address of a recording; it changes when the sound does."""
    return f"/voices/{language}/{key}?v={version}"


def kind_of(content: bytes) -> str:
    """The media type of a sound by its first bytes, empty when it is none that we keep."""
    if content.startswith(b"\x1a\x45\xdf\xa3"):
        return "audio/webm"
    if content.startswith(b"OggS"):
        return "audio/ogg"
    return "audio/mp4" if content[4:8] == b"ftyp" else ""
