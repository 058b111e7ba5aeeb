"""Partial pooling: between the raw share and the whole, from published cells only."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import diagnose, neighbourhood
from analysis.statistics import pool

PAIRS = st.lists(
    st.tuples(st.integers(0, 200), st.integers(0, 200)).filter(sum), min_size=3, max_size=9
)


@given(PAIRS)
def test_pooled_shares_lie_between_raw_and_overall(pairs):
    n = np.array([a for a, _ in pairs])
    base = n + np.array([b for _, b in pairs])
    found = pool(n, base)
    if n.sum() in (0, base.sum()):
        assert found is None
        return
    raw, whole = n / base, n.sum() / base.sum()
    assert (found.share >= np.minimum(raw, whole) - 1e-9).all()
    assert (found.share <= np.maximum(raw, whole) + 1e-9).all()
    assert (found.low <= found.share).all()
    assert (found.share <= found.high).all()
    assert (found.low >= 0).all()
    assert (found.high <= 1).all()


def test_a_small_group_moves_more_than_a_large_one__ok():
    found = pool([12, 60, 40, 42], [20, 100, 100, 100])
    moved = np.abs(found.share - np.array([0.6, 0.6, 0.4, 0.42]))
    assert moved[0] > 1.5 * moved[1]


def test_equal_shares_stay__ok():
    found = pool([20, 40, 60], [40, 80, 120])
    assert found.share == pytest.approx([0.5] * 3)


def test_two_groups_teach_nothing__ok():
    assert pool([20, 30], [40, 50]) is None


def test_far_apart_groups_keep_their_shares__ok():
    n, base = np.array([40, 200, 360]), np.full(3, 400)
    assert pool(n, base).share == pytest.approx(n / base, abs=0.02)


def test_intervals_cover_and_errors_shrink__ok():
    rng = np.random.default_rng(0)
    hits, raw, pooled = [], 0.0, 0.0
    for _ in range(300):
        base = rng.integers(35, 140, 6)
        share = rng.beta(0.4 * 60, 0.6 * 60, 6)
        n = rng.binomial(base, share)
        found = pool(n, base)
        hits.append((found.low <= share) & (share <= found.high))
        raw += ((n / base - share) ** 2).sum()
        pooled += ((found.share - share) ** 2).sum()
    assert 0.9 <= np.mean(hits) <= 0.99
    assert pooled < 0.85 * raw


@pytest.mark.parametrize(("n", "seed"), [(75, 0), (150, 1), (300, 2), (500, 3)])
def test_hidden_cells_stay_hidden_and_have_no_say__ok(book, n, seed):
    report = diagnose(neighbourhood(book, n, seed).table, book).to_dict()
    pooled = 0
    for need in report["maps"]["needs"]:
        told = [entry for entry in need["cells"] if not entry["cell"]["hidden"]]
        again = pool([e["cell"]["n"] for e in told], [e["cell"]["N"] for e in told])
        for entry in need["cells"]:
            values = [entry[key] for key in ("pooled", "pooled_low", "pooled_high")]
            if entry["cell"]["hidden"] or again is None:
                assert values == [None] * 3
        if again is not None:
            pooled += 1
            assert [e["pooled"] for e in told] == pytest.approx(again.share, abs=1e-6)
            assert [e["pooled_low"] for e in told] == pytest.approx(again.low, abs=1e-6)
    assert pooled or n < 300
