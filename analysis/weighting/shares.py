"""Weighted shares, beside the counts and no finer than they are."""

from __future__ import annotations

from typing import Any, Protocol

from ..arrays import Bools
from ..disclosure import BASE, Door, Meaning, meaning
from ..statistics import wilson
from .weights import COUNTED, Weights

# A share: with a coarser step, the few families that weigh most would be the whole of it.
COARSEST = 0.25
# Share times its complement: under it, rounding would count for nothing beside the sample.
LEAST_SPREAD = 0.05
WEIGHTED: Meaning = meaning(("poids", "part"))


class Weighed(Protocol):
    """A survey with its door and its weights."""

    @property
    def door(self) -> Door:
        """What numbers pass."""

    @property
    def weights(self) -> Weights | None:
        """One weight a family, if any."""


def weighted(
    survey: Weighed, of: Meaning, yes: Bools, within: Meaning, base: Bools
) -> dict[str, Any] | None:
    """Weighted share of the families of ``base`` that are in ``yes`` (families,).

    ``of`` and ``within`` are what they count, as for :meth:`analysis.disclosure.Door.share`. The
    step is what ``BASE`` families of the heaviest weight make of the share, so that a family moves
    it by a step in one case out of ``BASE`` at most, as it moves a count. The interval is Wilson's
    on the effective number of families, less what the rounding costs.

    Returns
    -------
    dict or None
        ``share``, ``low``, ``high`` and ``effective``, the number of families of equal weight
        that would be as precise; None without weights, when the base is not described, and when
        some families weigh so much that the share would be theirs.

    References
    ----------
    E. L. Korn, B. I. Graubard (1998), Survey Methodology 24, 193-201: Wilson's interval on the
    effective sample size.
    """
    weights, door = survey.weights, survey.door
    held = base if weights is None else base & (weights.values > 0)
    if weights is None or not door.is_described(held):
        return None
    many, all_count = int(held.sum()), not (base & ~held).any()
    told = door.told(within if all_count else within | COUNTED, many)
    size = many if many == door.size else told.n
    step = BASE * weights.heaviest / max(size, 1)
    if step > COARSEST:
        return None
    exact = float(weights.values[yes & held].sum() / weights.values[held].sum())
    share = min(max(door.rounded(of | within | WEIGHTED, exact, step), 0.0), 1.0)
    effective = _effective(share, size / weights.design, step)
    low, high = wilson(share * effective, effective)
    numbers = {"share": share, "low": low, "high": high}
    return {key: round(value, 4) for key, value in numbers.items()} | {
        "effective": round(size / weights.design)
    }


def _effective(share: float, families: float, step: float) -> float:
    """Families that would make a share as unsure as these do with its rounding to ``step``."""
    spread = max(share * (1 - share), LEAST_SPREAD)
    # The difference of two uniform numbers: a sixth of the square of their range.
    return 1 / (1 / families + step**2 / 6 / spread)
