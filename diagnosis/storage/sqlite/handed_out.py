"""A file of SQLite that is handed out (a GeoPackage): it is no store of ours."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any


def write_handed_out(
    path: Path, marks: tuple[int, int], script: Iterable[tuple[str, Sequence[Sequence[Any]]]]
) -> None:
    """Write a new file.

    Parameters
    ----------
    path : of the file.
    marks : its application id and user version, by which other programs know what it is.
    script : statements, each with the rows that it is run for; without rows it is run once.
    """
    with closing(sqlite3.connect(path)) as base, base:
        base.execute(f"PRAGMA application_id = {int(marks[0])}")
        base.execute(f"PRAGMA user_version = {int(marks[1])}")
        for statement, rows in script:
            if rows or statement.startswith("INSERT"):
                base.executemany(statement, rows)
            else:
                base.execute(statement)
