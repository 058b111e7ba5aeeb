"""From a survey table to answers: cells, columns, numbers, need domains and roles.

In: a data frame and its codebook.
Out: who answered each question, and what.
Never: a statistic."""

from .bands import coded, cuts_of, levels_of
from .categories import FALSE, OTHER, TRUE, places_of
from .cells import Cells, read_cells
from .choices import choices
from .columns import column_problems
from .domains import Domain, domains, domains_of
from .encoding import Block, Encoded, cells_of, encode, is_number
from .numbers import numbers_of
from .roles import TOLD, active_blocks, covariate_blocks, passive_blocks

__all__ = [
    "Block",
    "Cells",
    "Domain",
    "Encoded",
    "FALSE",
    "OTHER",
    "TOLD",
    "TRUE",
    "active_blocks",
    "cells_of",
    "choices",
    "coded",
    "column_problems",
    "covariate_blocks",
    "cuts_of",
    "domains",
    "domains_of",
    "encode",
    "is_number",
    "levels_of",
    "numbers_of",
    "passive_blocks",
    "places_of",
    "read_cells",
]
