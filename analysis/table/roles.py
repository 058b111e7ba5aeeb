"""Which questions build the factor map and the profiles, and whose answers are told."""

from __future__ import annotations

from .encoding import Block, Encoded

ACTIVE = ("need", "barrier", "preference", "profile")
TOLD = ("profile", "sector", "barrier", "preference")


def active_blocks(data: Encoded) -> list[Block]:
    """Give the questions that build the factor map and the profiles."""
    return [
        block
        for block in data.blocks.values()
        if block.variable.active
        and not block.variable.covariate
        and (block.variable.role in ACTIVE or block.variable.type == "scale")
        and block.variable.role not in ("priority", "sector")
    ]


def covariate_blocks(data: Encoded) -> list[Block]:
    """Give the questions on which the shares of profiles depend."""
    return [block for block in data.blocks.values() if block.variable.covariate]


def passive_blocks(data: Encoded) -> list[Block]:
    """Give the questions that only find their place on the map; their margins are told."""
    drawing = {block.variable.name for block in active_blocks(data)}
    return [block for block in data.of_role(*TOLD) if block.variable.name not in drawing]
