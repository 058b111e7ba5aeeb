"""The translators' files: what is to be said in every language, and how far that has come.

Sentences come from the questionnaires (YAML), the templates and the rooms that speak to
families; the team's own pages are French only. A sentence whose French changes loses its
translation (gettext marks it fuzzy) until someone has looked at it again.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from diagnosis.languages.languages import SOURCE, STATES, Languages, catalogue_path, entry_state
from diagnosis.model import DiagnosisError
from diagnosis.questionnaire import Library, Question

PACKAGE = Path(__file__).parents[1]
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2")]
KEYWORDS = {"N_": None, "_": None, "gettext": None, "ngettext": (1, 2), "beside": None}
HEADER = "# What families read. A sentence without a state below is a draft nobody reviewed."
# Dates and addresses that gettext tools put into the header change without any sentence changing.
VOLATILE = tuple(
    f'"{name}'
    for name in (
        "POT-Creation-Date",
        "PO-Revision-Date",
        "Generated-By",
        "Last-Translator",
        "Language-Team",
        "Report-Msgid-Bugs-To",
    )
)
COLUMNS = ("français", "traduction", "état", "où")


def extract(library: Library) -> Catalog:
    """Gather every sentence that families may read, in French."""
    catalogue = Catalog(project="diagnosis", charset="utf-8")
    for where, text in _questionnaire_sentences(library):
        catalogue.add(text, locations=[(where, 0)])
    for path, _, message, _, _ in extract_from_dir(
        PACKAGE, METHODS, {"**": {}}, KEYWORDS, callback=None
    ):
        catalogue.add(message, locations=[(path, 0)])
    return catalogue


def update(languages: Languages, library: Library) -> list[str]:
    """Bring every catalogue up to date with the French sentences.

    Returns
    -------
    One line per language written: what was kept and what is missing.
    """
    template = extract(library)
    lines = []
    for language in languages:
        if language.tag == SOURCE or language.oral:
            continue
        catalogue = read(languages.folder, language.tag)
        catalogue.update(template, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        write(languages.folder, language.tag, catalogue)
        missing = sum(entry_state(entry) == "missing" for entry in catalogue if entry.id)
        lines.append(f"{language.tag} : {len(catalogue)} phrases, {missing} à traduire")
    return lines


def read(folder: Path, tag: str) -> Catalog:
    """Read a language's catalogue, an empty one when there is none yet."""
    path = catalogue_path(folder, tag)
    if not path.exists():
        return Catalog(locale=tag.replace("-", "_"), project="diagnosis", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=tag.replace("-", "_"))


def write(folder: Path, tag: str, catalogue: Catalog) -> None:
    """Write a language's catalogue, in a form that changes only where a sentence did."""
    path = catalogue_path(folder, tag)
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue.fuzzy = False
    catalogue.header_comment = HEADER
    content = io.BytesIO()
    write_po(content, catalogue, width=0, sort_output=True)
    lines = content.getvalue().decode().splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith(VOLATILE)]
    path.write_text("".join(kept), "utf-8")


def status(languages: Languages, library: Library) -> Iterator[tuple[str, dict[str, int]]]:
    """Count, per written language, the sentences of today in each state."""
    template = extract(library)
    for language in languages:
        if language.tag == SOURCE or language.oral:
            continue
        catalogue = read(languages.folder, language.tag)
        states = [
            entry_state(found) if (found := catalogue.get(entry.id)) else "missing"
            for entry in template
            if entry.id
        ]
        yield language.tag, {state: states.count(state) for state in STATES}


def export_csv(languages: Languages, tag: str) -> str:
    """Write a language's sentences as a table for a spreadsheet."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(COLUMNS)
    for entry in read(languages.folder, tag):
        if entry.id and isinstance(entry.id, str):
            where = ", ".join(sorted({path for path, _ in entry.locations}))
            table.writerow((entry.id, entry.string, entry_state(entry), where))
    return out.getvalue()


def import_csv(languages: Languages, tag: str, text: str) -> int:
    """Take corrected sentences back from such a table.

    Returns
    -------
    The number of sentences that changed.

    Raises
    ------
    DiagnosisError
        A column is missing, a state unknown, or a translation lost a value such as ``%(count)s``.
    """
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    catalogue = read(languages.folder, tag)
    changed = 0
    for line, row in enumerate(rows, start=2):
        problem = _row_problem(row)
        if problem:
            raise DiagnosisError(f"ligne {line} : {problem}")
        entry = catalogue.get(row["français"])
        before = (entry.string, entry_state(entry)) if entry else None
        if entry is None or before == (row["traduction"], row["état"]):
            continue
        entry.string = row["traduction"]
        entry.flags.discard("fuzzy")
        entry.user_comments = (
            [] if row["état"] in ("draft", "missing") else [f"state: {row['état']}"]
        )
        changed += 1
    write(languages.folder, tag, catalogue)
    return changed


def _row_problem(row: dict[str, str]) -> str:
    for column in COLUMNS[:3]:
        if row.get(column) is None:
            return f"la colonne « {column} » manque, gardez celles du fichier exporté"
    if row["état"] not in STATES:
        return f"l’état « {row['état']} » est inconnu, choisissez parmi {', '.join(STATES)}"
    wanted, found = row["français"].count("%("), row["traduction"].count("%(")
    if row["traduction"] and wanted != found:
        return "la traduction a perdu une valeur « %(…)s », recopiez-la telle quelle"
    return ""


def _questionnaire_sentences(library: Library) -> Iterator[tuple[str, str]]:
    for questionnaire in library.questionnaires.values():
        where = f"questionnaires/{questionnaire.name}.yaml"
        yield where, questionnaire.title
        for sentence in questionnaire.welcome:
            yield where, sentence.label
        for question in questionnaire.questions:
            for text in _question_sentences(question):
                yield where, text
    for service in library.services.services:
        yield "questionnaires/services.yaml", service.label
        yield "questionnaires/services.yaml", service.description
    for number in library.services.help_numbers:
        yield "questionnaires/services.yaml", number.label
    for theme in library.catalogue.themes:
        yield "questionnaires/themes.yaml", theme.label


def _question_sentences(question: Question) -> Iterator[str]:
    for text in (question.label, question.hint, question.constraint_message):
        if text:
            yield text
    for choice in question.choices:
        # The languages offered are written in their own names, everywhere.
        if question.use != "language" or choice.name == "autre":
            yield choice.label
