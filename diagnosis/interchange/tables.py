"""Read a spreadsheet file as text, whatever tool wrote it, or say exactly what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from diagnosis.interchange.mapping import Mapping
from diagnosis.readers import (
    OLE,
    Row,
    Sheet,
    Table,
    as_table,
    content_of,
    read_csv,
    read_workbook,
    refused,
)

SPREADSHEETS = (".xlsx", ".xlsm")
TEXTS = (".csv", ".tsv", ".txt")
ZIP = b"PK\x03\x04"
# Excel writes the control characters of a text so: « _x000D_ » is the end of a line.
ESCAPED = re.compile(r"_x00([01][0-9A-F]|7F)_", re.IGNORECASE)


def read_results(path: Path, mapping: Mapping | None = None, content: bytes | None = None) -> Table:
    """Read a CSV or XLSX file of results, without its empty lines.

    Parameters
    ----------
    path : the file.
    mapping : may name the sheet of an XLSX file; the first one by default.
    content : what the file holds, where it comes from a browser.

    Raises
    ------
    ProblemsError
        The file cannot be read, or is no regular table; each problem has a cause and a remedy.
    """
    table = read_survey(path, sheet=mapping.sheet if mapping else "", content=content)
    formulas = {row for row, _ in table.unread}
    rows = tuple(row for row in table.rows if any(row.cells) or row.number in formulas)
    if not rows:
        cause = "il y a des titres mais aucune réponse"
        raise refused(path, "empty", cause, "exportez de nouveau avec les réponses")
    return replace(table, rows=rows)


def read_survey(
    path: Path,
    titles: Collection[str] = (),
    sheet: str = "",
    content: bytes | None = None,
) -> Table:
    """Read a CSV or XLSX file with every line, those without answer too.

    Parameters
    ----------
    path, content : as for :func:`read_results`.
    titles : columns that are looked for; the separator of a CSV that shows most of them is it.
    sheet : of an XLSX file; the first one by default.

    Raises
    ------
    ProblemsError
        As for :func:`read_results`.
    """
    return _cleaned_table(
        path, _read(path, titles, sheet, content_of(path) if content is None else content)
    )


def _read(path: Path, titles: Collection[str], sheet: str, content: bytes) -> Sheet:
    if content.startswith(OLE):
        raise refused(
            path,
            "format",
            "le classeur est protégé par un mot de passe, ou c’est un ancien fichier .xls",
            "enregistrez-le en .xlsx sans mot de passe, ou en CSV UTF-8",
        )
    if content.startswith(ZIP) or path.suffix.lower() in SPREADSHEETS:
        return read_workbook(path, content, sheet)
    if path.suffix.lower() in TEXTS:
        return Sheet(read_csv(path.name, content, titles))
    raise refused(
        path,
        "format",
        f"«\u00a0{path.suffix or path.name}\u00a0» n’est pas un format lu",
        "enregistrez le fichier en CSV UTF-8 ou en .xlsx",
    )


def _cleaned_table(path: Path, sheet: Sheet) -> Table:
    """The lines without the spaces round their texts."""
    table = as_table(path.name, sheet.lines)
    rows = tuple(Row(row.number, tuple(map(_cleaned, row.cells))) for row in table.rows)
    headers = tuple(map(_cleaned, table.headers))
    notes = (*sheet.notes, *table.notes)
    return Table(table.name, headers, rows, table.unicode, sheet.unread, notes)


def _cleaned(text: str) -> str:
    bare = ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x00" in text else text
    kept = "".join(c for c in bare if c >= " " or c in "\n\t") if not bare.isprintable() else bare
    return kept.strip()
