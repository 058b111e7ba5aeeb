"""Whatever file is handed in: a refusal that says why, or all of it; never a fault, nor half."""

from __future__ import annotations

import contextlib
import io
import json
import random
import shutil
import zipfile
from pathlib import Path

import openpyxl
import pytest

import analysis
from diagnosis import dataset
from diagnosis.config import SHIPPED, read_settings
from diagnosis.dataset import files
from diagnosis.dataset.inputs import InputFiles, read_inputs
from diagnosis.interchange import codebook_text, draft_codebook, read_mapping, read_results
from diagnosis.languages import Languages, catalogues
from diagnosis.model import DiagnosisError, ProblemsError
from diagnosis.questionnaire import load_library
from diagnosis.readers import contents, read_form
from tests.interchange.conftest import desk as desk  # noqa: PLC0414 - a desk of theirs
from tests.security.hostile import CASES, NUMBERS, TEXTS, bytes_near

ROWS = "A1;A2;A3;B1;E2\nmaman;a1 a2;2;moral;Une idée\npapa;;3;sommeil papiers;\n"
FORM = "type;name;label\nselect_multiple x;B1;Besoins\ninteger;A3;Combien\n"
BOOK = """variables:
- {name: besoin, type: select_multiple, role: need, categories: {sommeil: Dormir, jeu: Jouer}}
- {name: ville, type: select_one, role: profile}
- {name: enfants, type: integer, role: profile}
- {name: poids, type: integer, role: weight}
"""
TABLE = "besoin;ville;enfants;poids\n" + "sommeil jeu;A;1;1\njeu;B;2;2\n" * 12
RING = [[2.37, 48.95], [2.38, 48.95], [2.38, 48.96], [2.37, 48.95]]
FEATURE = {
    "type": "Feature",
    "properties": {"sector": "clos_nord"},
    "geometry": {"type": "Polygon", "coordinates": [RING]},
}
INPUTS = {
    "margins": "ville: {A: 80, B: 20}\n",
    "limits": '{"sessions": 4, "budget": 100, "costs": {"atelier": 2}, "languages": ["fr"]}',
    "coded": "question: mots\nlabels: {eau: L’eau}\ncoded: [{row: 0, codes: [eau]}]\n",
    "profiles": "- {name: Les matinales, members: []}\n",
}


def workbook(rows: str = ROWS, title: str = "Sheet") -> bytes:
    book = openpyxl.Workbook()
    book.active.title = title
    for line in rows.splitlines():
        book.active.append(line.split(";"))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def imported(desk, path: Path) -> None:
    before = len(desk.stored())
    report = desk.imports(path)
    assert len(desk.stored()) - before in (0, report.added)


def mapped(desk, path: Path) -> None:
    mapping = read_mapping(path)
    read_results(desk.file(ROWS, "rows.csv"), mapping)


def analysed(desk, path: Path) -> None:
    with dataset.tables.analysing():
        book = analysis.Codebook.from_yaml(desk.file(BOOK, "c.yaml"))
        files._checked(files.read_answers(path, book), book, 3, None, False)


def described(desk, path: Path) -> None:
    with dataset.tables.analysing():
        book = analysis.Codebook.from_yaml(path)
        files._checked(files.read_answers(desk.file(TABLE, "t.csv"), book), book, 3, None, False)


def drafted(desk, path: Path) -> None:
    draft = dataset.codebook_draft(path)
    assert analysis.Codebook.from_yaml(codebook_text(draft)) == analysis.Codebook.from_dict(
        draft.data
    )


def formed(desk, path: Path) -> None:
    form = read_form(path, path.read_bytes())
    draft_codebook(read_results(desk.file(ROWS, "rows.csv")), form)


def outlined(desk, path: Path) -> None:
    desk.library = load_library(SHIPPED / "questionnaires", {})
    dataset.import_polygons(desk, path)


def configured(desk, path: Path) -> None:
    read_settings(path.parent, {})


def translated(desk, path: Path) -> None:
    folder = desk.folder / "words"
    shutil.copytree(SHIPPED / "translations" / "pt", folder / "pt", dirs_exist_ok=True)
    shutil.copy(SHIPPED / "translations" / "languages.yaml", folder)
    catalogues.import_table(Languages(folder), "pt", path)


def voted(desk, path: Path) -> None:
    statements = desk.file("name;text\na;Un\nb;Deux\nc;Trois\n", "s.csv")
    dataset.opinion_files(path, statements, desk.folder / "out", k=3)


def stated(desk, path: Path) -> None:
    votes = desk.file(VOTES, "v.csv")
    dataset.opinion_files(votes, path, desk.folder / "out", k=3)


VOTES = "participant;a;b;c\n" + "".join(f"{n};1;-1;{n % 3 - 1}\n" for n in range(24))
WORDS = "français,traduction,état,où\nCommencer,Começar,draft,x\nSuivant,Seguinte,draft,x\n"
DOORS = {
    "rows.csv": (ROWS.encode(), imported),
    "rows.xlsx": (workbook(), imported),
    "foreign.csv": (TABLE.encode(), drafted),
    "form.xlsx": (workbook(FORM, "survey"), formed),
    "mapping.yaml": (b"questions: {A1: {column: A1, choices: {maman: papa}}}\n", mapped),
    "table.csv": (TABLE.encode(), analysed),
    "codebook.yaml": (BOOK.encode(), described),
    "outlines.json": (json.dumps({"features": [FEATURE] * 2}).encode(), outlined),
    "settings.yaml": (b"k: 15\naddress: http://a.example\nopen_planning: oui\n", configured),
    "words.csv": (WORDS.encode(), translated),
    "votes.csv": (VOTES.encode(), voted),
    "statements.csv": (b"name;text\na;Un\nb;Deux\nc;Trois\n", stated),
}  # fmt: skip


