"""Invented families, for demonstrations and tests.

In: a codebook, and a difficulty or a story.
Out: tables of answers with a known truth.
Never: anything that looks like a real family's answers."""

from .neighbourhood import Population, neighbourhood
from .planted import DIFFICULTIES, Difficulty, Planted, planted_neighbourhood
from .replies import SURE
from .story import Story

__all__ = [
    "DIFFICULTIES",
    "Difficulty",
    "Planted",
    "Population",
    "SURE",
    "Story",
    "neighbourhood",
    "planted_neighbourhood",
]
