"""The factor map: multiple correspondence analysis with passive missing answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ..arrays import Bools, Floats, Ints
from ..disclosure import Cell, shown
from ..table import Block, Encoded, active_blocks, passive_blocks
from .correspondence import adjusted, axes_of, burt, supplementary

PUBLISHED_AXES = 10
DECIMALS = 3


@dataclass(frozen=True)
class Indicator:
    """Answers as blocks of yes/no columns.

    ``Z`` (families x columns) is false over a whole block when the answer is missing;
    ``block`` (columns) numbers the block of each column; ``source`` names for each column
    its question and category (None for the « no » of a tick).
    """

    Z: Bools
    block: Ints
    source: list[tuple[str, str | None]]


@dataclass(frozen=True)
class Mca:
    """What :func:`mca` finds; see there."""

    eigenvalues: Floats
    inertia: Floats
    benzecri: Floats
    greenacre: Floats
    columns: Floats
    contributions: Floats
    cos2: Floats
    rows: Floats


def indicator(blocks: list[Block], rows: int, least: int = 1) -> Indicator:
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
    said = block.answered
    if block.single:
        kept = np.flatnonzero(block.hits.any(axis=0))
        names: list[str | None] = [block.names[at] for at in kept]
        return [(block.hits[:, kept], names)] if len(kept) > 1 else []
    kept = np.flatnonzero(block.enough(least))
    return [
        (
            np.column_stack([block.hits[:, at], said & ~block.hits[:, at]]),
            [block.names[at], None],
        )
        for at in kept
    ]


def mca(coded: Indicator, most: int | None = None) -> Mca:
    """Multiple correspondence analysis of an indicator matrix.

    Parameters
    ----------
    coded : Indicator
        Complete or with missing blocks. A missing block takes its average answer, so that it
        adds nothing to any axis (« missing fuzzy average »). See also
        :class:`analysis.MultipleCorrespondence`, which has other ways.
    most : int, optional
        Axes on which families are placed; all by default.

    Returns
    -------
    Mca
        ``eigenvalues`` and shares of ``inertia`` per axis; ``benzecri`` and ``greenacre``
        adjusted shares; principal coordinates of ``columns`` and ``rows``;
        ``contributions`` of the columns to each axis (each sums to 1) and their ``cos2``.

    References
    ----------
    M. Greenacre (2017), Correspondence Analysis in Practice, ch. 18-19.
    J.-P. Benzécri (1979), Cahiers de l'analyse des données 4, 377-378.
    P. van der Heijden, B. Escofier (2003), in Analyse des correspondances, PUR.
    """
    found = axes_of(burt(coded.Z), coded.block, len(coded.Z))
    benzecri, greenacre = adjusted(found)
    return Mca(
        found.eigenvalues,
        found.eigenvalues / found.total,
        benzecri,
        greenacre,
        found.columns,
        found.vectors**2,
        found.cos2,
        found.places(coded.Z, most),
    )


def axes(data: Encoded, k: int) -> tuple[dict[str, Any], Floats]:
    """Describe the factor map; give also the families' places on it (families x 2).

    A place is in the units of the answers: the mean place of some families is where an answer
    of theirs would stand. Families' places never leave the room.
    """
    coded = indicator(active_blocks(data), data.rows, least=k)
    nothing = np.zeros((data.rows, 2))
    if len(np.unique(coded.block)) < 2 or not coded.Z.any():
        return _empty(), nothing
    found = mca(coded, 2)
    if len(found.eigenvalues) < 2:
        return _empty(), nothing
    return _described(data, coded, found, k), found.rows / np.sqrt(found.eigenvalues[:2])


def _empty() -> dict[str, Any]:
    message = "Pas assez de réponses différentes pour dessiner une carte des réponses."
    keys = ("eigenvalues", "inertia", "benzecri", "greenacre", "points")
    return {"message": message, **{key: [] for key in keys}}


def _described(data: Encoded, coded: Indicator, found: Mca, k: int) -> dict[str, Any]:
    drawn = [
        _point(
            data.blocks[question],
            name,
            found.columns[at],
            found.cos2[at],
            found.contributions[at],
        )
        for at, (question, name) in enumerate(coded.source)
        if name is not None and name in _visible(data.blocks[question], k)
    ]
    placed = [point for block in passive_blocks(data) for point in _placed(block, found, k)]
    shares = ("eigenvalues", "inertia", "benzecri", "greenacre")
    return {
        "message": "",
        **{key: _rounded(getattr(found, key)[:PUBLISHED_AXES]) for key in shares},
        "points": drawn + placed,
    }


def _visible(block: Block, k: int) -> list[str]:
    return [name for name, seen in zip(block.names, shown(block, k), strict=True) if seen]


def _placed(block: Block, found: Mca, k: int) -> list[dict[str, Any]]:
    """Place the answers to a question that did not draw the map."""
    answers = supplementary(found.rows, found.eigenvalues[:2], block.hits)
    visible = _visible(block, k)
    return [
        _point(block, name, answers.coordinates[at], answers.cos2[at], None)
        for at, name in enumerate(block.names)
        if name in visible
    ]


def _point(
    block: Block, name: str, place: Floats, cos2: Floats, contribution: Floats | None
) -> dict[str, Any]:
    n, base = int(block.column(name).sum()), int(block.answered.sum())
    x, y = _rounded(place[:2])
    return {
        "variable": block.variable.name,
        "variable_label": block.variable.title,
        "category": name,
        "label": block.labels[block.names.index(name)],
        "x": x,
        "y": y,
        "contribution": [0.0, 0.0] if contribution is None else _rounded(contribution[:2]),
        "cos2": _rounded(cos2[:2].sum(keepdims=True))[0],
        "supplementary": contribution is None,
        "cell": Cell(n, base),
    }


def _rounded(values: Floats) -> list[float]:
    """Keep what a picture can bear: more decimals would only let counts be worked out."""
    return [round(float(value), DECIMALS) + 0.0 for value in values]
