"""Every format is read by a reader that others wrote; what cannot be written leaves nothing."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pandas as pd
import pyarrow.parquet as parquet
import pyreadstat
import pytest

from diagnosis.exports import (
    MAPS,
    TABLES,
    Column,
    ExportError,
    Feature,
    Table,
    statistics,
    workbook,
    write_codebook,
    write_map,
    write_table,
)
from diagnosis.exports import files as files_module

DDI = "{ddi:codebook:2_5}"
LONG = "é" * 200
COLUMNS = (
    Column("C1", "Connaissez-vous la PMI ?", "choice", {"oui": "j’y vais", "non": LONG},
           {"non_posee": "non posée"}),
    Column("B1_sommeil", "le sommeil", "choice", {"0": "non", "1": "oui"},
           {"non_posee": "non posée"}),
    Column("combien", "Combien d’enfants", "integer"),
    Column("part", "Part, en %", "number"),
    Column("texte", "Un mot"),
    Column("zh-Hans", "un nom que SPSS n’a pas"),
    Column("zh_hans", "le même pour Stata"),
)  # fmt: skip
HOSTILE = (
    "=HYPERLINK(\"http://x\")", "+1+1", "-1+1", "@SUM(A1)", "\tx", "a\r\nb;\"c\"", "_x000D_",
    "nul\x00 et\x0bvt", "مرحبا 🙂", " espaces ", "01",
)  # fmt: skip
ROWS = [
    ("oui", "1", 3, 37.5, HOSTILE[0], None, "x"),
    ("non", "0", None, 12.0, HOSTILE[1], "z", None),
    ("non_posee", "non_posee", 0, None, None, "", ""),
    *((None, None, at, 0.1, text, None, None) for at, text in enumerate(HOSTILE[2:])),
]
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@pytest.fixture
def table() -> Table:
    return Table("essai", "Un essai", "Note : rien d’autre.", COLUMNS, lambda: ROWS, len(ROWS))


def test_csv_is_read_by_pandas_and_no_text_is_a_formula__ok(table, tmp_path):
    written = write_table(table, tmp_path, "csv")
    assert written.rows == len(ROWS)
    blank = {"combien": [""], "part": [""]}
    read = pd.read_csv(written.path, sep=";", encoding="utf-8-sig", decimal=",",
                       keep_default_na=False, na_values=blank, dtype={"texte": str})  # fmt: skip
    assert list(read.columns) == [column.name for column in COLUMNS]
    assert len(read) == len(ROWS)
    assert list(read["part"][:2]) == [37.5, 12]
    assert list(read["C1"][:4]) == ["oui", "non", "non_posee", ""]
    assert not [text for text in read["texte"] if text.startswith(FORMULA)]
    assert 'a\nb;"c"' in set(read["texte"])
    assert read["texte"][0] == f"'{HOSTILE[0]}"


def test_xlsx_has_types_a_line_that_stays_and_a_codebook__ok(table, tmp_path):
    book = openpyxl.load_workbook(write_table(table, tmp_path, "xlsx").path)
    sheet, words = book["données"], book["dictionnaire"]
    assert sheet.freeze_panes == "A2"
    assert sheet.max_row == len(ROWS) + 1
    first, second, third = ([cell.value for cell in row] for row in sheet["A2:E4"])
    assert first[:4] == ["oui", 1, 3, 37.5]
    assert second == ["non", 0, None, 12, "'+1+1"]
    assert third == ["non_posee", "non_posee", 0, None, None]
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert not [c for c in cells if str(c.value).startswith(FORMULA)]
    # As a spreadsheet reads it: an escaped escape is the text that was written.
    assert "_x005F_x000D_" in {cell.value for cell in cells}
    listed = [tuple(cell.value for cell in row) for row in words.iter_rows(min_row=2)]
    assert ("C1", "Connaissez-vous la PMI ?", "choix", None, None) in listed
    assert ("C1", None, None, "oui", "j’y vais") in listed


def test_a_printed_sheet_says_what_the_data_are__ok(table, tmp_path):
    note = "Données fictives. Un fonds & un reste. " * 20
    write_table(replace(table, note=note), tmp_path, "xlsx")
    book = openpyxl.load_workbook(tmp_path / f"{table.name}.xlsx")
    for sheet in book.worksheets:
        foot = sheet.oddFooter.left.text
        assert foot.startswith("Données fictives. Un fonds && un reste.")
        assert foot.endswith("…")
        assert table.title in sheet.oddHeader.left.text
        assert sheet.print_title_rows == "$1:$1"
    codebook = book["dictionnaire"]
    assert codebook["B3"].value == note
    # Wide and high enough for its words.
    assert codebook.column_dimensions["B"].width >= 60
    assert codebook.row_dimensions[3].height >= 15 * len(note) / 60


def test_sav_has_labels_and_missing_values_within_its_limits__ok(table, tmp_path):
    written = write_table(table, tmp_path, "sav")
    read, about = pyreadstat.read_sav(str(written.path), user_missing=True)
    assert list(read.columns)[:5] == [column.name for column in COLUMNS][:5]
    assert list(read["C1"][:3]) == [1, 2, -1]
    assert list(read["B1_sommeil"][:3]) == [1, 0, -1]
    assert about.column_names_to_labels["combien"] == "Combien d’enfants"
    labels = about.variable_value_labels["C1"]
    assert labels[1] == "j’y vais"
    assert labels[2].endswith("…")
    assert len(labels[2].encode()) <= statistics.SPSS.value
    assert about.missing_ranges["C1"] == [{"lo": -1, "hi": -1}]
    gone = pyreadstat.read_sav(str(written.path))[0]
    assert gone["C1"].isna().sum() == len(ROWS) - 2
    assert " ".join(about.notes) == table.note
    assert [note for note in written.notes if "C1" in note and "120" in note]
    assert [note for note in written.notes if "zh-Hans (zh_Hans)" in note]
    assert len(written.notes) == 2


def test_a_label_over_the_limit_of_spss_is_cut_and_told_once__ok(table, tmp_path):
    longer = replace(COLUMNS[0], label="mot " * 100)
    written = write_table(replace(table, columns=(longer, *COLUMNS[1:])), tmp_path, "sav")
    label = pyreadstat.read_sav(str(written.path))[1].column_names_to_labels["C1"]
    assert label.endswith("…")
    assert len(label.encode()) <= statistics.SPSS.label
    assert len([note for note in written.notes if "libellés coupés à 256" in note]) == 1


def test_dta_is_read_with_its_labels__ok(table, tmp_path):
    written = write_table(table, tmp_path, "dta")
    read, about = pyreadstat.read_dta(str(written.path))
    assert list(read.columns)[-2:] == ["zh_Hans", "zh_hans_2"]
    assert list(read["C1"][:3]) == [1, 2, -1]
    assert about.variable_value_labels["B1_sommeil"] == {0: "non", 1: "oui", -1: "non posée"}
    assert list(pd.read_stata(written.path, convert_categoricals=False)["combien"][:3])[0] == 3


def test_parquet_has_types_and_the_codebook_of_each_column__ok(table, tmp_path):
    found = parquet.read_table(write_table(table, tmp_path, "parquet").path)
    kept = found.to_pylist()
    assert kept[0]["texte"] == HOSTILE[0]
    assert [row["combien"] for row in kept[:3]] == [3, None, 0]
    about = found.schema.field("C1").metadata
    assert json.loads(about[b"choices"])["oui"] == "j’y vais"
    assert json.loads(about[b"missing"]) == {"non_posee": "non posée"}


def test_json_lines_say_what_was_given__ok(table, tmp_path):
    lines = write_table(table, tmp_path, "jsonl").path.read_text().splitlines()
    names = [column.name for column in COLUMNS]
    assert [tuple(json.loads(line)[name] for name in names) for line in lines] == ROWS


@pytest.mark.parametrize("kind", TABLES)
def test_an_empty_table_is_a_file_with_its_columns__ok(kind, table, tmp_path):
    empty = replace(table, rows=lambda: [], count=0)
    assert write_table(empty, tmp_path, kind).rows == 0


@pytest.mark.parametrize("kind", TABLES)
def test_rows_that_stop_in_the_middle_leave_what_was_there__error(kind, table, tmp_path):
    former = tmp_path / f"essai.{kind}"
    former.write_bytes(b"before")

    def broken():
        yield ROWS[0]
        raise OSError(28, "No space left on device")

    with pytest.raises(ExportError, match="No space left.*faites de la place"):
        write_table(replace(table, rows=broken), tmp_path, kind)
    assert former.read_bytes() == b"before"
    assert [path.name for path in tmp_path.iterdir()] == [former.name]


def test_a_file_that_lacks_rows_is_refused__error(table, tmp_path, monkeypatch):
    write, count = files_module.FORMATS["csv"]
    monkeypatch.setitem(files_module.FORMATS, "csv", (write, lambda path: count(path) - 1))
    with pytest.raises(ExportError, match=f"{len(ROWS) - 1} lignes au lieu de {len(ROWS)}"):
        write_table(table, tmp_path, "csv")
    assert not list(tmp_path.iterdir())


def test_too_many_rows_for_a_format_are_told_with_another__error(table, tmp_path, monkeypatch):
    monkeypatch.setattr(workbook, "MOST_LINES", 5)
    monkeypatch.setattr(statistics, "MOST_ROWS", 5)
    for kind in ("xlsx", "sav", "dta"):
        with pytest.raises(ExportError, match="Parquet"):
            write_table(table, tmp_path, kind)
    assert not list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_written__error(table, tmp_path):
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(ExportError, match="Choisissez un autre dossier"):
        write_table(table, tmp_path / "taken", "csv")


def test_a_codebook_is_ddi_in_the_order_of_its_schema__ok(table, tmp_path):
    root = ElementTree.parse(write_codebook(table, tmp_path, "xml").path).getroot()
    # The sequences of DDI-Codebook 2.5 (codebook.xsd) for the elements written here.
    orders = {
        "codeBook": ["docDscr", "stdyDscr", "fileDscr", "dataDscr"],
        "citation": ["titlStmt", "prodStmt"],
        "stdyDscr": ["citation", "stdyInfo"],
        "fileTxt": ["fileName", "dimensns"],
        "dimensns": ["caseQnty", "varQnty"],
        "var": ["labl", "catgry", "varFormat"],
        "catgry": ["catValu", "labl"],
    }
    assert root.tag == f"{DDI}codeBook"
    assert root.get("version") == "2.5"
    for element in root.iter():
        names = [child.tag.removeprefix(DDI) for child in element]
        order = orders.get(element.tag.removeprefix(DDI), names)
        assert names == sorted(names, key=order.index), element.tag
    assert [size.text for size in root.iter(f"{DDI}caseQnty")] == [str(len(ROWS))]
    variables = list(root.iter(f"{DDI}var"))
    assert [one.get("name") for one in variables] == [column.name for column in COLUMNS]
    gone = [one for one in variables[0].iter(f"{DDI}catgry") if one.get("missing") == "Y"]
    assert [one.findtext(f"{DDI}catValu") for one in gone] == ["non_posee"]
    (file,) = root.iter(f"{DDI}fileDscr")
    assert {one.get("files") for one in variables} == {file.get("ID")}


def test_a_codebook_reads_alone_as_a_page__ok(table, tmp_path):
    column = Column("x", "<script>alert(1)</script>", "choice", {"a": "A & B"})
    path = write_codebook(replace(table, columns=(column,)), tmp_path, "html").path
    page = path.read_text()
    assert "&lt;script&gt;" in page
    assert "A &amp; B" in page
    assert "<script" not in page
    assert page.count("<h1>") == 1


SQUARE = [[[2.0, 48.0], [2.1, 48.0], [2.1, 48.1], [2.0, 48.0]]]
PLACES = (
    {"type": "Polygon", "coordinates": SQUARE},
    {"type": "MultiPolygon", "coordinates": [SQUARE, [[[3, 48], [3, 49], [4, 49], [3, 48]]]]},
    {"type": "Point", "coordinates": [2.37, 48.95]},
    None,
)


@pytest.mark.parametrize("kind", MAPS)
def test_a_map_is_read_with_its_numbers_and_blanks__ok(kind, table, tmp_path):
    named = (
        Column("secteur", "Secteur"),
        Column("part", "Part", "number"),
        Column("n", "n", "integer"),
    )
    features = [
        Feature((f's"{at}', at + 0.5 if at else None, at), p) for at, p in enumerate(PLACES)
    ]
    written = write_map(replace(table, columns=named), features, tmp_path, kind)
    whole = written.path if kind == "geojson" else _as_geojson(written.path, tmp_path)
    read = json.loads(whole.read_text())["features"]
    assert [f["geometry"] for f in read] == json.loads(json.dumps(PLACES))
    assert [f["properties"]["secteur"] for f in read] == ['s"0', 's"1', 's"2', 's"3']
    assert [f["properties"]["part"] for f in read] == [None, 1.5, 2.5, 3.5]


def _as_geojson(path: Path, folder: Path) -> Path:
    """A GeoPackage read by GDAL where it is, by our own reader's twin otherwise."""
    if shutil.which("ogr2ogr") is None:
        pytest.skip("gdal-bin is not installed")
    made = folder / "read.geojson"
    subprocess.run(["ogr2ogr", "-f", "GeoJSON", str(made), str(path)], check=True)
    return made
