"""An XLSForm as its sheets have it: every row as texts, with its sheet and its number.

What a type, a condition or a list means is decided by whoever reads the rows: none is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class SheetRow:
    """A row of a sheet: its number beside it in a spreadsheet, its cells by header.

    Empty cells are left out.
    """

    sheet: str
    number: int
    cells: Mapping[str, str]

    def get(self, header: str) -> str:
        """A cell; empty where there is no such column."""
        return self.cells.get(header, "")

    @property
    def type(self) -> str:
        """The type of a question as written, each space alone: « select_one oui_non »."""
        return " ".join(self.get("type").split())

    @property
    def name(self) -> str:
        """The name of a question or a choice."""
        return self.get("name").strip()

    def texts(self, column: str) -> dict[str, str]:
        """Texts of a column by language as written, "" where the header names none.

        >>> SheetRow("survey", 2, {"label": "Âge", "label::English (en)": "Age"}).texts("label")
        {'': 'Âge', 'English (en)': 'Age'}
        """
        parted = ((*header.partition("::"), text) for header, text in self.cells.items())
        return {language: text for title, _, language, text in parted if title == column}


@dataclass(frozen=True)
class XlsForm:
    """The rows of each sheet, its headers in their order, and the titles of sheets not read."""

    survey: list[SheetRow]
    choices: list[SheetRow]
    settings: SheetRow
    headers: Mapping[str, list[str]]
    other_sheets: tuple[str, ...] = ()

    @cached_property
    def lists(self) -> dict[str, list[SheetRow]]:
        """The choices of each list, in their order."""
        lists: dict[str, list[SheetRow]] = {}
        for row in self.choices:
            lists.setdefault(row.get("list_name").strip(), []).append(row)
        return lists

    def languages(self, *columns: str) -> tuple[str, ...]:
        """Languages of some columns as written, in their order; "" where a header names none."""
        headers = (h.partition("::") for h in (*self.headers["survey"], *self.headers["choices"]))
        return tuple(dict.fromkeys(language for title, _, language in headers if title in columns))
