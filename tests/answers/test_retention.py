"""What families were promised: texts go after three months, everything after twelve."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date

import pytest

from diagnosis.answers import ClockError, Due, current_key, due, note_day, purge
from diagnosis.model import Response, Sound
from tests.conftest import VERSION, add_campaign

ENDS = date(2026, 3, 31)
SOUND = Sound("audio/webm", b"\x1a\x45\xdf\xa3")


@pytest.fixture
def store(instance):
    """A campaign that ended, with texts, voices and other answers; and one without an end."""
    ended = add_campaign(instance, "ended", closes=ENDS)
    endless = add_campaign(instance, "endless")
    for campaign in (ended, endless):
        for answers, voices in (
            ({"A1": "maman", "E2": "un mot"}, {}),
            ({"A1": "papa"}, {"E2": SOUND}),
            ({}, {"E2": SOUND}),
        ):
            given = Response(
                str(uuid.uuid4()), campaign.name, VERSION, "fr", "phone", False, "2026-W10",
                answers, voices=voices,
            )  # fmt: skip
            instance.store.add_response(given)
        instance.store.transcribe(campaign.name, given.id, "E2", "dit")
    return instance.store


@pytest.fixture
def secrets(instance):
    return instance.secrets


@pytest.mark.parametrize(
    ("today", "left"),
    [
        (date(2026, 3, 31), 3),
        (date(2026, 6, 30), 3),
        (date(2027, 4, 1), 0),
    ],
)
def test_responses_go_after_twelve_months(store, secrets, today, left):
    purge(store, secrets, today, sure=True)
    assert store.count_responses("ended") == left
    assert len(store.voices("ended")) == (1 if left else 0)
    # What is still sealed on a device may come as long as its campaign has answers.
    assert current_key(secrets, "ended").number == (1 if left else 2)
    assert current_key(secrets, "endless").number == 1


def test_texts_and_voices_go_after_three_months(store, secrets):
    assert purge(store, secrets, date(2026, 6, 30)) == [Due("ended"), Due("endless")]
    expected = [Due("ended", texts=2, voices=1), Due("endless")]
    assert due(store, date(2026, 7, 1)) == expected
    assert purge(store, secrets, date(2026, 7, 1)) == expected
    assert sorted(str(r.answers) for r in store.responses("ended")) == [
        "{'A1': 'maman'}", "{'A1': 'papa'}", "{}",
    ]  # fmt: skip
    assert store.voices("ended") == []
    assert due(store, date(2026, 7, 1)) == [Due("ended"), Due("endless")]
    assert len(store.voices("endless")) == 1


def test_asking_what_is_due_erases_nothing(store, secrets):
    assert due(store, date(2027, 4, 1))[0] == Due("ended", responses=3)
    assert store.count_responses("ended") == 3


def test_a_text_of_another_version_goes_too(store, secrets, instance):
    campaign = store.campaign("ended")
    old = instance.questionnaire(campaign)
    renamed = old.question("E2").model_copy(update={"name": "Z2"})
    store.save_questionnaire(
        old.model_copy(update={"version": "9", "questions": (old.questions[0], renamed)})
    )
    store.save_campaign(replace(campaign, version="9"))
    late = Response(
        str(uuid.uuid4()), "ended", "9", "fr", "phone", False, "2026-W11", {"Z2": "tard"}
    )
    store.add_response(late)
    purge(store, secrets, date(2026, 7, 1))
    assert not [r for r in store.responses("ended") if {"E2", "Z2"} & set(r.answers)]


def test_a_day_in_the_same_month_is_noted_and_a_leap_is_not(store, secrets):
    for day, latest in (
        ("2026-06-01", "2026-06-01"),
        ("2026-07-01", "2026-07-01"),
        ("2026-06-10", "2026-07-01"),
        ("2026-08-01", "2026-07-01"),
        ("2026-07-31", "2026-07-31"),
    ):
        note_day(store, date.fromisoformat(day))
        assert store.get("latest_day") == latest


@pytest.mark.parametrize("wrong", [date(2028, 3, 3), date(2026, 7, 2), date(2026, 5, 30)])
def test_a_wrong_clock_erases_nothing__error(store, secrets, wrong):
    note_day(store, date(2026, 6, 1))
    with pytest.raises(ClockError, match="01/06/2026.*--yes") as refused:
        purge(store, secrets, wrong)
    assert f"{wrong:%d/%m/%Y}" in str(refused.value)
    assert store.count_responses("ended") == 3
    assert purge(store, secrets, date(2026, 5, 31)) == [Due("ended"), Due("endless")], "time zones"
    assert store.get("latest_day") == "2026-06-01"


def test_who_is_sure_of_the_day_erases_and_it_is_the_latest_from_then_on(store, secrets):
    note_day(store, date(2029, 1, 1))
    assert purge(store, secrets, date(2027, 4, 1), sure=True)[0] == Due("ended", responses=3)
    assert purge(store, secrets, date(2027, 4, 2)) == [Due("ended"), Due("endless")]
