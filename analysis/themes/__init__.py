"""Workshop themes: whom each one answers, what was wished and what was decided.

In: the catalogue, the need domains, votes and what happened in workshops.
Out: themes in order, each with its evidence and the uncertainty of its place.
Never: a stand-in shown as an estimate."""

from .evidence import KAPPA, USEFUL, USEFUL_STRENGTH, Proof, proofs
from .publics import is_shown, publics, unanswered
from .ranking import RESAMPLES, TOP
from .themes import (
    Demand,
    coming_cells,
    demand,
    nears,
    public_share,
    publics_told,
    themes_section,
    told_themes,
)

__all__ = [
    "Demand",
    "KAPPA",
    "Proof",
    "RESAMPLES",
    "TOP",
    "USEFUL",
    "USEFUL_STRENGTH",
    "coming_cells",
    "demand",
    "is_shown",
    "nears",
    "proofs",
    "public_share",
    "publics",
    "publics_told",
    "themes_section",
    "told_themes",
    "unanswered",
]
