"""What each column of a table means: for archives (DDI-Codebook 2.5) and for people (HTML)."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from diagnosis import __version__
from diagnosis.exports.tables import Column, Table

NAMESPACE = "ddi:codebook:2_5"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
# What XML 1.0 has no place for.
UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def ddi(table: Table) -> bytes:
    """The codebook as an archive reads it: the codes are those of the CSV file."""
    root = ElementTree.Element("codeBook", {"xmlns": NAMESPACE, "version": "2.5", LANGUAGE: "fr"})
    document = _titled(ElementTree.SubElement(root, "docDscr"), table.title)
    made = ElementTree.SubElement(document, "prodStmt")
    _text(made, "software", "diagnosis", version=__version__)
    study = ElementTree.SubElement(root, "stdyDscr")
    _titled(study, table.title)
    _text(ElementTree.SubElement(study, "stdyInfo"), "abstract", table.note)
    file = ElementTree.SubElement(root, "fileDscr", ID="F1")
    about = ElementTree.SubElement(file, "fileTxt")
    _text(about, "fileName", f"{table.name}.csv")
    size = ElementTree.SubElement(about, "dimensns")
    _text(size, "caseQnty", str(table.count))
    _text(size, "varQnty", str(len(table.columns)))
    data = ElementTree.SubElement(root, "dataDscr")
    for number, column in enumerate(table.columns, 1):
        _variable(data, column, number)
    ElementTree.indent(root)
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _titled(parent: ElementTree.Element, title: str) -> ElementTree.Element:
    citation = ElementTree.SubElement(parent, "citation")
    _text(ElementTree.SubElement(citation, "titlStmt"), "titl", title)
    return citation


def _variable(data: ElementTree.Element, column: Column, number: int) -> None:
    kind = "contin" if column.kind in ("integer", "number") else "discrete"
    about = {"ID": f"V{number}", "name": column.name, "files": "F1", "intrvl": kind}
    variable = ElementTree.SubElement(data, "var", about)
    _text(variable, "labl", column.label)
    for code, label in {**column.choices, **column.missing}.items():
        gone = {"missing": "Y"} if code in column.missing else {}
        category = ElementTree.SubElement(variable, "catgry", gone)
        _text(category, "catValu", code)
        _text(category, "labl", label)
    kind = "numeric" if column.kind in ("integer", "number") else "character"
    ElementTree.SubElement(variable, "varFormat", type=kind)


def _text(parent: ElementTree.Element, tag: str, text: str, **attributes: str) -> None:
    ElementTree.SubElement(parent, tag, attributes).text = UNWRITABLE.sub("", text)


def html_page(table: Table) -> bytes:
    """The codebook as a page that reads alone, on a screen or on paper."""
    return _template().render(table=table).encode()


@cache
def _template() -> Template:
    places = FileSystemLoader(Path(__file__).parents[1] / "templates" / "exports")
    words = Environment(
        loader=places,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    return words.get_template("codebook.html")
