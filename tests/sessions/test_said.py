"""What a room says of statements, of pairs, on cards: from phones to what is told of it."""

from __future__ import annotations

import base64
import re
import uuid
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from flask.testing import FlaskClient
from scipy.optimize import minimize
from werkzeug.test import TestResponse

from diagnosis.answers import Reason, RefusedError
from diagnosis.instance import Instance
from diagnosis.model import (
    DOTS,
    PAIRS,
    STATEMENTS,
    WISHES,
    Ask,
    Campaign,
    Session,
    State,
    Statement,
    Translation,
    Vote,
)
from diagnosis.sessions.alike import alike_statements
from diagnosis.sessions.opinions import opinions_of, widest_agreement
from diagnosis.sessions.pairs import PRIOR, Wins, fit, strengths
from diagnosis.sessions.questions import Question, keep_cards, questions_of
from diagnosis.sessions.wishes import voice_of
from tests.pages import check_page
from tests.sessions.conftest import THEMES
from tests.sessions.test_votes import ballot_in

KEY = "key"
RTL = {"ar": Translation("مكان للعب", read=True)}


def statement(id: str, text: str = "", **values: object) -> Statement:
    return replace(Statement(id, "KWRT", "fr", text or f"Phrase {id}"), **values)


def said(**answers: str) -> Vote:
    return Vote(str(uuid.uuid4()), "KWRT", "fr", answers=answers)


@pytest.fixture
def room(instance: Instance, campaign: Campaign) -> Callable[[str], Session]:
    """Opens a room that is asked in some way."""

    def opened(kind: str) -> Session:
        themes = THEMES[:3] if kind in (DOTS, PAIRS) else ()
        found = Session("KWRT", campaign.name, themes, people=40, ask=Ask(kind))
        instance.store.add_session(found)
        if kind == STATEMENTS:
            instance.store.save_statement(statement("s1", "Un lieu au chaud", translations=RTL))
            instance.store.save_statement(statement("s2", "Le samedi", number=1))
        return found

    return opened


def test_statements_are_read_in_each_language_and_answered_without_script(
    client: FlaskClient,
    instance: Instance,
    room: Callable[[str], Session],
    page: Callable[..., TestResponse],
) -> None:
    room(STATEMENTS)
    shown = page("/vote/KWRT?lang=ar").text
    assert "مكان للعب" in shown
    assert '<legend lang="fr" dir="auto">Le samedi</legend>' in shown, "not translated: as written"
    body = {"ballot": ballot_in(shown), "language": "ar", "answer-s1": "agree", "answer-s2": "pass"}
    thanks = client.post("/vote/KWRT", data=body)
    assert thanks.status_code == 200
    check_page(thanks)
    (kept,) = instance.store.votes("KWRT")
    assert (dict(kept.answers), kept.language) == ({"s1": "agree", "s2": "pass"}, "ar")
    again = client.post("/vote/KWRT", data={**body, "change": "1"})
    assert again.text.count(" checked") == 2
    recalled = {"ballot": body["ballot"], "language": "ar", "recall": "1"}
    assert client.post("/vote/KWRT", data=recalled).text.count(" checked") == 2


@pytest.mark.parametrize(
    ("answers", "status"),
    [({}, 422), ({"answer-s9": "agree"}, 422), ({"answer-s1": "perhaps"}, 422)],
)
def test_what_is_no_answer_is_refused__error(
    client: FlaskClient,
    instance: Instance,
    room: Callable[[str], Session],
    answers: dict[str, str],
    status: int,
) -> None:
    room(STATEMENTS)
    ballot = ballot_in(client.get("/vote/KWRT").text)
    answer = client.post("/vote/KWRT", data={"ballot": ballot, "language": "fr", **answers})
    assert answer.status_code == status
    check_page(answer)
    assert instance.store.votes("KWRT") == []


