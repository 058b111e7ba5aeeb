"""Safe: whoever reads every told number knows no small crossing within fewer than 3 values."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from . import bounds, invented

# Fewest values that a small crossing, or its complement, must still be able to take.
LEFT = 3


def followed(table: pd.DataFrame, rows: list[np.ndarray]) -> tuple[list, list]:
    """States of one campaign, and how many families came and left between them."""
    surveys = [invented.tell(table.iloc[row].reset_index(drop=True)) for row in rows]
    pairs = list(zip(rows, rows[1:], strict=False))
    return surveys, [(len(np.setdiff1d(b, a)), len(np.setdiff1d(a, b))) for a, b in pairs]


def check(surveys: list, moves: list) -> int:
    """How many small crossings were looked for; none may be known."""
    looked = 0
    for variable in bounds.CROSSED:
        made, found = bounds.widths(surveys, moves, variable)
        for key, low, high in found:
            assert high - low + 1 >= LEFT, (variable, key, low, high, made.truth[made.at[key]])
        looked += len(found)
    return looked


@pytest.mark.parametrize("making", invented.MAKINGS)
@pytest.mark.parametrize("n", [22, 33, 50, 80, 150])
def test_no_small_crossing_is_known_at_one_state__ok(making, n):
    tables = (invented.MAKINGS[making](n, seed, missing=0.1 * (seed % 2)) for seed in range(2))
    looked = [check([invented.tell(table)], []) for table in tables]
    assert n < 33 or sum(looked) > 0


@pytest.mark.parametrize("making", invented.MAKINGS)
def test_no_small_crossing_is_known_along_states__ok(making):
    table = invented.MAKINGS[making](1500, 3)
    rows = list(invented.states(30, 7, np.random.default_rng(3), 120))
    surveys, moves = followed(table, rows)
    assert any(left for _, left in moves)
    assert check(surveys, moves) > 100


def test_propagation_finds_what_integer_programmes_find__ok():
    """Bounds by propagation hold those of an integer programme, and are as narrow or nearly."""
    table = invented.independent(60, 4)
    rows = [np.arange(30), np.arange(41), np.arange(5, 55)]
    surveys, moves = followed(table, rows)
    gaps = []
    for variable in ("C1", "langue"):
        made, found = bounds.widths(surveys, moves, variable)
        for key, low, high in sorted(found, key=lambda f: (f[2] - f[1], repr(f)))[:4]:
            least, most = made.solve(key)
            assert low <= least <= made.truth[made.at[key]] <= most <= high
            assert most - least + 1 >= LEFT
            gaps.append((high - low) - (most - least))
    assert gaps
    assert np.mean(gaps) <= 1


def zones_of(survey) -> set[str]:
    return {c for m in survey.door.said for v, c in m if v == "A5" and "+" in c}


def moved(places: dict[str, int], new: dict[str, int], seed: int) -> tuple[pd.DataFrame, list]:
    """Families of given sectors, then those that came after them."""
    sectors = [s for part in (places, new) for s, many in part.items() for _ in range(many)]
    table = invented.independent(len(sectors), seed, missing=0.05).assign(A5=sectors)
    return table, [np.arange(sum(places.values())), np.arange(len(sectors))]


def test_zones_that_change_between_states_tell_no_difference__ok():
    """Sector s1 leaves its zone when it has enough families: the rest is not what is left."""
    before = {"s1": 12, "s2": 26, "s3": 25, "s4": 11, "s5": 28, "s6": 25}
    for seed in range(3):
        rows = moved(before, {"s1": 14, "s4": 15, "s2": 2, "s6": 4}, seed)
        surveys, moves = followed(*rows)
        assert zones_of(surveys[0]) != zones_of(surveys[1])
        check(surveys, moves)


def test_groups_that_merge_otherwise_between_states_have_another_meaning__ok():
    """A language that grows leaves « autres »: those that stay are another group."""
    for seed in range(3):
        first = [*["fr"] * 30, *["ar"] * 8, *["ta"] * 7]
        then = [*["ar"] * 8, *["fr"] * 4, *["tr"] * 2, *["ta"] * 4]
        table = invented.independent(len(first) + len(then), seed, missing=0.05)
        table = table.assign(langue=[*first, *then])
        surveys, moves = followed(table, [np.arange(len(first)), np.arange(len(table))])
        rests = [{c for m in s.door.said for v, c in m if "+" in c} for s in surveys]
        assert "ar+ta" in rests[0]
        assert "ar+ta" not in rests[1]
        check(surveys, moves)
