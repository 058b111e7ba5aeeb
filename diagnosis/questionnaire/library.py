"""Read a folder of questionnaires, themes, sectors and services; report every problem at once."""

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
    Borrowed,
    Choice,
    Question,
    Questionnaire,
    QuestionnaireFile,
    SectorsFile,
    ServicesFile,
    ThemesFile,
    schemas,
)
from diagnosis.readers import Document, shaped

Model = TypeVar("Model", bound=BaseModel)
SHARED_FILES = {
    "themes.yaml": ThemesFile,
    "sectors.yaml": SectorsFile,
    "services.yaml": ServicesFile,
}


@dataclass(frozen=True)
class Library:
    """Everything that can be asked and answered: the content of ``questionnaires/``."""

    questionnaires: Mapping[str, Questionnaire]
    catalogue: ThemesFile
    sectors: SectorsFile
    services: ServicesFile


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

    Raises
    ------
    ProblemsError
        One or more files are wrong; it holds every problem found, each with file, line, cause
        and remedy.
    """
    reading = _Reading(folder)
    catalogue = reading.shared("themes.yaml", ThemesFile)
    sectors = reading.shared("sectors.yaml", SectorsFile)
    services = reading.shared("services.yaml", ServicesFile)
    files = [
        (reading.documents[path.name], definition)
        for path in sorted(folder.glob("*.yaml"))
        if path.name not in SHARED_FILES
        and (definition := reading.read(path, QuestionnaireFile)) is not None
    ]
    if catalogue is None or sectors is None or services is None:
        raise ProblemsError(reading.problems)
    lists = _choice_lists(catalogue, sectors, languages)
    known = {definition.name: definition for _, definition in files}
    for document, definition in files:
        reading.problems += check_questionnaire(definition, document, known, lists)
    for name, document in reading.documents.items():
        if name in SHARED_FILES:
            reading.problems += check_references(document, catalogue)
    reading.problems += _same_names(files)
    if reading.problems:
        raise ProblemsError(reading.problems)
    questionnaires = {d.name: _written_out(d, known, lists) for _, d in files}
    return Library(questionnaires, catalogue, sectors, services)


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


def write_schemas(folder: Path) -> None:
    """Write the JSON schemas that editors use beside the questionnaires."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, schema in schemas().items():
        text = json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
        (folder / name).write_text(text, "utf-8")


def _choice_lists(
    catalogue: ThemesFile, sectors: SectorsFile, languages: Mapping[str, str]
) -> dict[str, tuple[Choice, ...]]:
    return {
        "domains": tuple(
            Choice(name=d.name, label=d.label, picture=d.picture) for d in catalogue.domains
        ),
        "themes": tuple(
            Choice(name=t.name, label=t.label, picture=t.picture, domains=t.domains)
            for t in catalogue.themes
        ),
        "sectors": tuple(
            Choice(name=s.name, label=s.label, picture=s.picture) for s in sectors.sectors
        ),
        "languages": tuple(Choice(name=tag, label=own) for tag, own in languages.items()),
    }


def _written_out(
    definition: QuestionnaireFile,
    known: Mapping[str, QuestionnaireFile],
    lists: Mapping[str, tuple[Choice, ...]],
) -> Questionnaire:
    questions = []
    for item in definition.questions:
        question = _lent(item, known)
        listed = lists[question.choices_from] if question.choices_from else ()
        questions.append(
            question.model_copy(
                update={"choices": (*listed, *question.choices), "choices_from": None}
            )
        )
    return Questionnaire(**definition.model_dump(exclude={"questions"}), questions=tuple(questions))


def _lent(item: Question | Borrowed, known: Mapping[str, QuestionnaireFile]) -> Question:
    if isinstance(item, Question):
        return item
    lender = known[item.from_].questions
    return next(q for q in lender if isinstance(q, Question) and q.name == item.name)


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
