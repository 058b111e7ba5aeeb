"""The participants' side: any language, no script, no cookie, no trace."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from diagnosis.instance import Instance
from diagnosis.model import Session
from tests.pages import check_page
from tests.workshops.conftest import THEMES

ID = "1b0e9a52-6f0c-4b7e-9d6e-2f8f3c1d4a55"


def body(*themes: str, **changes: Any) -> dict[str, Any]:
    return {"id": ID, "language": "fr", "themes": list(themes), **changes}


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
        found = re.search(r'name="id" value="([0-9a-f-]{36})"', response.text)
        assert found
        ids.add(found[1])
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
    client: FlaskClient, instance: Instance, session: Session
) -> None:
    response = client.post("/vote/kwrt", data=body(*THEMES[:3], language="ar"))
    assert response.status_code == 200
    check_page(response)
    assert 'dir="rtl"' in response.text
    assert "Set-Cookie" not in response.headers
    [kept] = instance.store.votes("KWRT")
    assert (kept.id, kept.language, kept.themes) == (ID, "ar", THEMES[:3])


def test_a_participant_changes_her_mind(
    client: FlaskClient, instance: Instance, session: Session
) -> None:
    client.post("/vote/KWRT", data=body(THEMES[0]))
    again = client.post("/vote/KWRT", data=body(THEMES[0], change="1"))
    assert again.status_code == 200
    check_page(again)
    assert f'name="id" value="{ID}"' in again.text
    assert f'value="{THEMES[0]}" checked' in again.text
    assert again.text.count(" checked") == 1
    assert "?lang=ar" not in again.text
    client.post("/vote/KWRT", data=body(THEMES[1], THEMES[2]))
    [kept] = instance.store.votes("KWRT")
    assert kept.themes == THEMES[1:3]


def test_more_than_three_choices_are_kept_on_the_page__error(
    client: FlaskClient, instance: Instance, session: Session
) -> None:
    response = client.post("/vote/KWRT", data=body(*THEMES))
    assert response.status_code == 422
    check_page(response)
    assert response.text.count(" checked") == 4
    assert "Gardez 3 choix au plus." in response.text
    assert f'name="id" value="{ID}"' in response.text
    assert instance.store.votes("KWRT") == []


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (body(), 422),
        (body("massage"), 422),
        (body("<script>"), 422),
        (body(THEMES[0], id="1"), 400),
        (body(THEMES[0], id="1", change="1"), 400),
        ({}, 400),
    ],
)
def test_a_forged_vote_changes_nothing__error(
    client: FlaskClient, instance: Instance, session: Session, sent: dict[str, Any], status: int
) -> None:
    response = client.post("/vote/KWRT", data=sent)
    assert response.status_code == status
    check_page(response)
    assert "<script>&" not in response.text
    assert instance.store.votes("KWRT") == []


def test_a_vote_for_nowhere_is_not_found__error(client: FlaskClient) -> None:
    response = client.post("/vote/ZZZZ", data=body(THEMES[0]))
    assert response.status_code == 404
    check_page(response)


def test_another_site_cannot_vote__error(
    client: FlaskClient, instance: Instance, session: Session
) -> None:
    headers = {"Sec-Fetch-Site": "cross-site"}
    response = client.post("/vote/KWRT", data=body(THEMES[0]), headers=headers)
    assert response.status_code == 403
    check_page(response)
    assert instance.store.votes("KWRT") == []


def test_a_closed_session_says_so__error(
    client: FlaskClient, instance: Instance, session: Session, page: Callable[..., TestResponse]
) -> None:
    instance.store.close_session("KWRT")
    assert "Ce vote est terminé" in page("/vote/KWRT", 410).text
    for sent in (body(THEMES[0]), body(THEMES[0], change="1")):
        response = client.post("/vote/KWRT", data=sent)
        assert response.status_code == 410
        check_page(response)
    assert instance.store.votes("KWRT") == []
