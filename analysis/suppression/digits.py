"""How finely the factor map may be told: its numbers are functions of counts nobody may read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log2
from typing import Any, NamedTuple

from ..table import Block, Encoded, active_blocks

FEW = (
    "Trop peu de questions pour dessiner une carte des réponses : elle dirait presque combien de "
    "familles ont donné deux réponses à la fois."
)
STEPS = (0.001, 0.01, 0.05)
# Steps of the places of profiles: the finest, and that of one whose answers are nearly all told.
FINE, COARSE = 0.01, 0.25
AXES = (10, 2)
SPAN = 4.0
LEAST = 2.0
SHARES = ("eigenvalues", "inertia", "benzecri", "greenacre")


class Fineness(NamedTuple):
    """The rounding of a map's numbers, and of how many axes the inertia is told."""

    step: float
    axes: int


def fineness(free: Sequence[int], k: int) -> Fineness | None:
    """Choose how finely a factor map is told, so that it tells less than it must keep silent.

    Parameters
    ----------
    free : sequence of int
        For each question, its answers less one: the counts that its margin leaves free.
    k : int

    Returns
    -------
    Fineness or None
        None when the map cannot be told at all.

    Notes
    -----
    With m free answers in all, the map tells the inertia of some axes and 2 m coordinates.
    Unknown are the counts of families that gave two answers: margins known, the sum over pairs
    of questions of the products of their free answers. A number told by steps of s in a span of
    4 is log2(4 / s) bits, a small count hides log2(k). The bits told may not exceed the bits
    hidden, nor the numbers told half of the counts. Contributions, cos² and adjusted inertia
    follow from these numbers and the margins. Supplementary answers: see :func:`placed_step`.

    Examples
    --------
    Two questions draw their own crossing; of twenty ticks, no two are told together.

    >>> fineness([3, 3], 11) is None, fineness([1] * 20, 11)
    (True, Fineness(step=0.001, axes=10))
    """
    answers = sum(free)
    hidden = (answers**2 - sum(n * n for n in free)) / 2
    for axes in AXES:
        told = min(axes, answers) + 2 * answers
        for step in STEPS if 0 < LEAST * told <= hidden else ():
            if told * log2(SPAN / step) <= hidden * log2(k):
                return Fineness(step, axes)
    return None


def placed_step(free: int, k: int) -> float | None:
    """Choose how finely a supplementary answer is placed; None when it cannot be.

    Parameters
    ----------
    free : int
        Free answers of the map whose crossing with it no other section tells.
    k : int

    Notes
    -----
    An answer stands at the mean place of its families, and a family's place is a sum over its
    answers: with the places of the map's answers known, each coordinate is one linear equation
    between as many unknown counts as there are free answers. Needs are told by sector and by
    group: they are not unknown. As for the map, the 2 numbers told may not exceed half of the
    counts, nor their bits the bits hidden.

    Examples
    --------
    >>> placed_step(3, 11), placed_step(4, 11), placed_step(20, 11)
    (None, 0.05, 0.001)
    """
    for step in STEPS if free >= 2 * LEAST else ():
        if 2 * log2(SPAN / step) <= free * log2(k):
            return step
    return None


def free_answers(data: Encoded, k: int) -> list[int]:
    """Give the free answers of each question of the map, as `factor_map.indicator`."""
    return [free for block in active_blocks(data) for free in _free(block, k)]


def _free(block: Block, k: int) -> list[int]:
    counts, base = block.hits.sum(axis=0), int(block.answered.sum())
    if block.single:
        return [max(int((counts > 0).sum()) - 1, 0)]
    return [1] * int(((counts >= k) & (base - counts >= k)).sum())


def discreet(plane: Mapping[str, Any], data: Encoded, k: int) -> dict[str, Any]:
    """Round a factor map, as :func:`analysis.factor_map.axes` describes it, or withhold it."""
    if not plane["points"]:
        return dict(plane)
    told = fineness(free_answers(data, k), k)
    if told is None:
        return {**plane, **{key: [] for key in (*SHARES, "points")}, "message": FEW}
    shares = {
        key: [_rounded(value, min(told.step, 0.01)) for value in plane[key][: told.axes]]
        for key in SHARES
    }
    steps = _steps(plane["points"], data, k)
    points = [
        _point(point, max(told.step, step))
        for point, step in zip(plane["points"], steps, strict=True)
        if step is not None
    ]
    return {**plane, **shares, "points": points}


def _steps(points: Sequence[Mapping[str, Any]], data: Encoded, k: int) -> list[float | None]:
    """Give the step of each place, as far as its own counts ask for one."""
    named = sum(n for b in active_blocks(data) if b.variable.role == "need" for n in _free(b, k))
    free = sum(free_answers(data, k))
    found: list[float | None] = []
    for point in points:
        # Groups of a single choice may be compared, need by need.
        crossed = data.blocks[point["variable"]].single
        step = placed_step(free - named * crossed, k) if point["supplementary"] else 0.0
        found.append(step)
    return found


def placed(section: Mapping[str, Any], drawn: bool, data: Encoded, k: int) -> dict[str, Any]:
    """Round the places of profiles: a profile stands at the mean place of its families, too.

    Parameters
    ----------
    section : mapping
        The profiles, as :func:`analysis.profiles.profiles` describes them.
    drawn : bool
        Whether the map is told; without it profiles are all in the middle.
    data : Encoded
    k : int
    """
    free = sum(free_answers(data, k))
    items = []
    for item in section["items"]:
        step = placed_step(free - len(item["typical"]), k) or COARSE
        places = {key: drawn * _rounded(item[key], max(step, FINE)) for key in ("x", "y")}
        items.append({**item, **places})
    return {**section, "items": items}


def _point(point: Mapping[str, Any], step: float) -> dict[str, Any]:
    places = {key: _rounded(point[key], step) for key in ("x", "y", "cos2")}
    shares = [_rounded(value, step) for value in point["contribution"]]
    return {**point, **places, "contribution": shares}


def _rounded(value: float, step: float) -> float:
    return round(round(float(value) / step) * step, 6) + 0.0
