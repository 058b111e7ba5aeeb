"""Profiles: groups of families that answer alike, told by aggregates only."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import numpy as np

from ..arrays import Bools, Floats, Ints
from ..disclosure import Cell, Derived, one_way
from ..french import THIN, listing, percent, quoted
from ..table import Block, Encoded, active_blocks, covariate_blocks
from .latent import LatentClasses
from .stability import Again, CLEAR, stability_of
from .typical import typical

LEAST_SCALES = 3
FEW_TICKS = 3
NO_STRUCTURE = "Aucune structure nette : les réponses ne forment pas de groupes séparés."

Bounds = tuple[float | None, float | None]


@dataclass(frozen=True)
class Found:
    """Each family's profile (-1 without a usable answer) and its certainty.

    ``stability`` and ``shares`` are by profile: likeness, and bounds of its share of the families,
    over resamples (nothing to say of a single profile, nor of profiles put together).
    ``samples`` are the numbers of families on which the number of profiles was chosen and on
    which they were fitted; empty when both were done on all families.
    """

    labels: Ints
    certainty: Floats
    stability: list[float | None]
    held_out: list[float]
    shares: list[Bounds] = field(default_factory=list)
    model: LatentClasses | None = None
    samples: tuple[int, ...] = ()

    @property
    def count(self) -> int:
        """Number of profiles."""
        return len(self.stability)


def find_profiles(data: Encoded, k: int, random_state: int) -> Found:
    """Fit latent classes on the active answers.

    Held-out likelihood proposes a number of classes; there are fewer until each class holds
    ``k`` families and comes back in bootstrap resamples (:class:`Again`).
    """
    if not data.rows:
        return Found(np.zeros(0, dtype=np.intp), np.zeros(0), [], [])
    codes, columns = _codes(data, k)
    usable = columns.said(codes)
    if usable.sum() < k:
        return Found(*_nobody(data.rows), [], [])
    model, again, held_out = _fit(codes[usable], columns, k, random_state)
    found = Found(*_assigned(model, codes, usable), [None], held_out, model=model)
    if again is None:
        return found
    return replace(found, stability=[*again.likeness], shares=[*again.shares])


def assign(data: Encoded, model: LatentClasses, k: int) -> tuple[Ints, Floats]:
    """Give families their profile under a fitted model, and its certainty.

    ``data`` may be a part of a table (``Encoded.part``): its columns are those of the whole.
    """
    codes, columns = _codes(data, k)
    return _assigned(model, codes, columns.said(codes))


def refined(data: Encoded, model: LatentClasses, k: int) -> LatentClasses:
    """Fit a model further, on a part of a table."""
    codes, columns = _codes(data, k)
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
        """Tell which families answered anything; covariates alone say nothing of a profile."""
        return np.asarray(np.isfinite(np.delete(codes, self.covariates, axis=1)).any(axis=1))


def _codes(data: Encoded, k: int) -> tuple[Floats, _Columns]:
    """One column of codes per single choice, per tick, or per handful of ticks.

    Two scales cannot tell a style of answering from content: then none is held to have one.
    """
    blocks = active_blocks(data)
    scales = [block for block in blocks if block.variable.type == "scale"]
    others = _columns([block for block in blocks if block not in scales], data.rows, k)
    marks = _columns(scales, data.rows, k)
    beside = _columns(covariate_blocks(data), data.rows, k)
    ends = np.cumsum([part.shape[1] for part in (others, marks, beside)])
    styled, covariates = tuple(range(ends[0], ends[1])), tuple(range(ends[1], ends[2]))
    columns = _Columns(styled if len(styled) >= LEAST_SCALES else (), covariates)
    return np.hstack([others, marks, beside]), columns


def _columns(blocks: list[Block], rows: int, k: int) -> Floats:
    columns = [
        np.where(block.answered, codes, np.nan)
        for block in blocks
        for codes in _block_codes(block, k)
    ]
    return np.column_stack([*columns, np.full(rows, np.nan)])[:, :-1]


def _block_codes(block: Block, k: int) -> list[Any]:
    if not block.hits.size:
        return []
    if block.single:
        return [block.hits.argmax(axis=1)]
    if len(block.names) <= FEW_TICKS:
        # Few ticks are tied (who leaves the first takes the second): their pattern is one answer.
        return [block.hits @ (1 << np.arange(len(block.names)))]
    # « None of them » says of every other tick what it says of itself: it counts once.
    alone = _excluding(block, k)
    done = (block.hits & alone).any(axis=1)
    return [
        np.where(done & ~alone[at], np.nan, block.hits[:, at])
        for at in np.flatnonzero(block.enough(k))
    ]


def _excluding(block: Block, k: int) -> Bools:
    """Tell which ticks exclude others: said so, or given by ``k`` families and never with one."""
    said = np.isin(block.names, list(block.variable.exclusive))
    many = block.hits.sum(axis=1)
    if said.any() or (many > 1).sum() < k:
        return np.asarray(said)
    never = ~block.hits[many > 1].any(axis=0)
    return np.asarray(never & (block.hits.sum(axis=0) >= k))


def _fit(
    codes: Floats, columns: _Columns, k: int, seed: int
) -> tuple[LatentClasses, Again | None, list[float]]:
    of = partial(
        LatentClasses, scales=columns.scales, covariates=columns.covariates, random_state=seed
    )
    model = of().fit(codes)
    held_out = model.held_out_
    while model.n_clusters_ > 1:
        again = stability_of(model, seed) if _large(model, k) else None
        if again and again.all_back:
            return model, again, held_out
        model = of(model.n_clusters_ - 1).fit(codes)
    return model, None, held_out


def _large(model: LatentClasses, k: int) -> bool:
    sizes = [int(n) for n in np.bincount(model.labels_, minlength=model.n_clusters_)]
    return min(sizes) > 0 and not any(one_way(sizes, k))


def name_of(at: int) -> str:
    """Give the neutral name of a profile, from its rank by size.

    >>> name_of(0)
    'Profil A'
    """
    return f"Profil {chr(ord('A') + at)}"


def profiles(data: Encoded, found: Found, places: Floats, k: int) -> dict[str, Any]:
    """Describe the profiles."""
    stable = [value for value in found.stability if value is not None]
    clear = found.count > 1 and min(stable, default=0.0) >= CLEAR
    message = "" if clear else NO_STRUCTURE
    if found.count < 2:
        message += " Les familles sont décrites ensemble." if found.count else ""
        return {"message": message, "clear": False, "held_out": found.held_out, "items": []}
    if not clear:
        message = (
            "Profils fragiles : ils changent quand on retire au hasard une partie des familles."
        )
    told = typical(data, found.labels, found.count, k)
    items = [_item(at, found, answers, places) for at, answers in enumerate(told)]
    return {"message": message, "clear": clear, "held_out": found.held_out, "items": items}


def _item(at: int, found: Found, answers: list[dict[str, Any]], places: Floats) -> dict[str, Any]:
    members = found.labels == at
    centre = places[members].mean(axis=0)
    cell = Cell(int(members.sum()), int((found.labels >= 0).sum()))
    low, high = found.shares[at] if found.shares else (None, None)
    return {
        "id": chr(ord("A") + at),
        "name": name_of(at),
        "sentence": _sentence(answers),
        "cell": cell,
        "share_low": Derived(_rounded(low), (cell,)),
        "share_high": Derived(_rounded(high), (cell,)),
        "certainty": round(float(found.certainty[members].mean()), 3),
        "stability": found.stability[at],
        "x": round(float(centre[0]), 2),
        "y": round(float(centre[1]), 2),
        "typical": answers,
    }


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 3)


def _sentence(answers: list[dict[str, Any]]) -> str:
    more = [entry for entry in answers if entry["direction"] == "more"][:3]
    if not more:
        return "Aucune réponse ne distingue nettement ces familles des autres."
    said = [
        f"{quoted(_answer(entry))} ({percent(entry['cell'].n / entry['cell'].N)})" for entry in more
    ]
    return f"Ces familles répondent plus souvent que les autres{THIN}: {listing(said)}."


def _answer(entry: dict[str, Any]) -> str:
    """An answer to a single choice says little without its question."""
    if entry["single"]:
        return f"{entry['variable_label']}{THIN}: {entry['label']}"
    return str(entry["label"])