def test_each_participant_has_her_own_order_of_pairs(
    client: FlaskClient, instance: Instance, room: Callable[[str], Session]
) -> None:
    room(PAIRS)
    orders = {
        tuple(re.findall(r'data-question="([^"]+)"', client.get("/vote/KWRT").text))
        for _ in range(12)
    }
    assert len(orders) > 1
    assert {frozenset(order) for order in orders} == {frozenset(orders.pop())}
    shown = client.get("/vote/KWRT").text
    name = f"{THEMES[0]} {THEMES[1]}"
    body = {"ballot": ballot_in(shown), "language": "fr", f"answer-{name}": THEMES[1]}
    assert client.post("/vote/KWRT", data=body).status_code == 200
    assert dict(instance.store.votes("KWRT")[0].answers) == {name: THEMES[1]}


def test_points_may_lie_on_each_other_where_it_is_so(
    client: FlaskClient, instance: Instance, campaign: Campaign
) -> None:
    stacked = Ask(DOTS, 4, stacked=True)
    instance.store.add_session(Session("KWRT", campaign.name, THEMES[:2], ask=stacked))
    shown = client.get("/vote/KWRT").text
    assert shown.count('name="themes"') == 8
    body = {"ballot": ballot_in(shown), "language": "fr", "themes": [THEMES[0]] * 3 + [THEMES[1]]}
    assert client.post("/vote/KWRT", data=body).status_code == 200
    assert sorted(instance.store.votes("KWRT")[0].themes) == sorted(body["themes"])
    more = client.post("/vote/KWRT", data={**body, "themes": [THEMES[0]] * 5})
    assert more.status_code == 422


def test_a_wish_is_masked_before_it_is_kept_and_waits_to_be_read(
    client: FlaskClient, instance: Instance, room: Callable[[str], Session]
) -> None:
    room(WISHES)
    ballot = ballot_in(client.get("/vote/KWRT").text)
    text = "Demandez à Fatima Benali au 06 12 34 56 78"
    body = {"ballot": ballot, "language": "fr", "text": text}
    for _ in range(2):
        assert client.post("/vote/KWRT", data=body).status_code == 200
    (card,) = instance.store.statements("KWRT")
    assert card.state is State.NEW
    assert not {"Fatima", "Benali", "06"} & set(card.text.split())
    instance.store.save_statement(replace(card, state=State.IN))
    assert client.post("/vote/KWRT", data=body).status_code == 422
    assert instance.store.statements("KWRT") == [replace(card, state=State.IN)]


@pytest.mark.parametrize(("text", "told"), [("  ", "même courte"), ("a" * 141, "140 lettres")])
def test_a_wish_is_one_sentence__error(
    client: FlaskClient,
    instance: Instance,
    room: Callable[[str], Session],
    text: str,
    told: str,
) -> None:
    room(WISHES)
    ballot = ballot_in(client.get("/vote/KWRT").text)
    answer = client.post("/vote/KWRT", data={"ballot": ballot, "language": "fr", "text": text})
    assert answer.status_code == 422
    assert told in answer.text
    assert text.strip() in answer.text
    assert instance.store.statements("KWRT") == []


def test_the_widest_agreement_is_that_of_the_share_that_is_printed() -> None:
    statements = [statement("a"), statement("b")]
    votes = [said(a="agree", b="agree" if n < 88 else "disagree") for n in range(110)]
    votes += [said(a="agree" if n < 106 else "disagree") for n in range(190)]
    found = opinions_of(statements, votes)
    assert [(one.agree, one.voters) for one in found] == [(216, 300), (88, 110)]
    # What two fifths of the room were asked is not what the room agrees on.
    assert "Phrase a" in widest_agreement(found)
    half = [said(b="agree" if n < 64 else "disagree") for n in range(80)]
    assert "Phrase b" in widest_agreement(opinions_of(statements, votes + half))


def test_a_small_room_is_told_in_counts_and_a_tie_as_a_tie() -> None:
    statements = [statement("a"), statement("b")]
    told = widest_agreement(opinions_of(statements, [said(a="agree", b="agree")] * 3))
    assert "%" not in told
    assert "à égalité" in told
    assert told.count("3 sur 3") == 2
    assert widest_agreement(opinions_of(statements, [])) == ""
    assert "Aucune" in widest_agreement(opinions_of(statements, [said(a="disagree")]))


