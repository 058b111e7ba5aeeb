"""The publics of themes: who belongs to them, and what the rest of the report tells of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from ..arrays import Bools
from ..catalogue import Audience, Theme, offers
from ..disclosure import primary, shown
from ..errors import AnalysisError
from ..needs import need_cells
from ..suppression import Packed, packed
from ..table import Block, Domain, Encoded


def publics(themes: Sequence[Theme], audiences: Mapping[str, Audience]) -> set[str]:
    """Give the variables that define the publics of themes."""
    named = {name for theme in themes for name in theme.audiences if name in audiences}
    return {variable for name in named for variable in audiences[name].any_of}


def as_told(rows: Bools, shares: Sequence[float], seed: int) -> Bools:
    """Give the families that themes answer, hidden counts replaced by what is told of them.

    Parameters
    ----------
    rows : array of bool, shape (families, themes)
    shares : sequence of float
        As the scores use them: where one is not that of its column, the column's count is
        hidden, and a resampling of it would tell it.
    seed : int

    Returns
    -------
    array of bool, shape (families, themes)
        Families drawn at random, as many as the share says, in the columns of hidden counts.

    Examples
    --------
    >>> rows = np.array([[True, True], [True, False], [False, False], [True, False]])
    >>> as_told(rows, [0.75, 0.5], 0).sum(axis=0)
    array([3, 2])
    """
    rng = np.random.default_rng(seed)
    told = rows.copy()
    for at, share in enumerate(shares):
        wanted = round(share * len(rows))
        if wanted != rows[:, at].sum():
            told[:, at] = rng.permutation(len(rows)) < wanted
    return told


def tick_blocks(data: Encoded, themes: Sequence[Theme]) -> list[Block]:
    """Give the questions in which families tick themes."""
    return [
        block
        for block in data.of_role("preference")
        if block.variable.type in ("select_multiple", "rank") and offers(block.names, themes)
    ]


def unanswered(
    found: Sequence[Domain], data: Encoded, themes: Sequence[Theme], k: int
) -> list[dict[str, Any]]:
    """List the needs that no theme of the catalogue answers, the most named first.

    Their cells are those of the section of needs: nothing more is told.
    """
    if not themes:
        return []
    answered = {name for theme in themes for name in theme.domains}
    cells = zip(found, need_cells(list(found), data, k), strict=True)
    left = [(domain, cell) for domain, cell in cells if domain.name not in answered]
    left.sort(key=lambda pair: 0 if pair[1].hidden or primary(pair[1], k) else -pair[1].n)
    return [{"name": d.name, "label": d.label, "cell": cell} for d, cell in left]


def members_of(data: Encoded, theme: Theme, audiences: Mapping[str, Audience]) -> Bools:
    """Families of any of the theme's audiences; all when an audience cannot be told apart."""
    inside = np.zeros(data.rows, dtype=bool)
    for name in theme.audiences:
        rules = audience_of(theme, name, audiences).any_of
        known = {variable: names for variable, names in rules.items() if variable in data.blocks}
        if not known:
            return np.ones(data.rows, dtype=bool)
        for variable, names in known.items():
            for category in names:
                inside |= data.blocks[variable].column(category)
    return inside if theme.audiences else ~inside


def audience_of(theme: Theme, name: str, audiences: Mapping[str, Audience]) -> Audience:
    if name not in audiences:
        raise AnalysisError(
            f"Le thème « {theme.name} » cite le public « {name} », qui n'est pas décrit. "
            "Ajouter ce public (nom, réponses qui le définissent) ou le retirer du thème."
        )
    return audiences[name]


def known_groups(
    data: Encoded, found: list[Domain], themes: Sequence[Theme], audiences: Mapping[str, Audience],
    k: int,
) -> Packed:  # fmt: skip
    """Groups told elsewhere, that a theme's families may nearly fill or nearly be."""
    blocks = [*data.of_role("need"), *tick_blocks(data, themes)]
    cells = need_cells(found, data, k)
    seen = [not (cell.hidden or primary(cell, k)) for cell in cells]
    groups = [domain.named for domain, shows in zip(found, seen, strict=True) if shows]
    groups += _hidden_sum(data, found, seen)
    groups += [block.answered for block in blocks]
    for block in blocks:
        groups += list(block.hits[:, shown(block, k)].T)
    for theme in themes:
        chosen = _chosen(data, theme, audiences)
        chosen_told = [block.column(name) for block, name in chosen if is_shown(block, name, k)]
        groups += chosen_told
        if chosen and all(block is chosen[0][0] for block, _ in chosen):
            groups.append(members_of(data, theme, audiences) | _untold(chosen, k))
    return packed(groups)


def _hidden_sum(data: Encoded, found: list[Domain], seen: list[bool]) -> list[Bools]:
    """Give who named a hidden need, when needs add up: subtraction tells how many they are."""
    hidden = [domain.named for domain, shows in zip(found, seen, strict=True) if not shows]
    adds_up = all(block.single for block in data.of_role("need"))
    return [np.any(hidden, axis=0)] if hidden and adds_up else []


def _chosen(
    data: Encoded, theme: Theme, audiences: Mapping[str, Audience]
) -> list[tuple[Block, str]]:
    """Give the answers that make a theme's public."""
    return [
        (data.blocks[variable], name)
        for audience in theme.audiences
        for variable, names in audience_of(theme, audience, audiences).any_of.items()
        if variable in data.blocks
        for name in names
    ]


def is_shown(block: Block, name: str, k: int) -> bool:
    return name in block.names and shown(block, k)[block.names.index(name)]


def _untold(chosen: list[tuple[Block, str]], k: int) -> Bools:
    """Give who chose a hidden answer, when one of those that make the public is hidden.

    A single choice's hidden answers have a known sum: a theme's count may not nearly fill it.
    """
    block = chosen[0][0]
    hidden = [not seen for seen in shown(block, k)]
    mine = any(hidden[block.names.index(name)] for _, name in chosen if name in block.names)
    return np.asarray(block.hits[:, hidden].any(axis=1) & (mine and block.single), dtype=bool)
