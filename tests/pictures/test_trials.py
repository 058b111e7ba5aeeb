"""A trial of pictures: balanced sheets, and what the counts of families lead to."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from diagnosis.config import SHIPPED
from diagnosis.model import Trial
from diagnosis.pictures import (
    Result,
    open_book,
    results_of,
    trial_count,
    trial_pictures,
    trial_sheets,
)

BOOK = open_book(SHIPPED / "questionnaires")
TRIALS = range(1, trial_count(BOOK) + 1)
DAY = date(2026, 12, 5)


def test_the_trials_together_show_every_picture():
    shown = {name for number in TRIALS for name in trial_pictures(BOOK, number)}
    assert shown == set(BOOK.pictures)


@pytest.mark.parametrize("number", TRIALS)
def test_every_picture_is_seen_by_three_families_and_hard_ones_by_all(number: int):
    sheets = trial_sheets(BOOK, number)
    assert [sheet.number for sheet in sheets] == list(range(1, 11))
    seen = Counter(name for sheet in sheets for name in sheet.pictures)
    hard = [name for name, picture in BOOK.pictures.items() if picture.entry.hard]
    assert len(hard) == 10
    assert all(seen[name] == 10 for name in hard)
    assert set(seen) == set(trial_pictures(BOOK, number))
    assert min(seen.values()) >= 3
    for sheet in sheets:
        assert len(sheet.pictures) == len(set(sheet.pictures)) <= 25


def test_a_plate_holds_the_picture_among_five_others():
    for sheet in trial_sheets(BOOK, 1):
        for name, plate in zip(sheet.pictures, sheet.plates, strict=True):
            assert name in plate
            assert len(set(plate)) == 6


def test_sheets_are_the_same_each_time_they_are_printed():
    assert trial_sheets(BOOK, 1) == trial_sheets(BOOK, 1)
    places = {sheet.plates[0].index(sheet.pictures[0]) for sheet in trial_sheets(BOOK, 1)}
    assert len(places) > 1, "the right letter is not always the same"


@pytest.mark.parametrize(
    ("counts", "stays"),
    [
        ((9, 9, 9, 0, 0), None), ((10, 7, 7, 0, 0), True), ((10, 7, 6, 0, 0), False),
        ((10, 7, 9, 2, 0), False), ((10, 7, 9, 1, 0), True), ((3, 3, 3, 0, 1), False),
    ],
)  # fmt: skip
def test_seven_of_ten_point_none_is_hurt(counts: tuple[int, ...], stays: bool | None):
    assert Result(*counts).stays is stays


def test_days_are_added_up_and_unknown_pictures_passed_over():
    trials = [Trial("droits", DAY, 6, 2, 4), Trial("droits", date(2026, 12, 6), 5, 3, 4, 1, 0)]
    found = results_of(BOOK, [*trials, Trial("no-such", DAY, 10, 10, 10)])
    assert found == {"droits": Result(11, 5, 8, 1, 0)}
