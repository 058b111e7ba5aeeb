"""The templates that come with the program, written with python-docx: fields, tables, one look.

The team downloads one, changes it in Word, and puts it back.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from diagnosis.funders.layouts import ON_A_PAGE, ROUNDED, SECTIONS, Columns

if TYPE_CHECKING:
    from docx.document import Document as Paper
    from docx.table import _Cell

FONT, SIZE, SMALL, TITLE = "Arial", 10, 9, 24
ACCENT, SOFT, INK, LINE = "0E6655", "E0F1EB", "1E2B33", "D8D0C4"
# Centimetres.
WIDE, HIGH, MARGIN = 21.0, 29.7, 2.0
TEXT = WIDE - 2 * MARGIN


def dossier() -> bytes:
    """The dossier: the year, what was done, why, what was decided, what is left to fill."""
    paper = _blank()
    paper.add_heading("{{ titre }}", 0)
    paper.add_paragraph("Fait le {{ fait_le }}.")
    _bullets(paper, "resume")
    for heading, (field, columns, note) in SECTIONS.items():
        paper.add_heading(heading, 1)
        _table(paper, field, columns)
        if note:
            _note(paper, note)
    paper.add_heading("À compléter", 1)
    _bullets(paper, "a_completer")
    paper.add_heading("Cadre du financeur", 2)
    _frame(paper)
    paper.add_heading("D’où viennent les nombres", 1)
    _bullets(paper, "sources")
    _note(paper, ROUNDED)
    return _written(paper)


def note() -> bytes:
    """One page for elected officials."""
    paper = _blank()
    paper.add_heading("{{ ou }}, {{ annee }}", 0)
    paper.add_paragraph("Ce qui a été essayé avec les familles, et ce qu’elles en disent.")
    paper.add_heading("L’année en bref", 2)
    _bullets(paper, "resume")
    for heading, (field, columns, note) in ON_A_PAGE.items():
        paper.add_heading(heading, 2)
        _table(paper, field, columns)
        _note(paper, note)
    paper.add_heading("Ce qui a été rendu aux familles", 2)
    _bullets(paper, "dernier_restitue")
    _bullets(paper, "sources")
    return _written(paper)


SHIPPED: dict[str, Callable[[], bytes]] = {"dossier": dossier, "note": note}


def _blank() -> Paper:
    """An A4 page with the styles of every template."""
    # Read when it is needed: most pages are never written in.
    from docx import Document
    from docx.shared import Cm, Pt, RGBColor

    paper = Document()
    normal = paper.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(SIZE)
    normal.paragraph_format.space_after = Pt(4)
    for name, size in (("Title", TITLE), ("Heading 1", 15), ("Heading 2", 12)):
        style = paper.styles[name]
        style.font.name, style.font.size, style.font.bold = FONT, Pt(size), True
        style.font.color.rgb = RGBColor.from_string(ACCENT)
        fonts = style.element.rPr.rFonts
        for theme in [key for key in fonts.attrib if "Theme" in key]:
            del fonts.attrib[theme]
        style.paragraph_format.keep_with_next = True
    section = paper.sections[0]
    section.page_width, section.page_height = Cm(WIDE), Cm(HIGH)
    for side in ("left", "right", "top", "bottom"):
        setattr(section, f"{side}_margin", Cm(MARGIN))
    section.header.paragraphs[0].text = "{{ titre }}"
    section.footer.paragraphs[0].text = "{{ fait_le }}"
    core = paper.core_properties
    core.author, core.language, core.comments, core.title = "Diagnosis", "fr-FR", "", "{{ titre }}"
    return paper


def _note(paper: Paper, text: str) -> None:
    from docx.shared import Pt

    run = paper.add_paragraph().add_run(text)
    run.font.size, run.italic = Pt(SMALL), True


def _bullets(paper: Paper, field: str) -> None:
    """A line of a list for each text of a field."""
    paper.add_paragraph(f"{{%p for ligne in {field} %}}")
    paper.add_paragraph("{{ ligne }}", style="List Bullet")
    paper.add_paragraph("{%p endfor %}")


def _frame(paper: Paper) -> None:
    """The fields that only the funder's frame has, each to fill."""
    from docx.enum.text import WD_COLOR_INDEX

    table = paper.add_table(3, 2, style="Table Grid")
    table.rows[0].cells[0].text = "{%tr for champ in cadre %}"
    table.rows[1].cells[0].text = "{{ champ }}"
    run = table.rows[1].cells[1].paragraphs[0].add_run("{{ vide }}")
    run.font.highlight_color = WD_COLOR_INDEX.YELLOW
    table.rows[2].cells[0].text = "{%tr endfor %}"
    _widths(table.rows, (10.0, TEXT - 10.0))


def _table(paper: Paper, field: str, columns: Columns) -> None:
    """A table of a list: a head that each page repeats, a row for each entry, or a word."""
    from docx.shared import Cm

    table = paper.add_table(6, len(columns), style="Table Grid")
    table.autofit = False
    for cell, (title, _, _) in zip(table.rows[0].cells, columns, strict=True):
        _say(cell, title, bold=True)
        _shade(cell)
    _repeat(table.rows[0]._tr)
    rows = table.rows
    rows[1].cells[0].text = f"{{%tr for ligne in {field} %}}"
    for cell, (_, name, _) in zip(rows[2].cells, columns, strict=True):
        _say(cell, f"{{{{ ligne.{name} }}}}")
    rows[3].cells[0].text = "{%tr else %}"
    _say(rows[4].cells[0], "Rien n’est noté pour cette année.")
    rows[5].cells[0].text = "{%tr endfor %}"
    _widths(rows, [wide for _, _, wide in columns])
    for column, (_, _, wide) in zip(table.columns, columns, strict=True):
        column.width = Cm(wide)
    for row in rows:
        _whole(row._tr)


def _say(cell: _Cell, text: str, bold: bool = False) -> None:
    from docx.shared import Pt

    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(1)
    run = paragraph.add_run(text)
    run.font.size, run.bold = Pt(SMALL), bold


def _shade(cell: _Cell) -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    shade = f'<w:shd {nsdecls("w")} w:val="clear" w:fill="{SOFT}"/>'
    cell._tc.get_or_add_tcPr().append(parse_xml(shade))


def _repeat(row: object) -> None:
    """Repeat a row on top of each page."""
    _mark(row, "w:tblHeader")


def _whole(row: object) -> None:
    """Keep a row on one page."""
    _mark(row, "w:cantSplit")


def _mark(row: object, name: str) -> None:
    from docx.oxml import OxmlElement

    row.get_or_add_trPr().append(OxmlElement(name))  # type: ignore[attr-defined]


def _widths(rows: object, wide: Sequence[float]) -> None:
    from docx.shared import Cm

    for row in rows:  # type: ignore[attr-defined]
        for cell, width in zip(row.cells, wide, strict=True):
            cell.width = Cm(width)


def _written(paper: Paper) -> bytes:
    body = io.BytesIO()
    paper.save(body)
    return body.getvalue()
