"""The translators' files: what is to be said in every language, and how far that has come.

What families read comes from the questionnaires (YAML), the templates and the rooms that speak to
them (``babel.cfg``); what the team reads stands apart (``team.cfg``), in a gettext domain of its
own. A sentence whose French changes loses its translation until someone has looked at it again.
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

from diagnosis.languages.languages import (
    FAMILIES,
    SOURCE,
    STATES,
    TEAM,
    Languages,
    catalogue_path,
    entry_state,
)
from diagnosis.model import DiagnosisError

ROOT = Path(__file__).parents[2]
HEADER = "# What {} read{}. A sentence without a state below is a draft nobody reviewed."
HEADERS = {FAMILIES: HEADER.format("families", ""), TEAM: HEADER.format("the team", "s")}
# The header tells neither who wrote nor when: a file changes only where a sentence does.
CREATED = datetime(2026, 11, 21, tzinfo=UTC)
REVISED = "YEAR-MO-DA HO:MI+ZONE"
NOBODY, TRANSLATORS = "FULL NAME <EMAIL@ADDRESS>", "LANGUAGE <LL@li.org>"
COLUMNS = ("français", "traduction", "état", "où")


def extract(mapping: Path, root: Path = ROOT) -> Catalog:
    """Gather every sentence of an audience, in French, as ``pybabel extract`` does.

    Parameters
    ----------
    mapping : ``babel.cfg`` for families, ``team.cfg`` for the team: where sentences stand, and
        what reads them.
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


def translated(languages: Languages, domain: str = FAMILIES) -> list[str]:
    """The tags that have a catalogue: every written language for families, some for the team."""
    tags = languages.team_tags if domain == TEAM else languages.tags
    return [tag for tag in tags if tag != SOURCE and not languages[tag].oral]


def update(languages: Languages, template: Catalog, domain: str = FAMILIES) -> list[str]:
    """Bring every catalogue up to date with the French sentences (`extract`).

    Returns
    -------
    One line per language written: what was kept and what is missing.
    """
    lines = []
    for tag in translated(languages, domain):
        catalogue = read(languages.folder, tag, domain)
        catalogue.update(template, no_fuzzy_matching=True, update_creation_date=False)
        catalogue.obsolete.clear()
        write(languages.folder, tag, catalogue, domain)
        missing = sum(entry_state(entry) == "missing" for entry in catalogue if entry.id)
        lines.append(f"{tag} : {len(catalogue)} phrases, {missing} à traduire")
    return lines


def begin_for_team(folder: Path, tag: str) -> None:
    """Make the team's catalogue of a language where there is none; it is offered from then on."""
    write(folder, tag, read(folder, tag, TEAM), TEAM)


def read(folder: Path, tag: str, domain: str = FAMILIES) -> Catalog:
    """Read a language's catalogue, an empty one when there is none yet."""
    path = catalogue_path(folder, tag, domain)
    if not path.exists():
        return Catalog(locale=tag.replace("-", "_"), project="diagnosis", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=tag.replace("-", "_"))


def write(folder: Path, tag: str, catalogue: Catalog, domain: str = FAMILIES) -> None:
    """Write a language's catalogue, in a form that changes only where a sentence did."""
    path = catalogue_path(folder, tag, domain)
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue.fuzzy = False
    catalogue.header_comment = HEADERS[domain]
    catalogue.creation_date, catalogue.revision_date = CREATED, REVISED
    catalogue.last_translator, catalogue.language_team = NOBODY, TRANSLATORS
    content = io.BytesIO()
    write_po(content, catalogue, width=0, sort_output=True, include_lineno=False)
    path.write_bytes(content.getvalue())


def status(
    languages: Languages, template: Catalog, domain: str = FAMILIES
) -> Iterator[tuple[str, dict[str, int]]]:
    """Count, per written language, the sentences of today in each state."""
    for tag in translated(languages, domain):
        catalogue = read(languages.folder, tag, domain)
        states = [
            entry_state(found) if (found := catalogue.get(entry.id)) else "missing"
            for entry in template
            if entry.id
        ]
        yield tag, {state: states.count(state) for state in STATES}


def export_csv(languages: Languages, tag: str, domain: str = FAMILIES) -> str:
    """Write a language's sentences as a table for a spreadsheet."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(COLUMNS)
    for entry in read(languages.folder, tag, domain):
        if entry.id and isinstance(entry.id, str):
            where = ", ".join(sorted({path for path, _ in entry.locations}))
            table.writerow((entry.id, entry.string, entry_state(entry), where))
    return out.getvalue()


def import_csv(languages: Languages, tag: str, text: str, domain: str = FAMILIES) -> int:
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
    catalogue = read(languages.folder, tag, domain)
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
    write(languages.folder, tag, catalogue, domain)
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
