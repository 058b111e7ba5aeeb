"""The map of answers: multiple correspondence analysis with missing answers.

In: answers as blocks of yes/no columns.
Out: axes and the places of answers, rounded no finer than the door.
Never: the place of a family."""

from .axes import indicator, mca, section
from .correspondence import axes_of, burt
from .estimator import MultipleCorrespondence
from .regularised import completed

__all__ = [
    "MultipleCorrespondence",
    "axes_of",
    "burt",
    "completed",
    "indicator",
    "mca",
    "section",
]
