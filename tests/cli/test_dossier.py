"""``diagnosis dossier``: files of a year, or one clear error and no file."""

from __future__ import annotations

from datetime import date

import openpyxl
import pytest
from click.testing import CliRunner

from diagnosis.app import open_instance
from diagnosis.cli import main
from diagnosis.config import Settings
from diagnosis.model import Workshop
from tests.conftest import add_campaign


@pytest.fixture
def run(tmp_path):
    instance = open_instance(Settings(data=tmp_path / "data"))
    add_campaign(instance, "essai")
    held = {"held": True, "attended": 37}
    instance.store.add_workshop(
        Workshop(0, "essai", "massage", date(2026, 3, 4), "cabane", "fr", **held)
    )
    instance.store.close()

    def invoke(*arguments, code=0):
        given = ["dossier", *map(str, arguments), "--data", str(tmp_path / "data")]
        result = CliRunner().invoke(main, given)
        assert result.exit_code == code, (result.output, result.exception)
        return result.output

    return invoke


def test_a_folder_of_four_files__ok(run, tmp_path):
    said = run("--year", 2026, tmp_path / "out")
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == [
        "dossier-2026.docx",
        "dossier-2026.pptx",
        "dossier-2026.xlsx",
        "note-2026.docx",
    ]
    assert all(name in said for name in names)


def test_one_file_of_one_site__ok(run, tmp_path):
    path = tmp_path / "a.xlsx"
    run("--year", 2026, "--site", "Stains", "--format", "xlsx", path)
    sheet = openpyxl.load_workbook(path)["Activité"]
    assert 37 in [cell.value for row in sheet.iter_rows() for cell in row]


def test_an_empty_year_says_so__ok(run, tmp_path):
    said = run("--year", 2019, "--format", "note", tmp_path / "note.docx")
    assert "Rien n’est noté en 2019" in said
    assert (tmp_path / "note.docx").exists()


@pytest.mark.parametrize(
    ("arguments", "said", "code"),
    [
        (("--year", "2026", "--site", "paris"), "choisissez parmi", 1),
        (("--year", "2026", "--site", "les-lilas"), "Aucune campagne", 1),
        (("--year", "26"), "2000", 2),
        ((), "--year", 2),
        (("--year", "2026", "--format", "pdf"), "pdf", 2),
    ],
)
def test_nothing_to_hand_in__error(run, tmp_path, arguments, said, code):
    assert said in run(*arguments, tmp_path / "out.xlsx", code=code)
    assert not (tmp_path / "out.xlsx").exists()


def test_a_place_where_nothing_can_be_written__error(run, tmp_path):
    (tmp_path / "out").write_text("")
    assert "Choisissez" in run("--year", 2026, tmp_path / "out", code=1)
    assert (tmp_path / "out").read_text() == ""
