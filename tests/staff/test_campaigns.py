"""Campaigns: the list, opening, changing, following, printing."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from diagnosis.instance import Instance
from diagnosis.model import Campaign
from diagnosis.questionnaire import Questionnaire, effort_of
from diagnosis.staff.collecting import count_up, name_week, path
from diagnosis.storage import Tally
from tests.conftest import VERSION, add_campaign
from tests.pages import XHTML, check_page

NEW = {
    "title": "Automne",
    "name": "automne-2026",
    "site": "stains",
    "questionnaire": "express",
    "languages": ["ar", "fr"],
    "channels": ["street", "phone"],
    "opens": "2026-10-01",
    "closes": "",
    "grace_days": "14",
}


def sent(**changes: Any) -> dict[str, Any]:
    return {**NEW, **changes}


def test_without_campaign_the_page_says_what_to_do(
    member: FlaskClient, page: Callable[..., TestResponse]
) -> None:
    assert "Créer une campagne" in page("/staff/").text
    page("/staff/campaigns/new")


def test_the_team_is_told_what_the_page_of_rights_lacks(
    member: FlaskClient, page: Callable[..., TestResponse], instance: Instance
) -> None:
    assert "<code>controller</code>, <code>dpo</code>" in page("/staff/").text
    instance.controller = instance.dpo = "réglé"
    assert "<code>" not in page("/staff/").text


def test_the_team_is_told_when_the_last_backup_was(
    member: FlaskClient, page: Callable[..., TestResponse], instance: Instance
) -> None:
    add_campaign(instance, "invented", fictitious=True)
    assert "sauvegarde" not in page("/staff/").text, "nothing would be lost"
    add_campaign(instance)
    never = page("/staff/").text
    assert "Dernière sauvegarde\u00a0: jamais." in never
    assert '<p class="notice">' in never
    for days, late in ((7, False), (8, True)):
        instance.store.put("backup_day", str(instance.today() - timedelta(days=days)))
        told = page("/staff/").text
        assert "Dernière sauvegarde" in told
        assert "jamais" not in told
        assert ('<p class="notice">' in told) == late
    assert "Last backup" in page("/staff/?lang=en").text


def test_a_campaign_opens_and_families_can_answer(member: FlaskClient, instance: Instance) -> None:
    response = member.post("/staff/campaigns/new", data=NEW)
    assert response.headers["Location"] == "/staff/campaigns/automne-2026"
    campaign = instance.store.campaign("automne-2026")
    assert campaign is not None
    assert campaign.languages == ("fr", "ar")
    assert campaign.channels == ("phone", "street")
    assert campaign.opens == date(2026, 10, 1)
    assert campaign.closes is None
    assert instance.questionnaire(campaign).name == "express"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"name": "Automne 2026"}, "petites lettres"),
        ({"name": "../x"}, "petites lettres"),
        ({"title": "  "}, "Donnez un titre"),
        ({"languages": []}, "Cochez une langue"),
        ({"channels": []}, "Cochez une façon"),
        ({"opens": "demain"}, "date"),
        ({"closes": "2026-09-01"}, "avant le premier"),
        ({"grace_days": ""}, "0 pour aucun"),
        ({"grace_days": "-1"}, "de 0 à 365"),
        ({"grace_days": "366"}, "de 0 à 365"),
        ({"grace_days": "9" * 5000}, "Jours où l’on attend"),
        ({"grace_days": "beaucoup"}, "Jours où l’on attend"),
    ],
)
def test_what_is_wrong_is_said_at_its_field__error(
    member: FlaskClient, instance: Instance, changes: dict[str, Any], message: str
) -> None:
    response = member.post("/staff/campaigns/new", data=sent(**changes))
    assert response.status_code == 422
    check_page(response)
    assert message in response.text
    assert "Not a valid" not in response.text
    assert instance.store.campaigns() == []


def test_forged_choices_are_refused_in_french__error(member: FlaskClient) -> None:
    for changes in ({"questionnaire": "x"}, {"languages": ["zz"]}, {"channels": ["pigeon"]}):
        response = member.post("/staff/campaigns/new", data=sent(**changes))
        assert response.status_code == 422
        assert re.search(r"valide|valable|choix", response.text)
        assert "Not a valid choice" not in response.text


def test_a_taken_name_is_said__error(member: FlaskClient, campaign: Campaign) -> None:
    response = member.post("/staff/campaigns/new", data=sent(name=campaign.name))
    assert response.status_code == 422
    check_page(response)
    assert "existe déjà" in response.text


def test_a_questionnaire_changed_without_a_new_version_gets_one(
    member: FlaskClient, instance: Instance
) -> None:
    kept = instance.library.questionnaires["express"]
    instance.store.save_questionnaire(kept.model_copy(update={"title": "Autre"}))
    assert member.post("/staff/campaigns/new", data=NEW).status_code == 302
    opened = instance.store.campaign("automne-2026")
    assert opened is not None
    assert opened.version == f"{VERSION}-2"
    assert instance.questionnaire(opened).title == kept.title


def test_a_site_asks_for_its_own_sectors(member: FlaskClient, instance: Instance) -> None:
    for site in ("stains", "les-lilas"):
        sent_there = sent(name=site, site=site, questionnaire="clos-saint-lazare")
        assert member.post("/staff/campaigns/new", data=sent_there).status_code == 302
        assert ("clos_ouest" in member.get(f"/q/{site}").text) == (site == "stains")


def test_a_campaign_that_changes_site_asks_for_its_sectors(
    member: FlaskClient, instance: Instance, campaign: Campaign
) -> None:
    edit = f"/staff/campaigns/{campaign.name}/edit"
    assert member.post(edit, data=sent(site="les-lilas")).status_code == 302
    moved = instance.store.campaign(campaign.name)
    assert moved is not None
    assert (moved.site, moved.version) == ("les-lilas", f"{VERSION}-2")
    choices = instance.questionnaire(moved).question("A5").choices
    assert choices[0].name == "ailleurs_les_lilas"


def test_a_site_written_before_there_were_sites_stays(
    member: FlaskClient, instance: Instance, campaign: Campaign
) -> None:
    instance.store.save_campaign(replace(campaign, site="Ville d’avant"))
    edit = f"/staff/campaigns/{campaign.name}/edit"
    assert '<option selected value="Ville d’avant">' in member.get(edit).text
    assert member.post(edit, data=sent(site="Ville d’avant")).status_code == 302
    kept = instance.store.campaign(campaign.name)
    assert kept is not None
    assert (kept.site, kept.version) == ("Ville d’avant", VERSION)


def test_a_campaign_changes(
    member: FlaskClient,
    instance: Instance,
    campaign: Campaign,
    page: Callable[..., TestResponse],
) -> None:
    edit = f"/staff/campaigns/{campaign.name}/edit"
    assert 'value="Essai"' in page(edit).text
    changes = {"title": "Nouveau", "closes": "2026-12-31", "grace_days": "30"}
    response = member.post(edit, data=sent(**changes))
    assert response.status_code == 302
    changed = instance.store.campaign(campaign.name)
    assert changed is not None
    assert (changed.title, changed.closes) == ("Nouveau", date(2026, 12, 31))
    assert changed.grace_days == 30
    assert changed.version == campaign.version
    assert changed.questionnaire == campaign.questionnaire
    assert "enregistré" in page(f"/staff/campaigns/{campaign.name}").text
    refused = member.post(edit, data=sent(title=""))
    assert refused.status_code == 422
    check_page(refused)


def test_a_campaign_has_its_key_before_any_page_is_asked_for(
    member: FlaskClient, instance: Instance
) -> None:
    member.post("/staff/campaigns/new", data=NEW)
    assert len(instance.secrets.get("sealing:automne-2026")) == 1


@pytest.fixture
def newer(instance: Instance) -> Questionnaire:
    """The files have a newer version of what a campaign asks."""
    written = instance.shipped.definitions["clos-saint-lazare"]
    questions = tuple(item for item in written.questions if item.name != "A3")
    changed = written.model_copy(update={"version": "9", "questions": questions})
    definitions = {**instance.shipped.definitions, written.name: changed}
    instance.shipped = replace(instance.shipped, definitions=definitions)
    return instance.library.questionnaires[written.name]


def test_a_campaign_moves_to_another_version_when_asked(
    member: FlaskClient,
    instance: Instance,
    campaign: Campaign,
    newer: Questionnaire,
    page: Callable[..., TestResponse],
    parent_sends: Callable[..., TestResponse],
) -> None:
    edit = f"/staff/campaigns/{campaign.name}/edit"
    source = page(edit).text
    assert "Poser les questions et les choix d’aujourd’hui" in source
    assert re.search(r"Combien d’enfants vivent avec vous\s\?\s:\s+n’est plus posée", source)
    member.post(edit, data=sent())
    kept = instance.store.campaign(campaign.name)
    assert kept is not None
    assert kept.version == VERSION
    assert member.post(edit, data=sent(move="y")).status_code == 302
    moved = instance.store.campaign(campaign.name)
    assert moved is not None
    assert moved.version == "9"
    assert instance.questionnaire(moved) == newer
    assert "Poser les questions" not in page(edit).text
    # Begun before, sent after.
    assert parent_sends({"A3": "1"}, version=VERSION, language="ar").status_code == 201
    assert 'name="A3"' not in page(f"/q/{campaign.name}?lang=ar").text


def test_the_counts_follow_the_answers(
    member: FlaskClient,
    campaign: Campaign,
    page: Callable[..., TestResponse],
    parent_sends: Callable[..., TestResponse],
) -> None:
    address = f"/staff/campaigns/{campaign.name}"
    assert "Aucune réponse" in page(address).text
    for language in ("fr", "ar", "ar"):
        parent_sends({"A1": "maman"}, language=language, channel="street")
    assert "3 réponses reçues, 3 cette semaine." in page(address).text
    assert "3 réponses reçues, 3 cette semaine." in page("/staff/").text
    live = member.get(f"{address}/counts", headers={"Accept": "application/json"}).json
    assert live is not None
    assert live["sentence"] == "3 réponses reçues, 3 cette semaine."
    assert "Dans la rue" in live["tables"]
    assert "Toutes les langues ensemble" in live["tables"], (
        "one family alone is not named by its language"
    )


def test_counts_are_added_up_by_week_channel_and_language() -> None:
    tallies = [
        Tally("2026-W46", "phone", "fr", 1200),
        Tally("2026-W47", "phone", "ar", 3),
        Tally("2026-W47", "kiosk", "fr", 9, assisted=True),
    ]
    found = count_up(tallies, "2026-W47", {"phone": "Téléphone"}, {"fr": "Français"}, 11)
    assert found.sentence == "1\u202f212 réponses reçues, 12 cette semaine."
    assert [(line.label, line.count) for line in found.weeks] == [
        ("du 16 au 22 novembre", 12),
        ("du 9 au 15 novembre", 1200),
    ]
    assert [(line.label, line.count) for line in found.channels] == [
        ("Téléphone", 1203),
        ("kiosk", 9),
    ]
    # Three families would be known by their language, were it named.
    assert [(line.label, line.count) for line in found.languages] == [
        ("Toutes les langues ensemble", 1212)
    ]
    # Nor by the help that they had: nothing is left to tell.
    assert found.helped == []
    helped = count_up([*tallies, tallies[2]], "2026-W47", {}, {}, 11).helped
    assert [line.count for line in helped] == [1203, 18]
    one = count_up(tallies[1:2], "2026-W48", {}, {}, 11)
    assert one.sentence == "3 réponses reçues, 0 cette semaine."


def test_a_week_over_two_years_says_both() -> None:
    assert name_week("2026-W53") == "du 28 décembre 2026 au 3 janvier 2027"


def test_each_channel_has_its_link(
    member: FlaskClient, campaign: Campaign, page: Callable[..., TestResponse]
) -> None:
    text = page(f"/staff/campaigns/{campaign.name}").text
    for link in ("/q/stains", "/kiosk/stains", "/q/stains?channel=street"):
        assert f'href="http://localhost{link}"' in text
    assert "/q/stains?channel=street&amp;assisted=1" in text
    assert path(campaign, "paper", assisted=True) == "/q/stains?channel=paper&assisted=1"


def test_a_code_is_a_picture_of_the_public_address(
    member: FlaskClient, instance: Instance, campaign: Campaign
) -> None:
    address = f"/staff/campaigns/{campaign.name}/qr.svg"
    first = member.get(address + "?channel=street")
    assert first.mimetype == "image/svg+xml"
    assert "default-src 'none'" in first.headers["Content-Security-Policy"]
    instance.address = "https://avis.example"
    assert member.get(address + "?channel=street").data != first.data
    assert member.get(address + "?channel=nothing").data == member.get(address).data


def test_a_poster_keeps_its_promise_in_a_language(
    member: FlaskClient,
    instance: Instance,
    campaign: Campaign,
    page: Callable[..., TestResponse],
) -> None:
    instance.address = "https://avis.example"
    poster = f"/staff/campaigns/{campaign.name}/poster?channel=street"
    minutes = effort_of(instance.questionnaire(campaign)).core.minutes
    text = page(poster).text
    assert "<b>avis.example/q/stains?channel=street</b>" in text
    assert f"{minutes} minutes" in text
    assert 'lang="ar" dir="rtl"' in text
    assert "* traduction non relue" in text
    tamil = page(f"{poster}&tongue=ta").text
    assert instance.languages.catalogue("ta").gettext("Votre avis compte") in tamil
    assert f"{minutes} minutes" in tamil, "French stands under a draft"
    assert member.get(f"{poster}&tongue=zz").status_code == 404
    oral = add_campaign(instance, "oral", languages=("fr", "snk"))
    assert "Sooninkanxanne" in page(f"/staff/campaigns/{oral.name}/poster").text
    assert "Votre avis compte" in page(f"/staff/campaigns/{oral.name}/poster?tongue=snk").text


def test_there_is_a_card_for_each_language(
    member: FlaskClient, campaign: Campaign, page: Callable[..., TestResponse]
) -> None:
    html = check_page(page(f"/staff/campaigns/{campaign.name}/cards"))
    cards = [one for one in html.iter(f"{XHTML}article") if one.get("class") == "card-five"]
    assert len(cards) == len(campaign.languages)
    for card in cards:
        assert len([one for one in card.iter(f"{XHTML}img") if one.get("alt") == ""]) >= 4
    drafts = [card for card in cards if "traduction non relue" in "".join(card.itertext())]
    assert len(drafts) == 10


def test_paper_asks_what_the_screen_asks_and_says_whom(
    member: FlaskClient, instance: Instance, campaign: Campaign, page: Callable[..., TestResponse]
) -> None:
    asked = instance.questionnaire(campaign)
    address = f"/staff/campaigns/{campaign.name}/paper"
    for whole, questions in (("", asked.core), ("&whole=1", asked.questions)):
        html = check_page(page(f"{address}?tongue=ta{whole}"))
        shown = [one for one in html.iter(f"{XHTML}section") if "asked" in one.get("class", "")]
        assert len(shown) == len(questions)
        for section, question in zip(shown, questions, strict=True):
            assert len(list(section.iter(f"{XHTML}i"))) == len(question.choices)
            assert question.label in "".join(section.itertext()), "French stands beside a draft"
    said = page(f"{address}?tongue=fr&whole=1").text
    assert said.count("Seulement si vous avez coché\u00a0: ") == 3
    assert "coché\u00a0: j’y vais</p>" in said.replace("\n", "")
    assert "traduction non relue" in page(f"{address}?tongue=ta").text
    assert "Sooninkanxanne" in page(f"{address}?tongue=snk").text
    assert member.get(f"{address}?tongue=zz").status_code == 404


def test_what_is_copied_from_paper_is_in_the_order_of_the_paper(
    instance: Instance, campaign: Campaign, page: Callable[..., TestResponse]
) -> None:
    def moved(channel: str) -> list[str]:
        source = page(f"/q/stains?lang=fr&channel={channel}").text
        plan = json.loads(source.partition('id="plan">')[2].partition("</script>")[0])
        names = [question.name for question in instance.questionnaire(campaign).questions]
        return [name for name, one in zip(names, plan["questions"], strict=True)
                if "draw" in one or "order" in one]  # fmt: skip

    assert moved("phone") == ["B1", "E1"]
    assert moved("paper") == []


def test_what_does_not_exist_is_not_found(member: FlaskClient) -> None:
    for path_ in ("", "/edit", "/counts", "/qr.svg", "/poster", "/cards", "/paper"):
        assert member.get(f"/staff/campaigns/nowhere{path_}").status_code == 404


def test_a_closed_or_future_campaign_says_so(
    member: FlaskClient, instance: Instance, page: Callable[..., TestResponse]
) -> None:
    add_campaign(instance, "passe", opens=date(2020, 1, 1), closes=date(2020, 2, 1))
    add_campaign(instance, "futur", opens=date(2999, 1, 1), fictitious=True)
    text = page("/staff/").text
    assert "Terminée le 1er février 2020" in text
    assert "Ouvre le 1er janvier 2999" in text
    assert "terminée depuis" in page("/staff/campaigns/passe").text
    assert "Données fictives" in page("/staff/campaigns/futur").text


def test_words_from_people_are_never_code(
    member: FlaskClient, instance: Instance, page: Callable[..., TestResponse]
) -> None:
    add_campaign(instance, "xss", title="<script>alert(1)</script>" + str(uuid.uuid4()))
    assert "<script>alert" not in page("/staff/").text
