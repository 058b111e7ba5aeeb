"""The five pages as a document to write in (DOCX): the same text and tables, no drawing."""

from __future__ import annotations

import io
from collections.abc import Iterable
from textwrap import shorten
from typing import TYPE_CHECKING

from analysis.french import typography
from diagnosis.planners.dossier.model import Dossier, Table

if TYPE_CHECKING:
    from docx.document import Document as Paper

FICTITIOUS = "Données fictives : aucune de ces familles n’existe."
# Characters that the format lets a title have (ECMA-376, core properties).
LONGEST_TITLE = 255
FONT, LARGE, SIZE, SMALL, MARGIN = "Arial", 20, 10, 9, 2.0


def document(dossier: Dossier) -> bytes:
    """Write the document."""
    made = _blank(dossier)
    for write in (_summary, _needs, _where, _programme, _method):
        write(made, dossier)
    body = io.BytesIO()
    made.save(body)
    return body.getvalue()


def _blank(dossier: Dossier) -> Paper:
    """Open an A4 document whose every page says what every page says."""
    # Read when it is needed: most pages are never written in.
    from docx import Document
    from docx.shared import Cm, Pt

    made, head = Document(), dossier.head
    style = made.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(SIZE)
    made.styles["Title"].font.size = Pt(LARGE)
    made.styles["Heading 1"].paragraph_format.page_break_before = True
    section = made.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    for side in ("left", "right", "top", "bottom"):
        setattr(section, f"{side}_margin", Cm(MARGIN))
    fictitious = [typography(FICTITIOUS)] if head.fictitious else []
    section.header.paragraphs[0].text = " · ".join([*fictitious, head.title, head.site])
    section.footer.paragraphs[0].text = " · ".join([head.families, head.rounded])
    title = f"{head.title} · {dossier.summary.finding}"
    made.core_properties.title = shorten(title, LONGEST_TITLE, placeholder="…")
    made.core_properties.author, made.core_properties.language = "Diagnosis", "fr-FR"
    made.core_properties.comments = ""
    return made


def _summary(made: Paper, dossier: Dossier) -> None:
    page, head = dossier.summary, dossier.head
    made.add_heading(page.finding, 0)
    made.add_paragraph(head.state)
    for point in page.points:
        line = made.add_paragraph()
        line.add_run(f"{point.topic} (page {point.page}). ").bold = True
        line.add_run(point.sentence)
    _table(made, page.needs)
    _texts(made, [page.picture.reading])
    _list(made, "Ce qu’on peut en dire", page.sure)
    _list(made, "Et maintenant", [step.sentence for step in page.steps])


def _needs(made: Paper, dossier: Dossier) -> None:
    page = dossier.needs
    made.add_heading(page.finding, 1)
    _table(made, page.needs)
    _texts(made, [page.reading])
    if page.support:
        made.add_heading("L’appui qui manque", 2)
        _texts(made, [*page.support, page.support_rule])
    made.add_heading(page.gaps_finding, 2)
    _texts(made, [*page.gaps, page.gaps_rest, *page.not_tested])


def _where(made: Paper, dossier: Dossier) -> None:
    page = dossier.where
    made.add_heading(page.finding, 1)
    _table(made, page.zones)
    if page.crossed:
        _table(made, page.crossed)
        _texts(made, [page.crossed_reading])
    made.add_heading(page.answered_finding, 2)
    for table in page.answered:
        _table(made, table)


def _programme(made: Paper, dossier: Dossier) -> None:
    page = dossier.programme
    made.add_heading(page.finding, 1)
    made.add_heading(page.themes_finding, 2)
    _table(made, page.themes)
    _texts(made, page.themes_notes)
    _table(made, page.sessions)
    _texts(made, page.sessions_notes)


def _method(made: Paper, dossier: Dossier) -> None:
    page = dossier.method
    made.add_heading("Comment ces nombres sont faits", 1)
    _list(made, "Qui a été compté", page.counted)
    _list(made, "Comment les nombres sont dits", page.door)
    _list(made, "Ce que ces nombres ne disent pas", page.limits)
    _table(made, page.lineage)
    _texts(made, [page.made])


def _list(made: Paper, title: str, texts: Iterable[str]) -> None:
    made.add_heading(title, 2)
    for text in texts:
        made.add_paragraph(text, style="List Bullet")


def _texts(made: Paper, texts: Iterable[str]) -> None:
    for text in filter(None, texts):
        made.add_paragraph(text)


def _table(made: Paper, table: Table | None) -> None:
    if table is None:
        return
    from docx.shared import Pt

    made.add_paragraph().add_run(table.caption).bold = True
    drawn = made.add_table(rows=1, cols=len(table.head), style="Table Grid")
    lines = [table.head]
    for row in table.rows:
        told = (" · ".join(filter(None, (fact.told, fact.under))) for fact in row.facts)
        lines.append((" · ".join(filter(None, (row.name, row.under))), *told))
        drawn.add_row()
    for line, cells in zip(lines, drawn.rows, strict=True):
        for text, cell in zip(line, cells.cells, strict=True):
            run = cell.paragraphs[0].add_run(text)
            run.font.size, run.bold = Pt(SMALL), line is table.head
    _texts(made, [table.rest])
