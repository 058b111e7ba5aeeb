"""The bridge from stored responses to the analysis."""

from __future__ import annotations

import json
import uuid
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import analysis
from analysis import Codebook
from diagnosis import dataset
from diagnosis.dataset.files import read_table
from diagnosis.model import DiagnosisError, Response, Session, Vote, Workshop
from tests.conftest import add_campaign


def stored(instance, campaign, answers, **changes):
    """Keep one response; give it."""
    values = {"language": "fr", "channel": "phone", "assisted": False, "week": "2026-W47"}
    response = Response(
        str(uuid.uuid4()), campaign.name, campaign.version, answers=answers, **{**values, **changes}
    )
    instance.store.add_responses([response])
    return response


@pytest.fixture
def fictitious(instance):
    return add_campaign(instance, "demo", fictitious=True)


def test_codebook_says_types_roles_and_uses__ok(instance, campaign):
    book = dataset.codebook_of(instance.questionnaire(campaign), {"fr": "Français"})
    variables = {variable.name: variable for variable in book.variables}
    assert variables["B1"].role == "need"
    assert variables["B1"].max_selected == 5
    assert variables["B3"].ordered
    assert variables["A4"].exclusive == ["personne"]
    lacking = {name: list(variable.lacking) for name, variable in variables.items()}
    assert {name: names for name, names in lacking.items() if names} == {
        "B4": ["non"],
        "B5": ["non"],
        "B6": ["souvent"],
    }
    assert variables["translation"].role == "comparison"
    assert variables["D4"].use == "needs_to_come"
    assert (variables["E1"].role, variables["E1"].use) == ("preference", "")
    assert "papas" in variables["E1"].categories
    assert not variables["E1"].active
    assert variables["language"].categories == {"fr": "Français", "autres": "autres langues"}
    assert not any(variables[name].active for name in ("language", "channel", "assisted"))


def test_domains_of_a_need_whose_choices_name_them__ok(instance, campaign):
    questionnaire = instance.questionnaire(campaign)
    themes = questionnaire.question("E1").model_copy(update={"role": "need"})
    book = dataset.codebook_of(questionnaire.model_copy(update={"questions": (themes,)}))
    assert book.variables[0].domains["papas"] == ("couple", "eveil")


def test_table_has_names_separated_by_spaces__ok(instance, campaign):
    stored(instance, campaign, {"A1": "maman", "B1": ["sommeil", "moral"], "B2": "moral"})
    table = dataset.table_of(instance.store, campaign)
    assert list(table["B1"]) == ["sommeil moral"]
    assert list(table["B2"]) == ["moral"]
    assert list(table["C1"]) == [""]
    assert list(table["assisted"]) == ["non"]


def test_the_cards_shown_are_kept_beside_those_ticked__ok(instance, campaign):
    response = stored(instance, campaign, {"E1": ["papas"]}, shown={"E1": ["papas", "jouer"]})
    assert response is None or response.shown
    table = dataset.table_of(instance.store, campaign)
    assert list(table["E1_shown"]) == ["papas jouer"]
    asked = {v.name: v for v in dataset.codebook_of(instance.questionnaire(campaign)).variables}
    assert (asked["E1"].shown, asked["B1"].shown) == ("E1_shown", "")


def test_one_need_is_the_priority__ok(instance, campaign):
    stored(instance, campaign, {"B1": ["sommeil"]})
    stored(instance, campaign, {"B1": ["sommeil", "moral"]})
    table = dataset.table_of(instance.store, campaign)
    assert sorted(table["B2"]) == ["", "sommeil"]


def test_responses_of_several_versions_make_one_table__ok(instance, campaign):
    old = instance.questionnaire(campaign)
    for _ in range(12):
        stored(
            instance,
            campaign,
            {"A1": "papa", "A2": ["a1", "a2"], "A3": 2, "B1": ["sommeil", "moral"], "E2": "mot"},
        )
    stored(instance, campaign, {"B1": ["moral"], "B2": "moral"})

    def changed(question):
        if question.name == "B1":
            kept = [choice for choice in question.choices if choice.name != "moral"]
            return question.model_copy(update={"choices": tuple(kept)})
        if question.name == "A2":
            return question.model_copy(update={"type": "select_one"})
        return question

    asked = [changed(question) for question in old.questions if question.name != "A1"]
    added = old.question("A1").model_copy(update={"name": "Z1"})
    newer = old.model_copy(update={"version": "2", "questions": (added, *asked)})
    instance.store.save_questionnaire(newer)
    moved = replace(campaign, version="2")
    instance.store.save_campaign(moved)
    stored(instance, moved, {"Z1": "maman", "A2": "a1", "B1": ["sommeil"]})
    table = dataset.table_of(instance.store, moved)
    assert "A1" not in table.columns
    assert Counter(table["Z1"]) == {"": 13, "maman": 1}
    assert Counter(table["B1"]) == {"sommeil": 13, "": 1}
    assert Counter(table["A2"]) == {"": 13, "a1": 1}
    assert Counter(table["E2"]) == {"mot": 12, "": 2}
    report = dataset.diagnosis_of(instance, moved)
    assert report["participation"]["n"] == 14
    assert "moral" not in json.dumps([d["name"] for d in report["needs"]["domains"]])


