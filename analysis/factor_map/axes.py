"""The factor map: multiple correspondence analysis with passive missing answers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

from ..arrays import Bools, Floats, Ints
from ..disclosure import step_of, to_step
from ..survey import Survey
from ..table import Block, active_blocks, passive_blocks
from .correspondence import Axes, adjusted, axes_of, burt, supplementary

PUBLISHED_AXES = 10
# Answers off the centre under which a map shows nothing.
LEAST_PLACED = 4
# Of coordinates, shares and qualities.
DECIMALS = 3


class Indicator(NamedTuple):
    """Answers as 0/1 columns ``Z`` (families x columns), false over a block when the answer is
    missing.

    ``block`` numbers the question of each column; ``source`` names its question and category (None
    for the « no » of a tick).
    """

    Z: Bools
    block: Ints
    source: list[tuple[str, str | None]]


def indicator(blocks: list[Block], rows: int, least: int) -> Indicator:
    """Code questions as blocks: one per single choice, one yes/no block per tick.

    A tick counts as a block only when at least ``least`` families said yes and no.
    """
    parts: list[Bools] = [np.zeros((rows, 0), dtype=bool)]
    numbers: list[int] = []
    source: list[tuple[str, str | None]] = []
    for block in blocks:
        for columns, names in _parts(block, least):
            numbers += [numbers[-1] + 1 if numbers else 0] * len(names)
            parts.append(columns)
            source += [(block.variable.name, name) for name in names]
    return Indicator(np.hstack(parts), np.array(numbers, dtype=np.intp), source)


def _parts(block: Block, least: int) -> list[tuple[Bools, list[str | None]]]:
    if block.single:
        kept = np.flatnonzero(block.hits.any(axis=0))
        names: list[str | None] = [block.names[at] for at in kept]
        return [(block.hits[:, kept], names)] if len(kept) > 1 else []
    return [
        (np.column_stack([ticks, block.answered & ~ticks]), [name, None])
        for ticks, name, kept in zip(block.hits.T, block.names, block.enough(least), strict=True)
        if kept
    ]


def section(survey: Survey) -> tuple[dict[str, Any], Floats]:
    """Factor map as told, and the families' places on it (families x 2).

    Empty where steps as wide as few families ask leave nearly every answer at the centre.

    A place is in the units of the answers: the mean place of some families is where an answer
    of theirs would stand. Families' places never leave the room.
    """
    data = survey.data
    coded = indicator(active_blocks(data), data.rows, least=survey.k)
    found = axes_of(burt(coded.Z), coded.block, data.rows)
    if len(found.eigenvalues) < 2 or _free(coded) <= PUBLISHED_AXES + 2 * len(coded.source):
        return _empty(), np.zeros((data.rows, 2))
    rows = found.places(coded.Z, 2)
    told = replace(found, eigenvalues=_eigenvalues(found.eigenvalues, survey.door.size))
    benzecri, greenacre = adjusted(told)
    shares = {
        "eigenvalues": told.eigenvalues,
        "inertia": told.eigenvalues / told.total,
        "benzecri": benzecri,
        "greenacre": np.minimum(greenacre, 1.0),
    }
    points = [*_active(survey, coded, told, found), *_passive(survey, rows, found)]
    if sum(bool(point["x"] or point["y"]) for point in points) < LEAST_PLACED:
        return _empty(), np.zeros((data.rows, 2))
    numbers = {key: _rounded(values[:PUBLISHED_AXES]) for key, values in shares.items()}
    return {"message": "", **numbers, "points": points}, rows / np.sqrt(found.eigenvalues[:2])


def _free(coded: Indicator) -> int:
    """Counts of crossings that margins leave free: more than the numbers told, or they are known.

    With two questions a map is their cross table in another dress.
    """
    levels = np.bincount(coded.block) - 1
    return int((levels.sum() ** 2 - (levels**2).sum()) // 2)


def _eigenvalues(exact: Floats, families: int) -> Floats:
    """Eigenvalues as told: as many families as a step holds move none by more than the first."""
    step = step_of(families)
    first = np.exp(to_step(np.log(exact[0]), step))
    return np.maximum(to_step(exact, step * first), step * first / 2)


def _empty() -> dict[str, Any]:
    message = "Pas assez de réponses différentes pour dessiner une carte des réponses."
    keys = ("eigenvalues", "inertia", "benzecri", "greenacre", "points")
    return {"message": message, **{key: [] for key in keys}}


def _active(survey: Survey, coded: Indicator, told: Axes, found: Axes) -> list[dict[str, Any]]:
    """Answers that drew the map."""
    return [
        _point(survey, survey.data.blocks[question], name, found.columns[at, :2], told)
        for at, (question, name) in enumerate(coded.source)
        if name is not None and _is_placed(survey, survey.data.blocks[question], name)
    ]


def _passive(survey: Survey, rows: Floats, found: Axes) -> list[dict[str, Any]]:
    """Answers to the questions that did not draw the map."""
    points = []
    for block in passive_blocks(survey.data):
        answers = supplementary(rows, found.eigenvalues[:2], block.hits).coordinates
        points += [
            _point(survey, block, name, answers[at], None)
            for at, name in enumerate(block.names)
            if _is_placed(survey, block, name)
        ]
    return points


def _is_placed(survey: Survey, block: Block, name: str) -> bool:
    """True when, as told, ``k`` families gave the answer, and ``k`` did not.

    Told counts decide: that an answer is on the map says nothing more than they do.
    """
    share = survey.share_of(block, name)
    yes, no = share.yes.bounds[0], share.of - share.yes.bounds[1]
    return yes >= survey.k and no >= (0 if block.single else survey.k)


def _point(
    survey: Survey, block: Block, name: str, place: Floats, told: Axes | None
) -> dict[str, Any]:
    """Answer on the map; its quality and contributions are worked out from told numbers."""
    share = survey.share_of(block, name)
    x, y = to_step(place, step_of(share.yes.n)).tolist()
    square = np.array([x, y]) ** 2
    drawn = np.zeros(2) if told is None else square / told.eigenvalues[:2] / told.questions
    return {
        "variable": block.variable.name,
        "variable_label": block.variable.title,
        "category": name,
        "label": block.labels[block.names.index(name)],
        "x": x,
        "y": y,
        "contribution": _rounded(np.minimum(drawn * share.value, 1.0)),
        "cos2": round(
            min(1.0, float(square.sum()) * share.yes.n / max(share.of - share.yes.n, 1)), 3
        ),
        "supplementary": told is None,
        "cell": share,
    }


def _rounded(values: Floats) -> list[float]:
    return [round(float(value), DECIMALS) for value in values]
