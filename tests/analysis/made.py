"""Small surveys for tests, made of counts, and what the door may have told of a count."""

from __future__ import annotations

import pandas as pd

from analysis.codebook import Codebook
from analysis.survey import Survey, make_survey
from analysis.table import encode

K = 11
SECRET = b"of the tests"


def survey_of(table: pd.DataFrame, book: Codebook, secret: bytes = SECRET, k: int = K) -> Survey:
    """The survey of a table, behind a door whose secret is known."""
    return make_survey(encode(table, book, k), book, secret, k, 0)


def rows_of(*parts: tuple) -> pd.DataFrame:
    """Lines repeated: ``(times, {column: cell})``."""
    return pd.DataFrame([row for times, row in parts for _ in range(times)]).fillna("")


def is_told(cell: dict, n: int, base: int) -> bool:
    """True when a cell may tell ``n`` of ``base``."""
    return abs(cell["n"] - n) < 5 and abs(cell["N"] - base) < 5
