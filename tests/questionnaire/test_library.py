"""Questionnaires as data: every problem is found at once, with its line, cause and remedy."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from diagnosis.config import SHIPPED
from diagnosis.model import ProblemsError
from diagnosis.questionnaire import load_catalogue, load_library
from diagnosis.questionnaire.lists import (
    schemas,
)

LANGUAGES = {"fr": "Français", "ar": "العربية"}
HEAD = """
name: essai
version: "1"
title: Essai
welcome: [{label: Bonjour}]
questions:
"""


@pytest.fixture
def folder(tmp_path):
    for name in ("themes.yaml", "places.yaml", "services.yaml", "sites.yaml"):
        shutil.copy(SHIPPED / "questionnaires" / name, tmp_path)
    return tmp_path


def problems(folder: Path) -> list:
    with pytest.raises(ProblemsError) as caught:
        load_library(folder, LANGUAGES)
    for problem in caught.value.problems:
        assert problem.place
        assert problem.cause
        assert problem.remedy
    return caught.value.problems


def write(folder: Path, questions: str, name: str = "essai.yaml") -> None:
    (folder / name).write_text(HEAD + questions, "utf-8")


def test_shipped_files__ok():
    library = load_library(SHIPPED / "questionnaires", LANGUAGES)
    long, express = library.questionnaires["clos-saint-lazare"], library.questionnaires["express"]
    assert len(long.questions) == 24
    assert [q.name for q in express.questions] == ["A1", "A2", "B1", "C1", "D3", "E1"]
    assert len(library.catalogue.themes) == 31
    assert len(library.catalogue.domains) == 16
    assert {n.number for n in library.services.help_numbers} == {
        "15",
        "17",
        "18",
        "112",
        "114",
        "119",
        "3919",
    }


def test_what_may_be_spoken_and_what_is_discreet():
    library = load_library(SHIPPED / "questionnaires", LANGUAGES)
    long = library.questionnaires["clos-saint-lazare"]
    assert [q.name for q in long.questions if q.voice] == ["E2"]
    assert [
        (q.name, choice.name) for q in long.questions for choice in q.choices if choice.discreet
    ] == [("A5", "hebergement")]


def test_borrowed_question_is_the_same_word_for_word():
    library = load_library(SHIPPED / "questionnaires", LANGUAGES)
    long, express = library.questionnaires["clos-saint-lazare"], library.questionnaires["express"]
    assert express.question("B1") == long.question("B1")


def test_the_team_tells_questionnaires_apart__ok(folder):
    shipped = load_library(SHIPPED / "questionnaires", LANGUAGES)
    assert len(set(shipped.team_titles.values())) == len(shipped.questionnaires) == 2
    assert len({one.title for one in shipped.questionnaires.values()}) == 1
    question = "  - {name: E2, type: text, label: Une idée}\n"
    write(folder, question)
    (folder / "autre.yaml").write_text((HEAD + question).replace("name: essai", "name: autre"))
    titles = load_library(folder, LANGUAGES).team_titles
    assert titles == {"essai": "Essai (essai)", "autre": "Essai (autre)"}


def test_another_name_for_the_team_makes_no_new_version__ok(instance):
    kept = instance.store.save_questionnaire(instance.library.questionnaires["express"])
    definitions = dict(instance.library.definitions)
    renamed = definitions["express"].model_copy(update={"team_title": "Autre"})
    other = replace(instance.library, definitions={**definitions, "express": renamed})
    assert other.team_titles["express"] == "Autre"
    assert instance.store.save_questionnaire(other.questionnaires["express"]) == kept


def test_published_schemas_are_those_of_the_models():
    import json

    for name, schema in schemas().items():
        published = json.loads((SHIPPED / "questionnaires" / "schema" / name).read_text("utf-8"))
        assert published == schema, "run: diagnosis check --write-schemas"


def test_duplicate_question_name__error(folder):
    write(
        folder,
        """
  - {name: A, type: text, label: un}
  - {name: A, type: text, label: deux}
""",
    )
    (problem,) = problems(folder)
    assert problem.code == "duplicate-name"
    assert problem.place == "essai.yaml, ligne 9"


def test_condition_on_a_later_question__error(folder):
    write(
        folder,
        """
  - {name: A, type: text, label: un, relevant: "${B} = 'x'"}
  - {name: B, type: text, label: deux}
