"""Tablets: added, seen by last contact, removed; what one of them kept comes in by a file."""

from __future__ import annotations

import base64
import json
import re
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from diagnosis.answers import current_key, make_kiosk, seal
from diagnosis.instance import Instance
from diagnosis.model import Campaign, Kiosk
from diagnosis.staff.tablets import when
from diagnosis.web import edition
from tests.conftest import add_campaign
from tests.pages import check_page

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
ADDRESS = "/staff/campaigns/stains/tablets"


@pytest.fixture
def tablets(instance: Instance, campaign: Campaign, monkeypatch: pytest.MonkeyPatch) -> list[Kiosk]:
    """Three tablets: seen just now with answers that wait, seen yesterday, never prepared."""
    monkeypatch.setattr(instance, "now", lambda: NOW)
    monkeypatch.setattr(instance, "today", lambda: NOW.date())
    made = [make_kiosk(instance.store, "stains", name, "4821")[0] for name in ("A", "B", "C")]
    version = edition(campaign)
    kiosks = [
        replace(made[0], name="École", prepared=True, contact="2026-11-20T09:00Z", version="old"),
        replace(made[1], name="PMI", prepared=True, contact="2026-11-21T11:40Z", version=version),
        replace(made[2], name="Square"),
    ]
    kiosks[1] = replace(kiosks[1], waiting=4, sent=7)
    for kiosk in kiosks:
        instance.store.save_kiosk(kiosk)
    return kiosks


def sealed(instance: Instance, **changes: Any) -> dict[str, Any]:
    """Response as a tablet keeps it."""
    campaign = instance.store.campaign("stains")
    assert campaign
    key, id = current_key(instance.secrets, "stains"), str(uuid.uuid4())
    fields = {"id": id, "version": campaign.version, "language": "ta", "channel": "kiosk"}
    content = {**fields, "assisted": False, "answers": {"A1": "maman"}, **changes}
    closed = seal(key, "stains", id, json.dumps(content).encode())
    entry = {"id": id, "key": key.number, "sealed": base64.b64encode(closed).decode()}
    return {**entry, "state": "waiting", "cause": ""}


def exported(*entries: Any, **changes: Any) -> bytes:
    content = {"format": "diagnosis-outbox", "version": 1, "campaign": "stains", "kiosk": "PMI"}
    return json.dumps({**content, "entries": list(entries), **changes}).encode()


@pytest.fixture
def give(member: FlaskClient, campaign: Campaign) -> Callable[..., TestResponse]:
    def send(content: bytes, status: int = 200) -> TestResponse:
        head = b'--x\r\nContent-Disposition: form-data; name="outbox"; filename="a.json"\r\n\r\n'
        response = member.post(
            f"{ADDRESS}/import",
            data=head + content + b"\r\n--x--\r\n",
            content_type="multipart/form-data; boundary=x",
        )
        assert response.status_code == status, response.text[:500]
        check_page(response)
        return response

    return send


def test_without_tablet_the_page_says_so(
    member: FlaskClient, campaign: Campaign, page: Callable[..., TestResponse]
) -> None:
    assert "Aucune tablette n’est prête" in page(ADDRESS).text
    assert f'href="{ADDRESS}"' in page("/staff/campaigns/stains").text


def test_what_matters_comes_first_and_the_last_seen_on_top(
    member: FlaskClient, tablets: list[Kiosk], page: Callable[..., TestResponse]
) -> None:
    text = page(ADDRESS).text
    assert (
        "3 tablettes, 1 vue aujourd’hui\u202f; 4 réponses attendent sur «\u00a0PMI\u00a0»." in text
    )
    rows = re.findall(r'<th scope="row">(\w+)</th>\s*<td>([^<]+)</td>', text)
    assert rows == [
        ("PMI", "il y a moins d’une heure"),
        ("École", "hier"),
        ("Square", "pas encore préparée"),
    ]
    assert "à jour" in text
    assert "ancienne" in text
    assert "1234" not in text


