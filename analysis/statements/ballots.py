"""Votes on statements: who agrees, who disagrees, who passes, who was not asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..arrays import Floats, Ints
from ..errors import AnalysisError
from ..passes import tally as crossed

Votes = pd.DataFrame | npt.NDArray[np.generic]
AGREE, DISAGREE, PASS = "agree", "disagree", "pass"
ANSWERS = (AGREE, DISAGREE, PASS)
# How each answer stands in a table of votes, in the order of ``ANSWERS``.
CODES = (1, -1, 0)


@dataclass(frozen=True)
class Ballots:
    """Checked votes, shape (participants, statements), and the name and text of each statement.

    In ``matrix`` 1 agrees, -1 disagrees, 0 passes, NaN was not asked; every participant voted once
    at least.
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
        return (self.agree, self.disagree, self.passed)[ANSWERS.index(answer)]


def tally(matrix: Floats) -> Tally:
    """Count the votes on each statement.

    >>> tally(np.array([[1.0, -1.0], [1.0, np.nan]])).seen.tolist()
    [2, 1]
    """
    return Tally(*((matrix == code).sum(axis=0) for code in CODES))


def tally_groups(matrix: Floats, labels: Ints, count: int) -> Tally:
    """Count the votes on each statement in each group, shape (groups, statements)."""
    members = labels[:, None] == np.arange(count)
    return Tally(*(crossed(members, matrix == code).astype(np.intp) for code in CODES))


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
    table = isinstance(votes, pd.DataFrame)
    frame = votes if isinstance(votes, pd.DataFrame) else pd.DataFrame(np.atleast_2d(votes))
    try:
        frame = frame.astype(float)
    except (TypeError, ValueError) as error:
        raise AnalysisError(
            "Les votes contiennent du texte. Écrire 1 (d'accord), -1 (pas d'accord), "
            "0 (passe) ou laisser vide."
        ) from error
    _check(frame, statements)
    names = frame.columns if table else [f"s{at + 1}" for at in range(frame.shape[1])]
    matrix = _once(frame) if frame.index.name is not None else frame.to_numpy()
    voted = np.isfinite(matrix).any(axis=1)
    if not voted.any():
        raise AnalysisError(
            "Aucun vote n'est enregistré. Donner au moins un vote (1, -1 ou 0) sur un énoncé."
        )
    return Ballots(matrix[voted], tuple(map(str, names)), tuple(map(str, statements)))


def _check(frame: pd.DataFrame, statements: Sequence[str]) -> None:
    if frame.columns.has_duplicates:
        raise AnalysisError("Deux énoncés portent le même nom de colonne. Renommer l'un des deux.")
    if frame.shape[1] != len(statements):
        raise AnalysisError(
            f"Il y a {frame.shape[1]} colonnes de votes pour {len(statements)} énoncés. "
            "Donner un texte par colonne, dans le même ordre."
        )
    matrix = frame.to_numpy()
    wrong = ~(np.isnan(matrix) | np.isin(matrix, CODES))
    if wrong.any():
        row, column = np.argwhere(wrong)[0]
        raise AnalysisError(
            f"Le vote {matrix[row, column]:g} (ligne {row + 1}, énoncé "
            f"« {frame.columns[column]} ») n'existe pas. "
            "Écrire 1 (d'accord), -1 (pas d'accord), 0 (passe) ou laisser vide."
        )


def _once(frame: pd.DataFrame) -> Floats:
    """One line a participant; a line without a name is somebody else's."""
    names = [str(name) for name in frame.index]
    people = pd.Index([name.strip() or at for at, name in enumerate(names)], dtype=object)
    lines = frame.groupby(people, sort=False)
    unlike = (frame.notna() & (frame != lines.transform("first"))).any(axis=1).to_numpy()
    if unlike.any():
        raise AnalysisError(
            f"Le participant « {names[unlike.argmax()]} » a plusieurs lignes de votes, qui ne sont "
            "pas les mêmes. N'en garder qu'une."
        )
    return lines.first().to_numpy()
