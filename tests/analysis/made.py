"""Small surveys for tests, made of counts, and what the door may have told of a count."""

from __future__ import annotations

import pandas as pd

import analysis
from analysis.codebook import Codebook, Variable
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


def diagnosed(table: pd.DataFrame, book: Codebook, **options) -> analysis.Diagnosis:
    """The diagnosis of a table behind a door whose secret is known."""
    return analysis.diagnose(table, book, **{"secret": SECRET, **options})


def neighbourhood_survey() -> Codebook:
    """24 questions of the neighbourhood's kinds, with caps and an exclusive answer."""
    several = {"A2": 7, "A4": 5, "B1": 16, "C3": 8, "C4": 7, "D1": 6, "D2": 7, "D4": 7}
    one = {"A1": 4, "A3": 4, "C1": 3, "C2": 4, "C5": 3, "E1": 4, "E3": 3, "E4": 5, "E5": 3}
    caps, alone = {"B1": 5, "D1": 3}, {"A4": ("c0",)}
    return Codebook(
        [
            *[
                Variable(
                    name, "select_multiple", "need" if name == "B1" else "profile",
                    categories=_names(many), max_selected=caps.get(name),
                    exclusive=alone.get(name, ()),
                )
                for name, many in several.items()
            ],
            *[Variable(n, "select_one", "profile", categories=_names(m)) for n, m in one.items()],
            *[Variable(f"S{at}", "scale", "profile", categories=_names(3)) for at in range(6)],
            Variable("A6", "integer", "profile"),
        ]
    )  # fmt: skip


def _names(many: int) -> dict[str, str]:
    return {f"c{at}": f"c{at}" for at in range(many)}
