"""One meaning, one picture: in a question, and wherever a picture comes back."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from diagnosis.cli import main
from diagnosis.config import SHIPPED
from diagnosis.pictures import open_book
from diagnosis.questionnaire import load_library, picture_problems

LANGUAGES = {"fr": "Français"}
SHARED = ("themes.yaml", "places.yaml", "services.yaml", "sites.yaml")
HEAD = """
name: essai
version: "1"
title: Essai
welcome: [{label: Bonjour}]
questions:
"""
WHO = "  - {name: Q1, type: select_one, label: Vous êtes, choices: [%s]}\n"
WHAT = "  - {name: Q2, type: select_multiple, label: Il vous faut, choices: [%s]}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in SHARED:
        shutil.copy(SHIPPED / "questionnaires" / name, tmp_path)
    return tmp_path


def found(folder: Path, *questions: str) -> list[str]:
    (folder / "essai.yaml").write_text(HEAD + "".join(questions), "utf-8")
    book = open_book(folder, SHIPPED / "questionnaires")
    problems = picture_problems(folder, load_library(folder, LANGUAGES), book)
    assert all(problem.remedy for problem in problems)
    return [f"{problem.code} {problem.cause}" for problem in problems]


def choice(name: str, label: str, picture: str) -> str:
    return f'{{name: {name}, label: "{label}", picture: {picture}}}'


def test_shipped_questionnaires__ok():
    folder = SHIPPED / "questionnaires"
    assert picture_problems(folder, load_library(folder, LANGUAGES), open_book(folder)) == []


def test_pictures_of_another_questionnaire__ok(folder: Path):
    who = WHO % ", ".join([choice("a", "enceinte", "enceinte"), choice("b", "papa", "passe")])
    assert found(folder, who) == []


def test_the_same_words_again_have_the_same_picture__ok(folder: Path):
    who = WHO % choice("a", "À la PMI", "pmi")
    assert found(folder, who, WHAT % choice("b", "à la  PMI", "pmi")) == []


def test_two_choices_with_one_picture__error(folder: Path):
    both = ", ".join([choice("a", "à la PMI", "pmi"), choice("b", "La PMI", "pmi")])
    (problem,) = found(folder, WHO % both)
    assert problem.startswith("shared-picture")
    assert "« à la PMI » et « La PMI »" in problem


def test_two_choices_with_one_picture_by_two_names__error(folder: Path):
    both = ", ".join([choice("a", "à la PMI", "pmi"), choice("b", "La PMI", "stethoscope")])
    assert {problem.split()[0] for problem in found(folder, WHO % both)} == {
        "shared-picture", "unknown-picture",
    }  # fmt: skip


def test_one_picture_for_two_meanings__error(folder: Path):
    who = WHO % choice("a", "le boulanger", "pmi")
    (problem,) = found(folder, who)
    assert problem.startswith("two-meanings")
    assert "« le boulanger »" in problem
    assert "essai" in str(
        picture_problems(
            folder, load_library(folder, LANGUAGES), open_book(folder, SHIPPED / "questionnaires")
        )[0].place
    )


def test_a_service_with_the_picture_of_another_thing__error(folder: Path):
    path = folder / "services.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("picture: cabane", "picture: dents"), "utf-8")
    (problem,) = found(folder, WHO % choice("a", "enceinte", "enceinte"))
    assert problem.startswith("two-meanings")
    assert "dents" in problem


def test_one_label_with_two_pictures__error(folder: Path):
    problems = found(folder, WHO % choice("a", "à la PMI", "passe"))
    assert [problem.split()[0] for problem in problems] == ["two-pictures"]


def test_a_label_that_the_catalogue_gives_to_two_pictures__ok(folder: Path):
    """« Oui » is a face under a feeling, and a raised hand where help is asked for."""
    who = WHO % choice("a", "oui", "facile")
    assert found(folder, who, WHAT % choice("b", "oui", "je-viens")) == []


def test_a_picture_that_does_not_exist__error(folder: Path):
    (problem,) = found(folder, WHO % choice("a", "le boulanger", "boulanger"))
    assert problem.startswith("unknown-picture")
    (problem,) = found(folder, WHO % choice("a", "le boulanger", "pregnant"))
    assert "n’existe plus" in problem


def test_the_catalogue_of_ones_own_says_what_shares_a_meaning__ok(folder: Path):
    source = SHIPPED / "questionnaires"
    shutil.copytree(source / "pictures", folder / "pictures")
    text = (source / "pictures.yaml").read_text("utf-8")
    (folder / "pictures.yaml").write_text(
        text.replace('      - "à la PMI"\n', '      - "à la PMI"\n      - "le dispensaire"\n'),
        "utf-8",
    )
    assert found(folder, WHO % choice("a", "Le dispensaire", "pmi")) == []


def test_the_command_refuses_and_lists_the_untested(folder: Path):
    (folder / "essai.yaml").write_text(HEAD + WHO % choice("a", "enceinte", "enceinte"), "utf-8")
    right = CliRunner().invoke(main, ["check", str(folder)])
    assert right.exit_code == 0
    assert "jamais essayées" in right.stderr
    assert "enceinte" in right.stderr
    (folder / "essai.yaml").write_text(HEAD + WHO % choice("a", "le boulanger", "pmi"), "utf-8")
    wrong = CliRunner().invoke(main, ["check", str(folder)])
    assert wrong.exit_code == 1
    assert "two-meanings" in wrong.stderr + str(wrong.exception)
