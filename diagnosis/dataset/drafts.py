"""Drafts of codebooks, each looked over by the analysis before a person does."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import analysis
from diagnosis.dataset.errors import analysing
from diagnosis.dataset.files import read_answers
from diagnosis.interchange import CodebookDraft, draft_codebook, read_survey
from diagnosis.model import DiagnosisError
from diagnosis.readers import content_of, read_form


def codebook_draft(
    table_path: Path, xlsform_path: Path | None = None, tell: Callable[[str], object] = str
) -> CodebookDraft:
    """Draft the codebook of a foreign table.

    Parameters
    ----------
    table_path, xlsform_path : the answers (CSV, XLSX), and the form that they were collected with.
    tell : called with each sentence on what would still be odd with this codebook.

    Raises
    ------
    ProblemsError
        A file cannot be read.
    DiagnosisError
        No column looks like a question.
    """
    form = None
    if xlsform_path is not None:
        form = read_form(xlsform_path, content_of(xlsform_path))
    draft = draft_codebook(read_survey(table_path), form)
    if not draft.variables:
        raise DiagnosisError(
            f"Aucune colonne de {table_path.name} ne semble une question\u00a0: "
            "vérifiez que la première ligne porte les titres."
        )
    with analysing():
        book = analysis.Codebook.from_dict(draft.data)
        review = analysis.examine(read_answers(table_path, book), book)
    for sentence in (*review.refused, *review.odd):
        tell(sentence)
    return draft
