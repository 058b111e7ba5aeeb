"""The bridge from stored responses to the analysis."""

from __future__ import annotations

import json
import uuid
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

import analysis
from analysis import Codebook
from diagnosis import dataset
from diagnosis.dataset.files import read_answers
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
    assert variables["language"].categories == {"fr": "Français"}
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


def test_not_asked_and_passed_are_two_things__ok(instance, campaign):
    stored(instance, campaign, {"C1": "y_va"})
    stored(instance, campaign, {"C1": "connait"}, until="A5")
    stored(instance, campaign, {"C1": "y_va", "A3": "0"}, until="A3")
    table = dataset.table_of(instance.store, campaign)
    found = {(row["C2"], row["C3"], row["A3"], row["A4"]) for _, row in table.iterrows()}
    # She goes to the PMI and passed why; she sent at the pause; she has none and sent just after.
    assert found == {("", "-", "", ""), ("-", "-", "-", "-"), ("-", "-", "0", "-")}
    assert set(table["B1"]) == {""}
    assert set(table["B2"]) == {"-"}, "who names no need is not asked which comes first"
    assert set(table["E2"]) == {""}, "a text that is not there is no text"


def test_the_report_tells_apart_who_passed_and_who_was_not_asked__ok(instance, campaign):
    for number in range(60):
        goes = {"C1": "y_va", "C2": ["pesee"]} if number < 20 else {"C1": "connait"}
        stored(instance, campaign, {"A1": "maman", **goes}, until="" if number < 40 else "A5")
    report = dataset.state_of(instance, campaign).report
    told = {entry["name"]: entry for entry in report["participation"]["variables"]}
    (pmi, why) = (told[name] for name in ("C1", "C3"))
    assert (pmi["missing"], pmi["not_asked"]) == (0, 0)
    assert abs(why["missing"] - 20) <= 4
    assert abs(why["not_asked"] - 40) <= 4


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
    newer = old.model_copy(update={"version": "9", "questions": (added, *asked)})
    instance.store.save_questionnaire(newer)
    moved = replace(campaign, version="9")
    instance.store.save_campaign(moved)
    stored(instance, moved, {"Z1": "maman", "A2": "a1", "B1": ["sommeil"]})
    table = dataset.table_of(instance.store, moved)
    assert "A1" not in table.columns
    assert Counter(table["Z1"]) == {"-": 13, "maman": 1}, "it was not asked before"
    assert Counter(table["B1"]) == {"sommeil": 13, "": 1}
    assert Counter(table["A2"]) == {"": 13, "a1": 1}
    assert Counter(table["E2"]) == {"mot": 12, "": 2}
    report = dataset.state_of(instance, moved).report
    assert report["participation"]["n"] == 14
    assert "moral" not in json.dumps([d["name"] for d in report["needs"]["domains"]])


def test_crossings_are_questions_of_one_choice_that_are_asked__ok(instance, campaign):
    questionnaire = instance.questionnaire(campaign)
    asked = ("language", "B1", "C1", "nothing")
    assert dataset.codebook_of(questionnaire, None, asked).crossings == ("language", "C1")
    assert instance.crossings == ("C1", "language")


def test_languages_keep_their_tags__ok(instance, campaign):
    for language, count in (("fr", 12), ("ta", 3), ("ar", 10)):
        for _ in range(count):
            stored(instance, campaign, {"A1": "maman"}, language=language)
    table = dataset.table_of(instance.store, campaign)
    assert Counter(table["language"]) == {"fr": 12, "ta": 3, "ar": 10}


def test_translations_are_told_reviewed_or_not__ok(instance, campaign):
    states = dataset.translations_of(instance.languages, ("fr", "ar", "snk", "xx"))
    assert states == {"fr": "reviewed", "ar": "draft", "snk": "reviewed"}
    for language, count in (("fr", 12), ("ar", 3), ("xx", 2)):
        for _ in range(count):
            stored(instance, campaign, {"A1": "maman"}, language=language)
    table = dataset.table_of(instance.store, campaign, states)
    assert Counter(table["translation"]) == {"reviewed": 12, "draft": 3, "": 2}
    assert set(dataset.table_of(instance.store, campaign)["translation"]) == {""}


