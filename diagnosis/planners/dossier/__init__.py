"""The dossier for elected officials: one page and four, on paper, from the published state.

What comes in is the state that everybody sees; what goes out are five pages (to print, or as a
document to write in) and the files of a folder. It must never say what the report does not.
"""

from diagnosis.planners.dossier.build import TooFewError, dossier_of
from diagnosis.planners.dossier.document import document
from diagnosis.planners.dossier.files import write_dossier
from diagnosis.planners.dossier.model import Summary
from diagnosis.planners.dossier.paper import Places, paper
from diagnosis.planners.dossier.summary import summary_page

__all__ = [
    "Places",
    "Summary",
    "TooFewError",
    "document",
    "dossier_of",
    "paper",
    "summary_page",
    "write_dossier",
]