@pytest.mark.parametrize(
    ("contact", "words"),
    [
        ("2026-11-21T11:59Z", "il y a moins d’une heure"),
        ("2026-11-21T10:30Z", "aujourd’hui"),
        ("2026-11-20T12:00Z", "hier"),
        ("2026-11-12T12:00Z", "le 12 novembre"),
        ("2025-11-12T12:00Z", "le 12 novembre 2025"),
        ("2026-11-01T12:00Z", "le 1er novembre"),
        ("", "jamais encore"),
    ],
)
def test_the_last_contact_is_said_in_words(contact: str, words: str) -> None:
    kiosk = Kiosk("a", "stains", "PMI", "", "", prepared=True, contact=contact)
    assert when(kiosk, NOW, date(2026, 11, 21)) == words


def test_a_new_tablet_shows_its_link_once(
    member: FlaskClient, instance: Instance, campaign: Campaign
) -> None:
    response = member.post(ADDRESS, data={"name": " PMI ", "pin": "4821"})
    assert response.status_code == 201
    check_page(response)
    (kiosk,) = instance.store.kiosks("stains")
    assert kiosk.name == "PMI"
    assert not kiosk.prepared
    found = re.search(r"/kiosk/stains#(\w+)\.(\w+)<", response.text)
    assert found
    assert found[1] == kiosk.id
    assert "data:image/svg+xml;base64," in response.text
    assert found[2] not in json.dumps(vars(kiosk))
    assert "4821" not in kiosk.pin
    assert found[2] not in member.get(ADDRESS).text
    link = {"id": found[1], "secret": found[2]}
    assert member.post("/kiosk/stains/prepare", json=link).status_code == 200


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({"name": "", "pin": "4821"}, "Donnez un nom"),
        ({"name": "PMI", "pin": "482"}, "4 à 8 chiffres"),
        ({"name": "PMI", "pin": "48a1"}, "4 à 8 chiffres"),
        ({"name": "PMI", "pin": "4821 7"}, "4 à 8 chiffres"),
        ({"name": "x" * 41, "pin": "4821"}, "40 signes"),
    ],
)
def test_a_tablet_without_name_or_pin__error(
    member: FlaskClient, instance: Instance, campaign: Campaign, sent: dict[str, str], message: str
) -> None:
    response = member.post(ADDRESS, data=sent)
    assert response.status_code == 422
    check_page(response)
    assert message in response.text
    assert instance.store.kiosks("stains") == []


def test_removing_a_tablet(
    member: FlaskClient, instance: Instance, tablets: list[Kiosk], page: Callable[..., TestResponse]
) -> None:
    assert member.post(f"{ADDRESS}/{tablets[0].id}/remove").status_code == 302
    assert [kiosk.name for kiosk in instance.store.kiosks("stains")] == ["PMI", "Square"]
    assert "École" in page(ADDRESS).text, "the page says which one is gone"
    assert member.post(f"{ADDRESS}/{tablets[0].id}/remove").status_code == 404
    add_campaign(instance, "ailleurs")
    elsewhere = f"/staff/campaigns/ailleurs/tablets/{tablets[1].id}/remove"
    assert member.post(elsewhere).status_code == 404


def test_the_demonstration_says_its_pin(
    member: FlaskClient,
    instance: Instance,
    campaign: Campaign,
    page: Callable[..., TestResponse],
) -> None:
    make_kiosk(instance.store, "stains", "Démo", "1234", reusable=True)
    assert "1234" in page(ADDRESS).text


def test_a_campaign_without_kiosk_says_what_to_tick(
    member: FlaskClient, instance: Instance, page: Callable[..., TestResponse]
) -> None:
    add_campaign(instance, "rue", channels=("phone",))
    assert "cochez" in page("/staff/campaigns/rue/tablets").text


