"""Read a workbook as text: the sheet of the answers, and what of the file is not read."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from diagnosis.model import Problem, ProblemsError
from diagnosis.readers.marks import fold
from diagnosis.readers.office import cell_text, unpacked_size
from diagnosis.readers.tables import letters

# A classeur of a kilobyte may unpack to gigabytes, or have its last cell in XFD1048576. Bytes, of
# all its parts unpacked: three hundred thousand answers take some fifteen million.
LARGEST_UNPACKED = 128 * 1024 * 1024
# Ten thousand families, two hundred columns.
MOST_CELLS = 2_000_000
TOO_LARGE = (
    "le classeur est trop grand une fois ouvert",
    "supprimez les lignes et les colonnes vides, ou enregistrez la feuille en CSV UTF-8",
)
# What Excel writes where a formula has no result.
OLE = b"\xd0\xcf\x11\xe0"  # how .xls files and encrypted workbooks begin
ERRORS = {"#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"}
READ_ME = re.compile(
    r"(à )?(lisez|lire|lis)[- ]?(moi)?.*|read[- ]?me.*|notice|aide|infos?|informations?|sommaire|"
    r"légende|mode d'emploi|instructions?|à lire|consignes?|garde|page de garde"
)
# Titles: a sheet with fewer says something, one with more holds answers.
FEW_TITLES = 3
MERGED = re.compile(rb'<mergeCell ref="([A-Z]+[0-9]+:[A-Z]+[0-9]+)"')
Read = TypeVar("Read")


@dataclass(frozen=True)
class Sheet:
    """Lines of a sheet as texts; ``unread`` and ``notes`` as for a table."""

    lines: list[Sequence[str]]
    unread: dict[tuple[int, int], str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def refused(path: Path, code: str, cause: str, remedy: str) -> ProblemsError:
    """One problem of a whole file."""
    return ProblemsError([Problem(code, path.name, cause, remedy)])


def read_workbook(path: Path, content: bytes, sheet: str) -> Sheet:
    """Read a sheet of an .xlsx file, the first that is no notice by default.

    Raises
    ------
    ProblemsError
        It is no workbook, too large, or has no such sheet.
    """
    return _guarded(path, content, lambda: _sheet(path, content, sheet))


def read_sheets(path: Path, content: bytes) -> dict[str, Sheet]:
    """Read every sheet of an .xlsx file, by its title.

    Merged cells each hold what they show; the notes of a sheet name them.

    Raises
    ------
    ProblemsError
        It is no workbook, or too large.
    """
    return _guarded(path, content, lambda: _sheets(path, content))


def _guarded(path: Path, content: bytes, read: Callable[[], Read]) -> Read:
    try:
        if unpacked_size(content) > LARGEST_UNPACKED:
            raise refused(path, "too-large", *TOO_LARGE)
        with warnings.catch_warnings():
            # About styles and validations that a reader of values does not need.
            warnings.simplefilter("ignore")
            return read()
    except ProblemsError:
        raise
    except Exception as error:
        # openpyxl lets through whatever it meets in a file that is none of a spreadsheet's.
        raise refused(
            path,
            "format",
            "ce n’est pas un classeur .xlsx lisible",
            "ouvrez-le dans un tableur et enregistrez-le en .xlsx ou en CSV UTF-8",
        ) from error


def _sheet(path: Path, content: bytes, wanted: str) -> Sheet:
    # Here, not at start: pages that read no workbook stay light.
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    try:
        sheets = {found.title: found for found in book.worksheets}
        if wanted and wanted not in sheets:
            cause = f"la feuille «\u00a0{wanted}\u00a0» n’existe pas"
            raise refused(path, "no-sheet", cause, f"choisissez parmi\u00a0: {', '.join(sheets)}")
        for found in sheets.values():
            # Some tools declare a sheet of one cell: the declared size is not to be trusted.
            found.reset_dimensions()
        title = wanted or _of_answers(sheets)
        lines = _squared(path, list(_counted(path, sheets[title].iter_rows(values_only=True))))
        notes = tuple(_unread_sheets(sheets, title))
    finally:
        book.close()
    return Sheet(lines, _without_value(content, title, lines), notes)


def _sheets(path: Path, content: bytes) -> dict[str, Sheet]:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    found = {}
    try:
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            lines = _squared(path, list(_counted(path, sheet.iter_rows(values_only=True))))
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                # openpyxl tells merged cells only where it reads a whole book into memory.
                part = archive.read(sheet._worksheet_path.lstrip("/"))
            areas = tuple(area.decode() for area in MERGED.findall(part))
            found[sheet.title] = Sheet(_merged(lines, areas), {}, areas)
    finally:
        book.close()
    return {
        title: replace(sheet, unread=_without_value(content, title, sheet.lines))
        for title, sheet in found.items()
    }


def _merged(lines: list[Sequence[str]], areas: Iterable[str]) -> list[Sequence[str]]:
    """Lines where each cell of a merged area holds what the area shows."""
    from openpyxl.utils import range_boundaries

    filled = [list(line) for line in lines]
    for left, top, right, bottom in map(range_boundaries, areas):
        shown = filled[top - 1][left - 1 : left] if top <= len(filled) else []
        for line in filled[top - 1 : bottom] if any(shown) else ():
            line[left - 1 : right] = shown * len(line[left - 1 : right])
    return [*filled]


def _of_answers(sheets: dict[str, Any]) -> str:
    """The first sheet, unless it is a notice and another has more titles."""
    first, *others = sheets
    wide = {title: _titles(sheets[title]) for title in sheets}
    if wide[first] >= FEW_TITLES and not READ_ME.fullmatch(fold(first)):
        return first
    best = max(others, key=lambda title: wide[title], default=first)
    return best if wide[best] > wide[first] else first


def _titles(sheet: Any) -> int:
    lines = sheet.iter_rows(max_row=10, values_only=True)
    return max((sum(value not in (None, "") for value in line) for line in lines), default=0)


def _unread_sheets(sheets: dict[str, Any], read: str) -> Iterator[str]:
    rest = [title for title in sheets if title != read and _titles(sheets[title])]
    for title in rest:
        yield f"Feuille «\u00a0{title}\u00a0» non lue (seule «\u00a0{read}\u00a0» l’est)."


def _without_value(
    content: bytes, title: str, lines: Sequence[Sequence[str]]
) -> dict[tuple[int, int], str]:
    """Cells with a formula whose result the file does not hold, or is an error."""
    found = {
        (row, column): f"la case {letters(column)}{row} est une erreur ({cell})"
        for row, line in enumerate(lines, 1)
        for column, cell in enumerate(line)
        if cell in ERRORS
    }
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = (part for part in archive.namelist() if part.startswith("xl/worksheets/"))
        if not any(b"<f>" in (text := archive.read(part)) or b"<f " in text for part in parts):
            return found
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    try:
        book[title].reset_dimensions()
        written = book[title].iter_rows(max_row=len(lines), values_only=True)
        for row, (cells, line) in enumerate(zip(written, lines, strict=False), 1):
            for column, cell in enumerate(cells[: len(line)]):
                if isinstance(cell, str) and cell.startswith("=") and not line[column]:
                    where = f"{letters(column)}{row}"
                    found[row, column] = f"la case {where} est une formule sans valeur enregistrée"
    finally:
        book.close()
    return found


def _counted(path: Path, lines: Iterable[Sequence[Any]]) -> Iterator[list[str]]:
    """The lines as texts, as long as they can be held."""
    cells = 0
    for line in lines:
        cells += len(line) + 1
        if cells > MOST_CELLS:
            raise refused(path, "too-large", *TOO_LARGE)
        yield [cell_text(value) for value in line]


def _squared(path: Path, lines: list[list[str]]) -> list[Sequence[str]]:
    """Square the lines of a sheet; empty cells on the right are none, nor lines at the end."""
    while lines and not any(lines[-1]):
        lines.pop()
    width = max((_width(line) for line in lines), default=0)
    if width * len(lines) > MOST_CELLS:
        raise refused(path, "too-large", *TOO_LARGE)
    return [[*line[:width], *[""] * (width - len(line))] for line in lines]


def _width(line: Sequence[str]) -> int:
    return max((at for at, cell in enumerate(line, 1) if cell), default=0)
