"""A file in one format: written beside its place, counted again, then put there in one movement."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from diagnosis.exports.codebooks import ddi, html_page
from diagnosis.exports.places import Feature, write_geojson, write_geopackage
from diagnosis.exports.statistics import (
    count_parquet,
    count_statistics,
    write_parquet,
    write_sav,
    write_stata,
)
from diagnosis.exports.tables import ExportError, Step, Table, counted
from diagnosis.exports.texts import count_csv, count_lines, write_csv, write_json_lines
from diagnosis.exports.workbook import count_workbook, write_workbook

# The write of each format takes a path, a table whose rows are counted, and returns what it had to
# change (sentences in French); the other reads back how many rows the file has.
Write = Callable[[Path, Table], list[str]]
FORMATS: dict[str, tuple[Write, Callable[[Path], int]]] = {
    "csv": (write_csv, count_csv),
    "xlsx": (write_workbook, count_workbook),
    "sav": (write_sav, count_statistics),
    "dta": (write_stata, count_statistics),
    "parquet": (write_parquet, count_parquet),
    "jsonl": (write_json_lines, count_lines),
}
TABLES = tuple(FORMATS)
# Those that the extra `exports` writes.
STATISTICS = ("sav", "dta", "parquet")
CODEBOOKS = {"xml": ddi, "html": html_page}
MAPS = {"geojson": write_geojson, "gpkg": write_geopackage}


@dataclass(frozen=True)
class Written:
    """A file that is there, its rows, and what the format could not hold as it was."""

    path: Path
    rows: int
    notes: tuple[str, ...] = ()


def write_table(table: Table, folder: Path, kind: str, step: Step = int) -> Written:
    """Write a table in one of the `TABLES` formats; its owner alone may read the file.

    Parameters
    ----------
    folder : made when missing; a file of that name there is replaced, once this one is whole.
    step : called now and then with the number of rows written so far.

    Raises
    ------
    ExportError
        The table does not fit the format, the disk is full, or the file does not hold as many rows
        as were written: nothing is left of it.
    """
    write, count_again = FORMATS[kind]
    count: list[int] = []
    passed = replace(table, rows=lambda: counted(table.rows(), count, step))
    path = folder / f"{table.name}.{kind}"
    with whole(path) as draft:
        notes = write(draft, passed)
        found = count_again(draft)
        if found != count[0]:
            raise ExportError(
                f"{path.name} tient {found} lignes au lieu de {count[0]}\u00a0: rien n’est gardé. "
                "Vérifiez la place sur le disque, puis recommencez."
            )
    return Written(path, count[0], tuple(dict.fromkeys(notes)))


def write_map(table: Table, features: Sequence[Feature], folder: Path, kind: str) -> Written:
    """Write features in one of the `MAPS` formats; errors as for `write_table`."""
    path = folder / f"{table.name}.{kind}"
    with whole(path) as draft:
        MAPS[kind](draft, table, features)
    return Written(path, len(features))


def write_codebook(table: Table, folder: Path, kind: str) -> Written:
    """Write what the columns of a table mean in one of the `CODEBOOKS` formats."""
    path = folder / f"dictionnaire-{table.name}.{kind}"
    with whole(path) as draft:
        draft.write_bytes(CODEBOOKS[kind](table))
    return Written(path, len(table.columns))


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """A draft for its owner alone: it takes its place when all went well, and is erased if not.

    Raises
    ------
    ExportError
        It cannot be written there.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".draft-", suffix=path.suffix)
        os.close(handle)
        draft = Path(name)
        try:
            yield draft
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as error:
        raise ExportError(
            f"{path} ne peut pas être écrit ({error.strerror or error}). Choisissez un autre "
            "dossier, faites de la place ou vérifiez vos droits."
        ) from error