def test_statements_that_say_the_same_count_each_person_once() -> None:
    statements = [statement("a"), statement("b", into="a"), statement("c", into="b")]
    votes = [said(a="agree", b="disagree"), said(b="disagree"), said(c="pass"), said(a="agree")]
    (found,) = opinions_of(statements, votes)
    assert (found.agree, found.disagree, found.passed) == (2, 1, 1)


def test_merged_in_a_circle_is_counted_nowhere_and_breaks_nothing() -> None:
    statements = [statement("a", into="b"), statement("b", into="a")]
    assert opinions_of(statements, [said(a="agree")]) == []


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Un endroit au chaud pour jouer", "Un endroit chaud pour jouer", True),
        ("Il faut plus de places en crèche", "Plus de places en crèche", True),
        ("Un café le samedi matin", "Un café le samedi", True),
        ("Il faut plus de places en crèche", "Il faut un interprète à la PMI", False),
        ("Un endroit au chaud pour jouer", "Le samedi, pas le mercredi", False),
    ],
)
def test_statements_that_may_say_the_same(one: str, other: str, alike: bool) -> None:
    assert bool(alike_statements([statement("a", one), statement("b", other)])) == alike


def test_strengths_are_those_of_the_likelihood() -> None:
    rng = np.random.default_rng(0)
    names = ["a", "b", "c", "d"]
    wins: Wins = Wins()
    for _ in range(60):
        one, other = rng.choice(4, 2, replace=False)
        best = one if rng.random() < (4 - one) / (8 - one - other) else other
        wins[names[best], names[other if best == one else one]] += 1

    def loss(logs: np.ndarray) -> float:
        strength = dict(zip(names, np.exp(logs), strict=True))
        pairs = sum(
            n * np.log(strength[a] / (strength[a] + strength[b])) for (a, b), n in wins.items()
        )
        prior = sum(PRIOR * (np.log(s / (s + 1)) + np.log(1 / (s + 1))) for s in strength.values())
        return -float(pairs + prior)

    best = np.exp(minimize(loss, np.zeros(4), tol=1e-10).x)
    assert np.allclose(list(fit(names, wins).values()), best, rtol=1e-3)


def test_a_place_is_told_only_where_it_is_sure() -> None:
    sure = [said(**{"a b": "a", "a c": "a", "b c": "b"}) for _ in range(12)]
    assert [(one.name, one.place) for one in strengths(["c", "b", "a"], sure)] == [
        ("a", 1),
        ("b", 2),
        ("c", 3),
    ]
    split = [said(**{"a b": "ab"[n % 2]}) for n in range(12)]
    assert {one.place for one in strengths(["a", "b"], split)} == {None}
    few = strengths(["a", "b"], [said(**{"a b": "a"})] * 3)
    assert (few[0].name, few[0].place) == ("a", None)
    assert [one.share for one in strengths(["a", "b"], [])] == [50, 50]


def test_a_card_is_one_vote_however_often_it_is_read(
    instance: Instance, room: Callable[[str], Session]
) -> None:
    session = room(STATEMENTS)
    first, second = questions(instance, session)
    keep_cards(instance.store, KEY, session, first, {1: "agree", 2: "disagree"})
    keep_cards(instance.store, KEY, session, second, {1: "pass"})
    keep_cards(instance.store, KEY, session, first, {1: "disagree", 2: ""})
    votes = instance.store.votes("KWRT")
    assert len(votes) == 2
    assert {vote.language for vote in votes} == {""}
    found = {str(dict(vote.answers)) for vote in votes}
    assert found == {str({"s1": "disagree", "s2": "pass"}), str({"s1": ""})}
    assert sum(one.voters for one in opinions_of(instance.store.statements("KWRT"), votes)) == 2


@pytest.mark.parametrize(
    ("changes", "choice", "reason"),
    [
        ({"open": False}, "agree", Reason.OVER),
        ({"paused": True}, "agree", Reason.WAIT),
        ({"open": False, "waiting": True}, "agree", Reason.WAIT),
        ({}, "perhaps", Reason.INVALID),
    ],
)
def test_a_card_that_cannot_count__error(
    instance: Instance,
    room: Callable[[str], Session],
    changes: dict[str, bool],
    choice: str,
    reason: Reason,
) -> None:
    session = room(STATEMENTS)
    question = questions(instance, session)[0]
    with pytest.raises(RefusedError) as refused:
        keep_cards(instance.store, KEY, replace(session, **changes), question, {1: choice})
    assert refused.value.reason is reason
    assert instance.store.votes("KWRT") == []


