"""The files: each number has a source, texts stay texts, an empty year says so."""

from __future__ import annotations

import io
import re
from datetime import date
from functools import cache

import openpyxl
import pytest
from docx import Document
from pptx import Presentation

from analysis.french import percent
from analysis.statistics import wilson
from diagnosis import dataset
from diagnosis.funders import FORMATS, write_whole
from diagnosis.funders.tables import tables_of
from diagnosis.model import DiagnosisError
from tests.funders.conftest import FIRST, SECOND, THIRD, YEAR, Year

MARK = "Données fictives"
# Numbers of sentences: rounding to 5, intervals at 95 %, ages in years, columns of a quarter.
SAID = {5, 95, 0, 1, 2, 3, 4, 6}
NUMBER = re.compile(r"\d+(?:,\d+)?")


@cache
def body(noted: Year, kind: str, year: int = YEAR, *campaigns) -> bytes:
    return FORMATS[kind].make(noted.dossier(year, *campaigns), noted.instance.store)


def texts_of_workbook(content: bytes) -> list[str]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    rows = (row for sheet in book for row in sheet.iter_rows(values_only=True))
    return [str(value).replace(".", ",") for row in rows for value in row if value is not None]


def texts_of_document(content: bytes) -> list[str]:
    paper = Document(io.BytesIO(content))
    cells = (cell for table in paper.tables for row in table.rows for cell in row.cells)
    heads = (p for section in paper.sections for p in section.header.paragraphs)
    parts = [*paper.paragraphs, *heads, *(p for cell in cells for p in cell.paragraphs)]
    return [part.text for part in parts]


def texts_of_slides(content: bytes) -> list[str]:
    shown, found = Presentation(io.BytesIO(content)), []
    for slide in shown.slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                found.append(shape.text_frame.text)
            if shape.has_chart:
                found += map(str, shape.chart.plots[0].categories)
    return found


READ = {
    "xlsx": texts_of_workbook,
    "docx": texts_of_document,
    "note": texts_of_document,
    "pptx": texts_of_slides,
}


def numbers(texts: list[str]) -> set[str]:
    joined = " ".join(texts).replace("\u202f", "").replace("\u00a0", " ")
    return {written.removesuffix(",0") for written in NUMBER.findall(joined)}


def sources(noted: Year) -> set[str]:
    """Every number that a file may hold, from the workshops and the published state alone."""
    days = [FIRST, SECOND, THIRD]
    groups = [*([day] for day in days), [FIRST, SECOND], days]
    found = {str(value) for group in groups for value in sums(group)}
    state = dataset.state_of(noted.instance, noted.stains)
    cells = [need.cell for need in state.records.needs.domains]
    (why,) = (w.why for w in noted.instance.store.workshops("essai") if w.why)
    cells += [why.needed, why.wished]
    for cell in filter(None, cells):
        share = getattr(cell, "share", 0)
        bounds = (percent(part, cell.N) for part in (cell.low, cell.high, share))
        found |= {str(cell.n), str(cell.N), *numbers(list(bounds))}
    for happy, faces in ((31, 33), (3, 4), (34, 37)):
        low, high = wilson(happy, faces)
        found |= {str(happy), str(faces), str(round(100 * low)), str(round(100 * high))}
    found |= {str(one) for one in (why.first, why.last, why.themes, state.families)}
    found |= {str(one) for one in (YEAR, 71.5, 13, *range(1, 13), *SAID)}
    calendar = [date(YEAR, *day) for day in ((2, 3), (3, 1), (3, 29), (4, 1), (5, 3), (12, 31))]
    calendar += [state.day, noted.instance.today(), date(YEAR, 3, 31)]
    found |= {str(part) for day in calendar for part in (day.day, day.year)}
    # 1 h 30, 2 h, 3 h 30; 71,5 euros; families and faces by session.
    return found | {"30", "3,5", "1,5", "71,5", "50,3", str(8)}


