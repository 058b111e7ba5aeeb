"""Signs of a flood: told by what a crowd of real families never does, and by nothing else."""

from __future__ import annotations

import random
import threading
import uuid
from collections import Counter
from collections.abc import Iterator

import pytest

from diagnosis.answers import groups_of
from diagnosis.answers.floods import (
    AT_ONCE,
    CROWD,
    ENOUGH,
    FEW,
    FEW_EVER,
    FEW_SHORT,
    MOST,
    TABLETS,
    WHILE,
    Arrivals,
    Likeness,
    closed_answers,
)
from diagnosis.instance import Instance
from diagnosis.model import ALIKE, BURST, Campaign, Response
from tests.conftest import VERSION, add_campaign
from tests.families_sent import families_of

SAME, SHORT = Likeness("same", ENOUGH), Likeness("short", ENOUGH - 1)


def other() -> Likeness:
    return Likeness(uuid.uuid4().hex, 6)


def told(arrivals: Arrivals, count: int, likeness: Likeness | None = None, **changes) -> Counter:
    """How many of so many arrivals are told, by sign."""
    said: Counter = Counter()
    for number in range(count):
        now = changes.get("start", 0) + number * changes.get("every", 0)
        sent = likeness or other()
        sign, ids = arrivals.note(uuid.uuid4().hex, changes.get("channel", "phone"), sent, now)
        said[sign] += len(ids)
    return +said


@pytest.mark.parametrize(("likeness", "few"), [(SAME, FEW), (SHORT, FEW_SHORT)])
def test_more_with_the_same_answers_than_chance_brings_are_told_all_of_them(likeness, few):
    assert told(Arrivals(), few, likeness, channel="street") == {}
    assert told(Arrivals(), few + 3, likeness, channel="street") == {ALIKE: few + 3}


def test_the_same_answers_over_a_day_are_not_told_as_they_come():
    assert told(Arrivals(), 100, SAME, every=WHILE / FEW + 1) == {}


def test_a_crowd_on_its_own_phones_is_told_and_nobody_of_a_meeting():
    assert told(Arrivals(), CROWD + 5) == {BURST: CROWD + 5}
    assert told(Arrivals(), 200, every=AT_ONCE / CROWD + 0.1) == {}


@pytest.mark.parametrize("channel", ["kiosk", "street", "workshop", "paper"])
def test_tablets_that_find_the_network_again_are_no_flood(channel):
    assert told(Arrivals(), 5 * 40, channel=channel) == {}
    assert told(Arrivals(), TABLETS + 100, channel=channel) == {BURST: TABLETS + 100}


def test_whoever_comes_during_a_flood_of_the_same_answers_is_no_part_of_it():
    arrivals = Arrivals()
    assert told(arrivals, 300, SAME) == {ALIKE: 300}
    assert told(arrivals, CROWD) == {}


def test_the_sign_of_the_next_one_is_known_before_it_is_stored():
    arrivals = Arrivals()
    assert arrivals.sign("phone", SAME, 0) == ""
    told(arrivals, FEW, SAME)
    assert arrivals.sign("phone", SAME, 0) == ALIKE
    assert arrivals.sign("phone", other(), 0) == ""
    told(arrivals, CROWD)
    assert arrivals.sign("phone", other(), 0) == BURST
    assert arrivals.sign("street", other(), 0) == ""
    assert arrivals.sign("phone", SAME, WHILE + 1) == ""


def test_what_is_remembered_has_a_bound_and_an_end():
    arrivals = Arrivals()
    told(arrivals, 3 * MOST, every=0.01)
    assert len(arrivals._alike) <= MOST
    told(arrivals, 1, start=10 * WHILE)
    assert len(arrivals._alike) == 1


def test_threads_tell_each_of_them_once():
    arrivals, said = Arrivals(), []

    def send() -> None:
        for _ in range(50):
            said.extend(arrivals.note(uuid.uuid4().hex, "phone", SAME, 0)[1])

    threads = [threading.Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(said) == len(set(said)) == 300


def response(answers: dict, **changes) -> Response:
    sent = {"language": "fr", "channel": "phone", "assisted": False, "week": "2026-W47", **changes}
    return Response(str(uuid.uuid4()), "stains", VERSION, answers=answers, **sent)


def test_what_makes_two_responses_alike():
    texts = {"E2"}
    first = response({"B1": ["sommeil", "moral"], "A3": 2, "E2": "Bonjour"}, shown={"C1": ["a"]})
    again = response({"B1": ["moral", "sommeil"], "A3": 2, "E2": "Autre"}, language="ar")
    fewer = response({"B1": ["moral"], "A3": 2})
    assert Likeness.of(first, texts) == Likeness.of(again, texts)
    assert Likeness.of(first, texts).answers == 2
    assert Likeness.of(fewer, texts) != Likeness.of(first, texts)


def withheld(families: list[Response], share: float, draw: random.Random) -> Iterator[Response]:
    """The same families, each question passed by so many of them."""
    for family in families:
        answers = {name: a for name, a in family.answers.items() if draw.random() >= share}
        yield response(answers)


@pytest.mark.parametrize("questionnaire", ["express", "clos-saint-lazare"])
@pytest.mark.parametrize("share", [0, 1 / 3, 0.6])
def test_chance_makes_no_flood_of_invented_families(
    instance: Instance, questionnaire: str, share: float
) -> None:
    campaign = add_campaign(instance, questionnaire=questionnaire)
    asked = instance.questionnaire(campaign).questions
    texts = {question.name for question in asked if question.type == "text"}
    arrivals, ever = Arrivals(), Counter()
    families = list(withheld(families_of(instance, campaign, 1500), share, random.Random(1)))
    # A crowd that no neighbourhood has: sixty families in each ten minutes, for four hours.
    for number, family in enumerate(families):
        likeness = Likeness.of(family, texts)
        now = number * WHILE / 60
        assert arrivals.note(family.id, "phone", likeness, now) == (BURST, set())
        ever[likeness.digest] += likeness.answers >= ENOUGH
    assert max(ever.values()) <= FEW_EVER
    if share and questionnaire == "express":
        # Short ones do coincide: this is why length counts.
        short = Counter(str(closed_answers(family, texts)) for family in families)
        assert short.most_common(1)[0][1] > FEW_EVER


def test_what_comes_slowly_is_grouped_by_what_it_says(instance: Instance, campaign: Campaign):
    same = {"A1": "maman", "A2": ["a1"], "B1": ["sommeil"], "E2": "a"}
    for number in range(FEW_EVER + 1):
        instance.store.add_response(
            response({**same, "E2": str(number)}, week=f"2026-W{40 + number}")
        )
    instance.store.add_response(response({**same, "A1": "papa"}))
    (group,) = groups_of(instance, campaign)
    assert (group.sign, group.counted, group.waiting) == (ALIKE, FEW_EVER + 1, FEW_EVER + 1)
    assert group.shared == {"A1": "maman", "A2": ["a1"], "B1": ["sommeil"]}
