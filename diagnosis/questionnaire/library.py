"""Read a folder of questionnaires and lists; report every problem at once."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from diagnosis.model import Problem, ProblemsError
from diagnosis.questionnaire.checks import check_questionnaire, check_references
from diagnosis.questionnaire.definition import (
    Choice,
    QuestionnaireFile,
)
from diagnosis.questionnaire.lists import (
    PlacesFile,
    ServicesFile,
    SitesFile,
    ThemesFile,
    schemas,
)
from diagnosis.questionnaire.sites import Library, Lists, at_site, choice_lists
from diagnosis.readers import Document, shaped

Model = TypeVar("Model", bound=BaseModel)


@dataclass
class _Reading:
    folder: Path
    problems: list[Problem] = field(default_factory=list)
    documents: dict[str, Document] = field(default_factory=dict)

    def read(self, path: Path, model: type[Model]) -> Model | None:
        document = self.documents[path.name] = Document(path)
        try:
            return shaped(document, model)
        except ProblemsError as error:
            self.problems += error.problems
            return None

    def shared(self, name: str, model: type[Model]) -> Model | None:
        path = self.folder / name
        if path.exists():
            return self.read(path, model)
        self.problems.append(Problem("no-file", name, "le fichier manque", "ajoutez-le au dossier"))
        return None


def load_library(folder: Path, languages: Mapping[str, str]) -> Library:
    """Read and check a folder of questionnaires.

    Parameters
    ----------
    folder : where the YAML files are.
    languages : own name of each language offered, by tag (for ``choices_from: languages``).

    Returns
    -------
    The library of the first site; it leads to those of the others.

    Raises
    ------
    ProblemsError
        One or more files are wrong; it holds every problem found, each with file, line, cause
        and remedy.
    """
    reading = _Reading(folder)
    themes = reading.shared("themes.yaml", ThemesFile)
    places = reading.shared("places.yaml", PlacesFile)
    services = reading.shared("services.yaml", ServicesFile)
    sites = reading.shared("sites.yaml", SitesFile)
    files = [
        (reading.documents[path.name], definition)
        for path in sorted(folder.glob("*.yaml"))
        if path.stem not in (*Lists.model_fields, "pictures")
        and (definition := reading.read(path, QuestionnaireFile)) is not None
    ]
    if themes is None or places is None or services is None or sites is None:
        raise ProblemsError(reading.problems)
    lists = Lists(themes=themes, places=places, services=services, sites=sites)
    reading.problems += _problems(files, lists, languages)
    for name in (f"{name}.yaml" for name in Lists.model_fields):
        reading.problems += check_references(reading.documents[name], themes, languages)
    if reading.problems:
        raise ProblemsError(reading.problems)
    return at_site({d.name: d for _, d in files}, lists, languages)


def load_catalogue(path: Path) -> ThemesFile:
    """Read and check a catalogue of themes by itself.

    Raises
    ------
    ProblemsError
        The file is wrong; it holds every problem found.
    """
    reading = _Reading(path.parent)
    catalogue = reading.read(path, ThemesFile)
    if catalogue is not None:
        reading.problems += check_references(reading.documents[path.name], catalogue)
    if catalogue is None or reading.problems:
        raise ProblemsError(reading.problems)
    return catalogue


def revised(library: Library, name: str, document: Document) -> Library:
    """The library with another content of one of its lists.

    Parameters
    ----------
    library : what is offered now.
    name : of the list, as its file is called ("themes", "places", "services", "sites").
    document : what the list says from now on.

    Raises
    ------
    ProblemsError
        It is wrong by itself, or no longer fits the questionnaires and the other lists.
    """
    shape = Lists.model_fields[name].annotation
    lists = library.lists.model_copy(update={name: shaped(document, shape)})  # type: ignore[arg-type]
    problems = check_references(document, lists.themes, library.languages)
    for other in set(Lists.model_fields) - {name}:
        said = _written(other, getattr(lists, other))
        problems += check_references(said, lists.themes, library.languages)
    files = [(_written(d.name, d), d) for d in library.definitions.values()]
    problems += _problems(files, lists, library.languages)
    if problems:
        raise ProblemsError(problems)
    return at_site(library.definitions, lists, library.languages)


def write_schemas(folder: Path) -> None:
    """Write the JSON schemas that editors use beside the questionnaires."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, schema in schemas().items():
        text = json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
        (folder / name).write_text(text, "utf-8")


def _written(name: str, model: BaseModel) -> Document:
    return Document.of(name, model.model_dump(mode="json", by_alias=True, exclude_none=True))


def _problems(
    files: Iterable[tuple[Document, QuestionnaireFile]], lists: Lists, languages: Mapping[str, str]
) -> list[Problem]:
    """What is wrong with the questionnaires, told once, whatever the site."""
    files = list(files)
    known = {definition.name: definition for _, definition in files}
    found: dict[Problem, None] = {}
    for site in lists.sites.sites:
        offered: Mapping[str, tuple[Choice, ...]] = choice_lists(lists, site, languages)
        for document, definition in files:
            found |= dict.fromkeys(check_questionnaire(definition, document, known, offered))
    return [*found, *_same_names(files)]


def _same_names(files: Iterable[tuple[Document, QuestionnaireFile]]) -> list[Problem]:
    seen: dict[str, str] = {}
    problems = []
    for document, definition in files:
        if definition.name in seen:
            problems.append(
                Problem(
                    "duplicate-name",
                    document.place(("name",)),
                    f"le questionnaire « {definition.name} » existe déjà dans "
                    f"{seen[definition.name]}",
                    "donnez-lui un autre nom",
                )
            )
        seen[definition.name] = document.path.name
    return problems
