"""The dossier as a workbook (XLSX): a sheet for each table, no formula, no text taken for one."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from diagnosis.funders import wording
from diagnosis.funders.model import Dossier
from diagnosis.funders.tables import Table, Value, tables_of
from diagnosis.languages import long_day

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

FIRST = "Lisez-moi"
ACCENT, INK, SUN, FILL = "0E6655", "1E2B33", "F2B544", "FFF2CC"
# Characters of a column that says its own width nowhere.
WIDTH = 24
# Points of height for a line of text; the lines of a head, and the most that a row shows.
LINE, HEAD_LINES, MOST_LINES = 15, 3, 8


def workbook(dossier: Dossier) -> bytes:
    """Write the workbook."""
    # Read when it is needed: most pages are never written in.
    from openpyxl import Workbook

    book = Workbook()
    book.properties.creator, book.properties.title = "Diagnosis", title_of(dossier)
    _first(book.active, dossier)
    for table in tables_of(dossier):
        _sheet(book.create_sheet(table.name), table, dossier)
    for sheet in book.worksheets:
        _on_paper(sheet, dossier)
    body = io.BytesIO()
    book.save(body)
    return body.getvalue()


def title_of(dossier: Dossier) -> str:
    """The title of every file of the dossier."""
    return f"Dossier {dossier.year}, {dossier.scope}"


def _first(sheet: Worksheet, dossier: Dossier) -> None:
    """What is in the workbook, where its numbers come from."""
    sheet.title = FIRST
    sheet.column_dimensions["A"].width = 100
    lines = [
        *([wording.FICTITIOUS] if dossier.fictitious else []),
        f"Fait le {long_day(dossier.made)}.",
        *([f"Rien n’est noté en {dossier.year}."] if dossier.is_empty else []),
        wording.PRESENCES,
        wording.ROUNDED,
        *map(wording.source, dossier.sources),
    ]
    _write(sheet, 1, 1, title_of(dossier), _bold(16))
    for at, text in enumerate(lines, 3):
        _write(sheet, at, 1, text, wrap=True)
    if dossier.fictitious:
        sheet.cell(3, 1).fill = _fill(SUN)


def _sheet(sheet: Worksheet, table: Table, dossier: Dossier) -> None:
    _write(sheet, 1, 1, f"{table.title} · {dossier.scope}", _bold(14))
    notes = [wording.FICTITIOUS] * dossier.fictitious + list(table.notes)
    for at, note in enumerate(notes, 2):
        _write(sheet, at, 1, note)
    for column in range(len(table.head) * dossier.fictitious):
        sheet.cell(2, column + 1).fill = _fill(SUN)
    top = len(notes) + 3
    for column, text in enumerate(table.head, 1):
        cell = _write(sheet, top, column, text, _bold(11, "FFFFFF"), wrap=True)
        cell.fill = _fill(ACCENT)
    sheet.row_dimensions[top].height = HEAD_LINES * LINE
    rows = table.rows or (("Rien n’est noté pour cette année.",),)
    for line, row in enumerate(rows, top + 1):
        for column, value in enumerate(row, 1):
            cell = _write(sheet, line, column, value, wrap=True)
            if wording.TO_FILL in str(value):
                cell.fill = _fill(FILL)
        sheet.row_dimensions[line].height = LINE * _lines(row, table.widths)
    _widths(sheet, table)
    sheet.freeze_panes = sheet.cell(top + 1, 1)
    sheet.print_title_rows = f"{top}:{top}"


def _lines(row: tuple[Value, ...], widths: tuple[int, ...]) -> int:
    """How many lines of text the highest cell of a row takes, about."""
    taken = [1]
    for at, value in enumerate(row):
        wide = widths[at] if at < len(widths) else WIDTH
        taken.append(sum(1 + len(part) // wide for part in str(value or "").split("\n")))
    return min(max(taken), MOST_LINES)


def _widths(sheet: Worksheet, table: Table) -> None:
    from openpyxl.utils import get_column_letter

    for at in range(len(table.head)):
        wide = table.widths[at] if at < len(table.widths) else WIDTH
        sheet.column_dimensions[get_column_letter(at + 1)].width = wide


def _write(
    sheet: Worksheet, row: int, column: int, value: Value, font: Any = None, wrap: bool = False
) -> Any:
    """Write a cell; a text stays a text, whatever sign it begins with."""
    from openpyxl.styles import Alignment

    cell = sheet.cell(row, column)
    cell.value = value
    if isinstance(value, str):
        cell.data_type, cell.quotePrefix = "s", value.startswith(("=", "+", "-", "@"))
    cell.font = font or _font()
    side = "right" if isinstance(value, int | float) else "left"
    cell.alignment = Alignment(side, "top", wrap_text=wrap, indent=1 if row > 1 else 0)
    return cell


def _bold(size: int, colour: str = INK) -> Any:
    return _font(size, colour, bold=True)


def _font(size: int = 10, colour: str = INK, bold: bool = False) -> Any:
    from openpyxl.styles import Font

    return Font(name="Arial", size=size, bold=bold, color=colour)


def _fill(colour: str) -> Any:
    from openpyxl.styles import PatternFill

    return PatternFill("solid", fgColor=colour)


def _on_paper(sheet: Worksheet, dossier: Dossier) -> None:
    """Every printed page says what it is of: landscape, as wide as the paper."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", "9"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    fictitious = f"{wording.FICTITIOUS} · " * dossier.fictitious
    # An ampersand would begin a code of the header.
    sheet.oddHeader.center.text = f"{fictitious}{title_of(dossier)}".replace("&", "&&")
    sheet.oddFooter.center.text = "&A · &P / &N"
