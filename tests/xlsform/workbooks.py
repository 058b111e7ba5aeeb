"""Small XLSForm workbooks, drawn as tables in the tests."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from diagnosis.config import SHIPPED
from diagnosis.languages import Languages
from diagnosis.model import Problem, ProblemsError
from diagnosis.pictures import Book, open_book
from diagnosis.questionnaire import Library, load_library
from diagnosis.xlsform import Imported, read_xlsform

CHOICES = """
| list_name | name | label |
| yes_no    | yes  | Oui   |
| yes_no    | no   | Non   |
"""


@cache
def languages() -> Languages:
    return Languages(SHIPPED / "translations")


@cache
def book() -> Book:
    return open_book(SHIPPED / "questionnaires")


@cache
def library() -> Library:
    return load_library(SHIPPED / "questionnaires", languages().own_names)


def workbook(
    survey: str,
    choices: str = CHOICES,
    settings: str = "",
    change: Callable[[Any], None] = lambda _: None,
) -> bytes:
    """A workbook of tables, each line `| cell | cell |`."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for title, table in (("survey", survey), ("choices", choices), ("settings", settings)):
        sheet = made.create_sheet(title)
        for line in table.strip().splitlines():
            cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
            sheet.append([cell or None for cell in cells])
    change(made)
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


def read(*tables: Any, content: bytes = b"", **changes: Any) -> Imported:
    """Read such a workbook."""
    given = content or workbook(*tables, **changes)
    return read_xlsform(Path("enquete.xlsx"), languages(), book(), given)


def refused(*tables: Any, content: bytes = b"", **changes: Any) -> list[Problem]:
    """The problems of a workbook that cannot be imported."""
    with pytest.raises(ProblemsError) as error:
        read(*tables, content=content, **changes)
    return error.value.problems


def codes(problems: list[Problem]) -> list[str]:
    return [problem.code for problem in problems]