def test_rare_languages_are_merged__ok(instance, campaign):
    for language, count in (("fr", 12), ("ta", 3), ("ar", 10)):
        for _ in range(count):
            stored(instance, campaign, {"A1": "maman"}, language=language)
    table = dataset.table_of(instance.store, campaign, k=11)
    assert Counter(table["language"]) == {"fr": 12, "autres": 13}


def test_translations_are_told_reviewed_or_not__ok(instance, campaign):
    states = dataset.translations_of(instance.languages, ("fr", "ar", "snk", "xx"))
    assert states == {"fr": "reviewed", "ar": "draft", "snk": "reviewed"}
    for language, count in (("fr", 12), ("ar", 11), ("xx", 11)):
        for _ in range(count):
            stored(instance, campaign, {"A1": "maman"}, language=language)
    table = dataset.table_of(instance.store, campaign, 11, states)
    assert Counter(table["translation"]) == {"reviewed": 12, "draft": 11, "": 11}
    assert set(dataset.table_of(instance.store, campaign)["translation"]) == {""}


@pytest.mark.parametrize(
    ("oral", "told"), [(0, {"draft": 15}), (3, {"draft": 18}), (12, {"draft": 15})]
)
def test_few_families_of_another_state_are_not_told_apart__ok(instance, campaign, oral, told):
    """Languages put together: 3 families of another state would be what the others leave."""
    counts = (("ta", 8), ("bn", 7), *((tag, oral // 3) for tag in ("snk", "bm", "zdj")))
    for language, count in (("fr", 12), *counts):
        for _ in range(count):
            stored(instance, campaign, {"A1": "maman"}, language=language)
    states = dataset.translations_of(instance.languages, campaign.languages)
    table = dataset.table_of(instance.store, campaign, 11, states)
    others = table[table["language"] == "autres"]["translation"]
    assert Counter(others) == told | ({"reviewed": 12} if oral == 12 else {})


def test_table_of_no_response_has_its_columns__ok(instance, campaign):
    table = dataset.table_of(instance.store, campaign)
    assert len(table) == 0
    assert {"A1", "B1", "language"} <= set(table.columns)
    report = dataset.diagnosis_of(instance, campaign)
    assert report["participation"]["n"] is None


def test_evidence_counts_each_participant_once__ok(instance, campaign):
    instance.store.add_session(Session("AB12", campaign.name, ("papas", "jouer")))
    for themes in (("papas",), ("papas", "jouer"), ()):
        instance.store.save_vote(Vote(str(uuid.uuid4()), "AB12", "fr", themes))
    instance.store.add_session(Session("CD34", campaign.name, ("papas",)))
    day = date(2026, 11, 21)
    for held in (True, False):
        workshop = Workshop(0, campaign.name, "jouer", day, "square", "fr", held=held)
        instance.store.add_workshop(workshop)
    evidence = dataset.evidence_of(instance.store, campaign)
    assert [session.participants for session in evidence.sessions] == [3]
    assert evidence.sessions[0].votes == {"papas": 2, "jouer": 1}
    assert evidence.sessions[0].proposed == ("papas", "jouer")
    assert [workshop.theme for workshop in evidence.workshops] == ["jouer"]


@pytest.mark.parametrize("name", ["clos-saint-lazare", "express"])
def test_simulated_families_pass_the_rules__ok(instance, name):
    campaign = add_campaign(instance, "demo", questionnaire=name, fictitious=True)
    told = []
    assert dataset.simulate(instance, campaign, 120, seed=3, progress=told.append) == 120
    assert told == [120]
    rules = instance.rules(campaign.questionnaire, campaign.version)
    responses = list(instance.store.responses("demo"))
    for response in responses:
        checked = rules.check(response.answers)
        assert not checked.errors
        assert checked.answers == response.answers
        assert set(response.answers.get("E1", [])) <= set(response.shown["E1"])
        assert response.language in campaign.languages
        assert response.channel in campaign.channels
    assert 4 <= len({response.week for response in responses}) <= 6
    assert len({response.language for response in responses}) > 3


def test_simulating_again_adds_other_families__ok(instance, fictitious):
    other = add_campaign(instance, "autre", fictitious=True)
    assert dataset.simulate(instance, fictitious, 20) == 20
    assert dataset.simulate(instance, fictitious, 20) == 20
    assert dataset.simulate(instance, other, 20) == 20
    assert instance.store.count_responses("demo") == 40


def test_simulating_in_a_real_campaign__error(instance, campaign):
    with pytest.raises(DiagnosisError, match="réelle"):
        dataset.simulate(instance, campaign, 5)
    assert instance.store.count_responses(campaign.name) == 0


def test_diagnosis_is_made_again_only_when_something_changed__ok(instance, fictitious, monkeypatch):
    dataset.simulate(instance, fictitious, 30)
    made = []
    real = analysis.diagnose
    monkeypatch.setattr(analysis, "diagnose", lambda *a, **k: made.append(1) or real(*a, **k))
    first = dataset.diagnosis_of(instance, fictitious)
    first["participation"]["n"] = 999
    assert dataset.diagnosis_of(instance, fictitious)["participation"]["n"] == 30
    assert len(made) == 1
    stored(instance, fictitious, {"A1": "maman"})
    assert dataset.diagnosis_of(instance, fictitious)["participation"]["n"] == 31
    assert len(made) == 2


def test_the_public_sees_groups_of_k_families__ok(instance, fictitious):
    dataset.simulate(instance, fictitious, 10)
    assert dataset.published_of(instance, fictitious)["participation"]["n"] is None
    dataset.simulate(instance, fictitious, 10)
    assert dataset.published_of(instance, fictitious)["participation"]["n"] == 20
    dataset.simulate(instance, fictitious, 10)
    assert dataset.published_of(instance, fictitious)["participation"]["n"] == 20
    # Another worker, or the same one after a restart, remembers nothing and shows the same.
    other = replace(instance, memory={})
    assert dataset.published_of(other, fictitious)["participation"]["n"] == 20
    dataset.simulate(instance, fictitious, 1)
    assert dataset.published_of(instance, fictitious)["participation"]["n"] == 31


# Files for `diagnosis analyse`.

BOOK = """
variables:
  - {name: besoins, type: select_multiple, role: need}
  - {name: âge, type: select_one, role: profile}
"""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "codebook.yaml"
    path.write_text(BOOK, "utf-8")
    return path


def write(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "table.csv"
    path.write_bytes(text.encode(encoding))
    return path


def lines(separator: str) -> str:
    return f"besoins{separator}âge\n" + f"sommeil jeu{separator}un\njeu{separator}deux\n" * 30


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_separators_and_byte_order_mark__ok(tmp_path, book, separator, encoding):
    table = read_table(write(tmp_path, lines(separator), encoding), Codebook.from_yaml(book))
    assert list(table.columns) == ["besoins", "âge"]
    assert list(table.iloc[0]) == ["sommeil jeu", "un"]


def test_the_codebook_decides_between_separators__ok(tmp_path):
    book = Codebook.from_yaml("variables: [{name: 'a,b', type: select_one, role: profile}]")
    table = read_table(write(tmp_path, "a,b;c,d\nx;y\n"), book)
    assert list(table.columns) == ["a,b", "c,d"]


def test_words_that_look_like_nothing_are_kept__ok(tmp_path, book):
    table = read_table(write(tmp_path, "besoins;âge\nNA;None\n"), Codebook.from_yaml(book))
    assert list(table.iloc[0]) == ["NA", "None"]


@pytest.mark.parametrize(
    ("text", "encoding", "said"),
    [
        (lines(";"), "latin-1", "UTF-8"),
        ("besoins;âge\nun;deux;trois;quatre\nun;deux\n", "utf-8", "régulier"),
        ("", "utf-8", "vide"),
        ("besoins\nsommeil\n", "utf-8", "âge"),
        ("besoins;âge;âge\n" + "jeu;un;deux\n" * 20, "utf-8", "même nom"),
        ("besoins;âge\n", "utf-8", "0 ligne"),
        ("besoins;âge\njeu;un\n", "utf-8", "1 ligne"),
        ("besoins;âge\n" + ";\n" * 40, "utf-8", "dont 0 avec"),
    ],
)
def test_a_table_that_cannot_be_read__error(tmp_path, book, text, encoding, said):
    with pytest.raises(DiagnosisError, match=said):
        dataset.analyse_files(write(tmp_path, text, encoding), book, tmp_path / "out", False, "")
    assert not (tmp_path / "out").exists()


def test_missing_files__error(tmp_path, book):
    with pytest.raises(DiagnosisError, match="n’existe pas"):
        dataset.analyse_files(tmp_path / "none.csv", book, tmp_path / "out")
    with pytest.raises(DiagnosisError, match="n’existe pas"):
        dataset.analyse_files(book, tmp_path / "none.yaml", tmp_path / "out")


def test_analyse_writes_the_report_and_restricted_assignments__ok(tmp_path, book):
    out = tmp_path / "out"
    found = dataset.analyse_files(write(tmp_path, lines(";")), book, out, True, "Essai", seed=4)
    assert found == out / "report.html"
    assert json.loads((out / "report.json").read_text("utf-8"))["method"]["seed"] == 4
    profiles = (out / "profiles.csv").read_text("utf-8").splitlines()
    assert profiles[0] == "row,profile,certainty"
    assert [line.split(",")[0] for line in profiles[1:]] == [str(at) for at in range(60)]
    assert "RESTREINT" in (out / "profiles.LISEZMOI.txt").read_text("utf-8")
    assert (out / "profiles.csv").stat().st_mode & 0o077 == 0


def test_no_assignments_unless_asked__ok(tmp_path, book):
    dataset.analyse_files(write(tmp_path, lines(";")), book, tmp_path / "out")
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert names == {"report.json", "report.html"}


# Outlines of sectors.


def outline(properties, at=2.37, kind="Polygon"):
    ring = [[at, 48.95], [at + 0.01, 48.95], [at + 0.01, 48.96], [at, 48.95]]
    coordinates = [ring] if kind == "Polygon" else [[ring]]
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def geojson(tmp_path: Path, *features) -> Path:
    path = tmp_path / "outlines.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return path


def test_outlines_by_name_by_label_and_by_unit__ok(instance, campaign, tmp_path):
    path = geojson(
        tmp_path,
        outline({"sector": "clos_nord"}),
        outline({"name": "Le Maroc"}),
        outline({"CODE_IRIS": "930720105"}, kind="MultiPolygon"),
        outline({"iris": "930720106"}, at=2.39),
        outline({"name": "unknown"}),
    )
    found = dataset.import_polygons(instance, path)
    assert found == ["clos_nord", "cite_jardin", "maroc"]
    kept = instance.store.get("polygons")
    assert len(kept["cite_jardin"]["coordinates"]) == 2
    dataset.simulate(instance, add_campaign(instance, "demo", fictitious=True), 200)
    report = dataset.diagnosis_of(instance, instance.store.campaign("demo"))
    drawn = {s["name"]: s["polygon"] for s in report["maps"]["sectors"]}
    assert drawn["clos_nord"]["type"] == "MultiPolygon"
    assert drawn["globe"] is None


@pytest.mark.parametrize(
    ("feature", "said"),
    [
        (outline({"sector": "nowhere"}), "secteur connu"),
        (outline({"sector": "globe"}, at=652000), "WGS 84"),
        (outline({"sector": "globe"}) | {"geometry": {"type": "Point"}}, "Polygon"),
    ],
)
def test_outlines_that_cannot_be_used__error(instance, tmp_path, feature, said):
    with pytest.raises(DiagnosisError, match=said):
        dataset.import_polygons(instance, geojson(tmp_path, feature))
    assert instance.store.get("polygons") is None


def test_a_file_that_is_no_geojson__error(instance, tmp_path):
    path = tmp_path / "outlines.geojson"
    path.write_text("[1, 2]", "utf-8")
    with pytest.raises(DiagnosisError, match="GeoJSON"):
        dataset.import_polygons(instance, path)


def test_who_reads_the_results_reads_languages_in_french__ok(instance, campaign):
    names = instance.languages.french_names
    assert set(names) == set(instance.languages.tags)
    assert all(name == name.lower() for name in names.values())
    book = dataset.codebook_of(instance.questionnaire(campaign), names)
    labels = {variable.name: variable.categories for variable in book.variables}
    assert labels["language"]["ar"] == labels["D5"]["ar"] == "arabe"
    assert labels["D5"]["autre"] == "une autre langue"
