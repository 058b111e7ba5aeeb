"""Files of text: CSV for a French spreadsheet, JSON Lines for programs."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from diagnosis.exports.tables import Cell, Column, Table
from diagnosis.readers import as_texts

# Bytes looked at together when records are counted.
CHUNK = 1 << 20


def write_csv(path: Path, table: Table) -> list[str]:
    """Semicolons, decimal commas, a byte order mark: what a French spreadsheet opens as it is.

    A text that begins like a formula has an apostrophe before it. Records end by CR LF, and a line
    break inside a text is LF alone.
    """
    makers = [(at, *made) for at, made in enumerate(map(_maker, table.columns)) if made]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
        writer.writerow(as_texts(column.name for column in table.columns))
        for row in table.rows():
            cells = list(row)
            for at, make in makers:
                if cells[at] is not None:
                    cells[at] = make(cells[at])
            writer.writerow(cells)
    return []


def _maker(column: Column) -> tuple[Callable[[Any], Cell]] | None:
    """How cells of a column are written, nothing where they go as they are.

    Codes come from a questionnaire's names, which are no formulas; they are looked at once.
    """
    if column.kind == "text":
        return (_text,)
    if column.kind == "number":
        return (_decimal,)
    codes = [*column.choices, *column.missing]
    marked = dict(zip(codes, as_texts(codes), strict=True))
    if column.kind == "choice" and any(code != text for code, text in marked.items()):
        return (marked.__getitem__,)
    return None


def _decimal(value: float) -> str:
    return str(value).removesuffix(".0").replace(".", ",")


def _text(value: str) -> str:
    return str(as_texts([value.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")])[0])


def count_csv(path: Path) -> int:
    """Records after the line of names."""
    return _occurrences(path, b"\r\n") - 1


def write_json_lines(path: Path, table: Table) -> list[str]:
    """An object a line; a blank is null."""
    names = [column.name for column in table.columns]
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for row in table.rows():
            record = dict(zip(names, row, strict=True))
            file.write(json.dumps(record, ensure_ascii=False, allow_nan=False) + "\n")
    return []


def count_lines(path: Path) -> int:
    """Lines of a file."""
    return _occurrences(path, b"\n")


def _occurrences(path: Path, mark: bytes) -> int:
    found, end = 0, b""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            found += (end + chunk).count(mark)
            end = chunk[len(chunk) - len(mark) + 1 :]
    return found
