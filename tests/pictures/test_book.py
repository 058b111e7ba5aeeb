"""The picture book: a catalogue and drawings in one hand, each fault told with its remedy."""

from __future__ import annotations

import shutil
from pathlib import Path
from xml.etree import ElementTree

import pytest

from diagnosis.config import SHIPPED
from diagnosis.model import ProblemsError
from diagnosis.pictures import Book, drawing_faults, open_book

FOLDER = SHIPPED / "questionnaires"
BOOK = open_book(FOLDER)
SVG = "{http://www.w3.org/2000/svg}"


def drawing(name: str) -> str:
    return (FOLDER / "pictures" / f"{name}.svg").read_text("utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A book of two pictures."""
    (tmp_path / "pictures").mkdir()
    for name in ("maman", "papa"):
        shutil.copy(FOLDER / "pictures" / f"{name}.svg", tmp_path / "pictures")
    catalogue(tmp_path, "{name: maman, meaning: une maman}", "{name: papa, meaning: un papa}")
    return tmp_path


def catalogue(folder: Path, *entries: str) -> None:
    lines = "".join(f"  - {entry}\n" for entry in entries)
    (folder / "pictures.yaml").write_text(f"pictures:\n{lines}", "utf-8")


def causes(folder: Path) -> str:
    with pytest.raises(ProblemsError) as caught:
        open_book(folder)
    for problem in caught.value.problems:
        assert problem.place
        assert problem.cause
        assert problem.remedy
    return str(caught.value)


def test_every_picture_has_a_meaning_of_its_own():
    meanings = [picture.entry.meaning for picture in BOOK.pictures.values()]
    assert len(meanings) > 110
    assert len(set(meanings)) == len(meanings)


def test_a_sheet_holds_the_pictures_asked_for_and_no_other():
    sheet = BOOK.sheet(BOOK.names(["papa", "maman", "pregnant", "no such picture"]))
    root = ElementTree.fromstring(sheet)
    assert {view.get("id") for view in root.iter(f"{SVG}view")} == {
        BOOK.place(name) for name in ("papa", "maman", "enceinte")
    }
    windows = [view.get("viewBox", "").split() for view in root.iter(f"{SVG}view")]
    assert len({tuple(window) for window in windows}) == 3
    assert all(window[2:] == ["48", "48"] for window in windows)


def test_a_picture_by_itself_is_a_whole_file():
    root = ElementTree.fromstring(BOOK.drawn("maman"))
    assert root.get("viewBox") == "0 0 48 48"
    assert root.find(f"{SVG}style") is not None


def test_a_book_of_ones_own__ok(folder: Path):
    assert list(open_book(folder).pictures) == ["maman", "papa"]


def test_questionnaires_without_pictures_take_the_shipped_ones(tmp_path: Path):
    found: Book = open_book(tmp_path, FOLDER)
    assert list(found.pictures) == list(BOOK.pictures)


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        (["{name: maman, meaning: une maman}"], "ne la nomme pas"),
        (
            ["{name: maman, meaning: x}", "{name: papa, meaning: y}", "{name: bus, meaning: z}"],
            "SVG",
        ),
        (["{name: maman, meaning: x}", "{name: papa, meaning: y, former: [maman]}"], "deux images"),
        (["{name: maman, meaning: x}", "{name: papa, meaning: y, colour: red}"], "inconnue"),
        (["{name: maman, meaning: x}", "{name: ../papa, meaning: y}"], "nom valable"),
        (
            [
                "{name: maman, meaning: x}",
                "{name: papa, meaning: y, tested: "
                "{on: 2026-12-05, families: 10, said: 11, pointed: 9}}",
            ],
            "plus de réponses que de familles",
        ),
    ],
)
def test_a_wrong_catalogue__error(folder: Path, entries: list[str], said: str):
    catalogue(folder, *entries)
    assert said in causes(folder)


def test_what_families_made_of_a_picture_is_read(folder: Path):
    tested = "tested: {on: 2026-12-05, families: 10, said: 7, pointed: 9}"
    catalogue(folder, f"{{name: maman, meaning: x, {tested}}}", "{name: papa, meaning: un papa}")
    found = open_book(folder).pictures["maman"].entry.tested
    assert found is not None
    assert (found.families, found.said, found.pointed, found.hurt) == (10, 7, 9, 0)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('viewBox="0 0 48 48"', 'viewBox="0 0 24 24"', "viewBox"),
        ('<path class="a"', '<path class="a" style="fill:red"', "« style » n’est pas permis"),
        ('<path class="a"', '<path class="a" onclick="x()"', "« onclick » n’est pas permis"),
        ('<path class="a"', '<path class="red"', "« red » n’existe pas"),
        ('<path class="a"', "<path", "couleur du livre"),
        ("</svg>", "<script/></svg>", "« script » n’est pas permis"),
        ("</svg>", '<image href="https://x"/></svg>', "« image » n’est pas permis"),
        ("</svg>", '<circle class="i" cx="60" cy="3" r="1"/></svg>', "sort du carré"),
        ("</svg>", '<path class="Li" d="M1 1h9" stroke-width=".4"/></svg>', "trop fin"),
        ("</svg>", '<path class="i" d="M1 1' + "h1v1" * 400 + '"/></svg>', "pèse"),
        ("<style>", "<style>@import url(x);", "le style"),
        ("</svg>", "", "SVG"),
    ],
)
def test_a_drawing_in_another_hand__error(tmp_path: Path, old: str, new: str, said: str):
    assert old in drawing("maman")
    path = tmp_path / "maman.svg"
    path.write_text(drawing("maman").replace(old, new, 1), "utf-8")
    assert said in " ".join(map(str, drawing_faults(path)))
