"""Missing answers completed by the map itself: regularised iterative correspondence analysis."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..arrays import Bools, Floats, Ints
from .correspondence import TINY, Axes, axes_of, burt


class Completed(NamedTuple):
    """A full fuzzy indicator (families x columns), its axes, and how it was reached."""

    Z: Floats
    axes: Axes
    steps: int
    settled: bool


def completed(Z: Floats, block: Ints, rank: int, max_iter: int, tol: float) -> Completed:  # noqa: N803
    """Complete an indicator by its own reconstruction, shrunk, until no value moves over ``tol``.

    Each step completes the blanks as if it were repeated for ever (:func:`complete`): the end is
    that of J. Josse, M. Chavent, B. Liquet, F. Husson (2012), Journal of Classification 29, 91-116,
    and a family that comes later is placed by the same rule.
    """
    said = answered(Z, block)
    axes = axes_of(burt(Z), block, len(Z))
    full = np.where(said[:, block], Z, axes.share)
    for step in range(1, max_iter + 1):
        axes = axes_of(burt(full), block, len(full))
        better = complete(Z, said, axes, rank)
        move = float(np.abs(better - full).max(initial=0.0))
        full = better
        if move <= tol:
            return Completed(full, axes, step, True)
    return Completed(full, axes_of(burt(full), block, len(full)), max_iter, False)


def answered(Z: Floats, block: Ints) -> Bools:  # noqa: N803
    """Who answered what (families x questions)."""
    member = block[:, None] == np.arange(block.max(initial=-1) + 1)
    return np.asarray(Z @ member > 0)


def complete(Z: Floats, said: Bools, axes: Axes, rank: int) -> Floats:  # noqa: N803
    """Complete blanks by the reconstruction of ``rank`` axes that agrees with itself.

    A completed value depends on its family's place, which depends on it: with M the part of
    the axes that lies on the blanks of a family, its place f obeys f = seen + M (shrink f).
    """
    shrink = _shrunk(axes, rank)
    rank = len(shrink)
    vectors, roots = axes.vectors[:, :rank], np.sqrt(axes.questions * axes.share)
    seen = Z @ (vectors / np.maximum(roots, TINY)[:, None])
    outer = vectors[:, :, None] * vectors[:, None, :]
    parts = np.zeros((axes.questions, rank, rank))
    np.add.at(parts, axes.block, outer)
    on_blanks = np.tensordot((~said).astype(float), parts, axes=1)
    place = np.linalg.solve(np.eye(rank) - on_blanks * shrink, seen[:, :, None])[:, :, 0]
    guess = axes.share + (place * shrink) @ vectors.T * roots
    return np.where(said[:, axes.block], Z, guess)


def _shrunk(axes: Axes, rank: int) -> Floats:
    """What is left of each axis once the noise, the mean of the other eigenvalues, is off."""
    values = axes.eigenvalues
    free = len(axes.block) - axes.questions
    rank = max(min(rank, len(values) - 1, free - 1), 0)
    noise = values[rank:].sum() / max(free - rank, 1)
    return np.asarray((values[:rank] - noise) / np.maximum(values[:rank], TINY))
