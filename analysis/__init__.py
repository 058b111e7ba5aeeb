"""What the answers of families mean.

This room turns a survey table and its codebook into aggregates: needs with intervals, a factor
map, profiles, themes, a programme, need maps. It is pure: it knows no web page, no database and
nothing of the application that collects the answers. Nothing leaves it but through its one gate,
:mod:`analysis.disclosure`, save :func:`assign_profiles` and, for the
staff desk, :func:`suggest`, :func:`suggestion_quality` and :func:`redact`, which are restricted.
"""

from ._catalogue import Audience, Evidence, Sector, SessionVotes, Theme, WorkshopOutcome
from ._edits import Edit, Trait, signature_of
from ._inputs import read_coded, read_edits, read_limits, read_margins
from ._latent import LatentClasses
from ._limits import Limits
from ._mca import MultipleCorrespondence
from ._opinion_files import OpinionReport, opinion_schema, write_opinions
from ._opinion_report import OpinionGroup, Opinions
from ._opinions import opinions
from ._planted import DIFFICULTIES, Difficulty, Planted, planted_neighbourhood
from ._redaction import Redaction, Span, redact
from ._reviewing import review
from ._suggesting import Quality, Suggested, Suggestions, suggest, suggestion_quality
from ._targets import Margins
from ._verbatims import Coded, Decision, code_labels
from ._weights import check_margins
from .codebook import Codebook, Variable
from .errors import AnalysisError
from .populations import Population, neighbourhood
from .report import Diagnosis, assign_profiles, diagnose, schema, write_report

__all__ = [
    "DIFFICULTIES",
    "Difficulty",
    "Planted",
    "AnalysisError",
    "Audience",
    "Codebook",
    "Coded",
    "Decision",
    "Diagnosis",
    "Edit",
    "Evidence",
    "LatentClasses",
    "OpinionGroup",
    "OpinionReport",
    "Opinions",
    "Limits",
    "Margins",
    "MultipleCorrespondence",
    "Population",
    "Quality",
    "Redaction",
    "Sector",
    "SessionVotes",
    "Span",
    "Suggested",
    "Suggestions",
    "Theme",
    "Trait",
    "Variable",
    "WorkshopOutcome",
    "assign_profiles",
    "check_margins",
    "code_labels",
    "diagnose",
    "neighbourhood",
    "planted_neighbourhood",
    "opinion_schema",
    "opinions",
    "read_coded",
    "read_edits",
    "read_limits",
    "read_margins",
    "redact",
    "review",
    "schema",
    "signature_of",
    "suggest",
    "suggestion_quality",
    "write_opinions",
    "write_report",
]
