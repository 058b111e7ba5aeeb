"""What is asked: what comes in are YAML files, and what a family sent.

What goes out are questionnaires, checked (``definition`` and ``lists`` are the shape of files,
``library`` reads them, ``sites`` puts them together for each site), and answers that may be kept:
``rules`` compiles one rule per question, for the page's form, the submission path and imports
alike, with the expressions that the browser uses too (``expressions``); ``meanings`` holds pictures
to one meaning each. Pure: it must never know a
page nor a store.
"""

from diagnosis.questionnaire.checks import check_questionnaire, stale_entries
from diagnosis.questionnaire.definition import (
    Choice,
    Draw,
    Question,
    Questionnaire,
    QuestionnaireFile,
    Rewording,
    Role,
    Sentence,
)
from diagnosis.questionnaire.differences import Change, changes
from diagnosis.questionnaire.effort import Effort, Efforts, effort_of
from diagnosis.questionnaire.expressions import ExpressionError, compiled, holds
from diagnosis.questionnaire.expressions import parse as parse_condition
from diagnosis.questionnaire.library import (
    load_catalogue,
    load_library,
    revised,
    write_schemas,
)
from diagnosis.questionnaire.lists import (
    PHONE,
    Audience,
    Domain,
    HelpNumber,
    Place,
    Sector,
    Service,
    Site,
    Theme,
    ThemesFile,
)
from diagnosis.questionnaire.meanings import picture_problems
from diagnosis.questionnaire.paper import asked_after
from diagnosis.questionnaire.rewordings import dividing
from diagnosis.questionnaire.rules import TOO_LONG, Checked, Rules, UnfitAnswerError
from diagnosis.questionnaire.sites import Library, Lists, told_apart

__all__ = [
    "told_apart",
    "PHONE",
    "TOO_LONG",
    "Audience",
    "Change",
    "Checked",
    "Choice",
    "Domain",
    "Draw",
    "Effort",
    "Efforts",
    "ExpressionError",
    "HelpNumber",
    "Library",
    "Lists",
    "Place",
    "Question",
    "Questionnaire",
    "QuestionnaireFile",
    "Rewording",
    "Role",
    "Rules",
    "Sector",
    "Sentence",
    "Service",
    "Site",
    "Theme",
    "ThemesFile",
    "UnfitAnswerError",
    "asked_after",
    "changes",
    "check_questionnaire",
    "compiled",
    "dividing",
    "effort_of",
    "holds",
    "load_catalogue",
    "load_library",
    "parse_condition",
    "picture_problems",
    "revised",
    "stale_entries",
    "write_schemas",
]
