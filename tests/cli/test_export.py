"""``diagnosis export``: files in a folder, rows with a reason, or one clear error and no file."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from diagnosis import dataset
from diagnosis.app import open_instance
from diagnosis.cli import main
from diagnosis.cli.exporting import FORMATS, KEY
from diagnosis.config import Settings
from tests.conftest import add_campaign


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("export") / "data"
    instance = open_instance(Settings(data=folder))
    campaign = add_campaign(instance, "demo", title="Essai", fictitious=True)
    dataset.simulate(instance, campaign, 30, seed=3)
    add_campaign(instance, "vide")
    instance.store.close()
    return folder


@pytest.fixture
def run(data, tmp_path, monkeypatch):
    monkeypatch.delenv(KEY, raising=False)

    def invoke(*arguments, code=0):
        given = ["export", *arguments, "--data", str(data)]
        result = CliRunner().invoke(main, given)
        assert result.exit_code == code, (result.output, result.exception)
        return result.output

    return invoke


def names(folder):
    return sorted(path.name for path in folder.glob("*"))


def test_every_format_is_written_and_told__ok(run, tmp_path):
    asked = [word for kind in FORMATS for word in ("--format", kind)]
    said = run("demo", "--out", str(tmp_path), *asked)
    wanted = [f"nombres-demo.{kind}" for kind in ("csv", "dta", "jsonl", "parquet", "sav", "xlsx")]
    wanted += ["carte-demo.geojson", "carte-demo.gpkg"]
    wanted += ["dictionnaire-nombres-demo.html", "dictionnaire-nombres-demo.xml"]
    assert names(tmp_path) == sorted(wanted)
    assert all(name in said for name in wanted)


def test_rows_are_written_and_the_reason_is_noted__ok(run, tmp_path, data):
    reason = ("--reason", "mémoire")
    said = run("demo", "--out", str(tmp_path), "--rows", *reason, "--format", "csv")
    assert "30 lignes" in said
    assert names(tmp_path) == ["reponses-demo.csv"]
    instance = open_instance(Settings(data=data))
    last = instance.store.entries()[-1]
    instance.store.close()
    assert (last.what, last.about, last.detail) == ("exported", "demo", "rows: mémoire")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "--out DOSSIER"),
        (["--out", "OUT", "--rows"], "--reason"),
        (["--out", "OUT", "--texts"], "--rows"),
        (["--out", "OUT", "--format", "docx"], "docx"),
        (["--grist", "abc"], KEY),
        (["--grist", "abc", "--rows", "--reason", "x"], "Grist"),
    ],
)
def test_a_wrong_usage_is_told__error(run, tmp_path, arguments, said):
    asked = [str(tmp_path) if word == "OUT" else word for word in arguments]
    assert said in run("demo", *asked, code=2)
    assert names(tmp_path) == []


@pytest.mark.parametrize(
    ("campaign", "more", "said"),
    [
        ("nulle-part", (), "n’existe pas"),
        ("vide", (), "Moins de 11 familles"),
        ("vide", ("--rows", "--reason", "x"), "Moins de 11 familles"),
        ("demo", ("--rows", "--reason", "x", "--format", "gpkg"), "retirez --rows"),
    ],
)
def test_what_cannot_be_taken_away_is_told__error(run, tmp_path, campaign, more, said):
    assert said in run(campaign, "--out", str(tmp_path), *more, code=1)
    assert names(tmp_path) == []
