"""From a survey table to answers: cells, columns, numbers, need domains and roles.

In: a data frame and its codebook.
Out: who answered each question, and what.
Never: a statistic."""

from .cells import Cells, read_cells
from .choices import OTHER, choices, places_of, ticks
from .columns import column_problems, split_columns
from .domains import TOLD, Domain, active_blocks, covariate_blocks, domains, passive_blocks
from .encoding import Block, Encoded, cells_of, encode, is_number
from .numbers import coded, cuts_of, levels_of, numbers_of

__all__ = [
    "Block",
    "Cells",
    "Domain",
    "Encoded",
    "OTHER",
    "TOLD",
    "active_blocks",
    "cells_of",
    "choices",
    "coded",
    "column_problems",
    "covariate_blocks",
    "cuts_of",
    "domains",
    "encode",
    "is_number",
    "levels_of",
    "numbers_of",
    "passive_blocks",
    "places_of",
    "read_cells",
    "split_columns",
    "ticks",
]
