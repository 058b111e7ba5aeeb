"""How a measure is said in docs/reliability.md."""

from __future__ import annotations

import statistics
from collections.abc import Sequence


def p95(seconds: Sequence[float]) -> str:
    """The 95th percentile of durations, in milliseconds."""
    return f"{statistics.quantiles(seconds, n=20)[-1] * 1e3:.0f}\u202fms"
