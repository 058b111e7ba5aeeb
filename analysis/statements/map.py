"""The map of opinions: principal components of votes, missing ones moving nobody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.linalg import eigh

from ..arrays import Floats, Ints

AXES = 4
SHUFFLES, CHANCE, SAMPLE = 99, 0.01, 1000


@dataclass(frozen=True)
class Ready:
    """Votes ready to be projected many times.

    Parameters
    ----------
    filled : array of float, shape (participants, statements)
        Votes, 0 where they are missing.
    known : array of float, shape (participants, statements)
        1 where there is a vote.
    scale : array of float, shape (participants,)
        √(statements / votes) of each participant.

    Examples
    --------
    >>> votes = np.array([[1.0, 1.0], [-1.0, -1.0], [1.0, np.nan]])
    >>> Ready.of(votes).places(np.ones(3)).round(2)[:, 0].tolist()
    [1.16, -1.66, 0.72]
    """

    filled: Floats
    known: Floats
    scale: Floats

    @classmethod
    def of(cls, matrix: Floats) -> Ready:
        """Prepare votes: 1, -1, 0 or NaN."""
        known = np.isfinite(matrix).astype(float)
        asked = known.any(axis=0).sum()
        scale = np.sqrt(asked / np.maximum(known.sum(axis=1), 1))
        return cls(np.nan_to_num(matrix), known, scale)

    def centred(self, weights: Floats) -> Floats:
        """Votes less the mean of their statement, 0 where they are missing."""
        means = weights @ self.filled / np.maximum(weights @ self.known, 1e-12)
        return np.asarray(self.filled - self.known * means)

    def places(self, weights: Floats) -> Floats:
        """Places of participants on four components, the first two being those of the map.

        ``weights`` says how many times each participant counts in the components. Who voted on
        few statements is moved away from the centre by ``scale``.
        """
        centred = self.centred(weights)
        spread = (centred * weights[:, None]).T @ centred
        most = len(spread) - 1
        axes = eigh(spread, subset_by_index=[max(most + 1 - AXES, 0), most])[1][:, ::-1]
        heads = axes[np.abs(axes).argmax(axis=0), np.arange(axes.shape[1])]
        places = centred @ (axes * np.where(heads < 0, -1, 1)) * self.scale[:, None]
        return np.pad(places, ((0, 0), (0, AXES - places.shape[1])))


def axes_beyond_chance(matrix: Floats, rng: Any) -> int:
    """Count the leading axes (0 to 4) that votes shuffled within each statement do not equal.

    A sample of participants is enough, and shuffling moves no mean: centring is done once.
    """
    if len(matrix) > SAMPLE:
        matrix = matrix[rng.choice(len(matrix), SAMPLE, replace=False)]
    ready = Ready.of(matrix)
    centred = ready.centred(np.ones(len(matrix)))
    known = [np.flatnonzero(column) for column in ready.known.T]
    mine = _inertia(centred)
    above = sum(_inertia(_shuffled(centred, known, rng)) >= mine * (1 - 1e-9)
                for _ in range(SHUFFLES))  # fmt: skip
    chance = (above + np.ones(len(mine))) / (SHUFFLES + 1) > CHANCE
    return int(chance.argmax()) if chance.any() else len(mine)


def _shuffled(centred: Floats, known: list[Ints], rng: Any) -> Floats:
    shuffled = centred.copy()
    for at, rows in enumerate(known):
        shuffled[rows, at] = centred[rng.permutation(rows), at]
    return shuffled


def _inertia(centred: Floats) -> Floats:
    return np.asarray(np.linalg.eigvalsh(centred.T @ centred)[::-1][:AXES])
