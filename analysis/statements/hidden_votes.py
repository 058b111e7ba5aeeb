"""Do groups help to guess votes that were hidden? What each further group must pass."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product
from typing import Any

import numpy as np

from ..arrays import Bools, Floats, Ints
from ..statistics import gather, split
from .ballots import ANSWERS, Tally, tally_groups
from .map import Ready

FOLDS, REPEATS, STARTS = 10, 2, 3
PRIOR, ERRORS = 3.0, 2.0


def guessing_loss(shown: Tally, hidden: Tally) -> float:
    """Mean of -log(share), in nats, of hidden votes guessed from the group of who cast them.

    Counts are of shape (groups, statements). The share of an answer is that of the group, drawn
    towards that of everybody by three votes.

    >>> def votes(*agree):
    ...     none = np.zeros((len(agree), 1), dtype=int)
    ...     return Tally(np.array(agree)[:, None], 10 - np.array(agree)[:, None], none)
    >>> alike, apart = votes(5, 5), votes(10, 0)
    >>> bool(guessing_loss(alike, apart) > guessing_loss(apart, apart))
    True
    """
    known, asked = (
        np.array([part.of(answer) for answer in ANSWERS], dtype=float) for part in (shown, hidden)
    )
    everyone = known.sum(axis=1, keepdims=True)
    overall = (everyone + 1) / (everyone.sum(axis=0) + len(ANSWERS))
    shares = (known + PRIOR * overall) / (known.sum(axis=0) + PRIOR)
    return float(-(asked * np.log(shares)).sum() / max(asked.sum(), 1.0))


def losses_by_number(
    matrix: Floats, placed: Bools, numbers: Iterable[int], axes: int, rng: Any
) -> dict[int, Floats]:
    """Loss in each tenth of the votes, hidden in turn from the search for so many groups.

    The votes of ``placed`` participants are cut in tenths twice, since one cut decides too much by
    chance: twenty losses for each of ``numbers`` (1 is everybody together), on ``axes``.
    """
    drawn = rng.randint(FOLDS, size=(REPEATS, *matrix.shape))
    seen = np.isfinite(matrix)
    losses: dict[int, list[float]] = {number: [] for number in numbers}
    for fold, at in product(drawn, range(FOLDS)):
        hidden = seen & (fold == at) & placed[:, None]
        known = np.where(hidden, np.nan, matrix)
        places = Ready.of(known).places(np.ones(len(matrix)))[placed, :axes]
        masked = np.where(hidden, matrix, np.nan)[placed]
        for number, found in losses.items():
            labels = _labels(places, number, rng)
            parts = (tally_groups(votes, labels, number) for votes in (known[placed], masked))
            found.append(guessing_loss(*parts))
    return {number: np.array(found) for number, found in losses.items()}


def _labels(places: Floats, number: int, rng: Any) -> Ints:
    cloud = gather(places, np.ones(len(places)))
    if number == 1 or len(cloud.points) < number:
        return np.zeros(len(places), dtype=np.intp)
    return np.asarray(split(cloud, number, STARTS, rng)[cloud.of])


def helps(losses: dict[int, Floats], number: int) -> bool:
    """True when a number of groups, and its last group, help to guess.

    Against no group by more than two standard errors; against one group fewer on average, which a
    group too many does not reach. The second cut hides the same votes as the first: it makes means
    surer, but the standard error counts the tenths of one cut only.

    >>> losses = {1: np.array([0.9, 0.92, 0.9, 0.91]), 2: np.array([0.8, 0.82, 0.81, 0.8])}
    >>> helps(losses, 2), helps(losses | {3: losses[2] + 0.01}, 3)
    (True, False)
    """
    gain, last = losses[1] - losses[number], losses[number - 1] - losses[number]
    error = gain.std(ddof=1) / np.sqrt(len(gain) / REPEATS)
    return bool(gain.mean() > ERRORS * error and last.mean() > 0)
