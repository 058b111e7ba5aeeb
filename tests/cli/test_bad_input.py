"""``analyse`` on bad files: cause and remedy, exit code 1, and nothing written."""

from __future__ import annotations

import json
import os
import time
from importlib import import_module
from pathlib import Path

import pytest
from click.testing import CliRunner

from diagnosis.cli import main
from diagnosis.config import SHIPPED

_files = import_module("analysis.publishing.files")

BOOK = """variables:
- {name: besoin, type: select_multiple, role: need, categories: {sommeil: Dormir, jeu: Jouer}}
- {name: ville, type: select_one, role: profile}
- {name: enfants, type: integer, role: profile}
"""
WEIGHTED = BOOK + "- {name: poids, type: integer, role: weight}\n"
ACCEPT = "--accept-oddities"


def table(rows: int = 60, **columns: list[str]) -> str:
    given = {"besoin": ["sommeil", "jeu"], "ville": ["A", "B", "B"], "enfants": ["1", "2", "3"]}
    given |= columns
    lines = (";".join(cells[at % len(cells)] for cells in given.values()) for at in range(rows))
    return "\n".join([";".join(given), *lines]) + "\n"


class Desk:
    """Someone at a terminal, with a table and a codebook."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.out = folder, folder / "out"

    def analyse(
        self, answers: str | bytes, book: str | bytes = BOOK, *options: object, code: int = 1
    ) -> str:
        for name, content in (("t.csv", answers), ("c.yaml", book)):
            raw = content if isinstance(content, bytes) else content.encode()
            (self.folder / name).write_bytes(raw)
        files = ("--table", self.folder / "t.csv", "--codebook", self.folder / "c.yaml")
        words = ["analyse", *files, "--out", self.out, *options]
        found = CliRunner().invoke(main, [str(word) for word in words])
        assert found.exit_code == code, (found.output, found.exception)
        return found.output.replace("\u202f", " ").replace("\u00a0", " ")

    def entered(self, option: str, text: str) -> tuple[str, Path]:
        (self.folder / "f.yaml").write_text(text, "utf-8")
        return option, self.folder / "f.yaml"

    def written(self) -> dict[str, bytes]:
        held = self.out.iterdir() if self.out.exists() else ()
        return {path.name: path.read_bytes() for path in held}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


ODD = [
    (table(ville=["A"]), BOOK, ("ville", "ne distingue personne", "rôle ignore")),
    (table(ville=[""]), BOOK, ("ville", "aucune réponse")),
    (table(800, ville=[f"v{at}" for at in range(400)]), BOOK, ("400 réponses", "Grouper")),
    (table(besoin=["sommeil", "jeu", "laver"]), BOOK, ("20 réponses", "« laver »", "categories")),
    (table(enfants=["1", "2", "3", "trois"]), BOOK, ("15 réponses", "« trois »", "Corriger")),
    (table(), BOOK.replace("Jouer", "Dormir"), ("même libellé", "« Dormir »")),
]


@pytest.mark.parametrize(("answers", "book", "words"), ODD)
def test_an_odd_table_is_refused_and_says_how_to_go_on__error(desk, answers, book, words):
    said = desk.analyse(answers, book)
    assert all(word in said for word in (*words, ACCEPT)), said
    assert not desk.written()


def test_accepted_oddities_are_warnings__ok(desk):
    many = [f"v{at}" for at in range(400)]
    answers = table(800, ville=many, enfants=["1"], besoin=["sommeil", "jeu", "jeu", "laver"])
    said = desk.analyse(answers, BOOK, ACCEPT, code=0)
    assert said.count("attention : ") == 3
    assert {"report.json", "report.html", "door.key"} == set(desk.written())


def test_all_that_is_odd_is_said_at_once__error(desk):
    answers = table(ville=["A"], enfants=["1", "2", "x"], besoin=["jeu", "jeu", "jeu", "laver"])
    said = desk.analyse(answers, BOOK, *desk.entered("--margins", "ville: {A: 80, B: 50}"))
    assert "4 points à corriger" in said
    assert all(f"- « {name} »" in said for name in ("besoin", "ville", "enfants"))
    assert "fait 130" in said


def test_what_can_be_accepted_is_told_from_what_cannot__error(desk):
    said = desk.analyse(table(ville=["A"], besoin=["laver"]), BOOK, ACCEPT)
    assert "60 réponses sur 60" in said
    assert ACCEPT not in said
    said = desk.analyse(table(ville=["A"], besoin=["laver"]))
    assert "Après correction du premier point" in said


WRONG = [
    ("", BOOK, ("t.csv", "est vide", "donnez")),
    ("besoin;ville;enfants\n", BOOK, ("0 ligne", "il en faut 11")),
    (table(1), BOOK, ("1 ligne", "Recueillir")),
    ("besoin;ville;enfants\n" + ";;\n" * 60, BOOK, ("dont 0 avec", "bon fichier")),
    (table(besoin=["laver"]), BOOK, ("60 réponses sur 60", "Corriger")),
    (table(enfants=["3 ans", "18 mois"]), BOOK, ("« 18 mois »", "chiffres seuls")),
    (table(poids=["1", "-2"]), WEIGHTED, ("30 valeur", "ligne 2", "négative", "0 ou plus")),
    (table(poids=["1", "deux"]), WEIGHTED, ("ligne 2", "pas un nombre")),
    (table(poids=["0"]), WEIGHTED, ("que des zéros",)),
    (
        "besoin;ville;ville;enfants\n" + "jeu;A;B;1\n" * 60,
        BOOK,
        ("« ville » est écrit 2 fois (colonnes B, C)", "titre"),
    ),
    (table() + "jeu;A\n", BOOK, ("ligne 62", "2 cases", "les titres 3")),
    (table() + '"jeu;A;3\n', BOOK, ("ligne 62", "guillemet", "jamais fermé")),
    (table().replace(";", "|"), BOOK, ("absentes", "séparateur")),
    (table().replace("ville", "Ville"), BOOK, ("absentes", "peut-être « Ville »")),
    (table(ville=["İzmir"]).encode("cp1254"), BOOK, ("t.csv, ligne 2", "UTF-8", "enregistrez")),
    (b"PK\x03\x04\x14\x00\xff\xfe", BOOK, ("classeur", "CSV UTF-8")),
    (table(), "", ("variables", "Écrire")),
    (table(), "- a\n", ("variables", "Écrire")),
    (table(), "variables: [{", ("ligne 1", "n'est pas fermé", "Fermez-le")),
    (table(), "title: Été\n".encode("latin-1"), ("UTF-8", "ligne 1", "Enregistrez")),
    (table(), b"\x00\x01", ("codebook", "interdit")),
    (table(), BOOK + BOOK.splitlines()[2], ("« ville »", "plusieurs fois")),
    (table(), BOOK.replace("Dormir, jeu", "Dormir, sommeil"), ("« sommeil »", "ligne 2", "deux")),
    (table(), BOOK.replace("{sommeil: Dormir, jeu: Jouer}", "[jeu, jeu]"), ("deux fois", "jeu")),
    (table(), BOOK.replace("name: ville,", "name: ville, type: text,"), ("« type »", "ligne 3")),
    (table(), BOOK + "- {name: zz, type: text, role: text}", ("absentes", "zz", "retirer")),
]


@pytest.mark.parametrize(("answers", "book", "words"), WRONG)
def test_wrong_files_are_refused_whatever_is_accepted__error(desk, answers, book, words):
    said = desk.analyse(answers, book, ACCEPT)
    assert all(word in said for word in words), said
    assert "Traceback" not in said
    assert not desk.written()


@pytest.mark.parametrize(
    ("option", "text", "words"),
    [
        ("--margins", "ville: {A: 0.5, B: 0.1}", ("font 0,6", "Corriger")),
        ("--margins", "ville: {A: 1.5, B: -0.5}", ("« B »", "positif")),
        ("--margins", "ville: {A: 50, B: 40}", ("fait 90", "pourcentages", ACCEPT)),
        ("--margins", "ville: {A: 0.5, A: 0.2, B: 0.5}", ("f.yaml", "« A » est écrit deux fois")),
        ("--margins", "ville: {A: 0.5, B: 0.5}\nville: {A: 1, B: 0}", ("ligne 2", "« ville »")),
        ("--margins", "ville: {A: 0.5, Z: 0.5}", ("inconnues (Z)", "A, B")),
        ("--margins", "zz: {A: 1}", ("« zz »", "Choisir")),
    ],
)
def test_wrong_margins__error(desk, option, text, words):
    said = desk.analyse(table(), BOOK, *desk.entered(option, text))
    assert all(word in said for word in words), said
    assert not desk.written()


def test_limits_on_a_theme_that_is_none__error(desk):
    themes = "--themes", SHIPPED / "questionnaires" / "themes.yaml"
    said = desk.analyse(table(), BOOK, *themes, *desk.entered("--limits", "set_aside: [zz]"))
    assert "zz" in said
    assert not desk.written()


@pytest.mark.parametrize(
    "cells",
    [
        [" 1 ", "2", "3"],
        ["1 enfant", "2 enfants", "3"],
        ["1.0", "2,0", "3"],
        ["1\u202f000", "2\u00a0000,0", "3.000,0"],
    ],
)
def test_numbers_as_text_are_read__ok(desk, cells):
    desk.analyse(table(enfants=cells), BOOK, code=0)
    report = json.loads(desk.written()["report.json"])
    [asked] = [v for v in report["participation"]["variables"] if v["name"] == "enfants"]
    assert all(abs(entry["cell"]["n"] - 20) < 5 for entry in asked["categories"])
    assert len(asked["categories"]) == 3
    assert asked["missing"] == 0


def test_codes_that_a_spreadsheet_made_decimal_are_known__ok(desk):
    book = BOOK.replace("{name: ville,", "{name: ville, categories: {1: Un, 2: Deux},")
    desk.analyse(table(ville=["1.0", "2.0"]), book, code=0)


def test_a_failing_run_leaves_an_earlier_report_untouched__error(desk):
    desk.analyse(table(), BOOK, "--assignments", code=0)
    before = desk.written()
    desk.analyse(table(ville=["A"]), BOOK, "--assignments")
    desk.analyse(table(), BOOK, "--assignments", *desk.entered("--margins", "ville: {A: 3}"))
    assert desk.written() == before


def test_nothing_is_half_written__error(desk, monkeypatch):
    desk.analyse(table(), BOOK, code=0)
    before, draft, drafts = desk.written(), _files._draft, []

    def full(folder, text, mode):
        drafts.append(draft(folder, text, mode))
        if len(drafts) == 3:
            raise OSError(28, "No space left on device")
        return drafts[-1]

    monkeypatch.setattr(_files, "_draft", full)
    # Killed after the third draft: it is left, under a name that is no report's.
    said = desk.analyse(table(enfants=["4", "5"]), BOOK, "--assignments", "--replace")
    assert "Rien ne peut être écrit" in said
    (left,) = set(desk.written()) - set(before)
    assert left.startswith(".draft-")
    assert before.items() <= desk.written().items()
    monkeypatch.undo()
    os.utime(desk.out / left, (time.time() - 2 * _files.FORGOTTEN,) * 2)
    desk.analyse(table(), BOOK, code=0)
    assert desk.written() == before


def test_a_folder_in_the_way__error(desk):
    (desk.out / "report.html").mkdir(parents=True)
    assert "report.html" in str(list(desk.out.iterdir()))
    assert "Rien ne peut être écrit" in desk.analyse(table())
    assert [path.name for path in desk.out.iterdir()] == ["report.html"]


# Two successive reports of one survey.


def test_a_report_a_few_families_later_is_refused__error(desk):
    desk.analyse(table(60), BOOK, code=0)
    before = desk.written()
    for rows in (63, 55):
        said = desk.analyse(table(rows), BOOK)
        assert "Quelques familles séparent" in said
        assert f"Attendez {15 - abs(rows - 60)} familles de plus" in said
        assert "--replace" in said
    assert desk.written() == before
    desk.analyse(table(63), BOOK, "--replace", code=0)
    assert json.loads(desk.written()["report.json"])["participation"]["n"] == 63


def test_a_report_of_as_many_other_families_is_refused__error(desk):
    desk.analyse(table(60), BOOK, code=0)
    assert "--replace" in desk.analyse(table(60).replace("jeu;B;2", "jeu;A;2", 4), BOOK)


def test_the_same_table_again_or_a_quarter_more__ok(desk):
    desk.analyse(table(60), BOOK, code=0)
    first = desk.written()
    desk.analyse(table(60), BOOK, code=0)
    assert desk.written() == first
    desk.analyse(table(60), BOOK, *desk.entered("--margins", "ville: {A: 0.5, B: 0.5}"), code=0)
    desk.analyse(table(75), BOOK, code=0)