def test_table_of_no_response_has_its_columns__ok(instance, campaign):
    table = dataset.table_of(instance.store, campaign)
    assert len(table) == 0
    assert {"A1", "B1", "language"} <= set(table.columns)
    state = dataset.state_of(instance, campaign)
    assert (state.day, state.report["participation"]["n"]) == (None, None)


def test_evidence_counts_each_participant_once__ok(instance, campaign):
    instance.store.add_session(Session("AB12", campaign.name, ("papas", "jouer")))
    for themes in (("papas",), ("papas", "jouer"), ()):
        instance.store.save_vote(Vote(str(uuid.uuid4()), "AB12", "fr", themes))
    instance.store.add_session(Session("CD34", campaign.name, ("papas",)))
    day = date(2026, 11, 21)
    for held in (True, False):
        workshop = Workshop(0, campaign.name, "jouer", day, "square", "fr", held=held)
        instance.store.add_workshop(workshop)
    assert dataset.evidence_of(instance.store, campaign).sessions == [], "the room still votes"
    for session in instance.store.sessions(campaign.name):
        instance.store.save_session(replace(session, open=False))
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


# The published state.


def families_of(instance, campaign):
    return dataset.state_of(instance, campaign).report["participation"]["n"]


@pytest.fixture
def made(monkeypatch):
    """How often the analysis was asked."""
    asked = []
    real = analysis.diagnose
    monkeypatch.setattr(analysis, "diagnose", lambda *a, **k: asked.append(1) or real(*a, **k))
    return asked


def change(instance, campaign, **values):
    dataset.change_settings(instance.store, campaign.name, date(2026, 11, 21), "x", **values)


def test_a_state_is_made_once__ok(instance, fictitious, made):
    dataset.simulate(instance, fictitious, 30)
    first = dataset.state_of(instance, fictitious)
    first.report["participation"]["n"] = 999
    assert families_of(instance, fictitious) == 30
    stored(instance, fictitious, {"A1": "maman"})
    again = dataset.state_of(instance, fictitious)
    assert (again.families, again.arrived, again.awaited) == (30, 1, 10)
    assert again.report["participation"]["n"] == 30
    assert len(made) == 1


def test_states_move_when_a_quarter_of_the_families_moved__ok(instance, fictitious):
    dataset.simulate(instance, fictitious, 10)
    early = dataset.state_of(instance, fictitious)
    assert (early.day, early.families, early.arrived, early.awaited) == (None, 0, 10, 1)
    assert not early.report["needs"]["domains"]
    for more, counted in ((10, 20), (10, 20), (1, 31), (29, 60), (14, 60), (1, 75)):
        dataset.simulate(instance, fictitious, more)
        assert families_of(instance, fictitious) == counted
    # Another worker, or the same one after a restart, remembers nothing and shows the same.
    dataset.simulate(instance, fictitious, 3)
    assert families_of(replace(instance, memory={}), fictitious) == 75


def test_the_last_state_of_an_ended_campaign_needs_fewer__ok(instance, fictitious):
    dataset.simulate(instance, fictitious, 60)
    assert families_of(instance, fictitious) == 60
    ended = replace(fictitious, closes=instance.today() - timedelta(days=1))
    instance.store.save_campaign(ended)
    dataset.simulate(instance, ended, 10)
    assert families_of(instance, ended) == 60
    dataset.simulate(instance, ended, 1)
    assert families_of(instance, ended) == 71
    # Once: later ones would single out the families of the last days.
    dataset.simulate(instance, ended, 12)
    assert families_of(instance, ended) == 71