def sums(group: list[dict[str, int]]) -> set[int]:
    names = {name for day in group for name in day}
    found = {sum(day.get(name, 0) for day in group) for name in names}
    for start in (("mothers", "fathers"), ("child_",)):
        found.add(sum(n for day in group for name, n in day.items() if name.startswith(start)))
    return found


@pytest.mark.parametrize("kind", FORMATS)
def test_every_number_has_a_source__ok(noted: Year, kind: str):
    told = numbers(READ[kind](body(noted, kind)))
    assert told - sources(noted) == set()
    assert len(told) > 20


@pytest.mark.parametrize("kind", FORMATS)
def test_invented_data_are_marked_and_real_ones_are_not__ok(noted: Year, kind: str):
    assert any(MARK in text for text in READ[kind](body(noted, kind)))
    real = READ[kind](body(noted, kind, YEAR, noted.courneuve))
    assert not any(MARK in text for text in real)


def test_each_sheet_slide_and_page_is_marked__ok(noted: Year):
    book = openpyxl.load_workbook(io.BytesIO(body(noted, "xlsx")))
    assert len(book.sheetnames) == len(tables_of(noted.dossier())) + 1
    for sheet in book:
        assert MARK in sheet.oddHeader.center.text
        assert any(MARK in str(sheet.cell(row, 1).value) for row in (2, 3))
    shown = Presentation(io.BytesIO(body(noted, "pptx")))
    assert 6 <= len(shown.slides) <= 8
    for slide in shown.slides:
        assert any(MARK in shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
        assert slide.shapes.title.text_frame.text


def test_charts_are_native_and_said__ok(noted: Year):
    shown = Presentation(io.BytesIO(body(noted, "pptx")))
    charts = [shape for slide in shown.slides for shape in slide.shapes if shape.has_chart]
    assert len(charts) >= 3
    for shape in charts:
        said = shape._element.nvGraphicFramePr.cNvPr.get("descr")
        for label in shape.chart.plots[0].categories:
            assert label.split("\n")[0] in said
    needs = charts[0]
    assert all("sur" in label and "entre" in label for label in needs.chart.plots[0].categories)
    assert needs.chart._chartSpace.findall(".//{*}errBars")


@pytest.mark.parametrize("kind", FORMATS)
def test_what_somebody_wrote_stays_a_text__ok(noted: Year, kind: str):
    texts = READ[kind](body(noted, kind, YEAR, noted.courneuve))
    if kind != "note":
        assert any('=HYPERLINK("x") <b> & {{ 7*7 }}' in text for text in texts)
    assert not any("\x07" in text for text in texts)


def test_no_cell_is_a_formula__ok(noted: Year):
    book = openpyxl.load_workbook(io.BytesIO(body(noted, "xlsx")))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert "f" not in {cell.data_type for cell in cells}
    (reason,) = (cell for cell in cells if str(cell.value).startswith("=HYPER"))
    assert reason.quotePrefix


@pytest.mark.parametrize("kind", FORMATS)
def test_an_empty_year_says_so__ok(noted: Year, kind: str):
    texts = READ[kind](body(noted, kind, 2019))
    assert any("2019" in text and ("Aucun" in text or "Rien" in text) for text in texts)


def test_the_note_is_short__ok(noted: Year):
    """A page of text: as many lines as an A4 page has room for."""
    assert len(texts_of_document(body(noted, "note"))) < 120


def test_a_half_written_file_never_stays__error(tmp_path, monkeypatch):
    place = tmp_path / "out" / "dossier.xlsx"
    write_whole(place, b"before")
    monkeypatch.setattr("os.replace", refuse)
    with pytest.raises(DiagnosisError, match="Choisissez un autre endroit"):
        write_whole(place, b"after")
    assert place.read_bytes() == b"before"
    assert [path.name for path in place.parent.iterdir()] == ["dossier.xlsx"]


def refuse(*_):
    raise OSError(28, "No space left on device")
