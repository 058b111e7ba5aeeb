"""Estimators that know nothing of surveys: intervals, ranks, differences, pooling, resampling.

In: counts, posteriors and arrays.
Out: estimates with their uncertainty.
Never: a word about families.
"""

from .differences import (
    FALSE,
    Differences,
    Posterior,
    chance_above,
    differences,
    discoveries,
    quantile,
)
from .intervals import LEVEL, wilson
from .kmeans import Cloud, gather, silhouette, split
from .pooling import pool
from .ranks import Ranks, ranks_of
from .resampling import resampled

__all__ = [
    "FALSE",
    "LEVEL",
    "Cloud",
    "Differences",
    "Posterior",
    "Ranks",
    "chance_above",
    "differences",
    "discoveries",
    "gather",
    "pool",
    "quantile",
    "ranks_of",
    "resampled",
    "silhouette",
    "split",
    "wilson",
]
