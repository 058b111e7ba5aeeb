"""The translators' files: what is to be said in every language, and how far that has come.

What families read comes from the questionnaires (YAML), the templates and the rooms that speak to
them (``babel.cfg``); what the team reads stands apart (``team.cfg``), in a gettext domain of its
own. A sentence whose French changes loses its translation until someone has looked at it again.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as Entry
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

from diagnosis.languages.languages import (
    FAMILIES,
    FORMER,
    SOURCE,
    STATES,
    TEAM,
    Languages,
    catalogue_path,
    entry_state,
)
from diagnosis.model import Problem, ProblemsError
from diagnosis.readers import Row, Table, as_texts, as_written, read_table

ROOT = Path(__file__).parents[2]
HEADER = "# What {} read{}. A sentence without a state below is a draft nobody reviewed."
HEADERS = {
    FAMILIES: HEADER.format("families", ""),
    TEAM: HEADER.format("the team", "s"),
    FORMER: HEADER.format("families", " where a campaign still asks what was asked once"),
}
# The header tells neither who wrote nor when: a file changes only where a sentence does.
CREATED = datetime(2026, 11, 21, tzinfo=UTC)
REVISED = "YEAR-MO-DA HO:MI+ZONE"
NOBODY, TRANSLATORS = "FULL NAME <EMAIL@ADDRESS>", "LANGUAGE <LL@li.org>"
QUESTIONNAIRES = "questionnaires/"
COLUMNS = ("français", "traduction", "état", "où", "doute")
# What a spreadsheet leaves of a script that the encoding it saves in does not have.
WEST = "cp1252"
DOUBT = "?"
LOST = re.compile(r"\?\?|^\?$")


def extract_sentences(mapping: Path, root: Path = ROOT) -> Catalog:
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


def translated_tags(languages: Languages, domain: str = FAMILIES) -> list[str]:
    """The tags that have a catalogue: every written language for families, some for the team."""
    tags = languages.team_tags if domain == TEAM else languages.tags
    return [tag for tag in tags if tag != SOURCE and not languages[tag].oral]


def update_catalogues(languages: Languages, template: Catalog, domain: str = FAMILIES) -> list[str]:
    """Bring every catalogue up to date with the French sentences (`extract_sentences`).

    Returns
    -------
    One line per language written: what was kept and what is missing.
    """
    lines = []
    for tag in translated_tags(languages, domain):
        catalogue = read(languages.folder, tag, domain)
        catalogue.update(template, no_fuzzy_matching=True, update_creation_date=False)
        if domain == FAMILIES:
            _keep_former(languages.folder, tag, catalogue)
        catalogue.obsolete.clear()
        write(languages.folder, tag, catalogue, domain)
        missing = sum(entry_state(entry) == "missing" for entry in catalogue if entry.id)
        lines.append(f"{tag} : {len(catalogue)} phrases, {missing} à traduire")
    return lines


def _keep_former(folder: Path, tag: str, catalogue: Catalog) -> None:
    """Lay aside the translations of what questionnaires no longer ask; campaigns may still."""
    former = read(folder, tag, FORMER)
    for entry in catalogue.obsolete.values():
        asked = any(path.startswith(QUESTIONNAIRES) for path, _ in entry.locations)
        if asked and entry_state(entry) != "missing":
            former[entry.id] = entry
    for again in [entry.id for entry in former if entry.id in catalogue]:
        former.delete(again)
    if len(former):
        write(folder, tag, former, FORMER)


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


def count_states(
    languages: Languages, template: Catalog, domain: str = FAMILIES
) -> Iterator[tuple[str, dict[str, int]]]:
    """Count, per written language, the sentences of today in each state."""
    for tag in translated_tags(languages, domain):
        catalogue = read(languages.folder, tag, domain)
        states = [
            entry_state(found) if (found := catalogue.get(entry.id)) else "missing"
            for entry in template
            if entry.id
        ]
        yield tag, {state: states.count(state) for state in STATES}


def export_table(languages: Languages, tag: str, domain: str = FAMILIES) -> str:
    """Write a language's sentences as a table for a spreadsheet."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(COLUMNS)
    for entry in read(languages.folder, tag, domain):
        if entry.id and isinstance(entry.id, str):
            where = ", ".join(sorted({path for path, _ in entry.locations}))
            cells = (entry.id, entry.string, entry_state(entry), where, " ".join(doubts(entry)))
            table.writerow(as_texts(cells))
    return out.getvalue()


def doubts(entry: Entry) -> list[str]:
    """What whoever drafted a translation was not sure of: a comment that begins with « ? »."""
    told = " ".join(entry.user_comments)
    return [told] if told.startswith(DOUBT) else []


