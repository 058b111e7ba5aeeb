"""What statisticians' programs read: SPSS (.sav), Stata (.dta) and Parquet (R, Python, DuckDB)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from textwrap import wrap
from typing import Any

from diagnosis.exports.tables import (
    Column,
    ExportError,
    Row,
    Table,
    installed,
    octets,
    shortened,
)

# Rows of .sav and .dta: their writer wants the whole table in memory (100 MB for 140 columns).
MOST_ROWS = 100_000
# Rows of a group of Parquet.
GROUP = 50_000


@dataclass(frozen=True)
class Limits:
    """Bytes of UTF-8 that a format holds: names, labels, labels of values, its title, a text."""

    format: str
    name: int
    label: int
    value: int
    title: int
    text: int


# SPSS 27 Command Syntax Reference; Stata 15 [D] datatypes and limits. ReadStat keeps to both.
SPSS = Limits("SPSS", 64, 256, 120, 64, 32_767)
STATA = Limits("Stata", 32, 80, 32_000, 80, 2_045)
# Names told in a sentence.
SHOWN = 8
# A blank is no number: whole numbers with blanks are floats too.
DTYPES = {"choice": "float64", "integer": "float64", "number": "float64", "text": "object"}
# SPSS: a line of a note has 80 bytes, and letters of French two at most.
NOTE_WIDTH = 60
# SPSS: how a variable is measured.
MEASURES = {"choice": "nominal", "integer": "scale", "number": "scale", "text": "nominal"}


class _Fitted:
    """The description of a table within a format's limits, and what was cut."""

    def __init__(self, table: Table, limits: Limits) -> None:
        self.limits, self._cut_of = limits, dict[str, list[str]]()
        self.names = dict(zip((c.name for c in table.columns), self._names(table), strict=True))
        self.title = self._cut(table.title, limits.title, "titre coupé", table.name)
        self.labels = {
            self.names[c.name]: self._cut(c.label, limits.label, "libellés coupés", c.name)
            for c in table.columns
        }
        self.values = {
            self.names[c.name]: {
                number: self._cut(label, limits.value, "libellés de valeurs coupés", c.name)
                for number, label in c.number_labels.items()
            }
            for c in table.columns
            if c.kind == "choice" and c.numbers
        }

    @property
    def notes(self) -> list[str]:
        """What the format could not hold as it was: a sentence a cause."""
        return [
            f"{self.limits.format}\u00a0: {cause}\u00a0: {_some(list(dict.fromkeys(names)))}."
            for cause, names in self._cut_of.items()
        ]

    def _cut(self, text: str, most: int, cause: str, name: str) -> str:
        short = shortened(text, most, octets)
        if short != text:
            self._tell(f"{cause} à {most} octets («\u00a0…\u00a0»)", name)
        return short

    def _tell(self, cause: str, name: str) -> None:
        self._cut_of.setdefault(cause, []).append(name)

    def _names(self, table: Table) -> Iterator[str]:
        """Names of letters, digits and _, no two alike whatever their capitals."""
        used: set[str] = set()
        for column in table.columns:
            plain = "".join(c if c.isascii() and c.isalnum() else "_" for c in column.name)
            first = plain if plain[:1].isalpha() else f"v{plain}"
            name, number = first[: self.limits.name], 1
            while name.casefold() in used:
                number += 1
                name = f"{first[: self.limits.name - len(str(number)) - 1]}_{number}"
            used.add(name.casefold())
            if name != column.name:
                self._tell("colonnes renommées", f"{column.name} ({name})")
            yield name

    def frame(self, table: Table) -> Any:
        """The rows as numbers and texts, by the format's names.

        Raises
        ------
        ExportError
            There are more than `MOST_ROWS`.
        """
        # A second of start, which only these formats are worth.
        import pandas

        rows = list(islice(table.rows(), MOST_ROWS + 1))
        if len(rows) > MOST_ROWS:
            raise ExportError(
                f"{self.limits.format} n’est écrit que jusqu’à {MOST_ROWS} lignes. Prenez Parquet "
                "ou le CSV, que ces logiciels lisent aussi."
            )
        made = {
            self.names[c.name]: pandas.Series(self._column(c, at, rows), dtype=DTYPES[c.kind])
            for at, c in enumerate(table.columns)
        }
        return pandas.DataFrame(made)

    def _column(self, column: Column, at: int, rows: list[Row]) -> list[Any]:
        values = [row[at] for row in rows]
        if column.kind == "choice":
            return [None if v is None else column.numbers[str(v)] for v in values]
        if column.kind != "text":
            return values
        return [self._text(column, "" if v is None else str(v)) for v in values]

    def _text(self, column: Column, text: str) -> str:
        plain = text.replace("\0", "")
        return self._cut(plain, self.limits.text, "textes coupés", column.name)


