"""Read a spreadsheet file as text, whatever tool wrote it, or say exactly what is wrong with it."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl

from diagnosis.interchange.mapping import Mapping
from diagnosis.model import Problem, ProblemsError
from diagnosis.readers import Row, Table, as_table, content_of, read_csv

SPREADSHEETS = (".xlsx", ".xlsm")
TEXTS = (".csv", ".tsv", ".txt")
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
# A classeur of a kilobyte may unpack to gigabytes, or have its last cell in XFD1048576. Bytes, of
# all its parts unpacked: three hundred thousand answers take some fifteen million.
LARGEST_UNPACKED = 128 * 1024 * 1024
# Ten thousand families, two hundred columns.
MOST_CELLS = 2_000_000
TOO_LARGE = (
    "le classeur est trop grand une fois ouvert",
    "supprimez les lignes et les colonnes vides, ou enregistrez la feuille en CSV UTF-8",
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
        lines = _read_xlsx(path, content, mapping.sheet if mapping else "")
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


def _read_xlsx(path: Path, content: bytes, sheet: str) -> list[Sequence[str]]:
    try:
        _refuse_bomb(path, content)
        with warnings.catch_warnings():
            # About styles and validations that a reader of values does not need.
            warnings.simplefilter("ignore")
            return _squared(path, _sheet_lines(path, content, sheet))
    except ProblemsError:
        raise
    except Exception as error:
        # openpyxl lets through whatever it meets in a file that is none of a spreadsheet's.
        raise _refused(
            path,
            "format",
            "ce n’est pas un classeur .xlsx lisible",
            "ouvrez-le dans un tableur et enregistrez-le de nouveau en .xlsx",
        ) from error


def _refuse_bomb(path: Path, content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(part.file_size for part in archive.infolist()) > LARGEST_UNPACKED:
            raise _refused(path, "too-large", *TOO_LARGE)


def _sheet_lines(path: Path, content: bytes, sheet: str) -> list[list[str]]:
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    try:
        sheets = {found.title: found for found in book.worksheets}
        if sheet and sheet not in sheets:
            cause = f"la feuille «\u00a0{sheet}\u00a0» n’existe pas"
            raise _refused(path, "no-sheet", cause, f"choisissez parmi\u00a0: {', '.join(sheets)}")
        found = sheets[sheet or next(iter(sheets))]
        # Some tools declare a sheet of one cell: the declared size is not to be trusted.
        found.reset_dimensions()
        return list(_counted(path, found.iter_rows(values_only=True)))
    finally:
        book.close()


def _counted(path: Path, lines: Iterable[Sequence[Any]]) -> Iterator[list[str]]:
    """The lines as texts, as long as they can be held."""
    cells = 0
    for line in lines:
        cells += len(line) + 1
        if cells > MOST_CELLS:
            raise _refused(path, "too-large", *TOO_LARGE)
        yield [_text(value) for value in line]


def _squared(path: Path, lines: list[list[str]]) -> list[Sequence[str]]:
    """Square the lines of a sheet; empty cells on the right are none, nor lines at the end."""
    while lines and not any(lines[-1]):
        lines.pop()
    width = max((_width(line) for line in lines), default=0)
    if width * len(lines) > MOST_CELLS:
        raise _refused(path, "too-large", *TOO_LARGE)
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
