"""The need domains: who named each, among whom, and who put it first."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..arrays import Bools
from ..codebook import Codebook
from .encoding import Block, Encoded


@dataclass(frozen=True)
class Domain:
    """One need domain: who named it among who answered, and who put it first."""

    name: str
    label: str
    named: Bools
    answered: Bools
    first: Bools


def domains(data: Encoded, codebook: Codebook) -> list[Domain]:
    """Give every need domain, in the order of the codebook."""
    names: dict[str, None] = {}
    for block in data.of_role("need"):
        for category in block.names:
            names |= dict.fromkeys(domains_of(block, category))
    return [_domain(name, data, codebook) for name in names]


def domains_of(block: Block, category: str) -> tuple[str, ...]:
    """Give the domains a category stands for: itself unless the codebook says otherwise."""
    mapping = block.variable.domains
    return tuple(mapping.get(category, ())) if mapping else (category,)


def _domain(name: str, data: Encoded, codebook: Codebook) -> Domain:
    needs, priorities = data.of_role("need"), data.of_role("priority")
    mapping = {c: domains_of(block, c) for block in needs for c in block.names}
    return Domain(
        name,
        _label(name, needs, codebook),
        _any(needs, name, mapping),
        answered_any(needs, data.rows),
        _first(priorities, name, mapping, data.rows),
    )


def _label(name: str, needs: list[Block], codebook: Codebook) -> str:
    own = [
        lab
        for block in needs
        for n, lab in zip(block.names, block.labels, strict=True)
        if n == name
    ]
    label = codebook.domain_label(name)
    return own[0] if label == name and own else label


def _any(blocks: list[Block], domain: str, mapping: dict[str, tuple[str, ...]]) -> Bools:
    hits = [
        block.column(category)
        for block in blocks
        for category in block.names
        if domain in mapping.get(category, (category,))
    ]
    return np.asarray(np.any(hits, axis=0), dtype=bool)


def answered_any(blocks: list[Block], rows: int) -> Bools:
    return np.asarray(np.any([np.zeros(rows, dtype=bool), *(b.answered for b in blocks)], axis=0))


def _first(
    blocks: list[Block], domain: str, mapping: dict[str, tuple[str, ...]], rows: int
) -> Bools:
    """Who put first a category of this domain."""
    chosen = np.zeros(rows, dtype=bool)
    for block in blocks:
        places = [
            at
            for at, category in enumerate(block.names)
            if domain in (block.variable.domains or mapping).get(category, (category,))
        ]
        chosen |= np.isin(block.first, places)
    return chosen
