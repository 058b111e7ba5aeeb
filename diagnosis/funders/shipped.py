"""The templates that come with the program, written with python-docx: fields, tables, one look.

The team downloads one, changes it in Word, and puts it back.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docx.document import Document as Paper
    from docx.table import _Cell

FONT, SIZE, SMALL, TITLE = "Arial", 10, 9, 24
ACCENT, SOFT, INK, LINE = "0E6655", "E0F1EB", "1E2B33", "D8D0C4"
# Centimetres.
WIDE, HIGH, MARGIN = 21.0, 29.7, 2.0
TEXT = WIDE - 2 * MARGIN
Columns = Sequence[tuple[str, str, float]]


def dossier() -> bytes:
    """The dossier: the year, what was done, why, what was decided, what is left to fill."""
    paper = _blank()
    paper.add_heading("{{ titre }}", 0)
    paper.add_paragraph("Fait le {{ fait_le }}.")
    _bullets(paper, "phrase", "resume")
    _heading(paper, "Activité, en unités de LAEP et de REAAP")
    columns = [("Unité", "unite", 6.6), ("Nombre", "nombre", 4.6), ("Ce qui a été compté",
               "compte", 5.8)]  # fmt: skip
    _table(paper, "activite", columns)
    _note(paper, "{{ presences }}")
    _heading(paper, "Actions, par thème")
    columns = [("Thème", "nom", 4.8), ("Besoin", "besoin", 3.2), ("Tenues", "tenues", 1.6),
               ("Ouverture", "ouverture", 2.0), ("Familles", "familles", 1.8),
               ("Utilité", "utilite", 3.6)]  # fmt: skip
    _table(paper, "themes", columns)
    _heading(paper, "Les besoins, dits par les familles")
    columns = [("Besoin", "nom", 5.4), ("Familles (environ)", "familles", 2.6), ("Sur", "sur", 1.6),
               ("Entre", "au_moins", 1.8), ("et", "au_plus", 1.8), ("État publié", "etat",
               3.8)]  # fmt: skip
    _table(paper, "besoins", columns)
    _note(paper, "{{ arrondi }}")
    _heading(paper, "Pourquoi ces ateliers")
    columns = [("Atelier", "atelier", 4.6), ("Décidé le", "decide_le", 2.6), ("Besoin nommé par",
               "besoin", 3.6), ("Souhaité par", "souhait", 3.4), ("État publié", "etat",
               2.8)]  # fmt: skip
    _table(paper, "justifications", columns)
    _heading(paper, "Objectifs")
    columns = [("Besoin", "besoin", 2.8), ("Objectif", "objectif", 4.2), ("Actions", "actions",
               4.2), ("Indicateurs", "indicateurs", 3.8), ("Cible", "cible", 2.0)]  # fmt: skip
    _table(paper, "objectifs", columns)
    _heading(paper, "Garder, adapter, arrêter")
    columns = [("Atelier", "atelier", 4.2), ("Jour", "jour", 2.4), ("Décision", "decision", 1.9),
               ("Raison", "raison", 4.9), ("Utilité", "utilite", 3.6)]  # fmt: skip
    _table(paper, "evaluations", columns)
    _heading(paper, "Vous avez dit, nous avons fait")
    columns = [("Besoin", "besoin", 3.6), ("Réponse", "reponse", 3.4), ("Ce que les familles ont "
               "lu", "texte", 7.2), ("Publié le", "jour", 2.8)]  # fmt: skip
    _table(paper, "restitue", columns)
    _heading(paper, "Sites et trimestres")
    columns = [("Site", "site", 3.2), ("Trimestre", "trimestre", 2.2), ("Prévues", "prevues", 1.7),
               ("Tenues", "tenues", 1.6), ("Ouverture", "ouverture", 2.0), ("Familles",
               "familles", 1.9), ("Adultes", "adultes", 1.8), ("Enfants", "enfants",
               1.8)]  # fmt: skip
    _table(paper, "trimestres", columns)
    _heading(paper, "À compléter")
    _bullets(paper, "manque", "a_completer")
    paper.add_heading("Cadre du financeur", 2)
    _frame(paper)
    _heading(paper, "D’où viennent les nombres")
    _bullets(paper, "source", "sources")
    _note(paper, "{{ arrondi }}")
    return _written(paper)


def note() -> bytes:
    """One page for elected officials."""
    paper = _blank()
    paper.add_heading("{{ site }}, {{ annee }}", 0)
    paper.add_paragraph("Ce qui a été essayé avec les familles, et ce qu’elles en disent.")
    paper.add_heading("L’année en bref", 2)
    _bullets(paper, "phrase", "resume")
    paper.add_heading("Ce que les familles demandent d’abord", 2)
    columns = [("Besoin", "nom", 7.0), ("Familles (environ)", "familles", 3.2), ("Sur", "sur", 1.8),
               ("Entre", "au_moins", 2.5), ("et", "au_plus", 2.5)]  # fmt: skip
    _table(paper, "premiers_besoins", columns)
    _note(paper, "{{ arrondi }}")
    paper.add_heading("Ce qui a été essayé", 2)
    columns = [("Thème", "nom", 7.0), ("Tenues", "tenues", 2.0), ("Familles", "familles", 2.2),
               ("Utilité", "utilite", 5.8)]  # fmt: skip
    _table(paper, "themes", columns)
    _note(paper, "{{ presences }}")
    _bullets(paper, "source", "sources")
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


def _heading(paper: Paper, text: str) -> None:
    paper.add_heading(text, 1)


def _note(paper: Paper, text: str) -> None:
    from docx.shared import Pt

    run = paper.add_paragraph().add_run(text)
    run.font.size, run.italic = Pt(SMALL), True


def _bullets(paper: Paper, name: str, field: str) -> None:
    """A line of a list for each text of a field."""
    paper.add_paragraph(f"{{%p for {name} in {field} %}}")
    paper.add_paragraph(f"{{{{ {name} }}}}", style="List Bullet")
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
    """A table of a list: a head that each page repeats, a row for each entry; a word if it is empty."""
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
