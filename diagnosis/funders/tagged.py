"""The texts of a document, paragraph by paragraph, with where each stands."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.document import Document

TAG = re.compile(r"\{\{|\{%"), re.compile(r"\}\}|%\}")


def paragraphs_of(content: bytes) -> Iterator[tuple[str, str]]:
    """Where a paragraph stands, in French, and its text; of the body, tables, heads and feet."""
    from docx import Document as open_document

    document = open_document(io.BytesIO(content))
    yield from _inside(document, "Texte")
    for section in document.sections:
        yield from _inside(section.header, "En-tête")
        yield from _inside(section.footer, "Pied de page")


def tag_count(text: str) -> tuple[int, int]:
    """How many tags a text opens and closes.

    >>> tag_count("{{ annee }} {% for x in themes"), tag_count("{{ annee }")
    ((2, 1), (1, 0))
    """
    opened, closed = TAG
    return len(opened.findall(text)), len(closed.findall(text))


def _inside(part: Document | Any, where: str) -> Iterator[tuple[str, str]]:
    for number, paragraph in enumerate(part.paragraphs, 1):
        yield f"{where}, paragraphe {number}", paragraph.text
    for number, table in enumerate(part.tables, 1):
        for line, row in enumerate(table.rows, 1):
            for cell in row.cells:
                place = f"{where}, tableau {number}, ligne {line}"
                yield from ((place, paragraph.text) for paragraph in cell.paragraphs)
