"""Votes on statements: who agrees, who disagrees, who passes, who was not asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..arrays import Floats, Ints
from ..errors import AnalysisError

Votes = pd.DataFrame | npt.NDArray[np.generic]


@dataclass(frozen=True)
class Ballots:
    """Votes that were read and checked.

    Parameters
    ----------
    matrix : array of float, shape (participants, statements)
        1 agrees, -1 disagrees, 0 passes, NaN was not asked; every participant voted once at least.
    names, texts : tuple of str
        Name and text of each statement.
    """

    matrix: Floats
    names: tuple[str, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Tally:
    """How many agree, disagree and pass; the last axis is that of statements."""

    agree: Ints
    disagree: Ints
    passed: Ints

    @property
    def seen(self) -> Ints:
        """How many voted, passing included."""
        return self.agree + self.disagree + self.passed

    def of(self, answer: str) -> Ints:
        """Counts of one answer, ``agree``, ``disagree`` or ``pass``."""
        return {"agree": self.agree, "disagree": self.disagree, "pass": self.passed}[answer]


def tally(matrix: Floats) -> Tally:
    """Count the votes on each statement.

    >>> tally(np.array([[1.0, -1.0], [1.0, np.nan]])).seen.tolist()
    [2, 1]
    """
    counts = ((matrix == value).sum(axis=0).astype(np.intp) for value in (1, -1, 0))
    return Tally(*counts)


def tally_groups(matrix: Floats, labels: Ints, count: int) -> Tally:
    """Count the votes on each statement in each group, shape (groups, statements)."""
    parts = [tally(matrix[labels == at]) for at in range(count)]
    empty = np.zeros((0, matrix.shape[1]), dtype=np.intp)
    stacked = (
        np.vstack([empty, *(part.of(answer) for part in parts)])
        for answer in ("agree", "disagree", "pass")
    )
    return Tally(*stacked)


def read_ballots(votes: Votes, statements: Sequence[str]) -> Ballots:
    """Check votes and the texts of their statements; who never voted is left out.

    When the index of a table has a name, it names the participants: one who has several lines
    counts once.

    Raises
    ------
    AnalysisError
        When nothing was voted, texts and columns do not fit, a vote is not 1, -1, 0 or missing,
        or a participant voted twice, not alike.
    """
    frame = votes if isinstance(votes, pd.DataFrame) else pd.DataFrame(np.atleast_2d(votes))
    matrix = _numbers(frame)
    _check_shape(frame, statements)
    _check_values(frame, matrix)
    if frame.index.name is not None:
        matrix = _once([str(name) for name in frame.index], matrix)
    voted = np.isfinite(matrix).any(axis=1)
    if not voted.any():
        raise AnalysisError(
            "Aucun vote n'est enregistré. Donner au moins un vote (1, -1 ou 0) sur un énoncé."
        )
    return Ballots(matrix[voted], _names(votes, frame), tuple(str(text) for text in statements))


def _once(people: list[str], matrix: Floats) -> Floats:
    """One line a participant; a line without a name is somebody else's."""
    lines: dict[str, Floats] = {}
    for at, (name, line) in enumerate(zip(people, matrix, strict=True)):
        former = lines.setdefault(name.strip() or f"\x1f{at}", line)
        both = np.isfinite(former) & np.isfinite(line)
        if (former[both] != line[both]).any():
            raise AnalysisError(
                f"Le participant « {name} » a plusieurs lignes de votes, qui ne sont pas les "
                "mêmes. N'en garder qu'une."
            )
        if former is not line:
            lines[name.strip()] = np.where(np.isfinite(former), former, line)
    return np.array(list(lines.values()))


def _names(votes: Votes, frame: pd.DataFrame) -> tuple[str, ...]:
    if isinstance(votes, pd.DataFrame):
        return tuple(str(name) for name in frame.columns)
    return tuple(f"s{at + 1}" for at in range(frame.shape[1]))


def _numbers(frame: pd.DataFrame) -> Floats:
    try:
        return np.asarray(frame.astype(float).to_numpy(dtype=float))
    except (TypeError, ValueError) as error:
        raise AnalysisError(
            "Les votes contiennent du texte. Écrire 1 (d'accord), -1 (pas d'accord), "
            "0 (passe) ou laisser vide."
        ) from error


def _check_shape(frame: pd.DataFrame, statements: Sequence[str]) -> None:
    if frame.columns.has_duplicates:
        raise AnalysisError("Deux énoncés portent le même nom de colonne. Renommer l'un des deux.")
    if frame.shape[1] != len(statements):
        raise AnalysisError(
            f"Il y a {frame.shape[1]} colonnes de votes pour {len(statements)} énoncés. "
            "Donner un texte par colonne, dans le même ordre."
        )


def _check_values(frame: pd.DataFrame, matrix: Floats) -> None:
    wrong = ~(np.isnan(matrix) | np.isin(matrix, (1, -1, 0)))
    if wrong.any():
        row, column = np.argwhere(wrong)[0]
        raise AnalysisError(
            f"Le vote {matrix[row, column]:g} (ligne {row + 1}, énoncé "
            f"« {frame.columns[column]} ») n'existe pas. "
            "Écrire 1 (d'accord), -1 (pas d'accord), 0 (passe) ou laisser vide."
        )
