"""Free texts: codes that people gave, topics that come back, suggestions and masking.

In: texts and the decisions of staff.
Out: counts of codes and topics; for staff, suggestions and masked texts.
Never: a text of a family, or a rare word, in a report."""

from .learning import platt
from .lexicon import lexicon, matches
from .redaction import KINDS, Redaction, Span, redact
from .suggesting import Quality, Suggested, Suggestions, suggest, suggestion_quality
from .verbatims import Coded, Decision, check_coded, code_labels, section
from .words import fold

__all__ = [
    "Coded",
    "Decision",
    "KINDS",
    "Quality",
    "Redaction",
    "Span",
    "Suggested",
    "Suggestions",
    "check_coded",
    "code_labels",
    "fold",
    "lexicon",
    "matches",
    "platt",
    "redact",
    "section",
    "suggest",
    "suggestion_quality",
]
