"""Files as tools write them: separators, encodings, spreadsheets, broken tables."""

from __future__ import annotations

from datetime import datetime

import pytest

from diagnosis.interchange import read_mapping, read_results
from diagnosis.model import ProblemsError

LINES = "A1{0}E2\nmaman{0}une idée\npapa{0}\n"


def problems_of(desk, content, name="kobo.csv"):
    with pytest.raises(ProblemsError) as raised:
        read_results(desk.file(content, name))
    return raised.value.problems


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_csv__ok(desk, separator, mark):
    table = read_results(desk.file(mark + LINES.format(separator).encode()))
    assert table.headers == ("A1", "E2")
    assert [(row.number, row.cells) for row in table.rows] == [
        (2, ("maman", "une idée")),
        (3, ("papa", "")),
    ]


def test_separator_inside_texts__ok(desk):
    table = read_results(
        desk.file("A1;B1\nmaman;la fatigue, le moral\npapa;le sommeil, les pleurs")
    )
    assert table.rows[0].cells == ("maman", "la fatigue, le moral")


def test_separator_announced_for_excel__ok(desk):
    assert read_results(desk.file("sep=;\nA1;E2\r\nmaman;oui, non\r\n")).headers == ("A1", "E2")


def test_one_column__ok(desk):
    assert read_results(desk.file("A1\nmaman\n")).rows[0].cells == ("maman",)


def test_text_on_several_lines__ok(desk):
    table = read_results(desk.file('A1,E2\nmaman,"une idée\nsur deux lignes"\n\npapa,\n'))
    assert [row.number for row in table.rows] == [2, 4]


@pytest.mark.parametrize("content", ["", "\n\n", "\ufeff", "A1,E2\n", "A1,E2\n,\n", "A1,E2\n,\n\n"])
def test_empty__error(desk, content):
    (problem,) = problems_of(desk, content)
    assert problem.code == "empty"


def test_duplicate_headers__error(desk):
    (problem,) = problems_of(desk, "A1,E2,A1\nmaman,,papa\n")
    assert "« A1 » est écrit 2 fois (colonnes A, C)" in problem.cause.replace("\u00a0", " ")


def test_ragged_lines__error(desk):
    first, second = problems_of(desk, "A1,E2\nmaman\npapa,idée\nmaman,une idée, une autre\n")
    assert first.place == "kobo.csv, ligne 2"
    assert second.place == "kobo.csv, ligne 4"
    assert "la ligne a 3 cases, les titres 2" in second.cause


def test_many_ragged_lines_stay_readable__error(desk):
    problems = problems_of(desk, "A1,E2\n" + "maman\n" * 100)
    assert len(problems) == 21
    assert "80 autres lignes" in problems[-1].cause


def test_open_quote__error(desk):
    (problem,) = problems_of(desk, 'A1,E2\nmaman,"une idée\npapa,\n')
    assert problem.code == "quote"
    assert problem.place == "kobo.csv, ligne 2"


def test_spreadsheet__ok(desk):
    table = read_results(
        desk.book(
            ["A1", "A3", "jour", None],
            ["maman", 3.0, datetime(2026, 11, 2, 10, 5)],
            [],
            ["papa", 2, True],
        )
    )
    assert table.headers == ("A1", "A3", "jour")
    assert [(row.number, row.cells) for row in table.rows] == [
        (2, ("maman", "3", "2026-11-02 10:05:00")),
        (4, ("papa", "2", "true")),
    ]


def test_named_sheet__ok(desk):
    path = desk.book(["rien"], réponses=[["A1"], ["maman"]])
    mapping = read_mapping(desk.file("sheet: réponses", "mapping.yaml"))
    assert read_results(path, mapping).headers == ("A1",)


def test_unknown_sheet__error(desk):
    mapping = read_mapping(desk.file("sheet: réponses", "mapping.yaml"))
    with pytest.raises(ProblemsError, match="choisissez parmi\u00a0: Sheet"):
        read_results(desk.book(["A1"], ["maman"]), mapping)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"PK\x03\x04 no book", "kobo.xlsx"),
        (b"A1;B1", "kobo.xlsx"),
        (b"\xd0\xcf\x11\xe0 old", "kobo.xls"),
        (b"{}", "kobo.json"),
    ],
)
def test_other_format__error(desk, content, name):
    (problem,) = problems_of(desk, content, name)
    assert problem.code == "format"


def test_no_such_file__error(desk):
    with pytest.raises(ProblemsError, match="vérifiez le chemin"):
        read_results(desk.folder / "nowhere.csv")
