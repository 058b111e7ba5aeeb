"""One meaning, one picture: held over everything that families are shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from diagnosis.model import Problem
from diagnosis.pictures import Book, same_words
from diagnosis.questionnaire.definition import Question
from diagnosis.questionnaire.sites import Library
from diagnosis.readers import Document, Location

REMEDY = "donnez-lui une autre image, ou ajoutez ce mot à « says » de l’image (pictures.yaml)"


@dataclass(frozen=True)
class _Use:
    """Where a label stands beside its picture."""

    place: str
    label: str
    picture: str


def picture_problems(folder: Path, library: Library, book: Book) -> list[Problem]:
    """Find pictures that do not exist, that two choices share, or that mean two things.

    Parameters
    ----------
    folder : where the files are, to name their lines.
    library : what they ask and offer.
    book : the pictures.
    """
    uses = [use for path in sorted(folder.glob("*.yaml")) for use in _uses(Document(path))]
    unknown, known = _unknown(uses, book)
    return [
        *unknown,
        *_two_meanings(known, book),
        *_two_pictures(known, book),
        *_shared(library, book),
    ]


def _uses(document: Document) -> Iterator[_Use]:
    for location, label, picture in _labelled(document.data, ()):
        yield _Use(document.place((*location, "picture")), label, picture)


def _labelled(data: Any, location: Location) -> Iterator[tuple[Location, str, str]]:
    if isinstance(data, Mapping):
        if isinstance(data.get("picture"), str) and "label" in data:
            yield location, str(data["label"]), data["picture"]
        for key, value in data.items():
            yield from _labelled(value, (*location, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _labelled(value, (*location, index))


def _unknown(uses: list[_Use], book: Book) -> tuple[list[Problem], list[_Use]]:
    """What is wrong with the names of pictures; the uses of those that exist."""
    problems, known = [], []
    for use in uses:
        name = book.name(use.picture)
        if name == use.picture:
            known.append(use)
        elif use.picture:
            remedy = f"écrivez « {name} »" if name else "prenez un nom de pictures.yaml"
            cause = f"l’image « {use.picture} » n’existe {'plus' if name else 'pas'}"
            problems.append(Problem("unknown-picture", use.place, cause, remedy))
    return problems, known


def _two_meanings(uses: list[_Use], book: Book) -> Iterator[Problem]:
    """Pictures that say two things: labels unlike each other, that the catalogue does not join."""
    bearers: dict[str, dict[str, _Use]] = defaultdict(dict)
    for use in uses:
        bearers[use.picture].setdefault(same_words(use.label), use)
    for picture, found in bearers.items():
        entry = book.pictures[picture].entry
        strangers = [use for use in found.values() if not entry.means(use.label)]
        # One label alone need not be listed.
        friends = [use for use in found.values() if entry.means(use.label)] or strangers[:1]
        for use in strangers:
            if use not in friends:
                cause = (
                    f"l’image « {picture} » ({entry.meaning}) dit déjà « {friends[0].label} », "
                    f"et ici « {use.label} »"
                )
                yield Problem("two-meanings", use.place, cause, REMEDY)


def _two_pictures(uses: list[_Use], book: Book) -> Iterator[Problem]:
    """Labels that two pictures say, unless the catalogue gives the label to both."""
    bearers: dict[str, dict[str, _Use]] = defaultdict(dict)
    for use in uses:
        bearers[same_words(use.label)].setdefault(use.picture, use)
    for found in bearers.values():
        first, *others = found.values()
        for use in others:
            both = (book.pictures[name].entry for name in (first.picture, use.picture))
            if not all(entry.means(use.label) for entry in both):
                cause = f"« {use.label} » a deux images, « {first.picture} » et « {use.picture} »"
                yield Problem("two-pictures", use.place, cause, "prenez la même image")


def _shared(library: Library, book: Book) -> list[Problem]:
    """Questions of which two choices have one picture, told once, whatever the site."""
    found: dict[Problem, None] = {}
    for site in library.sites:
        for name, questionnaire in library.at(site.name).questionnaires.items():
            for question in questionnaire.questions:
                found |= dict.fromkeys(_shared_in(name, question, book))
    return list(found)


def _shared_in(questionnaire: str, question: Question, book: Book) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for choice in question.choices:
        picture = book.name(choice.picture) or choice.picture
        if picture and picture in seen:
            cause = f"« {seen[picture]} » et « {choice.label} » ont la même image, « {picture} »"
            place = f"{questionnaire}, question {question.name}"
            yield Problem("shared-picture", place, cause, "donnez-en une autre à l’un des deux")
        seen.setdefault(picture, choice.label)
