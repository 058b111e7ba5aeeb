"""The team prints sheets of pictures without words, and types in what families made of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from diagnosis.instance import Instance
from diagnosis.model import Campaign, Trial
from tests.entering import enter_as
from tests.pages import XHTML, check_page

Page = Callable[..., TestResponse]
DAY = date(2026, 12, 5)
COUNTS = {"families-droits": "10", "said-droits": "5", "pointed-droits": "7", "hurt-droits": ""}


def test_counts_are_kept_and_shown(member: FlaskClient, instance: Instance, page: Page) -> None:
    assert "pas essayée" in page("/staff/pictures/1").text
    sent = member.post("/staff/pictures/1", data={"day": str(DAY), **COUNTS})
    assert sent.status_code == 302
    assert instance.store.trials() == [Trial("droits", DAY, 10, 5, 7)]
    text = page("/staff/pictures/1").text
    assert "montrée juste par 7 sur 10" in text
    assert "à garder" in text
    # The same day again takes its place.
    member.post("/staff/pictures/1", data={"day": str(DAY), **COUNTS, "hurt-droits": "1"})
    assert [trial.hurt for trial in instance.store.trials()] == [1]
    assert "à redessiner" in page("/staff/pictures/1").text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"families-droits": "dix"}, "nombres entiers"),
        ({"families-droits": "-3"}, "nombres entiers"),
        ({"families-droits": "3", "pointed-droits": "4"}, "Plus de réponses que de familles"),
        ({"families-droits": "999"}, "Plus de réponses que de familles"),
        ({"day": ""}, "Choisissez un jour"),
    ],
)
def test_wrong_counts_are_told_and_kept_in_the_page__error(
    member: FlaskClient, instance: Instance, typed: dict[str, str], said: str
) -> None:
    answer = member.post("/staff/pictures/1", data={"day": str(DAY), **COUNTS, **typed})
    assert answer.status_code == 422
    check_page(answer)
    assert said in answer.text
    assert 'value="5"' in answer.text
    assert instance.store.trials() == []


def test_sheets_have_no_word_but_numbers_where_families_look(
    member: FlaskClient, page: Page
) -> None:
    html = check_page(page("/staff/pictures/1/sheets"))
    papers = [one for one in html.iter(f"{XHTML}section") if one.get("class") == "paper"]
    assert len(papers) == 30
    for plate in (one for one in html.iter(f"{XHTML}ol") if one.get("class") in ("say", "plates")):
        assert "".join(plate.itertext()).strip() == ""
        assert len(list(plate.iter(f"{XHTML}img"))) in (25, 150)


def test_no_such_trial__error(member: FlaskClient) -> None:
    for path in ("/staff/pictures/0", "/staff/pictures/99", "/staff/pictures/99/sheets"):
        assert member.get(path).status_code == 404


def test_only_who_edits_lists_may(app: Flask, instance: Instance, campaign: Campaign) -> None:
    client = enter_as(app.test_client(), instance.store, "bo", "facilitator")
    assert client.get("/staff/pictures/1").status_code == 403
    assert client.post("/staff/pictures/1", data={"day": str(DAY), **COUNTS}).status_code == 403
    assert instance.store.trials() == []
