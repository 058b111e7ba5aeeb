"""What the answers of families mean.

This room turns a survey table and its codebook into aggregates: needs with intervals, a factor
map, profiles, themes, a programme, need maps. It is pure: it knows no web page, no database and
nothing of the application that collects the answers. Nothing leaves it but through its one gate,
:mod:`analysis.disclosure`, save :func:`assign_profiles` and, for the
staff desk and whoever holds the table, :func:`suggest`, :func:`suggestion_quality`,
:func:`redact`, :func:`review` and :func:`examine`, which are restricted.

Names are loaded when they are first asked for: who only reads a codebook does not wait for
statistics, learning and drawing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
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
    from ._reviewing import Review, examine, review
    from ._successive import subtraction
    from ._suggesting import Quality, Suggested, Suggestions, suggest, suggestion_quality
    from ._targets import Margins
    from ._verbatims import Coded, Decision, code_labels
    from ._weights import check_margins
    from ._yaml import read_yaml
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
    "Review",
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
    "examine",
    "neighbourhood",
    "planted_neighbourhood",
    "opinion_schema",
    "opinions",
    "read_coded",
    "read_edits",
    "read_limits",
    "read_margins",
    "read_yaml",
    "redact",
    "review",
    "schema",
    "signature_of",
    "subtraction",
    "suggest",
    "suggestion_quality",
    "write_opinions",
    "write_report",
]

_WHERE = {
    "AnalysisError": "errors",
    "Audience": "_catalogue",
    "Codebook": "codebook",
    "Coded": "_verbatims",
    "DIFFICULTIES": "_planted",
    "Decision": "_verbatims",
    "Diagnosis": "report",
    "Difficulty": "_planted",
    "Edit": "_edits",
    "Evidence": "_catalogue",
    "LatentClasses": "_latent",
    "Limits": "_limits",
    "Margins": "_targets",
    "MultipleCorrespondence": "_mca",
    "OpinionGroup": "_opinion_report",
    "OpinionReport": "_opinion_files",
    "Opinions": "_opinion_report",
    "Planted": "_planted",
    "Population": "populations",
    "Quality": "_suggesting",
    "Redaction": "_redaction",
    "Review": "_reviewing",
    "Sector": "_catalogue",
    "SessionVotes": "_catalogue",
    "Span": "_redaction",
    "Suggested": "_suggesting",
    "Suggestions": "_suggesting",
    "Theme": "_catalogue",
    "Trait": "_edits",
    "Variable": "codebook",
    "WorkshopOutcome": "_catalogue",
    "assign_profiles": "report",
    "check_margins": "_weights",
    "code_labels": "_verbatims",
    "diagnose": "report",
    "examine": "_reviewing",
    "neighbourhood": "populations",
    "opinion_schema": "_opinion_files",
    "opinions": "_opinions",
    "planted_neighbourhood": "_planted",
    "read_coded": "_inputs",
    "read_edits": "_inputs",
    "read_limits": "_inputs",
    "read_margins": "_inputs",
    "read_yaml": "_yaml",
    "redact": "_redaction",
    "review": "_reviewing",
    "schema": "report",
    "signature_of": "_edits",
    "subtraction": "_successive",
    "suggest": "_suggesting",
    "suggestion_quality": "_suggesting",
    "write_opinions": "_opinion_files",
    "write_report": "report",
}


def __getattr__(name: str) -> Any:
    """Load a public name from the module that defines it."""
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f".{_WHERE[name]}", __name__), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *_WHERE})
