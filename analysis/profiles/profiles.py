"""Profiles: groups of families that answer alike, told by aggregates only."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, NamedTuple

import numpy as np
from sklearn.utils import check_random_state

from ..arrays import Bools, Floats, Ints
from ..passes import LARGE, blocks, each
from ..table import Block, Encoded, active_blocks, covariate_blocks
from .continuum import is_separate
from .latent import LatentClasses
from .stability import CLEAR, Again, stability_of

LEAST_SCALES = 3
FEW_TICKS = 3
# Past ``MANY`` families the number of profiles is chosen on ``CHOICE`` of them: every start,
# fold and resample is a pass over families, some ten thousand passes in all.
MANY = 5_000
CHOICE = 2_000

Bounds = tuple[float | None, float | None]


@dataclass(frozen=True)
class Found:
    """Each family's profile, -1 without a usable answer.

    ``stability`` and ``shares`` are by profile: likeness, and bounds of its share, over resamples
    (nothing to say of a single one). ``samples`` are the numbers of families on which the number of
    profiles was chosen and on which they were fitted; empty when both were done on all.
    ``separate``: they come back, and no continuous scale predicts the answers of unseen families as
    well.
    """

    labels: Ints
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


class Answers(NamedTuple):
    """Codes of answers (families x columns), NaN where missing.

    ``scales`` and ``covariates`` are the columns of scales and of covariates.
    """

    codes: Floats
    scales: tuple[int, ...]
    covariates: tuple[int, ...]

    @property
    def usable(self) -> Bools:
        """Families that answered anything; covariates alone say nothing of a profile."""
        answers = np.delete(self.codes, self.covariates, axis=1)
        return np.asarray(np.isfinite(answers).any(axis=1))


def profiles_of(data: Encoded, least: int, seed: int) -> Found:
    """Find profiles of ``least`` families each.

    Past ``MANY`` families their number and stability come from ``CHOICE`` of those that answered,
    drawn at random; the model is fitted further on ``LARGE``, and every family gets its profile.
    """
    if data.rows <= MANY:
        return find_profiles(data, least, seed)
    active = active_blocks(data)
    said = np.flatnonzero(np.any([block.answered for block in active], axis=0))
    read = [*active, *covariate_blocks(data)]
    drawn = check_random_state(seed).permutation(said)
    few, many = np.sort(drawn[:CHOICE]), np.sort(drawn[:LARGE])
    found = find_profiles(data.part(few, read), least, seed)
    if found.model is None:
        return replace(found, labels=np.full(data.rows, -1))
    answers = answers_of(data.part(many, read), least)
    model = found.model.refine(answers.codes[answers.usable])
    parts = [(data.part(cut, read), model, least) for cut in blocks(data.rows)]
    labels = np.concatenate(each(_assigned, parts))
    return replace(found, labels=labels, samples=(len(few), len(many)))


def _assigned(part: Encoded, model: LatentClasses, least: int) -> Ints:
    return _labels(answers_of(part, least), model)


def find_profiles(data: Encoded, least: int, seed: int) -> Found:
    """Latent classes of the active answers: as many as predict, hold ``least`` and come back."""
    answers = answers_of(data, least)
    if answers.usable.sum() < least:
        return Found(np.full(data.rows, -1), [], [])
    model, again, held_out = _fit(answers, least, seed)
    found = Found(_labels(answers, model), [None], held_out, model=model)
    if again is None:
        return found
    clear = min(again.likeness) >= CLEAR and is_separate(model, seed)
    return replace(found, stability=[*again.likeness], shares=[*again.shares], separate=clear)


def _labels(answers: Answers, model: LatentClasses) -> Ints:
    """Most likely profile of each family."""
    labels, usable = np.full(len(answers.codes), -1), answers.usable
    if usable.any():
        labels[usable] = model.predict(answers.codes[usable])
    return labels


def _fit(
    answers: Answers, least: int, seed: int
) -> tuple[LatentClasses, Again | None, list[float]]:
    codes = answers.codes[answers.usable]
    of = partial(
        LatentClasses, scales=answers.scales, covariates=answers.covariates, random_state=seed
    )
    model = of().fit(codes)
    held_out = model.held_out_
    while model.n_clusters_ > 1:
        sizes = np.bincount(model.labels_, minlength=model.n_clusters_)
        again = stability_of(model, seed) if sizes.min() >= least else None
        if again and again.all_back:
            return model, again, held_out
        model = of(model.n_clusters_ - 1).fit(codes)
    return model, None, held_out


def answers_of(data: Encoded, least: int) -> Answers:
    """One column of codes per single choice, per tick, or per handful of ticks.

    ``data`` may be a part of a table (``Encoded.part``): its columns are those of the whole. Two
    scales cannot tell a style of answering from content: then none is held to have one.
    """
    active = active_blocks(data)
    scales = [block for block in active if block.variable.type == "scale"]
    others = [block for block in active if block not in scales]
    parts = [_columns(some, data.rows, least) for some in (others, scales, covariate_blocks(data))]
    ends = np.cumsum([part.shape[1] for part in parts])
    styled, covariates = tuple(range(ends[0], ends[1])), tuple(range(ends[1], ends[2]))
    return Answers(np.hstack(parts), styled if len(styled) >= LEAST_SCALES else (), covariates)


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


def letter_of(at: int) -> str:
    """Letter of a profile, from its rank by size."""
    return chr(ord("A") + at)


def name_of(at: int) -> str:
    """Neutral name of a profile, « Profil A », from its rank by size."""
    return f"Profil {letter_of(at)}"
