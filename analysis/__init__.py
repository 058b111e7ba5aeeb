"""What the answers of families mean.

This room turns a survey table and its codebook into aggregates: needs with intervals, a factor
map, profiles, themes, a programme, need maps. It is pure: it knows no web page, no database and
nothing of the application that collects the answers. Nothing leaves it but through its one gate,
:mod:`analysis.disclosure`, save :func:`assign_profiles` and, for the
staff desk and whoever holds the table, :func:`suggest`, :func:`suggestion_quality`,
:func:`redact` and :func:`examine`, which are restricted.

Names are loaded when they are first asked for: who only reads a codebook does not wait for
statistics, learning and drawing (0.06 s of processor instead of 1.4), nor does a web process that
starts (1.2 s instead of 2.6, and 28 MB less). Type checkers read the imports, Python the table.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .catalogue import Audience, Evidence, Sector, SessionVotes, Theme, WorkshopOutcome
    from .codebook import Codebook, Variable
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
    from .yaml_text import read_yaml

_ROOMS = {
    "catalogue": "Audience Evidence Sector SessionVotes Theme WorkshopOutcome",
    "codebook": "Codebook Variable",
    "disclosure": "awaited is_due new_secret record_keys",
    "errors": "AnalysisError",
    "factor_map": "MultipleCorrespondence",
    "inputs": "read_coded read_edits read_limits read_margins",
    "populations": (
        "DIFFICULTIES Difficulty Planted Population Story neighbourhood planted_neighbourhood"
    ),
    "profiles": "Edit LatentClasses Trait signature_of",
    "programme": "Limits",
    "report": "Diagnosis assign_profiles diagnose restricted_tables schema write_report",
    "reviewing": "Review examine",
    "statements": "OpinionGroup OpinionReport Opinions opinion_schema opinions write_opinions",
    "texts": (
        "Coded Decision Quality Redaction Span Suggested Suggestions code_labels redact "
        "suggest suggestion_quality"
    ),
    "weighting": "Margins check_margins",
    "yaml_text": "read_yaml",
}
_WHERE = {name: room for room, names in _ROOMS.items() for name in names.split()}
__all__ = [*_WHERE]


def __getattr__(name: str) -> Any:
    """Load a public name from the module that defines it."""
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f".{_WHERE[name]}", __name__), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *_WHERE})
