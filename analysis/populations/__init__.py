"""Invented families, for demonstrations and tests.

In: a codebook or a difficulty.
Out: tables of answers with a known truth.
Never: anything that looks like a real family's answers."""

from .neighbourhood import Population, neighbourhood
from .planted import DIFFICULTIES, Difficulty, Planted, planted_neighbourhood
from .wishes import SURE

__all__ = [
    "DIFFICULTIES",
    "Difficulty",
    "Planted",
    "Population",
    "SURE",
    "neighbourhood",
    "planted_neighbourhood",
]
