"""The map of answers: multiple correspondence analysis with missing answers.

In: answers as blocks of yes/no columns.
Out: axes and the places of answers, rounded no finer than the door.
Never: the place of a family."""

from .axes import section
from .estimator import MultipleCorrespondence
from .regularised import completed

__all__ = ["MultipleCorrespondence", "completed", "section"]
