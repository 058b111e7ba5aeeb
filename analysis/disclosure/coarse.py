"""Numbers that are no counts but are worked out from answers: told no finer than the counts."""

from __future__ import annotations

import numpy as np

from ..arrays import Floats
from .door import BASE

# Digits that a multiple of a step is written with.
DIGITS = 4


def step_of(families: int) -> float:
    """Step of a mean over so many families (as told), in standard deviations of one.

    ``BASE`` families that stand one standard deviation away move the mean of n by BASE / n: a
    place told to that step tells no better who is there than a count told to base 5.

    >>> step_of(50), step_of(0)
    (0.1, 1.0)
    """
    return BASE / max(families, BASE)


def to_step(values: Floats | float, step: float) -> Floats:
    """Nearest multiples of a step.

    >>> to_step(np.array([0.26, -0.04]), 0.1).tolist()
    [0.3, 0.0]
    """
    return np.asarray(np.round(np.round(np.asarray(values) / step) * step, DIGITS) + 0.0)


def to_part(values: Floats, families: int) -> Floats:
    """Positive numbers told to the part of themselves that ``BASE`` families of so many make.

    The sum of squares of n families changes by about BASE / n of itself when BASE are others.

    >>> to_part(np.array([0.2512, 0.0]), 100).tolist()
    [0.2466, 0.0]
    """
    part = np.log1p(step_of(families))
    logs = np.log(np.maximum(values, 1e-12))
    return np.where(values > 0, np.round(np.exp(np.round(logs / part) * part), DIGITS), 0.0)
