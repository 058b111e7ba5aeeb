"""Passes over families, block by block: the same sums whoever makes them, here or elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from functools import cache
from typing import Any, TypeVar, cast

import numpy as np
import numpy.typing as npt
from threadpoolctl import ThreadpoolController

from .arrays import Bools

Part = TypeVar("Part")
Counts = npt.NDArray[np.int64]

# Fixed, never made of the number of workers: what a block holds must not depend on them.
ROWS = 1 << 15
# Past so many families, what would cost many passes is done on some of them, or at its limit.
LARGE = 50_000


def blocks(rows: int) -> list[slice]:
    """Runs of 32 768 families of a table; an empty table is one run.

    >>> blocks(40_000)
    [slice(0, 32768, None), slice(32768, 40000, None)]
    """
    return [slice(at, min(at + ROWS, rows)) for at in range(0, max(rows, 1), ROWS)]


def each(work: Callable[..., Part], pieces: Sequence[tuple[Any, ...]]) -> list[Part]:
    """Do one work on every piece, and return the parts in the order of the pieces.

    A single piece is done on the spot, so that a small survey pays nothing for it. Several go
    through joblib: one after the other unless ``joblib.parallel_config`` says otherwise, be it
    threads, processes or ``backend="dask"``; ``work`` is a function of a module, so that it can be
    sent there.

    >>> each(pow, [(2, 3), (3, 2)])
    [8, 9]
    """
    if len(pieces) < 2:
        return [work(*piece) for piece in pieces]
    # Not imported before it is needed: a start costs less.
    from sklearn.utils.parallel import Parallel, delayed

    parts: list[Part] = Parallel(prefer="threads")(delayed(work)(*piece) for piece in pieces)
    return parts


def one_thread() -> AbstractContextManager[Any]:
    """Ask for one thread of BLAS and OpenMP while the context lasts.

    Matrices are small here: threads wait for one another, and may add up in another order.
    """
    return cast(AbstractContextManager[Any], _libraries().limit(limits=1))


@cache
def _libraries() -> ThreadpoolController:
    # Looking for the libraries takes longer than a small map.
    return ThreadpoolController()


def tally(left: Bools, right: Bools) -> Counts:
    """Count the families in a group of ``left`` (families x a) and in one of ``right`` (x b).

    Products of 0 and 1 in single precision are whole, and exact in a block; the sum of the blocks
    is in whole numbers. So neither the cut nor the order of the blocks changes a digit.

    >>> tally(np.array([[True], [True]]), np.array([[True, False], [True, True]])).tolist()
    [[2, 1]]
    """
    parts = each(_tallied, [(left[cut], right[cut]) for cut in blocks(len(left))])
    return np.asarray(np.sum(parts, axis=0), dtype=np.int64)


def _tallied(left: Bools, right: Bools) -> Counts:
    mine = left.astype(np.float32)
    theirs = mine if left is right else right.astype(np.float32)
    return np.asarray(mine.T @ theirs, dtype=np.int64)
