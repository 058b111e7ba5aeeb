"""The form that a device collects with: an XForm, made by pyxform of the workbook that we write."""

from __future__ import annotations

import re
from collections.abc import Sequence

from diagnosis.languages import Languages
from diagnosis.questionnaire import Questionnaire
from diagnosis.xlsform.writing import Sheets, sheets_of

# The question by which whoever collects says in which language: an XForm keeps no trace of it.
LANGUAGE = "langue_parlee"
ASKED = "Dans quelle langue parlez-vous avec cette famille\u00a0?"
# What an XForm calls a picture that comes with it.
MEDIA = re.compile(r"jr://images/([^<\"]+)")


def device_form(
    asked: Questionnaire, languages: Languages, tags: Sequence[str], id: str, title: str
) -> str:
    """Write the XForm of a questionnaire.

    Parameters
    ----------
    tags : of the languages that are offered; more than one: the first question asks which.
    id, title : how devices know the form and show it.

    Raises
    ------
    ProblemsError
        A name cannot stand in an XForm.
    """
    # Two seconds and sixty megabytes: only who hands out a form pays for it.
    from pyxform.xls2xform import convert

    sheets = sheets_of(asked, languages, tags)
    sheets.settings[0] |= {"form_id": id, "form_title": title}
    if len(tags) > 1:
        _ask_language(sheets, languages, tags)
    return str(convert(sheets.workbook(), file_type=".xlsx").xform)


def _ask_language(sheets: Sheets, languages: Languages, tags: Sequence[str]) -> None:
    said = [header for header in sheets.survey[0] if header.startswith("label::")]
    question = {"type": f"select_one {LANGUAGE}", "name": LANGUAGE, "required": "yes"}
    sheets.survey.insert(0, question | dict.fromkeys(said, ASKED))
    for tag in tags:
        if tag in languages:
            row = {"list_name": LANGUAGE, "name": tag}
            sheets.choices.append(row | dict.fromkeys(said, languages[tag].own_name))
