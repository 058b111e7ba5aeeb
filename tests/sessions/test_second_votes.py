"""A second vote after discussion: what moved, what counts, and nobody followed between them."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from diagnosis import dataset
from diagnosis.families.after import put_to_the_vote
from diagnosis.instance import Instance
from diagnosis.model import Campaign, Session, Vote
from diagnosis.questionnaire import Theme
from diagnosis.sessions.ballot import Count, Counts, open_session
from diagnosis.sessions.moved import moved_between, what_moved
from diagnosis.sessions.undoing import may_reopen
from tests.pages import check_page, text
from tests.sessions.conftest import THEMES
from tests.sessions.test_votes import ballot_in, body

AGAIN = "/staff/sessions/KWRT/again"


@pytest.fixture
def first(member: FlaskClient, instance: Instance, session: Session) -> Session:
    """A closed session in which twelve people voted for one theme, two for another."""
    cast(instance, "KWRT", 12, THEMES[0])
    cast(instance, "KWRT", 2, THEMES[1])
    member.post("/staff/sessions/KWRT/close", data={"people": "20"})
    return replace(session, open=False, people=20)


def cast(instance: Instance, code: str, count: int, *themes: str) -> None:
    for _ in range(count):
        instance.store.save_vote(Vote(str(uuid.uuid4()), code, "fr", themes))


def second_opened(member: FlaskClient, instance: Instance) -> Session:
    answer = member.post(AGAIN)
    assert answer.status_code == 302
    found = instance.store.session((answer.location or "").rpartition("/")[2])
    assert found is not None
    return found


def counts_of(**votes: int) -> Counts:
    themes = [Theme.model_construct(name=name, label=name.upper()) for name in votes]
    people = max(votes.values())
    return Counts(people, [Count(theme, votes[theme.name], 0.0) for theme in themes])


def test_the_same_themes_are_voted_again_under_a_code_of_its_own__ok(
    member: FlaskClient, instance: Instance, first: Session, page: Callable[..., TestResponse]
) -> None:
    assert "Revoter après discussion" in page("/staff/sessions/KWRT").text
    second = second_opened(member, instance)
    assert second.code != first.code
    assert second == Session(
        second.code,
        first.campaign,
        THEMES,
        people=20,
        run="KWRT",
        first="KWRT",
        day=instance.today(),
    )
    assert "Second vote sur les mêmes thèmes" in page(f"/staff/sessions/{second.code}").text
    shown = page("/staff/sessions/KWRT").text
    assert "Revoter" not in shown
    assert second.code in shown
    assert f"après {first.code}" in page(f"/staff/campaigns/{first.campaign}/sessions").text


def test_two_facilitators_open_one_second_vote__ok(
    member: FlaskClient, instance: Instance, first: Session
) -> None:
    second = second_opened(member, instance)
    assert second_opened(member, instance) == second
    assert open_session(instance.store, replace(first, first="KWRT")) == second
    assert len(instance.store.sessions(first.campaign)) == 2


def test_a_vote_that_goes_on_is_not_voted_again__error(
    member: FlaskClient, instance: Instance, session: Session
) -> None:
    assert member.post(AGAIN).location == "/staff/sessions/KWRT"
    assert instance.store.sessions(session.campaign) == [session]
    assert member.post("/staff/sessions/ZZZZ/again").status_code == 404


def test_the_first_is_not_reopened_under_the_second__error(
    member: FlaskClient, instance: Instance, first: Session
) -> None:
    assert may_reopen(instance.store, first, instance.now())
    second_opened(member, instance)
    assert not may_reopen(instance.store, first, instance.now())


def test_a_ballot_of_one_vote_says_nothing_to_the_other__error(
    member: FlaskClient, client: FlaskClient, instance: Instance, session: Session
) -> None:
    ballot = ballot_in(client.get("/vote/KWRT").text)
    client.post("/vote/KWRT", data=body(ballot, THEMES[0]))
    member.post("/staff/sessions/KWRT/close", data={"people": "20"})
    second = second_opened(member, instance)
    assert client.post(f"/vote/{second.code}", data=body(ballot, THEMES[0])).status_code == 400
    fresh = ballot_in(client.get(f"/vote/{second.code}").text)
    client.post(f"/vote/{second.code}", data=body(fresh, THEMES[0]))
    (one,), (other,) = (instance.store.votes(code) for code in ("KWRT", second.code))
    assert one.id != other.id


def test_the_page_says_what_moved_with_both_numbers_of_people__ok(
    member: FlaskClient, instance: Instance, first: Session, page: Callable[..., TestResponse]
) -> None:
    second = second_opened(member, instance)
    cast(instance, second.code, 8, THEMES[0])
    cast(instance, second.code, 5, THEMES[1])
    address = f"/staff/sessions/{second.code}"
    assert "fait bouger" not in page(address).text
    member.post(f"{address}/close", data={"people": "20"})
    shown = page(address).text
    seen = text(check_page(member.get(address)))
    assert "Premier vote\u00a0: 14 personnes. Second vote\u00a0: 13 personnes." in shown
    assert re.search(r"\(\u22124\).*\(\+3\)", seen)
    assert "inchangé" in seen
    assert "pas autant de monde aux deux votes" in shown
    screen = page(f"{address}/screen").text
    assert "+3" in screen
    assert "\u22124" in screen
    assert 'class="moved"' not in page("/staff/sessions/KWRT/screen").text


def test_the_diagnosis_reads_the_last_vote_and_only_what_was_put_to_it__ok(
    member: FlaskClient, instance: Instance, campaign: Campaign, first: Session
) -> None:
    def read() -> list[tuple[int, dict[str, int]]]:
        found = dataset.evidence_of(instance.store, campaign).sessions
        assert all(one.proposed == THEMES for one in found)
        return [(one.participants, dict(one.votes)) for one in found]

    before = [(14, {THEMES[0]: 12, THEMES[1]: 2})]
    assert read() == before
    second = second_opened(member, instance)
    cast(instance, second.code, 13, THEMES[1])
    assert read() == before, "the room still votes"
    member.post(f"/staff/sessions/{second.code}/close", data={"people": "20"})
    assert read() == [(13, {THEMES[1]: 13})]
    told = {put.theme.name: (put.votes, put.people) for put in put_to_the_vote(instance, campaign)}
    assert told[THEMES[1]] == ("13", "13")
    assert told[THEMES[0]] == ("", "13")
    member.post(f"/staff/sessions/{second.code}/reopen")
    assert read() == before


def test_a_second_vote_without_a_voter_takes_nothing_away__ok(
    member: FlaskClient, instance: Instance, campaign: Campaign, first: Session
) -> None:
    second = second_opened(member, instance)
    member.post(f"/staff/sessions/{second.code}/close", data={"people": "20"})
    assert [s.participants for s in dataset.evidence_of(instance.store, campaign).sessions] == [14]


def test_no_place_is_said_that_one_vote_would_change__ok(app: object) -> None:
    with app.test_request_context("/staff/"):  # type: ignore[attr-defined]
        found = moved_between(
            counts_of(a=10, b=7, c=3, d=2, e=0), counts_of(a=8, b=12, c=5, d=2, e=0)
        )
        said = {one.theme.name: (one.words, one.places) for one in found}
        assert said == {
            "b": ("+5", "2e → 1re"),
            "a": ("\u22122", "1re → 2e"),
            "c": ("+2", "on ne peut pas conclure"),
            "d": ("inchangé", "on ne peut pas conclure"),
            "e": ("inchangé", "reste 5e"),
        }
        assert what_moved(found).startswith(
            "Ont bougé de plus d’une voix\u00a0: «\u00a0B\u00a0» (+5)"
        )
        still = moved_between(counts_of(a=10, b=7), counts_of(a=10, b=8))
        assert what_moved(still) == "Aucun thème n’a bougé de plus d’une voix."


def test_phones_of_the_first_vote_come_to_the_second(
    member: FlaskClient, client: FlaskClient, instance: Instance, first: Session
) -> None:
    json = {"Accept": "application/json"}
    assert client.get("/vote/KWRT?lang=ar").status_code == 410
    assert "again" not in client.get("/vote/KWRT/now?lang=ar", headers=json).json
    second = second_opened(member, instance)
    there = f"/vote/{second.code}?lang=ar"
    assert client.get("/vote/KWRT?lang=ar").location == there
    told = client.get("/vote/KWRT/now?lang=ar", headers=json)
    assert told.json["again"] == there
    assert len(told.data) < 100
    assert f'href="{there}"' in client.get("/vote/KWRT/now?lang=ar").text
    # Over as well: nothing to come to.
    instance.store.save_session(replace(second, open=False))
    assert client.get("/vote/KWRT?lang=ar").status_code == 410
    assert "again" not in client.get("/vote/KWRT/now?lang=ar", headers=json).json
