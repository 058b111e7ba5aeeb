"""Intervals of shares."""

from __future__ import annotations

import numpy as np
from scipy.stats import norm

# Of every interval told.
LEVEL = 0.95


def wilson(n: float, N: float) -> tuple[float, float]:  # noqa: N803
    """Wilson score interval, at 95 %, of the share n / N; N, above 0, may be an effective number.

    E. B. Wilson (1927), Journal of the American Statistical Association 22, 209-212.

    >>> [round(bound, 4) for bound in wilson(10, 50)]
    [0.1124, 0.3304]
    """
    z = float(norm.ppf(0.5 + LEVEL / 2))
    share = n / N
    centre = share + z * z / (2 * N)
    spread = z * float(np.sqrt(share * (1 - share) / N + z * z / (4 * N * N)))
    scale = 1 + z * z / N
    return max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale)
