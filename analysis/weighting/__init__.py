"""Weights that make the survey look like the neighbourhood, and what they cost.

In: known shares of the neighbourhood, or a weight column.
Out: weights by raking and weighted shares.
Never: a weighted share finer than the door."""

from .raking import BOUNDS, Dimension, kish, rake, trim
from .shares import NOWHERE, Crossed, digits_of, in_doubt, together, weighted
from .targets import Margins
from .weights import Weights, check_margins, weigh

__all__ = [
    "BOUNDS",
    "Crossed",
    "Dimension",
    "Margins",
    "NOWHERE",
    "Weights",
    "check_margins",
    "digits_of",
    "in_doubt",
    "kish",
    "rake",
    "together",
    "trim",
    "weigh",
    "weighted",
]
