"""Files that cannot be imported: each mistake once, with its sheet, its rows, cause and remedy."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest

from tests.xlsform.workbooks import codes, read, refused, workbook

HEADER = "| type | name | label | relevant |\n"


@pytest.mark.parametrize(
    ("rows", "code", "place", "words"),
    [
        ("| text | a | A |\n| text | a | B |", "duplicate-name", "ligne 3", "ligne 2"),
        ("| select_one rien | a | A |", "no-list", "ligne 2", "« rien »"),
        (
            "| text | a | A | ${b} = 1 |\n| text | b | B | ${a} = 1 |",
            "cycle",
            "ligne 2",
            "a → b → a",
        ),
        (
            "| text | a | A | ${b} = 1 |\n| text | b | B |",
            "condition-not-earlier",
            "ligne 2",
            "plus bas",
        ),
        ("| text | a | A | ${z} = 1 |", "condition-not-earlier", "ligne 2", "qu’aucune ligne"),
        ("| text | a | A | ${a} = 1 |", "cycle", "ligne 2", "a → a"),
        ("| begin_group | g | G |\n| text | a | A |", "open-group", "ligne 2", "fermé"),
        ("| text | a | A |\n| end_group | | |", "no-group", "ligne 3", "s’être ouvert"),
        ("|  | a | A |", "no-type", "ligne 2", "pas de type"),
        ("| geopoint | a | A |", "no-question", "survey", "aucune question"),
    ],
)
def test_a_mistake_in_the_survey__is_told_once(
    rows: str, code: str, place: str, words: str
) -> None:
    problems = refused(HEADER + rows)
    assert problems[0].code == code
    assert codes(problems).count(code) == 1
    assert place in problems[0].place
    assert words in problems[0].cause.replace("\u00a0", " ")
    assert problems[0].remedy


@pytest.mark.parametrize(
    ("choices", "code"),
    [
        ("| l | x | X |\n| l | x | Y |", "duplicate-choice"),
        ("| l | x | X |\n| l | x | |", "duplicate-choice"),
        ("| l | | X |", "no-name"),
        ("| | x | X |", "no-name"),
    ],
)
def test_a_mistake_in_the_choices__is_told(choices: str, code: str) -> None:
    survey = HEADER + "| select_one l | a | A |"
    problems = refused(survey, f"| list_name | name | label |\n| l | ok | OK |\n{choices}")
    assert codes(problems) == [code]


def test_two_columns_of_one_title__only_where_they_differ() -> None:
    header = "| type | name | label | caption |\n"
    assert codes(refused(f"{header}| text | a | A | B |")) == ["duplicate-header"]
    assert read(f"{header}| text | a | A | |").left_out == []


def test_rows_and_columns_that_are_only_coloured__say_nothing() -> None:
    def phantoms(book) -> None:
        for at in (300, 5000):
            book["survey"].cell(at, 2).fill = openpyxl.styles.PatternFill("solid", "FF0000")
            book["survey"].cell(at, 1).value = " "
        book["survey"].cell(2, 400).fill = openpyxl.styles.PatternFill("solid", "FF0000")

    assert read(HEADER + "| text | a | A |", change=phantoms).left_out == []


def test_merged_cells_hold_what_they_show__told() -> None:
    def merge(book) -> None:
        book["choices"]["A3"] = None
        book["choices"].merge_cells("A2:A3")

    imported = read(HEADER + "| select_one yes_no | a | A |", change=merge)
    assert len(imported.questionnaire.questions[0].choices) == 2
    assert codes(imported.left_out) == ["merged"]
    assert "A2:A3" in imported.left_out[0].cause


def test_a_formula_without_value__is_told() -> None:
    def formula(book) -> None:
        book["survey"]["C2"] = '=CONCATENATE("A"; "B")'

    problems = refused(HEADER + "| text | a | A |", change=formula)
    assert codes(problems) == ["formula"]
    assert "C2" in problems[0].cause


def test_a_title_above_the_headers__told() -> None:
    imported = read("| Enquête |\n" + HEADER + "| text | a | A |")
    assert codes(imported.left_out) == ["above"]


def bomb() -> bytes:
    """A workbook of a few kilobytes that unpacks to two hundred million bytes."""
    content = io.BytesIO(workbook(HEADER + "| text | a | A |"))
    with zipfile.ZipFile(content, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/bomb.bin", b"0" * 200_000_000)
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "format"),
        (b"type,name,label\ntext,a,A\n", "format"),
        (b"PK\x03\x04 nothing more", "format"),
        (b"\xd0\xcf\x11\xe0" + b"0" * 600, "format"),
        (b"0" * (8 * 1024 * 1024 + 1), "too-large"),
        (bomb(), "too-large"),
        (workbook("| a | b |\n| 1 | 2 |"), "no-column"),
        (workbook("| type | values_list |\n| x | y |"), "odk-x"),
    ],
    ids=["empty", "csv", "cut", "protected", "large", "bomb", "no type", "ODK-X"],
)
def test_what_is_no_xlsform__is_told_once(content: bytes, code: str) -> None:
    problems = refused(content=content or b" ")
    assert codes(problems) == [code]
    assert problems[0].cause
    assert problems[0].remedy


def test_a_workbook_without_survey__names_its_sheets() -> None:
    book = openpyxl.Workbook()
    book.active.title = "Feuille1"
    book.active.append(["type", "name"])
    content = io.BytesIO()
    book.save(content)
    (problem,) = refused(content=content.getvalue())
    assert (problem.code, "Feuille1" in problem.cause) == ("no-sheet", True)
