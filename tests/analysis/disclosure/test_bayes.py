"""Safe: what may be guessed of one family, by whoever reads all, or knows all the others.

The full size is that of ``tests/benchmarks/attackers.py``.
"""

from __future__ import annotations

import numpy as np
import pytest

from analysis.disclosure import K

from . import bayes, invented


def population(n: int, seed: int):
    making = list(invented.MAKINGS.values())[seed % len(invented.MAKINGS)]
    return making(n, seed)


def secret(seed: int) -> bytes:
    return f"secret {seed}".encode()


def test_single_answers_of_twenty_families_stay_in_doubt__ok():
    known = [
        bayes.single_answers(invented.tell(population(20, seed), secret(seed)))
        for seed in range(12)
    ]
    assert np.mean(known) <= 0.05


@pytest.mark.parametrize("n", [20, 80])
def test_a_family_of_which_all_others_are_known_is_guessed_little_better__ok(n):
    """A bounded blur leaves this much, which the report's method prints.

    Each told number that holds an answer gives it away one time in 25; of few samples the mean
    wanders by some points.
    """
    surveys = (invented.tell(population(n, seed), secret(seed)) for seed in range(6))
    guess = bayes.joined([bayes.known_all_but_one(survey) for survey in surveys])
    assert guess.gain <= 10
    assert guess.sure <= 24
    assert guess.wrong <= 5


@pytest.mark.parametrize("n", [20, 40])
def test_newcomers_are_guessed_no_better_than_by_the_published_shares__ok(n):
    came = max(K, n // 4)
    guesses = []
    for seed in range(4):
        rows = [np.arange(n), np.arange(n + came)]
        table = population(n + came, seed)
        states = [invented.tell(table.iloc[row], secret(seed)) for row in rows]
        guesses.append(bayes.newcomers(states, rows, 1))
    guess = bayes.joined(guesses)
    assert guess.gain <= 4
    assert guess.sure <= 3
