"""A flood of responses: every one acknowledged as ever, and none that moves a number."""

from __future__ import annotations

import base64
import io
import json
import random
import uuid
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from diagnosis import dataset
from diagnosis.answers import current_key, decide, groups_of, seal
from diagnosis.instance import Instance
from diagnosis.model import ALIKE, BURST, CHANNELS, Campaign, Response
from tests.families_sent import families_of
from tests.pages import check_page

FAMILIES, FLOOD, TRIES = 60, 300, 12
JSON = {"Accept": "application/json"}
SAME = {"A1": "papa", "A2": ["a1"], "B1": ["sommeil", "moral"], "B2": "moral", "E2": "Merci"}
Send = Callable[..., TestResponse]


@pytest.fixture
def send(client: FlaskClient, campaign: Campaign) -> Send:
    """A device sends a response, as JSON."""

    def post(answers: dict[str, Any], **fields: Any) -> TestResponse:
        content = {
            "id": str(uuid.uuid4()), "version": campaign.version, "language": "fr",
            "channel": "phone", "assisted": False, "answers": answers, **fields,
        }  # fmt: skip
        return client.post("/q/stains/responses", json=content, headers=JSON)

    return post


def sent_by(family: Response) -> dict[str, Any]:
    names = ("id", "version", "language", "channel", "assisted", "answers", "shown")
    return {name: value for name, value in asdict(family).items() if name in names}


@pytest.fixture
def flooded(instance: Instance, campaign: Campaign, send: Send) -> list[Response]:
    """Sixty families, and among them a program that sends one response three hundred times."""
    families = families_of(instance, campaign, FAMILIES)
    order = [*families, *[None] * FLOOD]
    random.Random(1).shuffle(order)
    for family in order:
        answer = send(**sent_by(family)) if family else send(SAME)
        assert (answer.status_code, answer.json["status"]) == (201, "created")
    return families


def told(instance: Instance, campaign: Campaign, follow: bool = True) -> dict[str, Any]:
    """What is published, but for how many are apart."""
    report = dict(dataset.state_of(instance, campaign, follow=follow).report)
    return {**report, "method": {**report["method"], "warnings": []}}


def test_three_hundred_of_the_same_move_no_number__ok(instance, campaign, flooded, page):
    assert {r.id for r in instance.store.responses("stains")} == {r.id for r in flooded}
    assert instance.store.count_responses("stains", apart=True) == FLOOD
    published = told(instance, campaign)
    for told_in in ("method", "dossier"):
        assert (
            "300 réponses identiques ou arrivées en rafale"
            in page(f"/planning/stains/{told_in}").text
        )
    (group,) = groups_of(instance, campaign)
    assert (group.sign, len(group.members), group.counted) == (ALIKE, FLOOD, 0)
    # Counted, they would have been the diagnosis; and it can be undone.
    decide(instance, campaign, group, counted=True)
    counted = told(instance, campaign)
    assert counted["method"]["n"] == FAMILIES + FLOOD
    assert counted["needs"] != published["needs"]
    decide(instance, campaign, group, counted=False)
    assert told(instance, campaign) == published


def test_numbers_are_those_of_the_families_alone__ok(instance, campaign, flooded):
    published = told(instance, campaign)
    instance.store.erase_responses("stains")
    instance.store.remove("published:stains")
    instance.store.add_responses(flooded)
    assert told(instance, campaign) == published


def test_nobody_of_a_flood_is_told_anything__ok(client, instance, campaign, send):
    """The page, the code that erases and the second sending are those of any family."""
    pages = set()
    for _ in range(TRIES):
        id = str(uuid.uuid4())
        form = {"id": id, "language": "fr", "channel": "phone", **SAME}
        answer = client.post("/q/stains/responses", data=form)
        assert answer.status_code == 201
        check_page(answer)
        words = answer.text.partition('class="words"')
        assert words[1]
        pages.add(words[0])
        assert client.post("/q/stains/responses", data=form).status_code == 200
    assert len(pages) == 1
    assert instance.store.count_responses("stains", apart=None) == TRIES
    assert instance.store.count_responses("stains", apart=True) == TRIES
    last = next(iter(instance.store.responses("stains", apart=True)))
    assert last.receipt
    assert instance.store.withdraw("stains", last.receipt)
    assert instance.store.count_responses("stains", apart=None) == TRIES - 1


@pytest.mark.parametrize("channel", [name for name in CHANNELS if name != "phone"])
def test_a_tablet_that_comes_back_after_a_day_is_no_flood__ok(instance, campaign, send, channel):
    for family in families_of(instance, campaign, 40):
        assert send(**{**sent_by(family), "channel": channel}).status_code == 201
    assert instance.store.count_responses("stains") == 40
    assert groups_of(instance, campaign) == []


def test_a_crowd_on_phones_is_shown_and_counts__ok(instance, campaign, send):
    for family in families_of(instance, campaign, 40):
        send(**{**sent_by(family), "channel": "phone"})
    assert instance.store.count_responses("stains") == 40
    (group,) = groups_of(instance, campaign)
    assert (group.sign, len(group.members), group.counted) == (BURST, 40, 40)


def outbox(instance: Instance, families: list[Response]) -> dict[str, Any]:
    key = current_key(instance.secrets, "stains")
    entries = [
        {
            "id": family.id,
            "key": key.number,
            "sealed": base64.b64encode(
                seal(key, "stains", family.id, json.dumps(sent_by(family)).encode())
            ).decode(),
        }
        for family in families
    ]
    return {"format": "diagnosis-outbox", "version": 1, "campaign": "stains", "entries": entries}


def test_a_file_that_the_team_hands_in_is_no_flood__ok(member, instance, campaign):
    families = families_of(instance, campaign, 40)
    file = io.BytesIO(json.dumps(outbox(instance, families)).encode())
    sent = {"outbox": (file, "outbox.json")}
    assert member.post("/staff/campaigns/stains/tablets/import", data=sent).status_code == 200
    assert instance.store.count_responses("stains") == 40
    assert groups_of(instance, campaign) == []


def test_nothing_of_when_is_stored__ok(instance, campaign, flooded):
    rows = list(instance.store.responses("stains", apart=None))
    assert {r.apart for r in rows} == {"", ALIKE}
    assert {r.week for r in rows if r.apart} == {instance.week()}
    assert list(instance.store.entries()) == [], "the journal tells what members did, and when"
