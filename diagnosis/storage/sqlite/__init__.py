"""A store in one SQLite file."""

from diagnosis.storage.sqlite.engine import SQLiteEngine

__all__ = ["SQLiteEngine"]
