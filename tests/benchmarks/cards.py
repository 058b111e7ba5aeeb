"""What the camera reads of cards held up: rendered rooms, shown to our own script in a browser.

``python -m tests.benchmarks.cards [frames]``: prints what part of ten cards a frame is read, by
size and by light, and what is read that is not there. Seeds are fixed; figures are per picture,
before a card must be read alike three times.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from playwright.sync_api import sync_playwright

from tests.browser.conftest import find_chromium
from tests.card_frames import (
    Held,
    Light,
    frame,
    room,
    some_light,
    ten_cards,
    what_is_no_card,
)
from tests.eye import Eye

FRAMES = 40
Draw = np.random.Generator


@dataclass
class Measure:
    """Cards shown, read on the right side, read wrongly (another number or side)."""

    shown: int = 0
    right: int = 0
    wrong: int = 0
    milliseconds: float = 0

    def __str__(self) -> str:
        share = f"{100 * self.right / self.shown:5.1f} %" if self.shown else "      –"
        return f"{self.right:5} / {self.shown:<5} {share}   wrong {self.wrong}"


def measure(
    eye: Eye,
    frames: int,
    seed: int,
    cards: Callable[[Draw], list[Held]],
    light: Callable[[Draw], Light],
) -> Measure:
    """Show so many rooms to the eye; whatever is no card or is half hidden counts as not shown."""
    draw, found, times = np.random.default_rng(seed), Measure(), []
    for _ in range(frames):
        held = cards(draw)
        told = eye.look(frame(draw, held, light(draw), room(draw)))
        times.append(told["ms"])
        # Held askew beyond what can be said, a card is seen and not counted.
        seen = [(one["number"], one["side"]) for one in told["seen"] if one["side"] is not None]
        truth = {one.number: one.side for one in held if not one.hidden and not one.drawing}
        right = sum(truth.get(number) == side for number, side in seen)
        found.shown += len(truth)
        found.right += right
        found.wrong += len(seen) - right
    found.milliseconds = float(np.median(times))
    return found


def sized(least: float, most: float) -> Callable[[Draw], list[Held]]:
    return lambda draw: ten_cards(draw, least, most)


def run(frames: int = FRAMES) -> None:
    """Print all measures."""
    clear = Light(0.5, 1, 2, 0.9)
    evening = Light(1, 3, 8, 0.45)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        eye = Eye(browser.new_page())
        began = time.time()
        rooms = measure(eye, frames * 5, 1, ten_cards, some_light)
        print(f"rooms: 36–70 px, perspective, blur, glare, noise   {rooms}")
        nothing = measure(eye, frames * 5, 2, what_is_no_card, some_light)
        print(f"half hidden, other markers, codes to scan, squares {nothing}")
        empty = measure(eye, frames, 3, lambda _: [], some_light)
        print(f"rooms without cards                                {empty}")
        for least, most in (
            (20, 24),
            (24, 28),
            (28, 32),
            (32, 36),
            (36, 40),
            (70, 140),
            (140, 320),
        ):
            for name, light in (("clear", clear), ("evening", evening)):
                found = measure(
                    eye,
                    max(frames // 4, 3),
                    least,
                    sized(least, most) if most < 300 else few_large,
                    lambda _, light=light: light,
                )
                print(f"{least:3}–{most:<3} px, {name:8}                               {found}")
        print(f"median time of a picture {rooms.milliseconds:.0f} ms; {time.time() - began:.0f} s")
        browser.close()


def few_large(draw: Draw) -> list[Held]:
    """Four cards at arm's length of the phone."""
    held = ten_cards(draw, 140, 320)[:4]
    places = [(480, 300), (1440, 300), (480, 800), (1440, 800)]
    return [replace(one, x=x, y=y) for one, (x, y) in zip(held, places, strict=True)]


if __name__ == "__main__":
    run(*map(int, sys.argv[1:]))
