"""The families of the demonstration: plausible shares, a story that holds, valid answers."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd
import pytest

from diagnosis.app import open_instance
from diagnosis.config import Settings
from diagnosis.dataset import fictitious
from diagnosis.instance import Instance
from diagnosis.questionnaire import Rules
from tests.conftest import add_campaign

FAMILIES = 4000
# Wanted shares, in percent, of the families that would name each need.
NEEDS = {
    **{"sommeil": 47, "moral": 37, "liens": 34, "droits": 32, "limites": 28, "ecrans": 24},
    **{"langues": 22, "alimentation": 21, "garde": 20, "eveil": 18, "sante": 17, "grossesse": 13},
    **{"couple": 12, "femmes": 11, "securite": 10, "developpement": 9},
}
OTHERS = {
    "C1": {"y_va": 56, "connait": 19, "connait_pas": 25},
    "language": {"fr": 50, "ar": 15, "ta": 8, "bn": 7, "en": 5},
    "B3": {"facile": 28, "ca_depend": 43, "difficile": 29},
    "A1": {"enceinte": 12, "maman": 75, "papa": 8, "autre": 4},
    "E3": {"oui": 20, "peut_etre": 39, "non": 41},
}
FAR = ("maroc", "avenir")


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    instance = open_instance(Settings(data=tmp_path_factory.mktemp("story")))
    yield instance.library
    instance.store.close()


@pytest.fixture(scope="module")
def families(library):
    asked = library.questionnaires["clos-saint-lazare"]
    found = fictitious.population_of(asked, FAMILIES, 1)
    return SimpleNamespace(truth=found.truth, table=found.table, needs=ticks(found.truth["B1"]))


def ticks(cells: pd.Series) -> pd.DataFrame:
    return cells.str.get_dummies(" ").astype(bool)


def shares(cells: pd.Series) -> pd.Series:
    return ticks(cells[cells != ""]).mean() * 100


def gap(families, need: str, group: pd.Series) -> float:
    """Difference in points between a group and all others."""
    named = families.needs[need]
    return float(named[group].mean() - named[~group].mean()) * 100


def test_needs_have_plausible_shares__ok(families):
    told = shares(families.truth["B1"])
    assert told.idxmax() == "sommeil"
    for need, wanted in NEEDS.items():
        assert told[need] == pytest.approx(wanted, abs=3.5), need
    # What families answered, when they did: passing is by chance.
    pd.testing.assert_series_equal(told, shares(families.table["B1"]), atol=1.5, check_exact=False)


def test_other_answers_have_plausible_shares__ok(families):
    for name, wanted in OTHERS.items():
        told = shares(families.truth[name])
        for answer, share in wanted.items():
            assert told[answer] == pytest.approx(share, abs=3.5), (name, answer)


def test_every_answer_of_every_question_is_given_and_none_by_all__ok(families, library):
    for question in library.questionnaires["clos-saint-lazare"].questions:
        if question.is_asked and question.type != "text" and not question.draw:
            told = shares(families.table[question.name])
            assert set(told.index) == {choice.name for choice in question.choices}, question.name
            assert told.max() < 80, question.name


def test_some_families_pass_some_questions__ok(families):
    for name in ("A1", "B1", "C1", "D3"):
        assert 0.08 < (families.table[name] == "").mean() < 0.2


def test_non_users_need_more_links_rights_and_languages__ok(families):
    away = families.truth["C1"] != "y_va"
    for need in ("liens", "droits", "langues"):
        assert gap(families, need, away) > 10, need
    assert abs(gap(families, "eveil", away)) < 5


def test_newly_arrived_mothers_need_rights_languages_and_health__ok(families):
    arrived = families.truth["household"] == "arrivee"
    for need in ("droits", "langues", "femmes"):
        assert gap(families, need, arrived) > 15, need
    assert (families.truth["A5"] == "hebergement")[arrived].mean() > 0.5


def test_the_far_zone_lacks_childcare_and_safety__ok(families):
    far = families.truth["A5"].isin(FAR)
    for need in ("garde", "securite"):
        assert 11 < gap(families, need, far) < 21, need
    assert abs(gap(families, "sommeil", far)) < 6


def test_ages_and_number_of_children_agree__ok(families):
    for ages, number in zip(families.truth["A2"], families.truth["A3"], strict=True):
        at_home = set(ages.split()) - {"pas_ne"}
        assert len(at_home) == int(number)


def test_wishes_follow_needs__ok(instance: Instance):
    campaign = add_campaign(instance, "demo", fictitious=True)
    fictitious.simulate(instance, campaign, 2000, seed=1)
    main = {theme.name: theme.domains[0] for theme in instance.library.catalogue.themes}
    for need in ("sommeil", "limites", "liens"):
        themes = {name for name, domain in main.items() if domain == need}
        seen: dict[bool, list[bool]] = {True: [], False: []}
        for response in instance.store.responses("demo"):
            named, picked = response.answers.get("B1"), response.answers.get("E1")
            if named and picked and themes & set(response.shown["E1"]):
                seen[need in named].append(bool(themes & set(picked)))
        rates = {said: sum(lines) / len(lines) for said, lines in seen.items()}
        assert rates[True] > 2 * rates[False], need


def test_languages_and_ways_follow_the_story__ok(instance: Instance):
    campaign = add_campaign(instance, "demo", fictitious=True, languages=("fr", "ar"))
    fictitious.simulate(instance, campaign, 600, seed=1)
    responses = list(instance.store.responses("demo"))
    assert {response.language for response in responses} == {"fr", "ar"}
    arabic = [r for r in responses if r.language == "ar"]
    assert len(arabic) / len(responses) == pytest.approx(0.15, abs=0.05)
    assert sum("ar" in r.answers.get("D5", []) for r in arabic) > 0.7 * len(arabic)
    helped = {r.channel: [] for r in responses}
    for response in responses:
        helped[response.channel].append(response.assisted)
    assert sum(helped["street"]) / len(helped["street"]) > 0.3
    assert sum(helped["phone"]) / len(helped["phone"]) < 0.25


@pytest.mark.parametrize("name", ["clos-saint-lazare", "express"])
def test_every_answer_is_valid_before_it_is_checked__ok(library, name):
    asked = library.questionnaires[name]
    rules = Rules(asked)
    table = fictitious.population_of(asked, 300, 2).table
    several = {question.name for question in asked.questions if question.takes_several}
    for line in table.to_dict("records"):
        raw = {n: v.split() if n in several else v for n, v in line.items() if v}
        checked = rules.check({n: v if isinstance(v, list) else [v] for n, v in raw.items()})
        assert not checked.errors
        assert set(checked.answers) == set(raw)


def test_a_questionnaire_that_the_story_does_not_know__ok(library):
    asked = library.questionnaires["express"]
    questions = [q.model_copy(update={"name": f"X{q.name}", "draw": None}) for q in asked.questions]
    other = asked.model_copy(update={"questions": tuple(questions)})
    found = fictitious.population_of(other, 100, 3)
    assert (found.table["XB1"] != "").mean() > 0.7
    assert set(found.truth["channel"]) <= {"phone", "kiosk", "street", "workshop", "paper"}
