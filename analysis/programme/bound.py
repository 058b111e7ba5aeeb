"""How far the best possible choice can be: bounds that certify a programme."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from ..arrays import Floats
from .cover import EPS, GAIN, Cover, choose

# Past these numbers of ones, a bound by prices, and no search in integers: both would take minutes.
MOST_LINEAR = 100_000
MOST_WHOLE = 40_000
# A wide gap of the linear relaxation means a search too long to be worth its time.
NARROW = 0.02
NODES = 20
# Steps of the bound by prices.
ROUNDS = 200
# Status of scipy's solvers.
INFEASIBLE = 2


@dataclass(frozen=True)
class Solved:
    """A choice of offers and what is proven of it.

    ``bound`` is at least the weight of every choice that holds all limits. ``held`` tells
    whether the choice holds the floors; ``impossible`` that no choice does (proven).
    """

    chosen: list[int]
    value: float
    bound: float
    held: bool
    impossible: bool


def solve(cover: Cover) -> Solved:
    """Choose, bound, and search in whole numbers when that is short.

    No limit is one of time, so that the same input gives the same answer on any machine.

    >>> from analysis.programme.cover import covering
    >>> reach = np.array([[1, 0, 1], [1, 0, 1], [0, 1, 1], [0, 1, 0]], dtype=bool)
    >>> none = np.zeros((4, 0)), np.zeros(0)
    >>> one = np.ones((1, 3)), np.array([1.0])
    >>> found = solve(covering(reach, np.ones(3), np.ones(4), *none, *one))
    >>> found.chosen, found.value, found.bound
    ([2], 3.0, 3.0)
    """
    chosen = choose(cover)
    bound = upper_bound(cover, cover.total(chosen))
    impossible = bound == -np.inf
    if not impossible and _worth_it(cover, chosen, bound):
        bound, again = _whole(cover, bound)
        impossible = bound == -np.inf
        if again and cover.fits(again) and cover.score(again) > cover.score(chosen) + GAIN:
            chosen = choose(cover, [again])
    held = not cover.shortfall(chosen).any()
    value = cover.total(chosen)
    return Solved(chosen, value, max(bound, value) if held else bound, held, impossible)


def upper_bound(cover: Cover, known: float = 0.0) -> float:
    """Bound the weight of every choice; minus infinity when no choice can hold the floors.

    Linear relaxation: an element counts for at most the sum of its chosen offers, and 1. The weight
    ``known`` of a choice only guides the bound by prices. Source: R. Church, C. ReVelle (1974),
    Papers of the Regional Science Association 32, 101-118.
    """
    if cover.sets.sum() > MOST_LINEAR:
        return _whole_number(cover, _priced_bound(cover, known))
    found = linprog(*_program(cover), bounds=(0, 1), method="highs-ipm")
    if found.status == INFEASIBLE:
        return -np.inf
    bound = -float(found.fun) if found.status == 0 else _priced_bound(cover, known)
    return _whole_number(cover, bound)


def _program(cover: Cover) -> tuple[Floats, Any, Floats]:
    """Objective, rows and right side over (offers, elements)."""
    elements = len(cover.weight)
    rows = sparse.bmat(
        [
            [sparse.csr_matrix(-cover.sets), sparse.identity(elements)],
            [sparse.csr_matrix(cover.load), None],
            [None, sparse.csr_matrix(-cover.groups.T)],
        ],
        format="csr",
    )
    right = np.concatenate([np.zeros(elements), cover.caps, -cover.floors])
    return np.concatenate([-cover.blur, -cover.weight]), rows, right


def _worth_it(cover: Cover, chosen: list[int], bound: float) -> bool:
    if cover.sets.sum() > MOST_WHOLE:
        return False
    if cover.shortfall(chosen).any():
        return True
    gap = bound - cover.total(chosen)
    return EPS * bound + GAIN < gap <= NARROW * bound


def _whole(cover: Cover, bound: float) -> tuple[float, list[int]]:
    """Search in whole numbers, a few nodes, for a tighter bound and a choice, if any."""
    objective, rows, right = _program(cover)
    offers = cover.sets.shape[1]
    found = milp(
        objective,
        integrality=np.arange(len(objective)) < offers,
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(rows, -np.inf, right),
        options={"node_limit": NODES, "mip_rel_gap": 0.0},
    )
    if found.status == INFEASIBLE:
        return -np.inf, []
    best = found.mip_dual_bound
    if best is not None and np.isfinite(best):
        bound = min(bound, _whole_number(cover, -float(best)))
    return bound, [] if found.x is None else np.flatnonzero(found.x[:offers] > 0.5).tolist()


def _whole_number(cover: Cover, bound: float) -> float:
    worth = np.concatenate([cover.weight, cover.blur])
    if np.array_equal(worth, np.round(worth)):
        return float(np.floor(bound + 1e-6))
    return bound


def _priced_bound(cover: Cover, known: float = 0.0) -> float:
    """Bound by prices: each element sold to the offers that count for it, at most at its weight.

    Any prices give a valid bound, improved by subgradient steps; floors are left out, and so are
    caps that some offer does not use. M. Held, P. Wolfe, H. Crowder (1974), Mathematical
    Programming 6, 62-88.
    """
    prices = cover.weight / np.maximum(cover.sets.sum(axis=1), 1.0)
    best, pace, still = float(cover.weight.sum() + cover.blur.clip(0).sum()), 1.0, 0
    for _ in range(ROUNDS):
        bound, taken = _sold(cover, prices)
        best, still = (bound, 0) if bound < best - GAIN else (best, still + 1)
        if still >= 8:
            pace, still = pace / 2, 0
        slope = cover.sets @ taken - 1.0
        size = float(slope @ slope)
        if not size:
            break
        step = pace * max(bound - known, GAIN) / size
        prices = np.clip(prices - step * slope, 0.0, cover.weight)
    return best


def _sold(cover: Cover, prices: Floats) -> tuple[float, Floats]:
    gains = np.maximum(prices @ cover.sets + cover.blur, 0.0)
    kept = [at for at, load in enumerate(cover.load) if (load > 0).all()]
    packed = [_packed(gains, cover.load[at], float(cover.caps[at])) for at in kept]
    worth, taken = min(
        packed, key=lambda found: found[0], default=(float(gains.sum()), np.ones(len(gains)))
    )
    return float((cover.weight - prices).sum()) + worth, taken


def _packed(gains: Floats, load: Floats, cap: float) -> tuple[float, Floats]:
    """Best fractional filling of one cap (Dantzig, 1957)."""
    order = np.argsort(-gains / load, kind="stable")
    before = np.cumsum(load[order]) - load[order]
    taken = np.zeros(len(gains))
    taken[order] = np.clip((cap - before) / load[order], 0.0, 1.0)
    return float(gains @ taken), taken
