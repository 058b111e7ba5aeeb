"""Covering and its bound: against every subset, and on instances of the real size."""

from __future__ import annotations

import itertools
import time
from importlib import import_module

import numpy as np
import pytest

from analysis.programme import choose, covering, solve, swaps, upper_bound

_bound = import_module("analysis.programme.bound")


def problem(seed: int, families: int = 40, offers: int = 9, limits: bool = False, even=False):
    """A random covering; with ``limits``, a budget, classes of offers, two floors and a blur."""
    rng = np.random.default_rng(seed)
    reach = rng.random((families, offers)) < rng.uniform(0.05, 0.45, offers)
    kinds, which = np.unique(reach, axis=0, return_inverse=True)
    counts = np.bincount(which).astype(float)
    values = np.ones(offers) if even else rng.choice([0.6, 1.0, 1.3], offers)
    load, caps = np.ones((1, offers)), np.array([3.0])
    groups, floors, blur = np.zeros((len(kinds), 0)), np.zeros(0), None
    if limits:
        load = np.vstack([load, rng.integers(1, 9, offers), np.arange(offers) % 3 == 0])
        caps = np.array([4.0, 14.0, 1.0])
        member = rng.random((families, 2)) < 0.4
        groups = np.zeros((len(kinds), 2))
        np.add.at(groups, which, member)
        floors = np.floor(groups.sum(axis=0) * rng.uniform(0.2, 0.6, 2))
        blur = np.random.default_rng([seed, 1]).integers(-2, 3, offers).astype(float)
    return covering(reach=kinds, values=values, counts=counts, groups=groups, floors=floors,
                    load=load.astype(float), caps=caps, blur=blur), reach, values  # fmt: skip


def every_choice(cover):
    offers = cover.sets.shape[1]
    for many in range(offers + 1):
        for chosen in itertools.combinations(range(offers), many):
            if cover.fits(chosen) and not cover.shortfall(chosen).any():
                yield list(chosen)


def best_of(cover):
    return max((cover.total(chosen) for chosen in every_choice(cover)), default=None)


@pytest.mark.parametrize("seed", range(6))
def test_a_family_counts_once_at_its_best_value__ok(seed):
    cover, reach, values = problem(seed)
    for chosen in ([], [0], [1, 4], [2, 3, 8]):
        by_hand = (reach[:, chosen] * values[chosen]).max(axis=1, initial=0).sum()
        assert cover.total(chosen) == pytest.approx(by_hand)
    assert len(cover.sets) == len({tuple(row) for row in cover.sets.tolist()})


@pytest.mark.parametrize("seed", range(6))
def test_every_swap_is_scored_as_if_it_was_made__ok(seed):
    cover, _, _ = problem(seed, limits=True)
    chosen = choose(cover)
    after = swaps(cover, chosen)
    assert np.isfinite(after).any()
    for out, into in itertools.product(range(len(chosen)), range(cover.sets.shape[1])):
        tried = [*chosen[:out], into, *chosen[out + 1 :]]
        if into in chosen or not cover.fits(tried):
            assert after[out, into] == -np.inf
        else:
            assert after[out, into] == pytest.approx(cover.score(tried))


@pytest.mark.parametrize("limits", [False, True])
@pytest.mark.parametrize("even", [False, True])
def test_against_every_subset__ok(limits, even):
    parts, proven = [], 0
    for seed in range(30):
        cover, _, _ = problem(seed, limits=limits, even=even)
        best, found = best_of(cover), solve(cover)
        assert cover.fits(found.chosen)
        if best is None:
            assert not found.held
            continue
        assert upper_bound(cover, best) >= best - 1e-6
        assert found.held
        assert not found.impossible
        assert found.value == pytest.approx(cover.total(found.chosen))
        assert best - 1e-6 <= found.bound
        parts.append(found.value / best)
        proven += found.bound <= found.value + 1e-6
    assert len(parts) >= 20
    assert 0.995 <= np.mean(parts) <= 1 + 1e-9
    assert min(parts) >= 0.9
    assert proven >= 3


