"""Read a spreadsheet file as text, whatever tool wrote it, or say exactly what is wrong with it."""

from __future__ import annotations

import warnings
import zipfile
import zlib
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from diagnosis.interchange.mapping import Mapping
from diagnosis.model import Problem, ProblemsError
from diagnosis.readers import Row, Table, as_table, content_of, read_csv

SPREADSHEETS = (".xlsx", ".xlsm")
TEXTS = (".csv", ".tsv", ".txt")
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
UNREADABLE = (
    InvalidFileException,
    zipfile.BadZipFile,
    zlib.error,
    ParseError,
    KeyError,
    ValueError,
    OSError,
    StopIteration,
)


def read_results(path: Path, mapping: Mapping | None = None) -> Table:
    """Read a CSV or XLSX file of results.

    Parameters
    ----------
    path : the file.
    mapping : may name the sheet of an XLSX file; the first one by default.

    Raises
    ------
    ProblemsError
        The file cannot be read, or is no regular table; each problem has a cause and a remedy.
    """
    content = content_of(path)
    if content.startswith(OLE):
        raise _refused(
            path,
            "format",
            "le classeur est protégé par un mot de passe, ou c’est un ancien fichier .xls",
            "enregistrez-le en .xlsx sans mot de passe, ou en CSV UTF-8",
        )
    if content.startswith(ZIP) or path.suffix.lower() in SPREADSHEETS:
        lines = _read_xlsx(path, mapping.sheet if mapping else "")
    elif path.suffix.lower() in TEXTS:
        lines = read_csv(path.name, content)
    else:
        raise _refused(
            path,
            "format",
            f"«\u00a0{path.suffix or path.name}\u00a0» n’est pas un format lu",
            "enregistrez le fichier en CSV UTF-8 ou en .xlsx",
        )
    return _answers(path, lines)


def _refused(path: Path, code: str, cause: str, remedy: str) -> ProblemsError:
    return ProblemsError([Problem(code, path.name, cause, remedy)])


def _read_xlsx(path: Path, sheet: str) -> list[Sequence[str]]:
    try:
        with warnings.catch_warnings():
            # About styles and validations that a reader of values does not need.
            warnings.simplefilter("ignore")
            return _squared(_sheet_lines(path, sheet))
    except UNREADABLE as error:
        raise _refused(
            path,
            "format",
            "ce n’est pas un classeur .xlsx lisible",
            "ouvrez-le dans un tableur et enregistrez-le de nouveau en .xlsx",
        ) from error


def _sheet_lines(path: Path, sheet: str) -> list[list[str]]:
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    try:
        sheets = {found.title: found for found in book.worksheets}
        if sheet and sheet not in sheets:
            cause = f"la feuille «\u00a0{sheet}\u00a0» n’existe pas"
            raise _refused(path, "no-sheet", cause, f"choisissez parmi\u00a0: {', '.join(sheets)}")
        found = sheets[sheet or next(iter(sheets))]
        # Some tools declare a sheet of one cell: the declared size is not to be trusted.
        found.reset_dimensions()
        return [[_text(value) for value in line] for line in found.iter_rows(values_only=True)]
    finally:
        book.close()


def _squared(lines: list[list[str]]) -> list[Sequence[str]]:
    """Square the lines of a sheet; empty cells on the right are none."""
    width = max((_width(line) for line in lines), default=0)
    return [[*line[:width], *[""] * (width - len(line))] for line in lines]


def _width(line: Sequence[str]) -> int:
    return max((at for at, cell in enumerate(line, 1) if cell), default=0)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    return str(value).strip()


def _answers(path: Path, lines: list[Sequence[str]]) -> Table:
    """Keep the lines that say something, without the spaces round their texts."""
    table = as_table(path.name, lines)
    cells = {row.number: tuple(map(str.strip, row.cells)) for row in table.rows}
    rows = tuple(Row(number, texts) for number, texts in cells.items() if any(texts))
    if not rows:
        cause = "il y a des titres mais aucune réponse"
        raise _refused(path, "empty", cause, "exportez de nouveau avec les réponses")
    return Table(table.name, table.headers, rows)
