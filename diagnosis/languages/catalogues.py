"""The translators' files: what is to be said in every language, and how far that has come.

Sentences come from the questionnaires (YAML), the templates and the rooms that speak to
families; the team's own pages are French only. A sentence whose French changes loses its
translation (gettext marks it fuzzy) until someone has looked at it again.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

from diagnosis.languages.languages import SOURCE, STATES, Languages, catalogue_path, entry_state
from diagnosis.model import DiagnosisError

ROOT = Path(__file__).parents[2]
HEADER = "# What families read. A sentence without a state below is a draft nobody reviewed."
# The header tells neither who wrote nor when: a file changes only where a sentence does.
CREATED = datetime(2026, 11, 21, tzinfo=UTC)
REVISED = "YEAR-MO-DA HO:MI+ZONE"
NOBODY, TEAM = "FULL NAME <EMAIL@ADDRESS>", "LANGUAGE <LL@li.org>"
COLUMNS = ("français", "traduction", "état", "où")


def extract(mapping: Path, root: Path = ROOT) -> Catalog:
    """Gather every sentence that families may read, in French, as ``pybabel extract`` does.

    Parameters
    ----------
    mapping : ``babel.cfg``, which says where sentences stand and what reads them.
    root : the folder that its patterns start from.
    """
    with mapping.open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file, str(mapping))  # type: ignore[no-untyped-call]
    folders = {pattern.split("/")[0] for pattern, _ in methods}

    def looked_in(directory: str) -> bool:
        folder = Path(directory).relative_to(root)
        return folder.parts[0] in folders and folder.name[0] not in "._"

    catalogue = Catalog(project="diagnosis", charset="utf-8")
    for path, line, message, comments, context in extract_from_dir(
        root, methods, options, directory_filter=looked_in
    ):
        catalogue.add(message, locations=[(path, line)], auto_comments=comments, context=context)
    return catalogue


def update(languages: Languages, template: Catalog) -> list[str]:
    """Bring every catalogue up to date with the French sentences (`extract`).

    Returns
    -------
    One line per language written: what was kept and what is missing.
    """
    lines = []
    for language in languages:
        if language.tag == SOURCE or language.oral:
            continue
        catalogue = read(languages.folder, language.tag)
        catalogue.update(template, no_fuzzy_matching=True, update_creation_date=False)
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
    catalogue.creation_date, catalogue.revision_date = CREATED, REVISED
    catalogue.last_translator, catalogue.language_team = NOBODY, TEAM
    content = io.BytesIO()
    write_po(content, catalogue, width=0, sort_output=True, include_lineno=False)
    path.write_bytes(content.getvalue())


def status(languages: Languages, template: Catalog) -> Iterator[tuple[str, dict[str, int]]]:
    """Count, per written language, the sentences of today in each state."""
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