def _some(names: list[str]) -> str:
    more = len(names) - SHOWN
    return ", ".join(names[:SHOWN]) + (f" et {more} autres" if more > 0 else "")


def write_sav(path: Path, table: Table) -> list[str]:
    """Write for SPSS: labels, missing values, the note of the table in the file."""
    fitted = _Fitted(table, SPSS)
    named = [(fitted.names[column.name], column) for column in table.columns]
    _save(
        "write_sav",
        fitted.frame(table),
        path,
        file_label=fitted.title,
        column_labels=fitted.labels,
        compress=False,
        row_compress=True,
        note=wrap(table.note, NOTE_WIDTH),
        variable_value_labels=fitted.values,
        missing_ranges={
            name: [column.numbers[code] for code in column.missing]
            for name, column in named
            if column.missing
        },
        variable_measure={name: MEASURES[column.kind] for name, column in named},
    )
    return fitted.notes


def write_stata(path: Path, table: Table) -> list[str]:
    """Write for Stata 15 and later; what is missing has numbers below zero and their labels."""
    fitted = _Fitted(table, STATA)
    _save(
        "write_dta",
        fitted.frame(table),
        path,
        file_label=fitted.title,
        column_labels=fitted.labels,
        variable_value_labels=fitted.values,
    )
    return fitted.notes


def _save(how: str, frame: Any, path: Path, **options: Any) -> None:
    with installed():
        import pyreadstat
    try:
        getattr(pyreadstat, how)(frame, str(path), **options)
    except pyreadstat.ReadstatError as error:
        raise ExportError(
            f"Le fichier {path.suffix} n’a pas pu être écrit ({error}). Faites de la place sur le "
            "disque, ou prenez le CSV."
        ) from error


def count_statistics(path: Path) -> int:
    """Rows that the head of the file announces."""
    with installed():
        import pyreadstat
    read = pyreadstat.read_sav if path.suffix == ".sav" else pyreadstat.read_dta
    return int(read(str(path), metadataonly=True)[1].number_rows or 0)


def write_parquet(path: Path, table: Table) -> list[str]:
    """Write groups of rows; the codebook of each column is in its metadata, as JSON."""
    with installed():
        import pyarrow as arrow
        import pyarrow.parquet as parquet
    kinds = {"choice": arrow.string(), "text": arrow.string()}
    kinds |= {"integer": arrow.int64(), "number": arrow.float64()}
    fields = [
        arrow.field(column.name, kinds[column.kind], metadata=_described(column))
        for column in table.columns
    ]
    schema = arrow.schema(fields, metadata={"title": table.title, "note": table.note})
    rows = iter(table.rows())
    with parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        while group := list(islice(rows, GROUP)):
            arrays = [
                arrow.array([row[at] for row in group], type=field.type)
                for at, field in enumerate(fields)
            ]
            writer.write_table(arrow.Table.from_arrays(arrays, schema=schema))
    return []


def _described(column: Column) -> dict[str, str]:
    labels = {"choices": dict(column.choices), "missing": dict(column.missing)}
    written = {n: json.dumps(found, ensure_ascii=False) for n, found in labels.items() if found}
    return {"label": column.label, **written}


def count_parquet(path: Path) -> int:
    """Rows that the foot of the file announces."""
    with installed():
        import pyarrow.parquet as parquet
    return int(parquet.read_metadata(path).num_rows)
