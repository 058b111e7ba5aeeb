"""The team edits sites, sectors, places, services, themes: checked, kept for good, by who may."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
import yaml
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from diagnosis.instance import Instance
from diagnosis.model import Campaign, Session
from tests.conftest import add_campaign
from tests.entering import enter_as
from tests.pages import check_page

LISTS = "/staff/lists"
SECTOR = {
    "label": "Le Mail", "landmarks": "la place, le marché", "lon": "2,4200", "lat": "48.8800",
    "iris": "", "picture": "tour",
}  # fmt: skip
SERVICE = {
    "label": "La PMI", "description": "Un centre gratuit.", "domains": ["sommeil"],
    "where": "rue des Essais", "checked_on": "2026-11-29", "picture": "pmi",
}  # fmt: skip
Page = Callable[..., TestResponse]


def post(client: FlaskClient, path: str, status: int = 302, **sent: Any) -> TestResponse:
    """Send a form; a page that comes back is held to what a page must be."""
    answer = client.post(f"{LISTS}/{path}", data=sent)
    assert answer.status_code == status, answer.text
    if status != 302:
        check_page(answer)
    return answer


def upload(client: FlaskClient, name: str, content: str, status: int = 302) -> TestResponse:
    """Bring the file of a list."""
    file = (io.BytesIO(content.encode()), f"{name}.yaml")
    return post(client, f"files/{name}", status, file=file)


def asked(instance: Instance, site: str, question: str = "A5") -> list[str]:
    """The choices of a question at a site, as a campaign opened today would ask it."""
    found = instance.library_at(site).questionnaires["clos-saint-lazare"].question(question)
    return [choice.name for choice in found.choices]


def test_every_page_says_what_it_must(member: FlaskClient, page: Page) -> None:
    assert "Tremblay-en-France" in page(LISTS).text
    for path in ("stains/sectors", "les-lilas/sectors", "stains/services", "common/themes"):
        page(f"{LISTS}/{path}")
    page(f"{LISTS}/common/help_numbers/119")
    page(f"{LISTS}/files/services")
    page("/staff/")


def test_a_sector_is_added_where_there_was_none(member: FlaskClient, instance: Instance) -> None:
    campaign = add_campaign(instance, "lilas", site="les-lilas")
    post(member, "les-lilas/sectors/new", **SECTOR)
    [sector] = instance.library_at("les-lilas").site.sectors
    assert (sector.name, sector.landmarks) == ("le_mail", ("la place", "le marché"))
    assert (sector.lon, sector.lat) == (2.42, 48.88)
    assert asked(instance, "les-lilas")[:2] == ["le_mail", "ailleurs_les_lilas"]
    assert asked(instance, "stains")[0] == "clos_ouest"
    # A campaign keeps its words until somebody says otherwise.
    assert [change.question for change in instance.changes(campaign)] == ["Où habitez-vous\u202f?"]
    assert "Essai" in member.get(LISTS).text


def test_two_sectors_of_the_same_words_have_two_names(
    member: FlaskClient, instance: Instance
) -> None:
    for site in ("les-lilas", "la-courneuve"):
        post(member, f"{site}/sectors/new", **{**SECTOR, "label": "Le Maroc"})
    names = [instance.library_at(s).site.sectors[0].name for s in ("les-lilas", "la-courneuve")]
    assert names == ["le_maroc", "le_maroc_2"]


def test_a_service_changes_at_once_for_families(
    member: FlaskClient, instance: Instance, campaign: Campaign
) -> None:
    post(member, "stains/services", own="1")
    post(member, "stains/services/pmi", **SERVICE)
    told = json.loads(re.findall(r'id="plan">(.*?)</script>', member.get("/q/stains").text)[0])
    assert "rue des Essais" in member.get(told["news"]).json["html"]
    post(member, "stains/services", own="1")
    assert instance.library_at("stains").services.services[0].where == "rue des Essais"
    elsewhere = instance.library_at("les-lilas").services.services[0]
    assert elsewhere.where == "", "the other sites keep the common list"
    post(member, "stains/services")
    assert instance.library_at("stains").services.services[0].where == ""


def test_the_order_is_that_of_families(member: FlaskClient, instance: Instance) -> None:
    before = asked(instance, "stains", "D3")
    post(member, "common/places/square/move", steps="-1")
    after = asked(instance, "stains", "D3")
    assert after.index("square") == before.index("square") - 1
    assert sorted(after) == sorted(before)


def test_a_site_is_added_and_removed(member: FlaskClient, instance: Instance) -> None:
    post(member, "common/sites/new", town="Saint-Denis", elsewhere="à Saint-Denis")
    assert asked(instance, "saint-denis")[0] == "ailleurs_saint_denis"
    post(member, "common/sites/saint-denis/remove")
    assert instance.library.site_called("saint-denis") is None


def test_what_is_in_use_is_not_lost__error(
    member: FlaskClient, instance: Instance, campaign: Campaign, page: Page
) -> None:
    instance.store.add_session(Session("KWRT", campaign.name, ("massage", "cafe_parents")))
    for path, words in (
        ("common/themes/massage/remove", "sert dans la campagne"),
        ("common/sites/stains/remove", "sert dans la campagne"),
    ):
        post(member, path)
        assert words in page(LISTS).text
    assert instance.store.list_numbers() == {}
    post(member, "common/themes/droits_grossesse/remove")
    assert instance.store.list_numbers() == {"themes": 1}


@pytest.mark.parametrize(
    ("path", "sent", "words"),
    [
        ("les-lilas/sectors/new", {**SECTOR, "lon": "1e999"}, "Longitude"),
        ("les-lilas/sectors/new", {**SECTOR, "lat": "abc"}, "Latitude"),
        ("les-lilas/sectors/new", {**SECTOR, "label": "  "}, "Donnez un nom"),
        ("common/help_numbers/new", {"number": "un", "label": "x"}, "2 à 16 chiffres"),
        ("common/help_numbers/new", {"number": "15", "label": "x", "checked_on": "2026-11-29"},
         "déclaré deux fois"),
        ("common/themes/new", {"label": "x", "main": "rien", "format": "C"}, "Besoin principal"),
        ("common/sites/new", {"town": "x"}, "Écrivez ce choix"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_nothing_is_kept__error(
    member: FlaskClient, instance: Instance, path: str, sent: dict[str, Any], words: str
) -> None:
    answer = post(member, path, 422, **sent)
    assert words in answer.text
    assert instance.store.list_numbers() == {}


def test_the_last_choice_of_a_question_stays__error(
    member: FlaskClient, instance: Instance, page: Page
) -> None:
    upload(member, "places", "places: [{name: halle, label: à la halle}]")
    post(member, "common/places/halle/remove")
    assert "n’a aucun choix" in page(f"{LISTS}/common/places").text
    assert asked(instance, "stains", "D3") == ["halle"]


def test_a_file_goes_out_and_comes_back_the_same(member: FlaskClient, instance: Instance) -> None:
    post(member, "les-lilas/sectors/new", **SECTOR)
    for name in ("sites", "places", "services", "themes"):
        before = getattr(instance.library.lists, name)
        written = member.get(f"{LISTS}/files/{name}.yaml")
        assert written.mimetype == "application/yaml"
        upload(member, name, written.text)
        assert getattr(instance.library.lists, name) == before
        assert yaml.safe_load(written.text).keys() <= before.model_dump().keys()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("sites: [", "Ligne 1"),
        ("", "vide"),
        ("sites: []", "il en faut 1"),
        ("sites: [{name: a, town: A, elsewhere: x, colour: red}]", "inconnue"),
        ("sites: [{name: a, town: A, elsewhere: x, places: []}]", "aucun choix"),
        ("a: &a [x,x]\nb: &b [*a,*a]\nsites: *b", "Ligne"),
    ],
)
def test_a_wrong_file_is_told_line_by_line__error(
    member: FlaskClient, instance: Instance, content: str, words: str
) -> None:
    assert words in upload(member, "sites", content, 422).text
    assert instance.store.list_numbers() == {}


def test_what_was_before_comes_back(member: FlaskClient, instance: Instance, page: Page) -> None:
    post(member, "common/places/square/remove")
    post(member, "common/places/ecole/remove")
    assert len(asked(instance, "stains", "D3")) == 6
    assert "N° 2" in page(f"{LISTS}/files/places").text
    earlier = yaml.safe_load(member.get(f"{LISTS}/files/places.yaml?number=1").text)
    assert len(earlier["places"]) == 7
    post(member, "files/places/restore", number="1")
    assert len(asked(instance, "stains", "D3")) == 7
    post(member, "files/places/restore", number="0")
    assert len(asked(instance, "stains", "D3")) == 8
    assert [revision.number for revision in instance.store.revisions("places")] == [4, 3, 2, 1]
    assert member.post(f"{LISTS}/files/places/restore", data={"number": "9"}).status_code == 404


def test_each_edits_the_lists_of_their_site(
    lilas: FlaskClient, instance: Instance, campaign: Campaign
) -> None:
    post(lilas, "les-lilas/sectors/new", **SECTOR)
    for path in ("stains/sectors", "common/places", "files/places", "common/sites/les-lilas"):
        assert lilas.get(f"{LISTS}/{path}").status_code == 403
    assert lilas.post(f"{LISTS}/stains/sectors/maroc/remove").status_code == 403
    shown = lilas.get(LISTS).text
    assert "Les Lilas" in shown
    assert "La Courneuve" not in shown
    add_campaign(instance, "lilas", site="Les Lilas")
    assert lilas.get("/staff/campaigns/lilas").status_code == 200
    assert lilas.get(f"/staff/campaigns/{campaign.name}").status_code == 403


def test_who_is_limited_to_a_campaign_is_led_to_no_list(
    app: Flask, instance: Instance, campaign: Campaign
) -> None:
    client = enter_as(app.test_client(), instance.store, "bo", "coordinator", campaign.name)
    assert "Sites et listes" not in client.get("/staff/").text
    assert client.get(f"{LISTS}/stains/sectors").status_code == 403


def test_the_journal_says_who_changed_what(member: FlaskClient, instance: Instance) -> None:
    post(member, "common/places/square/remove")
    last = instance.store.last_entry()
    assert last is not None
    assert (last.who, last.what, last.about) == ("amina", "list edited", "places")
    assert last.detail == "common places square"


def test_hours_number_and_languages_of_a_service(member: FlaskClient, instance: Instance) -> None:
    said = {**SERVICE, "hours": "lundi, 9 h", "phone": "01 23 45 67 89", "languages": ["ta", "ar"]}
    post(member, "common/services/pmi", **said)
    kept = instance.library_at("").services.services[0]
    assert (kept.hours, kept.phone, kept.languages) == (
        "lundi, 9 h",
        "01 23 45 67 89",
        ("ta", "ar"),
    )
    shown = member.get(f"{LISTS}/files/services.yaml").text
    assert "phone: 01 23 45 67 89" in shown
    for wrong in ({"phone": "au bureau"}, {"phone": "1"}, {"languages": ["xx"]}):
        post(member, "common/services/pmi", 422, **{**said, **wrong})


def test_another_process_reads_what_was_changed(member: FlaskClient, instance: Instance) -> None:
    assert len(instance.library.places) == 8
    other = Instance(**{
        name: getattr(instance, name)
        for name in (
            "store", "secrets", "shipped", "languages", "pictures", "machine", "exit_address", "k",
        )
    })  # fmt: skip
    post(member, "common/places/square/remove")
    assert len(other.library.places) == len(instance.library.places) == 7


NOWHERE = ["nowhere/sectors", "common/sectors", "stains/sites", "stains/x", "stains/help_numbers"]


@pytest.mark.parametrize("path", [*NOWHERE, "files/x", "stains/sectors/x"])
def test_what_is_not_there__error(member: FlaskClient, path: str) -> None:
    assert member.get(f"{LISTS}/{path}").status_code == 404
