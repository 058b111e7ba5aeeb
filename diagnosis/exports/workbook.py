"""A workbook (XLSX): the data, typed, under a line of names that stays, and their codebook."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import DEFAULT_FONT, Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.page import PrintPageSetup
from openpyxl.worksheet.properties import PageSetupProperties

from diagnosis.exports.tables import Cell, Column, ExportError, Table, shortened
from diagnosis.readers import as_texts

# Limits of the format (Excel specifications): lines of a sheet, characters of a cell.
MOST_LINES, MOST_CHARACTERS = 1_048_576, 32_767
# What a spreadsheet would read as a character of its own (ECMA-376, 22.4.2.4).
ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
BYTES = 1 << 20
# Characters: of a printed page that is still read, of columns, of the line at the foot of a page
# (255 with its codes).
ONE_PAGE, NARROWEST, TEXT, WIDEST, FOOT = 240, 9, 24, 60, 200
A4 = 9  # ECMA-376, 18.3.1.63
LINE = 15  # points
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
    sheet = _sheet(book, table, DATA, {c.name: _width(c) for c in table.columns})
    numbered = [all(n == c for c, n in _numbers(column)) for column in table.columns]
    for count, row in enumerate(table.rows(), 2):
        if count > MOST_LINES:
            raise ExportError(
                f"Une feuille XLSX tient {MOST_LINES - 1} lignes au plus. Prenez le CSV ou Parquet."
            )
        sheet.append(_cells(table.columns, numbered, row, cut))


def _numbers(column: Column) -> Iterator[tuple[str, str]]:
    yield from ((code, str(column.numbers[code])) for code in column.choices)


def _width(column: Column) -> int:
    """Characters that its cells take, as far as the codebook tells."""
    if column.kind == "text":
        return TEXT
    return max(map(len, (*column.choices, *column.missing)), default=0)


def _sheet(book: Any, table: Table, title: str, widths: Mapping[str, int]) -> Any:
    """A sheet with its line of names; what is to be said before any row is written."""
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    shown = [
        min(max(len(name) + 3, width + 1, NARROWEST), WIDEST) for name, width in widths.items()
    ]
    for at, width in enumerate(shown, 1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    sheet.page_setup = PrintPageSetup(sheet, "landscape", A4, fitToHeight=False)
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=sum(shown) <= ONE_PAGE)
    sheet.print_title_rows = "1:1"
    # What the data are, on each page that is printed: « Données fictives », « RESTREINT ».
    sheet.oddHeader.left.text = _printed(f"{table.title} · {title}")
    sheet.oddFooter.left.text = _printed(table.note)
    head = [WriteOnlyCell(sheet, value=name) for name in widths]
    for cell in head:
        cell.font = Font(name=DEFAULT_FONT.name, size=DEFAULT_FONT.size, bold=True)
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


def _printed(text: str) -> str:
    """A line at the head or the foot of a printed page, where « & » begins a code."""
    return _plain(shortened(" ".join(text.split()), FOOT)).replace("&", "&&")


def _codebook(book: Any, table: Table) -> None:
    names = max((len(column.name) for column in table.columns), default=0)
    titles = ("colonne", "libellé", "sorte", "valeur", "libellé de la valeur")
    widths = dict(zip(titles, (names, WIDEST, 14, 20, WIDEST), strict=True))
    sheet = _sheet(book, table, CODEBOOK, widths)
    for line, text in enumerate((table.title, table.note), 2):
        about = WriteOnlyCell(sheet, value=_plain(text))
        about.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.row_dimensions[line].height = LINE * (len(text) // WIDEST + 1)
        sheet.append([None, about])
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
