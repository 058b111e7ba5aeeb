"""The team brings a questionnaire of ODK or Kobo, looks at it, and opens a campaign with it."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from diagnosis.instance import Instance
from diagnosis.xlsform import read_xlsform
from tests.conftest import add_campaign
from tests.openrosa.collect import Collect
from tests.pages import check_page
from tests.xlsform.workbooks import workbook

SURVEY = """
| type              | name | label::Français (fr) | label::English (en) | default |
| select_one yes_no | a    | Ça va ?              | Are you well?       | no      |
| geopoint          | b    | Où ?                 | Where?              |         |
| text              | c    | Et vous ?            | And you?            |         |
"""
CHOICES = """
| list_name | name | label::Français (fr) | label::English (en) | media::image |
| yes_no    | yes  | Tout à fait          | Quite               | facile.svg   |
| yes_no    | no   | Pas du tout          | Not at all          |              |
"""
SETTINGS = "| form_title | form_id | version |\n| Notre enquête | enquete | 3 |"
BACK = "/staff/questionnaires"


def page(response: TestResponse, status: int = 200) -> str:
    """The text of a page that keeps the house rules."""
    assert response.status_code == status
    check_page(response)
    return response.text


def bring(member: FlaskClient, content: bytes, name: str = "enquête.xlsx") -> TestResponse:
    return member.post(BACK, data={"form": (io.BytesIO(content), name)})


def test_from_a_workbook_to_a_family_that_answers__ok(member, instance: Instance) -> None:
    answer = bring(member, workbook(SURVEY, CHOICES, SETTINGS))
    assert answer.location == "/staff/questionnaires/enquete"
    shown = page(member.get(answer.location))
    assert "2 questions, 2 langues, 1 chose laissée de côté." in shown
    assert "feuille survey, ligne 3" in shown
    assert "Tout à fait" in shown
    assert "Are you well?" in page(member.get(f"{answer.location}?tongue=en"))

    form = page(member.get("/staff/campaigns/new?questionnaire=enquete"))
    assert re.search(r'<option selected value="enquete">', form)
    assert len(re.findall(r'checked id="languages-', form)) == 2
    sent = {
        "name": "neuve", "title": "Neuve", "site": "stains", "languages": ["fr", "en"],
        "channels": ["phone"], "opens": "2026-01-01", "closes": "", "grace_days": "14",
        "questionnaire": "enquete",
    }  # fmt: skip
    assert member.post("/staff/campaigns/new", data=sent).status_code == 302

    family = member.application.test_client()
    english = family.get("/q/neuve?lang=en").text
    assert "Are you well?" in english
    assert "Not at all" in english
    assert '"preset":"no"' in english
    assert "Ça va" not in english
    assert "Ça va" in family.get("/q/neuve?lang=fr").text
    id = "11111111-2222-4333-8444-555555555555"
    answered = {"id": id, "version": "3", "language": "en", "answers": {"a": "yes"}}
    assert family.post("/q/neuve/responses", json=answered).status_code == 201
    assert [one.answers for one in instance.store.responses("neuve")] == [{"a": "yes"}]


def test_what_a_questionnaire_says_in_its_own_words_stays_its_own__ok(member, instance) -> None:
    own = CHOICES.replace("Tout à fait", "facile").replace("Quite", "A piece of cake")
    bring(member, workbook(SURVEY, own, SETTINGS))
    english = member.get("/staff/questionnaires/enquete?tongue=en").text
    assert "A piece of cake" in english
    assert instance.languages.catalogue("en").gettext("facile") != "A piece of cake"


def test_a_refused_consent_is_thanked_and_not_kept__ok(member, instance) -> None:
    survey = """
    | type              | name    | label          | relevant           |
    | select_one yes_no | consent | Vous voulez ?  |                    |
    | text              | word    | Un mot ?       | ${consent} = 'yes' |
    """
    bring(member, workbook(survey, CHOICES, SETTINGS))
    asked = instance.store.save_questionnaire(instance.questionnaires_at("")["enquete"])
    moved = replace(
        add_campaign(instance, "neuve"), questionnaire=asked.name, version=asked.version
    )
    instance.store.save_campaign(moved)
    family = member.application.test_client()
    sent = {"version": asked.version, "language": "fr", "answers": {"consent": "no"}}
    for number, (consent, status) in enumerate({"no": 200, "yes": 201}.items()):
        id = f"{number}1111111-2222-4333-8444-555555555555"
        answers = {"id": id, "answers": {"consent": consent}}
        assert family.post("/q/neuve/responses", json=sent | answers).status_code == status
    assert [one.answers for one in instance.store.responses("neuve")] == [{"consent": "yes"}]


def test_a_file_with_mistakes__is_told_on_the_page_and_not_kept(member, instance) -> None:
    answer = bring(member, workbook("| type | name | label |\n| select_one l | a | A |", " | | "))
    assert "feuille survey, ligne 2" in page(answer, 422)
    assert instance.store.get("xlsforms") is None
    for content in (b"", b"type,name,label", b"\xd0\xcf\x11\xe0"):
        assert page(bring(member, content), 422)


def test_the_name_of_a_shipped_questionnaire__is_taken(member, instance) -> None:
    content = workbook(SURVEY, CHOICES, SETTINGS.replace("enquete", "express"))
    assert "form_id" in page(bring(member, content), 422)
    assert instance.library.questionnaires["express"].questions[0].name == "A1"


def test_a_questionnaire_brought_again__is_offered_to_its_campaigns(member, instance) -> None:
    bring(member, workbook(SURVEY, CHOICES, SETTINGS))
    asked = instance.store.save_questionnaire(instance.questionnaires_at("")["enquete"])
    campaign = add_campaign(instance, "neuve")
    moved = replace(campaign, questionnaire=asked.name, version=asked.version)
    instance.store.save_campaign(moved)
    assert instance.changes(moved) == []
    bring(member, workbook(SURVEY.replace("Et vous", "Et toi"), CHOICES, SETTINGS))
    assert [change.question for change in instance.changes(moved)] == ["Et toi ?"]
    assert member.post(f"{BACK}/enquete/remove").status_code == 302
    assert "enquete" not in instance.questionnaires_at("")
    assert member.get("/staff/campaigns/neuve").status_code == 200
    assert member.post(f"{BACK}/enquete/remove").status_code == 404


def test_a_questionnaire_is_taken_as_a_workbook__ok(member, instance, campaign) -> None:
    for address in (f"{BACK}/express.xlsx", f"/staff/campaigns/{campaign.name}/questionnaire.xlsx"):
        answer = member.get(address)
        assert answer.mimetype.endswith("spreadsheetml.sheet")
        path = Path("taken.xlsx")
        imported = read_xlsform(path, instance.languages, instance.pictures, answer.data)
        assert imported.questionnaire in instance.library.questionnaires.values()
    assert member.get(f"{BACK}/absent.xlsx").status_code == 404
    assert "Vous êtes…" in page(member.get(f"{BACK}/express"))
    assert member.get(f"{BACK}/express?tongue=xx").status_code == 404


def test_a_device_is_added_and_its_address_shown_once__ok(member, instance, campaign) -> None:
    back = f"/staff/campaigns/{campaign.name}/collectors"
    assert page(member.get(back))
    assert page(member.post(back, data={"name": ""}), 422)
    made = page(member.post(back, data={"name": "Téléphone d’Amina"}), 201)
    (server,) = re.findall(r'<p class="address">(\S+?)</p>', made)
    device = Collect(member.application.test_client(), server)
    assert device.get(f"{server}/submission").status_code == 405
    listed = page(member.get(back))
    assert "Téléphone d’Amina" in listed
    assert server.rpartition("/")[2] not in listed
    assert "Téléphone" not in member.get(f"/staff/campaigns/{campaign.name}/tablets").text
    (kiosk,) = instance.store.kiosks(campaign.name)
    gone = member.post(f"/staff/campaigns/{campaign.name}/tablets/{kiosk.id}/remove")
    assert gone.location == back
    assert device.get(f"{server}/formList").status_code == 403
