"""The eye against rendered rooms: what is held is read on its side, what is not held is never read.

The large measure is `python -m tests.benchmarks.cards`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from playwright.sync_api import Browser

from tests.card_frames import Held, Light, frame, room, some_light, ten_cards, what_is_no_card
from tests.eye import Eye


@pytest.fixture(scope="module")
def eye(browser: Browser) -> Iterator[Eye]:
    page = browser.new_page()
    yield Eye(page)
    page.close()


def test_a_room_is_read_and_nothing_is_made_up(eye: Eye) -> None:
    draw, shown, right = np.random.default_rng(27), 0, 0
    for _ in range(5):
        held = ten_cards(draw)
        truth = {card.number: card.side for card in held}
        seen = eye.read(frame(draw, held, some_light(draw), room(draw)))
        assert all(truth.get(number) == side for number, side in seen)
        assert len(dict(seen)) == len(seen)
        shown, right = shown + len(held), right + len(seen)
    assert right / shown >= 0.98, (right, shown)


def test_what_is_no_card_or_half_hidden_is_not_read(eye: Eye) -> None:
    draw = np.random.default_rng(28)
    for _ in range(4):
        assert eye.read(frame(draw, what_is_no_card(draw), some_light(draw), room(draw))) == []


@pytest.mark.parametrize("side", range(4))
@pytest.mark.parametrize("roll", [-20, 0, 20])
def test_each_side_is_told_from_the_others(eye: Eye, side: int, roll: float) -> None:
    draw = np.random.default_rng(29)
    held = [
        Held(n, side, 300 + 400 * (n % 4), 250 + 250 * (n // 4), 60, roll=roll)
        for n in range(1, 12)
    ]
    seen = eye.read(frame(draw, held, Light(), np.full((1080, 1920), 120.0)))
    assert sorted(seen) == [(card.number, side) for card in held]


def test_a_card_that_leans_too_far_has_no_side(eye: Eye) -> None:
    draw = np.random.default_rng(30)
    held = [Held(9, 1, 900, 500, 80, roll=45)]
    assert eye.read(frame(draw, held, Light(), np.full((1080, 1920), 120.0))) == [(9, None)]


def test_the_same_number_is_seen_at_both_places(eye: Eye) -> None:
    draw = np.random.default_rng(31)
    one = Held(9, 1, 500, 500, 60)
    both = [one, replace(one, x=1400, side=2)]
    seen = eye.read(frame(draw, both, Light(), np.full((1080, 1920), 120.0)))
    assert sorted(seen) == [(9, 1), (9, 2)]


@pytest.mark.parametrize("pixels", [150, 400, 700])
def test_a_card_close_to_the_phone_is_one_card(eye: Eye, pixels: float) -> None:
    draw = np.random.default_rng(32)
    seen = eye.read(frame(draw, [Held(9, 3, 960, 540, pixels)], Light(1.5, 2, 4, 0.7), room(draw)))
    assert seen == [(9, 3)]


def test_a_blurred_picture_is_told_from_a_sharp_one_in_any_room(eye: Eye) -> None:
    # The share above which the page takes a picture for sharp (`SHARP` of held_cards.js).
    sharp = 0.42
    draw = np.random.default_rng(33)
    for held in ([], ten_cards(draw)) * 3:
        ground = room(draw)
        # A wall lit from one side: the end of a line is far from the beginning of the next.
        ground += np.linspace(-80, 80, ground.shape[1])
        for light, is_sharp in ((Light(9, 9, 1, 0.8), False), (some_light(draw), True)):
            seen = eye.look(frame(draw, held, light, ground))
            assert (seen["steep"] > sharp * seen["light"]) is is_sharp
