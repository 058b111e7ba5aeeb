"""A trial of pictures without words: which family sees which, beside which, and what comes of it.

The protocol is in ``docs/images.md``: ten families, 25 pictures each, in three afternoons or so.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from diagnosis.model import Trial
from diagnosis.pictures.book import Book
from diagnosis.pictures.catalogue import Tested

# Families of a trial, pictures that each sees, and times that each picture is seen at least.
FAMILIES, SEEN, TIMES = 10, 25, 3
# Pictures that all families see, and the others of one trial: 15 a family, three times each.
HARD = 10
OTHERS = (SEEN - HARD) * FAMILIES // TIMES
# Pictures on the page that one is pointed out of.
PLATE = 6
# What a picture must reach to stay: seven of ten point at it, one of ten at most says the opposite.
POINTED, OPPOSITE = 0.7, 0.1


@dataclass(frozen=True)
class Sheet:
    """What one family is shown: pictures to say, and for each a plate to point on."""

    number: int
    pictures: tuple[str, ...]
    plates: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Result:
    """What families made of a picture, over all its trials."""

    families: int
    said: int
    pointed: int
    opposite: int
    hurt: int

    @property
    def stays(self) -> bool | None:
        """Whether a picture stays or is drawn anew; None until ten families were asked."""
        if self.hurt:
            return False
        if self.families < FAMILIES:
            return None
        enough = self.pointed >= POINTED * self.families
        return enough and self.opposite <= OPPOSITE * self.families


def trial_count(book: Book) -> int:
    """How many trials show every picture."""
    return max(1, math.ceil(len(_others(book)) / OTHERS))


def trial_pictures(book: Book, number: int) -> tuple[str, ...]:
    """The pictures of a trial, from 1 on: the hard ones, then a part of the others."""
    first = (number - 1) * OTHERS
    return (*_hard(book), *_others(book)[first : first + OTHERS])


def trial_sheets(book: Book, number: int) -> list[Sheet]:
    """What each of ten families is shown in a trial: every picture three times at least."""
    hard = _hard(book)
    others = trial_pictures(book, number)[len(hard) :]
    most = min(SEEN - len(hard), len(others))
    sheets = []
    for family in range(FAMILIES):
        turn = [others[(family * most + place) % len(others)] for place in range(most)]
        shown = _shuffled([*hard, *turn], f"{number}-{family}")
        plates = tuple(_plate(book, name, f"{number}-{family}-{name}") for name in shown)
        sheets.append(Sheet(family + 1, tuple(shown), plates))
    return sheets


def results_of(book: Book, trials: Iterable[Trial]) -> dict[str, Result]:
    """What families made of each picture that was tried, here or before it was shipped."""
    found: dict[str, list[Tested | Trial]] = {}
    for name, picture in book.pictures.items():
        if picture.entry.tested:
            found.setdefault(name, []).append(picture.entry.tested)
    for trial in trials:
        if trial.picture in book.pictures:
            found.setdefault(trial.picture, []).append(trial)
    return {name: _summed(counts) for name, counts in found.items()}


def _summed(counts: Sequence[Tested | Trial]) -> Result:
    return Result(
        families=sum(one.families for one in counts),
        said=sum(one.said for one in counts),
        pointed=sum(one.pointed for one in counts),
        opposite=sum(one.opposite for one in counts),
        hurt=sum(one.hurt for one in counts),
    )


def _hard(book: Book) -> tuple[str, ...]:
    return tuple(name for name, p in book.pictures.items() if p.entry.hard)[:HARD]


def _others(book: Book) -> tuple[str, ...]:
    hard = _hard(book)
    return tuple(name for name in book.pictures if name not in hard)


def _plate(book: Book, name: str, seed: str) -> tuple[str, ...]:
    """A picture among those that stand beside it in the book: they are asked side by side."""
    names = list(book.pictures)
    at = names.index(name)
    start = min(max(at - PLATE // 2, 0), max(len(names) - PLATE, 0))
    return tuple(_shuffled(names[start : start + PLATE], seed))


def _shuffled(names: Sequence[str], seed: str) -> list[str]:
    """An order that is the same each time the sheet is printed."""
    return sorted(names, key=lambda name: hashlib.sha256(f"{seed} {name}".encode()).digest())
