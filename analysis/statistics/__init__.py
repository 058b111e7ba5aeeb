"""Estimators that know nothing of surveys: intervals, ranks, differences, resampling.

In: counts, posteriors and arrays.
Out: estimates with their uncertainty.
Never: a word about families.
"""

from .intervals import FALSE, LEVEL, Differences, chance_above, differences, discoveries, wilson
from .kmeans import Cloud, gather, silhouette, split
from .ranks import ranks_of
from .resampling import resampled

__all__ = [
    "Cloud",
    "Differences",
    "FALSE",
    "LEVEL",
    "chance_above",
    "differences",
    "discoveries",
    "gather",
    "ranks_of",
    "resampled",
    "silhouette",
    "split",
    "wilson",
]
