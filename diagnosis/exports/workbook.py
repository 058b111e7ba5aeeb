"""A workbook (XLSX): the data, typed, under a line of names that stays, and their codebook."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from diagnosis.exports.tables import Cell, Column, ExportError, Table, shortened
from diagnosis.readers import as_texts

# Limits of the format (Excel specifications): lines of a sheet, characters of a cell.
MOST_LINES, MOST_CHARACTERS = 1_048_576, 32_767
# What a spreadsheet would read as a character of its own (ECMA-376, 22.4.2.4).
ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
WIDEST, BYTES = 60, 1 << 20
KINDS = {"choice": "choix", "integer": "nombre entier", "number": "nombre", "text": "texte"}
DATA, CODEBOOK = "données", "dictionnaire"


def write_workbook(path: Path, table: Table) -> list[str]:
    """Write the sheets « données » and « dictionnaire ».

    Returns
    -------
    What had to be cut.

    Raises
    ------
    ExportError
        More rows than a sheet has.
    """
    book = Workbook(write_only=True)
    book.properties.title = table.title
    book.properties.creator = ""
    cut: set[str] = set()
    try:
        _data(book, table, cut)
        _codebook(book, table)
        book.save(path)
    except BaseException:
        for sheet in book.worksheets:
            # What it wrote of its rows so far is in a file of its own.
            sheet.close()
            sheet._writer.cleanup()
        raise
    return [
        f"XLSX\u00a0: les textes de «\u00a0{name}\u00a0» de plus de {MOST_CHARACTERS} caractères "
        "sont coupés («\u00a0…\u00a0»)."
        for name in sorted(cut)
    ]


def _data(book: Any, table: Table, cut: set[str]) -> None:
    sheet = _sheet(book, DATA, [column.name for column in table.columns])
    numbered = [all(n == c for c, n in _numbers(column)) for column in table.columns]
    for count, row in enumerate(table.rows(), 2):
        if count > MOST_LINES:
            raise ExportError(
                f"Une feuille XLSX tient {MOST_LINES - 1} lignes au plus. Prenez le CSV ou Parquet."
            )
        sheet.append(_cells(table.columns, numbered, row, cut))


def _numbers(column: Column) -> Iterator[tuple[str, str]]:
    yield from ((code, str(column.numbers[code])) for code in column.choices)


def _sheet(book: Any, title: str, names: list[str]) -> Any:
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for at, name in enumerate(names, 1):
        width = min(max(len(name) + 3, 9), WIDEST)
        sheet.column_dimensions[get_column_letter(at)].width = width
    head = [WriteOnlyCell(sheet, value=name) for name in names]
    for cell in head:
        cell.font = Font(bold=True)
    sheet.append(head)
    return sheet


def _cells(
    columns: tuple[Column, ...], numbered: list[bool], row: Any, cut: set[str]
) -> list[Cell]:
    cells = []
    for column, is_number, value in zip(columns, numbered, row, strict=True):
        if not isinstance(value, str):
            cells.append(value)
        elif column.kind == "choice" and is_number and value in column.choices:
            cells.append(int(value))
        else:
            text = _plain(value)
            if len(text) > MOST_CHARACTERS:
                cut.add(column.name)
            cells.append(shortened(text, MOST_CHARACTERS))
    return cells


def _plain(text: str) -> str:
    """A text that no spreadsheet computes, decodes or refuses."""
    marked = str(as_texts([ILLEGAL_CHARACTERS_RE.sub("", text)])[0])
    return ESCAPED.sub("_x005F_", marked)


def _codebook(book: Any, table: Table) -> None:
    sheet = _sheet(
        book, CODEBOOK, ["colonne", "libellé", "sorte", "valeur", "libellé de la valeur"]
    )
    sheet.column_dimensions["B"].width = sheet.column_dimensions["E"].width = WIDEST
    sheet.append(["", _plain(table.title)])
    sheet.append(["", _plain(table.note)])
    for column in table.columns:
        about = [column.name, column.label, KINDS[column.kind]]
        sheet.append([_plain(shortened(text, MOST_CHARACTERS - 2)) for text in about])
        for code, label in {**column.choices, **column.missing}.items():
            sheet.append([_plain(column.name), "", "", _plain(code), _plain(label)])


def count_workbook(path: Path) -> int:
    """Lines of the first sheet under its names."""
    found, end = 0, b""
    with zipfile.ZipFile(path) as archive, archive.open("xl/worksheets/sheet1.xml") as file:
        while chunk := file.read(BYTES):
            found += (end + chunk).count(b"<row ")
            end = chunk[-4:]
    return found - 1
