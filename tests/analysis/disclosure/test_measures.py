"""Told and true: intervals as narrow and as honest as they say, sentences that hold.

A few samples here; the full size is that of ``tests/benchmarks/numbers.py``.
"""

from __future__ import annotations

import pytest

from . import invented
from .measures import measured

SAMPLES = range(12)
# Points: mean width of the interval of a need, by families.
WIDTHS = {20: 50, 40: 33, 80: 22, 150: 16}
ZONES = {150: 2, 400: 5}
CLAIMS = ("first", "place", "side", "gap")


@pytest.mark.parametrize("making", invented.MAKINGS)
@pytest.mark.parametrize("n", [12, 20, 40, 80, 150, 400])
def test_what_is_told_is_true_and_narrow__ok(making, n):
    found = measured(making, n, SAMPLES if n < 400 else range(6))
    assert found.mean("full width") <= WIDTHS.get(n, 100)
    assert 0.91 <= found.mean("full cover") <= 0.99
    assert 0.91 <= found.mean("cover") <= 0.99
    assert found.many("zone cover") == 0 or found.mean("zone cover") >= 0.9
    assert found.mean("zones") >= ZONES.get(n, 0)
    for claim in CLAIMS:
        assert not sum(found.values[f"{claim}, sample"]), claim
        wrong = sum(found.values[f"{claim}, population"])
        # Of a few claims one may be wrong.
        assert wrong <= max(1, 0.08 * found.many(f"{claim}, population")), claim
