"""Profiles of a large survey: fitted on families drawn at random, given to all of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from sklearn.utils import check_random_state

from ._axes import active_blocks
from ._blocks import LARGE, blocks, each
from ._encoding import Encoded, Floats, Ints
from ._latent import LatentClasses
from ._profiles import Found, assign, find_profiles

SAMPLE = 10_000


def profiles_of(data: Encoded, k: int, random_state: int) -> Found:
    """Find profiles; past ``LARGE`` families on a simple random sample of ``SAMPLE`` of them.

    Every family then gets its profile under the model so fitted: the number of profiles and their
    answers are known from the sample, their sizes and all counts are those of the whole survey.

    Parameters
    ----------
    data : Encoded
    k, random_state : int

    Returns
    -------
    Found
    """
    if data.rows <= LARGE:
        return find_profiles(data, k, random_state)
    active = active_blocks(data)
    drawn = _drawn(
        np.flatnonzero(np.any([block.answered for block in active], axis=0)), random_state
    )
    found = find_profiles(data.part(drawn, active), k, random_state)
    pieces = [(data.part(cut, active), found.model, k) for cut in blocks(data.rows)]
    parts = each(_assigned, pieces)
    labels, certainty = (np.concatenate(column) for column in zip(*parts, strict=True))
    return replace(found, labels=labels, certainty=certainty, sample=len(drawn))


def _drawn(said: Ints, random_state: int) -> Ints:
    """Draw families that answered, each with the same chance."""
    rng = check_random_state(random_state)
    return np.sort(rng.choice(said, min(SAMPLE, len(said)), replace=False))


def _assigned(part: Encoded, model: LatentClasses | None, k: int) -> tuple[Ints, Floats]:
    if model is None:
        return np.full(part.rows, -1, dtype=np.intp), np.full(part.rows, np.nan)
    return assign(part, model, k)