def test_a_file_comes_in_once(instance: Instance, give: Callable[..., TestResponse]) -> None:
    first, second = sealed(instance), sealed(instance)
    file = exported(first, second)
    assert "2 réponses enregistrées, aucune déjà là, aucune refusée." in give(file).text
    assert "aucune réponse enregistrée, 2 déjà là, aucune refusée." in give(file).text.lower()
    kept = list(instance.store.responses("stains"))
    assert {response.id for response in kept} == {first["id"], second["id"]}
    assert {(response.language, response.channel) for response in kept} == {("ta", "kiosk")}


def test_a_response_refused_stops_none_of_the_others(
    instance: Instance, give: Callable[..., TestResponse]
) -> None:
    damaged = {**sealed(instance), "sealed": "AAAA"}
    future = {**sealed(instance), "key": 9}
    wrong = sealed(instance, answers={"A1": "personne de la liste"})
    nameless = {"id": None, "key": 1, "sealed": "x"}
    text = give(exported(damaged, future, wrong, nameless, {}, sealed(instance))).text
    assert "1 réponse enregistrée, aucune déjà là, 5 refusées." in text
    assert instance.store.count_responses("stains") == 1
    for entry in (damaged, future, wrong):
        assert entry["id"] in text
    assert "abîmées" in text


def test_another_content_under_the_same_number_is_told(
    instance: Instance, give: Callable[..., TestResponse]
) -> None:
    entry = sealed(instance)
    give(exported(entry))
    key = current_key(instance.secrets, "stains")
    content = {"id": entry["id"], "language": "fr", "channel": "kiosk", "answers": {"A1": "maman"}}
    other = seal(key, "stains", entry["id"], json.dumps(content).encode())
    text = give(exported({**entry, "sealed": base64.b64encode(other).decode()})).text
    assert "1 refusée" in text
    assert "La première est gardée" in text


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "exporté par une tablette"),
        (b"{", "exporté par une tablette"),
        (b"\xff\xfe", "exporté par une tablette"),
        (b"[]", "exporté par une tablette"),
        (b"[" * 100_000, "exporté par une tablette"),
        (exported(3), "exporté par une tablette"),
        (exported(entries={}), "exporté par une tablette"),
        (exported(version=2), "Mettez ce serveur à jour"),
        (exported(campaign="ailleurs"), "cette campagne"),
    ],
)
def test_a_wrong_file__error(
    give: Callable[..., TestResponse], content: bytes, message: str
) -> None:
    assert message in give(content, 422).text


def test_no_file__error(member: FlaskClient, campaign: Campaign) -> None:
    response = member.post(f"{ADDRESS}/import", data={})
    assert response.status_code == 422
    assert "Choisissez un fichier" in response.text


def test_a_large_file_comes_in(instance: Instance, give: Callable[..., TestResponse]) -> None:
    padded = {**sealed(instance), "cause": "x" * 3_000_000}
    assert "1 réponse enregistrée" in give(exported(padded)).text


def test_a_campaign_over_for_long_takes_nothing__error(
    instance: Instance, campaign: Campaign, give: Callable[..., TestResponse]
) -> None:
    instance.store.save_campaign(replace(campaign, closes=date(2026, 1, 2)))
    assert "Repoussez" in give(exported(sealed(instance)), 422).text


def test_a_new_key_still_lets_in_what_waits_under_the_old_one(
    member: FlaskClient, instance: Instance, campaign: Campaign
) -> None:
    waiting = sealed(instance)
    answer = member.post(f"{ADDRESS}/key", follow_redirects=True)
    assert "Clé 2 en service" in answer.text
    assert current_key(instance.secrets, "stains").number == 2
    body = {name: waiting[name] for name in ("id", "key", "sealed")}
    headers = {"Accept": "application/json"}
    kept = member.post("/q/stains/responses", json=body, headers=headers)
    assert kept.status_code == 201
    assert sealed(instance)["key"] == 2