def questions(instance: Instance, session: Session) -> list[Question]:
    themes = instance.themes(instance.store.campaign("stains"))
    return questions_of(session, themes, instance.store.statements("KWRT"), "fr")


def as_json(ballot: str) -> dict[str, object]:
    return {"id": ballot.partition(".")[0], "ballot": ballot, "language": "fr"}


SPOKEN = {"kind": "audio/webm", "content": base64.b64encode(b"\x1a\x45\xdf\xa3 said").decode()}


def test_a_wish_that_was_spoken_waits_to_be_written_down(
    member: FlaskClient,
    instance: Instance,
    room: Callable[[str], Session],
    page: Callable[..., TestResponse],
) -> None:
    room(WISHES)
    ballot = ballot_in(member.get("/vote/KWRT").text)
    body = {**as_json(ballot), "language": "ar", "voice": SPOKEN, "text": ""}
    assert member.post("/vote/KWRT", json=body).status_code == 201
    (card,) = instance.store.statements("KWRT")
    assert (card.text, card.language, card.state) == ("", "ar", State.NEW)
    desk = "/staff/sessions/KWRT/statements"
    sound = f"{desk}/{card.id}/voice"
    assert "dite à voix haute" in page(desk).text
    heard = member.get(sound)
    assert heard.data == b"\x1a\x45\xdf\xa3 said"
    assert (heard.mimetype, heard.headers["Cache-Control"]) == ("audio/webm", "no-store")
    unwritten = member.post(desk, data={"id": card.id, "do": "in", "text": ""})
    assert unwritten.status_code == 422, "nothing is shown that nobody wrote down"
    member.post(desk, data={"id": card.id, "text": "مكان للعب", "do": "in"})
    assert instance.store.statements("KWRT")[0].text == "مكان للعب"
    assert member.get(sound).status_code == 404


def test_a_spoken_wish_is_erased_with_its_card(
    member: FlaskClient, instance: Instance, room: Callable[[str], Session]
) -> None:
    room(WISHES)
    ballot = ballot_in(member.get("/vote/KWRT").text)
    body = {**as_json(ballot), "voice": SPOKEN}
    assert member.post("/vote/KWRT", json=body).status_code == 201
    (card,) = instance.store.statements("KWRT")
    member.post("/staff/sessions/KWRT/statements", data={"id": card.id, "do": "erase"})
    assert voice_of(instance.store, card) is None
    assert instance.store.statements("KWRT") == []


@pytest.mark.parametrize(
    "voice",
    [
        {"kind": "audio/webm", "content": base64.b64encode(b"no sound").decode()},
        {"kind": "text/html", "content": SPOKEN["content"]},
        {"kind": "audio/webm", "content": "?"},
        "x",
        {**SPOKEN, "content": base64.b64encode(b"\x1a\x45\xdf\xa3" + bytes(300_000)).decode()},
    ],
)
def test_what_is_no_voice_is_refused_kindly__error(
    client: FlaskClient, instance: Instance, room: Callable[[str], Session], voice: object
) -> None:
    room(WISHES)
    ballot = ballot_in(client.get("/vote/KWRT").text)
    body = {**as_json(ballot), "voice": voice}
    headers = {"Accept": "application/json"}
    answer = client.post("/vote/KWRT", json=body, headers=headers)
    assert answer.status_code == 422
    assert answer.json["message"]
    assert instance.store.statements("KWRT") == []


def test_a_wish_that_was_written_keeps_no_voice(
    client: FlaskClient, instance: Instance, room: Callable[[str], Session]
) -> None:
    room(WISHES)
    ballot = ballot_in(client.get("/vote/KWRT").text)
    body = {**as_json(ballot), "voice": SPOKEN, "text": "Un lieu au chaud"}
    assert client.post("/vote/KWRT", json=body).status_code == 201
    (card,) = instance.store.statements("KWRT")
    assert card.text == "Un lieu au chaud"
    assert voice_of(instance.store, card) is None
