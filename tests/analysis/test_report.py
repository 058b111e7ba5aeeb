"""From a table to a diagnosis: what every report promises."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path

import jsonschema
import numpy as np
import pandas as pd
import pytest

from analysis import (
    AnalysisError,
    Codebook,
    Diagnosis,
    assign_profiles,
    neighbourhood,
    schema,
    write_report,
)
from analysis.statistics import wilson
from tests.analysis.made import diagnosed, is_told

SECTIONS = {
    "version",
    *("participation", "axes", "needs", "profiles", "themes"),
    *("programme", "maps", "verbatims", "method", "title", "fictitious", "findings"),
}


@pytest.fixture(scope="module")
def made(book, catalogue, places, proof):
    table = neighbourhood(book, 250, 1).table
    options = {"themes": catalogue, "sectors": places, "evidence": proof, "fictitious": True}
    return diagnosed(table, book, title="Essai", **options)


def test_sections_and_schema__ok(made):
    report = made.to_dict()
    assert set(report) == SECTIONS
    jsonschema.Draft202012Validator.check_schema(schema())
    jsonschema.validate(report, schema())


def test_same_bytes_twice__ok(book, catalogue, places, proof, made):
    table = neighbourhood(book, 250, 1).table
    options = {"themes": catalogue, "sectors": places, "evidence": proof, "fictitious": True}
    assert diagnosed(table, book, title="Essai", **options).to_json() == made.to_json()


def test_input_table_is_left_alone__ok(book):
    table = neighbourhood(book, 60, 1).table
    before = table.copy()
    diagnosed(table, book)
    pd.testing.assert_frame_equal(table, before)


def test_written_whole__ok(made, tmp_path):
    paths = write_report(made, tmp_path / "out")
    assert sorted(path.name for path in paths) == ["report.html", "report.json"]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "report.html",
        "report.json",
    ]
    page = (tmp_path / "out" / "report.html").read_text()
    assert "fictives" in page
    assert '<html lang="fr"' in page
    first = page
    write_report(made, tmp_path / "out")
    assert (tmp_path / "out" / "report.html").read_text() == first
    assert json.loads((tmp_path / "out" / "report.json").read_text()) == made.to_dict()


def test_an_error_leaves_the_old_report__error(made, tmp_path, monkeypatch):
    write_report(made, tmp_path)
    before = (tmp_path / "report.json").read_bytes()
    monkeypatch.setattr(import_module("analysis.report.diagnose"), "page", lambda report: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        write_report(made, tmp_path)
    assert (tmp_path / "report.json").read_bytes() == before
    assert len(list(tmp_path.iterdir())) == 2


def test_labels_are_escaped_in_the_page__ok(tmp_path):
    book = Codebook.from_dict(
        {
            "variables": [
                {
                    "name": "b",
                    "type": "select_multiple",
                    "role": "need",
                    "categories": {"x": "<script>alert(1)</script>", "y": "Y"},
                }
            ]
        }
    )
    table = pd.DataFrame({"b": ["x"] * 30 + ["y"] * 30})
    write_report(diagnosed(table, book, title="<b>$T"), tmp_path)
    page = (tmp_path / "report.html").read_text()
    assert "<script>alert" not in page
    assert "<b>$T" not in page


def test_needs_by_hand__ok():
    book = Codebook.from_dict(
        {
            "variables": [
                {
                    "name": "q",
                    "type": "select_multiple",
                    "role": "need",
                    "domains": {"a": ["d"], "b": ["d"], "c": ["e"]},
                    "categories": ["a", "b", "c"],
                },
                {"name": "p", "type": "select_one", "role": "priority"},
            ]
        }
    )
    table = pd.DataFrame(
        {
            "q": ["a b"] * 20 + ["a"] * 20 + ["b c"] * 20 + ["c"] * 30 + [""] * 20,
            "p": ["a"] * 25 + ["b"] * 15 + ["c"] * 50 + [""] * 20,
        }
    )
    domains = diagnosed(table, book).to_dict()["needs"]["domains"]
    assert [d["name"] for d in domains] == ["d", "e"]
    assert [is_told(d["cell"], n, 90) for d, n in zip(domains, (60, 50), strict=True)]
    assert [is_told(d["first"], n, 90) for d, n in zip(domains, (40, 50), strict=True)]
    low, high = wilson(60, 90)
    # Rounding makes an interval a little longer, and shifts it by 4 families at most.
    assert domains[0]["cell"]["low"] == pytest.approx(low, abs=0.06)
    assert domains[0]["cell"]["high"] == pytest.approx(high, abs=0.06)


def test_split_columns_say_the_same__ok():
    book = Codebook.from_dict(
        {"variables": [{"name": "q", "type": "select_multiple", "role": "need"}]}
    )
    joined = pd.DataFrame({"q": ["a b"] * 30 + ["a"] * 30 + [""] * 20})
    split = pd.DataFrame(
        {
            "q/a": ["1"] * 60 + [""] * 20,
            "q/b": ["true"] * 30 + ["False"] * 30 + [""] * 20,
        }
    )
    numbers = pd.DataFrame(
        {"q/a": [1.0] * 60 + [np.nan] * 20, "q/b": [1.0] * 30 + [0.0] * 30 + [np.nan] * 20}
    )
    expected = diagnosed(joined, book).to_dict()["needs"]
    assert diagnosed(split, book).to_dict()["needs"] == expected
    assert diagnosed(numbers, book).to_dict()["needs"] == expected


def test_assignments_cover_every_row__ok(book):
    population = neighbourhood(book, 200, 3)
    table = pd.concat([population.table, population.table.iloc[:2].map(lambda _: "")])
    found = assign_profiles(table.reset_index(drop=True), book)
    assert list(found.columns) == ["row", "profile"]
    assert list(found["row"]) == list(range(202))
    assert (found["profile"][200:] == "").all()
    report = diagnosed(table, book).to_dict()
    sizes = found["profile"].value_counts()
    for item in report["profiles"]["items"]:
        assert abs(sizes[item["id"]] - item["cell"]["n"]) < 5


BROKEN = {
    "empty": pd.DataFrame({"q": [], "s": [], "i": [], "t": []}),
    "one row": pd.DataFrame({"q": ["a"], "s": ["x"], "i": ["3"], "t": ["mot"]}),
    "blank": pd.DataFrame({"q": [""] * 50, "s": [None] * 50, "i": [np.nan] * 50, "t": [""] * 50}),
    "constant": pd.DataFrame({"q": ["a"] * 50, "s": ["x"] * 50, "i": [3] * 50, "t": ["mot"] * 50}),
    "400 categories": pd.DataFrame(
        {
            "q": [f"c{i}" for i in range(400)],
            "s": [f"s{i % 40}" for i in range(400)],
            "i": range(400),
            "t": ["x" * (i % 300) for i in range(400)],
        }
    ),
    "no need answered": pd.DataFrame(
        {"q": [""] * 60, "s": ["x", "y"] * 30, "i": [1, 2, 3] * 20, "t": [""] * 60}
    ),
    "types mixed": pd.DataFrame(
        {"q": ["a", 1, 2.0, None] * 20, "s": [True, False] * 40, "i": ["1", "2,5", "x", ""] * 20}
        | {"t": [1, None] * 40}
    ),
}


@pytest.mark.parametrize("kind", BROKEN)
@pytest.mark.parametrize("role", ["need", "barrier"])
def test_any_table_gives_an_honest_report__ok(kind: str, role: str, catalogue, proof, tmp_path):
    book = Codebook.from_dict(
        {
            "variables": [
                {"name": "q", "type": "select_multiple", "role": role},
                {"name": "s", "type": "select_one", "role": "sector"},
                {"name": "i", "type": "integer", "role": "profile"},
                {"name": "t", "type": "text", "role": "text"},
            ],
            "audiences": {"T": {}, "E": {"any_of": {"absent": ["x"]}}},
        }
    )
    made = diagnosed(BROKEN[kind], book, themes=catalogue, evidence=proof)
    jsonschema.validate(made.to_dict(), schema())
    assert made.to_dict()["findings"]
    write_report(made, tmp_path)
    assert len(assign_profiles(BROKEN[kind], book)) == len(BROKEN[kind])


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (pd.DataFrame([["a", "b"]], columns=["q", "q"]), ("même nom", "Renommer")),
        (pd.DataFrame({"z": ["a"]}), ("absentes du tableau", "Ajouter")),
        (pd.DataFrame({"q": ["a"] * 20, "i": ["trois"] * 20}), ("aucun", "chiffres")),
    ],
)
def test_tables_that_do_not_fit__error(table, words):
    variables = [{"name": "q", "type": "select_one", "role": "need"}]
    if "i" in table.columns:
        variables.append({"name": "i", "type": "integer", "role": "profile"})
    with pytest.raises(AnalysisError) as caught:
        diagnosed(table, Codebook.from_dict({"variables": variables}))
    for word in words:
        assert word in str(caught.value)


def test_unknown_codes_become_missing_and_are_told__ok():
    book = Codebook.from_dict(
        {
            "variables": [
                {"name": "q", "type": "select_one", "role": "need", "categories": ["a", "b"]}
            ]
        }
    )
    report = diagnosed(pd.DataFrame({"q": ["a"] * 30 + ["b"] * 30 + ["zz"] * 15}), book).to_dict()
    assert is_told(report["needs"]["domains"][0]["cell"], 30, 60)
    assert "au moins 10 réponses" in report["method"]["warnings"][0]
    assert "zz" not in json.dumps(report)


def test_progress_is_told__ok(book):
    said: list[str] = []
    diagnosed(neighbourhood(book, 30, 0).table, book, progress=said.append)
    assert len(said) == 4


def test_the_seed_changes_no_count__ok(book):
    table = neighbourhood(book, 120, 5).table
    one, two = (diagnosed(table, book, random_state=seed).to_dict() for seed in (0, 1))
    assert one["needs"] == two["needs"]
    assert one["participation"] == two["participation"]


def test_sectors_differ_only_beyond_chance__ok():
    book = Codebook.from_dict(
        {
            "variables": [
                {"name": "q", "type": "select_multiple", "role": "need"},
                {"name": "s", "type": "select_one", "role": "sector"},
            ]
        }
    )
    far = pd.DataFrame(
        {"s": ["x"] * 90 + ["y"] * 90, "q": ["a"] * 70 + ["b"] * 20 + ["a"] * 20 + ["b"] * 70}
    )
    near = far.assign(q=["a"] * 45 + ["b"] * 45 + ["a"] * 41 + ["b"] * 49)
    for table, differs in ((far, True), (near, False)):
        report = diagnosed(table, book).to_dict()
        assert [need["differs"] for need in report["maps"]["needs"]] == [differs, differs]
        assert any("on ne peut pas conclure" in f.lower() for f in report["findings"]) or differs


def test_a_sector_that_nobody_gave_is_no_place__ok():
    book = Codebook.from_dict(
        {
            "variables": [
                {"name": "besoin", "type": "select_multiple", "role": "need"},
                {"name": "secteur", "type": "select_one", "role": "sector"},
            ]
        }
    )
    table = pd.DataFrame({"besoin": ["lire jouer"] * 20 + ["lire"] * 20, "secteur": [""] * 40})
    made = diagnosed(table, book).to_dict()
    assert made["maps"]["sectors"] == []
    assert is_told(made["needs"]["domains"][0]["cell"], 40, 40)


def test_a_report_of_the_second_version_opens__ok(book, catalogue, audience):
    table = neighbourhood(book, 60, 1).table
    old = diagnosed(table, book, themes=catalogue, audiences=audience).to_dict()
    old["version"] = 2
    old["profiles"]["held_out"] = [-14.69, -14.68]
    for item in old["themes"]["items"]:
        del item["may_be_first"]
    made = Diagnosis.of(old)
    assert made.report.version == 3
    assert any(item.may_be_first for item in made.report.themes.items)


def test_a_report_of_the_first_version_opens_without_its_false_headline__ok(tmp_path):
    """55 of 60 named « a », which was hidden; « b » was then called the most named."""
    old = json.loads(
        (Path(__file__).parent / "golden" / "report_version_1.json").read_text("utf-8")
    )
    assert any("le plus nommé" in sentence for sentence in old["findings"])
    made = Diagnosis.of(old)
    told = made.to_dict()
    assert made.report.version == 3
    assert [d["name"] for d in told["needs"]["domains"]] == ["b"]
    assert not any("le plus nommé" in sentence for sentence in told["findings"])
    write_report(made, tmp_path)
    assert "version antérieure" in (tmp_path / "report.html").read_text("utf-8")
