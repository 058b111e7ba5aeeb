"""``analyse`` and ``opinions`` on files as peers made them: what ``import`` reads, they read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from diagnosis.cli import main

CASES = Path(__file__).parents[1] / "interchange" / "cases"
BOOK = (CASES / "split-dot" / "cb.yaml").read_text("utf-8")
SPLIT = [row.split(",") for row in (CASES / "split-dot" / "dot.csv").read_text("utf-8").split()]
# A count is told within its rounding to base 5.
ROUNDING = 4


def analysed(folder, table, book=BOOK, code=0):
    (folder / "t.csv").write_text(table, "utf-8")
    (folder / "c.yaml").write_text(book, "utf-8")
    out = folder / "out"
    words = ["analyse", "--table", folder / "t.csv", "--codebook", folder / "c.yaml", "--out", out]
    found = CliRunner().invoke(main, [*map(str, words), "--restricted"])
    assert found.exit_code == code, found.output
    return found.output if code else json.loads((out / "report.json").read_text("utf-8"))


def counts(report, name="b"):
    if name == "b":
        needs = report["needs"]["domains"]
        return {one["name"]: one["cell"]["n"] for one in needs}, needs[0]["cell"]["N"]
    (found,) = [v for v in report["participation"]["variables"] if v["name"] == name]
    return {c["name"]: c["cell"]["n"] for c in found["categories"]}, 0


def close(told, right):
    return all(abs(told[name] - count) <= ROUNDING for name, count in right.items())


@pytest.mark.parametrize(
    ("case", "right", "asked"),
    [
        ("all-zero-analyse/comb.csv", {"repas": 37}, 80),
        ("all-zero-analyse/split_zero.csv", {"repas": 37}, 80),
        ("split-dot/dot.csv", {"repas": 37}, 80),
        ("joined-by-comma/sep_comma.csv", {"sommeil": 39, "repas": 52, "jeux": 45}, 120),
        ("joined-by-comma/labels.csv", {"sommeil": 39, "repas": 52, "jeux": 45}, 120),
    ],
)
def test_cases(tmp_path, case, right, asked):
    told, base = counts(analysed(tmp_path, (CASES / case).read_text("utf-8")))
    assert close(told, right)
    assert abs(base - asked) <= ROUNDING


@pytest.mark.parametrize(
    ("mark", "yes", "no", "blank"),
    [
        ("b[{}]", "Y", "N", ""),
        ("b_{}", "x", "", ""),
        ("b___{}", "1", "0", "NA"),
        ("b/{}", "oui", "non", "n/a"),
        ("b.{}.", "TRUE", "FALSE", "NA"),
        ("B: {}", "Checked", "Unchecked", ""),
        ("b/{}", "{}", "0", ""),
    ],
)
def test_split_columns_of_any_tool(tmp_path, mark, yes, no, blank):
    named = [title.removeprefix("b.") for title in SPLIT[0][:4]]
    lines = [[*(mark.format(name) for name in named), "qui", "zone"]]
    for row in SPLIT[1:]:
        cells = {"1": yes, "0": no, "": blank}
        made = [cells[cell].format(name) for cell, name in zip(row, named, strict=False)]
        lines.append([*made, *row[4:]])
    told, _ = counts(analysed(tmp_path, "\n".join(map(",".join, lines)) + "\n"))
    assert close(told, {"repas": 37})


@pytest.mark.parametrize("separator", [";", "|", "\n", ", "])
def test_joined_labels_with_another_apostrophe(tmp_path, separator):
    book = BOOK.replace("Le sommeil", "L’heure du sommeil")
    pairs = ["L'heure du sommeil", f"L’heure du sommeil{separator}Jouer", "N/A", "jouer"]
    rows = "".join(f'"{pairs[at % 4]}",m,01\n' for at in range(80))
    told, asked = counts(
        analysed(tmp_path, "b,qui,zone\n" + rows.replace("m,01", "p,02", 30), book)
    )
    assert close(told, {"sommeil": 40, "jeux": 40})
    assert abs(asked - 60) <= ROUNDING


def test_zeros_that_a_spreadsheet_took(tmp_path):
    table = (CASES / "split-dot" / "dot.csv").read_text("utf-8")
    right, _ = counts(analysed(tmp_path, table), "zone")
    (tmp_path / "out" / "report.json").unlink()
    short, _ = counts(analysed(tmp_path, table.replace(",01", ",1").replace(",02", ",2")), "zone")
    assert set(short) == set(right)
    assert close(short, right)


def test_a_voter_twice_is_one(tmp_path):
    files = [CASES / "voter-twice" / name for name in ("votes.csv", "comments.csv")]
    words = ["opinions", *map(str, files), "--out", str(tmp_path / "out")]
    assert CliRunner().invoke(main, words).exit_code == 0
    report = json.loads((tmp_path / "out" / "opinions.json").read_text("utf-8"))
    assert report["participants"] == 60
