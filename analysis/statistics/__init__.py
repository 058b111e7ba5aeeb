"""Estimators that know nothing of surveys: intervals, differences, pooling, resampling.

In: counts and arrays.
Out: estimates with their uncertainty.
Never: a word about families."""

from .differences import FALSE, Differences, differences, discoveries, newcombe
from .intervals import LEVEL, wilson
from .kmeans import Cloud, gather, silhouette, split
from .pooling import pool
from .resampling import resampled

__all__ = [
    "Cloud",
    "Differences",
    "FALSE",
    "LEVEL",
    "differences",
    "discoveries",
    "gather",
    "newcombe",
    "pool",
    "resampled",
    "silhouette",
    "split",
    "wilson",
]
