"""Profiles of a large survey: found on families drawn at random, given to all of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from sklearn.utils import check_random_state

from ..arrays import Floats, Ints
from ..passes import LARGE, blocks, each
from ..table import Encoded, active_blocks, covariate_blocks
from .latent import LatentClasses
from .profiles import Found, assign, find_profiles, refined

# Past ``MANY`` families the number of profiles is chosen on ``CHOICE`` of them: every start,
# fold and resample is a pass over families, some ten thousand passes in all.
MANY = 5_000
CHOICE = 2_000


def profiles_of(data: Encoded, least: int, seed: int) -> Found:
    """Find profiles; in a large survey on simple random samples of the families that answered.

    The number of profiles and their stability come from ``CHOICE`` families; the model then goes
    on being fitted on ``LARGE`` of them, or on all; every family gets its profile under it. So
    sizes and all counts are those of the whole survey.

    Parameters
    ----------
    data : Encoded
    least, seed : int

    Returns
    -------
    Found
    """
    if data.rows <= MANY:
        return find_profiles(data, least, seed)
    active = active_blocks(data)
    said = np.flatnonzero(np.any([block.answered for block in active], axis=0))
    read = [*active, *covariate_blocks(data)]
    drawn = check_random_state(seed).permutation(said)
    few, many = np.sort(drawn[:CHOICE]), np.sort(drawn[:LARGE])
    found = find_profiles(data.part(few, read), least, seed)
    model = found.model and refined(data.part(many, read), found.model, least)
    parts = each(_assigned, [(data.part(cut, read), model, least) for cut in blocks(data.rows)])
    labels, certainty = (np.concatenate(column) for column in zip(*parts, strict=True))
    told = (len(few), len(many)) if model else ()
    return replace(found, labels=labels, certainty=certainty, model=model, samples=told)


def _assigned(part: Encoded, model: LatentClasses | None, least: int) -> tuple[Ints, Floats]:
    if model is None:
        return np.full(part.rows, -1, dtype=np.intp), np.full(part.rows, np.nan)
    return assign(part, model, least)
