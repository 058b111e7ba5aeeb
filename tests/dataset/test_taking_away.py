"""What is taken away of a campaign: numbers as they are published; rows that hide who is rare."""

from __future__ import annotations

import csv
import json
from collections import Counter

import openpyxl
import pandas as pd
import pyreadstat
import pytest

from analysis.disclosure import BASE, K
from diagnosis import dataset
from diagnosis.app import open_instance
from diagnosis.config import Settings
from diagnosis.dataset import family_rows
from diagnosis.dataset.family_rows import MASKED, NOT_ASKED, NOT_SHOWN
from diagnosis.exports import CODEBOOKS, MAPS, TABLES
from diagnosis.model import DiagnosisError, Response
from tests.conftest import VERSION, add_campaign

FAMILIES = 143
NAMES = ("tableau", "nom", "groupe", "familles")
TEXT = "Je m’appelle Samira, 06 12 34 56 78, il faut des ateliers le soir"


@pytest.fixture(scope="module")
def lived(tmp_path_factory):
    """An instance with families, and the folder of all that is taken away of it."""
    folder = tmp_path_factory.mktemp("away")
    instance = open_instance(Settings(data=folder / "instance"))
    campaign = add_campaign(instance, "demo", fictitious=True)
    dataset.simulate(instance, campaign, FAMILIES - 1, seed=3)
    written = Response("x" * 20, "demo", VERSION, "fr", "phone", False, "2026-W10", {"E2": TEXT})
    instance.store.add_response(written)
    for kind in (*TABLES, *CODEBOOKS, *MAPS):
        dataset.take_away(instance, campaign, folder, kind)
    for kind in TABLES:
        dataset.take_away(instance, campaign, folder, kind, rows=True, texts=kind == "jsonl")
    yield instance, campaign, folder
    instance.store.close()