def test_what_the_team_sets_is_followed_on_the_families_of_the_state__ok(
    instance, fictitious, made
):
    dataset.simulate(instance, fictitious, 30)
    before = dataset.state_of(instance, fictitious)
    stored(instance, fictitious, {"A1": "maman"})
    change(instance, fictitious, limits={"sessions": 2})
    assert dataset.state_of(instance, fictitious, follow=False).report == before.report
    after = dataset.state_of(instance, fictitious)
    assert (after.families, after.arrived, after.day) == (30, 1, before.day)
    assert after.report["participation"] == before.report["participation"]
    assert any("2 séances" in text for text in after.report["programme"]["limits"])
    assert len(made) == 2
    dataset.state_of(instance, fictitious)
    assert len(made) == 2


def test_a_family_that_withdrew_is_not_told_by_a_setting__ok(instance, campaign):
    for at in range(30):
        stored(instance, campaign, {"B1": ["sommeil"]}, receipt=f"receipt-{at}")
    before = dataset.state_of(instance, campaign)
    assert instance.store.withdraw(campaign.name, "receipt-3")
    change(instance, campaign, limits={"sessions": 2})
    after = dataset.state_of(instance, campaign)
    assert after.report == before.report
    assert after.behind
    assert after.awaited == 10


def test_a_state_of_an_earlier_version_is_made_again__ok(instance, fictitious):
    dataset.simulate(instance, fictitious, 30)
    cell = {"n": None, "N": None, "share": None, "hidden": True}
    old = {"count": 20, "answers": "x", "report": {"needs": {"domains": [{"cell": cell}]}}}
    instance.store.put("published:demo", old)
    assert families_of(instance, fictitious) == 30
    assert "hidden" not in json.dumps(dataset.state_of(instance, fictitious).report)


def test_one_secret_rounds_a_campaign_and_leaves_in_no_report__ok(instance, campaign, fictitious):
    dataset.simulate(instance, fictitious, 30)
    files = dataset.report_files(instance, fictitious)
    kept = [instance.secrets.get(f"rounding:{name}") for name in ("demo", campaign.name)]
    assert len(bytes.fromhex(kept[0])) == 32
    assert kept[1] is None
    assert not any(kept[0].encode() in content for content in files.values())
    keys = instance.store.get("published:demo")["families"]
    assert len(keys) == 30
    assert not any(key.encode() in content for key in keys for content in files.values())
    assert not {response.id for response in instance.store.responses("demo")} & set(keys)


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
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
def test_separators_and_byte_order_mark__ok(tmp_path, book, separator, encoding):
    table = read_answers(write(tmp_path, lines(separator), encoding), Codebook.from_yaml(book))
    assert list(table.columns) == ["besoins", "âge"]
    assert list(table.iloc[0]) == ["sommeil jeu", "un"]


def test_the_codebook_decides_between_separators__ok(tmp_path):
    book = Codebook.from_yaml("variables: [{name: 'a,b', type: select_one, role: profile}]")
    table = read_answers(write(tmp_path, "a,b;c,d\nx;y\n"), book)
    assert list(table.columns) == ["a,b", "c,d"]


def test_words_that_look_like_nothing_are_kept__ok(tmp_path, book):
    table = read_answers(write(tmp_path, "besoins;âge\nNA;None\n"), Codebook.from_yaml(book))
    assert list(table.iloc[0]) == ["NA", "None"]


