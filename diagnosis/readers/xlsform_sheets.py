"""Read the sheets of an XLSForm (Kobo, ODK): every row as texts, with its sheet and its number.

What a type, a condition or a list means is decided by whoever reads the rows: none is left out.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from diagnosis.model import Problem, ProblemsError
from diagnosis.readers.office import cell_text, unpacked_size

SURVEY, CHOICES, SETTINGS = "survey", "choices", "settings"
# Bytes of all parts, unpacked (a kilobyte may unpack to gigabytes); rows and columns of a sheet,
# phantom ones included: the largest public forms have some five thousand rows.
LARGEST_UNPACKED, MOST_ROWS, MOST_COLUMNS = 64 * 1024 * 1024, 100_000, 500
# « label::Français (fr) », and « label:fr » of forms before 2012.
IN_LANGUAGE = re.compile(r"\s*(.+?)\s*::?\s*(.+?)\s*")
TITLES = {"list name": "list_name", "list-name": "list_name"}


@dataclass(frozen=True)
class SheetRow:
    """A row of a sheet: its number beside it in a spreadsheet, its texts by title of column.

    Titles are in small letters, but for the language after ``::``; empty cells are left out.
    """

    sheet: str
    number: int
    cells: Mapping[str, str]

    @property
    def type(self) -> str:
        """The type of a question as written, each space alone: « select_one oui_non »."""
        return " ".join(self.cells.get("type", "").split())

    @property
    def name(self) -> str:
        """The name of a question or a choice."""
        return self.cells.get("name", "") or self.cells.get("value", "")

    def texts(self, column: str) -> dict[str, str]:
        """Texts of a column by language as written, "" where the title names none."""
        named = {_split(title): text for title, text in self.cells.items()}
        return {language: text for (title, language), text in named.items() if title == column}


@dataclass(frozen=True)
class XlsForm:
    """The sheets of an XLSForm; ``other_sheets`` are the titles of those that no tool reads."""

    file: str
    survey: tuple[SheetRow, ...]
    choices: tuple[SheetRow, ...] = ()
    settings: tuple[SheetRow, ...] = ()
    other_sheets: tuple[str, ...] = ()
    lists: Mapping[str, tuple[SheetRow, ...]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Gather the choices of each list, in their order."""
        lists: dict[str, list[SheetRow]] = {}
        for row in self.choices:
            lists.setdefault(row.cells.get("list_name", ""), []).append(row)
        object.__setattr__(self, "lists", {key: tuple(rows) for key, rows in lists.items()})

    @property
    def languages(self) -> tuple[str, ...]:
        """Languages of the labels as written, in the order of the columns; "" where none."""
        found = (row.texts("label") for row in (*self.survey, *self.choices))
        return tuple(dict.fromkeys(language for texts in found for language in texts))


def read_xlsform(name: str, content: bytes) -> XlsForm:
    """Read the sheets of an XLSForm.

    Parameters
    ----------
    name : of the file, for the problems.
    content : its bytes.

    Raises
    ------
    ProblemsError
        It is no workbook, too large, or has no sheet ``survey`` with a ``type`` and a ``name``.
    """
    try:
        return _form(name, _sheets(name, content))
    except ProblemsError:
        raise
    except Exception as error:
        # openpyxl lets through whatever it meets in a file that is none of a spreadsheet's.
        cause = "ce n’est pas un classeur .xlsx lisible (ancien .xls, mot de passe, fichier abîmé)"
        remedy = "ouvrez-le dans un tableur et enregistrez-le en .xlsx, sans mot de passe"
        raise _refused(name, "format", cause, remedy) from error


def _sheets(name: str, content: bytes) -> dict[str, tuple[SheetRow, ...]]:
    if unpacked_size(content) > LARGEST_UNPACKED:
        raise _too_large(name)
    # Here, not at start: pages that read no workbook stay light.
    import openpyxl

    with warnings.catch_warnings():
        # About styles and validations that a reader of values does not need.
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    try:
        return {sheet.title: tuple(_rows(name, sheet)) for sheet in book.worksheets}
    finally:
        book.close()


def _rows(name: str, sheet: Any) -> Iterator[SheetRow]:
    # Some tools declare a sheet of one cell: the declared size is not to be trusted.
    sheet.reset_dimensions()
    titles: Sequence[str] = ()
    for number, line in enumerate(sheet.iter_rows(values_only=True), 1):
        if number > MOST_ROWS:
            raise _too_large(name)
        texts = [cell_text(value) for value in line[:MOST_COLUMNS]]
        if titles:
            cells = _named(titles, texts)
            if cells:
                yield SheetRow(sheet.title, number, cells)
        elif any(texts):
            titles = [_title(text) for text in texts]


def _named(titles: Iterable[str], texts: Iterable[str]) -> dict[str, str]:
    pairs = zip(titles, texts, strict=False)
    return {title: text for title, text in pairs if title and text}


def _form(name: str, sheets: Mapping[str, tuple[SheetRow, ...]]) -> XlsForm:
    known = {title.strip().casefold(): rows for title, rows in sheets.items()}
    survey = known.get(SURVEY, ())
    if not any(row.type for row in survey) or not any(row.name for row in survey):
        cause = "ce classeur n’a pas de feuille «\u00a0survey\u00a0» avec type et name"
        remedy = "donnez le formulaire tel que Kobo ou ODK le télécharge (XLSForm)"
        raise _refused(name, "no-xlsform", cause, remedy)
    read = {SURVEY, CHOICES, SETTINGS}
    others = tuple(title for title in sheets if title.strip().casefold() not in read)
    return XlsForm(name, survey, known.get(CHOICES, ()), known.get(SETTINGS, ()), others)


def _split(title: str) -> tuple[str, str]:
    found = IN_LANGUAGE.fullmatch(title)
    return (found[1], found[2]) if found else (title, "")


def _title(text: str) -> str:
    column, language = _split(" ".join(text.split()))
    column = TITLES.get(column.casefold(), column.casefold())
    return f"{column}::{language}" if language else column


def _too_large(name: str) -> ProblemsError:
    cause = "le classeur est trop grand une fois ouvert"
    return _refused(name, "too-large", cause, "supprimez les lignes et les colonnes vides")


def _refused(name: str, code: str, cause: str, remedy: str) -> ProblemsError:
    return ProblemsError([Problem(code, name, cause, remedy)])
