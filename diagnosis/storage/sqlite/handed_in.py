"""A file of SQLite that somebody hands in (a GeoPackage): it is read, and is no store of ours."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

SIGN = b"SQLite format 3\0"
Query = Callable[[str], list[dict[str, Any]]]


class HandedInError(Exception):
    """A file that cannot be read as one of SQLite, or lacks what is asked of it."""


@contextmanager
def handed_in(content: bytes) -> Iterator[Query]:
    """Open the bytes of a file for reading alone; what is given back answers a query by its rows.

    Raises
    ------
    HandedInError
        The file is damaged, or has no such table.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        path.write_bytes(content)
        try:
            with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as base:
                base.row_factory = sqlite3.Row
                yield lambda query: [dict(row) for row in base.execute(query)]
        except sqlite3.Error as error:
            raise HandedInError(str(error)) from error
