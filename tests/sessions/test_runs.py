"""A run of steps: prepared, begun one after another, followed by phones and the big screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from diagnosis.instance import Instance
from diagnosis.model import (
    DOTS,
    PAIRS,
    STATEMENTS,
    WISHES,
    Campaign,
    Session,
    State,
    Statement,
    Vote,
)
from diagnosis.sessions.runs import open_step, steps_of
from tests.pages import check_page
from tests.sessions.conftest import THEMES

JSON = {"Accept": "application/json"}


def prepared(
    member: FlaskClient, instance: Instance, campaign: Campaign, run: str = "", **fields: object
) -> Session:
    """A step that the form prepares, the newest one of the campaign."""
    address = f"/staff/campaigns/{campaign.name}/sessions/new?run={run}"
    answer = member.post(address, data={"later": "1", "people": "12", **fields})
    assert answer.status_code == 302, answer.text[:800]
    return instance.store.sessions(campaign.name)[-1]


def test_a_room_is_prepared_begun_and_goes_on(
    member: FlaskClient,
    instance: Instance,
    campaign: Campaign,
    page: Callable[..., TestResponse],
) -> None:
    first = prepared(member, instance, campaign, kind=WISHES)
    assert (first.waiting, first.open, first.people, first.run) == (True, False, 12, "")
    pairs = prepared(
        member, instance, campaign, first.code, kind=PAIRS, themes=list(THEMES[:3]), hidden="y"
    )
    assert (pairs.run, pairs.people, pairs.ask.kind, pairs.ask.hidden) == (
        first.code,
        12,
        PAIRS,
        True,
    )
    for code in (first.code, pairs.code):
        assert "préparée" in page(f"/staff/sessions/{code}").text
        assert "commence bientôt" in page(f"/vote/{code}?lang=fr").text
    assert "Bientôt" in page(f"/staff/sessions/{first.code}/screen").text
    begin = member.post(f"/staff/sessions/{first.code}/start")
    assert begin.location.endswith(first.code)
    assert member.post(f"/staff/sessions/{pairs.code}/start").location.endswith(first.code)
    assert open_step(instance.store, pairs) == instance.store.session(first.code)
    assert instance.store.session(pairs.code) == pairs, "one step at a time"
    member.post(f"/staff/sessions/{first.code}/close", data={"people": "12"})
    assert "Étape suivante" in page(f"/staff/sessions/{first.code}").text
    assert "commence bientôt" in page(f"/vote/{first.code}?lang=fr").text
    member.post(f"/staff/sessions/{pairs.code}/start")
    moved = member.get(f"/vote/{first.code}?lang=ar")
    assert moved.location == f"/vote/{pairs.code}?lang=ar"
    told = member.get(f"/vote/{first.code}/now?lang=ar", headers=JSON).json
    assert told == {"open": False, "paused": False, "again": f"/vote/{pairs.code}?lang=ar"}
    counts = member.get(f"/staff/sessions/{first.code}/counts", headers=JSON).json
    assert counts["step"] == f"/staff/sessions/{pairs.code}/screen"
    assert [one.code for one in steps_of(instance.store, first)] == [first.code, pairs.code]


def test_two_facilitators_begin_one_step_once(
    member: FlaskClient, instance: Instance, campaign: Campaign
) -> None:
    first = prepared(member, instance, campaign, kind=WISHES)
    for _ in range(2):
        answer = member.post(f"/staff/sessions/{first.code}/start")
        assert answer.location.endswith(first.code)
    found = instance.store.session(first.code)
    assert found == replace(first, open=True, waiting=False, day=instance.today())


def test_a_step_that_waits_is_removed_and_one_that_began_stays__error(
    member: FlaskClient, instance: Instance, campaign: Campaign, session: Session
) -> None:
    step = prepared(
        member, instance, campaign, "KWRT", kind=STATEMENTS, statements="Un lieu au chaud"
    )
    answer = member.post(f"/staff/sessions/{step.code}/remove")
    assert answer.location.endswith("KWRT")
    assert instance.store.session(step.code) is None
    member.post("/staff/sessions/KWRT/remove")
    assert instance.store.session("KWRT") == session


def test_a_step_that_waits_is_neither_closed_nor_evidence(
    member: FlaskClient, instance: Instance, campaign: Campaign
) -> None:
    step = prepared(member, instance, campaign, kind=DOTS, themes=list(THEMES[:2]))
    assert member.get(f"/staff/sessions/{step.code}/close").status_code == 302
    assert member.post(f"/staff/sessions/{step.code}/close").status_code == 400
    assert member.get(f"/staff/sessions/{step.code}/record").status_code == 302
    assert instance.store.session(step.code) == step
    assert member.post("/staff/sessions/ZZZZ/start").status_code == 404


@pytest.mark.parametrize("kind", [DOTS, PAIRS, STATEMENTS, WISHES, "nothing"])
def test_each_way_of_asking_has_its_form(
    member: FlaskClient, campaign: Campaign, page: Callable[..., TestResponse], kind: str
) -> None:
    text = page(f"/staff/campaigns/{campaign.name}/sessions/new?kind={kind}").text
    assert ('name="themes"' in text) == (kind in (DOTS, PAIRS, "nothing"))
    assert ('name="statements"' in text) == (kind == STATEMENTS)
    assert ('name="stacked"' in text) == (kind in (DOTS, "nothing"))
    assert text.count('aria-current="true"') == 1


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"kind": PAIRS, "themes": list(THEMES[:1])}, "Cochez de 2 à 5 thèmes"),
        ({"kind": STATEMENTS, "statements": " \n "}, "Écrivez de 1 à 20 phrases"),
        ({"kind": STATEMENTS, "statements": "a" * 141}, "trop long"),
        ({"kind": STATEMENTS, "statements": "\n".join(map(str, range(21)))}, "de 1 à 20"),
        ({"kind": DOTS, "themes": list(THEMES[:2]), "dots": "9"}, "Il reste une chose"),
        ({"kind": WISHES, "people": "0"}, "de 1 à 500"),
    ],
)
def test_a_step_that_cannot_be__error(
    member: FlaskClient, campaign: Campaign, fields: dict[str, object], told: str
) -> None:
    address = f"/staff/campaigns/{campaign.name}/sessions/new"
    answer = member.post(address, data={"people": "12", **fields})
    assert answer.status_code == 422
    check_page(answer)
    assert told in answer.text
    if "statements" in fields:
        assert str(fields["statements"]).strip() in answer.text, "nothing typed is lost"


def test_a_later_step_of_no_room_is_not_there__error(
    member: FlaskClient, campaign: Campaign
) -> None:
    address = f"/staff/campaigns/{campaign.name}/sessions/new?run=ZZZZ"
    assert member.get(address).status_code == 404


def test_cards_that_were_let_in_become_statements_with_their_translations(
    member: FlaskClient, instance: Instance, campaign: Campaign
) -> None:
    wishes = prepared(member, instance, campaign, kind=WISHES)
    for id, text, state in (("a", "Un jardin", State.IN), ("b", "Non", State.OUT)):
        instance.store.save_statement(Statement(id, wishes.code, "fr", text, state))
    step = prepared(
        member, instance, campaign, wishes.code, kind=STATEMENTS, cards="a", statements="Un café"
    )
    found = instance.store.statements(step.code)
    assert [(one.text, one.state) for one in found] == [
        ("Un café", State.IN),
        ("Un jardin", State.IN),
    ]


def test_results_are_hidden_until_they_are_revealed(
    member: FlaskClient, instance: Instance, session: Session, page: Callable[..., TestResponse]
) -> None:
    screen, show = "/staff/sessions/KWRT/screen", "/staff/sessions/KWRT/show"
    assert 'class="votes' in page(screen).text
    member.post(show, data={"hidden": "1"})
    assert 'class="votes' not in page(screen).text
    counts = member.get("/staff/sessions/KWRT/counts", headers=JSON).json
    assert (counts["hidden"], counts["themes"]) == (True, [])
    member.post(show, data={"hidden": "0"})
    assert 'class="votes' in page(screen).text


def test_nothing_opens_a_second_step_beside_one_that_is_open__error(
    member: FlaskClient, instance: Instance, campaign: Campaign, session: Session
) -> None:
    instance.store.save_vote(Vote("v", "KWRT", "fr", THEMES[:1]))
    step = prepared(member, instance, campaign, "KWRT", kind=WISHES)
    member.post("/staff/sessions/KWRT/close", data={"people": "12"})
    member.post(f"/staff/sessions/{step.code}/start")
    for undone in ("reopen", "again"):
        member.post(f"/staff/sessions/KWRT/{undone}")
        steps = steps_of(instance.store, session)
        assert [one.code for one in steps if one.open] == [step.code], undone
