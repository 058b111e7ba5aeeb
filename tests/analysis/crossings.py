"""What an attacker draws from a factor map: bounds of how many families gave two answers.

Coordinates and eigenvalues are functions of the crossings of questions. Near the truth they are
linear: their derivatives, with all margins supposed known, make a linear system whose bounds say
how far each crossing is known. A crossing that is free to move here is free for any reader.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array

from analysis.factor_map import Indicator, mca
from analysis.suppression import Fineness

NEAR, ROUNDS, AXES = 2, 6, 10


class Map(NamedTuple):
    """Counts of pairs of answers, how the map's numbers move with them, and what they add up to."""

    counts: Any
    slopes: Any
    sums: Any
    steps: Any


def told(coded: Indicator) -> Any:
    """Give the numbers of a map, before rounding."""
    found = mca(coded)
    return np.concatenate([found.eigenvalues[:AXES], *found.columns[:, :2].T])


def derive(coded: Indicator, fine: Fineness) -> Map:
    """Give the derivatives of what is told of a complete table, and how finely."""
    found, block, rows = mca(coded), coded.block, len(coded.Z)
    questions, mass = int(block.max()) + 1, coded.Z.mean(axis=0)
    vectors = found.columns * np.sqrt(mass / questions)[:, None] / np.sqrt(found.eigenvalues)
    vectors, values = _completed(vectors, found.eigenvalues)
    units = vectors / np.sqrt(mass)[:, None]
    counts, slopes, sums = [], [], []
    for one, two in _pairs(questions):
        a, b = np.flatnonzero(block == one), np.flatnonzero(block == two)
        start = len(counts)
        spots = start + np.arange(len(a) * len(b)).reshape(len(a), len(b))
        sums += [*spots, *spots.T]
        for i in a:
            for j in b:
                counts.append(int((coded.Z[:, i] * coded.Z[:, j]).sum()))
                moved = np.outer(units[i], units[j])
                change = (moved + moved.T) / (rows * questions)
                slopes.append(_slope(change, vectors, values, mass / questions))
    steps = np.repeat([min(fine.step, 0.01), fine.step], [AXES, 2 * len(block)])
    steps[fine.axes : AXES] = 2.0
    return Map(np.array(counts), np.array(slopes).T, sums, steps)


def _completed(vectors: Any, values: Any) -> tuple[Any, Any]:
    """Add the directions of no inertia, that a change of the table may give some."""
    rest = np.linalg.svd(vectors)[0][:, vectors.shape[1] :]
    return np.hstack([vectors, rest]), np.append(values, np.zeros(rest.shape[1]))


def _pairs(questions: int) -> list[tuple[int, int]]:
    return [(one, two) for one in range(questions) for two in range(one + 1, questions)]


def _slope(change: Any, vectors: Any, values: Any, mass: Any) -> Any:
    """How eigenvalues and two coordinates move with one family more that gives two answers."""
    moves = [np.resize(np.diag(change)[:AXES], AXES)]
    for axis in range(2):
        apart = values[axis] - values
        apart[np.abs(apart) < 1e-9] = np.inf
        turn = vectors @ (change[:, axis] / apart)
        longer = vectors[:, axis] * change[axis, axis] / (2 * values[axis])
        moves.append((turn + longer) * np.sqrt(values[axis]) / np.sqrt(mass))
    return np.concatenate(moves)


def known(coded: Indicator, fine: Fineness, k: int, seed: int = 0) -> tuple[int, int]:
    """Count the small crossings known within 1, and all small crossings."""
    map_ = derive(coded, fine)
    total = csr_array(
        (
            np.ones(sum(map(len, map_.sums))),
            (np.repeat(np.arange(len(map_.sums)), [len(s) for s in map_.sums]),
             np.concatenate(map_.sums)),
        ),
        (len(map_.sums), len(map_.counts)),
    )  # fmt: skip
    # Lines of one size: a solver's tolerance is not a leak.
    size = np.maximum(np.abs(map_.slopes).max(axis=1), 1e-12)
    lines = np.vstack([map_.slopes, -map_.slopes]) / np.tile(size, 2)[:, None]
    bounds = np.tile(map_.steps / 2 / size, 2)
    small = np.flatnonzero((map_.counts > 0) & (map_.counts < k))
    low, high = np.zeros((2, len(map_.counts)))

    def look(aim: Any) -> None:
        free = [(-n, None) for n in map_.counts]
        zero = np.zeros(len(map_.sums))
        found = linprog(aim, lines, bounds, total, zero, free, method="highs")
        assert found.status == 0, found.message
        np.minimum(low, found.x, out=low)
        np.maximum(high, found.x, out=high)

    rng = np.random.default_rng(seed)
    for _ in range(ROUNDS):
        aim = np.zeros(len(low))
        aim[small] = rng.choice([-1.0, 1.0], len(small)) * rng.random(len(small))
        look(aim * (_width(low, high) <= NEAR))
    for at in small:
        for way in (1.0, -1.0):
            if _width(low[at], high[at]) <= NEAR:
                look(way * (np.arange(len(low)) == at))
    return int((_width(low, high) <= NEAR)[small].sum()), len(small)


def _width(low: Any, high: Any) -> Any:
    return np.floor(high + 1e-6) - np.ceil(low - 1e-6)