@pytest.mark.parametrize(
    ("text", "encoding", "said"),
    [
        (lines(";").replace("âge", "возраст"), "cp1251", "UTF-8"),
        (
            "besoins;âge\nun;deux;trois;quatre\nun;deux\n",
            "utf-8",
            "la ligne a 4 cases, les titres 2",
        ),
        ("", "utf-8", "vide"),
        ("besoins\nsommeil\n", "utf-8", "âge"),
        ("besoins;âge;âge\n" + "jeu;un;deux\n" * 20, "utf-8", "est écrit 2 fois"),
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
    assert profiles[0] == "row,profile"
    assert [line.split(",")[0] for line in profiles[1:]] == [str(at) for at in range(60)]
    assert "RESTREINT" in (out / "profiles.LISEZMOI.txt").read_text("utf-8")
    assert (out / "profiles.csv").stat().st_mode & 0o077 == 0


def test_no_assignments_unless_asked__ok(tmp_path, book):
    dataset.analyse_files(write(tmp_path, lines(";")), book, tmp_path / "out")
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert names == {"report.json", "report.html", "door.key"}


def test_exact_counts_are_written_for_their_owner_only__ok(tmp_path, book):
    out, table = tmp_path / "out", write(tmp_path, lines(";"))
    dataset.analyse_files(table, book, out, restricted=True)
    files = [path for path in out.iterdir() if path.name.startswith("restreint")]
    assert len(files) == 2
    for path in files:
        assert path.stat().st_mode & 0o077 == 0
        assert "RESTREINT" in path.read_text("utf-8").splitlines()[0]


def test_the_key_of_a_report_is_kept_and_serves_again__ok(tmp_path, book):
    out, table = tmp_path / "out", write(tmp_path, lines(";"))
    dataset.analyse_files(table, book, out)
    key = out / "door.key"
    assert key.stat().st_mode & 0o777 == 0o600
    first = json.loads(key.read_text("utf-8"))
    assert len(bytes.fromhex(first["secret"])) == 32
    assert len(first["families"]) == 60
    report = (out / "report.json").read_text("utf-8")
    assert first["secret"] not in report
    said = []
    dataset.analyse_files(table, book, out, tell=said.append)
    assert json.loads(key.read_text("utf-8")) == first
    assert (out / "report.json").read_text("utf-8") == report
    assert not said


def test_a_report_a_few_families_away_is_refused__error(tmp_path, book):
    out = tmp_path / "out"
    dataset.analyse_files(write(tmp_path, lines(";")), book, out)
    before = (out / "report.json").read_text("utf-8")
    for more in (3, 14):
        table = write(tmp_path, lines(";") + "jeu;un\n" * more)
        with pytest.raises(DiagnosisError, match=f"Attendez {15 - more} familles.*--replace"):
            dataset.analyse_files(table, book, out)
    # As many families, but not the same ones.
    table = write(tmp_path, lines(";").replace("jeu;deux", "sommeil;deux", 3))
    with pytest.raises(DiagnosisError, match="--replace"):
        dataset.analyse_files(table, book, out)
    assert (out / "report.json").read_text("utf-8") == before
    dataset.analyse_files(table, book, out, replace=True)
    dataset.analyse_files(write(tmp_path, lines(";") + "jeu;un\n" * 15), book, out)


def test_a_key_that_is_lost_is_said__ok(tmp_path, book):
    out, table, said = tmp_path / "out", write(tmp_path, lines(";")), []
    dataset.analyse_files(table, book, out)
    (out / "door.key").unlink()
    dataset.analyse_files(table, book, out, tell=said.append)
    assert "door.key" in said[0]
    assert (out / "door.key").exists()


@pytest.mark.parametrize(
    ("text", "mode", "cause"),
    [
        ('{"secret": "00", "families": []}', 0o640, "chmod 600"),
        ('{"secret": "00", "families": []}', 0o604, "chmod 600"),
        ("{", 0o600, "n’est pas une clé"),
        ('{"secret": 3}', 0o600, "n’est pas une clé"),
    ],
)
def test_a_key_that_cannot_serve__error(tmp_path, book, text, mode, cause):
    out = tmp_path / "out"
    out.mkdir()
    (out / "door.key").write_text(text, "utf-8")
    (out / "door.key").chmod(mode)
    with pytest.raises(DiagnosisError, match=cause):
        dataset.analyse_files(write(tmp_path, lines(";")), book, out)
    assert not (out / "report.json").exists()


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
    report = dataset.state_of(instance, instance.store.campaign("demo")).report
    drawn = {s["name"]: s["polygon"] for s in report["maps"]["sectors"]}
    assert drawn["clos_nord"]["type"] == "MultiPolygon"
    assert drawn["globe"] is None


@pytest.mark.parametrize(
    ("feature", "said"),
    [
        (outline({"sector": "nowhere"}), "secteur connu"),
        (outline({"sector": "globe"}, at=652000), "système de coordonnées"),
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
