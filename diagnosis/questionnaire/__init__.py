"""What is asked: load, validate and route a questionnaire. Pure: no page, no storage.

``definition`` holds the shape of the YAML files (pydantic models, published as JSON schemas),
``library`` reads and checks them, ``rules`` compiles one rule per question: the same rules serve
the page's form, the submission path and the import of results collected elsewhere.
"""

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
)
from diagnosis.questionnaire.library import Library, load_catalogue, load_library
from diagnosis.questionnaire.rules import Checked, Rules

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
    "load_catalogue",
    "load_library",
]
