"""The participants' side: any language, no script, no cookie, no trace."""

from __future__ import annotations

import base64
import json
import re
import uuid
from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from diagnosis.answers import current_key, seal
from diagnosis.instance import Instance
from diagnosis.model import Campaign, Session
from diagnosis.sessions.ballot import in_order_of
from diagnosis.web.ballots import Ballot
from tests.pages import XHTML, check_page, text
from tests.sessions.conftest import THEMES


@pytest.fixture
def ballot(client: FlaskClient, session: Session) -> str:
    """The token of a phone that has opened the page."""
    return ballot_in(client.get("/vote/KWRT").text)


def ballot_in(page: str) -> str:
    found = re.search(r'name="ballot" value="([0-9a-f.-]+)"', page)
    assert found
    return found[1]


def body(ballot: str, *themes: str, **changes: Any) -> dict[str, Any]:
    return {"ballot": ballot, "language": "fr", "themes": list(themes), **changes}


@pytest.mark.parametrize(("tag", "direction"), [("fr", "ltr"), ("ar", "rtl"), ("ta", "ltr")])
def test_the_cards_speak_the_language_asked(
    session: Session, page: Callable[..., TestResponse], tag: str, direction: str
) -> None:
    text = page(f"/vote/KWRT?lang={tag}").text
    assert f'<html lang="{tag}" dir="{direction}"' in text
    assert text.count('type="checkbox" name="themes"') == len(THEMES)
    assert "unsafe" not in text


def test_each_visit_has_its_own_id_and_nothing_else(client: FlaskClient, session: Session) -> None:
    ids = set()
    for _ in range(2):
        response = client.get("/vote/KWRT")
        assert "Set-Cookie" not in response.headers
        assert response.headers["Cache-Control"] == "no-store"
        ids.add(ballot_in(response.text))
    assert len(ids) == 2


def test_the_code_is_typed_in_any_case(
    client: FlaskClient, session: Session, page: Callable[..., TestResponse]
) -> None:
    page("/vote")
    page("/vote?lang=ar")
    page("/vote/kwrt")
    typed = client.get("/vote?code=k+w+r+t&lang=ar")
    assert typed.headers["Location"] == "/vote/KWRT?lang=ar"


@pytest.mark.parametrize("path", ["/vote/ZZZZ", "/vote/KWR", "/vote/..", "/vote?code=ZZZZ"])
def test_an_unknown_code_is_answered_kindly__error(
    session: Session, page: Callable[..., TestResponse], path: str
) -> None:
    assert "quatre lettres" in page(path, 404).text


def test_a_language_not_offered_leads_to_a_choice__error(
    session: Session, page: Callable[..., TestResponse]
) -> None:
    for tag in ("zz", "nl"):
        assert 'href="?lang=ta"' in page(f"/vote/KWRT?lang={tag}", 404).text


def test_a_vote_is_kept_and_thanked(
    client: FlaskClient, instance: Instance, session: Session, ballot: str
) -> None:
    response = client.post("/vote/kwrt", data=body(ballot, *THEMES[:3], language="ar"))
    assert response.status_code == 200
    check_page(response)
    assert 'dir="rtl"' in response.text
    assert "Set-Cookie" not in response.headers
    [kept] = instance.store.votes("KWRT")
    assert (kept.id, kept.language, kept.themes) == (ballot[:36], "ar", THEMES[:3])


def test_a_participant_changes_her_mind(
    client: FlaskClient, instance: Instance, session: Session, ballot: str
) -> None:
    client.post("/vote/KWRT", data=body(ballot, THEMES[0]))
    again = client.post("/vote/KWRT", data=body(ballot, THEMES[0], change="1"))
    assert again.status_code == 200
    check_page(again)
    assert ballot in again.text
    assert f'value="{THEMES[0]}" checked' in again.text
    assert again.text.count(" checked") == 1
    assert "?lang=ar" not in again.text
    client.post("/vote/KWRT", data=body(ballot, THEMES[1], THEMES[2]))
    [kept] = instance.store.votes("KWRT")
    assert kept.themes == THEMES[1:3]


def test_more_than_three_choices_are_kept_on_the_page__error(
    client: FlaskClient, instance: Instance, session: Session, ballot: str
) -> None:
    response = client.post("/vote/KWRT", data=body(ballot, *THEMES))
    assert response.status_code == 422
    check_page(response)
    assert response.text.count(" checked") == 4
    assert "Gardez 3 choix, pas plus." in response.text
    assert ballot in response.text
    assert instance.store.votes("KWRT") == []