def import_table(languages: Languages, tag: str, path: Path, domain: str = FAMILIES) -> int:
    """Take corrected sentences back from such a table, as any spreadsheet saved it.

    Returns
    -------
    The number of sentences that changed.

    Raises
    ------
    ProblemsError
        The table cannot be read, a column is missing, a state or a sentence unknown, or a
        translation lost letters or a value such as ``%(count)s``; nothing is written.
    """
    table = read_table(path, COLUMNS)
    _refuse_missing(table)
    rows = [(row.number, _cells(table, row)) for row in table.rows]
    told = [(number, *said) for number, row in rows for said in _row_problems(row)]
    if told:
        raise ProblemsError([Problem(c, table.place(at), cause, r) for at, c, cause, r in told])
    catalogue = read(languages.folder, tag, domain)
    _refuse_narrow(table, catalogue)
    french = {written: e.id for e in catalogue if isinstance(e.id, str) for written in _saved(e.id)}
    _refuse_foreign(table, [(at, row) for at, row in rows if row["français"] not in french])
    changed = sum(_take(catalogue, french[row["français"]], row) for _, row in rows)
    write(languages.folder, tag, catalogue, domain)
    return changed


def _cells(table: Table, row: Row) -> dict[str, str]:
    return dict(zip(table.headers, map(as_written, row.cells), strict=True))


def _saved(french: str) -> set[str]:
    """The ways a spreadsheet saves a sentence: older encodings have no thin space."""
    return {french, *(french.replace("\u202f", sign) for sign in (" ", "\u00a0", "?"))}


def _refuse_narrow(table: Table, catalogue: Catalog) -> None:
    """Refuse an encoding without the letters of the language: others stand there, or none."""
    try:
        "".join(str(entry.string) for entry in catalogue).encode("utf-8" if table.unicode else WEST)
    except UnicodeEncodeError as error:
        cause = (
            "l’encodage du fichier n’a pas les lettres de cette langue\u00a0: elles sont perdues"
        )
        remedy = "reprenez le tableau exporté, puis enregistrez en «\u00a0CSV UTF-8\u00a0»"
        raise ProblemsError([Problem("lost-letters", table.name, cause, remedy)]) from error


def _refuse_foreign(table: Table, rows: list[tuple[int, Mapping[str, str]]]) -> None:
    """Refuse lines that translate no sentence of ours: their work would be lost in silence."""
    cause = "cette phrase française n’est pas, ou n’est plus, dans le catalogue"
    remedy = "retirez la ligne, ou reprenez sa traduction dans un nouvel export"
    told = [table.place(at) for at, row in rows if any(row.values())]
    if told:
        raise ProblemsError([Problem("unknown-sentence", place, cause, remedy) for place in told])


def _take(catalogue: Catalog, french: str, row: Mapping[str, str]) -> bool:
    """Take one line back; whether it changed a sentence."""
    entry = catalogue.get(french)
    if entry is None or (entry.string, entry_state(entry)) == (row["traduction"], row["état"]):
        return False
    entry.string = row["traduction"]
    entry.flags.discard("fuzzy")
    # Who has looked at a sentence has answered what was doubted; a draft keeps its doubts.
    unread = row["état"] in ("draft", "missing")
    entry.user_comments = doubts(entry) if unread else [f"state: {row['état']}"]
    return True


def _refuse_missing(table: Table) -> None:
    missing = [column for column in COLUMNS[:3] if column not in table.headers]
    remedy = "gardez celles du fichier exporté"
    causes = [f"la colonne «\u00a0{column}\u00a0» manque" for column in missing]
    if causes:
        raise ProblemsError([Problem("no-column", table.place(), c, remedy) for c in causes])


def _row_problems(row: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """Code, cause and remedy of all that is wrong with a line."""
    french, translation, state = (row[column] for column in COLUMNS[:3])
    if state not in STATES:
        cause = f"l’état «\u00a0{state}\u00a0» est inconnu"
        yield "unknown-state", cause, f"choisissez parmi {', '.join(STATES)}"
    if translation and french.count("%(") != translation.count("%("):
        cause = "la traduction a perdu une valeur «\u00a0%(…)s\u00a0»"
        yield "lost-value", cause, "recopiez-la telle quelle"
    if LOST.search(translation) and not LOST.search(french):
        cause = "la traduction a des «\u00a0?\u00a0» à la place de lettres"
        yield "lost-letters", cause, "reprenez-la, puis enregistrez en «\u00a0CSV UTF-8\u00a0»"
