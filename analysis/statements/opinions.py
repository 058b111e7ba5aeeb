"""Opinions: from votes on statements to groups, agreements and what tells groups apart.

The terms and the statistics are those of Polis: C. Small, M. Bjorkegren, T. Erkkilä, L. Shaw,
C. Megill (2021), « Polis: Scaling deliberation by mapping high dimensional opinion spaces ».
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..arrays import Bools
from ..disclosure import Door, new_secret
from ..errors import AnalysisError
from ..french import typography
from ..rules import K
from .ballots import AGREE, DISAGREE, Ballots, Tally, Votes, read_ballots, tally, tally_groups
from .groups import CROWDED, Grouping, find_groups, no_groups
from .representative import BLUR, agreements, representatives, shared_by_groups
from .summary import OpinionGroup, Opinions
from .told import described, tell

LEAST_VOTES = 7
LEAST_PARTICIPANTS = 8


def opinions(
    votes: Votes,
    statements: Sequence[str],
    *,
    k: int = K,
    random_state: int = 0,
    min_votes: int | None = None,
    secret: bytes | None = None,
) -> Opinions:
    """Find opinion groups, agreements and representative statements.

    Parameters
    ----------
    votes : DataFrame or array, shape (participants, statements)
        1 agrees, -1 disagrees, 0 passes, missing when the statement was not seen. A table whose
        index has a name names its participants: several lines of one count once.
    statements : sequence of str
        Text of each statement, in the order of columns.
    k : int
        Smallest group of people that is described; at least 2.
    random_state : int
    min_votes : int, optional
        Votes needed to be placed in a group; 7, or the number of statements when there are fewer.
    secret : bytes, optional
        By which told counts are rounded; keep it, and the same votes are told alike.

    Returns
    -------
    Opinions

    Raises
    ------
    AnalysisError
        When there is no vote, a vote is not 1, -1, 0 or missing, texts and columns do not fit, or
        a participant voted twice, not alike.

    Examples
    --------
    >>> import numpy as np
    >>> votes = np.vstack([[[1, 1, 1, 1, -1, -1, 1, 1]] * 20, [[-1, -1, -1, 0, 1, 1, 1, 1]] * 15])
    >>> found = opinions(votes, [f"Énoncé {at}" for at in range(1, 9)])
    >>> [group.size for group in found.groups]
    [20, 15]
    >>> [found.texts[agreed.statement] for agreed in found.consensus]
    ['Énoncé 7', 'Énoncé 8']
    """
    ballots = read_ballots(votes, statements)
    asked = int(np.isfinite(ballots.matrix).any(axis=0).sum())
    least = min(LEAST_VOTES, asked) if min_votes is None else min_votes
    if k < 2 or least < 1:
        raise AnalysisError(
            "Le seuil k doit être au moins 2 et min_votes au moins 1. Choisir 11 et 7, les valeurs "
            "habituelles."
        )
    placed = np.isfinite(ballots.matrix).sum(axis=1) >= least
    if placed.sum() < max(2 * k, LEAST_PARTICIPANTS):
        found = no_groups(len(placed), CROWDED)
    else:
        found = find_groups(ballots.matrix, placed, k, random_state)
    door = Door(secret or new_secret(), len(ballots.matrix), k)
    return _opinions(ballots, placed, found, door, random_state)


def _opinions(
    ballots: Ballots, placed: Bools, grouping: Grouping, door: Door, seed: int
) -> Opinions:
    everyone = tally(ballots.matrix)
    by_group = tally_groups(ballots.matrix, grouping.labels, grouping.count)
    votes = tell(door, ballots.names, everyone, by_group)
    told = votes.tally()
    agreed = [agreements(described(votes.everyone, way), way) for way in (AGREE, DISAGREE)]
    return Opinions(
        names=ballots.names,
        texts=ballots.texts,
        participants=len(ballots.matrix),
        placed=int(placed.sum()),
        everyone=everyone,
        by_group=by_group,
        votes=votes,
        groups=_groups(grouping, told),
        clear=grouping.clear,
        silhouette=grouping.silhouette,
        consensus=(*agreed[0], *agreed[1]),
        shared=tuple(shared_by_groups(told, 1, BLUR)),
        message=typography(_message(grouping, door, placed)),
        door=door,
        seed=seed,
    )


def _groups(grouping: Grouping, told: Tally) -> tuple[OpinionGroup, ...]:
    sizes = np.bincount(grouping.labels[grouping.labels >= 0], minlength=grouping.count)
    telling = representatives(told, 1, BLUR)
    return tuple(
        OpinionGroup(
            int(sizes[at]),
            grouping.stability[at],
            (float(grouping.centres[at, 0]), float(grouping.centres[at, 1])),
            tuple(telling[at]),
        )
        for at in range(grouping.count)
    )


def _message(grouping: Grouping, door: Door, placed: Bools) -> str:
    if not door.is_described(np.ones(len(placed), dtype=bool)):
        return (
            f"Moins de {door.k} personnes ont voté : on ne peut parler ni d'accord, "
            "ni de groupes d'opinion."
        )
    if not grouping.count:
        return f"On ne peut pas distinguer de groupes d'opinion : {grouping.reason}."
    if grouping.clear:
        return f"{grouping.count} groupes d'opinion se distinguent nettement."
    return (
        f"{grouping.count} groupes d'opinion apparaissent, mais leurs limites sont floues : "
        "à discuter, pas à conclure."
    )
