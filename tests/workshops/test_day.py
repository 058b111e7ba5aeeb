"""The day of a workshop: counts of several phones, faces by the code at the door, addresses."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from diagnosis.answers import make_kiosk
from diagnosis.dataset import evidence_of
from diagnosis.instance import Instance
from diagnosis.model import Campaign, Workshop
from diagnosis.workshops.faces import MOST_FACES, with_face
from diagnosis.workshops.keys import new_key, token_of
from diagnosis.workshops.tallies import MOST_PHONES
from tests.pages import check_page

ONE, TWO = "a" * 32, "b" * 32


@pytest.fixture
def workshop(instance: Instance, campaign: Campaign) -> Workshop:
    planned = Workshop(
        0, campaign.name, "cafe_parents", instance.today(), "cabane", "ar", key=new_key()
    )
    return instance.store.add_workshop(planned)


@pytest.fixture
def day(workshop: Workshop) -> str:
    return "/day/" + token_of(workshop.key, "day", workshop.id)


@pytest.fixture
def faces(workshop: Workshop) -> str:
    return "/faces/" + token_of(workshop.key, "faces", workshop.id)


def now(instance: Instance, workshop: Workshop) -> Workshop:
    found = instance.store.workshop(workshop.id)
    assert found is not None
    return found


def tally(step: int, device: str = ONE, **counts: int) -> dict[str, Any]:
    return {"device": device, "step": step, "counts": counts}


def test_a_phone_without_an_account_opens_the_day(client: FlaskClient, day: str) -> None:
    response = client.get(day)
    assert response.status_code == 200
    check_page(response)
    for name in ("families", "fathers", "child_0_1", "first_time", "without_pmi", "language:ar"):
        assert f'data-counter="{name}"' in response.text
    worker = client.get("/day/sw.js")
    assert worker.mimetype == "text/javascript"
    assert worker.status_code == 200


def test_the_same_count_sent_twice_counts_once(
    client: FlaskClient, instance: Instance, workshop: Workshop, day: str
) -> None:
    for _ in range(2):
        said = client.post(day, json=tally(9, families=5, fathers=2))
        assert said.status_code == 200
        assert said.json == {"step": 9, "counted": {"families": 5, "fathers": 2}}
    assert now(instance, workshop).counted == {"families": 5, "fathers": 2}


def test_what_comes_late_takes_nothing_back(
    client: FlaskClient, instance: Instance, workshop: Workshop, day: str
) -> None:
    client.post(day, json=tally(9, families=5))
    client.post(day, json=tally(4, families=2))
    assert now(instance, workshop).counted == {"families": 5}
    client.post(day, json=tally(10, families=4))
    assert now(instance, workshop).counted == {"families": 4}


def test_phones_of_two_facilitators_add_up(
    client: FlaskClient, instance: Instance, workshop: Workshop, day: str
) -> None:
    client.post(day, json=tally(3, families=3))
    answer = client.post(day, json=tally(2, TWO, families=2, oriented=1))
    assert answer.json is not None
    assert answer.json["counted"] == {"families": 5, "oriented": 1}
    assert len(now(instance, workshop).tallies) == 2


@pytest.mark.parametrize(
    "wrong",
    [
        tally(1, families=-1),
        tally(1, families=1001),
        tally(-1, families=1),
        tally(1, names=1),
        {"device": "x", "step": 1, "counts": {}},
        {"device": ONE, "step": True, "counts": {}},
        {"device": ONE, "step": 1, "counts": {"families": "2"}},
        {"device": ONE, "step": 1, "counts": []},
        [],
        "families",
    ],
)
def test_what_is_no_tally_is_refused_and_changes_nothing__error(
    client: FlaskClient, instance: Instance, workshop: Workshop, day: str, wrong: Any
) -> None:
    client.post(day, json=tally(1, families=2))
    answer = client.post(day, json=wrong)
    assert answer.status_code == 422
    assert answer.json is not None
    assert answer.json["message"]
    assert client.post(day, data=b"[" * 5000).status_code == 422
    assert now(instance, workshop).counted == {"families": 2}


def test_more_phones_than_a_team_has_are_refused__error(
    client: FlaskClient, instance: Instance, workshop: Workshop, day: str
) -> None:
    for number in range(MOST_PHONES):
        assert client.post(day, json=tally(1, f"{number:032x}", families=1)).status_code == 200
    assert client.post(day, json=tally(1, "f" * 32, families=1)).status_code == 422
    assert client.post(day, json=tally(2, f"{0:032x}", families=2)).status_code == 200
    assert now(instance, workshop).counted == {"families": MOST_PHONES + 1}


def test_the_address_of_one_purpose_opens_no_other_and_can_be_renewed__error(
    member: FlaskClient, instance: Instance, workshop: Workshop, day: str, faces: str
) -> None:
    other = day.replace("/day/", "/faces/"), faces.replace("/faces/", "/day/")
    for address in (*other, "/day/x", "/day/9-" + "0" * 32, day[:-1] + "g"):
        assert member.get(address).status_code == 404
    member.post(day, json=tally(1, families=2))
    assert member.post(f"/staff/workshops/{workshop.id}/door").status_code == 302
    assert member.get(day).status_code == 404
    assert member.get(faces).status_code == 404
    assert now(instance, workshop).counted == {"families": 2}


def test_the_page_of_the_day_gives_both_codes(
    member: FlaskClient,
    instance: Instance,
    workshop: Workshop,
    page: Callable[..., TestResponse],
    day: str,
    faces: str,
) -> None:
    text = page(f"/staff/workshops/{workshop.id}/door").text
    assert f'href="http://localhost{day}"' in text
    assert f'href="http://localhost{faces}"' in text
    assert f'href="http://localhost{faces}/shared"' in text
    old = instance.store.add_workshop(replace(workshop, key=""))
    assert "date d’avant" in page(f"/staff/workshops/{old.id}/door").text
    member.post(f"/staff/workshops/{old.id}/door")
    assert "/day/" in page(f"/staff/workshops/{old.id}/door").text


def test_what_phones_counted_is_proposed_and_read_by_the_team(
    member: FlaskClient, workshop: Workshop, page: Callable[..., TestResponse], day: str
) -> None:
    member.post(day, json=tally(9, families=7, without_pmi=3, **{"language:ar": 4}))
    text = page(f"/staff/workshops/{workshop.id}").text
    assert re.search(r'id="attended"[^>]*value="7"', text)
    for said in ("Ne vont pas à la PMI <b>3</b>", "<b>4</b>", "Sur 1 téléphone"):
        assert said in text


def ballot_of(response: TestResponse) -> str:
    found = re.search(r'name="ballot" value="([^"]+)"', response.text)
    assert found
    return found[1]


@pytest.mark.parametrize("language", ["fr", "ar", "ta"])
def test_a_face_counts_once_and_may_change(
    client: FlaskClient, instance: Instance, workshop: Workshop, faces: str, language: str
) -> None:
    shown = client.get(f"{faces}?lang={language}")
    check_page(shown)
    sent = {"ballot": ballot_of(shown), "face": "unhappy"}
    for _ in range(2):
        thanks = client.post(faces, data=sent)
        assert thanks.status_code == 200
        check_page(thanks)
    assert now(instance, workshop).faces_of("unhappy") == 1
    again = client.post(faces, data={"ballot": sent["ballot"]})
    client.post(faces, data={"ballot": ballot_of(again), "face": "happy"})
    found = now(instance, workshop)
    assert (found.faces_of("happy"), found.all_faces) == (1, 1)


def later(instance: Instance, seconds: float) -> None:
    """Let a while go by, then stop the clock."""
    now = instance.now()
    instance.now = lambda: now + timedelta(seconds=seconds)  # type: ignore[method-assign]


def action_of(response: TestResponse) -> str:
    found = re.search(r'action="([^"]+)"', response.text)
    assert found
    return html.unescape(found[1])


@pytest.mark.parametrize("way", ["shared", "kiosk"])
def test_a_shared_tablet_comes_back_for_the_next_family(
    client: FlaskClient, instance: Instance, workshop: Workshop, faces: str, way: str
) -> None:
    shown = client.get(f"{faces}/{way}?lang=ar")
    check_page(shown)
    later(instance, 10)
    sent = {"ballot": ballot_of(shown), "face": "happy"}
    thanks = client.post(action_of(shown), data=sent)
    check_page(thanks)
    # The next family begins in the campaign's first language, not in that of the one before.
    assert thanks.headers["Refresh"] == f"6; url={faces}/{way}"
    # Touched by mistake, it is taken back within these seconds.
    again = client.post(action_of(thanks), data={"ballot": ballot_of(thanks)})
    check_page(again)
    assert now(instance, workshop).all_faces == 0
    client.post(action_of(again), data={"ballot": ballot_of(again), "face": "unhappy"})
    assert now(instance, workshop).faces_of("unhappy") == 1
    assert sent["ballot"] not in client.get(f"{faces}/{way}").text


def test_a_child_who_plays_with_a_tablet_waits_longer_each_time(
    client: FlaskClient, instance: Instance, workshop: Workshop, faces: str
) -> None:
    later(instance, 0)
    pauses, address = [], faces + "/kiosk"
    for _ in range(6):
        shown = client.get(address)
        run = re.search(r'name="run" value="(\d*)"', shown.text)
        assert run
        sent = {"ballot": ballot_of(shown), "face": "happy", "run": run[1]}
        for _ in range(2):
            # A finger that touches twice.
            thanks = client.post(action_of(shown), data=sent)
        pause, _, address = thanks.headers["Refresh"].partition("; url=")
        pauses.append(int(pause))
    assert pauses == [12, 24, 48, 48, 48, 48]
    assert now(instance, workshop).all_faces == 6
    shown = client.get(address)
    later(instance, 10)
    sent = {"ballot": ballot_of(shown), "face": "happy", "run": "99"}
    assert client.post(action_of(shown), data=sent).headers["Refresh"].startswith("6;")


def test_a_prepared_tablet_shows_the_faces_of_today_and_no_other_device(
    client: FlaskClient, instance: Instance, campaign: Campaign, workshop: Workshop, faces: str
) -> None:
    other = replace(workshop, day=instance.today() - timedelta(days=1), key=new_key())
    instance.store.add_workshop(other)
    instance.store.add_workshop(replace(workshop, removed=True))
    _, code = make_kiosk(instance.store, campaign.name, "PMI", "4821")
    id, secret = code.split(".")
    ready = client.post("/kiosk/stains/prepare", json={"id": id, "secret": secret}).json
    assert ready is not None
    asked = {"id": id, "token": ready["token"]}
    told = client.post("/kiosk/stains/workshops", json=asked).json
    title = "Café des parents\u00a0: parler de tout"
    assert told == {"workshops": [{"address": faces + "/kiosk", "title": title}]}
    kiosk = client.get(faces + "/kiosk")
    assert 'href="/kiosk/stains"' in kiosk.text
    for wrong in ({**asked, "token": secret}, {"id": "x"}, [], {**asked, "token": None}):
        assert client.post("/kiosk/stains/workshops", json=wrong).status_code == 403
    assert client.post("/kiosk/stains/workshops", data=b"[" * 2000).status_code == 400
    elsewhere = {"Sec-Fetch-Site": "cross-site"}
    answer = client.post("/kiosk/stains/workshops", json=asked, headers=elsewhere)
    assert answer.status_code == 403


@pytest.mark.parametrize("sent", [{}, {"face": "happy"}, {"ballot": "x", "face": "happy"}])
def test_a_face_without_a_ballot_is_sent_back__error(
    client: FlaskClient, instance: Instance, workshop: Workshop, faces: str, sent: dict[str, str]
) -> None:
    assert client.post(faces, data=sent).status_code == 400
    ballot = ballot_of(client.get(faces))
    assert client.post(faces, data={"ballot": ballot, "face": "angry"}).status_code == 400
    elsewhere = {"Sec-Fetch-Site": "cross-site"}
    right = {"ballot": ballot, "face": "happy"}
    assert client.post(faces, data=right, headers=elsewhere).status_code == 403
    assert now(instance, workshop).all_faces == 0


@pytest.mark.parametrize(("days", "status"), [(-1, 410), (0, 200), (14, 200), (15, 410)])
def test_faces_are_counted_for_two_weeks(
    client: FlaskClient,
    instance: Instance,
    workshop: Workshop,
    faces: str,
    days: int,
    status: int,
) -> None:
    day = instance.today() - timedelta(days=days)
    instance.store.change_workshop(workshop.id, lambda found: replace(found, day=day))
    response = client.get(faces)
    assert response.status_code == status
    check_page(response)


def test_faces_have_an_end__error(workshop: Workshop) -> None:
    full = replace(workshop, faces={str(n): "happy" for n in range(MOST_FACES)})
    assert with_face(full, "one more", "happy") is full
    assert with_face(full, "3", "unhappy").faces_of("unhappy") == 1


def test_faces_of_the_door_and_of_the_team_are_read_by_the_diagnosis(
    member: FlaskClient, instance: Instance, campaign: Campaign, workshop: Workshop, faces: str
) -> None:
    member.post(faces, data={"ballot": ballot_of(member.get(faces)), "face": "happy"})
    counts = {"attended": "8", "happy": "4", "neutral": "2", "unhappy": "0"}
    address = f"/staff/workshops/{workshop.id}"
    assert member.post(address, data=counts).status_code == 302
    [outcome] = evidence_of(instance.store, campaign).workshops
    assert (outcome.happy, outcome.neutral, outcome.attended) == (5, 2, 8)


def test_more_faces_than_families_are_told_then_kept(
    member: FlaskClient, instance: Instance, workshop: Workshop, faces: str
) -> None:
    member.post(faces, data={"ballot": ballot_of(member.get(faces)), "face": "happy"})
    counts = {"attended": "8", "happy": "8", "neutral": "0", "unhappy": "0"}
    address = f"/staff/workshops/{workshop.id}"
    refused = member.post(address, data=counts)
    assert refused.status_code == 422
    assert "9\u00a0visages pour 8\u00a0familles" in refused.text
    assert member.post(address, data={**counts, "over": "y"}).status_code == 302
    assert now(instance, workshop).all_faces == 9
    assert "gardés tels quels" in member.get(address).text