def rows_of(path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def test_numbers_are_told_counts_and_those_of_the_report__ok(lived):
    instance, campaign, folder = lived
    rows = rows_of(folder / "nombres-demo.csv")
    counts = [int(row[name]) for row in rows for name in ("familles", "sur")
              if row[name] and row["tableau"] != "themes_votes"]  # fmt: skip
    assert len(counts) > 300
    assert not [count for count in counts if count % BASE and count != FAMILIES]
    report = dataset.state_of(instance, campaign).records
    needs = {row["nom"]: row for row in rows if row["tableau"] == "besoins"}
    for need in report.needs.domains:
        row = needs[need.name]
        assert (int(row["familles"]), int(row["sur"])) == (need.cell.n, need.cell.N)
        assert row["bas"] == str(round(100 * need.cell.low))
    assert not [row for row in rows if row["familles"] == "0" and row["part"]]
    assert len({(row["tableau"], row["nom"], row["groupe"]) for row in rows}) == len(rows)


def test_every_format_tells_the_same_numbers__ok(lived):
    folder = lived[2]
    told = rows_of(folder / "nombres-demo.csv")
    wanted = [tuple(map(row.get, NAMES)) for row in told]
    sheet = openpyxl.load_workbook(folder / "nombres-demo.xlsx")["données"]
    lines = (folder / "nombres-demo.jsonl").read_text().splitlines()
    sav, about = pyreadstat.read_sav(str(folder / "nombres-demo.sav"))
    read = {
        "xlsx": [(r[0], r[1], r[3], r[5]) for r in sheet.iter_rows(min_row=2, values_only=True)],
        "jsonl": [tuple(map(json.loads(line).get, NAMES)) for line in lines],
        "parquet": pd.read_parquet(folder / "nombres-demo.parquet")[list(NAMES)].values.tolist(),
    }
    for kind, rows in read.items():
        assert [tuple(plain(cell) for cell in row) for row in rows] == wanted, kind
    assert [plain(n) for n in sav["familles"]] == [w[3] for w in wanted]
    assert set(about.variable_value_labels["tableau"].values()) >= {"Besoins par zone"}
    assert list(pd.read_stata(folder / "nombres-demo.dta")["nom"]) == [w[1] for w in wanted]


def plain(cell: object) -> str:
    """A cell as the CSV writes it."""
    if cell is None or cell != cell:
        return ""
    return str(int(cell)) if isinstance(cell, (int, float)) else str(cell)


def test_a_map_tells_a_sector_the_numbers_of_its_zone__ok(lived):
    instance, campaign, folder = lived
    maps = dataset.state_of(instance, campaign).records.maps
    features = json.loads((folder / "carte-demo.geojson").read_text())["features"]
    assert len(features) == len(maps.sectors)
    cells = {(n.name, c.zone): c.cell for n in maps.needs for c in n.cells}
    told = [f["properties"] for f in features if f["properties"]["zone"]]
    assert told
    for about in told:
        cell = cells["sommeil", about["zone"]]
        assert (about["sommeil_familles"], about["sommeil_sur"]) == (cell.n, cell.N)


def test_rows_are_the_answers_without_who_is_rare__ok(lived):
    instance, campaign, folder = lived
    rows = rows_of(folder / "reponses-demo.csv")
    stored = list(instance.store.responses("demo"))
    assert len(rows) == len(stored) == FAMILIES
    for name in ("language", "A1", "A5", "A3", "assisted"):
        told = Counter(row[name] for row in rows)
        assert min(n for code, n in told.items() if code not in ("", NOT_ASKED)) >= K, name
        assert told[MASKED] == 0 or told[MASKED] >= K
    for name in (name for name in rows[0] if name.startswith("A2_")):
        told = Counter(row[name] for row in rows)
        assert set(told) <= {"", MASKED} or min(told["0"], told["1"]) >= K
    wanted = Counter(str(r.answers.get("B2", "")) for r in stored)
    found = Counter(row["B2"] for row in rows)
    assert all(found[code] == n for code, n in wanted.items() if code)
    ticked = sum("sommeil" in r.answers.get("B1", ()) for r in stored)
    assert sum(row["B1_sommeil"] == "1" for row in rows) == ticked
    asked = [r for r in stored if r.answers.get("C1") == "y_va"]
    assert sum(row["C2_pesee"] != NOT_ASKED for row in rows) >= len(asked)
    assert sum(row["E1_massage"] == NOT_SHOWN for row in rows) == sum(
        bool(r.answers.get("E1")) and "massage" not in r.shown.get("E1", ["massage"])
        for r in stored
    )


def test_rows_are_the_same_however_few_answers_are_held_at_once__ok(lived, tmp_path, monkeypatch):
    instance, campaign, folder = lived
    monkeypatch.setattr(family_rows, "MOST_KNOWN", 3)
    dataset.take_away(instance, campaign, tmp_path, "csv", rows=True)
    name = "reponses-demo.csv"
    assert (tmp_path / name).read_bytes() == (folder / name).read_bytes()


def test_rows_hold_no_identity_no_week_and_masked_texts_when_asked__ok(lived):
    folder = lived[2]
    text = (folder / "reponses-demo.csv").read_text(encoding="utf-8-sig")
    assert "2026-W" not in text
    assert "x" * 20 not in text
    assert "E2" not in text.splitlines()[0]
    lines = (folder / "reponses-demo.jsonl").read_text().splitlines()
    texts = [json.loads(line)["E2"] for line in lines]
    (kept,) = [text for text in texts if text and "ateliers le soir" in text]
    assert "06 12" not in kept
    assert "Samira" not in kept


def test_spss_reads_rows_with_what_is_missing_apart__ok(lived):
    folder = lived[2]
    rows = rows_of(folder / "reponses-demo.csv")
    read, about = pyreadstat.read_sav(str(folder / "reponses-demo.sav"))
    assert about.number_rows == FAMILIES
    assert read["B1_sommeil"].sum() == sum(row["B1_sommeil"] == "1" for row in rows)
    assert read["C2_pesee"].isna().sum() == sum(row["C2_pesee"] not in ("0", "1") for row in rows)
    assert "RESTREINT" in " ".join(about.notes)


def test_files_are_for_their_owner_alone__ok(lived):
    modes = {path.stat().st_mode & 0o077 for path in lived[2].iterdir() if path.is_file()}
    assert modes == {0}


def test_a_group_of_ten_takes_nothing_away__error(instance, campaign, tmp_path):
    fictitious = add_campaign(instance, "ten", fictitious=True)
    dataset.simulate(instance, fictitious, K - 1, seed=1)
    for kind, rows in (("csv", False), ("geojson", False), ("html", False), ("csv", True)):
        with pytest.raises(DiagnosisError, match=f"Moins de {K} familles"):
            dataset.take_away(instance, fictitious, tmp_path, kind, rows)
    assert not list(tmp_path.glob("*.*"))


def test_one_rare_code_is_not_hidden_alone__ok(instance, campaign, tmp_path):
    for at in range(40):
        answers = {"A1": "maman" if at < 25 else "papa" if at < 37 else "enceinte"}
        found = Response(f"{at:036}", "stains", VERSION, "fr", "phone", False, "2026-W10", answers)
        instance.store.add_response(found)
    path = dataset.take_away(instance, campaign, tmp_path, "csv", rows=True).path
    told = Counter(row["A1"] for row in rows_of(path))
    assert told == {"maman": 25, MASKED: 15}
