"""Numbers that are no counts but are worked out from answers: told no finer than the counts."""

from __future__ import annotations

import numpy as np

from ..arrays import Floats
from ..rules import BASE

# Digits that a multiple of a step is written with.
DIGITS = 4


def step_of(families: int) -> float:
    """Step of a mean over so many families (as told), in standard deviations of one.

    ``BASE`` families that stand one standard deviation away move the mean of n by BASE / n. A told
    count may be ``BASE - 1`` more or less: the step is as wide, so that a place tells no better
    than a count who is there.

    >>> step_of(100), step_of(0)
    (0.1, 1.0)
    """
    return 2 * BASE / max(families, 2 * BASE)


def to_step(values: Floats | float, step: Floats | float) -> Floats:
    """Nearest multiples of a step.

    >>> to_step(np.array([0.26, -0.04]), 0.1).tolist()
    [0.3, 0.0]
    """
    return np.asarray(np.round(np.round(np.asarray(values) / step) * step, DIGITS) + 0.0)
