"""The same odd files at every door where somebody hands in a CSV: one value, or one message."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from analysis import Codebook
from diagnosis.config import SHIPPED
from diagnosis.dataset.ballots import _statements
from diagnosis.dataset.files import read_answers
from diagnosis.interchange import read_results
from diagnosis.languages import Languages, catalogues
from diagnosis.model import ProblemsError

Cells = list[tuple[str, ...]]
Door = Callable[[Path], Cells]
# Each door has its own titles; the odd files are written with them.
TITLES = {
    "import": ("A1", "E2", "E3"),
    "analyse": ("besoin", "ville", "mots"),
    "opinions": ("name", "text", "autre"),
    "translations": ("français", "traduction", "état"),
}
FIRST, SECOND = "Commencer", "Suivant"


def imported(path: Path) -> Cells:
    return [row.cells[:2] for row in read_results(path).rows]


def analysed(path: Path) -> Cells:
    variables = ", ".join(f"{{name: {t}, type: text, role: text}}" for t in TITLES["analyse"])
    table = read_answers(path, Codebook.from_yaml(f"variables: [{variables}]"))
    return list(table[list(TITLES["analyse"])[:2]].itertuples(index=False, name=None))


def voted(path: Path) -> Cells:
    return list(_statements(path)[0].items())


def translated(path: Path) -> Cells:
    shutil.copytree(SHIPPED / "translations" / "pt", path.parent / "pt", dirs_exist_ok=True)
    shutil.copy(SHIPPED / "translations" / "languages.yaml", path.parent)
    languages = Languages(path.parent)
    catalogues.import_table(languages, "pt", path)
    catalogue = Languages(path.parent).catalogue("pt")
    return [(name, catalogue.gettext(name)) for name in (FIRST, SECOND)]


DOORS: dict[str, Door] = {
    "import": imported,
    "analyse": analysed,
    "opinions": voted,
    "translations": translated,
}


@pytest.fixture(params=DOORS)
def door(request, tmp_path):
    """Hand in a file at a door, with the titles that this door looks for."""

    def hand_in(
        lines: str, encoding: str = "utf-8", separator: str = ",", damage: bytes = b""
    ) -> Cells:
        text = lines.replace("TITLES", ",".join(TITLES[request.param])).replace("END", "draft")
        path = tmp_path / "t.csv"
        path.write_bytes(text.replace(",", separator).encode(encoding, "replace") + damage)
        return DOORS[request.param](path)

    return hand_in


PLAIN = f"TITLES\n{FIRST},é,END\n{SECOND},b,END\n"
READ = [(FIRST, "é"), (SECOND, "b")]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
def test_whatever_the_tool_saved__ok(door, separator, encoding):
    assert door(PLAIN, encoding, separator) == READ


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_ends_of_lines_of_every_system__ok(door, end):
    assert door(PLAIN.replace("\n", end)) == READ


def test_separator_said_for_excel__ok(door):
    assert door(f"sep=;\n{PLAIN}", separator=";") == READ


def test_separator_inside_a_text__ok(door):
    found = door(f'TITLES\n{FIRST},"a; b; c; ""d"", e",END\n{SECOND},b,END\n')
    assert found == [(FIRST, 'a; b; c; "d", e'), (SECOND, "b")]


def test_text_on_several_lines__ok(door):
    found = door(f'TITLES\n{FIRST},"a\nb",END\n{SECOND},"c\r\nd",END\n')
    assert found == [(FIRST, "a\nb"), (SECOND, "c\nd")]


def test_empty_lines__ok(door):
    assert door(PLAIN.replace("TITLES\n", "TITLES\n\n") + "\n\n\n") == READ


def test_quotes_inside_a_bare_text__ok(door):
    assert door(PLAIN.replace("é", '5" b')) == [(FIRST, '5" b'), (SECOND, "b")]


@pytest.mark.parametrize(
    ("lines", "place", "cause"),
    [
        ("", "t.csv", "vide"),
        ("\n\n", "t.csv", "vide"),
        (",,\n", "t.csv", "pas de titres"),
        (PLAIN + FIRST + "\n", "t.csv, ligne 4", "la ligne a 1 case, les titres 3"),
        (PLAIN + f"{FIRST},a,END,d\n", "t.csv, ligne 4", "la ligne a 4 cases, les titres 3"),
        (PLAIN + f'{FIRST},"a,END\n', "t.csv, ligne 4", "guillemet"),
        (PLAIN + f'{FIRST},"a"b,END\n', "t.csv, ligne 4", "guillemet"),
        (PLAIN.replace("é", "a\0b"), "t.csv, ligne 2", "octet nul"),
        (PLAIN.replace("TITLES", "TITLES,x,x"), "t.csv, ligne 1", "« x » est écrit 2 fois"),
    ],
)
def test_one_clear_message__error(door, lines, place, cause):
    with pytest.raises(ProblemsError) as raised:
        door(lines)
    problem, *_ = raised.value.problems
    assert problem.place == place
    assert cause in problem.cause.replace("\u00a0", " ")
    assert problem.remedy


@pytest.mark.parametrize("encoding", ["cp1254", "cp1256", "cp1251", "mac-roman", "cp1250"])
def test_an_encoding_that_nobody_told__error(door, encoding):
    """Read as Windows-1252, these texts would be wrong and nobody would know."""
    words = {"cp1254": "şimdi", "cp1256": "الفجر", "cp1251": "детям", "cp1250": "ţară"}
    with pytest.raises(ProblemsError, match="t.csv, ligne [12].*ni en UTF-8"):
        door(PLAIN.replace("é", words.get(encoding, "été à l’école")), encoding)


@pytest.mark.parametrize("sign", [b"PK\x03\x04rest", b"\xff\xfea", b"\xd0\xcf\x11\xe0"])
def test_no_text_at_all__error(door, sign):
    with pytest.raises(ProblemsError) as raised:
        door("", damage=sign)
    assert raised.value.problems[0].code in ("format", "encoding")


@pytest.mark.parametrize("hand_in", DOORS.values(), ids=DOORS)
def test_no_file__error(hand_in, tmp_path):
    with pytest.raises(ProblemsError, match="n’existe pas"):
        hand_in(tmp_path / "nowhere.csv")
