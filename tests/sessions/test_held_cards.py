"""Cards held up: sheets that a camera can read, a page that reads, what it sends."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from diagnosis.answers import current_key, seal
from diagnosis.instance import Instance
from diagnosis.model import Ask, Campaign, Session, State, Statement
from diagnosis.sessions.card_faces import MOST_CARDS, SHAPES, cells_of
from diagnosis.web import STATIC, script
from tests.pages import check_page, text
from tests.sessions.conftest import THEMES

READER = "/staff/sessions/KWRT/cards"
ADDRESS = "/vote/KWRT/cards"
# Of js-aruco2 at 57d2205 (6 July 2021), as its authors wrote it.
OTHERS = {
    "aruco.js": "846acd65a67ba0f4d5ed2f4eedb3fc5c88a02d442d010ba6cfb3484af85eccef",
    "cv.js": "1cb9e470388b32fbd132dc74d16ade42703126b805b044985418039b9ea8182b",
    "LICENSE.txt": "1a304e21bce4169c8bd6dac5aa8aae843bbb9d8a5193fbe50ab8d64242a0d76c",
}


def plan_of(client: FlaskClient, address: str = READER) -> dict[str, Any]:
    """What the page tells its script."""
    found = re.search(
        r'<script type="application/json" id="plan">(.*?)</script>', client.get(address).text
    )
    assert found
    return dict(json.loads(found[1]))


@pytest.fixture
def plan(member: FlaskClient, session: Session) -> dict[str, Any]:
    return plan_of(member)


def body(plan: dict[str, Any], cards: Any, **changes: Any) -> dict[str, Any]:
    question = plan["questions"][0]["name"]
    mine = {"id": str(uuid.uuid4()), "token": plan["token"], "question": question}
    return {**mine, "cards": cards, **changes}


@pytest.fixture
def send(app: Any, plan: dict[str, Any]) -> Callable[..., TestResponse]:
    """What a phone sends that carries no visit, as the page does."""
    phone = app.test_client()

    def sent(cards: Any, **changes: Any) -> TestResponse:
        return phone.post(plan["to"], json=body(plan, cards, **changes))

    return sent


def chosen(instance: Instance) -> list[tuple[str, ...]]:
    return sorted(vote.themes for vote in instance.store.votes("KWRT") if vote.themes)


def test_the_page_may_look_and_no_other_page_may(
    member: FlaskClient, session: Session, page: Callable[..., TestResponse]
) -> None:
    asked = page(READER)
    assert "camera=(self)" in asked.headers["Permissions-Policy"]
    assert "camera=()" in page("/staff/sessions/KWRT").headers["Permissions-Policy"]
    assert READER in member.get("/staff/sessions/KWRT").text


def test_who_sees_the_pictures_can_send_nothing(client: FlaskClient, plan: dict[str, Any]) -> None:
    eye = client.get(plan["eye"])
    assert eye.status_code == 200
    assert eye.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "max-age=31536000" in eye.headers["Cache-Control"]
    assert not re.search(r"\b(fetch|XMLHttpRequest|WebSocket|importScripts|sendBeacon)\b", eye.text)


def test_what_others_wrote_is_as_they_wrote_it() -> None:
    folder = STATIC / "third_parties" / "js-aruco2"
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}
    assert found == OTHERS
    assert script("sessions/eye").index("AR.DICTIONARIES") > 0


def test_all_scripts_of_the_page_weigh_twenty_kilobytes_at_most(
    member: FlaskClient, plan: dict[str, Any]
) -> None:
    html = member.get(READER).text
    addresses = [*re.findall(r'<script src="([^"]+)"', html), plan["eye"]]
    assert len(addresses) == 3
    sent = [member.get(one, headers={"Accept-Encoding": "br"}) for one in addresses]
    assert all(one.headers["Content-Encoding"] == "br" for one in sent)
    assert sum(len(one.data) for one in sent) <= 20_000, [len(one.data) for one in sent]


def test_each_number_has_a_marker_of_its_own_whichever_side_is_up() -> None:
    seen = set()
    for number in range(1, MOST_CARDS + 1):
        cells = cells_of(number)
        for _ in SHAPES:
            cells = tuple(zip(*cells[::-1], strict=True))
            assert cells not in seen
            seen.add(cells)


def test_cards_are_printed_two_a_sheet_folded_or_large(
    member: FlaskClient, campaign: Campaign, page: Callable[..., TestResponse]
) -> None:
    address = "/staff/campaigns/stains/held-cards"
    assert page(address).text.count('class="card-sheet two"') == 15
    for layout, sheets in (("two", 2), ("folded", 3), ("big", 3)):
        found = page(f"{address}?first=7&last=9&layout={layout}").text
        assert found.count(f'class="card-sheet {layout}"') == sheets
        assert [int(n) for n in re.findall(r'aria-label="Carte (\d+)"', found)] == [7, 8, 9]
        assert found.count("Dos de la carte") == (3 if layout == "folded" else 0)
        assert all(shape.name in found for shape in SHAPES)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("first=0&last=3", "de 1 à 100"),
        ("first=1&last=101", "de 1 à 100"),
        ("first=9&last=3", "échangez-les"),
        ("first=a&last=", "numéro"),
        ("first=1&last=" + "9" * 400, "trop grand"),
        ("first=1&last=3&layout=?", "choix"),
    ],
)
def test_numbers_without_a_marker_are_refused__error(
    member: FlaskClient,
    campaign: Campaign,
    page: Callable[..., TestResponse],
    asked: str,
    said: str,
) -> None:
    found = page(f"/staff/campaigns/stains/held-cards?{asked}", 422).text
    assert said in found
    assert "card-sheet" not in found.partition("</head>")[2]


def test_the_sheet_for_the_wall_says_each_shape_in_the_languages_of_the_room(
    member: FlaskClient, session: Session, page: Callable[..., TestResponse]
) -> None:
    found = page(f"{READER}/wall?chosen=1&tongue=ar").text
    assert found.count('class="sign"') == len(THEMES)
    assert found.count('<p lang="ar" dir="rtl">') == len(THEMES)
    assert "Quel atelier choisissez-vous" in found


def test_what_was_read_is_kept_once_and_replaced(
    instance: Instance, send: Callable[..., TestResponse], member: FlaskClient
) -> None:
    first = send({"1": THEMES[0], "2": THEMES[1], "30": THEMES[0]})
    assert (first.status_code, first.json["kept"]) == (201, [1, 2, 30])
    assert chosen(instance) == [(THEMES[1],), (THEMES[0],), (THEMES[0],)]
    # Another facilitator reads the same cards, one of which was turned since.
    again = send({"1": THEMES[0], "2": THEMES[2]})
    assert again.json["kept"] == [1, 2, 30]
    assert chosen(instance) == sorted([(THEMES[0],), (THEMES[0],), (THEMES[2],)])
    assert send({"30": ""}).json["kept"] == [1, 2]
    assert plan_of(member)["questions"][0]["kept"] == [1, 2]


def test_sealed_as_answers_are(
    client: FlaskClient, instance: Instance, plan: dict[str, Any], campaign: Campaign
) -> None:
    content = body(plan, {"4": THEMES[3]})
    key = current_key(instance.secrets, campaign.name)
    sealed = seal(key, campaign.name, content["id"], json.dumps(content).encode())
    envelope = {"id": content["id"], "key": key.number, "sealed": base64.b64encode(sealed).decode()}
    answer = client.post(ADDRESS, json=envelope)
    assert (answer.status_code, answer.json) == (201, {"id": content["id"], "kept": [4]})
    assert "Set-Cookie" not in answer.headers
    assert chosen(instance) == [(THEMES[3],)]


@pytest.mark.parametrize(
    ("cards", "changes", "status"),
    [
        ({"0": THEMES[0]}, {}, 422),
        ({"101": THEMES[0]}, {}, 422),
        ({"01": THEMES[0]}, {}, 422),
        ({"a": THEMES[0]}, {}, 422),
        ({"٣": THEMES[0]}, {}, 422),
        ({"1": "massage"}, {}, 422),
        ({"1": None}, {}, 422),
        ({"1": [THEMES[0]]}, {}, 422),
        ([1, 2], {}, 422),
        ("1", {}, 422),
        ({"1": THEMES[0]}, {"question": "other"}, 422),
        ({"1": THEMES[0]}, {"question": ["dots"]}, 422),
        ({"1": THEMES[0]}, {"token": ""}, 400),
        ({"1": THEMES[0]}, {"token": "é\ud800"}, 400),
        ({"1": THEMES[0]}, {"token": "0" * 32}, 400),
    ],
)
def test_what_no_page_of_ours_sends_changes_nothing__error(
    instance: Instance, send: Callable[..., TestResponse], cards: Any, changes: Any, status: int
) -> None:
    answer = send(cards, **changes)
    assert answer.status_code == status
    assert answer.json["message"]
    assert instance.store.votes("KWRT") == []


def test_another_site_and_another_session_are_refused__error(
    client: FlaskClient, instance: Instance, plan: dict[str, Any], session: Session
) -> None:
    right = body(plan, {"1": THEMES[0]})
    foreign = client.post(ADDRESS, json=right, headers={"Sec-Fetch-Site": "cross-site"})
    assert foreign.status_code == 403
    instance.store.add_session(replace(session, code="BCDF"))
    assert client.post("/vote/BCDF/cards", json=right).status_code == 400
    assert client.post("/vote/ZZZZ/cards", json=right).status_code == 404
    assert client.post(ADDRESS, data=b"\xff").status_code == 400
    assert not [*instance.store.votes("KWRT"), *instance.store.votes("BCDF")]


@pytest.mark.parametrize(
    ("change", "status", "said"),
    [({"open": False}, 410, "terminé"), ({"paused": True}, 503, "pause")],
)
def test_a_session_that_is_closed_or_paused_refuses_kindly__error(
    instance: Instance,
    session: Session,
    send: Callable[..., TestResponse],
    change: Any,
    status: int,
    said: str,
) -> None:
    instance.store.save_session(replace(session, **change))
    answer = send({"1": THEMES[0]})
    assert answer.status_code == status
    assert said in answer.json["message"]
    assert instance.store.votes("KWRT") == []


def test_cards_beyond_the_people_are_kept_apart(
    instance: Instance, session: Session, send: Callable[..., TestResponse]
) -> None:
    instance.store.save_session(replace(session, people=2))
    assert send({str(n): THEMES[0] for n in range(1, 5)}).status_code == 201
    votes = instance.store.votes("KWRT")
    assert sorted(vote.apart for vote in votes) == ["", "", "over", "over"]


def test_five_choices_have_no_card(
    member: FlaskClient, instance: Instance, campaign: Campaign, page: Callable[..., TestResponse]
) -> None:
    instance.store.add_session(Session("BCDF", campaign.name, (*THEMES, "papas")))
    found = page("/staff/sessions/BCDF/cards")
    assert "quatre côtés" in found.text
    assert 'id="plan"' not in found.text
    page("/staff/sessions/BCDF/cards/wall")


def test_statements_and_pairs_are_read_one_by_one(
    member: FlaskClient, instance: Instance, campaign: Campaign
) -> None:
    store = instance.store
    store.add_session(Session("BCDF", campaign.name, (), ask=Ask("statements")))
    for number in (1, 2):
        id = str(uuid.UUID(int=number))
        store.save_statement(Statement(id, "BCDF", "fr", f"Phrase {number}", State.IN, number))
    plan = plan_of(member, "/staff/sessions/BCDF/cards")
    assert [one["label"] for one in plan["questions"]] == ["Phrase 1", "Phrase 2"]
    arabic = Statement(str(uuid.UUID(int=3)), "BCDF", "ar", "جملة", State.IN, 3)
    store.save_statement(arabic)
    told = plan_of(member, "/staff/sessions/BCDF/cards")["questions"][2]
    assert (told["label"], told["tag"], told["direction"]) == ("جملة", "ar", "rtl")
    wall = member.get("/staff/sessions/BCDF/cards/wall?chosen=1&tongue=ta").text
    assert wall.count('<h2 lang="ar" dir="rtl">جملة</h2>') == 1
    for question in plan["questions"]:
        sent = body(plan, {"1": "agree", "2": "pass"}, question=question["name"])
        assert member.post(plan["to"], json=sent).status_code == 201
    votes = store.votes("BCDF")
    assert len(votes) == 2
    assert all(len(vote.answers) == 2 for vote in votes)
    store.add_session(Session("CDFG", campaign.name, THEMES[:3], ask=Ask("pairs")))
    plan = plan_of(member, "/staff/sessions/CDFG/cards")
    assert [len(one["choices"]) for one in plan["questions"]] == [3, 3, 3]


def test_no_vote_of_a_card_says_its_number(
    instance: Instance, send: Callable[..., TestResponse]
) -> None:
    send({"1": THEMES[0], "2": THEMES[1]})
    ids = [vote.id for vote in instance.store.votes("KWRT")]
    assert all(uuid.UUID(id).version == 4 for id in ids)
    assert not [id for id in ids if id in (str(uuid.UUID(int=n)) for n in range(100))]


def test_the_page_in_english(member: FlaskClient, session: Session) -> None:
    html = check_page(member.get(f"{READER}?lang=en"))
    assert html.get("lang") == "en"
    assert "Read the raised cards" in text(html)
