"""Multiple correspondence analysis of an indicator: from one pass over the families to the axes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from ..arrays import Bools, Floats, Ints
from ..passes import blocks, each, tally

# In place of zeros that would divide.
TINY = 1e-300
# An axis of a smaller eigenvalue is noise of the sums.
LEAST = 1e-10


@dataclass(frozen=True)
class Axes:
    """The axes of a factor map, all that is needed to place families and answers on it.

    ``share`` (columns) is the weight of each category within its question, ``vectors``
    (columns x axes) the unit axes, ``gram`` (columns x columns) what they were drawn from.
    """

    share: Floats
    block: Ints
    eigenvalues: Floats
    vectors: Floats
    gram: Floats

    @property
    def questions(self) -> int:
        """Number of questions."""
        return int(self.block.max(initial=-1)) + 1

    @property
    def total(self) -> float:
        """Total inertia."""
        return max(float(np.trace(self.gram)), TINY)

    @property
    def columns(self) -> Floats:
        """Principal coordinates of the categories (columns x axes)."""
        return np.asarray(self.vectors * np.sqrt(self.eigenvalues) / self._masses[:, None])

    @property
    def cos2(self) -> Floats:
        """Quality of each category on each axis (columns x axes)."""
        distance = np.diag(self.gram) / self._masses**2
        return np.asarray(self.columns**2 / np.maximum(distance, TINY)[:, None])

    def places(self, Z: Any, most: int | None = None) -> Floats:  # noqa: N803
        """Principal coordinates of families (families x axes) on the first ``most`` axes."""
        weights = self.vectors[:, :most] / (self._masses * self.questions)[:, None]
        centre = self.share @ weights
        return np.vstack(each(_placed, [(Z[cut], weights, centre) for cut in blocks(len(Z))]))

    @property
    def _masses(self) -> Floats:
        return np.sqrt(np.maximum(self.share, TINY) / max(self.questions, 1))


def burt(Z: Any) -> Floats:  # noqa: N803
    """Cross every category with every other: the one pass over the families.

    A sum over blocks of families, in whole numbers when answers are 0 and 1.
    """
    if not np.issubdtype(Z.dtype, np.floating):
        return tally(Z, Z).astype(float)
    parts = each(_crossed, [(Z[cut],) for cut in blocks(len(Z))])
    return np.asarray(np.sum(parts, axis=0))


def _crossed(part: Any) -> Floats:
    return np.asarray(part.T @ part, dtype=float)


def _placed(part: Any, weights: Floats, centre: Floats) -> Floats:
    return np.asarray(part @ weights - centre)


def axes_of(table: Floats, block: Ints, rows: int, *, passive: bool = True) -> Axes:
    """Axes from a Burt table, with the question of each category, from 0, and the families' number.

    ``passive``: a missing answer stands for the average answer (« missing fuzzy average »); or else
    it is a category left out of the analysis (« specific »).
    """
    member = (block[:, None] == np.arange(block.max(initial=-1) + 1)).astype(float)
    questions = member.shape[1]
    said = table @ member
    counts, base = said[np.arange(len(block)), block], member.T @ said
    if not passive:
        said = np.repeat(counts[:, None], questions, axis=1)
        base = np.full((questions, questions), float(rows))
    share = counts / np.maximum(np.diag(base)[block], 1)
    crossed = said[:, block] * share
    centred = table - crossed - crossed.T + base[block][:, block] * np.outer(share, share)
    scale = 1 / np.sqrt(np.maximum(share, TINY) * max(questions * rows, 1))
    scale = np.where(share > 0, scale, 0.0)
    gram = centred * np.outer(scale, scale)
    values, vectors = np.linalg.eigh(gram)
    kept = np.flatnonzero(values > LEAST)[::-1]
    return Axes(share, block, values[kept], _oriented(vectors[:, kept]), gram)


def _oriented(vectors: Floats) -> Floats:
    """Axes whose largest column (the first one on a tie) is positive."""
    if not vectors.size:
        return vectors
    largest = np.round(np.abs(vectors), 9).argmax(axis=0)
    return np.asarray(vectors * np.sign(np.take_along_axis(vectors, largest[None], axis=0)))


def adjusted(axes: Axes) -> tuple[Floats, Floats]:
    """Benzécri's adjusted shares of inertia, and Greenacre's more sober ones.

    What a question has with itself in the Burt table is no association; on complete data it is
    (columns - questions) / questions², as in Greenacre's formula.
    """
    values, questions = axes.eigenvalues, axes.questions
    if questions < 2:
        return values * 0, values * 0
    within = float(np.sum(axes.gram[axes.block[:, None] == axes.block] ** 2))
    scale = questions / (questions - 1)
    above = np.where(values > 1 / questions, scale**2 * (values - 1 / questions) ** 2, 0.0)
    average = scale * (float(np.sum(values**2)) - within)
    return above / max(float(above.sum()), TINY), above / max(average, TINY)


class Supplementary(NamedTuple):
    """Categories placed on a map that they did not draw.

    ``coordinates``, ``cos2`` and ``v_tests`` have the shape (categories, axes); a test value
    beyond 2 in size is seldom due to chance alone.
    """

    coordinates: Floats
    cos2: Floats
    v_tests: Floats


def supplementary(rows: Floats, eigenvalues: Floats, hits: Bools) -> Supplementary:
    """Categories at the centre of their families, in units of the axes.

    ``rows`` are principal coordinates of the families that drew the map, ``hits`` (families x
    categories) who chose what. A category that nobody or everybody chose stays in the middle.
    """
    n, counts = len(hits), hits.sum(axis=0)
    some = (counts > 0) & (counts < n)
    sums = hits.T.astype(float) @ rows / np.sqrt(eigenvalues)
    coordinates = np.where(some[:, None], sums / np.maximum(counts, 1)[:, None], 0.0)
    rest = np.where(some, n - counts, 1)[:, None]
    cos2 = coordinates**2 * counts[:, None] / rest
    v_tests = coordinates * np.sqrt(counts[:, None] * (n - 1) / rest)
    return Supplementary(coordinates, cos2, v_tests)
