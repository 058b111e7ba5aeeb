"""What the team brings to the analysis: shares of the neighbourhood, limits, names of profiles."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

import analysis
from analysis.model import Cell, Profile, Profiles, TypicalAnswer
from diagnosis import dataset
from diagnosis.dataset import change_settings, settings_of
from diagnosis.instance import Instance
from diagnosis.model import Campaign, Response
from tests.conftest import add_campaign
from tests.pages import check_page

DESK = "/staff/campaigns/stains/analysis"
PMI = {"C1-y_va": "45", "C1-connait": "30", "C1-connait_pas": "25"}
Page = Callable[..., TestResponse]


@pytest.fixture
def few(instance: Instance, campaign: Campaign) -> Campaign:
    """A campaign of 40 families whose profiles no fit has to find."""
    changed = [
        Response(
            f"{at:08d}-30a4-4d1e-9c7c-5f3a2f0b6f11", campaign.name, campaign.version, "fr", "phone",
            False, "2026-W47", {"C1": ("y_va", "connait")[at % 2], "B1": ["sommeil"]},
        )
        for at in range(40)
    ]  # fmt: skip
    instance.store.add_responses(changed)
    return campaign


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> list[Profile]:
    """Profiles as a diagnosis tells them, without the time to find them."""
    cell = Cell(30, 60, 0.5, 0.38, 0.62)

    def item(id: str) -> Profile:
        answer = ("C1", "La PMI", f"answer-{id}", "j’y vais", True, "more", 4.0, 1.5)
        typical = [TypicalAnswer(*answer, replace(cell, share=0.75))]
        sure = {"share_low": 0.3, "share_high": 0.7, "stability": 0.8, "x": 0.0, "y": 0.0}
        said = ("", 1, "Ces familles…", False, cell)
        return Profile(id, f"Profil {id}", *said, **sure, typical=typical)

    items = [item("A"), item("B"), item("C")]
    records = SimpleNamespace(profiles=Profiles("", True, items, []))
    monkeypatch.setattr(dataset, "state_of", lambda *_: SimpleNamespace(records=records))
    return items


def flat(response: TestResponse) -> str:
    return re.sub(r"[\s\u00a0\u202f]+", " ", response.text)


def test_the_desk_says_what_is_empty__ok(
    member: FlaskClient, page: Page, campaign: Campaign
) -> None:
    told = flat(page(DESK))
    assert told.count("Rien pour l’instant") == 3
    assert "Derniers changements" not in told
    for end in ("margins", "limits", "profiles"):
        assert f"{DESK}/{end}" in told
        page(f"{DESK}/{end}")


@pytest.mark.parametrize("end", ["", "/margins", "/limits", "/profiles"])
def test_unknown_campaign__error(member: FlaskClient, end: str) -> None:
    assert member.get(f"/staff/campaigns/none/analysis{end}").status_code == 404


def test_shares_are_kept_and_weigh_the_diagnosis__ok(
    member: FlaskClient, page: Page, instance: Instance, few: Campaign
) -> None:
    before = dataset.state_of(instance, few).report
    assert before["method"]["weighting"] is None
    sent = {**PMI, "source-C1": "Insee 2022"}
    response = member.post(f"{DESK}/margins", data=sent, follow_redirects=True)
    check_page(response)
    assert "Connaissez-vous la PMI" in flat(response)
    assert "effet de plan" in flat(response)
    assert "le quartier" in flat(response)
    kept = settings_of(instance.store, "stains")
    assert kept.margins == {"C1": {"y_va": 0.45, "connait": 0.3, "connait_pas": 0.25}}
    assert kept.sources == {"C1": "Insee 2022"}
    after = dataset.state_of(instance, few).report
    assert after["method"]["weighting"]["margins"][0]["variable"] == "C1"
    shown = flat(page(f"{DESK}/margins"))
    assert 'value="45"' in shown
    assert 'value="Insee 2022"' in shown
    assert member.post(f"{DESK}/margins", data={}).status_code == 302
    assert settings_of(instance.store, "stains").margins == {}


def test_an_answer_that_no_source_counts_stays_as_in_the_survey__ok(
    member: FlaskClient, page: Page, instance: Instance, few: Campaign
) -> None:
    sent = {"C1-y_va": "40", "C1-connait": "20", "same-C1-connait_pas": "y"}
    response = member.post(f"{DESK}/margins", data=sent, follow_redirects=True)
    assert "effet de plan" in flat(response)
    kept = settings_of(instance.store, "stains").margins["C1"]
    assert kept == {
        "y_va": pytest.approx(2 / 3),
        "connait": pytest.approx(1 / 3),
        "connait_pas": None,
    }
    shares = dataset.state_of(instance, few).report["method"]["weighting"]["margins"][0]
    assert shares["variable"] == "C1"
    assert "checked" in page(f"{DESK}/margins").text


def test_numbers_of_people_are_shares_too__ok(
    member: FlaskClient, instance: Instance, few: Campaign
) -> None:
    sent = {"C1-y_va": "600", "C1-connait": "300", "C1-connait_pas": "300"}
    assert member.post(f"{DESK}/margins", data=sent).status_code == 302
    shares = settings_of(instance.store, "stains").margins["C1"]
    assert shares == {"y_va": 0.5, "connait": 0.25, "connait_pas": 0.25}


@pytest.mark.parametrize(
    ("changes", "cause"),
    [
        ({"C1-y_va": "40"}, "font 95 % et non 100 %. Ajoutez les 5 points qui manquent"),
        ({"C1-y_va": "52"}, "font 107 % et non 100 %. Retirez les 7 points de trop"),
        ({"C1-y_va": ""}, "Il manque une part pour « j’y vais »"),
        ({"same-C1-y_va": "y"}, "« j’y vais » a une part et « comme nos réponses »"),
        (
            {"C1-y_va": "", "C1-connait": "", "C1-connait_pas": "", "same-C1-y_va": "y"},
            "partout ne change rien",
        ),
        ({"C1-y_va": "beaucoup"}, "« beaucoup » n’est pas un nombre"),
        ({"C1-y_va": "-5"}, "négative"),
        ({"C1-y_va": "0", "C1-connait": "70", "C1-connait_pas": "30"}, "aucune part"),
        ({"A2-a1": "120"}, "chaque part est entre 0 et 100 %"),
        ({"A2-a1": "0"}, "chaque part est entre 0 et 100 %"),
    ],
)
def test_wrong_shares_are_told_and_not_kept__error(
    member: FlaskClient, instance: Instance, few: Campaign, changes: dict[str, str], cause: str
) -> None:
    response = member.post(f"{DESK}/margins", data={**PMI, **changes})
    assert response.status_code == 422
    check_page(response)
    assert cause in flat(response).replace("'", "’")
    assert settings_of(instance.store, "stains").margins == {}


def test_shares_that_fit_no_more_do_not_close_the_page__error(
    member: FlaskClient, page: Page, instance: Instance, few: Campaign
) -> None:
    sent = {"C1-y_va": "60", "C1-connait": "40", "C1-connait_pas": "0"}
    assert member.post(f"{DESK}/margins", data=sent).status_code == 302
    assert dataset.state_of(instance, few).troubles == ()
    late = [
        Response(
            f"{at:08d}-30a4-4d1e-9c7c-5f3a2f0b6f12", "stains", few.version, "fr", "phone", False,
            "2026-W48", {"C1": "connait_pas"},
        )
        for at in range(11)
    ]  # fmt: skip
    instance.store.add_responses(late)
    [trouble] = dataset.state_of(instance, few).troubles
    assert "connait_pas" in trouble
    assert "ne vont pas avec les réponses" in flat(page(f"{DESK}/margins"))
    assert "Réglage laissé de côté" in flat(page("/planning/stains"))
    assert dataset.state_of(instance, few).report["participation"]["n"] == 51


LIMITS = {
    "sessions": "3", "slots": ["samedi", "mercredi"], "languages": ["fr", "ar"],
    "interpreter": "y", "childcare": "true", "budget": "900,50", "interpreter_cost": "60",
    "cost-C": "80", "cost-A": "100", "cost-J": "50", "cost-K": "0", "cost-S": "20",
    "profile_share": "20", "non_user_share": "30", "non_users": ["C1/connait", "C1/connait_pas"],
    "set_aside": ["plomb"],
}  # fmt: skip


def test_limits_are_kept_and_hold_the_programme__ok(
    member: FlaskClient, page: Page, instance: Instance, few: Campaign
) -> None:
    theme = instance.library.catalogue.themes[2].name
    sent = {**LIMITS, "set_aside": [theme]}
    response = member.post(f"{DESK}/limits", data=sent, follow_redirects=True)
    check_page(response)
    assert "limites fixées" in flat(response)
    kept = settings_of(instance.store, "stains").limits
    assert kept["slots"] == ["mercredi", "samedi"]
    assert kept["budget"] == 900.5
    assert kept["profile_share"] == 0.2
    assert kept["non_users"] == {"C1": ["connait", "connait_pas"]}
    assert kept["costs"]["K"] == 0
    assert "per_slot" not in kept
    shown = flat(page(f"{DESK}/limits"))
    assert 'value="900,5"' in shown
    assert 'value="20"' in shown
    assert re.search(r'checked[^>]*value="true"', shown)
    programme = dataset.state_of(instance, few).report["programme"]
    assert any("3 séances au plus" in text for text in programme["limits"])
    assert theme in {entry["theme"] for entry in programme["left_out"]}
    member.post(f"{DESK}/limits", data={})
    assert settings_of(instance.store, "stains").limits == {}


@pytest.mark.parametrize(
    ("changes", "cause"),
    [
        ({"sessions": "0"}, "Écrivez un nombre de 1 à 200"),
        ({"profile_share": "120"}, "un nombre de 0 à 100"),
        ({"budget": "cher"}, "« cher » n’est pas un nombre"),
        ({"cost-S": ""}, "coût d’une séance de chaque format"),
        ({"non_users": []}, "les familles qui ne viennent pas"),
    ],
)
def test_wrong_limits__error(
    member: FlaskClient, instance: Instance, campaign: Campaign, changes: Any, cause: str
) -> None:
    response = member.post(f"{DESK}/limits", data={**LIMITS, "set_aside": [], **changes})
    assert response.status_code == 422
    check_page(response)
    assert cause in flat(response)
    assert settings_of(instance.store, "stains").limits == {}


def test_a_short_questionnaire_offers_fewer_limits__ok(
    member: FlaskClient, page: Page, instance: Instance
) -> None:
    add_campaign(instance, "rue", questionnaire="express")
    told = flat(page("/staff/campaigns/rue/analysis/limits"))
    assert "Lieux possibles" in told
    assert "Moments possibles" not in told


def test_names_are_kept_with_what_finds_the_profile_again__ok(
    member: FlaskClient, page: Page, instance: Instance, campaign: Campaign, found: list[Any]
) -> None:
    shown = page(f"{DESK}/profiles")
    assert "jamais ce qu’elles valent" in flat(shown)
    sent = {"name-A": " Jeunes   parents ", "name-B": "Loin de la PMI", "name-C": "loin de la PMI"}
    assert member.post(f"{DESK}/profiles", data=sent).status_code == 302
    one, two = settings_of(instance.store, "stains").profiles
    assert one["name"] == "Jeunes parents"
    trait = {"variable": "C1", "category": "answer-A", "share": 0.75}
    assert one["members"] == [[trait]]
    assert [member[0]["category"] for member in two["members"]] == ["answer-B", "answer-C"]


def test_names_change_part_and_are_forgotten__ok(
    member: FlaskClient, page: Page, instance: Instance, campaign: Campaign, found: list[Any]
) -> None:
    sent = {"name-A": "Un", "name-B": "Ensemble", "name-C": "Ensemble"}
    member.post(f"{DESK}/profiles", data=sent)
    kept = settings_of(instance.store, "stains").profiles
    # The next diagnosis: B and C are one, « Un » is lost.
    found[:] = [found[0], replace(found[1], staff_name="Ensemble", merged=2)]
    assert "Oublier « Un »" in flat(page(f"{DESK}/profiles"))
    member.post(f"{DESK}/profiles", data={"name-A": "", "name-B": "Réunis"})
    now = settings_of(instance.store, "stains").profiles
    assert {entry["name"]: entry["members"] for entry in now} == {
        "Réunis": kept[1]["members"],
        "Un": kept[0]["members"],
    }
    # A lost name given again goes to the profile of today.
    found[1] = replace(found[1], staff_name="Réunis")
    member.post(f"{DESK}/profiles", data={"name-A": "un"})
    [again] = settings_of(instance.store, "stains").profiles
    assert again["name"] == "un"
    assert again["members"] == kept[0]["members"]
    found[:2] = replace(found[0], staff_name="un"), replace(found[1], staff_name="")
    member.post(f"{DESK}/profiles", data={})
    assert settings_of(instance.store, "stains").profiles == []


def test_a_lost_name_is_forgotten_when_asked__ok(
    member: FlaskClient, instance: Instance, campaign: Campaign, found: list[Any]
) -> None:
    entry = {"name": "Un", "members": [[{"variable": "C1", "category": "x", "share": 0.5}]]}
    change_settings(instance.store, "stains", instance.today(), "Les noms", profiles=[entry])
    member.post(f"{DESK}/profiles", data={})
    assert len(settings_of(instance.store, "stains").profiles) == 1
    member.post(f"{DESK}/profiles", data={"forget-0": "y"})
    assert settings_of(instance.store, "stains").profiles == []


@pytest.mark.parametrize(
    ("sent", "cause"),
    [
        ({"name-A": "x" * 61}, "60 signes au plus"),
        (dict.fromkeys(("name-A", "name-B", "name-C"), "Tous"), "gardez-en deux au moins"),
    ],
)
def test_wrong_names__error(
    member: FlaskClient, campaign: Campaign, found: list[Any], sent: dict[str, str], cause: str
) -> None:
    response = member.post(f"{DESK}/profiles", data=sent)
    assert response.status_code == 422
    check_page(response)
    assert cause in flat(response)


def test_a_profile_that_nothing_tells_apart_keeps_its_letter__ok(
    member: FlaskClient, page: Page, instance: Instance, campaign: Campaign, found: list[Any]
) -> None:
    found[2] = replace(found[2], typical=[])
    assert "il garde sa lettre" in flat(page(f"{DESK}/profiles"))
    member.post(f"{DESK}/profiles", data={"name-C": "Trois"})
    assert not settings_of(instance.store, "stains").profiles


def test_changes_are_noted_without_anybody__ok(
    member: FlaskClient, page: Page, instance: Instance, few: Campaign
) -> None:
    for _ in range(2):
        member.post(f"{DESK}/limits", data={"sessions": "3"})
    member.post(f"{DESK}/margins", data=PMI)
    changes = settings_of(instance.store, "stains").changes
    assert [change.part for change in changes] == ["Le quartier", "Le programme possible"]
    kept = str(instance.store.get("analysis:stains"))
    assert "amina" not in kept
    told = flat(page(DESK))
    assert "Derniers changements" in told
    assert "amina" not in told[told.index("Derniers changements") :]


def test_the_diagnosis_is_made_again_only_when_a_setting_changes__ok(
    member: FlaskClient, instance: Instance, few: Campaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Any] = []
    diagnose = analysis.diagnose
    monkeypatch.setattr(
        analysis, "diagnose", lambda *a, **given: made.append(given) or diagnose(*a, **given)
    )
    dataset.state_of(instance, few)
    dataset.state_of(instance, few)
    assert len(made) == 1
    member.post(f"{DESK}/limits", data={"sessions": "2"})
    dataset.state_of(instance, few)
    assert len(made) == 2
    member.post(f"{DESK}/limits", data={"sessions": "2"})
    dataset.state_of(instance, few)
    assert len(made) == 2
