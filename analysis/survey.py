"""One survey, made once and handed to every section."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from .arrays import Bools
from .codebook import Codebook
from .disclosure import JEFFREYS, Door, Group, Meaning, Prior, Share, groups, meaning, towards
from .table import Block, Domain, Encoded, domains
from .weighting import Weights

# Of the four variables that needs are crossed with, two are zones and profiles.
MOST_CROSSED = 2
MOST_GROUPS = 8
OTHERS = {"language": "autres langues"}


@dataclass(frozen=True)
class Survey:
    """Answers, what they mean, and the door that their numbers pass.

    Parameters
    ----------
    data : Encoded
    codebook : Codebook
    domains : list of Domain
    door : Door
    seed : int
    weights : Weights, optional
    """

    data: Encoded
    codebook: Codebook
    domains: list[Domain]
    door: Door
    seed: int = 0
    weights: Weights | None = None
    _whole: dict[str, Share] = field(default_factory=dict, repr=False)

    @property
    def k(self) -> int:
        """The smallest group that is described."""
        return self.door.k

    def share_of(self, block: Block, name: str) -> Share:
        """Share of a category among the families that answered its question."""
        variable = block.variable.name
        return self.door.share(
            meaning((variable, name)), block.column(name), asked_of(block, name), block.asked(name)
        )

    def need(self, domain: Domain) -> Share:
        """Share of the families that name a need."""
        if domain.name not in self._whole:
            self._whole[domain.name] = self.need_among(domain)
        return self._whole[domain.name]

    def need_in(self, domain: Domain, group: Group) -> Share:
        """The same in a group, drawn towards the whole when the group is small."""
        return self.need_among(domain, group.meaning, group.mask, towards(self.need(domain)))

    def need_among(
        self,
        domain: Domain,
        of: Meaning = frozenset(),
        mask: Bools | None = None,
        prior: Prior = JEFFREYS,
    ) -> Share:
        """The same among any families of a meaning; ``prior`` as for :meth:`Door.share`."""
        base = domain.answered if mask is None else domain.answered & mask
        within = self.asked(domain) | of
        return self.door.share(named(domain), domain.named, within, base, prior)

    def asked(self, domain: Domain) -> Meaning:
        """What the families that were asked about a need are called at the door."""
        parts = [asked_of(self.data.blocks[v], name) for v, name in domain.sources]
        return frozenset().union(*parts)

    @cached_property
    def crossed(self) -> list[tuple[Block, list[Group]]]:
        """The questions that needs are crossed with, zones and profiles apart, and their groups."""
        names = self.codebook.crossings
        singles = [
            block
            for block in self.data.of_role("profile", "barrier", "preference", "comparison")
            if block.variable.type == "select_one" and len(block.names) <= 3 * MOST_GROUPS
        ]
        chosen = [b for name in names for b in singles if b.variable.name == name]
        if not names:
            chosen = [block for block in singles if block.variable.active]
        found = [(block, self.groups_of(block)) for block in chosen]
        return [(block, kept) for block, kept in found if kept][:MOST_CROSSED]

    def groups_of(self, block: Block) -> list[Group]:
        """Describable groups of a question of one choice."""
        masks = {name: block.column(name) for name in block.names}
        labels = dict(zip(block.names, block.labels, strict=True))
        rest = OTHERS.get(block.variable.name, "Autres réponses")
        return groups(block.variable.name, masks, labels, self.k, rest)


def named(domain: Domain) -> Meaning:
    """What the families that name a need are called at the door: its category when it has one."""
    if len(domain.sources) == 1:
        return meaning(domain.sources[0])
    return meaning(*(("besoin", f"{variable}/{name}") for variable, name in domain.sources))


def asked_of(block: Block, name: str) -> Meaning:
    """What the families that answered a question are called at the door."""
    said = "répondu" if block.filled is None else f"répondu:{name}"
    return meaning((block.variable.name, said))


def make_survey(data: Encoded, codebook: Codebook, secret: bytes, k: int, seed: int) -> Survey:
    """Gather a survey; its size, told exactly, is the families that gave any answer."""
    door = Door(secret, int(np.sum(data.usable)), k)
    return Survey(data, codebook, domains(data, codebook), door, seed)
