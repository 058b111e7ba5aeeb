"""A store in one SQLite file."""

from diagnosis.storage.sqlite.engine import SQLiteEngine
from diagnosis.storage.sqlite.handed_in import SIGN, HandedInError, Query, handed_in

__all__ = ["SIGN", "HandedInError", "Query", "SQLiteEngine", "handed_in"]
