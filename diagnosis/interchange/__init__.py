"""Files of other tools: what comes in are results collected elsewhere (CSV, XLSX), a mapping, and
outlines of sectors (GeoJSON, GeoPackage, shapefile).

What goes out are responses of a campaign, and a list of what is wrong, cell by cell: ``tables``
reads files as they are, ``mapping`` says which column answers which question, ``columns`` fits the
two to a questionnaire, ``standing`` says which rows count, ``identity`` who they are, ``rows``
makes responses and ``results`` stores them. It must never know a
page or an engine, nor store a row that the rules of the questionnaire refuse.
"""

from diagnosis.interchange.drafting import (
    CodebookDraft,
    MappingDraft,
    QuestionDraft,
    codebook_text,
    draft_codebook,
    draft_mapping,
    mapping_text,
    questionnaire_of,
    role_by_words,
    roles_of,
)
from diagnosis.interchange.mapping import MappedQuestion, Mapping, read_mapping
from diagnosis.interchange.outlines import Feature, read_outlines
from diagnosis.interchange.report import ImportReport
from diagnosis.interchange.results import Receiver, draft_for, import_results
from diagnosis.interchange.standing import counting, refuses
from diagnosis.interchange.tables import read_results, read_survey
from diagnosis.readers import Row, Table

__all__ = [
    "CodebookDraft",
    "Feature",
    "ImportReport",
    "MappedQuestion",
    "Mapping",
    "MappingDraft",
    "QuestionDraft",
    "Receiver",
    "Row",
    "Table",
    "codebook_text",
    "counting",
    "draft_codebook",
    "draft_for",
    "draft_mapping",
    "import_results",
    "mapping_text",
    "questionnaire_of",
    "read_mapping",
    "read_outlines",
    "read_results",
    "refuses",
    "role_by_words",
    "roles_of",
    "read_survey",
]
