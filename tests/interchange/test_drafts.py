"""Drafts of foreign tables: what each tool's columns are, and what is left to a person."""

from __future__ import annotations

import io
import random
from pathlib import Path

import openpyxl
import pytest
import yaml

import analysis
from diagnosis.interchange import (
    codebook_text,
    draft_codebook,
    draft_for,
    mapping_text,
    read_mapping,
    read_results,
)
from diagnosis.model import ProblemsError
from diagnosis.readers import read_form

OPTIONS = ["La fatigue, le moral", "Le sommeil", "Les papiers, la Caf", "Jouer dehors"]


def drafted(desk, text, form=None):
    """A draft, held to be a codebook that the analysis takes; its variables by name."""
    draft = draft_codebook(read_results(desk.file(text)), form)
    book = analysis.Codebook.from_yaml(codebook_text(draft))
    assert book == analysis.Codebook.from_dict(draft.data)
    return draft, {variable.name: variable for variable in draft.variables}


def rows(count, *cells):
    """Lines of a CSV: each cell is what a function draws."""
    draw = random.Random(4)
    lines = (";".join(f'"{cell(draw, at)}"' for cell in cells) for at in range(count))
    return "\n".join(lines) + "\n"


def one(*values):
    return lambda draw, _: draw.choice(values)


def some(values, sign):
    return lambda draw, _: sign.join(v for v in values if draw.random() < 0.5)


def form(*survey, choices=(), settings=()):
    book = openpyxl.Workbook()
    book.active.title = "survey"
    titles = ["type", "name", "label::English (en)", "label::Français (fr)"]
    for line in [titles, *survey]:
        book.active.append(line)
    sheet = book.create_sheet("choices")
    for line in [["list_name", *titles[1:]], *choices]:
        sheet.append(line)
    file = io.BytesIO()
    book.save(file)
    return read_form(Path("form.xlsx"), file.getvalue())


def test_a_google_form(desk):
    titles = "Horodateur;Quel est votre âge ?;De quoi avez-vous besoin ?;Dans quel quartier ?;"
    titles += "Vous sentez-vous seul ?;Adresse e-mail;Une remarque ?\n"
    text = titles + rows(
        60,
        lambda draw, at: f"2026/01/{at % 28 + 1:02} 10:00:00",
        lambda draw, at: draw.randint(18, 60),
        some(OPTIONS, ", "),
        one("Nord", "Sud", "Est"),
        one("Jamais", "Parfois", "Souvent"),
        lambda draw, at: f"parent{at}@exemple.fr",
        lambda draw, at: f"Une remarque longue et libre, la {at}e" if at % 3 else "",
    )
    draft, found = drafted(desk, text)
    need = found["De quoi avez-vous besoin ?"]
    assert (need.type, need.role, need.separator) == ("select_multiple", "need", ",")
    assert set(need.categories) == set(OPTIONS)
    assert any("La fatigue, le moral" in doubt for doubt in need.doubts)
    assert found["Quel est votre âge ?"].type == "integer"
    assert found["Dans quel quartier ?"].role == "sector"
    lonely = found["Vous sentez-vous seul ?"]
    assert (list(lonely.categories), lonely.ordered) == (["Jamais", "Parfois", "Souvent"], True)
    assert found["Une remarque ?"].type == "text"
    assert draft.left["Adresse e-mail"] == "donnée personnelle"
    assert draft.left["Horodateur"] == "écrite par l’outil"


def test_limesurvey_and_its_arrays(desk):
    text = "id;submitdate;besoins[SQ001];besoins[SQ002];avis[SQ001];avis[SQ002]\n"
    text += "9;;Y;;A1;A2\n"
    text += rows(
        40,
        lambda draw, at: at + 10,
        one("2026-01-05 10:00:00"),
        one("Y", ""),
        one("Y", ""),
        one("A1", "A2", "A3"),
        one("A1", "A2", "A3"),
    )
    draft, found = drafted(desk, text)
    assert list(found) == ["besoins", "avis[SQ001]", "avis[SQ002]"]
    assert (found["besoins"].role, set(found["besoins"].categories)) == ("need", {"SQ001", "SQ002"})
    assert found["avis[SQ001]"].type == "select_one"
    assert "1 ligne de questionnaire inachevé" in "".join(draft.notes)


@pytest.mark.parametrize("mark", ["/", ".", "_", "___", ":"])
def test_split_columns_of_every_mark(desk, mark):
    text = f"b{mark}jeu;b{mark}bain;b{mark}nuit;n\n"
    text += rows(40, one(0, 1), one(0, 1), one(0, 1), lambda draw, at: draw.randint(18, 60))
    _, found = drafted(desk, text)
    assert list(found["b"].categories) == ["jeu", "bain", "nuit"]
    assert bool(found["b"].doubts) or mark in "/.___"


def test_questions_of_a_group_are_no_choices(desk):
    _, found = drafted(desk, "g/vient;g/aime\n" + rows(40, one("oui", "non"), one("oui", "non")))
    assert list(found) == ["g/vient", "g/aime"]


