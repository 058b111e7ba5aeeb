"""The team's side of a session."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from diagnosis.dataset import simulate, state_of
from diagnosis.instance import Instance
from diagnosis.model import Campaign, Session, Vote
from diagnosis.sessions.proposals import proposed_themes
from tests.conftest import add_campaign
from tests.pages import check_page
from tests.sessions.conftest import THEMES
from tests.sessions.test_votes import ballot_in, body, size


def vote(instance: Instance, *themes: str) -> None:
    instance.store.save_vote(Vote(str(uuid.uuid4()), "KWRT", "fr", themes))


def test_a_session_opens_from_the_catalogue_before_any_answer(
    member: FlaskClient,
    instance: Instance,
    campaign: Campaign,
    page: Callable[..., TestResponse],
) -> None:
    new = f"/staff/campaigns/{campaign.name}/sessions/new"
    assert "pas encore assez de réponses" in page(new).text
    response = member.post(new, data={"themes": ["nourrir_bebe", "cafe_parents"], "people": "12"})
    code = response.headers["Location"].rpartition("/")[2]
    assert re.fullmatch("[B-Z]{4}", code)
    found = instance.store.session(code)
    assert found is not None
    assert (found.themes, found.people) == (("cafe_parents", "nourrir_bebe"), 12)
    assert code in page(f"/staff/campaigns/{campaign.name}/sessions").text
    text = page(f"/staff/sessions/{code}").text
    assert code in text
    assert "localhost/vote" in text


@pytest.mark.parametrize("count", [0, 1, 11])
def test_too_few_or_too_many_themes_are_refused__error(
    member: FlaskClient, instance: Instance, campaign: Campaign, count: int
) -> None:
    themes = [theme.name for theme in instance.library.catalogue.themes[:count]]
    response = member.post(
        f"/staff/campaigns/{campaign.name}/sessions/new", data={"themes": themes, "people": "30"}
    )
    assert response.status_code == 422
    check_page(response)
    assert f"vous en avez coché {count}" in response.text
    assert response.text.count(" checked") == count


def test_a_forged_theme_is_refused__error(member: FlaskClient, campaign: Campaign) -> None:
    response = member.post(
        f"/staff/campaigns/{campaign.name}/sessions/new", data={"themes": ["a", "b"]}
    )
    assert response.status_code == 422
    assert "not valid" not in response.text.lower()


def test_the_screen_shows_code_themes_and_counts(
    member: FlaskClient, instance: Instance, session: Session, page: Callable[..., TestResponse]
) -> None:
    vote(instance, *THEMES[:2])
    vote(instance, THEMES[1])
    text = page("/staff/sessions/kwrt/screen").text
    assert "localhost/vote" in text
    assert "KWRT" in text
    assert '<noscript><meta http-equiv="refresh"' in text
    assert member.get("/staff/sessions/KWRT/qr.svg").mimetype == "image/svg+xml"
    live = member.get("/staff/sessions/KWRT/counts", headers={"Accept": "application/json"}).json
    assert live is not None
    assert live["open"] is True
    assert live["participants"] == 2
    assert [theme["votes"] for theme in live["themes"]] == [1, 2, 0, 0]
    assert [theme["share"] for theme in live["themes"]] == [50.0, 100.0, 0.0, 0.0]


def test_closing_ends_the_vote(
    member: FlaskClient, instance: Instance, session: Session, page: Callable[..., TestResponse]
) -> None:
    vote(instance, THEMES[3])
    assert member.post("/staff/sessions/KWRT/close", data={"people": "9"}).status_code == 302
    closed = instance.store.session("KWRT")
    assert closed is not None
    assert not closed.open
    assert "est close" in page("/staff/sessions/KWRT").text
    screen = page("/staff/sessions/KWRT/screen").text
    assert "http-equiv" not in screen
    assert screen.index("Premiers repas") < screen.index("Café des parents")
    live = member.get("/staff/sessions/KWRT/counts", headers={"Accept": "application/json"}).json
    assert live is not None
    assert live["open"] is False


def test_what_does_not_exist_is_not_found(member: FlaskClient) -> None:
    for path in ("", "/screen", "/counts", "/qr.svg"):
        assert member.get(f"/staff/sessions/ZZZZ{path}").status_code == 404
    assert member.post("/staff/sessions/ZZZZ/close").status_code == 404
    assert member.get("/staff/campaigns/nowhere/sessions").status_code == 404


def test_the_votes_change_the_order_of_themes(
    member: FlaskClient, instance: Instance, page: Callable[..., TestResponse]
) -> None:
    campaign = add_campaign(instance, "fictive", fictitious=True)
    simulate(instance, campaign, 150)
    new = page("/staff/campaigns/fictive/sessions/new").text
    first = proposed_themes(state_of(instance, campaign).records)
    assert len(first) == 8
    assert new.count(" checked") == 8
    code = (
        member.post("/staff/campaigns/fictive/sessions/new", data={"themes": first, "people": "40"})
        .headers["Location"]
        .rpartition("/")[2]
    )
    for _ in range(40):
        vote_ = Vote(str(uuid.uuid4()), code, "fr", (first[-1],))
        instance.store.save_vote(vote_)
    assert "Ce que les votes changent" not in page(f"/staff/sessions/{code}").text
    member.post(f"/staff/sessions/{code}/close", data={"people": "40"})
    text = page(f"/staff/sessions/{code}").text
    assert "Ce que les votes changent" in text
    assert "ne déplacent que les thèmes qui leur ont été soumis" in text
    items = state_of(instance, campaign).report["themes"]["items"]
    chosen = next(item for item in items if item["name"] == first[-1])
    assert chosen["rank"] == 1
    assert f'<td class="n">{chosen["rank_survey"]}</td>\n<td class="n">1</td>' in text


def test_more_ballots_than_people_are_kept_apart_and_count_if_she_says_so(
    member: FlaskClient, instance: Instance, session: Session, page: Callable[..., TestResponse]
) -> None:
    assert member.post("/staff/sessions/KWRT", data={"people": "2"}).status_code == 302
    for _ in range(3):
        instance.store.save_vote(Vote(str(uuid.uuid4()), "KWRT", "fr", THEMES[:1]), 2)
    text = page("/staff/sessions/KWRT").text
    assert "2 personnes ont voté." in text
    assert "1 vote de trop" in text
    close = "/staff/sessions/KWRT/close"
    assert "1 vote de trop" in page(close).text
    refused = member.post(close, data={"people": "2", "over": "y"})
    assert refused.status_code == 422
    assert "3\u00a0votes pour 2\u00a0personnes" in check_and_text(refused)
    assert member.post(close, data={"people": "2", "over": "y", "sure": "y"}).status_code == 302
    assert "3 personnes ont voté." in page("/staff/sessions/KWRT").text
    assert member.post(close, data={"people": "2"}).status_code == 302
    assert "2 personnes ont voté." in page("/staff/sessions/KWRT").text
    assert len(instance.store.votes("KWRT")) == 3


def test_whoever_arrives_late_counts_once_the_room_is_larger(
    member: FlaskClient, instance: Instance, session: Session, page: Callable[..., TestResponse]
) -> None:
    for _ in range(3):
        instance.store.save_vote(Vote(str(uuid.uuid4()), "KWRT", "fr", THEMES[:1]), 2)
    member.post("/staff/sessions/KWRT", data={"people": "3"})
    assert "3 personnes ont voté." in page("/staff/sessions/KWRT").text


def test_a_flood_from_one_client_is_seen_at_once_and_told_apart(
    member: FlaskClient, client: FlaskClient, instance: Instance, session: Session
) -> None:
    instance.store.save_session(replace(session, people=30))
    vote(instance, THEMES[1])
    for _ in range(259):
        ballot = ballot_in(client.get("/vote/KWRT").text)
        assert client.post("/vote/KWRT", data=body(ballot, THEMES[0])).status_code == 200
    live = member.get("/staff/sessions/KWRT/counts", headers={"Accept": "application/json"}).json
    assert live is not None
    assert live["participants"] == 1
    assert live["apart"] == "Gardés à part\u00a0: 259 votes arrivés en rafale."
    assert [theme["votes"] for theme in live["themes"]] == [0, 1, 0, 0]
    assert len(instance.store.votes("KWRT")) == 260


@pytest.mark.parametrize("people", ["", "0", "-1", "501", "9" * 400, "nan"])
def test_a_room_of_nobody_knows_how_many__error(
    member: FlaskClient, session: Session, people: str
) -> None:
    for address in ("/staff/sessions/KWRT", "/staff/sessions/KWRT/close"):
        check_and_text(member.post(address, data={"people": people}), 422)


def check_and_text(response: TestResponse, status: int = 422) -> str:
    assert response.status_code == status
    check_page(response)
    return response.text


def test_a_screen_that_asks_again_hears_only_what_changed(
    member: FlaskClient, instance: Instance, session: Session
) -> None:
    headers = {"Accept": "application/json"}
    first = member.get("/staff/sessions/KWRT/counts", headers=headers)
    asked = {**headers, "If-None-Match": first.headers["ETag"]}
    again = member.get("/staff/sessions/KWRT/counts", headers=asked)
    assert (again.status_code, again.data) == (304, b"")
    assert size(again) <= 300
    vote(instance, THEMES[1])
    changed = member.get("/staff/sessions/KWRT/counts", headers=asked)
    assert changed.json is not None
    assert changed.json["participants"] == 1
    assert changed.headers["ETag"] != first.headers["ETag"]
