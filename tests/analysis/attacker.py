"""An attacker who holds a published report, the questionnaire and the themes' definitions.

All published numbers become equations between unknown counts of families; what is known of the
questionnaire becomes more of them. Integer programming then looks for other whole counts that
agree with all of them. A count from 1 to k - 1 that is the same within 1 in all is a leak.

The table is used for one thing only: to know which counts are small, so which ones to look for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

NEAR = 2
ROUNDS = 6
NODES = 200
Key = tuple[Any, ...]
Form = Mapping[Key, float]


@dataclass(frozen=True)
class Secret:
    """A count to look for: a sum of groups, its true value, and the families it is drawn from."""

    form: dict[Key, float]
    truth: float
    within: float


@dataclass(frozen=True)
class Leak:
    """A small count that the report gives away, and the bounds found for it."""

    form: dict[Key, float]
    truth: int
    low: float
    high: float


@dataclass
class System:
    """Equations and inequalities between counts of families, and the counts to look for."""

    k: int = 11
    truth: dict[Key, int] = field(default_factory=dict)
    told: dict[Key, int] = field(default_factory=dict)
    equal: list[tuple[dict[Key, float], float]] = field(default_factory=list)
    below: list[tuple[dict[Key, float], float]] = field(default_factory=list)
    secrets: dict[tuple[tuple[Key, float], ...], Secret] = field(default_factory=dict)
    sums: list[tuple[Key, list[Key]]] = field(default_factory=list)

    def group(self, key: Key, mask: Any) -> Key:
        """Name a group of families."""
        self.truth.setdefault(key, int(np.asarray(mask).sum()))
        return key

    def tell(self, key: Key, value: int | None) -> None:
        """Note a published count."""
        if value is None:
            return
        assert self.truth[key] == value, f"{key}: {value} published, {self.truth[key]} counted"
        self.told[key] = value

    def cell(self, key: Key, base: Key, cell: Mapping[str, Any] | None) -> None:
        """Note a published cell: its n and its N."""
        if cell is not None and not cell["hidden"]:
            self.tell(key, cell["n"])
            self.tell(base, cell["N"])

    def add_up(self, whole: Key, parts: list[Key]) -> None:
        """The parts make up the whole, without overlap."""
        self.equal.append(({whole: -1.0, **dict.fromkeys(parts, 1.0)}, 0.0))
        self.sums.append((whole, parts))

    def at_most(self, form: Form, bound: float = 0.0) -> None:
        """A sum of counts that cannot exceed a bound."""
        self.below.append((dict(form), bound))

    def inside(self, inner: Key, outer: Key, look: bool = True) -> None:
        """One group lies within another; the families between them may be looked for."""
        if inner == outer:
            return
        self.at_most({inner: 1.0, outer: -1.0})
        if look:
            self.seek({inner: 1.0}, outer)
            self.seek({outer: 1.0, inner: -1.0}, outer)

    def union(self, whole: Key, parts: list[Key], look: bool = True) -> None:
        """The parts make up the whole and may overlap."""
        for part in parts:
            self.inside(part, whole, look)
        self.at_most({whole: 1.0, **{part: -1.0 for part in parts if part != whole}})

    def seek(self, form: Form, within: Key) -> None:
        """Look for a count if it is small."""
        truth = self.value(form)
        if 0 < truth < self.k:
            kept = tuple(sorted(form.items(), key=repr))
            self.secrets[kept] = Secret(dict(form), truth, float(self.truth[within]))

    def value(self, form: Form) -> float:
        """The true value of a sum of counts."""
        return float(sum(c * self.truth[key] for key, c in form.items()))

    def remainders(self) -> None:
        """Look for what is left when the published parts are subtracted from a whole."""
        for whole, parts in self.sums:
            left = [part for part in parts if part not in self.told]
            if 0 < len(left) < len(parts):
                self.seek(dict.fromkeys(left, 1.0), whole)


class Solver:
    """Bounds of sums of counts under all that is published."""

    def __init__(self, system: System, whole: bool = True) -> None:
        self.system, self.whole = system, whole
        self.at = {key: at for at, key in enumerate(system.truth)}
        equal = [*system.equal, *(({key: 1.0}, float(n)) for key, n in system.told.items())]
        self.A_eq, self.b_eq = self._matrix(equal)
        self.A_ub, self.b_ub = self._matrix(system.below)
        self.point = np.array(list(system.truth.values()), dtype=float)
        wrong = np.flatnonzero(np.abs(self.A_eq @ self.point - self.b_eq) > 1e-6)
        assert not len(wrong), f"the attacker is wrong: {equal[wrong[0]]}"
        wrong = np.flatnonzero(self.A_ub @ self.point > self.b_ub + 1e-6)
        assert not len(wrong), f"the attacker is wrong: {system.below[wrong[0]]}"

    def _matrix(self, lines: list[tuple[dict[Key, float], float]]) -> tuple[Any, Any]:
        entries = [(r, self.at[k], c) for r, (form, _) in enumerate(lines) for k, c in form.items()]
        rows, columns, values = zip(*entries, strict=True)
        shape = (len(lines), len(self.at))
        return coo_array((values, (rows, columns)), shape).tocsr(), np.array([b for _, b in lines])

    def vector(self, form: Form) -> Any:
        made = np.zeros(len(self.at))
        for key, value in form.items():
            made[self.at[key]] += value
        return made

    def least(self, objective: Any) -> Any:
        """A possible set of counts, in whole numbers, of least objective or near it."""
        found = milp(
            objective,
            integrality=np.full(len(objective), int(self.whole)),
            bounds=Bounds(0, self.system.truth["all",]),
            constraints=[
                LinearConstraint(self.A_ub, -np.inf, self.b_ub),
                LinearConstraint(self.A_eq, self.b_eq, self.b_eq),
            ],
            options={"node_limit": NODES, "mip_rel_gap": 0.05},
        )
        # Cut short, the truth itself is still one possible set of counts.
        if found.x is None or not self.whole:
            return self.point if found.x is None else found.x
        point = np.round(found.x)
        return point if self.possible(point) else self.point

    def possible(self, point: Any) -> bool:
        """Tell whether a set of counts agrees with all that is published."""
        same = np.abs(self.A_eq @ point - self.b_eq) <= 1e-6
        return bool(same.all() and (self.A_ub @ point <= self.b_ub + 1e-6).all())


def leaks(system: System, seed: int = 0, whole: bool = True) -> list[Leak]:
    """Find every small count that is known within 1; in any numbers when not in ``whole`` ones.

    Possible sets of counts are first drawn at random: where two of them differ enough, the count
    is safe, and this proves it, since each could be the truth. The bounds of what is left are
    looked for one by one.
    """
    system.remainders()
    secrets = list(system.secrets.values())
    if not secrets:
        return []
    solver = Solver(system, whole)
    forms = np.array([solver.vector(secret.form) for secret in secrets])
    low = high = forms @ solver.point
    need = np.array([min(NEAR, secret.within - 1) for secret in secrets])
    rng = np.random.default_rng(seed)

    def seen(point: Any) -> None:
        nonlocal low, high
        low, high = np.minimum(low, forms @ point), np.maximum(high, forms @ point)

    for _ in range(ROUNDS):
        open_ = _width(low, high) <= need
        if not open_.any():
            return []
        seen(
            solver.least(
                (rng.choice([-1.0, 1.0], len(secrets)) * rng.random(len(secrets)) * open_) @ forms
            )
        )
    for at in range(len(secrets)):
        for sign in (1.0, -1.0):
            if _width(low[at], high[at]) <= need[at]:
                seen(solver.least(sign * forms[at]))
    caught = np.flatnonzero(_width(low, high) <= need)
    return [
        Leak(secrets[at].form, int(secrets[at].truth), float(low[at]), float(high[at]))
        for at in caught
    ]


def _width(low: Any, high: Any) -> Any:
    """Whole numbers between two bounds, less one."""
    return np.floor(high + 1e-6) - np.ceil(low - 1e-6)


def told(leaks_: Iterable[Leak]) -> str:
    """Write leaks for whoever reads a failed test."""
    return "\n".join(
        f"{leak.truth} in [{leak.low:g}, {leak.high:g}]: {leak.form}" for leak in leaks_
    )