@pytest.mark.parametrize("name", DOORS)
def test_a_mutated_file__ok(desk, name):
    right, door = DOORS[name]
    for content in [right, *bytes_near(right, 8, CASES // 2)]:
        _opens(desk, door, desk.file(content, name))


@pytest.mark.parametrize("name", INPUTS)
def test_a_mutated_file_of_what_staff_enter__ok(desk, name):
    for content in bytes_near(INPUTS[name].encode(), 9, CASES // 2):
        path = desk.file(content, f"{name}.yaml")
        if name == "limits":
            given = InputFiles(limits=path, themes=SHIPPED / "questionnaires" / "themes.yaml")
            _opens(desk, lambda _, __, given=given: read_inputs(given), path)
        else:
            _opens(desk, lambda _, p: read_inputs(InputFiles(**{name: p})), path)


def _opens(desk, door, path: Path) -> None:
    with contextlib.suppress(DiagnosisError):
        door(desk, path)


@pytest.mark.parametrize("name", DOORS)
@pytest.mark.parametrize("number", NUMBERS)
def test_a_number_that_is_none__ok(desk, name, number):
    right, door = DOORS[name]
    if name.endswith("xlsx"):
        return
    for figure in (b"1", b"2", b"15", b"2.37"):
        _opens(desk, door, desk.file(right.replace(figure, number.encode()), name))


def zipped(**parts: bytes) -> bytes:
    """The workbook with parts in place of its own."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook())) as book,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as out,
    ):
        for name in book.namelist():
            stem = name.rpartition("/")[2].partition(".")[0]
            out.writestr(name, parts.get(stem, book.read(name)))
    return file.getvalue()


def sheet(rows: str, before: str = "") -> bytes:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'{before}<worksheet xmlns="{space}"><sheetData>{rows}</sheetData></worksheet>'.encode()


LAUGHS = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {chr(98 + at)} "{f"&{chr(97 + at)};" * 10}">' for at in range(9)
) + "]>"  # fmt: skip
CELL = '<row r="{r}"><c r="{c}{r}" t="inlineStr"><is><t>{v}</t></is></c></row>'
BOMBS = {
    "zeros": zipped(sheet1=b" " * 300_000_000),
    "corners": zipped(
        sheet1=sheet(CELL.format(r=1, c="XFD", v="A1") + CELL.format(r=1_048_576, c="A", v="x"))
    ),
    "rows": zipped(
        sheet1=sheet(CELL.format(r=1, c="A", v="A1") + CELL.format(r=99_999_999, c="A", v="x"))
    ),
    "laughs": zipped(sheet1=sheet(CELL.format(r=1, c="A", v="&j;"), LAUGHS)),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_workbook_that_bursts__error(desk, name):
    with pytest.raises(ProblemsError) as raised:
        read_results(desk.file(BOMBS[name], "bomb.xlsx"))
    assert {problem.code for problem in raised.value.problems} <= {"too-large", "format", "empty"}


OUTLINES = {
    "points": [FEATURE | {"geometry": {"type": "Polygon", "coordinates": [RING * 15_000]}}],
    "deep": "[" * 10_000,
    "numbers": "[" + "9" * 5000 + "]",
}


@pytest.mark.parametrize("name", OUTLINES)
def test_outlines_of_a_million_points_or_ten_thousand_levels__error(desk, name):
    features = OUTLINES[name]
    text = features if isinstance(features, str) else json.dumps(features)
    path = desk.file('{"type": "FeatureCollection", "features": ' + text + "}", "o.geojson")
    desk.library = load_library(SHIPPED / "questionnaires", {})
    with pytest.raises(DiagnosisError):
        dataset.import_polygons(desk, path)
    assert desk.store.get("polygons") is None


def test_a_file_beyond_all_measure__error(desk, monkeypatch):
    monkeypatch.setattr(contents, "LARGEST", 100)
    with pytest.raises(ProblemsError, match="dépasse"):
        read_results(desk.file("a;b\n" * 100))
    monkeypatch.undo()
    with pytest.raises(ProblemsError, match="titres"):
        read_results(desk.file(";".join(map(str, range(20_000))) + "\n"))


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_hostile_texts_come_out_equal__ok(desk, suffix):
    draw = random.Random(10)
    texts = [text[:30].strip() for text in draw.sample(TEXTS, len(TEXTS)) if "\u2028" not in text]
    if suffix == "xlsx":
        book = openpyxl.Workbook()
        book.active.append(["A1", "E2"])
        for row, text in enumerate(texts, 2):
            book.active.cell(row, 1, "maman")
            book.active.cell(row, 2).data_type = "s"
            book.active.cell(row, 2)._value = text
        book.save(desk.folder / "t.xlsx")
        path = desk.folder / "t.xlsx"
    else:
        quoted = (text.replace('"', '""') for text in texts)
        path = desk.file("A1;E2\n" + "".join(f'maman;"{text}"\n' for text in quoted))
    desk.imports(path, "questions: {A1: A1, E2: E2}")
    assert sorted(str(answers["E2"]) for answers in desk.answers()) == sorted(texts)
