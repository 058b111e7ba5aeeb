"""Weights that make the survey look like the neighbourhood, and what they cost.

In: known shares of the neighbourhood, or a weight column.
Out: weights by raking and weighted shares.
Never: a weighted share finer than the door."""

from .raking import BOUNDS, Dimension, kish, rake, trim
from .shares import weighted
from .targets import Margins
from .weights import Weights, check_margins, weigh

__all__ = [
    "BOUNDS",
    "Dimension",
    "Margins",
    "Weights",
    "check_margins",
    "kish",
    "rake",
    "trim",
    "weigh",
    "weighted",
]
