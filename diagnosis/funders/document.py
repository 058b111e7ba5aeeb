"""The dossier and the note as documents (DOCX): the team's template, filled and marked."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from jinja2 import TemplateError

from diagnosis.funders import wording
from diagnosis.funders.checking import check_template
from diagnosis.funders.fields import fields_of
from diagnosis.funders.filling import filled
from diagnosis.funders.model import Dossier

if TYPE_CHECKING:
    from docx.document import Document as Paper

ALERT = "9A3412"


def document(dossier: Dossier, template: bytes) -> bytes:
    """Fill a template.

    Raises
    ------
    TemplateRefusedError
        It can no longer be filled (a field of it is of a later version).
    """
    try:
        body = filled(template, fields_of(dossier))
    except TemplateError:
        check_template(template)
        raise
    return _marked(body) if dossier.fictitious else body


def _marked(body: bytes) -> bytes:
    """Say in the head of every page that nobody of it exists, whatever the template says."""
    from docx import Document

    paper = Document(io.BytesIO(body))
    for head in _heads(paper):
        _mark(head)
    marked = io.BytesIO()
    paper.save(marked)
    return marked.getvalue()


def _heads(paper: Paper) -> list[Any]:
    """The heads that pages show: of the first page and of even ones where they have their own."""
    heads: list[Any] = []
    for at, section in enumerate(paper.sections):
        shown = [section.header]
        if section.different_first_page_header_footer:
            shown.append(section.first_page_header)
        if paper.settings.odd_and_even_pages_header_footer:
            shown.append(section.even_page_header)
        heads += [head for head in shown if at == 0 or not head.is_linked_to_previous]
    return heads


def _mark(head: Any) -> None:
    from docx.shared import RGBColor

    first = head.paragraphs[0] if head.paragraphs else head.add_paragraph()
    run = first.insert_paragraph_before().add_run(wording.FICTITIOUS)
    run.bold, run.font.color.rgb = True, RGBColor.from_string(ALERT)
