"""Drafts for a person to confirm: what comes in are a foreign table and perhaps its XLSForm.

What goes out are a codebook, a mapping or a questionnaire that serve at once, with every guess
marked, and what was left out. It must never take what only looks alike for the same, nor store
anything.
"""

from diagnosis.interchange.drafting.codebook import CodebookDraft, draft_codebook
from diagnosis.interchange.drafting.mapping import MappingDraft, QuestionDraft, draft_mapping
from diagnosis.interchange.drafting.questionnaire import (
    questionnaire_of,
    role_by_words,
    roles_of,
)
from diagnosis.interchange.drafting.writing import codebook_text, mapping_text

__all__ = [
    "CodebookDraft",
    "MappingDraft",
    "QuestionDraft",
    "codebook_text",
    "draft_codebook",
    "draft_mapping",
    "mapping_text",
    "questionnaire_of",
    "role_by_words",
    "roles_of",
]