def test_floors_are_held_whenever_some_choice_holds_them__ok():
    for seed in range(40):
        cover, _, _ = problem(seed, limits=True)
        best, found = best_of(cover), solve(cover)
        assert found.held == (best is not None)
        assert found.held or found.impossible


@pytest.mark.parametrize("seed", range(8))
def test_prices_bound_every_choice__ok(seed, monkeypatch):
    monkeypatch.setattr(_bound, "MOST_LINEAR", 0)
    for limits in (False, True):
        cover, _, _ = problem(seed, limits=limits)
        best = best_of(cover)
        assert best is None or upper_bound(cover, best) >= best - 1e-9
        most = cover.weight.sum() + cover.blur.clip(0).sum()
        assert upper_bound(cover, 0.0) <= most + 1e-9


def test_prices_come_near_the_linear_bound__ok(monkeypatch):
    cover = large(0, dense=True)
    linear = upper_bound(cover)
    monkeypatch.setattr(_bound, "MOST_LINEAR", 0)
    assert linear - 1e-6 <= upper_bound(cover, cover.total(choose(cover))) <= 1.02 * linear


def test_nothing_to_choose__ok():
    none = np.zeros((3, 0)), np.zeros(0)
    cover = covering(np.zeros((3, 2), dtype=bool), np.ones(2), np.ones(3), *none,
                     np.ones((1, 2)), np.array([1.0]))  # fmt: skip
    assert solve(cover).chosen == []
    assert solve(cover).bound == 0


def large(seed: int, dense: bool = False, families: int = 2000, offers: int = 60):
    """Families that name up to five of 16 needs, offers for one to three of them."""
    rng = np.random.default_rng(seed)
    if dense:
        chance = rng.uniform(0.02, 0.25, (5, offers))
        reach = rng.random((families, offers)) < chance[rng.integers(0, 5, families)]
    else:
        liking = rng.normal(0, 0.8, 16) + rng.gumbel(size=(families, 16))
        named = liking.argsort(axis=1).argsort(axis=1) >= 16 - rng.integers(1, 6, (families, 1))
        answers = rng.random((16, offers)) < rng.uniform(0.06, 0.18, offers)
        public = rng.random((families, offers)) < rng.choice([1.0, 0.6, 0.4], offers)
        reach = (named.astype(int) @ answers > 0) & public
    kinds, which = np.unique(reach, axis=0, return_inverse=True)
    return covering(kinds, np.ones(offers), np.bincount(which).astype(float),
                    np.zeros((len(kinds), 0)), np.zeros(0), np.ones((1, offers)),
                    np.array([6.0]))  # fmt: skip


def test_greedy_and_swaps_on_the_real_size__ok():
    """No solver proves the best of dense draws: the best of many starts stands for it."""
    parts, took = [], {"choose": 0.0, "bound": 0.0}
    for seed in range(4):
        cover = large(seed, dense=seed % 2 == 0)
        start = time.perf_counter()
        chosen = choose(cover)
        took["choose"] += (time.perf_counter() - start) / 4
        start = time.perf_counter()
        bound = upper_bound(cover, cover.total(chosen))
        took["bound"] += (time.perf_counter() - start) / 4
        rng = np.random.default_rng(seed)
        starts = [rng.choice(60, 6, replace=False).tolist() for _ in range(12)]
        best = cover.total(choose(cover, starts))
        assert cover.total(chosen) <= best <= bound
        parts.append(cover.total(chosen) / best)
    print(f"2 000 x 60: {took['choose']:.2f} s to choose, {took['bound']:.2f} s to bound, {parts}")
    assert np.mean(parts) >= 0.995


def test_the_same_answer_twice__ok():
    cover, _, _ = problem(3, families=300, offers=20, limits=True)
    assert solve(cover) == solve(cover)
