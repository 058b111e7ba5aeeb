"""Read a spreadsheet file as text, whatever tool wrote it, or say exactly what is wrong with it."""

from __future__ import annotations

import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from diagnosis.interchange.csv_text import read_csv
from diagnosis.interchange.mapping import Mapping
from diagnosis.model import Problem, ProblemsError

SPREADSHEETS = (".xlsx", ".xlsm")
TEXTS = (".csv", ".tsv", ".txt")
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
TOLD = 20
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


@dataclass(frozen=True)
class Row:
    """A line of a table; ``number`` is the one a spreadsheet shows beside it."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A file read as text: as many cells in each row as there are headers, blank rows left out."""

    name: str
    headers: tuple[str, ...]
    rows: tuple[Row, ...]

    def place(self, row: int = 1, column: int | None = None) -> str:
        """Give "file, ligne 12, colonne « A1 »" of a cell."""
        where = f"{self.name}, ligne {row}"
        return where if column is None else f"{where}, colonne «\u00a0{self.header(column)}\u00a0»"

    def header(self, column: int) -> str:
        """Give the header of a column, its letters when it has none."""
        return self.headers[column] or get_column_letter(column + 1)


def read_results(path: Path, mapping: Mapping | None = None) -> Table:
    """Read a CSV (UTF-8) or XLSX file of results.

    Parameters
    ----------
    path : the file.
    mapping : may name the sheet of an XLSX file; the first one by default.

    Raises
    ------
    ProblemsError
        The file cannot be read, or is no regular table; each problem has a cause and a remedy.
    """
    content = _content(path)
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
    return _table(path, lines)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        cause = f"le fichier ne s’ouvre pas ({error.strerror})"
        raise _refused(path, "no-file", cause, "vérifiez le chemin et vos droits") from error


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
    """Give each line of a sheet the same number of cells; empty cells on the right are none."""
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


def _table(path: Path, lines: list[Sequence[str]]) -> Table:
    headers = tuple(cell.strip() for cell in lines[0]) if lines else ()
    if not any(headers):
        cause = "le fichier est vide" if not lines else "la première ligne n’a pas de titres"
        raise _refused(path, "empty", cause, "donnez une ligne de titres, puis les réponses")
    table = Table(path.name, headers, tuple(_rows(headers, lines)))
    problems = [*_same_headers(table), *_some(table, lines, _ragged)]
    if not table.rows and not problems:
        cause = "il y a des titres mais aucune réponse"
        problems = [Problem("empty", path.name, cause, "exportez de nouveau avec les réponses")]
    if problems:
        raise ProblemsError(problems)
    return table


def _rows(headers: tuple[str, ...], lines: list[Sequence[str]]) -> Iterator[Row]:
    for number, line in enumerate(lines[1:], start=2):
        cells = tuple(cell.strip() for cell in line)
        if any(cells):
            yield Row(number, cells[: len(headers)])


def _same_headers(table: Table) -> Iterator[Problem]:
    for header in dict.fromkeys(table.headers):
        at = [get_column_letter(i) for i, h in enumerate(table.headers, start=1) if h == header]
        if header and len(at) > 1:
            yield Problem(
                "duplicate-header",
                table.place(),
                f"le titre «\u00a0{header}\u00a0» est écrit {len(at)} fois "
                f"(colonnes {', '.join(at)})",
                "donnez à chaque colonne son titre, ou retirez celle qui est en trop",
            )


Finder = Callable[[Table, list[Sequence[str]]], Iterable[Problem]]


def _some(table: Table, lines: list[Sequence[str]], find: Finder) -> list[Problem]:
    """Keep a list readable: a wrong separator makes one problem per line of the file."""
    problems = list(find(table, lines))
    if len(problems) > TOLD:
        others = Problem(
            "ragged",
            table.name,
            f"{len(problems) - TOLD} autres lignes sont dans ce cas",
            "exportez de nouveau le fichier, sans le retoucher à la main",
        )
        return [*problems[:TOLD], others]
    return problems


def _ragged(table: Table, lines: list[Sequence[str]]) -> Iterator[Problem]:
    wanted = len(table.headers)
    for number, line in enumerate(lines[1:], start=2):
        blank = not any(cell.strip() for cell in line)
        if not blank and (len(line) < wanted or any(cell.strip() for cell in line[wanted:])):
            yield Problem(
                "ragged",
                table.place(number),
                f"la ligne a {len(line)} cases, les titres {wanted}",
                "complétez la ligne, ou mettez entre guillemets les textes "
                "qui contiennent le séparateur",
            )
