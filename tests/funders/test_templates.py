"""A template of the team: it shows fields, is refused with cause, place, remedy, is never lost."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from docx import Document

from diagnosis.funders.checking import TemplateRefusedError, check_template
from diagnosis.funders.document import document
from diagnosis.funders.fields import FIELDS, fields_of
from diagnosis.funders.templates import (
    KINDS,
    SHIPPED,
    Template,
    kept_of,
    put_back,
    take_former,
    take_ours,
    template_of,
)
from tests.funders.conftest import YEAR, Year

DAY = date(YEAR, 11, 30)


def paper(*lines: str, head: str = "", cell: str = "") -> bytes:
    """A document of some paragraphs."""
    made = Document()
    for line in lines:
        made.add_paragraph(line)
    if head:
        made.sections[0].header.paragraphs[0].text = head
    if cell:
        made.add_table(1, 1).rows[0].cells[0].text = cell
    body = io.BytesIO()
    made.save(body)
    return body.getvalue()


def packed(content: bytes, **parts: bytes) -> bytes:
    """A document with other parts (slashes written as two underscores)."""
    body = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(body, "w") as after:
        names = {
            name.replace("__", "/").replace("_dot_", "."): part for name, part in parts.items()
        }
        for name in before.namelist():
            if name not in names:
                after.writestr(name, before.read(name))
        for name, part in names.items():
            after.writestr(name, part)
    return body.getvalue()


def test_fields_are_those_that_are_said__ok(noted: Year):
    values = fields_of(noted.dossier())
    assert list(values) != []
    assert set(values) == set(FIELDS)
    for name, sample in FIELDS.items():
        if isinstance(sample, list) and isinstance(sample[0], dict):
            assert values[name], name
            assert all(set(row) == set(sample[0]) for row in values[name])
        else:
            assert type(values[name]) is type(sample)


@pytest.mark.parametrize("kind", KINDS)
def test_ours_can_be_filled_and_put_back__ok(noted: Year, kind: str):
    check_template(SHIPPED[kind]())
    assert document(noted.dossier(), SHIPPED[kind]())


def test_a_template_of_the_team_is_filled__ok(noted: Year):
    template = paper(
        "Bilan {{ annee }}", "{%p for ligne in themes %}", "{{ ligne.nom }} : {{ ligne.familles }}",
        "{%p endfor %}", "{% if fictif %}Essai{% endif %} {{ resume|length }}", head="{{ site }}",
    )  # fmt: skip
    check_template(template)
    made = Document(io.BytesIO(document(noted.dossier(YEAR, noted.courneuve), template)))
    texts = [paragraph.text for paragraph in made.paragraphs]
    assert texts[0] == f"Bilan {YEAR}"
    assert "Massage et toucher doux : 61" in texts
    assert made.sections[0].header.paragraphs[0].text == "La Courneuve"


BAD = {
    "misspelt": (paper("Le", "{{ anee }}"), "« anee » n’existe pas", "paragraphe 2", "annee"),
    "in a head": (paper("x", head="{{ sitee }}"), "« sitee » n’existe pas", "En-tête", "site"),
    "in a table": (paper(cell="{{ titres }}"), "« titres »", "tableau 1, ligne 1", "titre"),
    "of a row": (
        paper("{%p for l in themes %}", "{{ l.famille }}", "{%p endfor %}"),
        "« famille »", "paragraphe 2", "familles",
    ),
    "in a branch": (
        paper("{% if vide == 'x' %}{{ anee }}{% endif %}"), "« anee »", "paragraphe 1", "annee",
    ),
    "not closed": (paper("{{ annee }"), "pas fermée", "paragraphe 1", "{{ champ }}"),
    "no end": (paper("{%p for l in themes %}", "x"), "boucle", "", "d’origine"),
    "no sense": (paper("{{ annee annee }}"), "pas comprise", "", "d’origine"),
    "unknown tag": (paper("{% include 'x' %}"), "", "", "."),
    "call": (paper("{{ annee.upper() }}"), "", "", "."),
    "inside": (paper("{{ annee.__class__.__mro__ }}"), "", "", "."),
    "global": (paper("{{ cycler.__init__ }}"), "« cycler »", "paragraphe 1", "."),
    "flood": (paper("{{ 'a' * 1000000000 }}"), "", "", "champ"),
    "power": (paper("{{ 9 ** 9 ** 9 }}"), "", "", "champ"),
    "filter": (paper("{{ annee|center(1000000000) }}"), "", "", "."),
    "format": (paper("{{ '%1000000000d' % 1 }}"), "", "", "champ"),
    "deep": (
        paper(*["{%p for x in themes %}"] * 4, *["{%p endfor %}"] * 4), "emboîtées", "", "boucle",
    ),
    "text": (b"Bonjour", ".docx", "", "Word"),
    "nothing": (b"", ".docx", "", "Word"),
    "cut": (paper("x")[:3000], ".docx", "", "Word"),
    "zip": (packed(paper("x"), word__document_dot_xml=b"<x/>"), "", "", "Word"),
    "macros": (packed(paper("x"), word__vbaProject_dot_bin=b"x"), "macros", "", "Word"),
    "entity": (
        packed(paper("x"), word__styles_dot_xml=b'<!DOCTYPE x [<!ENTITY a "b">]><x/>'),
        "ailleurs", "styles.xml", "déposez",
    ),
    "outside": (
        packed(
            paper("x"),
            word___rels__document_dot_xml_dot_rels=b'<Relationships><Relationship Id="a" '
            b'Type="http://x/image" Target="http://x/" TargetMode="External"/></Relationships>',
        ),
        "ailleurs", "document.xml.rels", "Insérez",
    ),
    "bomb": (packed(paper("x"), word__big_dot_xml=b"\0" * 43_000_000), "trop lourd", "", "images"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_bad_template_is_told_and_the_one_before_stays__error(noted: Year, name: str):
    content, cause, place, remedy = BAD[name]
    good = paper("{{ annee }}")
    store = noted.instance.store
    put_back(store, "note", Template.of(good, DAY, "amina"))
    with pytest.raises(TemplateRefusedError) as raised:
        put_back(store, "note", Template.of(content, DAY, "bo"))
    error = raised.value
    assert error.cause
    for expected, said in zip((cause, place, remedy), said_of(error), strict=True):
        assert expected in said
    assert template_of(store, "note") == good
    store.remove("template:note")


def said_of(error: TemplateRefusedError) -> list[str]:
    return [text.replace("\u202f", " ") for text in (error.cause, error.place, error.remedy)]


def test_links_of_a_text_may_lead_outside__ok():
    kept = b'<Relationship Id="a" Type="http://x/relationships/hyperlink" TargetMode="External"/>'
    with zipfile.ZipFile(io.BytesIO(paper("x"))) as before:
        rels = before.read("word/_rels/document.xml.rels")
    linked = rels.replace(b"</Relationships>", kept[:-2] + b' Target="http://x/"/></Relationships>')
    check_template(packed(paper("x"), word___rels__document_dot_xml_dot_rels=linked))


def test_the_one_before_is_kept__ok(instance):
    store = instance.store
    first, second = paper("un {{ annee }}"), paper("deux {{ annee }}")
    for content in (first, second):
        put_back(store, "dossier", Template.of(content, DAY, "amina"))
    assert template_of(store, "dossier") == second
    take_former(store, "dossier")
    assert template_of(store, "dossier") == first
    take_ours(store, "dossier")
    assert kept_of(store, "dossier").current is None
    take_former(store, "dossier")
    assert template_of(store, "dossier") == first


def test_what_somebody_wrote_is_never_a_template__ok(noted: Year):
    template = paper("{%p for e in evaluations %}", "{{ e.raison }}", "{%p endfor %}")
    made = Document(io.BytesIO(document(noted.dossier(YEAR, noted.courneuve), template)))
    assert [p.text for p in made.paragraphs] == ['=HYPERLINK("x") <b> & {{ 7*7 }}']


def test_a_template_whose_field_went_is_told__error(noted: Year):
    with pytest.raises(TemplateRefusedError, match="anee"):
        document(noted.dossier(), paper("{{ anee }}"))
