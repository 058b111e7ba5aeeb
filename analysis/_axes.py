"""The factor map: multiple correspondence analysis with passive missing answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ._encoding import Block, Encoded, Floats, Ints
from ._margins import shown
from .disclosure import Cell

ACTIVE = ("need", "barrier", "preference", "profile")
PUBLISHED_AXES = 10


@dataclass(frozen=True)
class Indicator:
    """Answers as blocks of 0/1 columns.

    ``Z`` (families x columns) is zero over a whole block when the answer is missing;
    ``block`` (columns) numbers the block of each column; ``source`` names for each column
    its question and category (None for the « no » of a tick).
    """

    Z: Floats
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


def active_blocks(data: Encoded) -> list[Block]:
    """Give the questions that build the factor map and the profiles."""
    return [
        block
        for block in data.blocks.values()
        if block.variable.active
        and (block.variable.role in ACTIVE or block.variable.type == "scale")
        and block.variable.role not in ("priority", "sector")
    ]


def indicator(blocks: list[Block], rows: int, least: int = 1) -> Indicator:
    """Code questions as blocks: one per single choice, one yes/no block per tick.

    A tick counts as a block only when at least ``least`` families said yes and no.
    """
    parts: list[Floats] = [np.zeros((rows, 0))]
    numbers: list[int] = []
    source: list[tuple[str, str | None]] = []
    for block in blocks:
        for columns, names in _parts(block, least):
            numbers += [numbers[-1] + 1 if numbers else 0] * len(names)
            parts.append(columns)
            source += [(block.variable.name, name) for name in names]
    return Indicator(np.hstack(parts), np.array(numbers, dtype=np.intp), source)


def _parts(block: Block, least: int) -> list[tuple[Floats, list[str | None]]]:
    said = block.answered
    counts = block.hits.sum(axis=0)
    if block.single:
        kept = np.flatnonzero(counts > 0)
        names: list[str | None] = [block.names[at] for at in kept]
        return [(block.hits[:, kept].astype(float), names)] if len(kept) > 1 else []
    kept = np.flatnonzero((counts >= least) & (said.sum() - counts >= least))
    return [
        (
            np.column_stack([block.hits[:, at], said & ~block.hits[:, at]]).astype(float),
            [block.names[at], None],
        )
        for at in kept
    ]


def filled(coded: Indicator) -> tuple[Floats, Floats]:
    """Replace each missing block by its average answer; give also these averages.

    Returns
    -------
    tuple of array
        The full fuzzy indicator (families x columns), and the average answers (columns).
    """
    weights = coded.Z.sum(axis=0)
    totals = np.bincount(coded.block, weights)[coded.block]
    average = weights / np.where(totals > 0, totals, 1)
    membership = coded.block[:, None] == np.arange(coded.block.max() + 1)
    blank = (coded.Z @ membership == 0)[:, coded.block]
    return np.where(blank, average, coded.Z), average


def mca(coded: Indicator) -> Mca:
    """Multiple correspondence analysis of an indicator matrix.

    Parameters
    ----------
    coded : Indicator
        Complete or with missing blocks. A missing block takes its average answer, so that it
        adds nothing to any axis (« missing fuzzy average »).

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
    full, average = filled(coded)
    questions = int(coded.block.max()) + 1
    scaled = (full - average) / np.sqrt(average * questions * len(full))
    gram = scaled.T @ scaled
    values, vectors = np.linalg.eigh(gram)
    kept = np.flatnonzero(values > 1e-10)[::-1]
    values, vectors = values[kept], _oriented(vectors[:, kept])
    columns = vectors * np.sqrt(values) / np.sqrt(average / questions)[:, None]
    distance = np.diag(gram) / (average / questions)
    rows = scaled @ vectors * np.sqrt(len(full))
    within = float(np.sum(gram[coded.block[:, None] == coded.block] ** 2))
    benzecri, greenacre = _adjusted(values, questions, within)
    total = max(float(np.trace(gram)), 1e-300)
    return Mca(
        values,
        values / total,
        benzecri,
        greenacre,
        columns,
        vectors**2,
        columns**2 / np.maximum(distance, 1e-300)[:, None],
        rows,
    )


def _oriented(vectors: Floats) -> Floats:
    """Fix each axis' sign: its largest column is positive (the first one on a tie)."""
    size = np.round(np.abs(vectors), 9)
    largest = vectors[size.argmax(axis=0), np.arange(vectors.shape[1])] if vectors.size else 1.0
    return np.asarray(vectors * np.sign(largest))


def _adjusted(values: Floats, questions: int, within: float) -> tuple[Floats, Floats]:
    """Benzécri's adjusted shares, and Greenacre's more sober ones.

    ``within`` is the inertia of the questions with themselves in the Burt table; on complete
    data it is (columns - questions) / questions², as in Greenacre's formula.
    """
    if questions < 2:
        return values * 0, values * 0
    scale = questions / (questions - 1)
    above = np.where(values > 1 / questions, scale**2 * (values - 1 / questions) ** 2, 0.0)
    average = scale * (float(np.sum(values**2)) - within)
    return above / max(float(above.sum()), 1e-300), above / max(average, 1e-300)


def axes(data: Encoded, k: int) -> tuple[dict[str, Any], Floats]:
    """Describe the factor map; give also the families' places on it (families x 2).

    Families' places never leave the room.
    """
    coded = indicator(active_blocks(data), data.rows, least=k)
    nothing = np.zeros((data.rows, 2))
    if len(np.unique(coded.block)) < 2 or not coded.Z.any():
        return _empty(), nothing
    found = mca(coded)
    if len(found.eigenvalues) < 2:
        return _empty(), nothing
    return _described(data, coded, found, k), found.rows[:, :2]


def _empty() -> dict[str, Any]:
    message = "Pas assez de réponses différentes pour dessiner une carte des réponses."
    keys = ("eigenvalues", "inertia", "benzecri", "greenacre", "points")
    return {"message": message, **{key: [] for key in keys}}


def _described(data: Encoded, coded: Indicator, found: Mca, k: int) -> dict[str, Any]:
    visible = {
        (block.variable.name, name): label
        for block in active_blocks(data)
        for name, label, seen in zip(block.names, block.labels, shown(block, k), strict=True)
        if seen
    }
    points = [
        _point(data.blocks[question], visible[question, name], name, at, found)
        for at, (question, name) in enumerate(coded.source)
        if name is not None and (question, name) in visible
    ]
    return {
        "message": "",
        "eigenvalues": found.eigenvalues[:PUBLISHED_AXES].tolist(),
        "inertia": found.inertia[:PUBLISHED_AXES].tolist(),
        "benzecri": found.benzecri[:PUBLISHED_AXES].tolist(),
        "greenacre": found.greenacre[:PUBLISHED_AXES].tolist(),
        "points": points,
    }


def _point(block: Block, label: str, name: str, at: int, found: Mca) -> dict[str, Any]:
    n, base = int(block.column(name).sum()), int(block.answered.sum())
    return {
        "variable": block.variable.name,
        "variable_label": block.variable.title,
        "category": name,
        "label": label,
        "x": float(found.columns[at, 0]),
        "y": float(found.columns[at, 1]),
        "contribution": found.contributions[at, :2].tolist(),
        "cos2": float(found.cos2[at, :2].sum()),
        "cell": Cell(n, base),
    }
