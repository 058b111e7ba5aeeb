"""A store in one SQLite file."""

from diagnosis.storage.sqlite.engine import SQLiteEngine
from diagnosis.storage.sqlite.handed_in import SIGN, HandedInError, Query, handed_in
from diagnosis.storage.sqlite.handed_out import write_handed_out

__all__ = ["SIGN", "HandedInError", "Query", "SQLiteEngine", "handed_in", "write_handed_out"]
