"""Tablets: prepared once by a link, known by a secret, heard of by the clock; never a cookie."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from hashlib import pbkdf2_hmac

import pytest

from diagnosis.answers import make_kiosk, prepare, readable
from diagnosis.app import open_instance
from diagnosis.cli import invented
from diagnosis.config import read_settings
from diagnosis.web import edition
from tests.conftest import SLOW, add_campaign

NEWS = {"waiting": 2, "aside": 0, "sent": 7, "version": "0123abcd"}


@pytest.fixture
def link(instance, campaign):
    kiosk, code = make_kiosk(instance.store, campaign.name, "PMI", "4821")
    id, secret = code.split(".")
    assert id == kiosk.id
    return {"id": id, "secret": secret}


@pytest.fixture
def prepared(client, link):
    return client.post("/kiosk/stains/prepare", json=link).json


def test_a_link_prepares_one_tablet(client, instance, link):
    answer = client.post("/kiosk/stains/prepare", json=link)
    assert answer.status_code == 200
    assert set(answer.json) == {"id", "name", "token", "pin"}
    assert answer.json["name"] == "PMI"
    assert answer.json["token"] != link["secret"]
    assert "Set-Cookie" not in answer.headers
    kept = instance.store.kiosk(link["id"])
    assert kept.prepared
    assert answer.json["token"] not in json.dumps(vars(kept))
    again = client.post("/kiosk/stains/prepare", json=link)
    assert again.status_code == 409
    assert "nouveau lien" in again.json["message"]


def test_the_tablet_can_check_its_pin_alone(prepared):
    pin = prepared["pin"]
    found = pbkdf2_hmac("sha256", b"4821", bytes.fromhex(pin["salt"]), pin["iterations"])
    assert found.hex() == pin["hash"]
    assert SLOW >= 200_000


def test_a_reusable_link_prepares_again(client, instance, campaign):
    _, code = make_kiosk(instance.store, campaign.name, "Démo", "1234", reusable=True)
    id, secret = code.split(".")
    answers = [
        client.post("/kiosk/stains/prepare", json={"id": id, "secret": secret}) for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [200, 200]
    for answer in answers:
        news = {"id": id, "token": answer.json["token"], **NEWS}
        assert client.post("/kiosk/stains/contact", json=news).status_code == 204


@pytest.mark.parametrize(
    "sent",
    [
        {},
        [],
        None,
        {"id": 3, "secret": "x"},
        {"id": "\ud800", "secret": "\ud800"},
        {"id": "zzzzzz", "secret": "x" * 26},
        {"secret": "x"},
    ],
)
def test_any_other_link__error(client, campaign, sent):
    answer = client.post(
        "/kiosk/stains/prepare", data=json.dumps(sent), content_type="application/json"
    )
    assert answer.status_code == 403
    assert answer.json["message"]


@pytest.mark.parametrize("secret", [None, 1, "", "x" * 26, "\ud800", ["a"]])
def test_a_wrong_secret__error(client, instance, link, secret):
    sent = json.dumps({**link, "secret": secret})
    answer = client.post("/kiosk/stains/prepare", data=sent, content_type="application/json")
    assert answer.status_code == 403
    assert not instance.store.kiosk(link["id"]).prepared


def test_the_link_of_another_campaign__error(client, instance, link):
    add_campaign(instance, "ailleurs")
    assert client.post("/kiosk/ailleurs/prepare", json=link).status_code == 403


def test_another_site_prepares_nothing__error(client, link):
    headers = {"Sec-Fetch-Site": "cross-site"}
    assert client.post("/kiosk/stains/prepare", json=link, headers=headers).status_code == 403
    assert client.post("/kiosk/stains/prepare", data=link).status_code == 403


def test_news_are_kept_to_the_minute(client, instance, prepared, monkeypatch):
    monkeypatch.setattr(instance, "now", lambda: datetime(2026, 11, 21, 9, 5, 42, tzinfo=UTC))
    news = {"id": prepared["id"], "token": prepared["token"], **NEWS}
    answer = client.post("/kiosk/stains/contact", json=news)
    assert answer.status_code == 204
    assert "Set-Cookie" not in answer.headers
    kept = instance.store.kiosk(prepared["id"])
    assert (kept.waiting, kept.aside, kept.sent, kept.version) == (2, 0, 7, "0123abcd")
    assert kept.contact == "2026-11-21T09:05Z"


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"token": "wrong"}, 403),
        ({"token": None}, 403),
        ({"id": "nobody"}, 403),
        ({"waiting": -1}, 400),
        ({"waiting": True}, 400),
        ({"waiting": "2"}, 400),
        ({"aside": 1.5}, 400),
        ({"sent": 10**12}, 400),
        ({"sent": None}, 400),
        ({"version": 4}, 400),
        ({"version": "x" * 41}, 400),
        ({"version": "<b>"}, 400),
    ],
)
def test_news_that_make_no_sense__error(client, instance, prepared, change, status):
    news = {"id": prepared["id"], "token": prepared["token"], **NEWS, **change}
    answer = client.post("/kiosk/stains/contact", json=news)
    assert answer.status_code == status
    assert answer.json["message"]
    assert instance.store.kiosk(prepared["id"]).contact == ""


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[" * 1500, b"\xff", b'{"id": 1' + b" " * 5000 + b"}"]
)
@pytest.mark.parametrize("way", ["prepare", "contact"])
def test_what_is_no_json__error(client, campaign, way, body):
    answer = client.post(f"/kiosk/stains/{way}", data=body, content_type="application/json")
    assert answer.status_code in (400, 403)


def test_a_tablet_not_prepared_gives_no_news__error(client, link):
    news = {"id": link["id"], "token": link["secret"], **NEWS}
    assert client.post("/kiosk/stains/contact", json=news).status_code == 403


def test_news_change_nothing_that_the_diagnosis_reads(client, instance, prepared):
    before = instance.store.stamp("stains")
    news = {"id": prepared["id"], "token": prepared["token"], **NEWS}
    client.post("/kiosk/stains/contact", json=news)
    assert instance.store.stamp("stains") == before


def test_the_page_can_be_installed_under_a_neutral_name(client, campaign):
    answer = client.get("/kiosk/stains/manifest.webmanifest")
    assert answer.mimetype == "application/manifest+json"
    assert answer.json["name"] == "Votre avis"
    assert answer.json["display"] == "fullscreen"
    assert answer.json["start_url"] == "/kiosk/stains"
    with client.get(answer.json["icons"][0]["src"]) as icon:
        assert icon.mimetype == "image/svg+xml"
    assert client.get("/kiosk/nowhere/manifest.webmanifest").status_code == 404


def test_the_page_is_asked_for_again_only_when_it_changed(client, campaign):
    first = client.get("/kiosk/stains")
    again = client.get("/kiosk/stains", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


def test_a_campaign_that_has_ended_still_lets_the_team_in(page, instance):
    add_campaign(instance, "finie", closes=date(2026, 1, 2))
    response = page("/kiosk/finie", 410)
    assert "Ce questionnaire est terminé" in response.text
    assert "kiosk-team" in response.text
    assert "lang=ar&amp;channel=kiosk" not in response.text


def test_what_tablets_run_has_a_name_that_changes(campaign):
    assert edition(campaign) == edition(campaign)
    assert len(edition(campaign)) == 8


def test_a_code_can_be_read_out():
    assert readable("3f7k2m.0123456789abcdefghjkmnpqrs").startswith("3f7k-2m.0123-4567-")


def test_the_demonstration_has_a_tablet_that_stays_the_same(tmp_path):
    address = "http://127.0.0.1:8000"
    made = [invented.make_demo(tmp_path / "demo", address, 20) for _ in range(2)]
    assert made[0] == made[1]
    instance = open_instance(read_settings(tmp_path / "demo"))
    id, secret = made[0][1].split(".")
    for _ in range(2):
        kept = prepare(instance.store, invented.DEMO, {"id": id, "secret": secret})
        assert kept["name"] == "Tablette de démonstration"
    campaign = instance.store.campaign(invented.DEMO)
    assert campaign.languages == instance.languages.tags
    instance.store.close()
