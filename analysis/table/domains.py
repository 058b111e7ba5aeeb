"""What roles make of questions: the need domains, and which questions draw profiles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..arrays import Bools
from ..codebook import Codebook
from ..errors import AnalysisError
from .encoding import Block, Encoded

Source = tuple[str, str]
ACTIVE = ("need", "barrier", "preference", "profile")
TOLD = ("profile", "sector", "barrier", "preference")


@dataclass(frozen=True)
class Domain:
    """One need domain: who named it among who was asked, and who put it first.

    ``sources`` are the (variable, category) pairs that stand for it.
    """

    name: str
    label: str
    named: Bools
    answered: Bools
    first: Bools
    sources: tuple[Source, ...] = ()


def domains(data: Encoded, codebook: Codebook) -> list[Domain]:
    """Every need domain, in the order of the codebook.

    Raises
    ------
    AnalysisError
        When « domains » of a need names a category that nobody gave and that is not declared.
    """
    blocks = data.of_role("need")
    _check(blocks)
    sources: dict[str, list[Source]] = {}
    for block in blocks:
        for category in block.names:
            for name in domains_of(block, category):
                sources.setdefault(name, []).append((block.variable.name, category))
    return [_domain(name, tuple(found), data, codebook) for name, found in sources.items()]


def domains_of(block: Block, category: str) -> tuple[str, ...]:
    """The domains a category stands for: itself unless the codebook says otherwise."""
    mapping = block.variable.domains
    return tuple(mapping.get(category, ())) if mapping else (category,)


def _check(blocks: Sequence[Block]) -> None:
    problems = [
        f"« {block.variable.title} » : « domains » cite des réponses que personne n'a données "
        f"({', '.join(lost)}). Les écrire comme dans le tableau, ou les déclarer dans "
        "« categories »."
        for block in blocks
        if (lost := [name for name in block.variable.domains if name not in block.names])
    ]
    if problems:
        raise AnalysisError("\n".join(problems))


def _domain(name: str, sources: tuple[Source, ...], data: Encoded, codebook: Codebook) -> Domain:
    columns = [(data.blocks[variable], category) for variable, category in sources]
    label = codebook.domain_label(name)
    if label == name:
        own = (block.labels[block.names.index(c)] for block, c in columns if c == name)
        label = next(own, label)
    named = np.any([block.column(c) for block, c in columns], axis=0)
    asked = np.any([block.asked(c) for block, c in columns], axis=0)
    return Domain(name, label, np.asarray(named), np.asarray(asked), _first(data, name), sources)


def _first(data: Encoded, domain: str) -> Bools:
    """Who put first a category of this domain; a priority without domains has those of needs."""
    needs = data.of_role("need")
    chosen = np.zeros(data.rows, dtype=bool)
    for block in data.of_role("priority"):
        for at, category in enumerate(block.names):
            meant = block.variable.domains.get(category) or _meant(needs, category)
            if domain in meant:
                chosen |= block.first == at
    return chosen


def _meant(needs: Sequence[Block], category: str) -> tuple[str, ...]:
    found = [name for b in needs if category in b.names for name in domains_of(b, category)]
    return tuple(dict.fromkeys(found)) or (category,)


def active_blocks(data: Encoded) -> list[Block]:
    """Questions that build the factor map and the profiles."""
    return [
        block
        for block in data.blocks.values()
        if block.variable.active
        and not block.variable.covariate
        and (block.variable.role in ACTIVE or block.variable.type == "scale")
        and block.variable.role not in ("priority", "sector")
    ]


def covariate_blocks(data: Encoded) -> list[Block]:
    """Questions on which the shares of profiles depend."""
    return [block for block in data.blocks.values() if block.variable.covariate]


def passive_blocks(data: Encoded) -> list[Block]:
    """Questions that only find their place on the map; their margins are told."""
    drawing = {block.variable.name for block in active_blocks(data)}
    return [block for block in data.of_role(*TOLD) if block.variable.name not in drawing]
