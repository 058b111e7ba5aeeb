"""Profiles: groups of families that answer alike, told by aggregates only."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import numpy as np

from ..arrays import Bools, Floats, Ints
from ..table import Block, Encoded, active_blocks, covariate_blocks
from .continuum import is_separate
from .latent import LatentClasses
from .stability import CLEAR, Again, stability_of

LEAST_SCALES = 3
FEW_TICKS = 3

Bounds = tuple[float | None, float | None]


@dataclass(frozen=True)
class Found:
    """Each family's profile (-1 without a usable answer) and its certainty.

    ``certainty`` is the model's own and is told to nobody: where no answer tells profiles apart
    it is 0.98 as well. ``stability`` and ``shares`` are by profile: likeness, and bounds of its
    share of the families, over resamples (nothing to say of a single one).
    ``samples`` are the numbers of families on which the number of profiles was chosen and on
    which they were fitted; empty when both were done on all families. ``separate`` is true when
    profiles come back and no continuous scale predicts the answers of unseen families as well.
    """

    labels: Ints
    certainty: Floats
    stability: list[float | None]
    held_out: list[float]
    shares: list[Bounds] = field(default_factory=list)
    model: LatentClasses | None = None
    samples: tuple[int, ...] = ()
    separate: bool = False

    @property
    def count(self) -> int:
        """Number of profiles."""
        return len(self.stability)


def find_profiles(data: Encoded, least: int, seed: int) -> Found:
    """Fit latent classes on the active answers.

    Held-out likelihood proposes a number of classes; there are fewer until each class holds
    ``least`` families and comes back in bootstrap resamples (:class:`Again`).
    """
    if not data.rows:
        return Found(np.zeros(0, dtype=np.intp), np.zeros(0), [], [])
    codes, columns = _codes(data, least)
    usable = columns.said(codes)
    if usable.sum() < least:
        return Found(*_nobody(data.rows), [], [])
    model, again, held_out = _fit(codes[usable], columns, least, seed)
    found = Found(*_assigned(model, codes, usable), [None], held_out, model=model)
    if again is None:
        return found
    clear = min(again.likeness) >= CLEAR and is_separate(model, seed)
    return replace(found, stability=[*again.likeness], shares=[*again.shares], separate=clear)


def assign(data: Encoded, model: LatentClasses, least: int) -> tuple[Ints, Floats]:
    """Families with their profile under a fitted model, and its certainty.

    ``data`` may be a part of a table (``Encoded.part``): its columns are those of the whole.
    """
    codes, columns = _codes(data, least)
    return _assigned(model, codes, columns.said(codes))


def refined(data: Encoded, model: LatentClasses, least: int) -> LatentClasses:
    """Fit a model further, on a part of a table."""
    codes, columns = _codes(data, least)
    return model.refine(codes[columns.said(codes)])


def _assigned(model: LatentClasses, codes: Floats, usable: Bools) -> tuple[Ints, Floats]:
    labels, certainty = _nobody(len(codes))
    if usable.any():
        chances = model.predict_proba(codes[usable])
        labels[usable], certainty[usable] = chances.argmax(axis=1), chances.max(axis=1)
    return labels, certainty


def _nobody(rows: int) -> tuple[Ints, Floats]:
    return np.full(rows, -1, dtype=np.intp), np.full(rows, np.nan)


@dataclass(frozen=True)
class _Columns:
    """Which columns of codes are of scales, and which of covariates."""

    scales: tuple[int, ...]
    covariates: tuple[int, ...]

    def said(self, codes: Floats) -> Bools:
        """Which families answered anything; covariates alone say nothing of a profile."""
        return np.asarray(np.isfinite(np.delete(codes, self.covariates, axis=1)).any(axis=1))


def _codes(data: Encoded, least: int) -> tuple[Floats, _Columns]:
    """One column of codes per single choice, per tick, or per handful of ticks.

    Two scales cannot tell a style of answering from content: then none is held to have one.
    """
    blocks = active_blocks(data)
    scales = [block for block in blocks if block.variable.type == "scale"]
    others = _columns([block for block in blocks if block not in scales], data.rows, least)
    marks = _columns(scales, data.rows, least)
    beside = _columns(covariate_blocks(data), data.rows, least)
    ends = np.cumsum([part.shape[1] for part in (others, marks, beside)])
    styled, covariates = tuple(range(ends[0], ends[1])), tuple(range(ends[1], ends[2]))
    columns = _Columns(styled if len(styled) >= LEAST_SCALES else (), covariates)
    return np.hstack([others, marks, beside]), columns


def _columns(blocks: list[Block], rows: int, least: int) -> Floats:
    columns = [
        np.where(block.answered, codes, np.nan)
        for block in blocks
        for codes in _block_codes(block, least)
    ]
    return np.column_stack([*columns, np.full(rows, np.nan)])[:, :-1]


def _block_codes(block: Block, least: int) -> list[Any]:
    if not block.hits.size:
        return []
    if block.single:
        return [block.hits.argmax(axis=1)]
    if len(block.names) <= FEW_TICKS:
        # Few ticks are tied (who leaves the first takes the second): their pattern is one answer.
        return [block.hits @ (1 << np.arange(len(block.names)))]
    # « None of them » says of every other tick what it says of itself: it counts once.
    alone = _excluding(block, least)
    done = (block.hits & alone).any(axis=1)
    return [
        np.where(done & ~alone[at], np.nan, block.hits[:, at])
        for at in np.flatnonzero(block.enough(least))
    ]


def _excluding(block: Block, least: int) -> Bools:
    """Ticks that exclude others: said so, or given by ``least`` families and never with one."""
    said = np.isin(block.names, list(block.variable.exclusive))
    many = block.hits.sum(axis=1)
    if said.any() or (many > 1).sum() < least:
        return np.asarray(said)
    never = ~block.hits[many > 1].any(axis=0)
    return np.asarray(never & (block.hits.sum(axis=0) >= least))


def _fit(
    codes: Floats, columns: _Columns, least: int, seed: int
) -> tuple[LatentClasses, Again | None, list[float]]:
    of = partial(
        LatentClasses, scales=columns.scales, covariates=columns.covariates, random_state=seed
    )
    model = of().fit(codes)
    held_out = model.held_out_
    while model.n_clusters_ > 1:
        again = stability_of(model, seed) if _large(model, least) else None
        if again and again.all_back:
            return model, again, held_out
        model = of(model.n_clusters_ - 1).fit(codes)
    return model, None, held_out


def _large(model: LatentClasses, least: int) -> bool:
    return bool(np.bincount(model.labels_, minlength=model.n_clusters_).min() >= least)


def letter_of(at: int) -> str:
    """Letter of a profile, from its rank by size."""
    return chr(ord("A") + at)


def name_of(at: int) -> str:
    """Neutral name of a profile, from its rank by size.

    >>> name_of(0)
    'Profil A'
    """
    return f"Profil {letter_of(at)}"
