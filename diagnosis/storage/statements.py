"""The statements that many tables share. Names are ours; values are always parameters."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any


def insert(db: sqlite3.Connection, table: str, row: Mapping[str, Any], tail: str = "") -> int:
    """Insert a row; give its rowid."""
    names, marks = ", ".join(row), ", ".join("?" * len(row))
    sql = f"INSERT INTO {table} ({names}) VALUES ({marks}) {tail}"  # noqa: S608 - names are ours
    return int(db.execute(sql, tuple(row.values())).lastrowid or 0)


def upsert(db: sqlite3.Connection, table: str, row: Mapping[str, Any], key: str) -> None:
    """Insert a row, or change the one that has its key, where it stands."""
    changed = ", ".join(f"{name} = excluded.{name}" for name in row if name != key)
    insert(db, table, row, f"ON CONFLICT ({key}) DO UPDATE SET {changed}")
