"""The desk of a room: cards are read, corrected, translated, merged by two people at once."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from diagnosis.instance import Instance
from diagnosis.model import STATEMENTS, Ask, Campaign, Session, State, Statement, Translation
from diagnosis.storage import version_of
from tests.pages import check_page

DESK = "/staff/sessions/KWRT/statements"
CARD = Statement("a", "KWRT", "ar", "مكان للعب", State.NEW)


@pytest.fixture
def desk(member: FlaskClient, instance: Instance, campaign: Campaign) -> FlaskClient:
    """The desk of a room where a card in Arabic waits."""
    instance.store.add_session(Session("KWRT", campaign.name, (), ask=Ask(STATEMENTS)))
    instance.store.save_statement(CARD)
    return member


def kept(instance: Instance) -> Statement:
    (found,) = instance.store.statements("KWRT")
    return found


def test_a_card_is_read_and_let_in_or_not(
    desk: FlaskClient, instance: Instance, page: Callable[..., TestResponse]
) -> None:
    assert CARD.text in page(DESK).text
    for do, state in (("in", State.IN), ("out", State.OUT), ("in", State.IN)):
        sent = {"id": "a", "version": version_of(kept(instance)), "do": do}
        assert desk.post(DESK, data=sent).status_code == 302
        assert kept(instance) == replace(CARD, state=state)
    desk.post(DESK, data={"id": "a", "do": "erase"})
    assert instance.store.statements("KWRT") == []
    assert desk.post(DESK, data={"id": "a", "do": "in"}).status_code == 302


def test_a_statement_is_translated_and_read_by_somebody(
    desk: FlaskClient, instance: Instance, page: Callable[..., TestResponse]
) -> None:
    sent = {
        "id": "a",
        "version": version_of(CARD),
        "text": CARD.text,
        "text-fr": "Un lieu pour jouer avec Fatima Benali",
        "text-en": "A place to play",
        "read-en": "on",
    }
    desk.post(DESK, data=sent)
    told = kept(instance).translations
    assert told["en"] == Translation("A place to play", read=True)
    assert told["fr"].read is False
    assert "Benali" not in told["fr"].text
    assert page(DESK).text.count("✓") == 1
    # A draft is marked where a family reads it.
    instance.store.save_statement(replace(kept(instance), state=State.IN))
    assert "Traduction non relue" in page("/vote/KWRT?lang=fr").text
    assert "A place to play" in page("/vote/KWRT?lang=en").text


def test_who_saves_second_has_what_she_wrote_and_is_told__error(
    desk: FlaskClient, instance: Instance
) -> None:
    seen = re.search(r'name="version" value="([0-9a-f]+)"', desk.get(DESK).text)
    assert seen
    instance.store.save_statement(replace(CARD, state=State.IN))
    sent = {"id": "a", "version": seen[1], "text": "autre", "text-fr": "Le mien"}
    answer = desk.post(DESK, data=sent)
    assert answer.status_code == 409
    check_page(answer)
    assert "Le mien" in answer.text
    assert kept(instance) == replace(CARD, state=State.IN)


@pytest.mark.parametrize(("text", "told"), [(" ", "effacez-la"), ("a" * 141, "140 lettres")])
def test_a_statement_that_cannot_be__error(
    desk: FlaskClient, instance: Instance, text: str, told: str
) -> None:
    answer = desk.post(DESK, data={"id": "a", "version": version_of(CARD), "text": text})
    assert answer.status_code == 422
    assert told in answer.text
    assert kept(instance) == CARD


def test_two_that_say_the_same_are_proposed_and_merged(
    desk: FlaskClient, instance: Instance, page: Callable[..., TestResponse]
) -> None:
    desk.post(DESK, data={"id": "a", "do": "erase"})
    for id, text in (("b", "Un café le samedi"), ("c", "Un café le samedi matin")):
        instance.store.save_statement(Statement(id, "KWRT", "fr", text))
    assert "la même chose" in page(DESK).text
    desk.post(DESK, data={"id": "c", "into": "b"})
    assert [one.into for one in instance.store.statements("KWRT")] == ["", "b"]
    assert "la même chose" not in page(DESK).text
    back = {"id": "c", "into": "", "do": "in"}
    desk.post(DESK, data=back)
    assert [one.into for one in instance.store.statements("KWRT")] == ["", ""]


def test_what_an_erased_statement_stood_for_is_there_again(
    desk: FlaskClient, instance: Instance
) -> None:
    instance.store.save_statement(Statement("b", "KWRT", "fr", "Un café", into="a"))
    desk.post(DESK, data={"id": "a", "do": "erase"})
    assert [(one.id, one.into) for one in instance.store.statements("KWRT")] == [("b", "")]
