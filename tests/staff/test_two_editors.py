"""Two people edit one thing at once: the second sees both versions, and loses nothing."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from diagnosis import dataset
from diagnosis.instance import Instance
from diagnosis.model import Campaign, Response, Session, Sound, Workshop
from diagnosis.storage import StaleError, Storage, version_of
from tests.conftest import VERSION
from tests.pages import check_page, text
from tests.staff.conftest import give_reason

ID = "1b0e9a52-6f0c-4b7e-9d6e-2f8f3c1d4a55"
ROOM = "/staff/campaigns/stains"
EDIT = {
    "title": "Essai",
    "site": "stains",
    "languages": ["fr", "ar"],
    "channels": ["phone"],
    "opens": "2026-01-01",
    "grace_days": "14",
}
PLAN = {"theme": "cafe_parents", "day": "2026-12-01", "place": "cabane", "language": "fr"}
HELD = {"attended": "10", "happy": "4", "neutral": "3", "unhappy": "1"}
# Per page: what the first saves, what the second had written, what she reads of both.
PAGES: dict[str, tuple[dict[str, Any], dict[str, Any], tuple[str, ...]]] = {
    f"{ROOM}/edit": (
        {**EDIT, "title": "Le sien", "languages": ["fr"]},
        {**EDIT, "title": "Le mien"},
        ("Le sien", "Le mien", "Français, العربية"),
    ),
    "/staff/workshops/1/edit": (
        {**PLAN, "day": "2026-12-24"},
        {**PLAN, "childcare": "y"},
        ("2026-12-24", "2026-12-01", "oui", "non"),
    ),
    "/staff/workshops/1": (HELD, {**HELD, "attended": "12"}, ("10", "12")),
    "/staff/sessions/KWRT": ({"people": "20"}, {"people": "25"}, ("20", "25")),
    "/staff/sessions/KWRT/close": ({"people": "20"}, {"people": "25", "flood": "y"}, ("20", "oui")),
    f"{ROOM}/analysis/margins": (
        {"source-A1": "Insee"},
        {"source-A1": "La Caf"},
        ("Insee", "La Caf", "Vous êtes"),
    ),
    f"{ROOM}/analysis/limits": ({"sessions": "5"}, {"sessions": "7"}, ("5", "7")),
    f"{ROOM}/texts/E2/{ID}": ({"codes": ["sommeil"]}, {"nothing": "y"}, ("oui", "non")),
}


@pytest.fixture(autouse=True)
def reason(member: FlaskClient, campaign: Campaign) -> None:
    """Texts are read for a reason, said once."""
    give_reason(member, campaign.name)


@pytest.fixture
def filled(instance: Instance, campaign: Campaign) -> Instance:
    """A campaign with a workshop, a session and a text."""
    store = instance.store
    store.add_workshop(Workshop(0, "stains", "cafe_parents", date(2026, 12, 1), "cabane", "fr"))
    store.add_session(Session("KWRT", "stains", ("cafe_parents", "massage"), people=30))
    said = {"E2": "Un lieu pour dormir"}
    store.add_response(Response(ID, "stains", VERSION, "fr", "phone", False, "2026-W47", said))
    return instance


def seen(page: str) -> str:
    found = re.search(r'name="seen"[^>]* value="([0-9a-f]{16})"', page)
    assert found, "the form says which version it shows"
    return found[1]


def says_both(answer: TestResponse, words: tuple[str, ...]) -> str:
    assert answer.status_code == 409
    page = text(check_page(answer))
    assert "Quelqu’un d’autre a enregistré" in page
    assert [word for word in words if word not in page] == []
    return answer.text


@pytest.mark.parametrize("address", PAGES)
def test_the_second_sees_both_and_decides(
    member: FlaskClient, filled: Instance, address: str
) -> None:
    first, second, words = PAGES[address]
    read = seen(member.get(address).text)
    assert member.post(address, data={**first, "seen": read}).status_code == 302
    kept = everything(filled.store)
    both = says_both(member.post(address, data={**second, "seen": read}), words)
    assert everything(filled.store) == kept
    assert member.post(address, data={**second, "seen": seen(both)}).status_code == 302
    assert everything(filled.store) != kept


@pytest.mark.parametrize("address", PAGES)
def test_the_same_written_twice_is_no_quarrel(
    member: FlaskClient, filled: Instance, address: str
) -> None:
    first, _, _ = PAGES[address]
    read = seen(member.get(address).text)
    for _ in range(2):
        assert member.post(address, data={**first, "seen": read}).status_code == 302


def test_two_halves_of_a_workshop_are_both_kept(member: FlaskClient, filled: Instance) -> None:
    address = "/staff/workshops/1"
    read = seen(member.get(address).text)
    member.post(f"{address}/edit", data={**PLAN, "place": "square"})
    assert member.post(address, data={**HELD, "seen": read}).status_code == 302
    kept = filled.store.workshop(1)
    assert kept is not None
    assert (kept.place, kept.held, kept.attended) == ("square", True, 10)


def everything(store: Storage) -> tuple[Any, ...]:
    return (
        store.campaign("stains"),
        store.workshop(1),
        store.session("KWRT"),
        replace(dataset.settings_of(store, "stains"), changes=()),
        store.codings("stains"),
    )


def test_names_of_profiles_are_compared_too__error(filled: Instance) -> None:
    store, day = filled.store, date(2026, 12, 1)
    names = [{"name": "Les matinales", "members": []}]
    read = dataset.part_of(dataset.settings_of(store, "stains"), "profiles")
    version = version_of(read)
    dataset.change_settings(store, "stains", day, "Noms", version, profiles=names)
    with pytest.raises(StaleError):
        dataset.change_settings(store, "stains", day, "Noms", version, profiles=[])
    dataset.change_settings(store, "stains", day, "Autre", extra={"a": "A"})
    assert dataset.settings_of(store, "stains").profiles == names


def test_what_two_wrote_of_one_voice_is_shown_to_the_second(
    member: FlaskClient, filled: Instance
) -> None:
    said = Response(ID.replace("1", "2"), "stains", VERSION, "fr", "phone", False, "2026-W47", {})
    filled.store.add_response(replace(said, voices={"E2": Sound("audio/webm", b"x")}))
    address = f"{ROOM}/voices/{said.id}/E2"
    assert member.post(address, data={"text": "La sienne"}).status_code == 302
    both = member.post(address, data={"text": "La mienne"})
    assert both.status_code == 409
    check_page(both)
    assert "La sienne" in both.text
    assert ">La mienne</textarea>" in both.text
    assert filled.store.transcription("stains", said.id, "E2") == "La sienne"
    sent = {"text": "La mienne", "former": "La sienne"}
    assert member.post(address, data=sent).status_code == 302
    assert filled.store.transcription("stains", said.id, "E2") == "La mienne"
    assert member.post(address, data={"text": "La mienne"}).status_code == 302


def test_what_cannot_be_undone_asks_once_more(member: FlaskClient, filled: Instance) -> None:
    member.post(f"{ROOM}/tablets", data={"name": "Maison", "pin": "1234"})
    tablets = member.get(f"{ROOM}/tablets").text
    assert re.search(r"<details><summary[^>]*>Retirer</summary>\s*<form", tablets)
