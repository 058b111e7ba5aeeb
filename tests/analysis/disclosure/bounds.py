"""An attacker who bounds counts: all told numbers are equations between unknown counts.

One system holds one variable that needs are crossed with. Its unknowns are, in each state, the
families of each category that name a need, those that do not, those that answered, all of them;
then the offset of each meaning, the same in all states, and what rounding took in each.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from analysis.disclosure import BASE, Meaning
from analysis.needs import lacking
from analysis.survey import Survey

from .invented import NEEDS, TICKS

SILENT = "sans réponse"
SUPPORT = "appui"
CROSSED = ("C1", "langue", "A5", SUPPORT)
ROUNDS = 60
Key = tuple[Hashable, ...]
Names = tuple[str, ...]


@dataclass
class System:
    """Rows ``least <= sum of unknowns <= most``, and what the unknowns truly are."""

    at: dict[Key, int] = field(default_factory=dict)
    truth: list[int] = field(default_factory=list)
    low: list[int] = field(default_factory=list)
    high: list[int] = field(default_factory=list)
    entries: list[tuple[int, int, int]] = field(default_factory=list)
    sides: list[tuple[int, int]] = field(default_factory=list)

    def add(self, key: Key, truth: int, low: int, high: int) -> Key:
        self.at[key] = len(self.truth)
        self.truth.append(int(truth))
        self.low.append(low)
        self.high.append(high)
        return key

    def row(self, form: Mapping[Key, int] | Iterable[tuple[Key, int]], low: int, high: int) -> None:
        """A sum within bounds; the attacker must be right about it."""
        pairs = list(form.items() if isinstance(form, Mapping) else form)
        value = sum(c * self.truth[self.at[key]] for key, c in pairs)
        assert low <= value <= high, f"the attacker is wrong: {pairs} = {value}"
        self.entries += [(len(self.sides), self.at[key], c) for key, c in pairs]
        self.sides.append((low, high))

    def propagate(self) -> tuple[np.ndarray, np.ndarray]:
        """Bounds of each unknown, each row tightening those of its own until nothing moves."""
        rows, columns, signs = np.array(self.entries).T
        least, most = np.array(self.sides).T
        low, high = np.array(self.low), np.array(self.high)
        for _ in range(ROUNDS):
            small = np.where(signs > 0, signs * low[columns], signs * high[columns])
            large = np.where(signs > 0, signs * high[columns], signs * low[columns])
            total = np.bincount(rows, small, len(least)), np.bincount(rows, large, len(least))
            up = most[rows] - (total[0][rows] - small)
            down = least[rows] - (total[1][rows] - large)
            above = np.where(signs > 0, np.floor(up / signs), np.floor(down / signs))
            below = np.where(signs > 0, np.ceil(down / signs), np.ceil(up / signs))
            new_low, new_high = low.copy(), high.copy()
            np.maximum.at(new_low, columns, below.astype(int))
            np.minimum.at(new_high, columns, above.astype(int))
            if (new_low == low).all() and (new_high == high).all():
                break
            low, high = new_low, new_high
        return low, high

    def solve(self, key: Key) -> tuple[int, int]:
        """Exact bounds of an unknown, by integer programmes."""
        rows, columns, signs = np.array(self.entries).T
        matrix = coo_array((signs.astype(float), (rows, columns)), (len(self.sides), len(self.at)))
        least, most = np.array(self.sides, dtype=float).T
        aim = np.zeros(len(self.at))
        aim[self.at[key]] = 1.0
        found = [
            milp(
                sign * aim,
                integrality=np.ones(len(aim)),
                bounds=Bounds(np.array(self.low), np.array(self.high)),
                constraints=LinearConstraint(matrix.tocsr(), least, most),
            )
            for sign in (1.0, -1.0)
        ]
        assert all(f.status == 0 for f in found)
        return round(found[0].fun), round(-found[1].fun)


def categories(survey: Survey, variable: str) -> dict[str, np.ndarray]:
    """Families of each category of a variable, and those that passed it."""
    here = survey.data.usable
    if variable == SUPPORT:
        lacks, judged = lacking([b for b in survey.data.blocks.values() if b.variable.lacking])
        return {"manque": lacks, "non:manque": judged & ~lacks, SILENT: here & ~judged}
    block = survey.data.blocks[variable]
    masks = {name: block.column(name) for name in block.names}
    return masks | {SILENT: here & ~block.answered}


def read(meaning: Meaning, variable: str, names: Sequence[str]) -> tuple[Key, Names] | None:
    """What a told number counts, in which categories; None when it is of other variables."""
    if {name for name, _ in meaning} - {"B1", variable}:
        return None
    kept = set(names)
    for category in (c for v, c in meaning if v == variable):
        kept &= set(names) - {SILENT} if category == "répondu" else set(category.split("+"))
    said = [c for v, c in meaning if v == "B1"]
    need = next((c for c in said if c != "répondu"), None)
    if need == SILENT:
        kind: Key = ("passed",)
    elif need:
        kind = ("no" if need.startswith("non:") else "yes", need.removeprefix("non:"))
    else:
        kind = ("answered",) if said else ("all",)
    return kind, tuple(sorted(kept))


def system(surveys: Sequence[Survey], moves: Sequence[tuple[int, int]], variable: str) -> System:
    """All that is known of one variable crossed with needs, in states that follow one another.

    ``moves`` are how many families came and left between two states.
    """
    made = System()
    offsets: dict[Meaning, int] = {}
    for time, survey in enumerate(surveys):
        _atoms(made, survey, variable, time)
        _told(made, survey, variable, time, offsets)
    for time, (came, left) in enumerate(moves):
        _moved(made, time, came, left)
    return made


KINDS: list[Key] = [("all",), ("answered",), ("passed",)]
KINDS += [(side, need) for need in NEEDS for side in ("yes", "no")]


def _atoms(made: System, survey: Survey, variable: str, time: int) -> None:
    n, masks = survey.door.size, categories(survey, variable)
    for name in masks:
        _group(made, survey, variable, time, (name,))
    whole, described = tuple(sorted(masks)), parts(survey, variable)
    for names in {*described, whole, tuple(x for x in whole if x != SILENT)}:
        _group(made, survey, variable, time, names)
    for kind in KINDS:
        for inner in (described, [(name,) for name in whole]):
            split = {(time, *kind, names): 1 for names in inner}
            if set().union(*inner) == set(whole):
                made.row(split | {(time, *kind, whole): -1}, 0, 0)
    made.row({(time, "all", whole): 1}, n, n)
    # A base that is the whole survey is told exactly.
    said = tuple(x for x in whole if x != SILENT)
    for key in ((time, "answered", whole), (time, "all", said)):
        full = made.truth[made.at[key]] == n
        made.row({key: 1}, n if full else 0, n if full else n - 1)


def parts(survey: Survey, variable: str) -> list[Names]:
    """The categories of each described group, and those that passed the question."""
    names = list(categories(survey, variable))
    found = {
        read(meaning, variable, names)
        for meaning in survey.door.said
        if {v for v, _ in meaning} == {"B1", variable}
    }
    groups = {kept for item in found if item for _, kept in [item]}
    if variable == SUPPORT:
        groups = {("manque",), ("non:manque",)}
    return [*sorted(groups), (SILENT,)]


def _group(made: System, survey: Survey, variable: str, time: int, names: Names) -> None:
    """Unknowns of some categories together, and how they hang together."""
    if (time, "all", names) in made.at:
        return
    n, masks, block = survey.door.size, categories(survey, variable), survey.data.blocks["B1"]
    mask = np.any([masks[name] for name in names], axis=0)
    for kind in KINDS:
        held = {"all": mask, "answered": mask & block.answered, "passed": mask & ~block.answered}
        if len(kind) == 2:
            named = block.column(kind[1])
            held = {"yes": mask & named, "no": mask & block.answered & ~named}
        key = made.add((time, *kind, names), held[kind[0]].sum(), 0, n)
        if len(names) > 1:
            made.row({(time, *kind, (name,)): 1 for name in names} | {key: -1}, 0, 0)
    base = (time, "answered", names)
    made.row({(time, "all", names): 1, base: -1, (time, "passed", names): -1}, 0, 0)
    for need in NEEDS:
        made.row({(time, "yes", need, names): 1, (time, "no", need, names): 1, base: -1}, 0, 0)
    ticks = {(time, "yes", need, names): 1 for need in NEEDS}
    made.row(ticks | {base: -1}, 0, len(NEEDS) * n)
    if (block.hits.sum(axis=1) <= TICKS).all():
        made.row(ticks | {base: -TICKS}, -len(NEEDS) * n, 0)


def _told(
    made: System, survey: Survey, variable: str, time: int, offsets: dict[Meaning, int]
) -> None:
    n, names = survey.door.size, list(categories(survey, variable))
    for at, (meaning, (count, told)) in enumerate(survey.door.said.items()):
        found = read(meaning, variable, names)
        if found is None:
            continue
        # A number that reached the most that can be told may be of any count above.
        most = 2 * BASE - 2 if told.n + BASE > n else BASE - 1
        offset = offsets.get(meaning)
        if offset is None:
            offset = offsets[meaning] = survey.door.offset(meaning)
            made.add(("offset", meaning), offset, 0, BASE - 1)
        _group(made, survey, variable, time, found[1])
        lost = made.add((time, "lost", at), count + offset - told.n, 0, most)
        key = (time, *found[0], found[1])
        made.row({key: 1, ("offset", meaning): 1, lost: -1}, told.n, told.n)
        made.row({key: 1}, max(0, told.n - BASE + 1), min(n, told.n + most))


def _moved(made: System, time: int, came: int, left: int) -> None:
    """Unknowns move by no more than the families that came and left."""
    for key in [key for key in made.at if key[0] == time and key[1] != "lost"]:
        after = (time + 1, *key[1:])
        if after in made.at:
            made.row({after: 1, key: -1}, -left, came)


def targets(made: System, survey: Survey, variable: str, time: int) -> list[Key]:
    """Small crossings of needs with the described groups, and small complements."""
    keys = [
        (time, side, need, names)
        for names in parts(survey, variable)[:-1]
        for need in NEEDS
        for side in ("yes", "no")
    ]
    return [key for key in keys if 1 <= made.truth[made.at[key]] < survey.k]


def widths(
    surveys: Sequence[Survey], moves: Sequence[tuple[int, int]], variable: str
) -> tuple[System, list[tuple[Key, int, int]]]:
    """Bounds of every small crossing in every state."""
    made = system(surveys, moves, variable)
    looked = [
        key for time, survey in enumerate(surveys) for key in targets(made, survey, variable, time)
    ]
    low, high = made.propagate()
    return made, [(key, int(low[made.at[key]]), int(high[made.at[key]])) for key in looked]
