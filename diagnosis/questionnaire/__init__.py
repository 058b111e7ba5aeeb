"""What is asked: what comes in are YAML files, and what a family sent.

What goes out are questionnaires, checked (``definition`` is their shape, ``library`` reads them),
and answers that may be kept: ``rules`` compiles one rule per question, for the page's form, the
submission path and imports alike, with the expressions that the browser uses too
(``expressions``). Pure: it must never know a page nor a store.
"""

from diagnosis.questionnaire.checks import stale_entries
from diagnosis.questionnaire.definition import (
    Audience,
    Choice,
    Domain,
    Draw,
    HelpNumber,
    Question,
    Questionnaire,
    Sector,
    Service,
    Theme,
    ThemesFile,
)
from diagnosis.questionnaire.expressions import compiled, holds
from diagnosis.questionnaire.library import Library, load_catalogue, load_library, write_schemas
from diagnosis.questionnaire.rules import Checked, Rules, UnfitAnswerError

__all__ = [
    "Audience",
    "Checked",
    "Choice",
    "Domain",
    "Draw",
    "HelpNumber",
    "Library",
    "Question",
    "Questionnaire",
    "Rules",
    "Sector",
    "Service",
    "Theme",
    "ThemesFile",
    "UnfitAnswerError",
    "compiled",
    "holds",
    "load_catalogue",
    "load_library",
    "stale_entries",
    "write_schemas",
]
