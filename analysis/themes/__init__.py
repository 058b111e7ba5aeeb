"""Workshop themes: whom each one answers, what was wished and what was decided.

In: the catalogue, the survey, votes and what happened in workshops.
Out: themes in order, each with its evidence and the uncertainty of its place.
Never: a stand-in shown as an estimate, nor three kinds of evidence melted without saying so."""

from .demand import Demand, demand
from .evidence import USEFUL, USEFUL_STRENGTH, Proof, proofs
from .publics import named_by
from .themes import counted, section

__all__ = [
    "Demand",
    "Proof",
    "USEFUL",
    "USEFUL_STRENGTH",
    "counted",
    "demand",
    "named_by",
    "proofs",
    "section",
]
