"""The statements that many tables share. Names are ours; values are always parameters."""

from __future__ import annotations

from collections.abc import Collection


def insert(table: str, names: Collection[str], tail: str = "") -> str:
    """Text of a statement that inserts a row.

    Examples
    --------
    >>> insert("lists", ("name", "number"))
    'INSERT INTO lists (name, number) VALUES (?, ?) '
    """
    marks = ", ".join("?" * len(names))
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks}) {tail}"  # noqa: S608


def upsert(table: str, names: Collection[str], *key: str) -> str:
    """Text of a statement that inserts a row, or changes the one that has its key.

    Examples
    --------
    >>> print(upsert("lists", ("name", "day"), "name"))
    INSERT INTO lists (name, day) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET day = excluded.day
    """
    changed = ", ".join(f"{name} = excluded.{name}" for name in names if name not in key)
    return insert(table, names, f"ON CONFLICT ({', '.join(key)}) DO UPDATE SET {changed}")