@pytest.mark.parametrize(
    ("themes", "changes", "status"),
    [
        ([], {}, 422),
        (["massage"], {}, 422),
        (["<script>"], {}, 422),
        (THEMES[:1], {"ballot": "1"}, 400),
        (THEMES[:1], {"ballot": str(uuid.uuid4())}, 400),
        (THEMES[:1], {"ballot": "1", "change": "1"}, 400),
        (THEMES[:1], {"ballot": None}, 400),
    ],
)
def test_a_forged_vote_changes_nothing__error(
    client: FlaskClient,
    instance: Instance,
    ballot: str,
    themes: list[str],
    changes: dict[str, Any],
    status: int,
) -> None:
    sent = {k: v for k, v in {**body(ballot, *themes), **changes}.items() if v is not None}
    response = client.post("/vote/KWRT", data=sent)
    assert response.status_code == status
    check_page(response)
    assert "<script>&" not in response.text
    assert instance.store.votes("KWRT") == []


def test_a_ballot_is_of_its_session_and_of_this_server__error(
    client: FlaskClient, instance: Instance, campaign: Campaign, ballot: str
) -> None:
    instance.store.add_session(Session("BCDF", campaign.name, THEMES))
    for address, token in (("BCDF", ballot), ("KWRT", ballot[:-1] + "z"), ("KWRT", ballot[:-3])):
        response = client.post(f"/vote/{address}", data=body(token, THEMES[0]))
        assert response.status_code == 400
        assert "Ouvrez la page de nouveau" in text(check_page(response))
    assert instance.store.votes("BCDF") == []


def test_a_vote_for_nowhere_is_not_found__error(client: FlaskClient, ballot: str) -> None:
    response = client.post("/vote/ZZZZ", data=body(ballot, THEMES[0]))
    assert response.status_code == 404
    check_page(response)


def test_another_site_cannot_vote__error(
    client: FlaskClient, instance: Instance, session: Session, ballot: str
) -> None:
    headers = {"Sec-Fetch-Site": "cross-site"}
    response = client.post("/vote/KWRT", data=body(ballot, THEMES[0]), headers=headers)
    assert response.status_code == 403
    check_page(response)
    assert instance.store.votes("KWRT") == []


def test_a_closed_session_says_so__error(
    client: FlaskClient,
    instance: Instance,
    session: Session,
    ballot: str,
    page: Callable[..., TestResponse],
) -> None:
    instance.store.save_session(replace(session, open=False))
    assert "Ce vote est terminé" in page("/vote/KWRT", 410).text
    for sent in (body(ballot, THEMES[0]), body(ballot, THEMES[0], change="1")):
        response = client.post("/vote/KWRT", data=sent)
        assert response.status_code == 410
        check_page(response)
    assert instance.store.votes("KWRT") == []


def size(response: TestResponse) -> int:
    """Bytes of an answer on the line, with what servers add."""
    added = {"Date": "Sun, 29 Nov 2026 12:00:00 GMT", "Server": "server/1.2.3"}
    lines = {**added, **dict(response.headers)}.items()
    head = f"HTTP/1.1 {response.status}\r\n" + "".join(f"{k}: {v}\r\n" for k, v in lines)
    return len(head) + 2 + len(response.data)


def test_a_phone_hears_of_the_end_and_the_pause_and_of_nothing_else(
    client: FlaskClient, instance: Instance, session: Session
) -> None:
    headers = {"Accept": "application/json"}
    first = client.get("/vote/KWRT/now", headers=headers)
    assert first.json == {"open": True, "paused": False}
    asked = {**headers, "If-None-Match": first.headers["ETag"]}
    for _ in range(2):
        again = client.get("/vote/KWRT/now", headers=asked)
        assert (again.status_code, again.data) == (304, b"")
        assert size(again) <= 300
        assert "Set-Cookie" not in again.headers
    instance.store.save_session(replace(session, open=False))
    ended = client.get("/vote/KWRT/now", headers=asked)
    assert (ended.status_code, ended.json) == (200, {"open": False, "paused": False})


def test_a_phone_without_script_asks_by_a_link(
    client: FlaskClient,
    instance: Instance,
    session: Session,
    ballot: str,
    page: Callable[..., TestResponse],
) -> None:
    thanks = client.post("/vote/KWRT", data=body(ballot, THEMES[0])).text
    assert '<noscript><p><a href="/vote/KWRT/now?lang=fr">' in thanks
    assert 'href="?lang=ar"' in page("/vote/KWRT/now?lang=ar").text
    instance.store.save_session(replace(session, open=False))
    assert "Ce vote est terminé" in page("/vote/KWRT/now").text
    page("/vote/ZZZZ/now", 404)


