"""Weighted covering: choose the few offers that together count for most families."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..arrays import Bools, Floats, Ints

# Rounding of sums that stand at their cap.
EPS = 1e-9
# A swap that brings less is noise of the sums, and would make the search go round.
GAIN = 1e-7
# Promising offers that are taken in first.
FORCED = 24


@dataclass(frozen=True)
class Cover:
    """Elements that count once an offer of their set is chosen.

    Parameters
    ----------
    sets : array of float (0 or 1), shape (elements, offers)
        Which offers count for which element.
    weight : array of float, shape (elements,)
    groups : array of float, shape (elements, floors)
        Families of each group of whom at least so many must be answered.
    floors : array of float, shape (floors,)
        How many families of each group must be answered.
    load, caps : array of float, shapes (limits, offers) and (limits,)
        What a choice uses (``load`` summed over the chosen) must not pass ``caps``.
    blur : array of float, shape (offers,)
        What each offer is worth besides what it covers.
    """

    sets: Floats
    weight: Floats
    groups: Floats
    floors: Floats
    load: Floats
    caps: Floats
    blur: Floats

    @property
    def price(self) -> float:
        """Worth of one missing family of a floor: more than everything else together."""
        return float(self.weight.sum() + np.abs(self.blur).sum()) + 1.0

    def reached(self, chosen: Sequence[int]) -> Bools:
        """Elements that a choice counts for."""
        return np.asarray(self.sets[:, list(chosen)].any(axis=1))

    def total(self, chosen: Sequence[int]) -> float:
        """Weight of the elements that a choice counts for, blurred."""
        return float(self.weight @ self.reached(chosen) + self.blur[list(chosen)].sum())

    def shortfall(self, chosen: Sequence[int]) -> Floats:
        """Families missing under each floor."""
        return np.asarray(np.maximum(self.floors - self.groups.T @ self.reached(chosen), 0.0))

    def room(self, chosen: Sequence[int]) -> Bools:
        """Offers that may be added to a choice under every cap."""
        used = self.load[:, list(chosen)].sum(axis=1)[:, None]
        return np.asarray((used + self.load <= self.caps[:, None] + EPS).all(axis=0))

    def fits(self, chosen: Sequence[int]) -> bool:
        """Whether a choice stays under every cap."""
        return bool((self.load[:, list(chosen)].sum(axis=1) <= self.caps + EPS).all())

    def score(self, chosen: Sequence[int]) -> float:
        """Total, less the price of what is missing under the floors."""
        return self.total(chosen) - self.price * float(self.shortfall(chosen).sum())


def collapse(rows: Bools) -> tuple[Bools, Ints]:
    """Distinct rows of a boolean table, and which of them each row is.

    >>> distinct, which = collapse(np.array([[1, 0], [0, 1], [1, 0]], dtype=bool))
    >>> distinct.astype(int).tolist(), which.tolist()
    ([[0, 1], [1, 0]], [1, 0, 1])
    """
    packed = np.packbits(rows, axis=1)
    # As np.unique of the rows, six times as fast on 200 000 of them.
    keys = packed.view(np.dtype((np.void, packed.shape[1]))).ravel()
    _, first, which = np.unique(keys, return_index=True, return_inverse=True)
    return rows[first], which


def covering(
    reach: Bools,
    values: Floats,
    counts: Floats,
    groups: Floats,
    floors: Floats,
    load: Floats,
    caps: Floats,
    blur: Floats | None = None,
) -> Cover:
    """Write « each family counts once, at the best value chosen for it » as a covering.

    ``reach`` (kinds x offers) is which offer answers which kind of family, ``values`` (offers,) the
    worth of answering one family, ``counts`` (kinds,) the families of each kind, ``groups`` (kinds
    x floors) those of each group with a floor. With values v1 < v2 < ..., the best value chosen is
    the sum over levels of the steps v1, v2 - v1, ... that are reached; equal sets of one or several
    levels become one element.

    Source: G. Cornuejols, G. Nemhauser, L. Wolsey (1980), Operations Research Letters 1, 145-147.
    """
    steps = np.unique(np.concatenate([[0.0], np.round(values[values > 0], 12)]))
    levels = [reach & (np.round(values, 12) >= step) for step in steps[1:]]
    rises = [counts * rise for rise in np.diff(steps)]
    if not levels:
        levels, rises = [reach & False], [counts * 0.0]
    stacked = np.concatenate(levels)
    alive = stacked.any(axis=1)
    sets, which = collapse(stacked[alive])
    inside = np.zeros((len(stacked), groups.shape[1]))
    inside[: len(groups)] = groups
    told = np.zeros((len(sets), groups.shape[1]))
    np.add.at(told, which, inside[alive])
    weight = np.zeros(len(sets))
    np.add.at(weight, which, np.concatenate(rises)[alive])
    blur = np.zeros(reach.shape[1]) if blur is None else blur
    return Cover(sets.astype(float), weight, told, floors, load, caps, blur)


def choose(cover: Cover, starts: Sequence[Sequence[int]] = ()) -> list[int]:
    """Choose offers under every cap, floors held when possible, in the order of what they add.

    Greedy choice by gain and by gain per cost, then swaps, drops and refills while one of these
    improves the score; ``starts`` are further choices to begin from: docs/methods/programme.md. G.
    Nemhauser, L. Wolsey, M. Fisher (1978), Mathematical Programming 14, 265-294; S. Khuller, A.
    Moss, J. Naor (1999), Information Processing Letters 70, 39-45.

    >>> reach = np.array([[1, 0, 1], [1, 0, 1], [0, 1, 1], [0, 1, 0]], dtype=bool)
    >>> none = np.zeros((4, 0)), np.zeros(0)
    >>> two = np.ones((1, 3)), np.array([2.0])
    >>> choose(covering(reach, np.ones(3), np.ones(4), *none, *two))
    [2, 1]
    """
    begun = [fill(cover, []), fill(cover, [], dear=True), *map(list, starts)]
    ends: list[list[int]] = []
    for start in begun:
        if sorted(start) not in [sorted(known) for known in begun[: begun.index(start)]]:
            ends.append(_improved(cover, start))
    best = max(ends, key=lambda chosen: round(cover.score(chosen), 7))
    return fill(cover, [], among=best)


def fill(
    cover: Cover, chosen: list[int], dear: bool = False, among: Sequence[int] | None = None
) -> list[int]:
    """Add offers one by one, best gain first (per cost when ``dear``), while one gains."""
    chosen = list(chosen)
    allowed = np.zeros(cover.sets.shape[1], dtype=bool)
    allowed[slice(None) if among is None else list(among)] = True
    allowed[chosen] = False
    while True:
        gains = np.where(allowed & cover.room(chosen), _gains(cover, chosen), 0.0)
        if dear:
            gains = gains / _cost(cover)
        if not (gains > GAIN).any():
            return chosen
        at = int(np.argmax(np.round(gains, 9)))
        chosen.append(at)
        allowed[at] = False


def _gains(cover: Cover, chosen: list[int]) -> Floats:
    left = ~cover.reached(chosen)
    gains = (cover.weight * left) @ cover.sets + cover.blur
    more = (cover.groups.T * left) @ cover.sets
    held = np.minimum(more, cover.shortfall(chosen)[:, None]).sum(axis=0)
    return np.asarray(gains + cover.price * held)


def _cost(cover: Cover) -> Floats:
    """Largest share of a cap that each offer uses; never zero."""
    shares = cover.load / np.maximum(cover.caps, EPS)[:, None]
    return np.asarray(np.maximum(shares.max(axis=0, initial=EPS), EPS))


def _improved(cover: Cover, chosen: list[int]) -> list[int]:
    best = fill(cover, _swapped(cover, chosen))
    while True:
        dropped = [fill(cover, [at for at in best if at != out]) for out in best]
        again = [fill(cover, _swapped(cover, tried)) for tried in [*dropped, *_forced(cover, best)]]
        found = max(again, key=lambda tried: cover.score(tried), default=best)
        if cover.score(found) <= cover.score(best) + GAIN:
            return best
        best = found


def _forced(cover: Cover, chosen: list[int]) -> list[list[int]]:
    """Take in a promising offer first, then what still fits: a swap of one for several."""
    if len(cover.caps) + len(cover.floors) < 2:
        return []
    gains = _gains(cover, chosen)
    gains[chosen] = 0.0
    order = np.argsort(-np.round(gains, 9), kind="stable")[:FORCED]
    begun = [[int(at)] for at in order if gains[at] > GAIN and cover.room([])[at]]
    return [fill(cover, _added(cover, first, chosen)) for first in begun]


def _added(cover: Cover, first: list[int], chosen: list[int]) -> list[int]:
    for at in fill(cover, [], among=chosen):
        if cover.fits([*first, at]):
            first = [*first, at]
    return first


def _swapped(cover: Cover, chosen: list[int]) -> list[int]:
    now = cover.score(chosen)
    while chosen:
        after = swaps(cover, chosen)
        out, into = divmod(int(np.argmax(np.round(after, 9))), after.shape[1])
        if after[out, into] <= now + GAIN:
            break
        now = float(after[out, into])
        chosen = [*chosen[:out], into, *chosen[out + 1 :]]
    return chosen


def swaps(cover: Cover, chosen: Sequence[int]) -> Floats:
    """Score every swap of one chosen offer (rows) for another (columns).

    Swaps that pass a cap or bring an offer already chosen score minus infinity.
    """
    taken = list(chosen)
    after = _after(cover, taken, cover.weight)
    after += cover.blur[taken].sum() - cover.blur[taken][:, None] + cover.blur
    for floor, column in zip(cover.floors, cover.groups.T, strict=True):
        after -= cover.price * np.maximum(floor - _after(cover, taken, column), 0.0)
    used = cover.load[:, taken].sum(axis=1)[:, None] - cover.load[:, taken]
    over = (used[:, :, None] + cover.load[:, None, :] > cover.caps[:, None, None] + EPS).any(axis=0)
    after[over] = -np.inf
    after[:, taken] = -np.inf
    return after


def _after(cover: Cover, taken: list[int], weight: Floats) -> Floats:
    """Weight reached after each swap: what stays, what the newcomer adds or gives back."""
    times = cover.sets[:, taken].sum(axis=1)
    alone = times == 1
    lost = cover.sets[np.ix_(alone, taken)] * weight[alone, None]
    back = lost.T @ cover.sets[alone]
    gained = (weight * (times == 0)) @ cover.sets
    return np.asarray(weight @ (times > 0) - lost.sum(axis=0)[:, None] + gained[None, :] + back)