""",
    )
    (problem,) = problems(folder)
    assert problem.code == "condition-not-earlier"
    assert "« B »" in problem.cause


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("{name: A, type: text}", "missing"),
        ("{name: A, type: texte, label: x}", "literal-error"),
        ("{name: A, type: text, label: x, colour: red}", "extra-forbidden"),
        ("{name: 'à b', type: text, label: x}", "string-pattern-mismatch"),
        ("{name: A, type: text, label: x, relevant: '${'}", "value-error"),
        ("{name: A, type: select_one, label: x}", "no-choices"),
        ("{name: A, type: select_one, label: x, choices: [{name: yes, label: y}]}", "string-type"),
        ("{name: A, type: text, label: x, choices: [{name: a, label: y}]}", "choices-not-allowed"),
        (
            "{name: A, type: select_one, label: x, choices: "
            "[{name: a, label: y}, {name: a, label: z}]}",
            "duplicate-choice",
        ),
        ("{name: A, type: text, label: x, max_selected: 2}", "max-not-allowed"),
        (
            "{name: A, type: select_one, label: x, voice: true, choices: [{name: a, label: y}]}",
            "voice-not-allowed",
        ),
        ("{name: A, type: text, label: x, voice: true, required: true}", "voice-required"),
        (
            "{name: A, type: rank, role: profile, label: x, choices: "
            "[{name: a, label: y, lacking: true}]}",
            "lacking-not-allowed",
        ),
        (
            "{name: A, type: scale, label: x, choices: [{name: a, label: y, lacking: true}]}",
            "lacking-not-allowed",
        ),
        ("{from: nobody, name: A}", "unknown-question"),
        (
            "{name: A, type: select_one, label: x, choices_from: domains, "
            "draw: {by: Z, cards: 2, random: 1}}",
            "draw-not-earlier",
        ),
        ("{name: A, type: text, label: x, label: y}", "duplicate-key"),
        ("{name: A, type: text, label: [}", "yaml"),
    ],
)
def test_wrong_question__error(folder, question, code):
    write(folder, f"  - {question}\n")
    found = problems(folder)
    assert code in {problem.code for problem in found}
    assert all("ligne" in problem.place for problem in found)


def test_every_problem_of_every_file_at_once(folder):
    write(folder, "  - {name: A, type: text}\n  - {name: B, type: nothing, label: x}\n")
    write(folder, "  - {name: A, type: text, label: x, relevant: '${'}\n", "autre.yaml")
    services = folder / "services.yaml"
    services.write_text(
        services.read_text("utf-8").replace("[femmes, gro", "[inconnu, gro"), "utf-8"
    )
    (folder / "sites.yaml").write_text("", "utf-8")
    files = {problem.place.split(",")[0] for problem in problems(folder)}
    assert {"essai.yaml", "autre.yaml", "sites.yaml"} <= files


def test_unknown_domain_of_a_theme__error(folder):
    themes = folder / "themes.yaml"
    themes.write_text(themes.read_text("utf-8").replace("main: liens", "main: lien", 1))
    (problem,) = problems(folder)
    assert problem.code == "unknown-name"
    assert "lien" in problem.cause


def test_a_catalogue_of_one_list_of_domains_is_still_read__ok(folder):
    themes = folder / "themes.yaml"
    plain = themes.read_text("utf-8")
    listed = plain.replace(
        "    main: liens\n    further: [moral]\n", "    domains: [liens, moral]\n", 1
    )
    assert listed != plain
    before = load_catalogue(themes)
    themes.write_text(listed, "utf-8")
    assert load_catalogue(themes) == before
    assert before.themes[0].domains == ("liens", "moral")


def test_every_need_has_a_theme_of_its_own__ok():
    catalogue = load_catalogue(SHIPPED / "questionnaires" / "themes.yaml")
    assert {theme.main for theme in catalogue.themes} == {d.name for d in catalogue.domains}
    assert all(theme.main not in theme.further for theme in catalogue.themes)


def test_latin1_file__error(folder):
    (folder / "essai.yaml").write_bytes(
        (HEAD + "  - {name: A, type: text, label: é}").encode("latin-1")
    )
    (problem,) = problems(folder)
    assert problem.code == "encoding"


def test_same_questionnaire_name_twice__error(folder):
    write(folder, "  - {name: A, type: text, label: x}\n")
    write(folder, "  - {name: A, type: text, label: x}\n", "zz.yaml")
    (problem,) = problems(folder)
    assert problem.code == "duplicate-name"


def test_a_site_asks_for_its_own_sectors():
    library = load_library(SHIPPED / "questionnaires", LANGUAGES)
    for name, first in (("stains", "clos_ouest"), ("Les Lilas", "ailleurs_les_lilas")):
        where = library.at(name).questionnaires["clos-saint-lazare"].question("A5")
        assert where.choices[0].name == first
    assert library.at("").site.name == "stains", "as before there were sites"


def test_a_site_has_lists_of_its_own_or_the_common_ones(folder):
    sites = folder / "sites.yaml"
    own = """
    places: [{name: halle, label: à la halle}]
    themes: []
    services:
      - {name: pmi, label: La PMI, description: Un lieu., domains: [sommeil], where: "ici",
         checked_on: 2026-11-01}
"""
    sites.write_text(sites.read_text("utf-8").rstrip() + own, "utf-8")
    library = load_library(folder, LANGUAGES)
    last = library.at("tremblay-en-france")
    assert [place.name for place in last.places] == ["halle"]
    assert [service.where for service in last.services.services] == ["ici"]
    assert last.services.help_numbers == library.services.help_numbers
    assert last.catalogue.themes == ()
    assert last.catalogue.domains == library.catalogue.domains
    common = library.at("clichy-sous-bois")
    assert (len(common.places), len(common.services.services)) == (8, 7)


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        ("sectors: [{name: maroc, label: x, lon: 2, lat: 48}]", "duplicate-name"),
        ("places: []", "no-choices"),
        ("places: [{name: a, label: x}, {name: a, label: y}]", "duplicate-name"),
        ("themes: [{name: a, label: x, main: rien, format: C, audiences: [T]}]", "unknown-name"),
    ],
)
def test_a_wrong_list_of_a_site__error(folder, entry, code):
    shutil.copy(SHIPPED / "questionnaires" / "clos-saint-lazare.yaml", folder)
    sites = folder / "sites.yaml"
    sites.write_text(sites.read_text("utf-8").rstrip() + f"\n    {entry}\n", "utf-8")
    assert code in {problem.code for problem in problems(folder)}


def test_file_that_is_a_list__error(folder):
    (folder / "essai.yaml").write_text("- a\n- b\n")
    assert problems(folder)


def test_a_barrier_towards_a_sector_that_is_not_there__error(folder):
    sectors = folder / "sites.yaml"
    plain = sectors.read_text("utf-8")
    marked = plain.replace("landmarks:", "apart: [nulle_part], landmarks:", 1)
    assert marked != plain
    sectors.write_text(marked, "utf-8")
    (problem,) = problems(folder)
    assert problem.code == "unknown-name"
    assert "nulle_part" in problem.cause