def test_codes_with_zeros_ids_and_personal_columns(desk):
    text = "fiche;code postal;Nom;Téléphone;gps;photo;a;vide;partout\n" + rows(
        40,
        lambda draw, at: at + 1,
        one("01000", "93240", "93200"),
        one("X", "Y"),
        lambda draw, at: f"06 00 00 00 {at:02}",
        one("48.9553 2.3822 0 0", "48.9541 2.3801 0 0"),
        lambda draw, at: f"{at}.jpg",
        one("x", "y"),
        one(""),
        one("v1"),
    )
    draft, found = drafted(desk, text)
    assert found["code postal"].role == "sector"
    assert list(found) == ["code postal", "a"]
    assert draft.left["fiche"] == "identifiant"
    assert {draft.left[title] for title in ("Nom", "Téléphone")} == {"donnée personnelle"}
    assert (draft.left["gps"], draft.left["photo"]) == ("position", "fichier")
    assert (draft.left["vide"], draft.left["partout"]) == (
        "sans réponse",
        "une seule réponse partout",
    )


def test_an_xlsform_gives_labels_in_french_whatever_the_export_writes(desk):
    asked = form(
        ["begin_group", "g"],
        ["select_multiple b", "b1", "What do you need?", "De quoi avez-vous besoin ?"],
        ["select_one ville", "v", "Town", "Ville"],
        ["rank b", "r", "In order", "Dans l’ordre"],
        ["end_group"],
        ["geopoint", "where", "Where", "Où"],
        ["integer", "absente", "Not there", "Pas là"],
        choices=[["b", "s", "Sleep", "Dormir"], ["b", "p", "Play", "Jouer"],
                 ["ville", "01", "North", "Nord"], ["ville", "02", "South", "Sud"]],
    )  # fmt: skip
    text = "g/b1;g/v;g/r;where\n" + rows(
        40, some(["Sleep", "Play"], " "), one("1", "2", "ailleurs"), some("sp", " "), one("x")
    )
    draft, found = drafted(desk, text, asked)
    need = found["g/b1"]
    assert (need.role, need.label) == ("need", "De quoi avez-vous besoin ?")
    assert dict(need.categories) == {"Sleep": "Dormir", "Play": "Jouer"}
    assert dict(found["g/v"].categories) == {"01": "Nord", "02": "Sud", "ailleurs": "ailleurs"}
    assert "1 réponse absente du formulaire" in found["g/v"].doubts[0]
    assert found["g/r"].type == "rank"
    assert draft.left["where"] == "question de type geopoint"
    assert "Questions du formulaire sans colonne\u00a0: absente (ligne 8)." in draft.notes


def test_without_a_word_of_need_the_longest_list_is_marked(desk):
    text = "x;y\n" + rows(40, some("abcd", " "), some("ab", " "))
    _, found = drafted(desk, text)
    assert (found["x"].role, found["y"].role) == ("need", "profile")
    assert "aucun mot ne dit" in found["x"].doubts[-1]


@pytest.mark.parametrize(
    ("sheets", "words"),
    [({"Feuille": [["a"]]}, "pas de feuille"), ({"survey": [["label"], ["x"]]}, "pas de colonne")],
)
def test_a_workbook_that_is_no_form__error(sheets, words):
    book = openpyxl.Workbook()
    for title, lines in sheets.items():
        sheet = book.create_sheet(title)
        for line in lines:
            sheet.append(line)
    file = io.BytesIO()
    book.save(file)
    with pytest.raises(ProblemsError, match=words):
        read_form(Path("f.xlsx"), file.getvalue())


# The mapping.


def mapped(desk, text, asked=None):
    draft = draft_for(desk, desk.campaign, read_results(desk.file(text)), asked)
    return draft, {one.question.name: one for one in draft.questions}


def test_titles_and_choices_in_any_language_are_found(desk):
    arabic = desk.languages.catalogue("ar").gettext
    text = f'"{arabic("Vous êtes…")}";B1\n"{arabic("maman")}";"le sommeil, les pleurs"\n'
    draft, found = mapped(desk, text)
    assert found["A1"].column == arabic("Vous êtes…")
    assert not found["A1"].unknown
    assert not found["B1"].unknown
    assert desk.imports(text, mapping_text(draft)).added == 1


def test_codes_mean_what_the_form_says(desk):
    asked = form(
        ["select_one qui", "q1", "You are", "Vous êtes…"],
        choices=[["qui", "1", "mother", "maman"], ["qui", "2", "father", "papa ou futur papa"],
                 ["qui", "3", "grandmother", "mamie"]],
    )  # fmt: skip
    draft, found = mapped(desk, "fiche/q1;_uuid\n1;a\n2;b\n3;c\n", asked)
    assert found["A1"].column == "fiche/q1"
    assert dict(found["A1"].choices) == {"1": "maman", "2": "papa"}
    assert set(found["A1"].unknown) == {"3"}
    assert "'3'" in mapping_text(draft)


def test_what_only_looks_alike_is_never_taken(desk):
    text = "Âge des enfants à la maison;A1\na1;mamann\n"
    draft, found = mapped(desk, text)
    assert (found["A2"].column, found["A2"].alike) == ("", "Âge des enfants à la maison")
    assert found["A1"].unknown == {"mamann": (1, "maman")}
    said = yaml.safe_load(mapping_text(draft))
    assert list(said["questions"]) == ["A1"]
    assert "choices" not in said["questions"]["A1"]
    assert draft.unread == ("Âge des enfants à la maison",)


def test_a_draft_is_a_mapping_file_with_its_day_and_consent(desk):
    text = "today;consentement;A1;A2\n2026-01-05;oui;maman;a1\n2026-01-06;non;;\n"
    draft, _ = mapped(desk, text)
    read = read_mapping(desk.file(mapping_text(draft), "m.yaml"))
    assert (read.columns.week, read.columns.consent) == ("today", "consentement")
    report = desk.imports(text, mapping_text(draft))
    assert (report.added, report.left_out) == (1, 1)
    assert desk.stored()[0].week == "2026-W02"
