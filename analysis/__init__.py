"""What the answers of families mean.

This room turns a survey table and its codebook into aggregates: needs with intervals, a factor
map, profiles, themes, a programme, need maps. It is pure: it knows no web page, no database and
nothing of the application that collects the answers. Nothing leaves it but through its one gate,
:mod:`analysis.disclosure`, save :func:`assign_profiles` and, for the
staff desk and whoever holds the table, :func:`suggest`, :func:`suggestion_quality`,
:func:`redact` and :func:`examine`, which are restricted.

Names are loaded when they are first asked for: who only reads a codebook does not wait for
statistics, learning and drawing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .catalogue import Audience, Evidence, Sector, SessionVotes, Theme, WorkshopOutcome
    from .codebook import Codebook, Variable, read_yaml
    from .disclosure import awaited, is_due, new_secret, record_keys
    from .errors import AnalysisError
    from .factor_map import MultipleCorrespondence
    from .inputs import read_coded, read_edits, read_limits, read_margins
    from .populations import (
        DIFFICULTIES,
        Difficulty,
        Planted,
        Population,
        Story,
        neighbourhood,
        planted_neighbourhood,
    )
    from .profiles import Edit, LatentClasses, Trait, signature_of
    from .programme import Limits
    from .report import (
        Diagnosis,
        assign_profiles,
        diagnose,
        restricted_tables,
        schema,
        write_report,
    )
    from .reviewing import Review, examine
    from .statements import (
        OpinionGroup,
        OpinionReport,
        Opinions,
        opinion_schema,
        opinions,
        write_opinions,
    )
    from .texts import (
        Coded,
        Decision,
        Quality,
        Redaction,
        Span,
        Suggested,
        Suggestions,
        code_labels,
        redact,
        suggest,
        suggestion_quality,
    )
    from .weighting import Margins, check_margins

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
    "Story",
    "Suggested",
    "Suggestions",
    "Theme",
    "Trait",
    "Variable",
    "WorkshopOutcome",
    "assign_profiles",
    "awaited",
    "check_margins",
    "code_labels",
    "diagnose",
    "examine",
    "is_due",
    "neighbourhood",
    "new_secret",
    "planted_neighbourhood",
    "opinion_schema",
    "opinions",
    "read_coded",
    "read_edits",
    "read_limits",
    "read_margins",
    "read_yaml",
    "record_keys",
    "redact",
    "restricted_tables",
    "schema",
    "signature_of",
    "suggest",
    "suggestion_quality",
    "write_opinions",
    "write_report",
]

_WHERE = {
    "AnalysisError": "errors",
    "Audience": "catalogue",
    "Codebook": "codebook",
    "Coded": "texts",
    "DIFFICULTIES": "populations",
    "Decision": "texts",
    "Diagnosis": "report",
    "Difficulty": "populations",
    "Edit": "profiles",
    "Evidence": "catalogue",
    "LatentClasses": "profiles",
    "Limits": "programme",
    "Margins": "weighting",
    "MultipleCorrespondence": "factor_map",
    "OpinionGroup": "statements",
    "OpinionReport": "statements",
    "Opinions": "statements",
    "Planted": "populations",
    "Population": "populations",
    "Quality": "texts",
    "Redaction": "texts",
    "Review": "reviewing",
    "Sector": "catalogue",
    "SessionVotes": "catalogue",
    "Span": "texts",
    "Story": "populations",
    "Suggested": "texts",
    "Suggestions": "texts",
    "Theme": "catalogue",
    "Trait": "profiles",
    "Variable": "codebook",
    "WorkshopOutcome": "catalogue",
    "assign_profiles": "report",
    "awaited": "disclosure",
    "check_margins": "weighting",
    "code_labels": "texts",
    "diagnose": "report",
    "examine": "reviewing",
    "is_due": "disclosure",
    "neighbourhood": "populations",
    "new_secret": "disclosure",
    "opinion_schema": "statements",
    "opinions": "statements",
    "planted_neighbourhood": "populations",
    "read_coded": "inputs",
    "read_edits": "inputs",
    "read_limits": "inputs",
    "read_margins": "inputs",
    "read_yaml": "codebook",
    "record_keys": "disclosure",
    "redact": "texts",
    "restricted_tables": "report",
    "schema": "report",
    "signature_of": "profiles",
    "suggest": "texts",
    "suggestion_quality": "texts",
    "write_opinions": "statements",
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
