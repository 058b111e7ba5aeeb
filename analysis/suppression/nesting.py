"""Groups of families that hold one another, but for a few: their difference must not be told."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ..arrays import Bools

Packed = npt.NDArray[np.uint8]
MOST = 300


def packed(groups: Sequence[Bools]) -> Packed:
    """Write groups of families as bits (groups x bytes), so that many compare fast."""
    return (
        np.packbits(np.array(groups, dtype=bool), axis=1) if groups else np.zeros((0, 0), np.uint8)
    )


def with_groups(published: Packed, groups: Sequence[Bools]) -> Packed:
    """Give published groups with more of them."""
    return np.vstack([published, packed(groups)]) if groups else published


def nearest(group: Bools, published: Packed, k: int) -> int | None:
    """Give the size of a published group that fewer than ``k`` families separate from this one.

    Only groups that hold this one, or that it holds, can be subtracted. None when there is none,
    or when the group is itself published: it then tells nothing more.

    Parameters
    ----------
    group : array of bool, shape (families,)
    published : array of uint8, shape (groups, bytes)
        From :func:`packed`.
    k : int

    Returns
    -------
    int or None

    Examples
    --------
    >>> everyone = np.ones(40, dtype=bool)
    >>> nearest(np.arange(40) < 35, packed([everyone]), 11)
    40
    >>> nearest(everyone, packed([everyone]), 11) is None
    True
    """
    if not published.size:
        return None
    both = np.bitwise_count(np.packbits(group) & published).sum(axis=1, dtype=np.intp)
    theirs = np.bitwise_count(published).sum(axis=1, dtype=np.intp)
    mine = int(group.sum())
    if ((both == mine) & (theirs == mine)).any():
        return None
    apart = np.where(both == mine, theirs - mine, np.where(both == theirs, mine - theirs, 0))
    close = np.flatnonzero((apart > 0) & (apart < k))
    return int(theirs[close[np.argmin(apart[close])]]) if len(close) else None


def touching(group: Bools, hidden: Packed | None, k: int) -> int | None:
    """Give the size of a group whose number is told nowhere and that another one would tell.

    As :func:`nearest`, but the same families tell it, too.

    >>> touching(np.arange(40) < 35, packed([np.arange(40) < 35]), 11)
    35
    """
    if hidden is None or not hidden.size:
        return None
    both = np.bitwise_count(np.packbits(group) & hidden).sum(axis=1, dtype=np.intp)
    theirs = np.bitwise_count(hidden).sum(axis=1, dtype=np.intp)
    mine = int(group.sum())
    apart = np.where(both == mine, theirs - mine, np.where(both == theirs, mine - theirs, k))
    close = np.flatnonzero(apart < k)
    return int(theirs[close[np.argmin(apart[close])]]) if len(close) else None


def subtractable(group: Bools, published: Packed, k: int) -> bool:
    """Tell whether a group holds or is held by a published one, but for fewer than ``k``.

    >>> subtractable(np.arange(40) < 35, packed([np.ones(40, dtype=bool)]), 11)
    True
    """
    return nearest(group, published, k) is not None


def is_told(group: Bools, published: Packed) -> bool:
    """Tell whether a group is itself one of those published.

    >>> is_told(np.arange(40) < 35, packed([np.arange(40) < 35]))
    True
    """
    if not published.size:
        return False
    return bool((np.packbits(group) == published).all(axis=1).any())


class Parts:
    """The parts told of one group, such that no sum nor difference of them isolates a few.

    Parameters
    ----------
    group, base : array of bool, shape (families,)
        The group, and the families among whom it is counted: what is in no part must not be
        isolated either, nor what is in a part's public and not in the group.
    k : int
    """

    def __init__(self, group: Bools, base: Bools, k: int) -> None:
        self.k = k
        self.inside, self.outside = [group], [base & ~group]

    def add(self, part: Bools, away: Bools) -> bool:
        """Tell whether a part may be told, and note that it is.

        ``away`` are the families of the same public that are not in the group.
        """
        for mine, known in ((part, self.inside), (away, self.outside)):
            if len(known) > MOST or subtractable(mine, packed(known), self.k):
                return False
        self.inside += _combined(part, self.inside)
        self.outside += _combined(away, self.outside)
        return True


def _combined(part: Bools, known: Sequence[Bools]) -> list[Bools]:
    """Give a group with all sums and differences that known groups make with it."""
    if any(np.array_equal(part, other) for other in known):
        return []
    made = [part]
    for other in known:
        both = part & other
        if not both.any():
            made.append(part | other)
        elif np.array_equal(both, part) or np.array_equal(both, other):
            made.append(part ^ other)
    return made
