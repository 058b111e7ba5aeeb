"""Weighted shares, beside the counts, and told only where they give no hidden count away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from ..arrays import Bools, Floats, Ints
from ..disclosure import Cell, Derived, alone, crossing, primary
from ..statistics import wilson
from .raking import Dimension
from .weights import Weights

SPREAD = 5
SILENT: dict[str, Any] = dict.fromkeys(("share", "low", "high", "effective"))
Told = dict[str, Any] | None


class Crossed(NamedTuple):
    """What the report tells beside of a need crossed with variables.

    ``gaps`` and ``themes`` are variables that may be; ``places`` are, for each need, the sectors
    that the map tells (families x sectors).
    """

    gaps: frozenset[str] = frozenset()
    themes: frozenset[str] = frozenset()
    places: Mapping[str, Bools] = {}

    def on_map(self, need: str) -> Bools | None:
        """Give the sectors in which the map tells a need."""
        return self.places.get(need)


NOWHERE = Crossed()


def weighted(
    weights: Weights | None, named: Bools, answered: Bools, cell: Cell, k: int,
    crossed: Crossed = NOWHERE, places: Bools | None = None,
) -> Told:  # fmt: skip
    """Give the weighted share of a cell, None when there are no weights.

    Parameters
    ----------
    weights : Weights or None
    named, answered : array of bool, shape (families,)
        The families that the cell counts, and those of its base.
    cell : Cell
        The unweighted count, whose own hiding is inherited.
    k : int
    crossed : Crossed
        Where the report may also tell the crossing of this count with a margin.
    places : array of bool, shape (families, sectors), optional
        The sectors in which the map tells this count.

    Returns
    -------
    dict or None
        ``share``, ``low``, ``high`` (rounded to what the sample can bear) and ``effective``,
        the number of families of equal weight that would be as precise.

    References
    ----------
    E. L. Korn, B. I. Graubard (1998), Survey Methodology 24, 193-201: Wilson's interval here on
    the effective sample size n / deff.
    """
    if weights is None:
        return None
    held = weights.values[answered]
    hidden = cell.hidden or primary(cell, k) or not held.any()
    if hidden or not _safe(weights, named, answered, cell, k, crossed, places):
        return dict(SILENT)
    digits = digits_of(cell.N)
    share = round(float(weights.values[named & answered].sum() / held.sum()), digits)
    effective = cell.N / weights.design
    # From the rounded share: the bounds must not say more of it than it says itself.
    low, high = wilson(share * effective, effective)
    numbers = {"share": share, "low": round(low, digits), "high": round(high, digits)}
    numbers["effective"] = round(effective)
    return {key: Derived(value, (cell,)) for key, value in numbers.items()}


def together(shares: list[Told], cells: list[Cell]) -> list[Told]:
    """Hide a second weighted share where shares add up to 1 and only one is hidden."""
    hidden = [at for at, share in enumerate(shares) if share and share["share"] is None]
    shown = [at for at, share in enumerate(shares) if share and at not in hidden and cells[at].n]
    if len(hidden) == 1 and shown:
        least = min(shown, key=lambda at: cells[at].n)
        return [dict(SILENT) if at == least else share for at, share in enumerate(shares)]
    return shares


def digits_of(base: int) -> int:
    """Say how many decimals a share bears: whole percents under 1 000 families.

    >>> digits_of(150), digits_of(1000)
    (2, 3)
    """
    return 3 if base >= 1000 else 2


def _safe(
    weights: Weights, named: Bools, answered: Bools, cell: Cell, k: int, crossed: Crossed,
    places: Bools | None,
) -> bool:  # fmt: skip
    """Tell whether the weighted share leaves every small crossing with a margin in doubt."""
    if cell.n in (0, cell.N):
        return True
    digits, held = digits_of(cell.N), float(weights.values[answered].sum())
    total = float(weights.values[named & answered].sum())
    # Rounded up or down, the share told leaves less room on one side than on the other.
    slack, shift = 0.5 * 10.0**-digits * held, round(total / held, digits) * held - total
    return all(
        in_doubt(
            *_groups(weights.values, named, answered, dimension),
            slack,
            k,
            dimension.name in crossed.gaps,
            dimension.name in crossed.themes,
            _seen(dimension, answered, places),
            shift,
        )
        for dimension in weights.dimensions
    )


def _groups(
    values: Floats, named: Bools, answered: Bools, dimension: Dimension
) -> tuple[Ints, Ints, Floats]:
    """Give, for each group of a margin (the unknown last), n, N and the mean weight."""
    groups = len(dimension.shares)
    codes = np.where(dimension.codes < 0, groups, dimension.codes)[answered]
    base = np.bincount(codes, minlength=groups + 1)
    n = np.bincount(codes[named[answered]], minlength=groups + 1)
    total = np.bincount(codes, weights=values[answered], minlength=groups + 1)
    kept = base > 0
    return n[kept], base[kept], total[kept] / base[kept]


def _seen(dimension: Dimension, answered: Bools, places: Bools | None) -> Bools | None:
    """Tell which groups of a margin are sectors that the map tells."""
    if places is None:
        return None
    groups = len(dimension.shares)
    codes = np.where(dimension.codes < 0, groups, dimension.codes)[answered]
    members = codes[:, None] == np.arange(groups + 1)
    seen = (members[:, :, None] == places[answered][:, None, :]).all(axis=0).any(axis=1)
    return np.asarray(seen[members.any(axis=0)], dtype=bool)


def in_doubt(
    n: Ints,
    base: Ints,
    weight: Floats,
    slack: float,
    k: int,
    gaps: bool = True,
    themes: bool = False,
    seen: Bools | None = None,
    shift: float = 0.0,
) -> bool:
    """Tell whether a weighted total, known within ``slack``, leaves small counts in doubt.

    Parameters
    ----------
    n, base : array of int, shape (groups,)
        Families counted and families, in groups that make up the whole base.
    weight : array of float, shape (groups,)
        The weight of a family of each group, supposed known to whoever reads.
    slack : float
        Half of the rounding of the weighted share, in weighted families.
    k : int
    gaps, themes : bool
        Counts that may be told are told among the gaps; a theme may tell one of them.
    seen : array of bool, shape (groups,), optional
        Counts that the map tells.
    shift : float
        The weighted total told, less the true one.

    Returns
    -------
    bool
        True when each count that is small, or whose complement is, could still take
        6 values (or all that it could take without the weighted total); with themes each count,
        since a theme's count may be told at less than ``k`` families from it.

    Examples
    --------
    With two groups of very different weights, one total tells both counts.

    >>> n, base = np.array([4, 40]), np.array([50, 50])
    >>> in_doubt(n, base, np.array([1.8, 0.2]), 0.5, 11)
    False
    >>> in_doubt(n, base, np.array([1.05, 0.95]), 0.5, 11)
    True
    """
    return all(
        _doubtful(n, base, weight, slack, k, hidden, themes, shift)
        for hidden in _unknown(n, base, k, gaps, themes, seen)
    )


def _unknown(
    n: Ints, base: Ints, k: int, gaps: bool, themes: bool, seen: Bools | None
) -> list[Bools]:
    """Give the sets of counts that whoever reads may not know.

    All of them; all but one that a theme may tell; all but those that gaps may tell, or the map.
    """
    sets = [np.ones(len(n), dtype=bool)]
    sets += [~seen] if seen is not None and seen.any() else []
    told = [at for at in range(len(n)) if not alone(int(n[at]), int(base[at]), k)]
    sets += [np.arange(len(n)) != at for at in told if themes]
    hidden = crossing(n, base, (0, 0), k)
    return [*sets, hidden] if gaps and (~hidden).sum() >= 2 else sets


def _doubtful(
    n: Ints, base: Ints, weight: Floats, slack: float, k: int, hidden: Bools, all_: bool,
    shift: float,
) -> bool:  # fmt: skip
    for at in map(int, np.flatnonzero(hidden)):
        if all_ or alone(int(n[at]), int(base[at]), k):
            free = _values(at, n[hidden], base[hidden], weight[hidden] * 0, 0.0, hidden, 0.0)
            left = _values(at, n[hidden], base[hidden], weight[hidden], slack, hidden, shift)
            if left < min(SPREAD, free):
                return False
    return True


def _values(
    at: int, n: Ints, base: Ints, weight: Floats, slack: float, hidden: Bools, shift: float
) -> int:
    """Give the width of the range that one hidden count may lie in."""
    own = int(hidden[:at].sum())
    others = np.arange(len(n)) != own
    tried = np.arange(base[own] + 1)
    left = n.sum() - tried
    target = float(n @ weight) + shift - weight[own] * tried
    least = _filled(left, base[others], weight[others])
    most = -_filled(left, base[others], -weight[others])
    fits = (left >= 0) & (left <= base[others].sum())
    fits &= (least <= target + slack) & (most >= target - slack)
    return int(np.ptp(tried[fits]))


def _filled(counts: Ints, room: Ints, weight: Floats) -> Floats:
    """Give the least weighted total of so many families, shared among groups with room."""
    order = np.argsort(weight)
    before = np.concatenate(([0], np.cumsum(room[order])[:-1])) if len(order) else np.zeros(0)
    taken = np.clip(counts[:, None] - before, 0, room[order])
    return np.asarray(taken @ weight[order], dtype=float)
