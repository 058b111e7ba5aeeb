"""What leaves for a spreadsheet says what was written, and computes nothing."""

from __future__ import annotations

import csv
import io
import shutil

import pytest

from analysis.csv_cells import as_text, as_written
from diagnosis.config import SHIPPED
from diagnosis.languages import Languages, catalogues
from diagnosis.planners import tables
from tests.security.hostile import TEXTS
from tests.sessions.conftest import plain_records

FORMULAS = ("=", "+", "-", "@")


@pytest.mark.parametrize("text", [*TEXTS, "'=1", "''", "'", "-12,5 %", "\t=1"])
def test_a_text_comes_back_as_it_went__ok(text):
    marked = as_text(text)
    assert as_written(marked) == text
    assert not marked.startswith(("=", "@", "\t"))


def test_a_name_that_is_a_formula_is_a_text_in_the_planners_table__ok():
    cell = {"n": 20, "N": 100, "share": 0.2, "low": 0.1, "high": 0.3}
    entry = {"variable_label": "A1", "label": "-1+1", "direction": "", "cell": cell}
    profile = {"name": "Profil A", "staff_name": TEXTS[0], "typical": [entry]}
    written = tables.table(plain_records({"profiles": {"items": [profile]}}), "profiles")
    (_, row) = csv.reader(io.StringIO(written), delimiter=";")
    assert row[1] == f"'{TEXTS[0]}"
    assert not [text for text in row if text.startswith(FORMULAS)]


def test_translations_go_to_a_spreadsheet_and_come_back_equal__ok(tmp_path):
    shutil.copytree(SHIPPED / "translations" / "pt", tmp_path / "pt")
    shutil.copy(SHIPPED / "translations" / "languages.yaml", tmp_path)
    languages = Languages(tmp_path)
    catalogue = catalogues.read(tmp_path, "pt")
    catalogue.get("Commencer").string = TEXTS[0]
    catalogues.write(tmp_path, "pt", catalogue)
    exported = catalogues.export_table(languages, "pt")
    cells = [text for row in csv.reader(io.StringIO(exported)) for text in row]
    assert not [text for text in cells if text.startswith(FORMULAS)]
    (tmp_path / "pt.csv").write_text(exported, "utf-8")
    assert catalogues.import_table(Languages(tmp_path), "pt", tmp_path / "pt.csv") == 0