def order(page: str) -> list[str]:
    return re.findall(r'name="themes" value="(\w+)"', page)


def test_each_ballot_has_its_own_order_and_keeps_it(client: FlaskClient, session: Session) -> None:
    orders = set()
    for _ in range(12):
        shown = client.get("/vote/KWRT").text
        token, order_shown = ballot_in(shown), order(shown)
        orders.add(tuple(order_shown))
        assert sorted(order_shown) == sorted(THEMES)
        again = client.post("/vote/KWRT", data=body(token, *THEMES[:2], to="ar")).text
        assert order(again) == order_shown, "another language keeps the order"
        changed = client.post("/vote/KWRT", data=body(token, THEMES[0], change="1")).text
        assert order(changed) == order_shown
        ballot = Ballot(token.split(".")[0], 0, token)
        themes = [SimpleNamespace(name=name) for name in THEMES]
        assert [theme.name for theme in in_order_of(ballot, themes)] == order_shown
    assert len(orders) > 1


def test_another_language_keeps_what_is_ticked_and_stores_nothing(
    client: FlaskClient, session: Session, instance: Instance, ballot: str
) -> None:
    chosen = THEMES[:2]
    shown = client.post("/vote/KWRT", data=body(ballot, *chosen, to="ar"))
    html = check_page(shown)
    assert html.get("dir") == "rtl"
    ticked = {i.get("value") for i in html.iter(f"{XHTML}input") if "checked" in i.attrib}
    assert ticked == set(chosen)
    assert ballot_in(shown.text) == ballot
    assert instance.store.votes("KWRT") == []
    assert client.post("/vote/KWRT", data=body(ballot, *chosen, language="ar")).status_code == 200
    (kept,) = instance.store.votes("KWRT")
    assert (set(kept.themes), kept.language) == (set(chosen), "ar")


@pytest.fixture
def phone_sends(
    client: FlaskClient, session: Session, instance: Instance, ballot: str
) -> Callable[..., TestResponse]:
    """A phone sends a vote that waited on it, sealed."""

    def send(*themes: Any, **changes: Any) -> TestResponse:
        content = {"id": ballot.split(".")[0], **body(ballot, *themes), **changes}
        key = current_key(instance.secrets, session.campaign)
        sealed = seal(key, session.campaign, content["id"], json.dumps(content).encode())
        sent = {"id": content["id"], "key": key.number, "sealed": base64.b64encode(sealed).decode()}
        headers = {"Accept": "application/json"}
        return client.post("/vote/KWRT", json=sent, headers=headers)

    return send


def test_a_vote_that_waited_counts_once(
    phone_sends: Callable[..., TestResponse], instance: Instance, ballot: str
) -> None:
    for themes in (THEMES[:1], THEMES[:1], THEMES[1:3]):
        sent = phone_sends(*themes)
        assert (sent.status_code, sent.json) == (201, {"id": ballot.split(".")[0]})
    (kept,) = instance.store.votes("KWRT")
    assert kept.themes == tuple(THEMES[1:3])


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"themes": []}, 422),
        ({"themes": "cafe_parents"}, 422),
        ({"themes": [["a"], {"b": 1}]}, 422),
        ({"themes": THEMES}, 422),
        ({"language": 3}, 201),
        ({"ballot": ["x"]}, 400),
        ({"ballot": None}, 400),
        ({"id": "0b6091e3-62d7-41a0-9a81-e865368262de"}, 400),
    ],
)
def test_what_a_phone_may_not_send__error(
    phone_sends: Callable[..., TestResponse], changes: dict[str, Any], status: int
) -> None:
    sent = phone_sends(THEMES[0], **changes)
    assert sent.status_code == status
    assert sent.is_json


def test_a_vote_that_comes_too_late_is_told(
    phone_sends: Callable[..., TestResponse], instance: Instance, session: Session
) -> None:
    instance.store.save_session(replace(session, open=False))
    sent = phone_sends(THEMES[0])
    assert sent.status_code == 410
    assert sent.json is not None
    assert sent.json["message"].startswith("Ce vote est terminé")


def test_what_is_no_envelope_is_refused__error(
    client: FlaskClient, session: Session, instance: Instance
) -> None:
    for sent in (b"{", b"[]", b'{"id": "x", "key": 1, "sealed": "AA"}', b'{"sealed": 3}'):
        answer = client.post(
            "/vote/KWRT", data=sent, headers={"Accept": "application/json"},
            content_type="application/json",
        )  # fmt: skip
        assert answer.status_code in (400, 422)
    assert instance.store.votes("KWRT") == []
